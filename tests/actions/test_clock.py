"""The clocks of a record: how each stands, and stopping, moving or extending one with a reason that stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from fieldapp.actions.capture import finalise_record, save_record, undo, void_record
from fieldapp.actions.clock import (
    CHANGE,
    approve_change,
    extend_clock,
    has_clocks,
    load_clocks,
    pause_clock,
    rebase_clock,
    record_clocks,
    resume_clock,
)
from fieldapp.actions.session import Session
from fieldapp.domain.access import Role
from fieldapp.domain.clock import to_wire
from fieldapp.domain.problems import Refused
from fieldapp.rules.deadline import ClockState, Deadline, Doubt
from tests.fakes.clock import FakeClock
from tests.fakes.laptop import PASSPHRASE, a_laptop, a_session
from tests.fakes.sample import a_person, a_recovery, ago, consider_indicators

HOUR = 3600
Open = Callable[..., Session]


@pytest.fixture
def recovery(session: Session) -> str:
    """A girl of fifteen, met an hour ago."""
    return a_recovery(session, a_person(session, "Doe-1"), estimated_age=15)


def clock_of(session: Session, record_id: str, code: str, record_type: str = "recovery") -> Deadline:
    return next(each for each in record_clocks(session, record_type, record_id) if each.code == code)


def refusals(act: Callable[[], object]) -> list[str]:
    with pytest.raises(Refused) as refused:
        act()
    return [problem.code for problem in refused.value.problems]


def test_every_clock_that_has_begun_is_listed_with_its_law(session: Session, recovery: str):
    found = record_clocks(session, "recovery", recovery)
    assert [each.code for each in found] == [
        "responders", "written_report", "cross_report", "medical_hub", "review_72h", "mdt", "endorsement",
    ]  # fmt: skip
    assert all(each.citation.law and each.citation.says for each in found)
    assert {each.source for each in found} == {"first_contact_at"}


def test_adults_recovery_has_no_clocks_of_a_minor(session: Session):
    adult = a_recovery(session, a_person(session, "Doe-2", born_on="1990-01-01"))
    codes = {each.code for each in record_clocks(session, "recovery", adult)}
    assert "written_report" not in codes
    assert "review_72h" in codes


def test_corrected_date_of_birth_starts_and_stops_the_clocks_of_a_minor(session: Session):
    person = a_person(session, "Doe-2", born_on="1990-01-01")
    recovery = a_recovery(session, person)
    save_record(session, "person", {"born_on": "2012-01-01"}, record_id=person)
    assert clock_of(session, recovery, "written_report").state is ClockState.RUNNING


def test_what_is_done_stays_listed_in_time_or_late(session: Session, recovery: str, clock: FakeClock):
    clock.advance(HOUR)
    save_record(session, "recovery", {"advocate_arrived_at": ago(session, minutes=61)}, record_id=recovery)
    assert clock_of(session, recovery, "responders").state is ClockState.DONE
    save_record(session, "recovery", {"advocate_arrived_at": ago(session, minutes=5)}, record_id=recovery)
    assert clock_of(session, recovery, "responders").state is ClockState.DONE_LATE


def test_stopped_clock_gets_the_time_back_that_it_stood_still(session: Session, recovery: str, clock: FakeClock):
    due = clock_of(session, recovery, "review_72h").due_at
    assert due is not None
    pause_clock(session, "recovery", recovery, "review_72h", "In hospital, nobody may see her")
    clock.advance(5 * HOUR)
    assert clock_of(session, recovery, "review_72h").state is ClockState.PAUSED
    resume_clock(session, "recovery", recovery, "review_72h", "Discharged")
    found = clock_of(session, recovery, "review_72h")
    assert (found.state, found.due_at) == (ClockState.RUNNING, due + timedelta(hours=5))
    assert clock_of(session, recovery, "mdt").changes.pauses == ()


def test_changes_are_kept_with_their_reasons_in_order(session: Session, recovery: str, clock: FakeClock):
    pause_clock(session, "recovery", recovery, "review_72h", " In hospital ")
    clock.advance(HOUR)
    resume_clock(session, "recovery", recovery, "review_72h", "Discharged")
    view = next(v for v in load_clocks(session, "recovery", recovery) if v.deadline.code == "review_72h")
    told = [(row["kind"], row["reason"], row.get("approved_by")) for row in view.changes]
    assert told == [("pause", "In hospital", None), ("resume", "Discharged", None)]


def test_clock_runs_from_the_moved_start_and_the_old_one_stays_in_the_record(session: Session, recovery: str):
    start = session.clock.now() - timedelta(minutes=20)
    rebase_clock(session, "recovery", recovery, "responders", "The first call was a wrong address", start)
    found = clock_of(session, recovery, "responders")
    assert (found.starts_at, found.due_at) == (start, start + timedelta(minutes=90))
    assert session.store.record("recovery", recovery)["first_contact_at"] == ago(session, hours=1)


def test_supervisor_approves_their_own_change(tmp_path: Path, clock: FakeClock):
    session = a_session(tmp_path / "supervisor", clock, Role.SUPERVISOR, name="Sgt. Okafor")
    recovery = a_recovery(session, a_person(session, "Doe-1"), estimated_age=15)
    change = pause_clock(session, "recovery", recovery, "review_72h", "In hospital")
    assert session.store.record(CHANGE, change)["approved_by"] == "Sgt. Okafor"
    session.close()


def test_supervisor_approves_what_somebody_else_changed_and_nobody_else_does(
    tmp_path: Path, clock: FakeClock, session: Session, recovery: str
):
    change = pause_clock(session, "recovery", recovery, "review_72h", "In hospital")
    assert refusals(lambda: approve_change(session, change)) == ["CLOCK_APPROVAL_OF_SUPERVISOR"]
    supervisor = a_session(tmp_path / "supervisor", clock, Role.SUPERVISOR, name="Sgt. Okafor")
    theirs = a_recovery(supervisor, a_person(supervisor, "Doe-1"), estimated_age=15)
    facts = {"recovery": theirs, "clock": "mdt", "kind": "pause", "at": ago(supervisor, minutes=5), "reason": "x"}
    change = save_record(supervisor, CHANGE, facts)
    approve_change(supervisor, change)
    assert supervisor.store.record(CHANGE, change)["approved_by"] == "Sgt. Okafor"
    supervisor.close()


def test_statute_that_knows_no_stop_is_not_stopped(session: Session, recovery: str):
    for act in (pause_clock, resume_clock):
        assert refusals(lambda act=act: act(session, "recovery", recovery, "written_report", "Busy")) in (
            ["CLOCK_NOT_PAUSABLE"],
            ["CLOCK_NOT_PAUSED"],
        )
    late = session.clock.now() + timedelta(days=30)
    extend = lambda: extend_clock(session, "recovery", recovery, "written_report", "Busy", late)  # noqa: E731
    assert refusals(extend) == ["CLOCK_NOT_EXTENDABLE"]
    assert session.store.linked(CHANGE, "recovery", recovery) == []


def test_change_without_a_reason_is_refused(session: Session, recovery: str):
    assert refusals(lambda: pause_clock(session, "recovery", recovery, "review_72h", "  ")) == ["REASON_REQUIRED"]


def test_clock_is_stopped_once_and_does_not_run_on_when_it_runs(session: Session, recovery: str):
    pause_clock(session, "recovery", recovery, "review_72h", "In hospital")
    again = lambda: pause_clock(session, "recovery", recovery, "review_72h", "Again")  # noqa: E731
    assert refusals(again) == ["CLOCK_PAUSED_ALREADY"]
    resume_clock(session, "recovery", recovery, "review_72h", "Discharged")
    assert refusals(lambda: resume_clock(session, "recovery", recovery, "review_72h", "x")) == ["CLOCK_NOT_PAUSED"]


def test_start_is_not_moved_into_the_future(session: Session, recovery: str):
    tomorrow = session.clock.now() + timedelta(days=1)
    act = lambda: rebase_clock(session, "recovery", recovery, "mdt", "x", tomorrow)  # noqa: E731
    assert refusals(act) == ["CLOCK_START_TO_COME"]


def test_what_does_not_run_cannot_be_changed(session: Session, recovery: str):
    save_record(session, "recovery", {"mdt_at": ago(session, minutes=1)}, record_id=recovery)
    for code in ("mdt", "hhs_notice", "moonrise"):
        assert refusals(lambda code=code: pause_clock(session, "recovery", recovery, code, "x")) == [
            "CLOCK_NOT_RUNNING"
        ]


def test_order_of_the_court_puts_the_end_of_a_tracking_warrant_off(session: Session):
    facts = {"number": "SW-1", "kind": "tracking", "status": "served", "issued_at": ago(session, days=29)}
    warrant = save_record(session, "search_warrant", facts)
    due = clock_of(session, warrant, "tracking_use", "search_warrant").due_at
    assert due is not None
    too_early = lambda: extend_clock(session, "search_warrant", warrant, "tracking_use", "Order", due)  # noqa: E731
    assert refusals(too_early) == ["CLOCK_UNTIL_TOO_EARLY"]
    until = due + timedelta(days=30)
    extend_clock(session, "search_warrant", warrant, "tracking_use", "Order of 3 January", until)
    assert clock_of(session, warrant, "tracking_use", "search_warrant").due_at == until


def test_undone_or_struck_out_change_counts_no_more(session: Session, recovery: str):
    pause_clock(session, "recovery", recovery, "review_72h", "In hospital")
    undo(session)
    assert clock_of(session, recovery, "review_72h").state is ClockState.RUNNING
    change = pause_clock(session, "recovery", recovery, "review_72h", "In hospital")
    void_record(session, CHANGE, change, "Wrong record")
    assert clock_of(session, recovery, "review_72h").state is ClockState.RUNNING


def test_change_that_another_table_allowed_is_not_counted_and_said(session: Session, recovery: str):
    facts = {"recovery": recovery, "clock": "written_report", "kind": "pause", "at": ago(session, minutes=5)}
    save_record(session, CHANGE, facts | {"reason": "By an older table"})
    found = clock_of(session, recovery, "written_report")
    assert (found.state, found.doubts) == (ClockState.RUNNING, (Doubt.CHANGE_IGNORED,))


def test_clocks_survive_a_restart(tmp_path: Path, clock: FakeClock):
    session = a_session(tmp_path / "laptop", clock)
    recovery = a_recovery(session, a_person(session, "Doe-1"), estimated_age=15)
    pause_clock(session, "recovery", recovery, "review_72h", "In hospital")
    rebase_clock(session, "recovery", recovery, "mdt", "Wrong day", session.clock.now() - timedelta(days=2))
    before = record_clocks(session, "recovery", recovery)
    session.close()
    again = a_laptop(tmp_path / "laptop", clock).unlock(PASSPHRASE)
    assert record_clocks(again, "recovery", recovery) == before
    clock.advance(24 * HOUR)
    assert clock_of(again, recovery, "review_72h").state is ClockState.PAUSED
    again.close()


def test_final_record_keeps_the_clocks_that_the_law_keeps_running(session: Session, recovery: str):
    consider_indicators(session, str(session.store.record("recovery", recovery)["person"]))
    values = {"state": "final", "name_advice_given": False}
    session.store.save(session.author, "recovery", values, record_id=recovery)
    codes = {each.code for each in record_clocks(session, "recovery", recovery)}
    assert {"written_report", "review_72h", "endorsement"} <= codes
    assert not {"responders", "medical_hub"} & codes


def test_struck_out_record_has_no_clocks(session: Session, recovery: str):
    void_record(session, "recovery", recovery, "Entered twice")
    assert record_clocks(session, "recovery", recovery) == []
    assert record_clocks(session, "recovery", "no such record") == []


def test_types_of_record_with_clocks_are_those_of_the_table():
    assert has_clocks("recovery")
    assert has_clocks("search_warrant")
    assert has_clocks("arrest")
    assert not has_clocks("lead")


def test_change_is_a_record_that_can_be_made_final(session: Session, recovery: str):
    change = rebase_clock(session, "recovery", recovery, "mdt", "x", session.clock.now() - timedelta(days=1))
    finalise_record(session, CHANGE, change)
    assert session.store.record(CHANGE, change)["new_start"] == to_wire(session.clock.now() - timedelta(days=1))
