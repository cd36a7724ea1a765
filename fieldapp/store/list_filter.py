"""What a list can be narrowed by. Each filter becomes one condition with bound values; several are joined by AND."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final, TypeAlias

from fieldapp.domain.fields import Kind
from fieldapp.domain.record import DRAFT, Record
from fieldapp.domain.wire import Json
from fieldapp.store.outbox import acked
from fieldapp.store.store import Store

_SYSTEM_INSTANTS: Final = frozenset({"created_at", "updated_at"})


@dataclass(frozen=True)
class Equals:
    """A field holds one of these wire values: codes, a flag, a number, record ids; None stands for blank.

    For a field of several choices: it holds at least one of them.
    """

    field: str
    values: tuple[Json, ...]


@dataclass(frozen=True)
class During:
    """A date or an instant from ``start`` on and before ``end``, in wire form; None leaves that side open."""

    field: str
    start: str | None = None
    end: str | None = None


@dataclass(frozen=True)
class Contains:
    """A text column of the list holds this text somewhere, whatever the case."""

    text: str


@dataclass(frozen=True)
class Mine:
    """Written first by this person."""

    handle: str


@dataclass(frozen=True)
class Draft:
    """Not final yet."""


@dataclass(frozen=True)
class InConflict:
    """People disagree on some field."""


@dataclass(frozen=True)
class Waiting:
    """Holds work of this laptop that headquarters has not received."""


@dataclass(frozen=True)
class Among:
    """One of these records: the rows behind a figure, or a selection."""

    ids: tuple[str, ...]


Filter: TypeAlias = Equals | During | Contains | Mine | Draft | InConflict | Waiting | Among


@dataclass(frozen=True)
class Condition:
    """SQL over the table ``t``, and the values bound to its marks."""

    sql: str
    values: tuple[str | int, ...] = ()


def condition_of(chosen: Filter, store: Store, record: type[Record]) -> Condition:
    """Return a filter as SQL. Raises KeyError on a field that the type does not have."""
    match chosen:
        case Equals():
            found = _equals(chosen, record)
        case During():
            found = _during(chosen, record)
        case Contains():
            found = _contains(chosen, record)
        case Mine():
            found = Condition("t.created_by = ?", (chosen.handle,))
        case Draft():
            found = Condition("t.state = ? OR t.state IS NULL", (DRAFT,))
        case InConflict():
            found = Condition("t.conflicts > 0")
        case Waiting():
            waiting = "SELECT record_id FROM journal WHERE device = ? AND counter > ?"
            found = Condition(f"t.id IN ({waiting})", (store.device, acked(store)))
        case Among():
            found = Condition("t.id IN (SELECT value FROM json_each(?))", (json.dumps(chosen.ids),))
    return found


def _equals(chosen: Equals, record: type[Record]) -> Condition:
    column = f't."{chosen.field}"'
    plain = json.dumps([value for value in chosen.values if value is not None])
    if record.fields[chosen.field].kind is Kind.CHOICES:
        held = f"EXISTS (SELECT 1 FROM json_each({column}) c WHERE c.value IN (SELECT value FROM json_each(?)))"
    else:
        held = f"{column} IN (SELECT value FROM json_each(?))"
    return Condition(f"{held} OR {column} IS NULL" if None in chosen.values else held, (plain,))


def _during(chosen: During, record: type[Record]) -> Condition:
    if chosen.field not in record.fields and chosen.field not in _SYSTEM_INSTANTS:
        raise KeyError(chosen.field)
    sides = [(sign, value) for sign, value in ((">=", chosen.start), ("<", chosen.end)) if value]
    sql = " AND ".join(f't."{chosen.field}" {sign} ?' for sign, _ in sides)
    return Condition(sql or "true", tuple(value for _, value in sides))


def _contains(chosen: Contains, record: type[Record]) -> Condition:
    texts = [n for n in record.columns if n in record.fields and record.fields[n].kind in {Kind.TEXT, Kind.NARRATIVE}]
    pattern = "%" + chosen.text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    sql = " OR ".join(f"t.\"{name}\" LIKE ? ESCAPE '\\'" for name in texts)
    return Condition(sql or "false", (pattern,) * len(texts))
