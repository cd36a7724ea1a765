"""Around an operation in which very much happened."""

from __future__ import annotations

from datetime import timedelta

from fieldapp.actions.capture import save_record
from fieldapp.actions.operation_scene import load_scene
from fieldapp.actions.session import Session
from fieldapp.domain.clock import to_wire
from tests.fakes.clock import FakeClock


def test_time_line_is_of_the_newest_lines_whatever_they_are_and_each_has_its_title(session: Session, clock: FakeClock):
    operation = save_record(session, "operation", {"name": "Blue Harvest"})
    member = save_record(session, "roster_member", {"operation": operation, "role": "cover", "name": "Chen"})
    begun = clock.now()
    with session.store.transaction():
        for number in range(150):
            at = to_wire(begun + timedelta(minutes=number))
            facts = {"operation": operation, "roster_member": member, "kind": "checked_in", "at": at}
            session.store.save(session.author, "check_in", facts)
            warrant = {"operation": operation, "number": f"SW-{number:03}", "served_at": at}
            session.store.save(session.author, "search_warrant", warrant)
    scene = load_scene(session, operation)
    assert scene is not None
    assert (len(scene.events), scene.tally.warrants) == (200, 150)
    assert scene.events[0].at == begun + timedelta(minutes=50)
    assert {event.kind for event in scene.events} == {"check_in_checked_in", "search_warrant"}
    assert scene.events[-1].title == "SW-149" or scene.events[-2].title == "SW-149"
    assert all(event.title for event in scene.events)


def test_missed_check_in_that_was_made_elsewhere_in_time_is_told_as_such(session: Session, clock: FakeClock):
    operation = save_record(session, "operation", {"name": "Blue Harvest"})
    member = save_record(session, "roster_member", {"operation": operation, "role": "cover", "name": "Chen"})
    early, due, late = (to_wire(clock.now() + timedelta(minutes=minutes)) for minutes in (5, 10, 15))
    for kind, at, due_at in (
        ("missed", due, due),
        ("checked_in", early, due),
        ("missed", late, late),
        ("checked_in", to_wire(clock.now() + timedelta(minutes=20)), late),
    ):
        facts = {"operation": operation, "roster_member": member, "kind": kind, "at": at, "due_at": due_at}
        session.store.save(session.author, "check_in", facts)
    scene = load_scene(session, operation)
    assert scene is not None
    kinds = [event.kind.removeprefix("check_in_") for event in scene.events]
    assert kinds == ["checked_in", "in_time", "missed", "checked_in"]
