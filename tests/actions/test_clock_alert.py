"""Whoever is at the laptop is told once when a clock turns, also when it turned while the app was closed."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldapp.actions.clock import rebase_clock
from fieldapp.actions.clock_alert import Alert, take_alert
from fieldapp.actions.session import Session
from fieldapp.actions.stamp import stamp_record, take_stamp_back
from fieldapp.domain.access import Role
from fieldapp.domain.clock import to_wire
from tests.fakes.clock import FakeClock
from tests.fakes.laptop import PASSPHRASE, a_laptop, a_session
from tests.fakes.sample import a_person, a_recovery

MINUTE, HOUR = 60, 3600


@pytest.fixture
def recovery(session: Session) -> str:
    values = {"estimated_age": 24, "first_contact_at": to_wire(session.clock.now())}
    return a_recovery(session, a_person(session, "Doe-1"), **values)


def told(alert: Alert) -> tuple[list[str], list[str]]:
    return [each.code for each in alert.overdue], [each.code for each in alert.soon]


def test_each_turn_is_told_once(session: Session, recovery: str, clock: FakeClock):
    assert not take_alert(session)
    clock.advance(75 * MINUTE)
    assert told(take_alert(session)) == ([], ["responders"])
    assert not take_alert(session)
    clock.advance(15 * MINUTE)
    assert told(take_alert(session)) == (["responders"], [])
    assert not take_alert(session)


def test_turn_while_the_app_was_closed_is_told_after_the_restart_and_no_other_again(tmp_path: Path, clock: FakeClock):
    session = a_session(tmp_path / "one", clock)
    a_recovery(session, a_person(session, "Doe-1"), estimated_age=24, first_contact_at=to_wire(clock.now()))
    clock.advance(80 * MINUTE)
    assert told(take_alert(session)) == ([], ["responders"])
    session.close()
    again = a_laptop(tmp_path / "one", clock).unlock(PASSPHRASE)
    assert not take_alert(again)
    again.close()
    clock.advance(20 * MINUTE)
    again = a_laptop(tmp_path / "one", clock).unlock(PASSPHRASE)
    assert told(take_alert(again)) == (["responders"], [])
    again.close()


def test_moved_clock_is_told_anew(session: Session, recovery: str, clock: FakeClock):
    clock.advance(80 * MINUTE)
    assert take_alert(session)
    rebase_clock(session, "recovery", recovery, "responders", "Wrong address first", clock.now())
    assert not take_alert(session)
    clock.advance(76 * MINUTE)
    assert told(take_alert(session)) == ([], ["responders"])


def test_done_in_time_is_never_told_and_taken_back_it_is(session: Session, recovery: str, clock: FakeClock):
    stamp = stamp_record(session, "responders", "recovery", recovery)
    clock.advance(2 * HOUR)
    assert not take_alert(session)
    take_stamp_back(session, stamp)
    assert told(take_alert(session)) == (["responders"], [])


def test_advocate_is_told_nothing_of_the_police(tmp_path: Path, clock: FakeClock):
    session = a_session(tmp_path / "ngo", clock, Role.ADVOCATE)
    assert not take_alert(session)
    session.close()


def test_nothing_is_written_to_a_store_that_was_cut_short(session: Session, recovery: str, clock: FakeClock):
    clock.advance(2 * HOUR)
    count = session.store.commit_count()
    session.missing = 1
    assert not take_alert(session)
    assert session.store.commit_count() == count
