"""Rule R6 at headquarters: whatever laptops send, in whatever order, and nothing honest put aside for its order."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldapp.actions.capture import finalise_record, save_record
from fieldapp.actions.victim_screening import sign_unscreened
from fieldapp.domain.access import Role
from fieldapp.domain.change import SET, VOID, VOID_FIELD
from fieldapp.domain.ids import IdSource
from fieldapp.domain.problems import Refused
from fieldapp.domain.wire import Json
from fieldapp.records.screening import INDICATORS
from fieldapp.store.outbox import quarantined
from sync.hq.headquarters import Headquarters
from tests.fakes.clock import FakeClock
from tests.fakes.sample import a_person, a_recovery, ago
from tests.hostile.town import Seat, Town
from tests.hq.conftest import Laptop, NewLaptop
from tests.hq.move import held, moves_of

NOON = "2026-01-02T20:00:00.000Z"
SELLING, OTHER = ("pc_647_b_1", "pc_647_a"), ("pc_148_a_1", "from_a_newer_table")
CONSIDERED: dict[str, Json] = dict.fromkeys(INDICATORS, "not_present")
SIGNED: dict[str, Json] = {"unscreened_reason": "In hospital", "unscreened_by": "Lena", "unscreened_at": NOON}
STATES = st.sampled_from(["draft", "final"])
FIELDS = {
    "arrest": st.fixed_dictionaries(
        {},
        optional={
            "state": STATES,
            "role": st.sampled_from(["seller", "other", "purchaser"]),
            "person": st.sampled_from(["one", "other"]),
        },
    ),
    "charge": st.fixed_dictionaries(
        {}, optional={"offence": st.sampled_from(SELLING + OTHER), "arrest": st.sampled_from(["one", "other"])}
    ),
    "screening": st.fixed_dictionaries({}, optional={"state": STATES, "silenced": st.sampled_from(["present", None])}),
    "signature": st.sampled_from([SIGNED, dict.fromkeys(SIGNED)]),
}
MOVES = moves_of(FIELDS, ["dana", "lena"])


@pytest.fixture
def database_url() -> None:
    """The embedded store: the guard asks either in the same words, which test_judge.py asks of both."""
    return


def _send(laptops: dict[str, Laptop], hq: Headquarters, move: tuple, ids: dict[tuple[str, str], str]) -> None:
    drawn_type, drawn, kind, which, who, has_seen, sends = move
    record_type = "arrest" if drawn_type == "signature" else drawn_type
    laptop, key = laptops[who], ids[record_type, which]
    links = {"arrest": {"person": ids["person", which]}, "charge": {"arrest": ids["arrest", which]}}
    fields: dict[str, Json] = links.get(record_type, {}) | {
        name: ids[name, value] if name in {"person", "arrest"} else value for name, value in drawn.items()
    }
    if record_type == "screening":
        # A screening is not struck out here: what becomes of it later does not reopen what was final.
        fields, kind = {"person": ids["person", which], **CONSIDERED} | fields, SET
    if kind != SET:
        fields = {VOID_FIELD: kind == VOID}
    row = held(hq, record_type, key)
    seen = row.state.seen_for(list(fields)) if row is not None and has_seen else {}
    reason = "Entered twice" if kind == VOID else None
    laptop.write(record_type, fields, record_id=key, kind=kind, seen=seen, reason=reason)
    if sends:
        laptop.push()


def _is_selling(hq: Headquarters, ids: dict[tuple[str, str], str], arrest: str, values: dict[str, Json]) -> bool:
    """The plain reading of the rule, apart from the code that keeps it."""
    rows = [held(hq, "charge", ids["charge", which]) for which in ("one", "other")]
    charges = [row.state.values for row in rows if row is not None and not row.state.voided]
    return values.get("role") == "seller" or any(
        charge.get("arrest") == arrest and charge.get("offence") in SELLING for charge in charges
    )


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(MOVES)
def test_no_order_of_changes_from_unguarded_laptops_leaves_an_arrest_for_selling_final_without(
    hq: Headquarters, laptops: dict[str, Laptop], moves
):
    source = IdSource(laptops["dana"].clock, os.urandom)
    names = ("person", "arrest", "charge", "screening")
    ids = {(name, which): source.new() for name in names for which in ("one", "other")}
    for which, state in (("one", "final"), ("other", "draft")):  # both for something else, to begin with
        facts = {"person": ids["person", which], "role": "other", "arrested_at": NOON, "state": state}
        laptops["dana"].write("arrest", facts, record_id=ids["arrest", which])
    laptops["dana"].push()
    ever_screened: set[str] = set()
    for move in [*moves, None]:
        if move is not None:
            _send(laptops, hq, move, ids)
        else:
            for laptop in laptops.values():
                laptop.push()
        for which in ("one", "other"):
            row = held(hq, "screening", ids["screening", which])
            values = row.state.values if row is not None else {}
            if values.get("state") == "final" and all(values.get(name) for name in INDICATORS):
                ever_screened.add(str(values["person"]))
    for which in ("one", "other"):
        arrest = held(hq, "arrest", ids["arrest", which])
        if arrest is None or arrest.state.values.get("state") != "final":
            continue
        values = dict(arrest.state.values)
        is_signed = all(values.get(name) for name in SIGNED)
        is_screened = values.get("person") in ever_screened
        assert is_signed or is_screened or not _is_selling(hq, ids, ids["arrest", which], values)


@pytest.fixture
def laptops(new_laptop: NewLaptop) -> dict[str, Laptop]:
    """Two laptops that send whatever they like: no guard keeps them. Lena is a supervisor."""
    return {"dana": new_laptop("dana"), "lena": new_laptop("lena", Role.SUPERVISOR)}


@pytest.fixture
def town(tmp_path: Path, clock: FakeClock) -> Iterator[Town]:
    made = Town(tmp_path / "town", clock)
    yield made
    made.close()


@pytest.fixture
def seats(town: Town) -> dict[str, Seat]:
    return {"dana": town.enrol("dana"), "lena": town.enrol("lena", Role.SUPERVISOR)}


ACTS = st.lists(
    st.tuples(st.sampled_from(["dana", "lena"]), st.sampled_from(["screen", "lock", "sign", "finalise", "sync"])),
    min_size=3,
    max_size=12,
)


def _arrest_for_selling(seats: dict[str, Seat]) -> str:
    session = seats["dana"].session
    person = a_person(session, "Doe-2026-0007", born_on="1990-01-01", age_basis="documented")
    facts = {"person": person, "role": "seller", "report_bucket": "MISC", "place": "Motel", "arrested_at": ago(session)}
    arrest = save_record(session, "arrest", facts)
    for who in ("dana", "lena"):
        seats[who].sync()
    return arrest


def _act(seat: Seat, act: str, arrest: str) -> None:
    """Do it, or be refused here, as anybody would."""
    session = seat.session
    seat.laptop.clock.advance(60)
    values = session.store.record("arrest", arrest)
    person = str(values["person"])
    drafts = [row for row in session.store.linked("screening", "person", person) if row.get("state") != "final"]
    try:
        if act == "sync":
            seat.sync()
        elif act == "screen":
            save_record(session, "screening", {"person": person, "started_at": ago(session), **CONSIDERED})
        elif act == "lock" and drafts:
            session.store.save(session.author, "screening", {"state": "final"}, record_id=str(drafts[0]["id"]))
        elif act == "sign":
            sign_unscreened(session, "arrest", arrest, "In hospital")
        elif act == "finalise" and values.get("state") != "final":
            finalise_record(session, "arrest", arrest)
    except Refused:
        pass


@settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=None)
@given(ACTS)
def test_two_laptops_in_any_order_have_nothing_put_aside_and_agree(seats: dict[str, Seat], acts: list[tuple[str, str]]):
    arrest = _arrest_for_selling(seats)
    for who, act in acts:
        _act(seats[who], act, arrest)
    for seat in (*seats.values(), *seats.values()):
        seat.sync()
    for seat in seats.values():
        assert [refusal.reason for refusal in quarantined(seat.session.store)] == []
    dana, lena = (seat.session.store.record("arrest", arrest) for seat in seats.values())
    assert dana == lena
    if dana["state"] == "final":
        rows = seats["dana"].session.store.linked("screening", "person", str(dana["person"]))
        assert dana.get("unscreened_by") or any(row.get("state") == "final" for row in rows)


@pytest.mark.parametrize("first", ["finalise", "charge"])
def test_a_charge_of_selling_and_making_it_final_meanwhile_meet_and_the_later_is_put_aside(
    seats: dict[str, Seat], first: str
):
    dana, lena = seats["dana"], seats["lena"]
    arrest = _arrest_for_selling(seats)
    save_record(dana.session, "arrest", {"role": "other"}, record_id=arrest)
    save_record(dana.session, "charge", {"arrest": arrest, "offence": "pc_148_a_1"})
    for seat in (dana, lena):
        seat.sync()
    finalise_record(dana.session, "arrest", arrest)
    save_record(lena.session, "charge", {"arrest": arrest, "offence": SELLING[0]})
    order = (dana, lena) if first == "finalise" else (lena, dana)
    for seat in order:
        seat.sync()
    assert [len(list(quarantined(seat.session.store))) for seat in order] == [0, 1]
    (refusal,) = quarantined(order[1].session.store)
    assert (refusal.reason, refusal.detail) == ("SCREENING_FIRST", "unscreened_reason")


def test_altered_laptop_does_not_get_it_past_headquarters(seats: dict[str, Seat]):
    dana, lena = seats["dana"], seats["lena"]
    arrest = _arrest_for_selling(seats)
    dana.session.store.guards = ()
    dana.session.store.save(dana.session.author, "arrest", {**SIGNED, "state": "final"}, record_id=arrest)
    for seat in (dana, lena):
        seat.sync()
    assert [refusal.reason for refusal in quarantined(dana.session.store)] == ["SUPERVISOR_NEEDED"]
    assert lena.session.store.record("arrest", arrest)["state"] == "draft"


def test_recovery_that_an_altered_laptop_made_final_unscreened_is_put_aside(seats: dict[str, Seat]):
    dana, lena = seats["dana"], seats["lena"]
    facts: dict[str, Json] = {"name_advice_given": False, "estimated_age": 30, "age_basis": "apparent"}
    recovery = a_recovery(dana.session, a_person(dana.session, "Doe-2026-0008"), **facts)
    dana.sync()
    dana.session.store.guards = ()
    dana.session.store.save(dana.session.author, "recovery", {"state": "final"}, record_id=recovery)
    for seat in (dana, lena):
        seat.sync()
    (refusal,) = quarantined(dana.session.store)
    assert (refusal.reason, refusal.detail) == ("VICTIM_SCREENED_FIRST", "unscreened_reason")
    assert lena.session.store.record("recovery", recovery)["state"] == "draft"
    sign_unscreened(lena.session, "recovery", recovery, "Told the advocate all of it")
    lena.session.store.save(lena.session.author, "recovery", {"state": "final"}, record_id=recovery)
    lena.sync()
    assert list(quarantined(lena.session.store)) == []
