"""A sealed name that somebody writes over, changes or puts elsewhere: refused by name, and nothing is opened."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from fieldapp.actions.keeper import become_keeper
from fieldapp.actions.name_opening import ask_to_open, open_name
from fieldapp.actions.sealed_name import require_seal, seal_name
from tests.fakes.keepers import NAME, a_seal, agreed, ana, ben, refusal
from tests.hostile.town import Seat, Town

__all__ = ["ana", "ben"]


@pytest.mark.parametrize("name", ["content", "boxes", "alias_number", "sealed_by"])
def test_seal_is_written_over_by_nobody(ana: Seat, ben: Seat, name: str):
    sealed = a_seal(ana, ben)
    for seat in (ana, ben):
        store, author = seat.session.store, seat.session.author
        assert (
            refusal(lambda s=store, a=author: s.save(a, "sealed_name", {name: "x"}, record_id=sealed)) == "SEAL_FIXED"
        )


def test_detective_neither_keeps_nor_seals_nor_asks(ana: Seat, ben: Seat, town: Town):
    sealed = a_seal(ana, ben)
    dana = town.enrol("dana")
    assert refusal(lambda: become_keeper(dana.session)) == "KEEPER_ROLE"
    assert refusal(lambda: seal_name(dana.session, "UC-9", NAME)) == "SEAL_ROLE"
    assert refusal(lambda: ask_to_open(dana.session, sealed, "Look")) == "SEAL_NOT_YOURS"


def test_half_of_another_question_is_refused(ana: Seat, ben: Seat):
    sealed = a_seal(ana, ben)
    first, second = agreed(ana, ben, sealed), agreed(ana, ben, sealed)
    store = ana.session.store
    half = store.record("name_opening", first)["half"]
    row = store.load("name_opening", second)
    store.connection.exec_driver_sql("UPDATE name_opening SET half = ? WHERE id = ?", (half, second))
    if store.record("name_opening", second)["half"] == row.state.values["half"]:
        pytest.fail("the row was not changed")
    assert refusal(lambda: open_name(ana.session, second)) == "HALF_DAMAGED"
    assert open_name(ana.session, first) == NAME


def test_changed_seal_is_named_and_not_opened(ana: Seat, ben: Seat):
    sealed = a_seal(ana, ben)
    opening = agreed(ana, ben, sealed)
    store = ana.session.store
    seal = require_seal(ana.session, sealed)
    whole = json.loads(seal.boxes)
    first, second = whole["pairs"][0]["halves"]
    whole["pairs"][0]["halves"] = [second, first]
    for field, value, code in (
        ("content", replace(seal, content=seal.content[:-8] + "AAAAAAA=").content, "SEAL_CONTENT_DAMAGED"),
        ("boxes", json.dumps(whole), "SEAL_BOX_DAMAGED"),
        ("boxes", "{}", "SEAL_MALFORMED"),
    ):
        store.connection.exec_driver_sql(f"UPDATE sealed_name SET {field} = ? WHERE id = ?", (value, sealed))
        assert refusal(lambda: open_name(ana.session, opening)) == code
        original = getattr(seal, field)
        store.connection.exec_driver_sql(f"UPDATE sealed_name SET {field} = ? WHERE id = ?", (original, sealed))
    assert open_name(ana.session, opening) == NAME
