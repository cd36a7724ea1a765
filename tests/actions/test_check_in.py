"""Signs of life from the field: a missed one is told at the laptop, offline, and headquarters learns the true time."""

from __future__ import annotations

from datetime import timedelta

from fieldapp.actions.board import load_board
from fieldapp.actions.capture import save_record
from fieldapp.actions.operation_check_in import (
    mark,
    missed_id,
    overdue_check_ins,
    take_mark_back,
    take_missed,
)
from fieldapp.actions.operation_scene import load_scene
from fieldapp.domain.access import Role
from fieldapp.domain.clock import from_wire, to_wire
from tests.fakes.laptop import PASSPHRASE, a_laptop, a_session
from tests.fakes.sample import a_ready_operation

MINUTE = 60


def in_the_field(session, **values):
    """An operation under way with one officer on site, who checks in every half hour: operation, member."""
    plan = {"name": "Night", "kind": "street", "check_in_minutes": 30, **values}
    operation = a_ready_operation(session, starts_at=to_wire(session.clock.now()), **plan)
    member = save_record(
        session, "roster_member", {"operation": operation, "role": "undercover", "alias_number": "UC-7"}
    )
    mark(session, member, "on_site")
    return operation, member


def check_ins(session, member):
    return session.store.linked("check_in", "roster_member", member)


def test_check_in_puts_the_next_one_off_by_the_plans_minutes(session, clock):
    _operation, member = in_the_field(session)
    clock.advance(20 * MINUTE)
    mark(session, member, "checked_in", place="Lobby")
    row = session.store.record("roster_member", member)
    assert from_wire(row["next_check_in_at"]) == clock.now() + timedelta(minutes=30)
    assert [(each["kind"], each["place"]) for each in check_ins(session, member)] == [("checked_in", "Lobby")]
    mark(session, member, "off_site")
    clock.advance(100 * MINUTE)
    assert take_missed(session) == []


def test_missed_by_a_minute_is_told_once_with_the_true_time_and_no_name(session, clock):
    _operation, member = in_the_field(session)
    due_at = clock.now() + timedelta(minutes=30)
    clock.advance(29 * MINUTE)
    assert take_missed(session) == []
    clock.advance(2 * MINUTE)
    told = take_missed(session)
    assert [(each.member_id, each.due_at, each.sign) for each in told] == [(member, due_at, "UC-7")]
    assert take_missed(session) == []
    rows = check_ins(session, member)
    assert [(each["kind"], each["at"], each["due_at"]) for each in rows] == [
        ("missed", to_wire(due_at), to_wire(due_at))
    ]
    assert rows[0]["id"] == missed_id(member, to_wire(due_at))


def test_missed_while_the_app_was_closed_is_told_after_the_restart(tmp_path, clock):
    session = a_session(tmp_path / "one", clock)
    _operation, member = in_the_field(session)
    session.close()
    clock.advance(45 * MINUTE)
    again = a_laptop(tmp_path / "one", clock).unlock(PASSPHRASE)
    assert [each.member_id for each in take_missed(again)] == [member]
    again.close()
    again = a_laptop(tmp_path / "one", clock).unlock(PASSPHRASE)
    assert take_missed(again) == []
    assert [each.member_id for each in overdue_check_ins(again)] == [member]
    again.close()


def test_late_check_in_does_not_hide_that_one_was_missed(session, clock):
    operation, member = in_the_field(session)
    clock.advance(40 * MINUTE)
    mark(session, member, "safe")
    assert sorted(each["kind"] for each in check_ins(session, member)) == ["missed", "safe"]
    assert overdue_check_ins(session) == []
    kinds = [event.kind for event in load_scene(session, operation).events if event.kind.startswith("check_in")]
    assert kinds == ["check_in_missed", "check_in_safe"]


def test_press_is_taken_back(session, clock):
    _operation, member = in_the_field(session)
    before = session.store.record("roster_member", member)["next_check_in_at"]
    clock.advance(MINUTE)
    take_mark_back(session, mark(session, member, "checked_in"))
    assert session.store.record("roster_member", member)["next_check_in_at"] == before
    assert check_ins(session, member) == []


def test_nobody_is_waited_for_without_minutes_or_once_it_is_closed(session, clock):
    operation, member = in_the_field(session, check_in_minutes=None)
    clock.advance(500 * MINUTE)
    assert take_missed(session) == []
    other, _member = in_the_field(session)
    save_record(session, "operation", {"status": "closed", "closed_at": to_wire(clock.now())}, record_id=other)
    clock.advance(500 * MINUTE)
    assert take_missed(session) == []
    assert operation
    assert member


def test_advocate_is_told_nothing(tmp_path, clock):
    session = a_session(tmp_path / "ngo", clock, Role.ADVOCATE)
    assert take_missed(session) == []
    session.close()


def test_headquarters_learns_the_true_missed_time_once_from_two_laptops(town, clock):
    ana, ben = town.enrol("ana", Role.SUPERVISOR), town.enrol("ben")
    _operation, member = in_the_field(ana.session)
    due_at = to_wire(clock.now() + timedelta(minutes=30))
    ana.sync()
    ben.sync()
    clock.advance(31 * MINUTE)
    assert len(take_missed(ana.session)) == 1
    clock.advance(5 * MINUTE)
    assert len(take_missed(ben.session)) == 1
    clock.advance(60 * MINUTE)
    for seat in (ana, ben, ana):
        seat.sync()
    for seat in (ana, ben):
        rows = check_ins(seat.session, member)
        assert [(each["kind"], each["at"]) for each in rows] == [("missed", due_at)]
        assert seat.session.store.load("check_in", rows[0]["id"]).state.conflicts == ()
    late = town.enrol("cho")
    assert [each["at"] for each in check_ins(late.session, member)] == [due_at]


def test_false_alarm_of_a_laptop_that_had_not_heard_is_said_to_be_one(town, clock):
    ana, ben = town.enrol("ana", Role.SUPERVISOR), town.enrol("ben")
    operation, member = in_the_field(ana.session)
    ana.sync()
    ben.sync()
    clock.advance(20 * MINUTE)
    mark(ana.session, member, "checked_in")
    clock.advance(15 * MINUTE)
    assert len(take_missed(ben.session)) == 1
    for seat in (ana, ben, ana):
        seat.sync()
    for seat in (ana, ben):
        kinds = {event.kind for event in load_scene(seat.session, operation).events}
        assert "check_in_in_time" in kinds
        assert "check_in_missed" not in kinds
        assert overdue_check_ins(seat.session) == []


def test_operation_closed_on_one_laptop_keeps_what_the_other_captures(town, clock):
    ana, ben = town.enrol("ana", Role.SUPERVISOR), town.enrol("ben")
    operation, _member = in_the_field(ana.session)
    ana.sync()
    ben.sync()
    values = {"status": "closed", "closed_at": to_wire(clock.now())}
    save_record(ana.session, "operation", values, record_id=operation)
    clock.advance(10 * MINUTE)
    arrest = save_record(ben.session, "arrest", {"operation": operation, "arrested_at": to_wire(clock.now())})
    for seat in (ana, ben, ana):
        seat.sync()
    for seat in (ana, ben):
        assert load_scene(seat.session, operation).late == {arrest: "arrest"}


def test_unready_operation_from_an_altered_laptop_does_not_become_active(town):
    ana, ben = town.enrol("ana"), town.enrol("ben")
    operation = save_record(ana.session, "operation", {"name": "Night", "kind": "street"})
    ana.session.store.guards = ()
    save_record(ana.session, "operation", {"status": "active"}, record_id=operation)
    ana.sync()
    ben.sync()
    assert ben.session.store.record("operation", operation)["status"] == "draft"


def test_overdue_check_in_stands_on_the_board_without_a_name(session, clock):
    operation, _member = in_the_field(session)
    clock.advance(31 * MINUTE)
    due = next(row for row in load_board(session).due if row.code == "check_in")
    assert (due.record_type, due.record_id) == ("operation", operation)
    assert "UC-7" in due.whom
