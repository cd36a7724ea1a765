"""The caseload, looked at in every theme."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from fieldapp.actions.capture import save_record
from fieldapp.actions.session import Session
from fieldapp.domain.access import Role
from fieldapp.domain.clock import to_wire
from tests.fakes.office import Office
from ui.screens.task.reassign_dialog import ReassignDialog
from ui.screens.task.team_screen import TeamScreen


def fill(session: Session) -> None:
    """Two people with work and one lead that nobody has."""
    for who, days in (("Det. Okafor", (-2, 1, 4, 20)), ("Det. Brandt", (2,))):
        for number in days:
            due = to_wire(session.clock.now() + timedelta(days=number))
            save_record(session, "task", {"what": "Call the school", "assigned_to": who, "due_at": due})
    save_record(session, "lead", {"summary": "Tip", "status": "new"})
    save_record(session, "lead", {"summary": "Tip", "status": "working", "assigned_to": "Det. Okafor"})
    save_record(session, "recovery", {"place": "Motel"})


def test_caseload_has_a_card_for_each_person(
    open_desk: Callable[..., Office], qtbot: QtBot, look_at: Callable[[QWidget, str], None]
):
    office = open_desk(Role.SUPERVISOR)
    office.do(fill)
    screen = TeamScreen(office.desk)
    qtbot.addWidget(screen)
    screen.show()
    screen.shown(tab="caseload")
    office.settle()
    assert screen.panes["caseload"].loads[0].who == "Det. Okafor"
    look_at(screen, "team-caseload")


def test_dialog_asks_who_and_why(qtbot: QtBot, look_at: Callable[[QWidget, str], None]):
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = ReassignDialog(parent, "Det. Okafor", 5, ["Det. Brandt", "Dana Alvarez"])
    look_at(dialog, "reassign")
    assert not dialog.findChild(QWidget, "reassign_go").isEnabled()
