"""A banner: what happened, what was kept, what to do; never a code without a sentence."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from ui.style.look import px
from ui.style.token import Size, Space, Tone
from ui.widgets.glyph import Glyph
from ui.widgets.label import Role, label, set_state
from ui.widgets.layout import column, row
from ui.widgets.sides import Sides

_GLYPHS = {
    Tone.DANGER: "warning-octagon",
    Tone.SOON: "warning",
    Tone.OK: "check-circle",
    Tone.ACCENT: "info",
    Tone.MUTED: "info",
    Tone.TEXT: "info",
}


class Banner(QFrame):
    """Hidden until it has something to say."""

    def __init__(self, *, name: str = "banner", action: QWidget | None = None) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("kind", "banner")
        # Not "at most": that would cut words which break into more lines than they would like.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._action = action
        if action is not None:
            action.setParent(self)
        self._said: tuple[Glyph, QLabel, QLabel] | None = None
        self.hide()

    def hush(self) -> None:
        """Say nothing any more."""
        if self._said is not None:
            _, headline, detail = self._said
            headline.clear()
            detail.clear()
        self.hide()

    def say(self, headline: str, detail: str = "", tone: Tone = Tone.DANGER) -> None:
        """Show the banner with these words."""
        if self._said is None:
            self._said = self._lay_out()
        glyph, head, more = self._said
        head.setText(headline)
        more.setText(detail)
        more.setVisible(bool(detail))
        glyph.set_glyph(_GLYPHS.get(tone, "info"), tone)
        set_state(self, "tone", tone.value)
        self.setAccessibleName(headline)
        # Without a parent it would open as a window of its own, and take the keyboard from ours: it is shown with
        # whatever it is put into.
        if self.parentWidget() is not None:
            self.show()
        else:
            self.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, on=False)

    def _lay_out(self) -> tuple[Glyph, QLabel, QLabel]:
        # When it first speaks: a page has half a dozen that never do.
        glyph = Glyph(_GLYPHS[Tone.ACCENT], Tone.ACCENT, Size.ICON)
        headline, detail = label("", Role.STRONG, wrap=True, name="headline"), label("", wrap=True)
        inside = row(self, gap=Space.M, margin=Space.M)
        inside.addWidget(glyph, alignment=Qt.AlignmentFlag.AlignTop)
        said = QWidget()
        words = column(said, gap=Space.XS)
        words.addWidget(headline)
        words.addWidget(detail)
        inside.addWidget(said if self._action is None else Sides(said, self._action, px(Size.PANE)), stretch=1)
        return glyph, headline, detail

    def text(self) -> str:
        """All words shown."""
        if self._said is None:
            return ""
        return "\n".join(part.text() for part in self._said[1:] if part.text())
