"""Which days the figures are about: a bureau year, a calendar year, or any days."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QWidget

from fieldapp.reports.period import Period, bureau_year
from ui.style.token import Space
from ui.text import tr
from ui.widgets.calendar import dress_calendar
from ui.widgets.flow import FlowLayout
from ui.widgets.label import Role, label
from ui.widgets.layout import row

_CUSTOM = "custom"
_YEARS_BACK = 12


class PeriodPicker(QWidget):
    """Emits ``changed`` when another period is chosen."""

    changed = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self.setObjectName("period_picker")
        self.choice = QComboBox()
        self.choice.setObjectName("period")
        self.choice.setAccessibleName(tr("figures.period"))
        # On 16 November itself the year that ends is looked at, not the one that has just begun.
        newest = today.year if (today.month, today.day) > (11, 16) else today.year - 1
        for year in range(newest, newest - _YEARS_BACK, -1):
            self.choice.addItem(tr("figures.bureau_year", year=f"{year}\N{EN DASH}{year + 1}"), bureau_year(year))
        for year in range(today.year, today.year - _YEARS_BACK, -1):
            self.choice.addItem(f"{tr('figures.calendar_year')} {year}", Period(date(year, 1, 1), date(year, 12, 31)))
        self.choice.addItem(tr("figures.custom"), _CUSTOM)
        self._from, self._to = _day_field("period_from"), _day_field("period_to")
        self._custom = QWidget()
        days = FlowLayout(self._custom, gap=Space.S)
        for words, field in ((tr("figures.from"), self._from), (tr("figures.to"), self._to)):
            days.addWidget(_named(words, field))
        self._custom.hide()
        inside = FlowLayout(self, gap=Space.M)
        inside.addWidget(self.choice)
        inside.addWidget(self._custom)
        self._set_days(bureau_year(newest))
        self.choice.currentIndexChanged.connect(self._on_chosen)
        self._from.dateChanged.connect(self._on_day_changed)
        self._to.dateChanged.connect(self._on_day_changed)

    def period(self) -> Period:
        """The period chosen; days given the wrong way round are turned."""
        chosen = self.choice.currentData()
        if isinstance(chosen, Period):
            return chosen
        first, last = sorted((_to_day(self._from.date()), _to_day(self._to.date())))
        return Period(first, last)

    def choose(self, period: Period) -> None:
        """Choose a period; one that is not on the list becomes the other period."""
        for number in range(self.choice.count()):
            if self.choice.itemData(number) == period:
                self.choice.setCurrentIndex(number)
                return
        self._set_days(period)
        self.choice.setCurrentIndex(self.choice.count() - 1)
        self.changed.emit()

    def _set_days(self, period: Period) -> None:
        for field, day in ((self._from, period.first_day), (self._to, period.last_day)):
            field.blockSignals(True)
            field.setDate(QDate(day.year, day.month, day.day))
            field.blockSignals(False)

    def _on_chosen(self, _number: int) -> None:
        chosen = self.choice.currentData()
        self._custom.setVisible(not isinstance(chosen, Period))
        if isinstance(chosen, Period):
            self._set_days(chosen)
        self.changed.emit()

    def _on_day_changed(self, _day: QDate) -> None:
        self.changed.emit()


def _day_field(name: str) -> QDateEdit:
    made = QDateEdit()
    made.setObjectName(name)
    made.setDisplayFormat("yyyy-MM-dd")
    dress_calendar(made)
    return made


def _named(words: str, field: QWidget) -> QWidget:
    made = QWidget()
    inside = row(made, gap=Space.S)
    inside.addWidget(label(words, Role.CAPTION))
    inside.addWidget(field)
    return made


def _to_day(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())
