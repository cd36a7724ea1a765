"""The text of a published report: what is signed. JSON in one spelling, so that one report has one digest."""

from __future__ import annotations

import base64
import binascii
import hashlib
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from fieldapp.domain.wire import decode, encode
from fieldapp.records.checklist_part import in_parts
from fieldapp.reports.evidence import Heads, Key, Row
from fieldapp.store.arrival import Frontier

FORMAT: Final = 1
MAX_TEXT_BYTES: Final = 64 << 20
FIELDS: Final = ("name", "first_day", "last_day", "as_of", "published_at", "published_by", "program_version")
"""What the record says of the report and its text says again."""


@dataclass(frozen=True, kw_only=True)
class SignedFigure:
    """A figure as it was published.

    ``query`` is the SQL that was asked, ``judge`` the function that then judged each row ("" for none). ``rows`` are
    the records it looked at; ``counted`` those that make up the value (of a share: some of the rows).
    """

    name: str
    title: str
    definition: str
    date_basis: str
    record_type: str
    query: str
    judge: str
    value: int | None
    is_share: bool
    is_held: bool
    reading: Mapping[str, tuple[str, ...]]
    rows: tuple[Row, ...]
    counted: frozenset[str]
    sha256: str


@dataclass(frozen=True, kw_only=True)
class ReportText:
    """All of a report. ``facts`` are ``FIELDS``; ``state`` says what was still open on the laptop that published it.

    ``state``: ``unsent``, ``refused``, ``conflicts`` are counts, ``heard_until`` an instant or "", ``laptops`` pairs of
    a laptop and by when headquarters had the last that this one holds of it.
    """

    record_id: str
    facts: Mapping[str, str]
    zone: str
    frontier: Frontier
    state: Mapping[str, Any]
    records: Mapping[Key, Heads]
    figures: tuple[SignedFigure, ...]


class UnreadableReportError(ValueError):
    """Bytes that are no text of a report."""


def write_text(report: ReportText) -> bytes:
    """Return the text in its one spelling."""
    records: dict[str, dict[str, Heads]] = {}
    for (record_type, record_id), heads in report.records.items():
        records.setdefault(record_type, {})[record_id] = heads
    edge = report.frontier
    return encode(
        {
            "format": FORMAT,
            "id": report.record_id,
            "facts": dict(report.facts),
            "zone": report.zone,
            "frontier": [edge.seq, edge.device, edge.counter],
            "state": dict(report.state),
            "records": records,
            "figures": [_figure_to_wire(figure) for figure in report.figures],
        }
    )


def read_text(data: bytes) -> ReportText:
    """Read what ``write_text`` wrote. Raises UnreadableReportError."""
    try:
        wire: Any = decode(data)
        if wire["format"] != FORMAT:
            raise UnreadableReportError
        return ReportText(
            record_id=wire["id"],
            facts={name: str(wire["facts"][name]) for name in FIELDS},
            zone=wire["zone"],
            frontier=Frontier(*wire["frontier"]),
            state=wire["state"],
            records={(kind, key): heads for kind, each in wire["records"].items() for key, heads in each.items()},
            figures=tuple(_figure_from_wire(each) for each in wire["figures"]),
        )
    except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise UnreadableReportError from error


def split_text(data: bytes) -> list[str]:
    """Return the text, packed, as parts small enough to travel as one change each."""
    return in_parts(base64.b64encode(zlib.compress(data, 9)).decode())


def join_text(parts: Sequence[str]) -> bytes:
    """Return the text that was split. Raises UnreadableReportError on what is none, or unpacks without end."""
    try:
        unpacking = zlib.decompressobj()
        data = unpacking.decompress(base64.b64decode("".join(parts), validate=True), MAX_TEXT_BYTES)
    except (binascii.Error, zlib.error, ValueError) as error:
        raise UnreadableReportError from error
    if not unpacking.eof or unpacking.unused_data:
        raise UnreadableReportError
    return data


def part_digest(content: str) -> str:
    """Return the SHA-256 of one part, hex."""
    return hashlib.sha256(content.encode()).hexdigest()


def _figure_to_wire(figure: SignedFigure) -> dict[str, Any]:
    rows = [[row.record_id, row.digest, [list(key) for key in row.beside]] for row in figure.rows]
    own = {name: getattr(figure, name) for name in _PLAIN}
    reading = {name: list(fields) for name, fields in figure.reading.items()}
    return own | {"reading": reading, "rows": rows, "counted": sorted(figure.counted)}


def _figure_from_wire(wire: Mapping[str, Any]) -> SignedFigure:
    return SignedFigure(
        **{name: wire[name] for name in _PLAIN},
        reading={name: tuple(fields) for name, fields in wire["reading"].items()},
        rows=tuple(
            Row(key, tuple((kind, other) for kind, other in beside), digest) for key, digest, beside in wire["rows"]
        ),
        counted=frozenset(wire["counted"]),
    )


_PLAIN: Final = (
    *("name", "title", "definition", "date_basis", "record_type", "query", "judge", "value", "is_share", "is_held"),
    "sha256",
)
