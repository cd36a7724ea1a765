"""Clocks of the law through the window: beside a record, stopped by keyboard, told when they turn, on both laptops."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QTabBar

from fieldapp.actions.capture import save_record
from fieldapp.actions.clock import rebase_clock, record_clocks
from fieldapp.actions.conflict import count_clashes
from fieldapp.domain.access import Role
from fieldapp.domain.clock import to_wire
from fieldapp.rules.deadline import ClockState
from tests.fakes.sample import a_person, a_recovery
from ui.screens.clock.clock_dialog import ClockDialog
from ui.screens.clock.clock_watch import ClockWatch


def a_minor(minutes_ago):
    def ask(session):
        start = to_wire(session.clock.now() - timedelta(minutes=minutes_ago))
        return a_recovery(session, a_person(session, "Doe-Demo-1"), estimated_age=15, first_contact_at=start)

    return ask


def clock_of(recovery, code):
    return lambda s: next(each for each in record_clocks(s, "recovery", recovery) if each.code == code)


def open_clocks(desk, recovery):
    """Go to the tab of clocks beside a record, by the arrow keys."""
    desk.come_to_front()
    desk.go("record", record_type="recovery", record_id=recovery)
    bars = [bar for bar in desk.window.findChildren(QTabBar) if bar.isVisible()]
    bar = next(bar for bar in bars if "Clocks" in [bar.tabText(n) for n in range(bar.count())])
    bar.setFocus()
    for _ in range(bar.count()):
        if bar.tabText(bar.currentIndex()) == "Clocks":
            break
        desk.qtbot.keyClick(bar, Qt.Key.Key_Right)
    assert bar.tabText(bar.currentIndex()) == "Clocks"
    desk.settle()


def change(desk, button, **lines):
    """Press a clock's button by keyboard, and type into its dialog from line to line."""
    target = desk.find(QPushButton, button)
    target.setFocus()
    desk.qtbot.keyClick(target, Qt.Key.Key_Return)
    dialog = desk.window.findChild(ClockDialog)
    desk.qtbot.waitUntil(dialog.isVisible)
    last = [*lines][-1]
    for name, text in lines.items():
        line = dialog.findChild(QLineEdit, name)
        desk.qtbot.waitUntil(line.hasFocus)
        desk.qtbot.keyClicks(line, text)
        desk.qtbot.keyClick(line, Qt.Key.Key_Return if name == last else Qt.Key.Key_Tab)
    desk.settle()


def test_clock_stopped_on_one_laptop_stands_still_on_the_other(sit_down):
    detective, supervisor = sit_down("detective"), sit_down("supervisor", Role.SUPERVISOR)
    detective.unlock()
    recovery = detective.ask(a_minor(80))
    open_clocks(detective, recovery)
    assert "Penal Code 11166(a)" in detective.words()
    change(detective, "pause_review_72h", clock_reason="In hospital")
    assert "In hospital" in detective.words()
    assert detective.ask(clock_of(recovery, "review_72h")).state is ClockState.PAUSED
    detective.sync()
    supervisor.unlock()
    supervisor.sync()
    open_clocks(supervisor, recovery)
    assert "In hospital" in supervisor.words()
    assert "Not approved yet" in supervisor.words()
    change(supervisor, "resume_review_72h", clock_reason="Discharged")
    supervisor.sync()
    detective.sync()
    one, other = (desk.ask(clock_of(recovery, "review_72h")) for desk in (detective, supervisor))
    assert one.state is ClockState.RUNNING
    assert (one.due_at, one.changes) == (other.due_at, other.changes)


def test_two_who_move_one_clock_offline_lose_nothing_and_agree(sit_down):
    detective, deputy = sit_down("detective"), sit_down("deputy", Role.DEPUTY)
    detective.unlock()
    recovery = detective.ask(a_minor(80))
    detective.sync()
    deputy.unlock()
    deputy.sync()
    for desk, minutes in ((detective, 30), (deputy, 20)):
        desk.ask(
            lambda s, m=minutes: rebase_clock(
                s, "recovery", recovery, "responders", f"{m} minutes", s.clock.now() - timedelta(minutes=m)
            )
        )
    for desk in (detective, deputy, detective):
        desk.sync()
    assert detective.ask(count_clashes) == 0
    changes = [desk.ask(lambda s: s.store.linked("clock_change", "recovery", recovery)) for desk in (detective, deputy)]
    assert {row["reason"] for row in changes[0]} == {"30 minutes", "20 minutes"}
    one, other = (desk.ask(clock_of(recovery, "responders")) for desk in (detective, deputy))
    assert (one.starts_at, one.due_at) == (other.starts_at, other.due_at)


def test_clock_that_turned_is_said_and_stands_red_on_the_board(sit_down):
    detective = sit_down("detective")
    detective.unlock()
    detective.ask(a_minor(100))
    detective.window.findChild(ClockWatch).look()
    detective.settle()
    words = detective.words()
    assert "A clock has run out" in words
    detective.go("board")
    words = detective.words()
    assert "10 min over" in words
    assert "LA County CSEC First Responder Protocol" in words


def test_corrected_first_contact_moves_its_clocks_on_both_laptops(sit_down):
    detective, deputy = sit_down("detective"), sit_down("deputy", Role.DEPUTY)
    detective.unlock()
    recovery = detective.ask(a_minor(80))
    corrected = detective.ask(lambda s: to_wire(s.clock.now() - timedelta(hours=5)))
    detective.ask(lambda s: save_record(s, "recovery", {"first_contact_at": corrected}, record_id=recovery))
    detective.sync()
    deputy.unlock()
    deputy.sync()
    found = deputy.ask(clock_of(recovery, "written_report"))
    assert to_wire(found.due_at - timedelta(hours=36)) == corrected
