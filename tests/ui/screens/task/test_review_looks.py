"""The supervisor's place and what stands above a record, looked at in every theme."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.actions import review
from fieldapp.actions.capture import save_record
from fieldapp.actions.session import Session
from fieldapp.domain.access import Role
from fieldapp.domain.record import FINAL
from fieldapp.store.store import Author
from tests.fakes.office import Office
from tests.fakes.sample import a_person, a_recovery, ago
from ui.screens.board.board_row import BoardRow
from ui.screens.board.board_screen import BoardScreen
from ui.screens.record.record_screen import RecordScreen
from ui.screens.task.review_strip import ReviewStrip
from ui.screens.task.team_screen import TeamScreen

NAMES = ("Amber Harbor", "Blue Harvest", "Quiet Street")


def fill(session: Session) -> str:
    """Three operations that somebody else made final; return the last."""
    last = ""
    for name in NAMES:
        author = Author("okafor", session.profile.agency)
        values = {"name": name, "number": f"Op-2026-{len(name)}", "state": FINAL}
        last = session.store.save(author, "operation", values).state.record_id
    return last


def test_inbox_lists_what_waits_and_says_why(
    open_desk: Callable[..., Office], qtbot: QtBot, look_at: Callable[[QWidget, str], None]
):
    office = open_desk(Role.SUPERVISOR)
    office.do(fill)
    screen = TeamScreen(office.desk)
    qtbot.addWidget(screen)
    screen.show()
    screen.shown(tab="review")
    office.settle()
    assert len(screen.panes["review"].rows) == len(NAMES)
    look_at(screen, "team-review")
    screen.locked()
    assert not screen.panes["review"].rows


def test_strip_offers_a_decision_to_the_supervisor_alone(
    open_desk: Callable[..., Office], qtbot: QtBot, look_at: Callable[[QWidget, str], None]
):
    for role, offered in ((Role.DETECTIVE, False), (Role.SUPERVISOR, True)):
        office = open_desk(role)
        record = office.do(fill)
        screen = RecordScreen(office.desk)
        qtbot.addWidget(screen)
        screen.show()
        screen.shown(record_type="operation", record_id=record)
        office.settle()
        assert screen.findChild(QPushButton, "review_approve").isVisible() is offered
    look_at(screen, "operation-review")


def test_own_final_record_waits_for_another_supervisor(open_desk: Callable[..., Office], qtbot: QtBot):
    office = open_desk(Role.SUPERVISOR)
    record = office.do(lambda s: save_record(s, "operation", {"name": "Amber", "state": FINAL}))
    screen = RecordScreen(office.desk)
    qtbot.addWidget(screen)
    screen.show()
    screen.shown(record_type="operation", record_id=record)
    office.settle()
    assert not screen.findChild(QPushButton, "review_approve").isVisible()


def test_supervisors_board_leads_to_the_team(
    open_desk: Callable[..., Office], qtbot: QtBot, look_at: Callable[[QWidget, str], None]
):
    office = open_desk(Role.SUPERVISOR)
    office.do(fill)
    screen = BoardScreen(office.desk)
    qtbot.addWidget(screen)
    screen.show()
    screen.shown()
    office.settle()
    with qtbot.waitSignal(office.desk.open_requested) as asked:
        screen.findChild(BoardRow, "review_row").opened.emit()
    assert asked.args == ["team", {"tab": "review"}]
    look_at(screen, "board-supervisor")


def test_inbox_says_how_many_wait_in_all_and_calls_authors_by_name(
    open_desk: Callable[..., Office], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(review, "INBOX_ROWS", 2)
    office = open_desk(Role.SUPERVISOR)
    office.do(fill)
    office.do(lambda s: save_record(s, "training", {"who": "Det. Okafor", "handle": "okafor", "course": "csec_patrol"}))
    screen = TeamScreen(office.desk)
    qtbot.addWidget(screen)
    screen.show()
    screen.shown(tab="review")
    office.settle()
    pane = screen.panes["review"]
    words = [label.text() for label in pane.findChildren(QLabel)]
    assert "Waiting for your review: 3" in words
    assert any("The first 2 are shown." in each for each in words)
    assert all("by Det. Okafor" in row.accessibleName() for row in pane.rows)
    assert len(pane.rows) == 2


def test_keys_of_review_are_listed_for_supervisors_alone(open_desk: Callable[..., Office], qtbot: QtBot):
    for role, listed in ((Role.DETECTIVE, False), (Role.SUPERVISOR, True)):
        office = open_desk(role)
        strip = ReviewStrip(office.desk, "operation")
        qtbot.addWidget(strip)
        assert any("Shift+A" in line.keys for line in office.desk.shortcuts.listed()) is listed


def test_clock_that_nobody_approved_stands_in_the_inbox_and_opens_its_record(
    open_desk: Callable[..., Office], qtbot: QtBot, look_at: Callable[[QWidget, str], None]
):
    office = open_desk(Role.SUPERVISOR)

    def fill_clock(session: Session) -> str:
        recovery = a_recovery(session, a_person(session, "Doe-2026-0001", estimated_age=15))
        changed = {"recovery": recovery, "clock": "review_72h", "kind": "pause", "at": ago(session), "reason": "Ill"}
        session.store.save(Author("okafor", session.profile.agency), "clock_change", changed)
        return recovery

    recovery = office.do(fill_clock)
    screen = TeamScreen(office.desk)
    qtbot.addWidget(screen)
    screen.show()
    screen.shown(tab="review")
    office.settle()
    look_at(screen, "team-review-clock")
    (line,) = screen.findChildren(BoardRow, "inbox_row")
    assert "Clock changed" in "".join(each.text() for each in line.findChildren(QLabel))
    with qtbot.waitSignal(office.desk.open_requested) as opened:
        line.opened.emit()
    assert opened.args[1] == {"record_type": "recovery", "record_id": recovery}
