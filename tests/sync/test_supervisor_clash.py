"""Two supervisors sign one plan apart: who settles which of the two words counts."""

from __future__ import annotations

import pytest

from fieldapp.actions.capture import save_record
from fieldapp.actions.conflict import load_clashes, resolve_clash
from fieldapp.domain.access import Role
from fieldapp.domain.clock import to_wire
from fieldapp.domain.problems import Refused
from fieldapp.store.outbox import quarantined
from tests.hostile.town import Seat, Town, meet


def sign(seat: Seat, operation: str) -> None:
    session = seat.session
    signed = {"approved_by": session.profile.name, "approved_at": to_wire(session.clock.now())}
    save_record(session, "operation", signed, record_id=operation)


@pytest.mark.parametrize("settle", ["as shown", "the other way"])
def test_conflict_between_two_supervisors_words_is_not_settled_by_anybody_else(town: Town, settle: str):
    lena, vega = town.enrol("lena", Role.SUPERVISOR), town.enrol("vega", Role.SUPERVISOR)
    dana = town.enrol("dana")
    operation = save_record(dana.session, "operation", {"name": "Amber"})
    meet(dana, lena, vega)
    for seat in (lena, vega):
        seat.laptop.clock.advance(60)
        sign(seat, operation)
    meet(lena, vega, dana)
    clash = next(each for each in load_clashes(dana.session) if each.field == "approved_by")
    value = clash.heads[0 if settle == "as shown" else 1].value
    with pytest.raises(Refused, match="SUPERVISOR_NEEDED"):
        resolve_clash(dana.session, clash, value, "Nobody will notice")
    guards, dana.session.store.guards = dana.session.store.guards, ()
    resolve_clash(dana.session, clash, value, "Nobody will notice")
    dana.session.store.guards = guards
    dana.sync()
    assert [refused.reason for refused in quarantined(dana.session.store)] == ["SUPERVISOR_NEEDED"]
    meet(lena, vega)
    assert "approved_by" in {each.field for each in load_clashes(lena.session)}  # open, and shown


@pytest.mark.parametrize("who", ["the one shown", "the other", "a third"])
def test_every_supervisor_settles_it_so_that_it_is_never_nobodys(town: Town, who: str):
    lena, vega, third = (town.enrol(name, Role.SUPERVISOR) for name in ("lena", "vega", "ines"))
    operation = save_record(lena.session, "operation", {"name": "Amber"})
    meet(lena, vega, third)
    for seat in (lena, vega):
        seat.laptop.clock.advance(60)
        sign(seat, operation)
    meet(lena, vega, third)
    shown = next(each for each in load_clashes(third.session) if each.field == "approved_by").heads[0].value
    by_name = {seat.session.profile.name: seat for seat in (lena, vega)}
    seats = {"the one shown": by_name.pop(str(shown)), "a third": third}
    seat = seats.get(who) or next(iter(by_name.values()))
    for clash in load_clashes(seat.session):
        if clash.field == "approved_by":
            own = seat.session.profile.name
            resolve_clash(seat.session, clash, shown if who == "a third" else own, "Agreed by phone")
        elif clash.field == "approved_at":
            resolve_clash(seat.session, clash, clash.heads[0].value, "Agreed by phone")
    meet(lena, vega, third)
    assert list(quarantined(seat.session.store)) == []
    for other in (lena, vega, third):
        assert [each.field for each in load_clashes(other.session) if each.record_id == operation] == []
