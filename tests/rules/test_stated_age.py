"""The ages that stand in a record's fields are read the same whatever the order in which they came in."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.change import FIRST_PREV, SET, Change
from fieldapp.domain.merge import RecordState
from fieldapp.rules.stated_age import standing_ages

ZONE = ZoneInfo("America/Los_Angeles")
BASES = st.sampled_from(["claimed", "apparent", "documented", "verified"])
VALUES = st.one_of(
    st.integers(12, 40).map(lambda years: {"estimated_age": years}),
    st.dates().filter(lambda day: 1980 <= day.year <= 2012).map(lambda day: {"born_on": day.isoformat()}),
)
STATEMENT = st.tuples(BASES, VALUES, st.booleans())
HANDS = st.lists(st.lists(STATEMENT, min_size=1, max_size=3), min_size=1, max_size=4)


def a_change(device: str, counter: int, hlc: int, fields, seen) -> Change:
    return Change(
        device=device,
        counter=counter,
        prev=FIRST_PREV,
        kind=SET,
        record_type="person",
        record_id="r",
        zone="police",
        author=f"hand {device[0]}",
        agency="agency",
        made_at=f"2026-01-02T03:04:05.{hlc % 1000:03d}Z",
        hlc=hlc,
        fields=fields,
        seen=seen,
    )


def written_by_hand(number: int, statements, first: Change) -> list[Change]:
    """What one laptop writes that sees nothing of the others after the first change."""
    state, changes = RecordState("person", "r", "police"), []
    state.apply(first)
    for basis, value, is_typed in statements:
        parts = [dict(value), {"age_basis": basis}] if is_typed else [{**value, "age_basis": basis}]
        for fields in parts:
            counter = len(changes) + 1
            change = a_change(
                "abcde"[number] * 12, counter, counter * 10 + number, fields, state.seen_for(list(fields))
            )
            state.apply(change)
            changes.append(change)
    return changes


def a_state(first: Change, changes) -> RecordState:
    state = RecordState("person", "r", "police")
    for change in (first, *changes):
        state.apply(change)
    return state


def told(state: RecordState) -> list[tuple]:
    return sorted((*map(str, age.content), age.stated_on, age.author) for age in standing_ages(state, ZONE))


@given(HANDS, st.randoms(use_true_random=False))
def test_order_of_arrival_makes_no_difference_and_no_hand_is_lost(hands, random):
    first = a_change("e" * 12, 1, 1, {"code_name": "Doe"}, {})
    written = [written_by_hand(number, statements, first) for number, statements in enumerate(hands)]
    orders = []
    for _ in range(3):
        left, mixed = [list(changes) for changes in written], []
        while any(left):
            mixed.append(random.choice([changes for changes in left if changes]).pop(0))
        orders.append(told(a_state(first, mixed)))
    assert orders[0] == orders[1] == orders[2]
    for statements in hands:
        basis, value, _ = statements[-1]
        # By its own hand, or by another that says the very same of it.
        assert any(str(next(iter(value.values()))) in age[1:3] and basis == age[0] for age in orders[0]), orders[0]


def test_blank_basis_is_no_statement():
    state = a_state(a_change("e" * 12, 1, 1, {"estimated_age": 19}, {}), [])
    assert standing_ages(state, ZONE) == ()


def test_estimate_beside_a_date_of_birth_of_the_same_moment_is_one_statement():
    fields = {"estimated_age": 17, "born_on": "2009-01-01", "age_basis": "apparent"}
    (age,) = standing_ages(a_state(a_change("e" * 12, 1, 1, fields, {}), []), ZONE)
    assert age.content == ("apparent", "2009-01-01", None)
