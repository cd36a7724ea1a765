"""Buttons of four kinds; one primary button a page at most."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QStylePainter

from ui.style.look import px
from ui.style.token import Size, Space, Tone


class Kind(StrEnum):
    """What a button is for."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    QUIET = "quiet"
    DANGER = "danger"


_INK = {
    Kind.PRIMARY: Tone.ON_ACCENT,
    Kind.SECONDARY: Tone.TEXT,
    Kind.QUIET: Tone.ACCENT,
    Kind.DANGER: Tone.DANGER,
}


class _Button(QPushButton):
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)


class _ElidedButton(_Button):
    def paintEvent(self, _event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        inside = self.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, self)
        taken = 0 if option.icon.isNull() else option.iconSize.width() + px(Space.S)
        option.text = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, inside.width() - taken, Qt.TextFlag.TextShowMnemonic
        )
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, option)


def button(
    text: str,
    kind: Kind = Kind.SECONDARY,
    *,
    glyph: str = "",
    name: str = "",
    large: bool = False,
    elided: bool = False,
) -> QPushButton:
    """A push button, with the icon ``glyph`` when given. Enter presses it only while it has the focus.

    One that is ``elided`` ends in an ellipsis where there is no room for its words.
    """
    made = (_ElidedButton if elided else _Button)(text.replace("&", "&&"))
    made.setObjectName(name)
    made.setProperty("kind", kind.value)
    made.setProperty("large", large)
    # Never the default of a dialog: Enter in a field must not press it.
    made.setAutoDefault(False)
    if glyph:
        from ui.style.icon import icon

        side = px(Size.ICON)
        made.setIcon(icon(glyph, _INK[kind], Size.ICON))
        made.setIconSize(QSize(side, side))
    return made
