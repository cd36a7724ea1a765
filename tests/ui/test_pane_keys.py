"""The keyboard crosses to what stands beside a page and back; long titles and alerts give way in the strip."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from tests.fakes.clock import FakeClock
from ui.desk import Desk
from ui.jobs import Jobs
from ui.screen import Place, Screen
from ui.shell.alert_button import AlertButton
from ui.shell.frame import Shell
from ui.shell.rail import Rail
from ui.style.token import Tone
from ui.widgets.layout import column


class PageScreen(Screen):
    """A page with one field."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.field = QLineEdit()
        column(self).addWidget(self.field)


@pytest.fixture
def shell(qtbot: QtBot, jobs: Jobs, clock: FakeClock) -> Iterator[Shell]:
    """A frame with a page in front and a pane with one button beside it."""
    desk = Desk(jobs, clock)
    made = Shell(desk, [Place(key, "house", "place.board", PageScreen) for key in ("board", "leads")])
    qtbot.addWidget(made)
    made.resize(1280, 800)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.open("leads")
    pane = QWidget()
    beside = QPushButton("Beside")
    beside.setObjectName("beside")
    column(pane).addWidget(beside)
    desk.show_pane(pane)
    yield made
    desk.deleteLater()


def held() -> str:
    found = QApplication.focusWidget()
    return found.objectName() if found is not None else ""


def test_f6_goes_to_the_pane_and_back_to_the_same_field(shell: Shell, qtbot: QtBot) -> None:
    page = shell.front()
    assert isinstance(page, PageScreen)
    page.field.setObjectName("field")
    page.field.setFocus()
    qtbot.keyClick(shell, Qt.Key.Key_F6)
    assert held() == "beside"
    qtbot.keyClick(shell, Qt.Key.Key_F6)
    assert held() == "field"


def test_alert_never_widens_the_window_and_keeps_its_words_whole_for_who_asks(shell: Shell) -> None:
    alert = shell.findChild(AlertButton)
    assert alert is not None
    words = "Twelve clocks have run out. " * 9
    before = shell.minimumSizeHint().width()
    alert.say(words, "Penal Code 825", Tone.DANGER)
    assert shell.minimumSizeHint().width() <= before + alert.minimumWidth() + 20
    assert alert.words() == words
    assert "Penal Code 825" in alert.toolTip()


def test_alert_goes_with_locking(shell: Shell) -> None:
    alert = shell.findChild(AlertButton)
    assert alert is not None
    alert.say("A clock has run out", "Penal Code 825", Tone.DANGER)
    shell.lock()
    assert not alert.isVisible()
    assert (alert.text(), alert.toolTip(), alert.accessibleName()) == ("", "", "")


def test_rail_says_that_there_are_more_places_than_it_shows(qtbot: QtBot, jobs: Jobs, clock: FakeClock) -> None:
    desk = Desk(jobs, clock)
    made = Shell(desk, [Place(f"place{number}", "house", "place.board", PageScreen) for number in range(9)])
    qtbot.addWidget(made)
    made.resize(1280, 900)
    made.show()
    rail = made.findChild(Rail)
    assert rail is not None
    bar = rail.findChild(QScrollArea).verticalScrollBar()
    qtbot.waitUntil(lambda: not bar.isVisible())
    made.resize(1280, 400)
    qtbot.waitUntil(bar.isVisible)
    last = rail.findChild(QWidget, "rail_place8")
    qtbot.waitUntil(lambda: last.mapTo(rail, last.rect().topRight()).x() < bar.mapTo(rail, bar.rect().topLeft()).x())
    desk.deleteLater()
