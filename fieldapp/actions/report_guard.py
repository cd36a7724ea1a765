"""The guard of published reports, at every save and at headquarters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from fieldapp.domain.problems import Problem
from fieldapp.domain.wire import Json
from fieldapp.rules.report_guard import PART, REPORT, part_problems, report_problems, report_statement
from fieldapp.store.store import Lookup
from fieldapp.vault.identity import verify


def guard_reports(lookup: Lookup, record_type: str, record_id: str, values: Mapping[str, Json]) -> Iterable[Problem]:
    """A report is published once, by a supervisor, signed; neither it nor a part of it changes after that."""
    if record_type == REPORT:
        before = lookup.kept(record_type, record_id)
        return report_problems(before, values, lookup.writer, is_signed=is_signed(record_id, values))
    if record_type == PART:
        whole = str(values.get("published_report") or "")
        report = lookup.kept(REPORT, whole) if whole else None
        return part_problems(lookup.kept(record_type, record_id), values, report, lookup.writer)
    return ()


def is_signed(record_id: str, values: Mapping[str, Json]) -> bool:
    """Say whether the key that a report names signed what it says."""
    try:
        key, signature = (bytes.fromhex(str(values.get(name) or "")) for name in ("public_key", "signature"))
    except ValueError:
        return False
    return verify(key, signature, report_statement(record_id, values))
