"""As of when the figures are: now, or the end of a past day."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QWidget

from ui.style.token import Space
from ui.text import tr
from ui.widgets.calendar import dress_calendar
from ui.widgets.flow import FlowLayout


class AsOfPicker(QWidget):
    """Emits ``changed`` when another day is chosen."""

    changed = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self.setObjectName("as_of_picker")
        self.choice = QComboBox()
        self.choice.setObjectName("as_of")
        self.choice.setAccessibleName(tr("figures.as_of"))
        self.choice.addItem(tr("figures.as_of_now"))
        self.choice.addItem(tr("figures.as_of_day"))
        self._day = QDateEdit()
        self._day.setObjectName("as_of_day")
        self._day.setAccessibleName(tr("figures.as_of_which"))
        self._day.setDisplayFormat("yyyy-MM-dd")
        dress_calendar(self._day)
        yesterday = today - timedelta(days=1)
        self._day.setMaximumDate(QDate(yesterday.year, yesterday.month, yesterday.day))
        self._day.setDate(self._day.maximumDate())
        # Typed digit by digit a date is another day at every key: it counts once it is left or Enter is pressed.
        self._day.setKeyboardTracking(False)
        self._day.hide()
        inside = FlowLayout(self, gap=Space.M)
        inside.addWidget(self.choice)
        inside.addWidget(self._day)
        self.choice.currentIndexChanged.connect(self._on_chosen)
        self._day.dateChanged.connect(lambda _day: self.changed.emit())

    def day(self) -> date | None:
        """The past day chosen, None for now."""
        if self.choice.currentIndex() == 0:
            return None
        chosen = self._day.date()
        return date(chosen.year(), chosen.month(), chosen.day())

    def choose(self, day: date | None) -> None:
        """Choose a past day, or now."""
        if day is not None:
            self._day.blockSignals(True)
            self._day.setDate(QDate(day.year, day.month, day.day))
            self._day.blockSignals(False)
        if self.choice.currentIndex() != int(day is not None):
            self.choice.setCurrentIndex(int(day is not None))
        else:
            self.changed.emit()

    def _on_chosen(self, number: int) -> None:
        self._day.setVisible(number == 1)
        self.changed.emit()
