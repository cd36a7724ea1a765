"""How changes from many laptops become one record: a multi-value register per field.

Applying change c to field f:  heads(f) = (heads(f) - c.seen[f]) + {c}
(Shapiro, Preguica, Baquero, Zawirski, "A comprehensive study of convergent and commutative replicated data types",
2011, §3.2.2). One head: settled. Two heads with different values: a conflict, which a person resolves with a change
that has seen both. Nothing anybody typed is lost, and every replica that holds the same changes shows the same value.

Whether a record is void is one more register, ``_void``: a void writes True, every other write says False, so that a
void never wins over an edit that its author had not seen.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from fieldapp.domain.change import ACCESS, RESTORE, VOID, VOID_FIELD, Change, change_order
from fieldapp.domain.wire import Json, decode, encode

_KEEPS_VOID: Final = frozenset({VOID, RESTORE, ACCESS})
_PLAIN_QUOTES: Final = 14


class Origin(NamedTuple):
    """Who wrote a head, and when."""

    hlc: int
    author: str
    made_at: str


class Head(NamedTuple):
    """One of the values that a field has at the moment, and the change it comes from."""

    change_id: str
    value: Json
    origin: Origin

    def __repr__(self) -> str:
        return f"<Head {self.change_id}>"


@dataclass(slots=True, repr=False)
class RecordState:
    """The state of one record: the value shown for every field, and which changes stand behind it.

    Most fields of most records stand on one change, the ``default``; ``heads`` lists the others, ``rivals`` the
    values of fields with more than one head, ``origins`` who wrote every change that is a head of some field.
    """

    record_type: str
    record_id: str
    zone: str
    values: dict[str, Json] = field(default_factory=dict)
    default: str = ""
    heads: dict[str, tuple[str, ...]] = field(default_factory=dict)
    rivals: dict[str, dict[str, Json]] = field(default_factory=dict)
    origins: dict[str, Origin] = field(default_factory=dict)

    def heads_of(self, name: str) -> tuple[str, ...]:
        """Return the change ids that stand behind a field; empty when nobody ever wrote it."""
        return self.heads.get(name) or ((self.default,) if name in self.values else ())

    def candidates(self, name: str) -> list[Head]:
        """Return every value the field has now, the shown one first."""
        rivals = self.rivals.get(name) or dict.fromkeys(self.heads_of(name), self.values.get(name))
        heads = [Head(change_id, value, self.origins[change_id]) for change_id, value in rivals.items()]
        return sorted(heads, key=_precedence(name), reverse=True)

    @property
    def conflicts(self) -> tuple[str, ...]:
        """The fields on which people disagree, in name order. The same value twice is no disagreement."""
        return tuple(
            sorted(name for name, rivals in self.rivals.items() if len({encode(v) for v in rivals.values()}) > 1)
        )

    @property
    def voided(self) -> bool:
        """Whether a void stands unopposed."""
        return self.values.get(VOID_FIELD) is True

    def seen_for(self, names: list[str]) -> dict[str, list[str]]:
        """Return what a change to these fields has to say it has seen, if made on this state."""
        return {name: list(heads) for name in (*names, VOID_FIELD) if (heads := self.heads_of(name))}

    def apply(self, change: Change) -> None:
        """Apply one change. Changes must come after those that they have seen (feed order, own order)."""
        if change.kind == ACCESS:
            return
        written = written_by(change.kind, change.fields)
        change_id = change.id
        self.origins[change_id] = Origin(change.hlc, change.author, change.made_at)
        if not self.values:
            self.default = change_id
            self.values.update(written)
            return
        for name, value in written.items():
            self._write(name, value, change_id, change.seen.get(name, ()))
        self._settle()

    def values_after(self, change: Change) -> dict[str, Json]:
        """Return the values that would be shown once a change is applied; nothing here changes."""
        after = replace(
            self,
            values=dict(self.values),
            heads=dict(self.heads),
            rivals={name: dict(rivals) for name, rivals in self.rivals.items()},
            origins=dict(self.origins),
        )
        after.apply(change)
        return after.values

    def _write(self, name: str, value: Json, change_id: str, seen: list[str] | tuple[str, ...]) -> None:
        kept = [head for head in self.heads_of(name) if head not in seen and head != change_id]
        if not kept:
            self.values[name] = value
            self.heads[name] = (change_id,)
            self.rivals.pop(name, None)
            return
        known = self.rivals.get(name) or {kept[0]: self.values[name]}
        self.rivals[name] = {head: known[head] for head in kept} | {change_id: value}
        self.heads[name] = tuple(sorted((*kept, change_id), key=change_order))
        self.values[name] = self.candidates(name)[0].value

    def _settle(self) -> None:
        """Bring the state into its one normal form, so that equal histories give equal bytes."""
        heads = {name: self.heads_of(name) for name in self.values}
        single = Counter(ids[0] for ids in heads.values() if len(ids) == 1)
        most = max(single.values(), default=0)
        self.default = min((i for i, n in single.items() if n == most), key=change_order, default="")
        self.heads = {name: ids for name, ids in heads.items() if ids != (self.default,)}
        alive = {change_id for ids in heads.values() for change_id in ids}
        self.origins = {change_id: o for change_id, o in self.origins.items() if change_id in alive}

    def encode_heads(self) -> str:
        """Return everything about this state that its non-null values do not say, as canonical JSON text."""
        if not self.heads and not self.rivals and self.values.get(VOID_FIELD) is False:
            plain = self._encode_plain_heads()
            if plain:
                return plain
        packed: dict[str, Json] = {
            "c": {i: [f"{o.hlc:016x}", o.author, o.made_at] for i, o in self.origins.items()},
            "d": self.default,
        }
        if self.heads:
            packed["f"] = {name: list(ids) for name, ids in self.heads.items()}
        blank = sorted(name for name, value in self.values.items() if value is None)
        if blank:
            packed["n"] = [*blank]
        if self.rivals:
            packed["r"] = {name: {**rivals} for name, rivals in self.rivals.items()}
        if self.values.get(VOID_FIELD) is not False:
            packed["v"] = self.values.get(VOID_FIELD)
        return encode(packed).decode()

    def _encode_plain_heads(self) -> str:
        """Return the heads of a record that one change made, as most are; "" when something in it needs escaping."""
        if len(self.origins) != 1 or None in self.values.values():
            return ""
        ((change_id, origin),) = self.origins.items()
        who = f'"{origin.hlc:016x}","{origin.author}","{origin.made_at}"'
        text = f'{{"c":{{"{change_id}":[{who}]}},"d":"{self.default}"}}'
        is_plain = text.isprintable() and "\\" not in text and text.count('"') == _PLAIN_QUOTES
        return text if is_plain else ""

    @classmethod
    def from_heads(
        cls, record_type: str, record_id: str, zone: str, values: dict[str, Json], heads: str
    ) -> RecordState:
        """Rebuild a state from its non-null values and what ``encode_heads`` wrote. Raises ValueError."""
        packed = decode(heads.encode())
        try:
            return cls(
                record_type,
                record_id,
                zone,
                values | dict.fromkeys(packed.get("n", ())) | {VOID_FIELD: packed.get("v", False)},  # type: ignore[union-attr,arg-type]
                packed["d"],  # type: ignore[index,call-overload,arg-type]
                {name: tuple(ids) for name, ids in packed.get("f", {}).items()},  # type: ignore[union-attr,arg-type]
                {**packed.get("r", {})},  # type: ignore[union-attr,dict-item]
                {i: Origin(int(o[0], 16), o[1], o[2]) for i, o in packed["c"].items()},  # type: ignore[union-attr,index,call-overload,arg-type]
            )
        except (AttributeError, IndexError, KeyError, TypeError) as error:
            msg = "the heads of a record are not readable"
            raise ValueError(msg) from error

    def digest(self, heads: str | None = None) -> int:
        """Return 63 bits that differ when two replicas differ; ``heads`` spares encoding them a second time."""
        return record_digest(self.record_type, self.record_id, heads or self.encode_heads())


def written_by(kind: str, fields: Mapping[str, Json]) -> Mapping[str, Json]:
    """Return all that a change writes: whatever is no void says that the record is not void."""
    return fields if kind in _KEEPS_VOID else {VOID_FIELD: False, **fields}


def record_digest(record_type: str, record_id: str, heads: str) -> int:
    """Return 63 bits over a record's identity and encoded heads; the heads determine the values."""
    text = f"{record_type} {record_id} {heads}"
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") >> 1


def _precedence(name: str):  # type: ignore[no-untyped-def]  # noqa: ANN202 - a sort key
    def key(head: Head) -> tuple[bool, int, tuple[str, int]]:
        alive = name == VOID_FIELD and head.value is False
        return alive, head.origin.hlc, change_order(head.change_id)

    return key
