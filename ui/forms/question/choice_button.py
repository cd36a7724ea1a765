"""One choice, large enough for a thumb: its mark, its words on as many lines as they need, its number."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton

from ui.forms.question.markup import breakable, plain_text
from ui.style.look import current_look, px
from ui.style.token import Size, Space, Tone, Type

_LAST_NUMBER: Final = 9
_TALLEST: Final = 100_000
_WRAP: Final = Qt.TextFlag.TextWordWrap.value | Qt.AlignmentFlag.AlignVCenter.value
_MARKS: Final = {
    (True, True): "check-circle-fill",
    (True, False): "circle",
    (False, True): "check-square-fill",
    (False, False): "square",
}


class ChoiceButton(QPushButton):
    """A choice of one (``only`` True) or of several. It never changes by itself: its group says what is chosen."""

    key_pressed = Signal(QKeyEvent)

    def __init__(self, code: str, words: str, number: int, *, only: bool, bare: bool = False) -> None:
        super().__init__()
        self.code = code
        self._number = number
        self._is_only = only
        self._is_bare = bare
        self._words = ""
        self._widths: dict[int, int] = {}
        self._natural = self._least = self._around = 0
        self.setObjectName(f"option_{code}")
        self.setProperty("question", "choice")
        self.setCheckable(True)
        # With it a screen reader calls the choice a radio button, without it a check box.
        self.setAutoExclusive(only)
        self.setAutoDefault(False)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_words(words)

    def set_words(self, words: str) -> None:
        """Say the choice in other words, as after a change of language."""
        plain = plain_text(words)
        if breakable(plain) == self._words and plain:
            return
        self._words = breakable(plain)
        self.setAccessibleName(plain or self.code)
        self._forget_sizes()
        self.update()

    def words(self) -> str:
        """Return what is shown."""
        return self._words.replace("\u200b", "")

    def show_chosen(self, *, chosen: bool) -> None:
        """Show whether it is the answer."""
        if self.isChecked() == chosen:
            return
        # The one chosen of an exclusive group cannot be taken back otherwise.
        self.setAutoExclusive(False)
        self.setChecked(chosen)
        self.setAutoExclusive(self._is_only)

    def nextCheckState(self) -> None:
        pass

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._widths:
            if len(self._widths) > _LAST_NUMBER:
                self._widths.clear()
            self._widths[width] = self._measure(width)
        return self._widths[width]

    def sizeHint(self) -> QSize:
        width = self.natural_width()
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(px(Size.TARGET_LARGE), px(Size.TARGET_LARGE))

    def natural_width(self) -> int:
        """Return the width at which the words stand in one line."""
        self._weigh()
        return self._natural

    def longest_word(self) -> int:
        """Return the width below which words would be broken."""
        self._weigh()
        return self._least

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.modifiers():
            super().keyPressEvent(event)
            return
        event.ignore()
        self.key_pressed.emit(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter = QPainter(self)
        self.style().drawControl(QStyle.ControlElement.CE_PushButtonBevel, option, painter, self)
        inside = self.rect().adjusted(px(Space.M), px(Space.XS), -px(Space.M), -px(Space.XS))
        self._paint_mark(painter, inside)
        if self._is_bare:
            return
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold if self.isChecked() else QFont.Weight.Medium)
        painter.setFont(font)
        painter.setPen(QColor(self._ink()))
        direction = self.layoutDirection()
        text = inside.adjusted(px(Size.ICON) + px(Space.S), 0, -self._number_width(), 0)
        align = _WRAP | QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignLeft).value
        painter.drawText(QStyle.visualRect(direction, inside, text), align, self._words)
        self._paint_number(painter, inside)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._forget_sizes()

    def _paint_mark(self, painter: QPainter, inside: QRect) -> None:
        from ui.style.icon import icon_pixmap

        side = px(Size.ICON)
        tone = Tone.ACCENT if self.isChecked() else Tone.MUTED
        place = QRect(inside.left(), inside.center().y() - side // 2 + 1, side, side)
        if self._is_bare:
            place.moveLeft(inside.center().x() - side // 2)
        picture = icon_pixmap(_MARKS[self._is_only, self.isChecked()], tone, side, self.devicePixelRatioF())
        painter.drawPixmap(QStyle.visualRect(self.layoutDirection(), inside, place), picture)

    def _paint_number(self, painter: QPainter, inside: QRect) -> None:
        if not self._number_width():
            return
        font = QFont(self.font())
        font.setPixelSize(px(Type.CAPTION))
        font.setWeight(QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor(current_look().theme.muted if self.isEnabled() else current_look().theme.faint))
        direction = self.layoutDirection()
        end = QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(inside, end.value, str(self._number))

    def _ink(self) -> str:
        theme = current_look().theme
        is_faint = not self.isEnabled() and not self.isChecked()
        return theme.faint if is_faint else theme.text

    def _number_width(self) -> int:
        return px(Space.L) if 1 <= self._number <= _LAST_NUMBER else 0

    def _forget_sizes(self) -> None:
        self._widths.clear()
        self._natural = 0
        self.updateGeometry()

    def _weigh(self) -> None:
        """Measure the words once: a layout asks again and again."""
        if self._natural:
            return
        self._around = 2 * px(Space.M) + px(Size.ICON) + px(Space.S) + self._number_width()
        if self._is_bare:
            self._natural = self._least = px(Size.TARGET_LARGE)
            return
        metrics = self._bold_metrics()
        room = self._around + px(Space.XS)
        words = self._words.replace("\u200b", " ").split()
        self._natural = metrics.horizontalAdvance(self._words.partition("\n")[0]) + room
        self._least = max((metrics.horizontalAdvance(word) for word in words), default=0) + room

    def _bold_metrics(self) -> QFontMetrics:
        # Room for the heavier face of what is chosen, so that nothing jumps when it is.
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        return QFontMetrics(font)

    def _measure(self, width: int) -> int:
        if self._is_bare:
            return px(Size.TARGET_LARGE)
        self._weigh()
        room = max(px(Space.XXL), width - self._around)
        box = self._bold_metrics().boundingRect(QRect(0, 0, room, _TALLEST), _WRAP, self._words)
        return int(max(px(Size.TARGET_LARGE), box.height() + 2 * px(Space.S)))
