"""A warrant's life as a bar: what stands, what comes next, what the law says to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.actions.capture import save_record, void_record
from fieldapp.actions.warrant import take_step
from fieldapp.domain.clock import to_wire
from fieldapp.domain.problems import Refused
from tests.fakes.clock import FakeClock
from tests.fakes.office import Office
from ui.screens.record.record_screen import RecordScreen
from ui.screens.warrant.life_card import LifeCard

LookAt = Callable[[QWidget, str], None]


def a_warrant(office: Office, status: str = "issued", *, days_ago: float = 2, **values: object) -> str:
    issued = office.clock.now() - timedelta(days=days_ago)
    facts = {
        "number": "DEMO-SW-2026-00004",
        "kind": "premises",
        "target": "Room 110, Example Motel",
        "status": status,
        "affidavit_at": to_wire(issued - timedelta(hours=3)),
        "issued_at": to_wire(issued),
    }
    return office.do(lambda s: save_record(s, "search_warrant", facts | values))


def a_card(office: Office, qtbot: QtBot, warrant: str, *, editable: bool = True) -> LifeCard:
    card = LifeCard(office.desk)
    qtbot.addWidget(card)
    card.show_warrant(warrant, editable=editable)
    office.settle()
    return card


def moves(card: LifeCard) -> list[str]:
    return [made.objectName().removeprefix("warrant_") for made in card.findChildren(QPushButton)]


def words(card: QWidget) -> str:
    return "\n".join(made.text() for made in card.findChildren(QLabel))


@pytest.mark.parametrize(
    ("status", "found"),
    [
        ("submitted", ["issued", "denied"]),
        ("issued", ["served", "recalled"]),
        ("denied", []),
        ("recalled", []),
    ],
)
def test_what_comes_next_is_one_press_away(office: Office, qtbot: QtBot, status: str, found: list[str]):
    assert moves(a_card(office, qtbot, a_warrant(office, status))) == found


def test_struck_out_warrant_is_only_looked_at(office: Office, qtbot: QtBot):
    assert moves(a_card(office, qtbot, a_warrant(office), editable=False)) == []


def test_void_warrant_is_not_served_but_said_to_be_void(office: Office, qtbot: QtBot):
    warrant = a_warrant(office, days_ago=10.01)
    card = a_card(office, qtbot, warrant)
    assert moves(card) == ["expired", "recalled"]
    assert "Void: it was not served in the time that the law gives" in words(card)
    with pytest.raises(AssertionError):
        office.do(lambda s: take_step(s, warrant, "served"))


def test_tracking_warrant_has_thirty_days(office: Office, qtbot: QtBot):
    assert "served" in moves(a_card(office, qtbot, a_warrant(office, days_ago=20, kind="tracking")))
    assert "served" not in moves(a_card(office, qtbot, a_warrant(office, days_ago=31, kind="tracking")))


def test_step_in_the_future_out_of_turn_or_void_without_a_reason_is_refused(office: Office):
    warrant = a_warrant(office)
    later = office.clock.now() + timedelta(minutes=1)

    def refusal(step: str, **kwargs: object) -> str:
        def ask(session) -> str:
            try:
                take_step(session, warrant, step, **kwargs)
            except Refused as error:
                return error.problems[0].code
            return ""

        return office.do(ask)

    assert refusal("served", at=later) == "WARRANT_STEP_TO_COME"
    assert refusal("denied") == "WARRANT_STEP_NOT_NOW"
    assert refusal("recalled", reason=" ") == "REASON_REQUIRED"
    assert refusal("returned") == "WARRANT_STEP_BEFORE"
    assert office.do(lambda s: s.store.record("search_warrant", warrant)["status"]) == "issued"


def test_locking_leaves_nothing_of_a_warrant(office: Office, qtbot: QtBot):
    card = a_card(office, qtbot, a_warrant(office))
    assert card.findChild(QPushButton, "warrant_served") is not None
    card.wipe()
    qtbot.waitUntil(lambda: card.findChild(QPushButton, "warrant_served") is None)


def test_warrant_in_every_theme(office: Office, qtbot: QtBot, clock: FakeClock, look_at: LookAt):
    void = a_warrant(office, days_ago=11)
    served = a_warrant(
        office,
        "served",
        days_ago=8,
        kind="account",
        served_at=to_wire(clock.now() - timedelta(days=1)),
        emergency_acquired_at=to_wire(clock.now() - timedelta(days=1)),
    )
    for name, warrant in (("warrant-void", void), ("warrant-served", served)):
        screen = RecordScreen(office.desk)
        qtbot.addWidget(screen)
        screen.shown(record_type="search_warrant", record_id=warrant)
        office.settle()
        assert screen.page is not None
        look_at(screen, name)


def test_warrant_that_was_struck_out_shows_no_life(office: Office, qtbot: QtBot):
    warrant = a_warrant(office)
    office.do(lambda s: void_record(s, "search_warrant", warrant, "Entered twice"))
    screen = RecordScreen(office.desk)
    qtbot.addWidget(screen)
    screen.show()
    screen.shown(record_type="search_warrant", record_id=warrant)
    office.settle()
    assert not screen.page.life.isVisible()


def test_next_step_is_the_one_primary_button_until_there_is_none(office: Office, qtbot: QtBot):
    for status, kind in (("issued", "quiet"), ("returned", "primary")):
        facts = (
            {f"{each}_at": to_wire(office.clock.now()) for each in ("served", "returned")} if kind != "quiet" else {}
        )
        warrant = a_warrant(office, status, **facts)
        screen = RecordScreen(office.desk)
        qtbot.addWidget(screen)
        screen.show()
        screen.shown(record_type="search_warrant", record_id=warrant)
        office.settle()
        assert screen.page.header.finalise.property("kind") == kind
