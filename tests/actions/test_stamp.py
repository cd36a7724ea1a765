"""One press for what just happened."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldapp.actions.board import load_board
from fieldapp.actions.session import Session
from fieldapp.actions.stamp import stamp_record, take_stamp_back
from fieldapp.domain.access import Role
from tests.fakes.clock import FakeClock
from tests.fakes.laptop import a_session
from tests.fakes.sample import a_person, a_recovery, fill_services


@pytest.fixture
def session(tmp_path: Path, clock: FakeClock) -> Iterator[Session]:
    """A detective's fresh laptop."""
    made = a_session(tmp_path, clock)
    yield made
    made.close()


def test_stamped_clock_leaves_the_board_and_undo_brings_it_back(session: Session):
    recovery = a_recovery(session, a_person(session, "Doe-1"), estimated_age=15)
    before = load_board(session).due
    stamp = stamp_record(session, "responders", "recovery", recovery)
    assert [row.code for row in load_board(session).due] == ["written_report", "review_72h"]
    take_stamp_back(session, stamp)
    assert load_board(session).due == before


def test_call_out_is_accepted_and_then_arrived(tmp_path: Path, clock: FakeClock):
    session = a_session(tmp_path / "ngo", clock, Role.ADVOCATE, handle="moreno")
    fill_services(session)
    first = load_board(session).call_outs[0]
    stamp_record(session, "accept", "referral", first.record_id)
    assert load_board(session).call_outs[0].status == "accepted"
    stamp_record(session, "arrive", "referral", first.record_id)
    assert [call.record_id for call in load_board(session).call_outs] != [first.record_id]
    assert len(load_board(session).call_outs) == 1
    session.close()
