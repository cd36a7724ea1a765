"""What is captured after an operation was closed elsewhere: accepted once, twice or against a reopening, it is kept."""

from __future__ import annotations

import pytest

from fieldapp.actions.capture import save_record
from fieldapp.actions.conflict import count_clashes
from fieldapp.actions.history import load_history
from fieldapp.actions.operation import accept_after_closing, acceptance_id, reopen_operation
from fieldapp.actions.operation_scene import load_scene
from fieldapp.domain.access import Role
from fieldapp.domain.clock import to_wire
from tests.actions.test_check_in import in_the_field
from tests.hostile.test_hostile_custody import meet, refusals


@pytest.fixture
def late(town, clock):
    """Two laptops, an operation that one closed while the other captured: ana, ben, operation, the late recovery."""
    ana, ben = town.enrol("ana", Role.SUPERVISOR), town.enrol("ben")
    operation, _member = in_the_field(ana.session)
    meet(ana, ben)
    values = {"status": "closed", "closed_at": to_wire(clock.now())}
    save_record(ana.session, "operation", values, record_id=operation)
    clock.advance(600)
    recovery = save_record(
        ben.session, "recovery", {"operation": operation, "first_contact_at": to_wire(clock.now()), "place": "Lobby"}
    )
    meet(ana, ben, ana)
    return ana, ben, operation, recovery


def test_late_capture_that_two_laptops_accept_is_accepted_once_and_both_are_on_record(late, clock):
    ana, ben, operation, recovery = late
    for seat in (ana, ben):
        accept_after_closing(seat.session, operation, load_scene(seat.session, operation).late)
        clock.advance(300)
    meet(ana, ben, ana)
    for seat in (ana, ben):
        scene = load_scene(seat.session, operation)
        assert scene.late == {}
        assert scene.tally.recoveries == 1
        assert count_clashes(seat.session) == 0
        assert seat.session.store.record("recovery", recovery)["place"] == "Lobby"
        acts = load_history(seat.session, "note", acceptance_id(recovery, operation))
        assert {act.author for act in acts} == {"ana", "ben"}
    assert refusals(ana) == refusals(ben) == []


def test_acceptance_and_reopening_at_once_lose_neither(late, clock):
    ana, ben, operation, recovery = late
    accept_after_closing(ana.session, operation, {recovery: "recovery"})
    reopen_operation(ben.session, operation)
    meet(ana, ben, ana)
    for seat in (ana, ben):
        assert seat.session.store.record("operation", operation)["status"] == "active"
        assert seat.session.store.record("note", acceptance_id(recovery, operation)) is not None
        assert load_scene(seat.session, operation).late == {}
        assert count_clashes(seat.session) == 0


def test_operation_closed_on_both_laptops_at_different_times_is_one_conflict_and_keeps_every_capture(town, clock):
    ana, ben = town.enrol("ana", Role.SUPERVISOR), town.enrol("ben")
    operation, _member = in_the_field(ana.session)
    meet(ana, ben)
    kept = []
    for seat in (ana, ben):
        values = {"operation": operation, "first_contact_at": to_wire(clock.now())}
        kept.append(save_record(seat.session, "recovery", values))
        clock.advance(60)
        closed = {"status": "closed", "closed_at": to_wire(clock.now()), "closed_by": seat.session.profile.handle}
        save_record(seat.session, "operation", closed, record_id=operation)
        clock.advance(600)
    meet(ana, ben, ana)
    for seat in (ana, ben):
        assert count_clashes(seat.session) == 1
        assert set(seat.session.store.disputed("operation", operation)) == {"closed_at", "closed_by"}
        assert load_scene(seat.session, operation).tally.recoveries == len(kept)
