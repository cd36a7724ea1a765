"""What must be true, said independently of the code that is tested: acts, and which of them stand.

A model knows every change that a laptop has acknowledged to its user, as the journal recorded it. From those of a
record that headquarters did not put aside, it says by definition what every replica must show: an act is a head of a
field unless another act says that it has seen it there.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from fieldapp.domain.change import Sealed, unseal

VOID_FIELD = "_void"
_KEEPS_VOID = {"void", "restore", "access"}


@dataclass(frozen=True, slots=True)
class Act:
    """One change by one person. ``writes`` includes what an edit implies: that the record stands."""

    id: str
    device: str
    counter: int
    kind: str
    record_type: str
    record_id: str
    zone: str
    author: str
    made_at: str
    hlc: int
    writes: dict[str, object]
    seen: dict[str, list[str]]
    sealed: Sealed


@dataclass(slots=True)
class Expected:
    """What the heads of one record come to: per field, every head with its value; and which value is shown."""

    heads: dict[str, dict[str, object]]
    shown: dict[str, object]

    @property
    def conflicts(self) -> list[str]:
        """The fields on which heads hold different values."""
        return sorted(
            name
            for name, heads in self.heads.items()
            if len({json.dumps(value, sort_keys=True) for value in heads.values()}) > 1
        )

    @property
    def voided(self) -> bool:
        """A void stands only when nobody says otherwise."""
        return set(self.heads.get(VOID_FIELD, {0: False}).values()) == {True}


def read_act(sealed: Sealed) -> Act:
    """Open a change as the model keeps it."""
    change = unseal(sealed)
    writes: dict[str, object] = dict(change.fields)
    if change.kind not in _KEEPS_VOID:
        writes.setdefault(VOID_FIELD, False)
    return Act(
        f"{change.device}-{change.counter}",
        change.device,
        change.counter,
        change.kind,
        change.record_type,
        change.record_id,
        change.zone,
        change.author,
        change.made_at,
        change.hlc,
        writes,
        change.seen,
        sealed,
    )


@dataclass
class Model:
    """Every acknowledged act, by id and by record."""

    acts: dict[str, Act] = field(default_factory=dict)
    by_record: dict[str, list[Act]] = field(default_factory=lambda: defaultdict(list))
    zones: dict[str, str] = field(default_factory=dict)

    def note(self, act: Act) -> None:
        """Remember an act."""
        self.acts[act.id] = act
        self.by_record[act.record_id].append(act)
        self.zones.setdefault(act.record_id, act.zone)

    def forget(self, act: Act) -> None:
        """Leave an act out: its laptop was found to be one of two."""
        del self.acts[act.id]
        self.by_record[act.record_id].remove(act)

    def expect(self, record_id: str, aside: Collection[str]) -> Expected | None:
        """Return what every replica must show of a record, None when nothing of it stands."""
        standing = [act for act in self.by_record.get(record_id, ()) if act.id not in aside and act.kind != "access"]
        return expect_of(standing) if standing else None


def expect_of(acts: Iterable[Act]) -> Expected:
    """Say what these acts come to, by definition: no order, no memory."""
    standing = list(acts)
    seen: dict[str, set[str]] = defaultdict(set)
    for act in standing:
        for name in act.writes:
            seen[name].update(act.seen.get(name, ()))
    heads: dict[str, dict[str, object]] = defaultdict(dict)
    best: dict[str, tuple[bool, int, str, int]] = {}
    shown: dict[str, object] = {}
    for act in standing:
        for name, value in act.writes.items():
            if act.id in seen[name]:
                continue
            heads[name][act.id] = value
            rank = (name == VOID_FIELD and value is False, act.hlc, act.device, act.counter)
            if name not in best or rank > best[name]:
                best[name], shown[name] = rank, value
    return Expected(dict(heads), shown)
