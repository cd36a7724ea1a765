"""A packet says by which clock each act is dated, and warns of every laptop whose clock was off or is not known."""

from __future__ import annotations

import json

import pytest

from fieldapp.actions.capture import save_record
from fieldapp.actions.packet import Order, Packet, load_packet
from fieldapp.actions.packet_part import packet_parts
from fieldapp.actions.session import Session
from fieldapp.domain.clock import from_wire
from fieldapp.domain.faults import SyncError
from sync.hq.timeline import load_timeline
from tests.fakes.clock import FakeClock
from tests.fakes.laptop import a_laptop
from tests.hostile.town import Seat, Town, meet, replace

AHEAD_S = 3 * 3600 + 7 * 60


def with_clock(seat: Seat, clock: FakeClock) -> None:
    seat.session.close()
    seat.laptop = a_laptop(seat.laptop.folder, clock)
    seat.unlock()


def a_packet(session: Session, arrest: str) -> Packet:
    return load_packet(session, Order("arrest", arrest, "District attorney", "discovery", "Filing"))


def told_twice(town: Town) -> tuple[Seat, Seat, str]:
    """An arrest that ben began and ana wrote on, with a clock 3 h 7 min ahead, before ben wrote on it again."""
    ana, ben = town.enrol("ana"), town.enrol("ben")
    arrest = save_record(ben.session, "arrest", {"place": "Motel"})
    meet(ben, ana)
    ahead = FakeClock(town.clock.now())
    ahead.advance(AHEAD_S)
    with_clock(ana, ahead)
    save_record(ana.session, "arrest", {"city": "Pomona"}, record_id=arrest)
    for clock in (town.clock, ahead):
        clock.advance(60)
    save_record(ben.session, "arrest", {"officer": "Ben"}, record_id=arrest)
    meet(ana, ben)
    return ana, ben, arrest


def test_clock_three_hours_ahead_warns_in_the_packet_of_either_laptop_with_both_times(town: Town) -> None:
    ana, ben, arrest = told_twice(town)
    for seat in (ana, ben):
        packet = a_packet(seat.session, arrest)
        late = next(act for act in packet.acts if act.laptop == ana.session.store.device)
        off = from_wire(late.said_at) - from_wire(late.corrected_at)
        assert abs(off.total_seconds() - AHEAD_S) <= 1
        assert late.ahead_ms is not None
        (warning,) = packet.warnings
        assert (warning.laptop, warning.acts, warning.first_at) == (late.laptop, 1, late.said_at)
        assert "was 3 h 7 min ahead for 1 act " in warning.sentence()
        parts = dict(packet_parts(packet, b""))
        assert "3 h 7 min ahead" in parts["README.txt"].decode()
        assert late.said_at in parts["time.json"].decode()
        assert late.corrected_at in parts["time.json"].decode()


def test_packet_has_the_order_and_the_times_of_headquarters_own_timeline(town: Town) -> None:
    ana, ben, arrest = told_twice(town)
    at_hq = [
        (f"{event.device}-{event.counter}", event.corrected_at) for event in load_timeline(town.hq.database, arrest)
    ]
    for seat in (ana, ben):
        assert [(act.change_id, act.corrected_at) for act in a_packet(seat.session, arrest).acts] == at_hq
    assert [act for act, _ in at_hq] != [act for act, _ in sorted(at_hq, key=lambda each: each[0])]


def test_clock_of_what_was_not_handed_in_yet_is_called_not_known(town: Town) -> None:
    ana = town.enrol("ana")
    arrest = save_record(ana.session, "arrest", {"place": "Motel"})
    (warning,) = a_packet(ana.session, arrest).warnings
    assert warning.ahead_ms is None
    assert "is not known: this laptop has not been told by headquarters" in warning.sentence()
    ana.sync()
    assert a_packet(ana.session, arrest).warnings == ()


def test_headquarters_that_tells_nothing_of_clocks_leaves_them_not_known(town: Town) -> None:
    ana = town.enrol("ana")
    ana.wire.meddle = town.forge(lambda reply: replace(reply, clocks=None), ana)
    arrest = save_record(ana.session, "arrest", {"place": "Motel"})
    ana.sync()
    assert [warning.ahead_ms for warning in a_packet(ana.session, arrest).warnings] == [None]


def test_reply_lost_on_its_way_is_told_again_with_the_clock_as_it_was(town: Town) -> None:
    ana = town.enrol("ana")
    ahead = FakeClock(town.clock.now())
    ahead.advance(AHEAD_S)
    with_clock(ana, ahead)
    arrest = save_record(ana.session, "arrest", {"place": "Motel"})
    ana.wire.meddle = lambda answer: (500, answer[1], b"")
    with pytest.raises(SyncError):
        ana.sync()
    with_clock(ana, town.clock)
    ana.wire.meddle = None
    ana.sync()
    (warning,) = a_packet(ana.session, arrest).warnings
    assert "3 h 7 min ahead" in warning.sentence()


def test_record_that_came_whole_says_that_its_history_is_at_headquarters(town: Town) -> None:
    ben = town.enrol("ben")
    arrest = save_record(ben.session, "arrest", {"place": "Motel"})
    ben.sync()
    late = town.enrol("late")
    packet = a_packet(late.session, arrest)
    assert packet.has_earlier
    said = json.loads(dict(packet_parts(packet, b""))["packet.json"])["warnings"]
    assert any("at headquarters only" in sentence for sentence in said)
