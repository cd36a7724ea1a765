"""Rule R1 at headquarters: whatever laptops send, in whatever order, no charge of selling ever stands on a minor."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldapp.domain.change import SET, VOID, VOID_FIELD
from fieldapp.domain.clock import from_wire, to_wire
from fieldapp.domain.ids import IdSource
from fieldapp.domain.wire import Json
from sync.hq.headquarters import Headquarters
from tests.hq.conftest import Laptop, NewLaptop
from tests.hq.move import held, moves_of

LOS_ANGELES = ZoneInfo("America/Los_Angeles")
SELLING = ("pc_647_b_seller", "pc_647_b_1", "pc_647_a", "pc_653_22")
OTHER = ("pc_647_b_purchaser", "pc_148_a_1", "from_a_newer_table")
# Around the birthday that decides, the change to summer time, the leap day, the changes of the law.
DAYS = st.sampled_from(
    [date(2016, 2, 28), date(2016, 2, 29), date(2016, 3, 1), date(2016, 3, 13), date(2016, 11, 6), date(2016, 12, 31)]
) | st.dates(date(2014, 1, 1), date(2022, 12, 31))
BIRTHS = st.builds(
    lambda day, years, offset: (day - timedelta(days=round(365.2425 * years)) + timedelta(days=offset)).isoformat(),
    *(DAYS, st.sampled_from([17, 18, 19, 30]), st.integers(-2, 2)),
)
INSTANTS = st.builds(
    lambda day, minutes: to_wire(datetime.combine(day, datetime.min.time(), LOS_ANGELES) + timedelta(minutes=minutes)),
    *(DAYS, st.sampled_from([-1, 0, 1, 119, 181, 1439, 720])),
)
FIELDS = {
    "person": st.fixed_dictionaries(
        {}, optional={"born_on": st.none() | BIRTHS, "age_basis": st.sampled_from(["verified", "claimed"])}
    ),
    "arrest": st.fixed_dictionaries(
        {},
        optional={
            "offence_on": st.none() | DAYS.map(date.isoformat),
            "arrested_at": INSTANTS,
            "apparent_minor": st.booleans(),
            "person": st.sampled_from(["one", "other"]),
            "state": st.sampled_from(["draft", "final"]),
        },
    ),
    "charge": st.fixed_dictionaries(
        {},
        optional={
            "offence": st.sampled_from(SELLING + OTHER),
            "offence_on": st.none() | DAYS.map(date.isoformat),
            "arrest": st.sampled_from(["one", "other"]),
        },
    ),
}
MOVES = moves_of(FIELDS, ["dana", "eli"])


@pytest.fixture
def database_url() -> None:
    """The embedded store: the guard asks either in the same words, which test_judge.py asks of both."""
    return


def _came_of_age(born_on: date) -> date:
    try:
        return born_on.replace(year=born_on.year + 18)
    except ValueError:  # 29 February
        return date(born_on.year + 18, 3, 1)


def _was_minor(person: dict[str, Json], arrest: dict[str, Json], charge: dict[str, Json]) -> bool:
    """The plain reading of the rule, apart from the code that keeps it."""
    stated = charge.get("offence_on") or arrest.get("offence_on")
    arrested_at = arrest.get("arrested_at")
    if stated:
        day = date.fromisoformat(str(stated))
    elif arrested_at:
        day = from_wire(str(arrested_at)).replace(tzinfo=UTC).astimezone(LOS_ANGELES).date()
    else:
        return bool(arrest.get("apparent_minor")) and not person.get("born_on")
    born_on = person.get("born_on")
    if born_on and day < _came_of_age(date.fromisoformat(str(born_on))):
        return True
    known = born_on and person.get("age_basis") not in {"claimed", "apparent"}
    return bool(arrest.get("apparent_minor")) and not known


def _send(laptops: dict[str, Laptop], hq: Headquarters, move: tuple, ids: dict[tuple[str, str], str]) -> None:
    record_type, drawn, kind, which, who, has_seen, sends = move
    laptop, key = laptops[who], ids[record_type, which]
    fields = {name: ids[name, value] if name in {"person", "arrest"} else value for name, value in drawn.items()}
    if record_type == "arrest":
        fields = {"person": ids["person", which]} | fields
    if record_type == "charge":
        fields = {"arrest": ids["arrest", which]} | fields
    if kind != SET:
        fields = {VOID_FIELD: kind == VOID}
    row = held(hq, record_type, key)
    seen = row.state.seen_for(list(fields)) if row is not None and has_seen else {}
    reason = "Entered twice" if kind == VOID else None
    laptop.write(record_type, fields, record_id=key, kind=kind, seen=seen, reason=reason)
    if sends:
        laptop.push()


@pytest.fixture
def laptops(new_laptop: NewLaptop) -> dict[str, Laptop]:
    """Two laptops that send whatever they like: no guard keeps them."""
    return {who: new_laptop(who) for who in ("dana", "eli")}


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(MOVES)
def test_no_order_of_changes_from_unguarded_laptops_leaves_a_minor_charged(hq, laptops: dict[str, Laptop], moves):
    source = IdSource(laptops["dana"].clock, os.urandom)
    ids = {(name, which): source.new() for name in FIELDS for which in ("one", "other")}
    for move in moves:
        _send(laptops, hq, move, ids)
    for laptop in laptops.values():
        laptop.push()
    for which in ("one", "other"):
        row = held(hq, "charge", ids["charge", which])
        if row is None or row.state.voided or row.state.values.get("offence") not in SELLING:
            continue
        arrest = held(hq, "arrest", str(row.state.values.get("arrest")))
        if arrest is None or arrest.state.voided:
            continue
        person = held(hq, "person", str(arrest.state.values.get("person")))
        known = person.state.values if person is not None else {}
        assert not _was_minor(known, arrest.state.values, row.state.values)
