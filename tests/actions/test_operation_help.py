"""Asking for help: one press, told on every laptop with the time of that press, taken back only with a reason."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fieldapp.actions.board import load_board
from fieldapp.actions.capture import save_record
from fieldapp.actions.operation_check_in import mark
from fieldapp.actions.operation_help import ask_for_help, confirm_safe, open_help, take_help, take_help_back
from fieldapp.actions.operation_scene import load_scene
from fieldapp.domain.access import Role
from fieldapp.domain.clock import to_wire
from fieldapp.domain.problems import Refused
from tests.actions.test_check_in import check_ins, in_the_field
from tests.fakes.laptop import PASSPHRASE, a_laptop, a_session


def kinds(session, operation):
    return [event.kind for event in load_scene(session, operation).events if event.kind.startswith("check_in")]


def test_press_writes_the_time_at_once_and_a_second_press_is_the_same_call(session, clock):
    operation, member = in_the_field(session)
    pressed = clock.now()
    call = ask_for_help(session, operation, member)
    clock.advance(40)
    again = ask_for_help(session, operation, member)
    assert (again.record_id, again.at) == (call.record_id, pressed)
    rows = [row for row in check_ins(session, member) if row["kind"] == "help"]
    assert [(row["at"], row["operation"]) for row in rows] == [(to_wire(pressed), operation)]


def test_whoever_presses_at_their_own_laptop_is_found_on_the_roster(session):
    operation, _member = in_the_field(session)
    values = {"operation": operation, "role": "cover", "name": "Ana Demo", "handle": session.profile.handle}
    place = save_record(session, "roster_member", values)
    assert ask_for_help(session, operation).member_id == place
    other, _member = in_the_field(session)
    assert ask_for_help(session, other).member_id == ""


def test_undercover_officer_who_asks_for_help_is_an_alias(session):
    operation, member = in_the_field(session)
    call = ask_for_help(session, operation, member)
    assert (call.who, call.sign, call.role) == ("UC-7", "UC-7", "undercover")
    due = next(row for row in load_board(session).due if row.code == "help")
    assert (due.record_type, due.record_id) == ("operation", operation)
    assert "UC-7" in due.whom


def test_false_alarm_is_taken_back_with_a_reason_and_stays_in_the_time_line(session):
    operation, member = in_the_field(session)
    call = ask_for_help(session, operation, member)
    with pytest.raises(Refused, match="REASON_REQUIRED"):
        take_help_back(session, call.record_id, "  ")
    take_help_back(session, call.record_id, "Pocket pressed it")
    assert open_help(session) == open_help(session, operation) == []
    events = [event for event in load_scene(session, operation).events if event.kind == "check_in_false_alarm"]
    assert [(event.at, event.title) for event in events] == [(call.at, "Pocket pressed it")]
    with pytest.raises(Refused, match="HELP_NOT_OPEN"):
        take_help_back(session, call.record_id, "Again")


def test_call_stands_until_somebody_else_confirms_that_they_are_safe(session, clock):
    operation, member = in_the_field(session)
    call = ask_for_help(session, operation, member)
    clock.advance(60)
    mark(session, member, "checked_in")
    assert [each.record_id for each in open_help(session, operation)] == [call.record_id]
    confirm_safe(session, call.record_id)
    assert open_help(session, operation) == []
    clock.advance(60)
    assert ask_for_help(session, operation, member).record_id != call.record_id


def test_call_of_a_closed_operation_still_stands(session, clock):
    operation, member = in_the_field(session)
    ask_for_help(session, operation, member)
    save_record(session, "operation", {"status": "closed", "closed_at": to_wire(clock.now())}, record_id=operation)
    assert len(open_help(session)) == 1


def test_it_is_told_on_every_laptop_once_with_the_true_time(town, clock):
    ana, ben, cho = town.enrol("ana", Role.SUPERVISOR), town.enrol("ben"), town.enrol("cho")
    operation, member = in_the_field(ana.session, incident_commander="ben")
    for seat in (ana, ben, cho):
        seat.sync()
    pressed = clock.now()
    ask_for_help(ana.session, operation, member)
    assert take_help(ana.session) == []
    clock.advance(20 * 60)
    for seat in (ana, ben, cho):
        seat.sync()
    told = [take_help(seat.session) for seat in (ben, cho)]
    assert [[(call.at, call.sign) for call in calls] for calls in told] == [[(pressed, "UC-7")]] * 2
    assert [calls[0].is_command for calls in told] == [True, False]
    assert take_help(ben.session) == take_help(cho.session) == []


def test_call_that_came_while_the_app_was_closed_is_told_after_the_restart(tmp_path, clock):
    session = a_session(tmp_path / "one", clock)
    operation, member = in_the_field(session)
    values = {"roster_member": member, "operation": operation, "kind": "help", "at": to_wire(clock.now())}
    save_record(session, "check_in", values)
    session.close()
    clock.advance(3600)
    again = a_laptop(tmp_path / "one", clock).unlock(PASSPHRASE)
    assert len(take_help(again)) == 1
    again.close()
    again = a_laptop(tmp_path / "one", clock).unlock(PASSPHRASE)
    assert take_help(again) == []
    assert take_help(again, again=True) == open_help(again) != []
    again.close()


def test_one_laptop_takes_it_back_while_the_other_confirms_and_both_are_kept(town, clock):
    ana, ben = town.enrol("ana", Role.SUPERVISOR), town.enrol("ben")
    operation, member = in_the_field(ana.session)
    call = ask_for_help(ana.session, operation, member)
    for seat in (ana, ben):
        seat.sync()
    take_help_back(ana.session, call.record_id, "Test of the key")
    clock.advance(30)
    confirm_safe(ben.session, call.record_id)
    for seat in (ana, ben, ana):
        seat.sync()
    for seat in (ana, ben):
        assert open_help(seat.session, operation) == []
        assert kinds(seat.session, operation) == ["check_in_false_alarm", "check_in_safe"]


def test_partner_agency_is_told_nothing(tmp_path, clock):
    session = a_session(tmp_path / "ngo", clock, Role.ADVOCATE)
    assert take_help(session) == []
    session.close()


def test_call_of_a_laptop_whose_clock_is_years_behind_is_told_all_the_same(town, clock):
    ana, ben = town.enrol("ana"), town.enrol("ben")
    operation, member = in_the_field(ana.session)
    for seat in (ana, ben):
        seat.sync()
    right = clock.now()
    clock.set_wall(right - timedelta(days=5 * 365))
    call = ask_for_help(ana.session, operation, member)
    clock.set_wall(right)
    ana.sync()
    ben.sync()
    assert [each.record_id for each in take_help(ben.session)] == [call.record_id]
    confirm_safe(ben.session, call.record_id)
    assert open_help(ben.session) == []
