"""Abusive imagery between laptops: whatever a laptop writes, a pointer stays one and takes no content."""

from __future__ import annotations

import pytest

from fieldapp.actions.capture import save_record, undo
from fieldapp.actions.digital_evidence import clear_pointer, note_pointer
from fieldapp.domain.access import Role
from fieldapp.domain.problems import Refused
from tests.hostile.test_hostile_custody import an_item, meet, refusals
from tests.hostile.town import Town

ITEM = "evidence_item"


def test_laptop_without_rules_neither_unsets_a_pointer_nor_writes_content_over_it(town: Town) -> None:
    ana, ben, chief = town.enrol("ana"), town.enrol("ben"), town.enrol("chief", Role.SUPERVISOR)
    item = an_item(ana)
    note_pointer(ana.session, item, "DEMO-F-1")
    meet(ana, ben, chief)
    kept = dict(ana.session.store.record(ITEM, item))
    for seat in (ana, ben):
        with pytest.raises(Refused, match="POINTER_KEPT"):
            save_record(seat.session, ITEM, {"contraband": False}, record_id=item)
    with pytest.raises(Refused, match="POINTER_KEPT"):
        undo(ana.session)
    ben.session.store.guards = ()
    for change in ({"contraband": False}, {"description": "What is to be seen in it"}):
        ben.session.store.save(ben.session.author, ITEM, change, record_id=item, reason="Because")
    assert refusals(ben) == ["POINTER_KEPT", "POINTER_KEPT"]
    meet(ana, ben)
    assert dict(ana.session.store.record(ITEM, item)) == kept
    with pytest.raises(Refused, match="POINTER_REASON"):
        clear_pointer(chief.session, item, " ")
    clear_pointer(chief.session, item, "The forensic unit found ordinary photographs")
    meet(chief, ana)
    assert ana.session.store.record(ITEM, item)["contraband"] is False


def test_description_written_offline_while_the_other_points_at_it_does_not_reach_anybody(town: Town) -> None:
    ana, ben = town.enrol("ana"), town.enrol("ben")
    item = an_item(ana)
    meet(ana, ben)
    note_pointer(ana.session, item, "DEMO-F-1")
    save_record(ben.session, ITEM, {"description": "What is to be seen in it"}, record_id=item)
    ana.sync()
    assert refusals(ben) == ["POINTER_KEPT"]
    meet(ben, ana)
    for seat in (ana, ben):
        row = seat.session.store.record(ITEM, item)
        assert row["contraband"] is True
    assert ana.session.store.record(ITEM, item)["description"] == "Black phone"


def test_supervisor_whose_role_was_taken_away_clears_nothing(town: Town) -> None:
    ana = town.enrol("ana")
    item = an_item(ana)
    note_pointer(ana.session, item, "DEMO-F-1")
    ana.sync()
    ana.session.profile.__dict__["role"] = Role.SUPERVISOR.value
    clear_pointer(ana.session, item, "I say so")
    assert refusals(ana) == ["POINTER_KEPT"]
