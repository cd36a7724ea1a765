"""Acts in the order they happened, though the laptops' clocks disagree; the laptop's own time stays beside it."""

from __future__ import annotations

import pytest

from fieldapp.__main__ import main
from fieldapp.actions.capture import save_record
from fieldapp.actions.exchange_status import load_status
from fieldapp.domain.clock import from_wire
from sync.hq.timeline import load_timeline, spell_ahead
from tests.fakes.clock import START, FakeClock
from tests.fakes.laptop import a_laptop
from tests.hostile.town import Seat, Town

AHEAD_S = 3 * 3600 + 7 * 60


def with_clock(seat: Seat, clock: FakeClock) -> None:
    seat.session.close()
    seat.laptop = a_laptop(seat.laptop.folder, clock)
    seat.unlock()


def test_clock_three_hours_ahead_is_corrected_and_its_own_time_kept(town: Town) -> None:
    ana, ben = town.enrol("ana"), town.enrol("ben")
    operation = save_record(ben.session, "operation", {"name": "Lighthouse", "kind": "street"})
    ben.sync()
    ana.sync()
    ahead = FakeClock(town.clock.now())
    ahead.advance(AHEAD_S)
    with_clock(ana, ahead)
    recovery = save_record(ana.session, "lead", {"summary": "first", "operation": operation})
    for clock in (town.clock, ahead):
        clock.advance(60)
    save_record(ben.session, "operation", {"objective": "Find who is held there"}, record_id=operation)
    for clock in (town.clock, ahead):
        clock.advance(60)
    ben.sync()
    ana.sync()
    assert load_status(ana.session).clock_ahead_ms == AHEAD_S * 1_000
    assert load_status(ben.session).clock_ahead_ms == 0
    events = load_timeline(town.hq.database, operation)
    assert [(event.handle, event.record_type) for event in events] == [
        ("ben", "operation"),
        ("ana", "lead"),
        ("ben", "operation"),
    ]
    late = events[1]
    assert late.record_id == recovery
    assert spell_ahead(late.ahead_ms) == "clock 3 h 7 min ahead"
    assert late.is_doubtful
    assert not events[0].is_doubtful
    off = from_wire(late.made_at) - from_wire(late.corrected_at)
    assert abs(off.total_seconds() - AHEAD_S) <= 1
    assert late.made_at > events[2].made_at  # by the laptops' own clocks the order would be another


def test_clock_set_right_before_the_hand_in_never_turns_the_order_of_a_laptop(town: Town) -> None:
    ana = town.enrol("ana")
    ahead = FakeClock(town.clock.now())
    ahead.advance(AHEAD_S)
    with_clock(ana, ahead)
    lead = save_record(ana.session, "lead", {"summary": "with a wrong clock"})
    with_clock(ana, town.clock)
    town.clock.advance(60)
    save_record(ana.session, "lead", {"summary": "with a right one"}, record_id=lead)
    ana.sync()
    first, second = load_timeline(town.hq.database, lead)
    assert first.counter < second.counter
    assert first.corrected_at <= second.corrected_at <= second.received_at
    assert first.made_at > second.made_at


def test_unknown_record_has_no_story(town: Town) -> None:
    town.enrol("ana")
    assert load_timeline(town.hq.database, "nobody") == []


def test_command_prints_both_times_and_no_value(
    town: Town, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = town.enrol("ana")
    ahead = FakeClock(START)
    ahead.advance(AHEAD_S)
    with_clock(ana, ahead)
    lead = save_record(ana.session, "lead", {"summary": "Seen near the harbor"})
    ana.sync()
    monkeypatch.setenv("FIELDAPP_HQ_HOME", str(town.folder / "hq"))
    assert main(["hq", "devices"]) == 0
    assert "in use, clock 3 h 7 min ahead" in capsys.readouterr().out
    assert main(["hq", "timeline", lead]) == 0
    printed = capsys.readouterr().out
    assert "laptop said" in printed
    assert "3 h 7 min ahead" in printed
    assert "summary" in printed
    assert "harbor" not in printed
