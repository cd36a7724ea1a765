"""The tour of the window: each stop is a picture, with its tab, its part or its question in front."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog, QPushButton, QTabWidget, QVBoxLayout
from pytestqt.qtbot import QtBot

from fieldapp.actions.session import Session
from fieldapp.records import RECORD_TYPES
from tests.fakes.clock import FakeClock
from tests.fakes.laptop import PASSPHRASE
from tests.fakes.night_window import a_night_window
from tests.ui.conftest import a_place
from ui import tour
from ui.desk import Desk
from ui.jobs import Jobs
from ui.main_window import MainWindow
from ui.screen import Screen
from ui.stop import PICTURES, STOPS, SUPERVISOR_STOPS, Stop
from ui.style.look import Look, current_look
from ui.style.token import NIGHT
from ui.text import tr

LATE_MS = 300
OPERATION = {"record_type": "operation"}
NAMES = {stop.name: stop for stop in (*STOPS, *SUPERVISOR_STOPS)}


class SlowScreen(Screen):
    """Takes its time with its button, and then with its question, as under load."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.button = QPushButton(objectName="slow_ask", enabled=False)
        self.question = QDialog(self)
        QVBoxLayout(self).addWidget(self.button)
        QTimer.singleShot(LATE_MS, self, lambda: self.button.setEnabled(True))
        self.button.clicked.connect(lambda: QTimer.singleShot(LATE_MS, self, self.question.open))


@pytest.fixture
def held() -> list[Session]:
    return []


@pytest.fixture
def window(qtbot: QtBot, jobs: Jobs, clock: FakeClock, tmp_path: Path, held: list[Session]) -> Iterator[MainWindow]:
    """A supervisor's laptop after a night's work, unlocked."""
    with a_night_window(qtbot, jobs, clock, tmp_path, held) as made:
        yield made


def _questions(window: MainWindow) -> list[QDialog]:
    return [each for each in window.findChildren(QDialog) if each.isVisible()]


def walk(window: MainWindow, held: list[Session], folder: Path, *stops: Stop) -> list[str]:
    def find(sql: str) -> str | None:
        row = held[0].store.connection.exec_driver_sql(sql).fetchone()
        return str(row[0]) if row else None

    return [path.name for path in tour.take_pictures(window, folder, find, stops=stops)]


def test_every_stop_makes_a_picture_of_the_whole_window(window, held, tmp_path):
    stops = (NAMES["board"], NAMES["team-review"], Stop(name="op", place="record", given=OPERATION, of="operation"))
    assert walk(window, held, tmp_path, *stops) == ["board-dark.png", "team-review-dark.png", "op-dark.png"]
    for name in ("board", "team-review", "op"):
        picture = QImage(str(tmp_path / f"{name}-dark.png"))
        assert (picture.width(), picture.height()) == (window.width(), window.height())


def test_stop_of_a_record_that_is_not_there_is_passed_by(window, held, tmp_path):
    assert walk(window, held, tmp_path, NAMES["custody-dispute"], NAMES["tasks"]) == ["tasks-dark.png"]


def test_tab_of_a_stop_is_in_front(window, held, tmp_path):
    stop = Stop(name="clocks", place="record", given={"record_type": "recovery"}, of="recovery", tab="clock.tab")
    assert walk(window, held, tmp_path, stop) == ["clocks-dark.png"]
    tabs = [each for each in window.findChildren(QTabWidget) if each.isVisible()]
    assert tr("clock.tab") in {each.tabText(each.currentIndex()) for each in tabs}


def test_question_stands_in_the_picture_and_is_put_away_again(window, held, tmp_path):
    asks = NAMES["team-hand-on"]
    without = Stop(name="caseload", place=asks.place, given=asks.given)
    assert walk(window, held, tmp_path, without, asks) == ["caseload-dark.png", "team-hand-on-dark.png"]
    assert QImage(str(tmp_path / "caseload-dark.png")) != QImage(str(tmp_path / "team-hand-on-dark.png"))
    assert _questions(window) == []


def test_court_packet_and_what_left_have_their_pictures(window, held, tmp_path):
    asks, left = NAMES["court-packet"], NAMES["what-left"]
    stops = (
        Stop(name="court-packet", place="record", given=asks.given, of="arrest", press=asks.press),
        Stop(name="what-left", place="record", given=left.given, of="person", tab=left.tab),
    )
    assert walk(window, held, tmp_path, *stops) == ["court-packet-dark.png", "what-left-dark.png"]
    tabs = [each for each in window.findChildren(QTabWidget) if each.isVisible()]
    assert tr("packet.left_tab") in {each.tabText(each.currentIndex()) for each in tabs}
    assert _questions(window) == []


def test_question_that_comes_late_is_waited_for(open_window, door, qtbot, tmp_path, monkeypatch):
    window = open_window(a_place("slow", SlowScreen))
    tour.let_in(window, lambda: door.open(PASSPHRASE))
    stop = Stop(name="slow", place="slow", press="slow_ask")
    asked = []
    monkeypatch.setattr(tour, "grab", lambda shown, path: asked.extend(_questions(shown)) or path)
    assert [path.name for path in tour.take_pictures(window, tmp_path, lambda _: None, stops=[stop])] == [
        "slow-dark.png"
    ]
    assert len(asked) == 1


def test_stop_whose_question_never_comes_is_passed_by(window, held, tmp_path, monkeypatch):
    monkeypatch.setattr(tour, "_PATIENCE_MS", LATE_MS)
    stop = Stop(name="never", place="board", press="no_such_button")
    assert walk(window, held, tmp_path, stop) == []


def test_pictures_are_as_large_as_was_asked_and_so_is_their_text(window, held, tmp_path):
    look = Look(NIGHT, 200)
    made = tour.take_pictures(
        window, tmp_path, lambda _: None, stops=[NAMES["team-board"]], look=look, size=(1920, 1080)
    )
    picture = QImage(str(made[0]))
    assert made[0].name == "team-board-night.png"
    assert (picture.width(), picture.height()) == (1920, 1080)
    assert current_look() == look


def test_stops_have_names_of_their_own_and_name_records_there_are():
    assert len(NAMES) == len(STOPS) + len(SUPERVISOR_STOPS)
    types = {record.type_name for record in RECORD_TYPES}
    assert {stop.of for stop in NAMES.values() if stop.of} <= types | PICTURES.keys()
