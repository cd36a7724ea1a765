"""Making a page must not flash windows of its parts on the desktop."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.records import RECORD_TYPES
from tests.fakes.office import Office
from ui.screens.record.record_screen import RecordScreen


class _WindowWatch(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(f"{type(watched).__name__} {watched.objectName()}")
        return False


@pytest.mark.parametrize("record", RECORD_TYPES, ids=lambda record: record.type_name)
def test_page_is_made_without_showing_a_loose_part(qapp: QApplication, qtbot: QtBot, office: Office, record):
    watch = _WindowWatch()
    qapp.installEventFilter(watch)
    try:
        screen = RecordScreen(office.desk)
        qtbot.addWidget(screen)
        screen.shown(record_type=record.type_name)
        office.settle()
    finally:
        qapp.removeEventFilter(watch)
    assert watch.shown == []
