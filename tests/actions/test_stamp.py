"""One press for what just happened."""

from __future__ import annotations

from pathlib import Path

from fieldapp.actions.board import load_board
from fieldapp.actions.session import Session
from fieldapp.actions.stamp import can_stamp, stamp_record, take_stamp_back
from fieldapp.domain.access import Role
from fieldapp.domain.clock import to_wire
from tests.fakes.clock import FakeClock
from tests.fakes.laptop import a_session
from tests.fakes.sample import a_person, a_recovery, fill_services


def test_stamped_clock_leaves_the_board_and_undo_brings_it_back(session: Session):
    recovery = a_recovery(session, a_person(session, "Doe-1"), estimated_age=15)
    before = load_board(session).due
    stamp = stamp_record(session, "responders", "recovery", recovery)
    left = ["written_report", "cross_report", "medical_hub", "review_72h"]
    assert [row.code for row in load_board(session).due] == left
    take_stamp_back(session, stamp)
    assert load_board(session).due == before


def test_every_clock_that_a_time_stops_can_be_stamped(session: Session):
    person = a_person(session, "Doe-1")
    recovery = a_recovery(session, person, estimated_age=15)
    for code, field in (("review_72h", "review_72h_at"), ("cross_report", "cross_reported_at"), ("mdt", "mdt_at")):
        assert can_stamp(code)
        stamp_record(session, code, "recovery", recovery)
        assert session.store.record("recovery", recovery)[field] == to_wire(session.clock.now())
    assert not can_stamp("acute_exam")
    assert not can_stamp("an agency's own clock that was taken out again")


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
