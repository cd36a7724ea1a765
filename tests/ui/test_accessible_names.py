"""Whoever is read the screen to: everything that takes the keyboard, and every button, says what it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QScrollArea, QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.records import RECORD_TYPES
from tests.fakes.clock import FakeClock
from tests.fakes.night_window import a_night_window
from ui import tour
from ui.jobs import Jobs
from ui.main_window import MainWindow

PLACES = ("board", "operations", "people", "leads", "figures", "sync", "checklists", "settings", "team", "conflicts")
WRITTEN = [record.type_name for record in RECORD_TYPES if record.zone == "police"]


@pytest.fixture
def window(qtbot: QtBot, jobs: Jobs, clock: FakeClock, tmp_path: Path) -> Iterator[MainWindow]:
    """A supervisor's laptop after a night's work, unlocked."""
    with a_night_window(qtbot, jobs, clock, tmp_path, []) as made:
        yield made


def nameless(window: MainWindow) -> set[str]:
    """What stands on the screen without a name, by class and by the names of it and what it is in."""
    return {_place(each) for each in window.findChildren(QWidget) if _speaks(each) and not _name(each)}


def _speaks(widget: QWidget) -> bool:
    if not widget.isVisible() or isinstance(widget, QScrollArea | QStackedWidget):
        return False
    takes_keyboard = widget.focusPolicy() is not Qt.FocusPolicy.NoFocus
    return (takes_keyboard or isinstance(widget, QAbstractButton)) and not widget.objectName().startswith("qt_")


def _name(widget: QWidget) -> str:
    spoken = QAccessible.queryAccessibleInterface(widget)
    return spoken.text(QAccessible.Text.Name).strip() if spoken is not None else "not spoken of at all"


def _place(widget: QWidget) -> str:
    around = []
    above: QWidget | None = widget
    while above is not None and len(around) < 4:
        around.append(f"{type(above).__name__} {above.objectName()}".strip())
        above = above.parentWidget()
    return " in ".join(around)


def open_and_settle(window: MainWindow, place: str, **params: object) -> None:
    window.desk.open(place, **params)
    tour.settle_pages(window)


def test_everything_of_every_place_says_what_it_is(window: MainWindow) -> None:
    found = {}
    for place in PLACES:
        open_and_settle(window, place)
        found[place] = nameless(window)
    assert {place: names for place, names in found.items() if names} == {}


def test_everything_of_the_page_of_every_type_says_what_it_is(window: MainWindow) -> None:
    found = {}
    for record_type in WRITTEN:
        open_and_settle(window, "record", record_type=record_type)
        found[record_type] = nameless(window)
    assert {name: names for name, names in found.items() if names} == {}


def test_everything_of_the_page_of_a_record_that_is_there_says_what_it_is(window: MainWindow) -> None:
    session = window.desk.session
    found = {}
    for record_type in WRITTEN:
        sql = f'SELECT id FROM "{record_type}" WHERE voided = 0 LIMIT 1'
        row = tour.ask_store(window, lambda sql=sql: session.store.connection.exec_driver_sql(sql).fetchone())
        if row is not None:
            open_and_settle(window, "record", record_type=record_type, record_id=row[0])
            found[record_type] = nameless(window)
    assert len(found) > 5
    assert {name: names for name, names in found.items() if names} == {}
