"""A number on a scale: dragged, stepped with the arrows, or typed; blank until one of them was done."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QSlider, QWidget

from ui.forms.question.entry import Entry, Prompt
from ui.forms.question.line_entry import DecimalEntry, UntakenError
from ui.style.look import px
from ui.style.token import Size, Space
from ui.text import tr
from ui.widgets.label import Role, label
from ui.widgets.layout import row

_MOST_STEPS: Final = 100_000
_MOVES: Final = frozenset(
    {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End}
)


class _Slider(QSlider):
    """``stayed`` when a key would have moved it beyond its end: that is how its end is answered; ``left`` on Enter."""

    stayed = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        before = self.value()
        super().keyPressEvent(event)
        if event.key() in _MOVES and not event.modifiers() and self.value() == before:
            self.stayed.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.left.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Scrolling the page must not change an answer.
        event.ignore()


class RangeEntry(Entry):
    """``start``, ``end`` and ``step`` are the form's parameters."""

    def __init__(self, prompt: Prompt) -> None:
        super().__init__(prompt)
        self._start, self._end, self._step = _scale(prompt)
        self._slider = _Slider(Qt.Orientation.Horizontal)
        self._slider.setObjectName("slider")
        self._slider.setRange(0, self._steps())
        self._slider.setPageStep(max(1, self._steps() // 10))
        self._slider.setMinimumHeight(px(Size.TARGET_LARGE))
        self._line = _ScaleLine(prompt, self)
        self._line.setMaximumWidth(px(Size.TARGET_LARGE) * 3)
        self._line.set_hint(tr("question.unanswered"))
        across = row(gap=Space.S)
        across.addWidget(label(f"{self._start:f}", Role.MUTED))
        across.addWidget(self._slider, stretch=1)
        across.addWidget(label(f"{self._end:f}", Role.MUTED))
        across.addWidget(self._line)
        self.body.addLayout(across)
        self.setFocusProxy(self._slider)
        self._is_showing = False
        self._slider.valueChanged.connect(self._on_moved)
        self._slider.sliderPressed.connect(self._on_moved)
        self._slider.stayed.connect(self._on_moved)
        self._slider.left.connect(self.went_on)
        self._line.answered.connect(self._on_typed)
        self._line.complained.connect(self.complained)
        self._line.went_on.connect(self.went_on)

    def focus_widget(self) -> QWidget:
        return self._slider

    def inputs(self) -> Sequence[QWidget]:
        return (self._slider, *self._line.inputs())

    def describe(self, name: str, description: str) -> None:
        said = self.value or tr("question.unanswered")
        self._slider.setAccessibleName(name)
        self._slider.setAccessibleDescription(f"{said} {description}".strip())
        self._line.describe(f"{name}: {tr('question.typed_number')}", description)

    def flush(self) -> None:
        self._line.flush()

    def is_on_scale(self, number: Decimal) -> bool:
        """Whether a number is one of the steps."""
        low, high = sorted((self._start, self._end))
        return low <= number <= high and (number - self._start) % self._step == 0

    def words(self) -> str:
        """Return the scale in a sentence, for a number that is not on it."""
        return tr("question.range", start=f"{self._start:f}", end=f"{self._end:f}", step=f"{abs(self._step):f}")

    def _steps(self) -> int:
        return min(_MOST_STEPS, int(abs(self._end - self._start) / abs(self._step)))

    def _show(self, value: str) -> None:
        self._is_showing = True
        number = _decimal(value)
        self._slider.setValue(int((number - self._start) / self._step) if number is not None else 0)
        self._line.set_value(value)
        self._is_showing = False

    def _on_moved(self) -> None:
        if not self._is_showing:
            self._take(f"{self._start + self._step * self._slider.value():f}")

    def _on_typed(self, value: str) -> None:
        self._take(value)

    def _take(self, value: str) -> None:
        if value != self.value:
            self._show(value)
            self._give(value)


class _ScaleLine(DecimalEntry):
    def __init__(self, prompt: Prompt, scale: RangeEntry) -> None:
        super().__init__(prompt)
        self._scale = scale

    def _parse(self, text: str) -> str:
        value = super()._parse(text)
        if value and not self._scale.is_on_scale(Decimal(value)):
            raise UntakenError(self._scale.words())
        return value


def _scale(prompt: Prompt) -> tuple[Decimal, Decimal, Decimal]:
    """Return start, end and step as the form wants them; ten steps from nought where it makes no sense."""
    given = prompt.control.parameters
    start = _decimal(given.get("start", "1"))
    end = _decimal(given.get("end", "10"))
    step = _decimal(given.get("step", "1"))
    if start is None or end is None or not step or start == end:
        return Decimal(0), Decimal(10), Decimal(1)
    return start, end, abs(step) if end > start else -abs(step)


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
