"""The page of an interview: it says whether it may start, and one press writes each moment (rule R8)."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from fieldapp.actions.capture import save_record
from fieldapp.actions.interview import plan_interview
from fieldapp.domain.clock import to_wire
from tests.fakes.clock import START, FakeClock
from tests.fakes.office import Office
from tests.fakes.sample import a_person, a_recovery
from ui.screens.interview.interview_page import RightCard
from ui.screens.record.record_screen import RecordScreen


def an_interview(session: object, **values: object) -> str:
    recovery = a_recovery(session, a_person(session, "Doe-2026-0001"), first_contact_at=to_wire(START))
    return plan_interview(session, recovery, "minimal_facts", **values)


def values_of(office: Office, interview: str) -> dict[str, object]:
    return office.do(lambda s: dict(s.store.record("interview", interview)))


def open_page(office: Office, qtbot: QtBot, interview: str) -> tuple[RecordScreen, RightCard]:
    screen = RecordScreen(office.desk)
    qtbot.addWidget(screen)
    office.desk.pane_changed.connect(qtbot.addWidget)
    screen.resize(1000, 800)
    screen.show()
    screen.shown(record_type="interview", record_id=interview)
    office.settle()
    assert screen.page is not None
    return screen, screen.page.right


def press(office: Office, qtbot: QtBot, card: RightCard, name: str) -> None:
    """By keyboard."""
    made = card.findChild(QPushButton, f"interview_{name}")
    made.setFocus()
    qtbot.keyClick(made, Qt.Key.Key_Return)
    office.settle()


def test_interview_does_not_start_without_notice_and_the_page_says_why(office: Office, qtbot: QtBot, clock: FakeClock):
    interview = office.do(an_interview)
    _screen, card = open_page(office, qtbot, interview)
    assert "PC 236.21" in card.banner.text()
    assert [card.presses[name].property("kind") for name in ("tell", "start")] == ["primary", "secondary"]
    press(office, qtbot, card, "start")
    assert values_of(office, interview).get("started_at") is None
    assert "PC 236.21" in card.banner.text()
    press(office, qtbot, card, "tell")
    assert values_of(office, interview)["advocate_notice_at"] == to_wire(clock.now())
    qtbot.waitUntil(lambda: "PC 236.21" not in card.banner.text())
    clock.advance(60)
    press(office, qtbot, card, "start")
    assert values_of(office, interview).get("started_at") is None
    answer = {"advocate_answer": "wanted", "advocate_called_at": to_wire(START)}
    office.do(lambda s: save_record(s, "interview", answer, record_id=interview))
    press(office, qtbot, card, "start")
    assert values_of(office, interview)["started_at"] == to_wire(clock.now())
    qtbot.waitUntil(lambda: not card.presses["end"].isHidden())
    clock.advance(60)
    press(office, qtbot, card, "end")
    assert values_of(office, interview)["ended_at"] == to_wire(clock.now())


def test_waiver_is_revoked_by_a_press_and_then_it_may_not_start(office: Office, qtbot: QtBot, clock: FakeClock):
    told = {"advocate_notice_at": to_wire(START - timedelta(minutes=5)), "advocate_answer": "declined"}
    interview = office.do(lambda s: an_interview(s, **told, waiver_reference="Form 12"))
    _screen, card = open_page(office, qtbot, interview)
    assert "told and answered" in card.banner.text()
    press(office, qtbot, card, "revoke")
    clock.advance(60)
    press(office, qtbot, card, "start")
    assert values_of(office, interview).get("started_at") is None
    qtbot.waitUntil(card.presses["revoke"].isHidden)


def test_tab_comes_to_the_presses_before_the_fields(office: Office, qtbot: QtBot):
    screen, card = open_page(office, qtbot, office.do(an_interview))
    qtbot.waitUntil(lambda: screen.page is not None and screen.page.is_built)
    assert screen.page is not None
    stop, seen = screen.page.header.finalise, []
    while "recovery" not in seen:
        stop = stop.nextInFocusChain()
        seen.append(stop.objectName())
    assert [name for name in seen if name in {"interview_tell", "interview_start", "recovery"}] == [
        *("interview_tell", "interview_start", "recovery")
    ]
    assert card.isVisible()
