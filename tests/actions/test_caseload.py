"""Who has what, and handing it on when somebody leaves: one act, audited, undone as one, on every laptop."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fieldapp.actions.capture import save_record
from fieldapp.actions.caseload import load_caseload, reassign, take_reassignment_back
from fieldapp.actions.conflict import count_clashes
from fieldapp.actions.history import load_history
from fieldapp.actions.session import Session
from fieldapp.domain.access import Role
from fieldapp.domain.clock import to_wire
from fieldapp.domain.problems import Refused
from tests.hostile.town import Seat, Town, journal_size


@pytest.fixture
def sergeant(town: Town) -> Seat:
    return town.enrol("sergeant", Role.SUPERVISOR)


@pytest.fixture
def author(town: Town) -> Seat:
    return town.enrol("author")


def a_task(session: Session, who: str, days: float | None = None, **values: object) -> str:
    due = to_wire(session.clock.now() + timedelta(days=days)) if days is not None else None
    return save_record(session, "task", {"what": "Call the school", "assigned_to": who, "due_at": due, **values})


def share(*seats: Seat) -> None:
    for seat in (*seats, *seats):
        seat.sync()


def owner(seat: Seat, task: str) -> object:
    return seat.session.store.record("task", task)["assigned_to"]


def refusal(session: Session, who: str, owners: list[str], reason: str = "Left the bureau") -> list[str]:
    with pytest.raises(Refused) as refused:
        reassign(session, who, owners, reason)
    return [problem.code for problem in refused.value.problems]


def test_open_work_is_counted_by_person_late_and_near(sergeant: Seat):
    session = sergeant.session
    late, near, far = (a_task(session, "Okafor", days) for days in (-1, 3, 30))
    a_task(session, "Okafor", -2, status="done", done_at=to_wire(session.clock.now()))
    lead = save_record(session, "lead", {"summary": "Tip", "assigned_to": "okafor ", "status": "working"})
    (load,) = load_caseload(session)
    assert (load.who, load.tasks, load.overdue, load.soon) == ("Okafor", (late, near, far), (late,), (near,))
    assert (load.leads, load.count) == ((lead,), 4)


def test_handle_and_name_are_one_person(author: Seat, sergeant: Seat):
    training = {"who": "Dana Author", "handle": "author", "course": "csec_patrol", "completed_on": "2026-01-05"}
    save_record(author.session, "training", training)
    save_record(author.session, "recovery", {"place": "Motel"})
    a_task(author.session, "author")
    share(author, sergeant)
    (load,) = [load for load in load_caseload(sergeant.session) if load.count]
    assert (load.who, len(load.tasks), len(load.drafts["recovery"])) == ("Dana Author", 1, 1)


def test_work_that_nobody_has_is_shown_too(sergeant: Seat):
    save_record(sergeant.session, "lead", {"summary": "Tip", "status": "new"})
    assert [load.who for load in load_caseload(sergeant.session)] == [""]


def test_everything_of_one_person_goes_to_others_in_turn_with_the_reason(author: Seat, sergeant: Seat):
    session = sergeant.session
    tasks = [a_task(session, "Okafor", days) for days in (1, 2, 3)]
    kept = a_task(session, "Alvarez", 1)
    share(sergeant, author)
    handed = reassign(session, "Okafor", ["Alvarez", "Brandt"], "Left the bureau")
    share(sergeant, author)
    assert handed.count == 3
    assert [owner(author, task) for task in tasks] == ["Alvarez", "Brandt", "Alvarez"]
    assert owner(author, kept) == "Alvarez"
    newest = load_history(author.session, "task", tasks[0])[0]
    assert (newest.reason, newest.author) == ("Left the bureau", "sergeant")
    assert {load.who for load in load_caseload(author.session)} == {"Alvarez", "Brandt"}


def test_draft_keeps_its_author_and_somebody_gets_a_task_to_finish_it(author: Seat, sergeant: Seat):
    draft = save_record(author.session, "recovery", {"place": "Motel"})
    share(author, sergeant)
    handed = reassign(sergeant.session, "author", ["Brandt"], "On leave")
    (task,) = (sergeant.session.store.record("task", made) for made in handed.made)
    assert (task["recovery"], task["assigned_to"], task["reassigned_reason"]) == (draft, "Brandt", "On leave")


def test_taken_back_it_is_as_it_was(sergeant: Seat):
    session = sergeant.session
    save_record(session, "recovery", {"place": "Motel"})
    task, lead = (
        a_task(session, "Sergeant", 1),
        save_record(session, "lead", {"summary": "T", "assigned_to": "sergeant"}),
    )
    before = load_caseload(session)
    undoable = len(session.undone)
    take_reassignment_back(session, reassign(session, "Sergeant", ["Brandt"], "Leave"))
    assert load_caseload(session) == before
    assert session.store.record("task", task)["reassigned_reason"] is None
    assert session.store.record("lead", lead)["assigned_to"] == "sergeant"
    assert len(session.undone) == undoable


def test_what_cannot_be_handed_on_changes_nothing(author: Seat, sergeant: Seat):
    a_task(sergeant.session, "Okafor", 1)
    share(sergeant, author)
    size = journal_size(sergeant.session)
    assert refusal(author.session, "Okafor", ["Brandt"]) == ["REASSIGN_ROLE"]
    assert refusal(sergeant.session, "Okafor", ["", " "]) == ["REASSIGN_NOBODY"]
    assert refusal(sergeant.session, "Okafor", ["Brandt", "okafor"]) == ["REASSIGN_SAME"]
    assert refusal(sergeant.session, "Okafor", ["Brandt"], " ") == ["REASON_REQUIRED"]
    assert refusal(sergeant.session, "Nobody", ["Brandt"]) == ["REASSIGN_NOTHING"]
    assert refusal(sergeant.session, "Okafor", ["Brandt"], "x" * 1_000) == ["TEXT_TOO_LONG"]
    assert journal_size(sergeant.session) == size


def test_task_done_meanwhile_stays_done_and_is_only_another_persons(author: Seat, sergeant: Seat):
    task = a_task(sergeant.session, "Okafor", 1)
    share(sergeant, author)
    done = {"status": "done", "done_at": to_wire(author.session.clock.now())}
    save_record(author.session, "task", done, record_id=task)
    reassign(sergeant.session, "Okafor", ["Brandt"], "Left")
    share(author, sergeant)
    shown = author.session.store.record("task", task)
    assert (shown["status"], shown["assigned_to"]) == ("done", "Brandt")
    assert count_clashes(author.session) == 0


def test_two_who_hand_one_task_on_apart_must_settle_it(sergeant: Seat, town: Town):
    lieutenant = town.enrol("lieutenant", Role.SUPERVISOR)
    a_task(sergeant.session, "Okafor", 1)
    share(sergeant, lieutenant)
    reassign(sergeant.session, "Okafor", ["Brandt"], "Left")
    reassign(lieutenant.session, "Okafor", ["Alvarez"], "Left")
    share(sergeant, lieutenant)
    assert count_clashes(sergeant.session) == count_clashes(lieutenant.session) == 1
