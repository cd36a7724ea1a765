"""The page of an operation: warnings, who is where, and the notice as it would be given out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QWidget

from fieldapp.actions.board import Tally
from fieldapp.actions.capture import save_record
from fieldapp.actions.history import load_history
from fieldapp.actions.operation_scene import Member, Scene
from fieldapp.domain.clock import to_wire
from tests.fakes.clock import START
from tests.fakes.sample import a_person, a_ready_operation, a_recovery
from ui.forms.reason_dialog import ReasonDialog
from ui.screens.operation.life_card import LifeCard
from ui.screens.operation.roster_card import member_state
from ui.screens.record.record_screen import RecordScreen
from ui.style.token import Tone
from ui.widgets.chip import Chip

PLAN = {"name": "Quiet Harbor", "kind": "street", "expected_victims": 2, "incident_commander": "Somebody"}


def a_member(**times):
    blank = dict.fromkeys(("signed_in_at", "on_site_at", "next_check_in_at", "checked_in_at", "off_site_at"))
    return Member("id", "cover", "Det. Sample", "", **(blank | times))


@pytest.mark.parametrize(
    ("minutes", "status", "tone"), [(5, "active", Tone.MUTED), (-1, "active", Tone.DANGER), (-1, "closed", Tone.MUTED)]
)
def test_only_a_missed_check_in_of_an_operation_under_way_is_red(minutes, status, tone):
    due = to_wire(START + timedelta(minutes=minutes))
    assert member_state(a_member(on_site_at=to_wire(START), next_check_in_at=due), START, status)[2] is tone


def open_page(office, qtbot, operation):
    screen = RecordScreen(office.desk)
    qtbot.addWidget(screen)
    panes = []
    office.desk.pane_changed.connect(panes.append)
    screen.resize(1000, 800)
    screen.show()
    screen.shown(record_type="operation", record_id=operation)
    office.settle()
    for pane in panes:
        qtbot.addWidget(pane)
    # Whoever drops the screen drops its page.
    return screen, screen.page


def an_operation(office, status="draft", **values):
    starts_at = to_wire(office.clock.now())
    return office.do(lambda s: a_ready_operation(s, status=status, **{**PLAN, "starts_at": starts_at, **values}))


def test_capture_after_closing_is_shown_and_accepted_by_a_press(office, qtbot, clock):
    closed_at = to_wire(clock.now())
    operation = an_operation(office, status="closed", closed_at=closed_at)
    clock.advance(60)
    moment = to_wire(clock.now())
    office.do(lambda s: a_recovery(s, a_person(s, "Doe-1"), operation=operation, first_contact_at=moment))
    _screen, page = open_page(office, qtbot, operation)
    assert "came in after closing" in page.life.late.text()
    page.findChild(QPushButton, "accept_late").click()
    qtbot.waitUntil(lambda: not page.life.late.isVisible())


def test_line_of_what_is_missing_leads_to_the_field(office, qtbot):
    operation = an_operation(office, objective=None)
    _screen, page = open_page(office, qtbot, operation)
    jumped = []
    page.life.jumped.connect(jumped.append)
    page.findChild(QWidget, "missing_objective").press()
    assert jumped == ["objective"]


def test_notice_is_written_where_the_person_says_and_the_recipient_is_logged(office, qtbot, tmp_path):
    operation = an_operation(office)
    _screen, page = open_page(office, qtbot, operation)
    page.findChild(QPushButton, "notice_give").click()
    page.findChild(ReasonDialog).given.emit("CAST")
    page.findChild(QFileDialog, "notice_where").fileSelected.emit(str(tmp_path / "notice.txt"))
    office.settle()
    text = (tmp_path / "notice.txt").read_text(encoding="utf-8")
    assert "Quiet Harbor" not in text
    assert "Victims expected: 2" in text
    acts = office.do(lambda s: load_history(s, "operation", operation))
    assert acts[0].reason == "Provider notice given to: CAST"


def test_capture_and_the_roster_come_first_while_it_is_under_way(office, qtbot):
    operation = an_operation(office, status="active")
    member = {"operation": operation, "role": "cover", "name": "Det. Sample"}
    office.do(lambda s: save_record(s, "roster_member", member))
    _screen, page = open_page(office, qtbot, operation)
    tops = [card.mapTo(page, card.rect().topLeft()).y() for card in (page.now, page.roster, page.life)]
    assert tops == sorted(tops)
    capture, close = (page.findChild(QPushButton, name) for name in ("capture_recovery", "take_closed"))
    assert [each.property("kind") for each in (capture, close, page.header.finalise)] == [
        "primary",
        "secondary",
        "quiet",
    ]
    stop, seen = page.header.finalise, []
    while "number" not in seen:
        stop = stop.nextInFocusChain()
        seen.append(stop.objectName())
    assert [name for name in seen if name in {"capture_recovery", "on_site_0", "take_closed", "number"}] == [
        *("capture_recovery", "on_site_0", "take_closed", "number")
    ]


def test_key_begins_a_capture_that_is_linked_to_the_operation(office, qtbot):
    operation = an_operation(office, status="active")
    screen, _page = open_page(office, qtbot, operation)
    screen.activateWindow()
    with qtbot.waitActive(screen), qtbot.waitSignal(office.desk.open_requested) as asked:
        qtbot.keyClick(screen, Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
    assert asked.args == ["capture", {"record_type": "arrest", "operation": operation}]


def test_keyboard_keeps_its_place_on_the_roster_when_the_page_is_shown_anew(office, qtbot):
    operation = an_operation(office, status="active")
    member = {"operation": operation, "role": "cover", "name": "Det. Sample"}
    office.do(lambda s: save_record(s, "roster_member", member))
    screen, page = open_page(office, qtbot, operation)
    with qtbot.waitActive(screen):
        screen.activateWindow()
    page.findChild(QPushButton, "on_site_0").setFocus()
    page._show_scene()
    held = QApplication.focusWidget()
    assert held is not None
    assert held.objectName() == "on_site_0"


def test_beside_the_title_stands_how_the_operation_is(office, qtbot):
    _screen, page = open_page(office, qtbot, an_operation(office, status="active"))
    assert page.findChild(Chip, "state_chip").text() == "Active"


@pytest.mark.parametrize(("risk", "is_said"), [("highest", True), ("high", True), ("moderate", False), (None, False)])
def test_plan_of_high_risk_says_that_a_second_supervisor_approves_it(qtbot, risk, is_said):
    card = LifeCard()
    qtbot.addWidget(card)
    values = {**PLAN, "status": "reviewed", "risk_class": risk}
    card.show_scene(Scene(values, Tally(), (), (), (), {}, "", ()), editable=True)
    assert (card.findChild(QLabel, "second_approves") is not None) is is_said
