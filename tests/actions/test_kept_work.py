"""What is told after a crash: real store; a session closed without a word is one that crashed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fieldapp.actions.capture import save_record
from fieldapp.actions.kept_work import KeptWork, begin_work, end_work
from fieldapp.actions.session import Session
from tests.fakes.clock import FakeClock
from tests.fakes.laptop import PASSPHRASE, a_laptop, a_session


@pytest.fixture
def crash(tmp_path: Path, clock: FakeClock) -> Callable[[Callable[[Session], object]], KeptWork | None]:
    """Work for a while, crash, come back; return what is told then."""
    a_session(tmp_path, clock).close()

    def run(work: Callable[[Session], object]) -> KeptWork | None:
        for act in (begin_work, work):
            session = a_laptop(tmp_path, clock).unlock(PASSPHRASE)
            if act is begin_work:
                begin_work(session)
            else:
                work(session)
            session.close()
            clock.advance(60)
        session = a_laptop(tmp_path, clock).unlock(PASSPHRASE)
        kept = begin_work(session)
        session.close()
        return kept

    return run


def test_drafts_of_the_time_that_crashed_are_counted_and_the_last_one_named(crash, clock: FakeClock):
    def work(session: Session) -> None:
        save_record(session, "lead", {"summary": "Van seen twice"})
        clock.advance(5)
        lead = save_record(session, "lead", {"summary": "Second caller"})
        clock.advance(5)
        save_record(session, "lead", {"source_reference": "T-17"}, record_id=lead)

    kept = crash(work)
    assert (kept.count, kept.record_type, kept.field) == (2, "lead", "source_reference")
    assert "Second caller" in kept.title


def test_locking_ends_the_time_at_work_and_nothing_is_told(crash):
    def work(session: Session) -> None:
        save_record(session, "lead", {"summary": "Van seen twice"})
        end_work(session)

    assert crash(work) is None


def test_crash_that_left_no_draft_tells_nothing(crash):
    assert crash(lambda _session: None) is None


def test_drafts_of_earlier_days_and_of_others_are_not_told_again(tmp_path: Path, clock: FakeClock):
    session = a_session(tmp_path, clock)
    save_record(session, "lead", {"summary": "Of last week"})
    clock.advance(7 * 86_400)
    assert begin_work(session) is None
    session.close()
    session = a_laptop(tmp_path, clock).unlock(PASSPHRASE)
    assert begin_work(session) is None
    session.close()
