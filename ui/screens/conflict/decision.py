"""The decision about one clash: the values side by side, a third by hand, and why."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLineEdit, QWidget

from fieldapp.domain.problems import Refused
from fieldapp.domain.wire import Json
from ui.desk import Desk
from ui.forms.editor import Editor
from ui.forms.registry import make_editor
from ui.models.row_words import HIDDEN
from ui.screens.conflict.clash_view import ClashView
from ui.screens.conflict.difference import Piece, mark_differences
from ui.screens.conflict.side_card import SideCard
from ui.style.look import px
from ui.style.token import Size, Space
from ui.text import declared_text, problem_text, tr
from ui.widgets.banner import Banner
from ui.widgets.button import Kind, button
from ui.widgets.card import Card
from ui.widgets.label import Role, label
from ui.widgets.layout import column, row

_LETTERS = "ABCDEFGH"


class Decision(QWidget):
    """Emits ``decided`` with the value and the reason; ``reveal_wanted`` when the values are hidden."""

    decided = Signal(object, str)
    reveal_wanted = Signal()

    def __init__(self, desk: Desk, view: ClashView) -> None:
        super().__init__()
        self.setObjectName("decision")
        self.view = view
        self._desk = desk
        self._taken: int | None = None
        self.editor: Editor | None = None
        self.banner = Banner(name="decision_banner")
        self.sides = [self._side(number) for number in range(len(view.words))]
        self.reason = QLineEdit()
        self.reason.setObjectName("conflict_reason")
        self.reason.setPlaceholderText(tr("conflict.reason_hint"))
        self.reason.setAccessibleName(tr("conflict.reason"))
        self.go = button(tr("conflict.next"), Kind.PRIMARY, glyph="check", name="conflict_decide")
        self.go.clicked.connect(self._on_go)
        self._lay_out()
        self._show(revealed=not view.is_hidden)

    def reveal(self) -> None:
        """Show values that were hidden."""
        self._show(revealed=True)

    def take(self, number: int) -> None:
        """Let one of the values stand."""
        self._taken = number
        for place, side in enumerate(self.sides):
            side.set_taken(taken=place == number)
        self.banner.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= px(Size.COLUMN_MIN - Size.SHEET_CELL)
        self._across.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)

    def wipe(self) -> None:
        """Empty everything at once."""
        for side in self.sides:
            side.value.clear()
        if self.editor is not None:
            self.editor.wipe()
        self.reason.clear()

    def _side(self, number: int) -> SideCard:
        view = self.view
        made = SideCard(_LETTERS[number], view.authors[number], view.devices[number], is_shown=number == 0)
        made.chosen.connect(partial(self.take, number))
        return made

    def _lay_out(self) -> None:
        inside = column(self, gap=Space.L)
        inside.addWidget(self.banner)
        head = row()
        words = column(gap=Space.XS)
        words.addWidget(label(self.view.clash.title, Role.OVERLINE, wrap=True))
        words.addWidget(label(declared_text(self.view.clash.label), Role.TITLE, wrap=True, name="clash_field"))
        head.addLayout(words, stretch=1)
        self._reveal = button(tr("conflict.reveal"), Kind.SECONDARY, glyph="eye", name="conflict_reveal")
        self._reveal.clicked.connect(self.reveal_wanted)
        head.addWidget(self._reveal)
        inside.addLayout(head)
        self._across = row(gap=Space.L)
        for side in self.sides:
            self._across.addWidget(side, stretch=1)
        inside.addLayout(self._across)
        if self.view.field is not None:
            inside.addWidget(self._own())
        foot = Card(tr("conflict.reason"), name="reason_card")
        line = row(gap=Space.M)
        line.addWidget(self.reason, stretch=1)
        line.addWidget(self.go)
        foot.body.addLayout(line)
        inside.addWidget(foot)

    def _own(self) -> QWidget:
        card = Card(tr("conflict.own"), name="own_card")
        card.body.addWidget(label(tr("conflict.own_hint"), Role.CAPTION, wrap=True))
        if self.view.field is not None:
            self.editor = make_editor(self.view.field, self._desk)
            if self.view.is_hidden:
                self.editor.reveal()
            self.editor.edited.connect(self._on_edited)
            card.body.addWidget(self.editor)
        return card

    def _show(self, *, revealed: bool) -> None:
        self._reveal.setVisible(not revealed)
        words = self.view.words
        for number, side in enumerate(self.sides):
            if not revealed:
                side.value.show_pieces([Piece(HIDDEN, differs=False)])
            elif self.view.is_text and len(words) > 1:
                other = words[1] if number == 0 else words[0]
                side.value.show_pieces(mark_differences(words[number], other)[0])
            else:
                side.value.show_pieces([Piece(words[number], differs=False)])
        # Only a text is worth starting from what is there.
        shown = self.view.clash.heads[0].value
        if revealed and self.editor is not None and self.view.is_text and shown:
            self.editor.set_value(shown, words[0])

    def _on_edited(self, _name: str) -> None:
        self._taken = None
        for side in self.sides:
            side.set_taken(taken=False)
        self.banner.hide()

    def _on_go(self) -> None:
        try:
            value = self._value()
        except Refused as refused:
            self.banner.say(tr("conflict.failed"), "\n".join(problem_text(problem) for problem in refused.problems))
            return
        if value is _NOTHING:
            self.banner.say(tr("conflict.you_choose"))
            return
        if not self.reason.text().strip():
            self.banner.say(tr("conflict.reason_missing"))
            self.reason.setFocus()
            return
        self.decided.emit(value, self.reason.text().strip())

    def _value(self) -> Json | object:
        if self._taken is not None:
            return self.view.clash.heads[self._taken].value
        return self.editor.value() if self.editor is not None and self.editor.is_dirty else _NOTHING


_NOTHING = object()
