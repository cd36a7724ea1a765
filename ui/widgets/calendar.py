"""A calendar in the inks of the theme, for the pop-up of date fields."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QDateTimeEdit

from ui.style.look import current_look


class Calendar(QCalendarWidget):
    """Monday to Sunday in one ink: Qt's red weekend would say "danger" here."""

    def __init__(self) -> None:
        super().__init__()
        self.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.setGridVisible(False)
        self._ink()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._ink()

    def _ink(self) -> None:
        theme = current_look().theme
        day = QTextCharFormat()
        day.setForeground(QColor(theme.text))
        for number in Qt.DayOfWeek:
            self.setWeekdayTextFormat(number, day)
        head = QTextCharFormat()
        head.setForeground(QColor(theme.muted))
        head.setBackground(QColor(theme.raised))
        self.setHeaderTextFormat(head)


def dress_calendar(field: QDateTimeEdit) -> None:
    """Give a date field (QDateEdit or QDateTimeEdit) our calendar as its pop-up."""
    field.setCalendarPopup(True)
    field.setCalendarWidget(Calendar())
