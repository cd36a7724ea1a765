"""The clocks of the law on the board: those that press, with their law, and no more than a screen can show."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from fieldapp.actions.board import load_board
from fieldapp.actions.capture import save_record
from fieldapp.actions.clock import pause_clock, rebase_clock
from fieldapp.actions.due import DUE_ROWS, Due
from fieldapp.actions.session import Session
from fieldapp.domain.access import Role
from fieldapp.domain.clock import to_wire
from fieldapp.rules.deadline import ClockState
from tests.fakes.clock import FakeClock
from tests.fakes.laptop import a_session
from tests.fakes.sample import a_person, a_recovery, ago

HOUR = 3600


def rows(session: Session) -> dict[str, Due]:
    return {row.code: row for row in load_board(session).due}


def state_of(session: Session, code: str) -> ClockState | None:
    row = rows(session).get(code)
    return row.deadline.state if row is not None and row.deadline is not None else None


def a_minor(session: Session, **values: object) -> str:
    facts = {"estimated_age": 15, "first_contact_at": to_wire(session.clock.now())} | values
    return a_recovery(session, a_person(session, "Doe-1"), **facts)


def test_clock_goes_from_quiet_over_amber_to_red_with_no_network(session: Session, clock: FakeClock):
    a_minor(session)
    assert state_of(session, "written_report") is ClockState.RUNNING
    clock.advance(24 * HOUR)
    assert state_of(session, "written_report") is ClockState.SOON
    clock.advance(12 * HOUR - 1)
    assert state_of(session, "written_report") is ClockState.SOON
    clock.advance(1)
    assert state_of(session, "written_report") is ClockState.OVERDUE
    assert load_board(session).overdue == 3  # the responders and the cross-report as well


def test_row_carries_the_law_behind_it(session: Session):
    a_minor(session)
    found = rows(session)["written_report"].deadline
    assert found is not None
    assert found.citation.law == "Penal Code 11166(a)"
    assert "36 hours" in found.citation.says


def test_far_clock_comes_to_the_board_a_week_before_or_when_it_presses(session: Session, clock: FakeClock):
    a_minor(session)
    assert "mdt" not in rows(session)
    clock.advance(4 * 24 * HOUR)
    assert state_of(session, "mdt") is ClockState.RUNNING


def test_clock_that_ran_out_stays_two_weeks_on_the_board(session: Session, clock: FakeClock):
    a_minor(session)
    clock.advance(13 * 24 * HOUR)
    assert state_of(session, "responders") is ClockState.OVERDUE
    clock.advance(2 * 24 * HOUR)
    assert "responders" not in rows(session)


def test_reports_run_from_the_information_where_that_is_written_down(session: Session):
    a_minor(session, informed_at=ago(session, hours=30))
    assert rows(session)["written_report"].due_at == session.clock.now() + timedelta(hours=6)
    assert rows(session)["review_72h"].due_at == session.clock.now() + timedelta(hours=72)


def test_flags_start_the_clocks_that_they_are_for(session: Session):
    a_minor(session, foreign_national_minor=True, was_missing=True, missing_reported_at=ago(session, hours=1))
    assert {"hhs_notice", "found_notice", "missing_entry"} <= set(rows(session))
    a_minor(session, foreign_national_minor=False, was_missing=False)
    assert sum(row.code == "hhs_notice" for row in load_board(session).due) == 1


def test_stopped_clock_is_not_on_the_board_and_a_moved_one_is_where_it_was_moved(session: Session):
    recovery = a_minor(session)
    pause_clock(session, "recovery", recovery, "responders", "Scene not safe")
    assert "responders" not in rows(session)
    start = session.clock.now() - timedelta(hours=2)
    rebase_clock(session, "recovery", recovery, "review_72h", "Met earlier", start)
    assert rows(session)["review_72h"].due_at == start + timedelta(hours=72)


def test_record_whose_clock_was_changed_lately_is_looked_at_again(session: Session, clock: FakeClock):
    facts = {"number": "SW-1", "kind": "tracking", "status": "served", "issued_at": to_wire(session.clock.now())}
    warrant = save_record(session, "search_warrant", facts)
    clock.advance(80 * 24 * HOUR)
    assert "tracking_use" not in rows(session)
    rebase_clock(session, "search_warrant", warrant, "tracking_use", "x", clock.now() - timedelta(days=29))
    assert state_of(session, "tracking_use") is ClockState.SOON


def test_warrant_emergency_and_arrest_have_their_clocks(session: Session, clock: FakeClock):
    clock.set_wall(datetime(2026, 4, 15, 17, 20, tzinfo=UTC))
    save_record(session, "search_warrant", {"number": "SW-1", "emergency_acquired_at": to_wire(clock.now())})
    facts = {"person": a_person(session, "Roe-1"), "arrested_at": to_wire(clock.now()), "disposition": "booked"}
    save_record(session, "arrest", facts)
    found = rows(session)
    assert found["emergency_filing"].due_at == datetime(2026, 4, 21, 7, tzinfo=UTC)
    assert found["presentation"].due_at == datetime(2026, 4, 17, 17, 20, tzinfo=UTC)
    assert found["presentation"].whom == "Roe-1"
    assert found["emergency_notice"].whom == "SW-1"


def test_clock_without_a_calendar_is_on_the_board_and_says_so(session: Session, clock: FakeClock):
    clock.set_wall(datetime(2030, 12, 30, 18, tzinfo=UTC))
    save_record(session, "search_warrant", {"number": "SW-1", "emergency_acquired_at": to_wire(clock.now())})
    assert state_of(session, "emergency_filing") is ClockState.NO_CALENDAR


def test_board_shows_ones_own_clocks_and_the_supervisor_all(tmp_path: Path, clock: FakeClock):
    for role, is_shown in ((Role.DETECTIVE, False), (Role.SUPERVISOR, True)):
        session = a_session(tmp_path / role.value, clock, role)
        theirs = a_minor(session)
        table = session.store.connection
        table.exec_driver_sql("UPDATE recovery SET created_by = 'other', updated_by = 'other' WHERE id = ?", (theirs,))
        assert ("review_72h" in rows(session)) is is_shown
        session.close()


def test_rows_are_bounded_however_many_clocks_run(session: Session):
    person = a_person(session, "Doe-1")
    for minutes in range(40):
        a_recovery(session, person, estimated_age=15, first_contact_at=ago(session, minutes=minutes))
    board = load_board(session)
    assert len(board.due) == DUE_ROWS
    assert [row.due_at for row in board.due] == sorted(row.due_at for row in board.due)
    assert {row.code for row in board.due} == {"responders"}
