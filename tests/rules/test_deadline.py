"""What holds of every clock, whatever its row, its start and what people make of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.clock import to_wire
from fieldapp.domain.wire import Json
from fieldapp.rules.calendar import Calendars
from fieldapp.rules.clock_table import ClockRule
from fieldapp.rules.deadline import ClockState, Deadline, Doubt, Law, deadlines, live_deadlines, longest_days
from fieldapp.rules.law import load_law
from fieldapp.rules.span import end_of, read_span

LAW = load_law()
RULES = [rule for rule in LAW.clocks.clocks if rule.start and rule.effective_to is None]
PAUSABLE = [rule for rule in RULES if "pause" in rule.changes]
FIRST = datetime(2020, 1, 2, tzinfo=UTC)
STARTS = st.integers(0, 10 * 365 * 24 * 3600).map(lambda seconds: FIRST + timedelta(seconds=seconds))


def values_for(rule: ClockRule, start: datetime, **values: Json) -> dict[str, Json]:
    answers: dict[str, Json] = {name: min(wanted, key=str) for name, wanted in rule.when.items()}
    return {**answers, rule.start[0]: to_wire(start), **values}


def reckon(
    rule: ClockRule, start: datetime, now: datetime, *changes: dict[str, Json], law: Law = LAW, **values: Json
) -> Deadline:
    rows = [{"id": str(number), "clock": rule.code, **change} for number, change in enumerate(changes)]
    found = deadlines(law, rule.record, values_for(rule, start, **values), now, changes=rows, is_minor=True)
    return next(deadline for deadline in found if deadline.code == rule.code)


def made(kind: str, at: datetime, **instants: datetime) -> dict[str, Json]:
    return {"kind": kind, "at": to_wire(at), **{name: to_wire(moment) for name, moment in instants.items()}}


@given(st.sampled_from(RULES), STARTS)
def test_nothing_runs_out_before_it_began_nor_is_pressing_after_it_ran_out(rule: ClockRule, start: datetime):
    found = reckon(rule, start, start)
    assert found.due_at is not None
    assert found.soon_at is not None
    assert start <= found.soon_at <= found.due_at
    assert found.due_at - start >= rule.due.least() - timedelta(hours=1)


@given(st.sampled_from(RULES), STARTS, st.timedeltas(timedelta(0), timedelta(days=9)))
def test_what_begins_later_does_not_run_out_earlier(rule: ClockRule, start: datetime, later: timedelta):
    first, second = reckon(rule, start, start), reckon(rule, start + later, start)
    assert first.due_at is not None
    assert second.due_at is not None
    assert first.due_at <= second.due_at + timedelta(hours=1) * (rule.due.unit == "days")


@given(st.sampled_from(PAUSABLE), STARTS, st.integers(1, 80), st.integers(1, 10_000))
def test_stopping_and_going_on_adds_exactly_what_it_stood_still(
    rule: ClockRule, start: datetime, wait: int, length: int
):
    began, lasted = start + timedelta(minutes=wait), timedelta(minutes=length)
    plain = reckon(rule, start, start)
    paused = reckon(rule, start, start, made("pause", began), made("resume", began + lasted))
    assert plain.due_at is not None
    assert paused.due_at == plain.due_at + lasted
    assert paused.state is not ClockState.PAUSED


@given(st.sampled_from(PAUSABLE), STARTS, st.integers(1, 80), st.integers(1, 10_000))
def test_while_it_stands_still_the_time_left_stays_the_same(rule: ClockRule, start: datetime, wait: int, length: int):
    began = start + timedelta(minutes=wait)
    one, other = (reckon(rule, start, began + timedelta(minutes=n), made("pause", began)) for n in (0, length))
    assert one.due_at is not None
    assert other.due_at is not None
    assert one.state is other.state is ClockState.PAUSED
    assert other.due_at - one.due_at == timedelta(minutes=length)


@given(st.sampled_from(RULES), STARTS, STARTS)
def test_moved_start_counts_as_if_it_had_been_the_start(rule: ClockRule, start: datetime, moved: datetime):
    now = max(start, moved)
    found, plain = reckon(rule, start, now, made("rebase", now, new_start=moved)), reckon(rule, moved, now)
    assert (found.due_at, found.soon_at, found.state) == (plain.due_at, plain.soon_at, plain.state)


@given(st.sampled_from(RULES), STARTS, st.permutations(range(4)))
def test_changes_count_in_the_order_they_were_made_however_they_arrive(
    rule: ClockRule, start: datetime, order: list[int]
):
    rows: list[dict[str, Json]] = [
        {"id": "a", "clock": rule.code, **made("rebase", start, new_start=start + timedelta(minutes=1))},
        {"id": "b", "clock": rule.code, **made("rebase", start, new_start=start + timedelta(minutes=2))},
        {"id": "c", "clock": rule.code, **made("pause", start + timedelta(minutes=3))},
        {"id": "d", "clock": rule.code, **made("resume", start + timedelta(minutes=8))},
    ]
    both = [
        deadlines(LAW, rule.record, values_for(rule, start), start, changes=given_rows, is_minor=True)
        for given_rows in (rows, [rows[number] for number in order])
    ]
    assert both[0] == both[1]


@given(st.sampled_from(RULES), STARTS, st.integers(-500, 500))
def test_what_is_done_stays_done_and_late_means_after_it_ran_out(rule: ClockRule, start: datetime, minutes: int):
    due = reckon(rule, start, start).due_at
    assert due is not None
    done = due + timedelta(minutes=minutes)
    found = reckon(rule, start, due + timedelta(days=400), **{rule.done[0]: to_wire(done)})
    assert found.state is (ClockState.DONE_LATE if minutes > 0 else ClockState.DONE)
    assert found.done_at == done


def rule_of(code: str) -> ClockRule:
    found = LAW.clocks.newest(code)
    assert found is not None
    return found


START = datetime(2026, 4, 15, 17, 20, tzinfo=UTC)


def test_change_of_another_clock_changes_nothing():
    rule = rule_of("review_72h")
    assert reckon(rule, START, START, made("pause", START) | {"clock": "mdt"}) == reckon(rule, START, START)


def test_pause_that_two_laptops_made_is_one_pause():
    rule, hour = rule_of("review_72h"), timedelta(hours=1)
    twice = [made("pause", START + hour), made("pause", START + 2 * hour), made("resume", START + 3 * hour)]
    plain, found = reckon(rule, START, START), reckon(rule, START, START, *twice)
    assert plain.due_at is not None
    assert found.due_at == plain.due_at + 2 * hour


def test_going_on_without_having_stopped_is_nothing():
    rule = rule_of("review_72h")
    assert reckon(rule, START, START, made("resume", START)).due_at == reckon(rule, START, START).due_at


def test_missing_calendar_is_said_and_its_row_keeps_its_place():
    bare = Law(LAW.clocks, Calendars("none", date(2015, 1, 1), date(2015, 12, 31), {}, ()))
    found = reckon(rule_of("emergency_filing"), START, START, law=bare)
    assert (found.state, found.due_at, found.soon_at) == (ClockState.NO_CALENDAR, None, None)
    assert found.earliest == START + timedelta(days=3)
    assert live_deadlines([found]) == [found]


def test_start_in_the_future_or_before_the_table_is_doubted_and_the_clock_runs():
    rule = rule_of("review_72h")
    assert reckon(rule, START + timedelta(days=2), START).doubts == (Doubt.FUTURE,)
    assert reckon(rule, START + timedelta(hours=23), START).doubts == ()
    assert reckon(rule, datetime(1970, 1, 1, tzinfo=UTC), START).doubts == (Doubt.LONG_AGO,)
    assert reckon(rule, datetime(1, 1, 2, tzinfo=UTC), START).state is ClockState.OVERDUE


def test_absurd_start_does_not_bring_the_reckoning_down():
    for rule in RULES:
        found = deadlines(LAW, rule.record, values_for(rule, datetime(9999, 12, 31, tzinfo=UTC)), START)
        assert all(Doubt.FUTURE in deadline.doubts for deadline in found)


def test_clocks_come_in_the_order_of_the_table():
    values = values_for(rule_of("responders"), START, was_missing=True, missing_reported_at=to_wire(START))
    found = [deadline.code for deadline in deadlines(LAW, "recovery", values, START)]
    order = [rule.code for rule in LAW.clocks.clocks]
    assert found == sorted(found, key=order.index)
    assert {"responders", "missing_entry", "found_notice", "written_report", "endorsement"} <= set(found)


def test_bound_on_how_long_clocks_run_covers_the_longest():
    for record in LAW.clocks.record_types():
        bound = timedelta(days=longest_days(LAW.clocks, record))
        for rule in LAW.clocks.rules_of(record):
            if rule.start and rule.effective_to is None:
                due = reckon(rule, START, START).due_at
                assert due is not None
                assert due <= START + bound


@pytest.mark.parametrize("text", ["", "90", "minutes", "ninety minutes", "-1 days", "1.5 days", "3 sundays"])
def test_span_that_nobody_can_read_is_refused(text: str):
    with pytest.raises(ValueError, match="a span is one such as"):
        read_span(text)


def test_span_that_counts_by_an_unknown_calendar_has_no_end():
    bare = replace(LAW.calendars, calendars={})
    assert end_of(START, read_span("3 court days"), bare, LAW.clocks.zone) is None
    assert end_of(START, read_span("48 custody hours"), bare, LAW.clocks.zone) is None
