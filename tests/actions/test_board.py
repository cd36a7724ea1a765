"""The board: what is mine now, by role, with clocks that run from what happened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from fieldapp.actions.board import DRAFT_ROWS, load_board, load_tally
from fieldapp.actions.capture import save_record
from fieldapp.actions.due import DUE_ROWS
from fieldapp.actions.session import Session
from fieldapp.domain.access import Role
from fieldapp.domain.clock import to_wire
from fieldapp.store.store import Author
from tests.fakes.clock import FakeClock
from tests.fakes.laptop import a_session
from tests.fakes.sample import a_person, a_ready_operation, a_recovery, ago, fill_night, fill_services

Open = Callable[..., Session]


@pytest.fixture
def open_session(tmp_path: Path, clock: FakeClock) -> Iterator[Open]:
    """Unlock a fresh laptop for a role."""
    opened = []

    def make(role: Role = Role.DETECTIVE, **kwargs) -> Session:
        opened.append(a_session(tmp_path / role.value, clock, role, **kwargs))
        return opened[-1]

    yield make
    for session in opened:
        session.close()


def codes(session: Session) -> list[str]:
    return [row.code for row in load_board(session).due]


def test_fresh_laptop_has_an_empty_board(open_session: Open):
    board = load_board(open_session())
    assert board.is_empty
    assert (board.waiting, board.conflicts, board.due, board.drafts) == (0, 0, (), ())


def test_operation_under_way_shows_its_tally(open_session: Open, clock: FakeClock):
    session = open_session()
    fill_night(session, clock)
    operation = load_board(session).operation
    assert operation is not None
    assert operation.is_active
    assert operation.name == "Safe Harbor West"
    tally = operation.tally
    assert (tally.recoveries, tally.minors, tally.arrests, tally.warrants, tally.screenings) == (5, 3, 3, 3, 2)


def test_tally_counts_what_was_prepared_days_before(open_session: Open, clock: FakeClock):
    session = open_session()
    starts = to_wire(clock.now() + timedelta(days=5))
    operation = save_record(session, "operation", {"name": "Blue Harvest", "starts_at": starts})
    save_record(session, "search_warrant", {"operation": operation, "number": "SW-1"})
    clock.advance(timedelta(days=5).total_seconds())
    save_record(session, "search_warrant", {"operation": operation, "number": "SW-2"})
    assert load_tally(session, operation).warrants == 2


def test_next_planned_operation_stands_in_while_none_is_under_way(open_session: Open, clock: FakeClock):
    session = open_session()
    for days in (9, 2):
        starts_at = to_wire(clock.now() + timedelta(days=days))
        a_ready_operation(session, status="approved", name=f"In {days}", starts_at=starts_at)
    operation = load_board(session).operation
    assert operation is not None
    assert (operation.name, operation.is_active) == ("In 2", False)


def test_clocks_of_a_minors_recovery_run_from_first_contact(open_session: Open, clock: FakeClock):
    session = open_session()
    person = a_person(session, "Doe-1")
    a_recovery(session, person, estimated_age=15, first_contact_at=ago(session, minutes=80))
    due = {row.code: row for row in load_board(session).due}
    assert set(due) == {"responders", "written_report", "cross_report", "medical_hub", "review_72h"}
    assert due["responders"].due_at == clock.now() + timedelta(minutes=10)
    assert due["responders"].soon_at < clock.now()
    assert due["responders"].whom == "Doe-1"


def test_what_is_done_has_no_clock(open_session: Open):
    session = open_session()
    person = a_person(session, "Doe-1")
    times = ("advocate_arrived_at", "written_report_at", "cross_reported_at", "hub_visited_at")
    done = dict.fromkeys(times, ago(session, minutes=5))
    a_recovery(session, person, estimated_age=15, **done)
    assert codes(session) == ["review_72h"]


def test_adult_has_no_report_of_a_minor(open_session: Open):
    session = open_session()
    a_recovery(session, a_person(session, "Doe-1"), estimated_age=24, advocate_answer="declined")
    assert codes(session) == ["review_72h"]


def test_warrant_has_ten_days_from_its_issue(open_session: Open, clock: FakeClock):
    session = open_session()
    save_record(session, "search_warrant", {"number": "SW-1", "status": "issued", "issued_at": ago(session, days=11)})
    save_record(session, "search_warrant", {"number": "SW-2", "status": "returned", "issued_at": ago(session, days=11)})
    board = load_board(session)
    assert [(row.code, row.whom) for row in board.due] == [("warrant_return", "SW-1")]
    assert board.overdue == 1


def test_tasks_of_others_are_on_the_supervisors_board_only(open_session: Open, clock: FakeClock):
    for role, expected in ((Role.DETECTIVE, ["mine"]), (Role.SUPERVISOR, ["mine", "theirs"])):
        session = open_session(role)
        for who, what in (("alvarez", "mine"), ("Somebody Else", "theirs")):
            values = {"what": what, "assigned_to": who, "due_at": to_wire(clock.now() + timedelta(hours=1))}
            save_record(session, "task", values)
        assert [row.what for row in load_board(session).due] == expected


def test_nearest_clock_comes_first_and_the_rows_are_bounded(open_session: Open, clock: FakeClock):
    session = open_session()
    for number in range(DUE_ROWS + 5):
        due_at = to_wire(clock.now() + timedelta(hours=30 - number))
        save_record(session, "task", {"what": str(number), "assigned_to": "alvarez", "due_at": due_at})
    due = load_board(session).due
    assert len(due) == DUE_ROWS
    assert [row.due_at for row in due] == sorted(row.due_at for row in due)
    assert due[0].what == str(DUE_ROWS + 4)


def test_task_that_ran_out_last_stands_above_those_over_for_longer_however_many(open_session: Open, clock: FakeClock):
    session = open_session()
    for number in range(DUE_ROWS + 5):
        due_at = to_wire(clock.now() - timedelta(days=30, hours=number))
        save_record(session, "task", {"what": f"old {number}", "assigned_to": "alvarez", "due_at": due_at})
    late = to_wire(clock.now() - timedelta(minutes=30))
    soon = to_wire(clock.now() + timedelta(minutes=30))
    save_record(session, "task", {"what": "late", "assigned_to": "alvarez", "due_at": late})
    save_record(session, "task", {"what": "soon", "assigned_to": "alvarez", "due_at": soon})
    board = load_board(session)
    assert [row.what for row in board.due][:2] == ["late", "old 0"]
    assert board.due[-1].what == "soon"
    assert len(board.due) == DUE_ROWS


def test_drafts_are_my_own_newest_first(open_session: Open, clock: FakeClock):
    session = open_session()
    fill_night(session, clock)
    drafts = load_board(session).drafts
    assert len(drafts) == DRAFT_ROWS
    assert drafts[0].record_type == "lead"
    assert [draft.updated_at for draft in drafts] == sorted((d.updated_at for d in drafts), reverse=True)


def test_advocate_sees_call_outs_and_follow_ups_and_nothing_of_the_police(open_session: Open):
    session = open_session(Role.ADVOCATE, handle="moreno")
    fill_services(session)
    board = load_board(session)
    assert [call.client_code for call in board.call_outs] == ["Doe-2026-0000", "Doe-2026-0001"]
    assert board.call_outs[0].needs == "Food and water, Sleep and rest"
    assert board.operation is None
    assert [row.code for row in board.due] == ["service"] * 6
    assert board.overdue == 2


def test_unsent_work_is_counted(open_session: Open):
    session = open_session()
    a_person(session, "Doe-1")
    assert load_board(session).waiting == 1


def test_own_draft_stays_on_the_board_however_much_others_wrote_since(open_session: Open):
    session = open_session()
    mine = save_record(session, "lead", {"summary": "To be finished"})
    others = Author("chen", session.profile.agency)
    with session.store.transaction():
        for number in range(220):
            session.store.save(others, "lead", {"summary": f"Tip {number}"})
    assert [draft.record_id for draft in load_board(session).drafts] == [mine]


def test_every_new_lead_is_counted_however_old(open_session: Open):
    session = open_session()
    for status in ("new", "working", "new", "closed"):
        save_record(session, "lead", {"summary": "Tip", "status": status})
    assert load_board(session).new_leads == 2
