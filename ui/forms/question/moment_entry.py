"""Questions of days and times: typed as people say them, or taken from a calendar; kept as the form wants them."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import Final

from PySide6.QtCore import QDate, QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QPushButton, QWidget

from ui.forms.local_time import UnreadableError, read_date, read_instant
from ui.forms.question.entry import Entry, Prompt
from ui.forms.question.line_entry import LineEntry, UntakenError
from ui.style.look import px
from ui.style.token import Size, Space
from ui.text import tr
from ui.widgets.button import Kind, button
from ui.widgets.calendar import Calendar
from ui.widgets.label import set_hint
from ui.widgets.layout import column, row

_YEAR: Final = re.compile(r"[12][0-9]{3}\Z", re.ASCII)
_CLOCK: Final = re.compile(
    r"([0-9]{1,2})(?:[:.h]?([0-9]{2}))?(?::[0-9]{2}(?:\.[0-9]+)?)?\s*([ap])?\.?m?\.?\Z", re.ASCII
)
_MONTHS: Final = 12


class _Typed(LineEntry):
    """A line with a button for this very day or moment beside it."""

    is_narrow = True
    now_key = "form.now"
    hint_key = "form.instant_hint"

    def _place_line(self) -> None:
        self._line.setPlaceholderText(tr(self.hint_key))
        self._now: QPushButton = button(tr(self.now_key), Kind.SECONDARY, name="now", large=True)
        # The word can be typed as well, so the button is no stop on the way through the questions.
        self._now.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._now.clicked.connect(self._on_now)
        self._across = row(gap=Space.S)
        self._across.addWidget(self._line, stretch=1)
        self._across.addWidget(self._now)
        self._across.addStretch(1)
        self.body.addLayout(self._across)

    def inputs(self) -> tuple[QWidget, ...]:
        return (self._line, self._now)

    def here(self) -> datetime:
        """Return this moment where the person is."""
        return self.prompt.desk.clock.now().astimezone(self.prompt.zone)

    def _on_now(self) -> None:
        self._line.setFocus()
        self.type_text(tr(self.now_key).lower())
        self._on_left()


class DateEntry(_Typed):
    """A day, typed; shown as year, month, day, which every language reads alike."""

    now_key = "form.today"
    hint_key = "form.date_hint"

    def _parse(self, text: str) -> str:
        typed = text.strip()
        if not typed or typed == self.value:
            return typed
        try:
            return read_date(typed, self.here().date()).isoformat()
        except UnreadableError as error:
            raise UntakenError(tr("question.date")) from error

    def _format(self, value: str) -> str:
        return value[:10]

    def _on_now(self) -> None:
        self._line.setFocus()
        self.type_text(self.here().date().isoformat())


class CalendarEntry(DateEntry):
    """A day, typed or taken from a calendar."""

    def _place_line(self) -> None:
        super()._place_line()
        self._open = button("", Kind.SECONDARY, glyph="calendar-blank", name="calendar", large=True)
        set_hint(self._open, tr("question.calendar"), "Down")
        self._open.setAccessibleName(tr("question.calendar"))
        self._open.clicked.connect(self._on_open)
        self._across.insertWidget(1, self._open)
        self._sheet: CalendarSheet | None = None

    def inputs(self) -> tuple[QWidget, ...]:
        return (*super().inputs(), self._open)

    def calendar(self) -> CalendarSheet:
        """Return the calendar that opens below the line."""
        if self._sheet is None:
            self._sheet = CalendarSheet(self)
            self._sheet.chosen.connect(self._on_chosen)
        return self._sheet

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Down:
            self._on_open()
            return True
        return super().eventFilter(watched, event)

    def _on_open(self) -> None:
        sheet = self.calendar()
        day = QDate.fromString(self.value[:10], Qt.DateFormat.ISODate)
        today = self.here().date()
        sheet.open_at(day if day.isValid() else QDate(today.year, today.month, today.day), self._line)

    def _on_chosen(self, day: str) -> None:
        self._line.setFocus()
        self.type_text(day)


class CalendarSheet(QFrame):
    """A calendar that pops up below a line. Enter or a click takes a day, Escape closes it."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.days = Calendar()
        self.days.setAccessibleName(tr("question.calendar"))
        column(self, gap=Space.NONE).addWidget(self.days)
        self.days.activated.connect(self._on_day)
        self.days.clicked.connect(self._on_day)

    def open_at(self, day: QDate, below: QWidget) -> None:
        """Show the month of ``day`` below a widget."""
        self.days.setSelectedDate(day)
        self.adjustSize()
        corner = below.mapToGlobal(QPoint(0, below.height()))
        room = below.screen().availableGeometry()
        top = corner.y() if corner.y() + self.height() <= room.bottom() else corner.y() - below.height() - self.height()
        self.move(max(room.left(), min(corner.x(), room.right() - self.width())), max(room.top(), top))
        self.show()
        self.days.setFocus()

    def _on_day(self, day: QDate) -> None:
        self.close()
        self.chosen.emit(day.toString(Qt.DateFormat.ISODate))


class YearEntry(LineEntry):
    """A year; kept as its first day."""

    is_narrow = True
    hints = Qt.InputMethodHint.ImhDigitsOnly

    def _parse(self, text: str) -> str:
        typed = text.strip()
        if typed and not _YEAR.match(typed):
            raise UntakenError(tr("question.year"))
        return f"{typed}-01-01" if typed else ""

    def _format(self, value: str) -> str:
        return value[:4]


class MonthEntry(Entry):
    """A month of a year; kept as its first day. It is an answer once both are there."""

    def __init__(self, prompt: Prompt) -> None:
        super().__init__(prompt)
        self._month = QComboBox()
        self._month.setObjectName("month")
        self._month.setProperty("large", True)
        self._month.addItem(tr("question.month"), "")
        for number in range(1, _MONTHS + 1):
            self._month.addItem(tr(f"question.month_{number}"), f"{number:02}")
        self._year = YearEntry(prompt)
        self._year.setMaximumWidth(px(Size.PANE) // 2)
        self._year.set_hint(tr("question.year_word"))
        across = row(gap=Space.S)
        across.addWidget(self._month)
        across.addWidget(self._year)
        across.addStretch(1)
        self.body.addLayout(across)
        self.setFocusProxy(self._month)
        self._month.activated.connect(self._on_part)
        self._year.answered.connect(self._on_part)
        self._year.complained.connect(self.complained)
        self._year.went_on.connect(self.went_on)

    def focus_widget(self) -> QWidget:
        return self._month

    def inputs(self) -> tuple[QWidget, ...]:
        return (self._month, *self._year.inputs())

    def describe(self, name: str, description: str) -> None:
        self._month.setAccessibleName(f"{name}: {tr('question.month')}")
        self._month.setAccessibleDescription(description)
        self._year.describe(f"{name}: {tr('question.year_word')}", description)

    def flush(self) -> None:
        self._year.flush()

    def _show(self, value: str) -> None:
        self._month.setCurrentIndex(max(0, self._month.findData(value[5:7])))
        self._year.set_value(f"{value[:4]}-01-01" if value else "")

    def _on_part(self) -> None:
        month, year = str(self._month.currentData()), self._year.value[:4]
        if month and year:
            self._give(f"{year}-{month}-01")
        elif not month and not year:
            self._give("")


class TimeEntry(_Typed):
    """A time of day, kept with the offset from UTC that holds here today."""

    hint_key = "question.time_hint"

    def _parse(self, text: str) -> str:
        typed = re.sub(r"\s+", " ", text).strip().lower()
        if not typed or typed == self._format(self.value):
            return self.value if typed else ""
        here = self.here()
        if typed in {tr("form.now").lower(), "now", "n"}:
            return _with_offset(here, here.time())
        found = _CLOCK.match(typed)
        if found is None:
            raise UntakenError(tr("question.time"))
        hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
        if half and not 1 <= hour <= 12:
            raise UntakenError(tr("question.time"))
        hour = hour % 12 + (12 if half == "p" else 0) if half else hour
        if hour > 23 or minute > 59 or (found[2] is None and not half):
            raise UntakenError(tr("question.time"))
        return _with_offset(here, time(hour, minute))

    def _format(self, value: str) -> str:
        return value[:5]


class MomentEntry(_Typed):
    """A day with a time, local on the screen, kept with its offset from UTC."""

    def _parse(self, text: str) -> str:
        typed = text.strip()
        if not typed or typed == self._format(self.value):
            return self.value if typed else ""
        try:
            moment = read_instant(typed, self.prompt.desk.clock.now(), self.prompt.zone).astimezone(self.prompt.zone)
        except UnreadableError as error:
            raise UntakenError(tr("question.moment")) from error
        return f"{moment:%Y-%m-%dT%H:%M}:00.000{_offset(moment)}"

    def _format(self, value: str) -> str:
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            return value
        local = moment.astimezone(self.prompt.zone) if moment.tzinfo is not None else moment
        return f"{local:%Y-%m-%d %H:%M}"


def _with_offset(here: datetime, clock: time) -> str:
    return f"{clock:%H:%M}:00.000{_offset(here)}"


def _offset(moment: datetime) -> str:
    minutes = round((moment.utcoffset() or timedelta()).total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
