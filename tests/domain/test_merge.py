"""The merge, held against its declarative definition: c is a head of f unless another known change has seen it."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.change import FIRST_PREV, SET, VOID, VOID_FIELD, Change
from fieldapp.domain.merge import RecordState

DEVICES = tuple(letter * 12 for letter in "abcde")
FIELDS = ("name", "plate", "city")


def a_change(device, counter, fields, seen=None, *, kind=SET, hlc=1):
    return Change(
        device=device,
        counter=counter,
        prev=FIRST_PREV,
        kind=kind,
        record_type="person",
        record_id="r",
        zone="police",
        author=f"author of {device[0]}",
        agency="agency",
        made_at=f"2026-01-02T03:04:05.{hlc % 1000:03d}Z",
        hlc=hlc,
        fields=fields,
        seen=seen or {},
    )


def a_state(*changes):
    state = RecordState("person", "r", "police")
    for change in changes:
        state.apply(change)
    return state


class Replica:
    """A laptop of the model: what it has applied, in its own order."""

    def __init__(self, device):
        self.device = device
        self.state = RecordState("person", "r", "police")
        self.known = []
        self.counter = 0

    def write(self, fields, hlc, kind=SET):
        self.counter += 1
        names = list(fields) if kind == SET else list(FIELDS)
        change = a_change(self.device, self.counter, fields, self.state.seen_for(names), kind=kind, hlc=hlc)
        self.take(change)
        return change

    def take(self, change):
        if change.id not in {known.id for known in self.known}:
            self.known.append(change)
            self.state.apply(change)


def heads_by_definition(changes, name):
    def written(change):
        fields = change.fields if change.kind == VOID else {VOID_FIELD: False, **change.fields}
        return name in fields

    writers = [change for change in changes if written(change)]
    return {c.id for c in writers if not any(c.id in other.seen.get(name, ()) for other in writers)}


@st.composite
def histories(draw):
    """Five laptops that write, void and meet in pairs; returns them and every change."""
    rng = random.Random(draw(st.integers(0, 2**32)))
    replicas = [Replica(device) for device in DEVICES[: draw(st.integers(2, 5))]]
    changes = [replicas[0].write({"name": "first", "plate": None}, hlc=1)]
    for replica in replicas[1:]:
        replica.take(changes[0])
    for step in range(draw(st.integers(1, 40))):
        replica = rng.choice(replicas)
        if rng.random() < 0.5:
            fields = {name: rng.choice(["x", "y", "z", None]) for name in FIELDS if rng.random() < 0.6} or {"city": "x"}
            changes.append(replica.write(fields, hlc=rng.randrange(2, 50)))
        elif rng.random() < 0.2:
            changes.append(replica.write({VOID_FIELD: True}, hlc=rng.randrange(2, 50), kind=VOID))
        else:
            for change in rng.choice(replicas).known:
                replica.take(change)
        assert step >= 0
    return replicas, changes


@given(histories())
def test_replicas_that_know_the_same_changes_are_byte_equal(history):
    replicas, changes = history
    for replica in replicas:
        for change in changes:
            replica.take(change)
    encoded = {replica.state.encode_heads() for replica in replicas}
    values = [replica.state.values for replica in replicas]
    assert len(encoded) == 1
    assert all(value == values[0] for value in values)


@given(histories())
def test_heads_are_those_of_the_definition(history):
    replicas, _ = history
    for replica in replicas:
        for name in (*FIELDS, VOID_FIELD):
            assert set(replica.state.heads_of(name)) == heads_by_definition(replica.known, name)


@given(histories())
def test_every_head_keeps_its_value_and_author(history):
    replicas, _ = history
    for replica in replicas:
        by_id = {change.id: change for change in replica.known}
        for name in FIELDS:
            for head in replica.state.candidates(name):
                change = by_id[head.change_id]
                assert head.value == change.fields[name]
                assert (head.origin.author, head.origin.hlc) == (change.author, change.hlc)


@given(histories())
def test_a_state_survives_storage(history):
    for replica in history[0]:
        state = replica.state
        stored = {name: v for name, v in state.values.items() if v is not None and name != VOID_FIELD}
        again = RecordState.from_heads("person", "r", "police", stored, state.encode_heads())
        assert again == state


def test_edits_of_different_fields_merge_by_themselves():
    first = a_change(DEVICES[0], 1, {"name": "a", "city": "b"})
    seen = {"name": [first.id], "city": [first.id], VOID_FIELD: [first.id]}
    left = a_change(DEVICES[0], 2, {"name": "left"}, seen, hlc=2)
    right = a_change(DEVICES[1], 1, {"city": "right"}, seen, hlc=2)
    state = a_state(first, left, right)
    assert state.conflicts == ()
    assert (state.values["name"], state.values["city"]) == ("left", "right")


def test_edits_of_the_same_field_are_one_conflict_with_both_values():
    first = a_change(DEVICES[0], 1, {"name": "a"})
    left = a_change(DEVICES[0], 2, {"name": "left"}, {"name": [first.id]}, hlc=9)
    right = a_change(DEVICES[1], 1, {"name": "right"}, {"name": [first.id]}, hlc=5)
    state = a_state(first, left, right)
    assert state.conflicts == ("name",)
    assert [head.value for head in state.candidates("name")] == ["left", "right"]


def test_the_same_value_twice_is_no_conflict():
    first = a_change(DEVICES[0], 1, {"name": "a"})
    left = a_change(DEVICES[0], 2, {"name": "b"}, {"name": [first.id]})
    right = a_change(DEVICES[1], 1, {"name": "b"}, {"name": [first.id]})
    assert a_state(first, left, right).conflicts == ()


def test_a_change_that_has_seen_both_settles_the_conflict():
    first = a_change(DEVICES[0], 1, {"name": "a"})
    left = a_change(DEVICES[0], 2, {"name": "left"}, {"name": [first.id]})
    right = a_change(DEVICES[1], 1, {"name": "right"}, {"name": [first.id]})
    settled = a_change(DEVICES[2], 1, {"name": "third"}, {"name": [left.id, right.id]})
    state = a_state(first, left, right, settled)
    assert state.conflicts == ()
    assert state.values["name"] == "third"


@pytest.mark.parametrize("void_first", [True, False])
def test_no_void_wins_over_an_edit_that_it_has_not_seen(void_first):
    first = a_change(DEVICES[0], 1, {"name": "a"})
    void = a_change(DEVICES[1], 1, {VOID_FIELD: True}, {VOID_FIELD: [first.id]}, kind=VOID, hlc=99)
    edit = a_change(DEVICES[0], 2, {"name": "b"}, {"name": [first.id], VOID_FIELD: [first.id]}, hlc=2)
    state = a_state(first, *((void, edit) if void_first else (edit, void)))
    assert not state.voided
    assert VOID_FIELD in state.conflicts


def test_a_void_that_has_seen_everything_stands():
    first = a_change(DEVICES[0], 1, {"name": "a"})
    void = a_change(DEVICES[1], 1, {VOID_FIELD: True}, {VOID_FIELD: [first.id]}, kind=VOID)
    assert a_state(first, void).voided


@pytest.mark.parametrize(
    "heads", ["", "{}", "[]", '{"c":[],"d":""}', '{"c":{"a-1":[1]},"d":"a-1"}', "null", "nonsense"]
)
def test_unreadable_heads_are_a_clear_error(heads):
    with pytest.raises(ValueError, match=r"."):
        RecordState.from_heads("person", "r", "police", {}, heads)
