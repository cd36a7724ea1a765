"""The published reports on this laptop: listed, opened, and held against their signature."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from fieldapp.domain.wire import Json
from fieldapp.reports.report_text import (
    FIELDS,
    ReportText,
    UnreadableReportError,
    join_text,
    part_digest,
    read_text,
)
from fieldapp.rules.report_guard import PART, REPORT, report_statement
from fieldapp.store.store import Store
from fieldapp.vault.identity import fingerprint, verify


@dataclass(frozen=True)
class Fault:
    """One thing of a report that is not what was signed: ``code`` says what kind, ``name`` which field or part."""

    code: str
    name: str = ""


SIGNATURE: Final = "signature"
FIELD: Final = "field"
PART_CHANGED: Final = "part_changed"
PART_MISSING: Final = "part_missing"
PART_TWICE: Final = "part_twice"
TEXT: Final = "text"


@dataclass(frozen=True)
class ReportHead:
    """A report in a list, newest first. ``facts`` are ``report_text.FIELDS``."""

    record_id: str
    facts: Mapping[str, str]


@dataclass(frozen=True)
class OpenedReport:
    """A report as it is here. ``text`` is None when it cannot be read; ``faults`` say what is not as signed.

    ``fingerprint`` is of the key that signed, for two people to compare.
    """

    head: ReportHead
    text: ReportText | None
    faults: tuple[Fault, ...]
    sha256: str
    fingerprint: str

    @property
    def is_genuine(self) -> bool:
        """Whether everything is as it was signed."""
        return self.text is not None and not self.faults


def list_reports(store: Store) -> list[ReportHead]:
    """Return the published reports on this laptop, the newest first."""
    found = store.connection.exec_driver_sql(f'SELECT id FROM "{REPORT}" ORDER BY published_at DESC, id DESC')
    ids = [str(row[0]) for row in found]
    rows = store.projection.load(store.connection, REPORT, ids)
    return [_head(key, rows[key].state.values) for key in ids]


def open_report(store: Store, record_id: str) -> OpenedReport | None:
    """Return a report and what is wrong with it; None when it is not here."""
    row = store.load(REPORT, record_id)
    if row is None:
        return None
    values = row.state.values
    parts, faults = _read_parts(store, record_id, values)
    text = None
    try:
        data = join_text(parts)
        text = read_text(data)
    except UnreadableReportError:
        faults.append(Fault(TEXT))
    else:
        if hashlib.sha256(data).hexdigest() != values.get("sha256"):
            faults.append(Fault(TEXT))
        faults += _field_faults(record_id, values, text)
    key = _hex(values.get("public_key"))
    if not verify(key, _hex(values.get("signature")), report_statement(record_id, values)):
        faults.append(Fault(SIGNATURE))
    head = _head(record_id, values)
    return OpenedReport(head, text, tuple(faults), str(values.get("sha256") or ""), fingerprint(key))


def _read_parts(store: Store, record_id: str, values: Mapping[str, Json]) -> tuple[list[str], list[Fault]]:
    """Return the parts in order and those among them that are not what the report names, counted from 1."""
    digests = str(values.get("part_digests") or "").split()
    found: dict[int, list[str]] = {}
    for number, content in store.connection.exec_driver_sql(
        f'SELECT number, content FROM "{PART}" WHERE published_report = ? ORDER BY number, id', (record_id,)
    ):
        found.setdefault(int(number or 0), []).append(str(content or ""))
    parts, faults = [], []
    for number, digest in enumerate(digests):
        held = found.pop(number, [])
        right = next((each for each in held if part_digest(each) == digest), None)
        if not held:
            faults.append(Fault(PART_MISSING, str(number + 1)))
        elif right is None:
            faults.append(Fault(PART_CHANGED, str(number + 1)))
        elif len(held) > 1:
            faults.append(Fault(PART_TWICE, str(number + 1)))
        parts.append(right if right is not None else (held or [""])[0])
    faults += [Fault(PART_TWICE, str(number + 1)) for number in sorted(found)]
    return parts, faults


def _field_faults(record_id: str, values: Mapping[str, Json], text: ReportText) -> list[Fault]:
    faults = [Fault(FIELD, name) for name in FIELDS if str(values.get(name) or "") != text.facts[name]]
    return faults if text.record_id == record_id else [*faults, Fault(FIELD, "id")]


def _head(record_id: str, values: Mapping[str, Json]) -> ReportHead:
    return ReportHead(record_id, {name: str(values.get(name) or "") for name in FIELDS})


def _hex(value: Json) -> bytes:
    try:
        return bytes.fromhex(str(value or ""))
    except ValueError:
        return b""
