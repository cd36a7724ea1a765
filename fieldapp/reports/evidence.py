"""What a counted row rests on: the changes behind the fields that its figure reads, its linked records' included.

A change's id says which value stands without saying what it is, and two replicas that name the same ids show the same
values. So a report can be compared with what stands later, and tell nothing to whoever may not read the records.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from fieldapp.domain.change import VOID_FIELD
from fieldapp.domain.merge import RecordState
from fieldapp.domain.wire import encode
from fieldapp.reports.moment import Moment
from fieldapp.reports.reading import Reading, links_read

_CHUNK: Final = 400

Key = tuple[str, str]
"""Type and id of a record."""
Heads = Mapping[str, Sequence[str]]
"""By field, the ids of the changes whose values it shows; ``_void`` says whether the record was struck out."""


@dataclass(frozen=True)
class Row:
    """A row of a figure: its record, those beside it that the figure reads, the digest of what stands behind all."""

    record_id: str
    beside: tuple[Key, ...]
    digest: str


def find_beside(moment: Moment, reading: Reading, record_type: str, ids: Sequence[str]) -> dict[str, list[Key]]:
    """Return the records that hang on each of these in what a figure reads, however many links away."""
    found: dict[str, list[Key]] = {record_id: [] for record_id in ids}
    seen = {record_type}
    edge = [(record_type, {record_id: {record_id} for record_id in ids})]
    while edge:
        name, holders = edge.pop()
        for field, other, is_ours in links_read(reading, name):
            if other in seen:
                continue
            seen.add(other)
            reached: dict[str, set[str]] = defaultdict(set)
            for mine, theirs in _pairs(moment, name, field, other, list(holders), is_ours=is_ours):
                reached[theirs] |= holders[mine]
            for theirs, roots in sorted(reached.items()):
                for root in sorted(roots):
                    found[root].append((other, theirs))
            edge.append((other, reached))
    return found


def _pairs(
    moment: Moment, name: str, field: str, other: str, ids: Sequence[str], *, is_ours: bool
) -> Iterator[tuple[str, str]]:
    """Yield (id of ours, id of the other) for each link between two types."""
    table = moment.tables.table(name if is_ours else other)
    where = table.c.id if is_ours else table.c[field]
    for start in range(0, len(ids), _CHUNK):
        rows = moment.connection.execute(
            select(table.c.id, table.c[field]).where(
                where.in_(ids[start : start + _CHUNK]), table.c[field].is_not(None)
            )
        )
        for record_id, linked in rows:
            yield (record_id, linked) if is_ours else (linked, record_id)


def load_heads(moment: Moment, reading: Reading, keys: Iterable[Key]) -> dict[Key, Heads]:
    """Return what stands behind the fields read of these records, as far as they are here."""
    by_type: dict[str, dict[str, None]] = defaultdict(dict)
    for record_type, record_id in keys:
        by_type[record_type][record_id] = None
    found: dict[Key, Heads] = {}
    for record_type, ids in by_type.items():
        for record_id, state in moment.states(record_type, list(ids)).items():
            found[record_type, record_id] = heads_of(state, reading[record_type])
    return found


def heads_of(state: RecordState, fields: Iterable[str]) -> Heads:
    """Return the changes behind these fields; who struck a record out counts, who never did not."""
    names = [*fields, *([VOID_FIELD] if state.voided else [])]
    return {name: list(heads) for name in names if (heads := state.heads_of(name))}


def make_row(
    record_type: str, record_id: str, beside: Sequence[Key], heads: Mapping[Key, Heads], reading: Reading
) -> Row:
    """Return a row with the digest (32 hex digits) over what stands behind the fields that its figure reads."""
    keys = [(record_type, record_id), *beside]
    behind = [[*key, narrow(heads.get(key, {}), reading.get(key[0], ()))] for key in keys]
    return Row(record_id, tuple(beside), hashlib.sha256(encode(behind)).hexdigest()[:32])


def narrow(heads: Heads, fields: Iterable[str]) -> dict[str, list[str]]:
    """Return of these heads those that a figure reads."""
    wanted = {*fields, VOID_FIELD}
    return {name: list(ids) for name, ids in heads.items() if name in wanted}


def rows_digest(value: int | None, counted: Iterable[str], rows: Iterable[Row]) -> str:
    """Return the SHA-256 of a figure's data: its value, which rows it counts, what each rests on."""
    ordered = sorted([row.record_id, row.digest] for row in rows)
    return hashlib.sha256(encode([value, sorted(counted), ordered])).hexdigest()
