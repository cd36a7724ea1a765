"""Trainings by person, looked at in every theme."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from fieldapp.actions.capture import save_record
from fieldapp.actions.session import Session
from fieldapp.domain.access import Role
from tests.fakes.office import Office
from ui.screens.task.team_screen import TeamScreen


def fill(session: Session) -> None:
    """One that counts, one that runs out soon, one that has, and somebody who lacks the one for patrol."""
    today = session.clock.now().date()
    for who, course, days in (
        ("Dep. Demowood", "csec_patrol", 400),
        ("Dep. Testington", "csec_patrol", 20),
        ("Dep. Exampleham", "csec_patrol", -5),
        ("Det. Protoley", "cjis_security", 300),
    ):
        facts = {"who": who, "course": course, "completed_on": (today - timedelta(days=300)).isoformat()}
        save_record(session, "training", {**facts, "expires_on": (today + timedelta(days=days)).isoformat()})


def test_what_is_missing_stands_first_and_enter_begins_it(
    open_desk: Callable[..., Office], qtbot: QtBot, look_at: Callable[[QWidget, str], None]
):
    office = open_desk(Role.SUPERVISOR)
    office.do(fill)
    screen = TeamScreen(office.desk)
    qtbot.addWidget(screen)
    screen.show()
    screen.shown(tab="training")
    office.settle()
    rows = screen.panes["training"].rows
    assert len(rows) == 5
    with qtbot.waitSignal(office.desk.open_requested) as asked:
        qtbot.keyClick(rows[0], Qt.Key.Key_Return)
    assert asked.args == ["capture", {"record_type": "training", "who": "Det. Protoley", "course": "csec_patrol"}]
    look_at(screen, "team-training")
