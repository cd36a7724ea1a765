"""The numbers to call in the first hours: the agency's own, as its supervisors keep them, then those that are bundled.

A partner's number is its agency record: everybody holds the directory, so a number that a supervisor writes reaches
every laptop with its next round. What it is for follows from the record: acute exams, or what the partner offers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from fieldapp.actions.query import query_rows
from fieldapp.actions.session import Session
from fieldapp.records.seed import DirectoryEntry, agency_id, load_directory, own_hours

AGENCY: Final = "agency"
HOSPITAL: Final = "hospital"
OTHER: Final = "other"
_OFFERED: Final = (
    ("hotline", frozenset({"crisis_intervention", "response_24h", "justice_advocacy"})),
    ("medical", frozenset({"medical_emergency", "medical_routine", "reproductive"})),
)
_LIMIT: Final = 60
_OWN: Final = (
    "SELECT id, name, offers, acute_exam, phone, on_call_phone, address, city FROM agency WHERE voided = 0 "
    "AND COALESCE(active, 1) = 1 AND (on_call_phone IS NOT NULL OR acute_exam = 1) ORDER BY name LIMIT ?"
)


def load_numbers(session: Session) -> tuple[DirectoryEntry, ...]:
    """Return the numbers to call: the agency's own by name, then the bundled ones, most urgent first."""
    return (*(_entry(row) for row in query_rows(session, _OWN, _LIMIT)), *load_directory())


def exam_places(numbers: Iterable[DirectoryEntry], *, is_acute: bool) -> tuple[DirectoryEntry, ...]:
    """Return where an exam is made: acute where a supervisor has marked an agency for that, else the medical hub."""
    wanted = {HOSPITAL} if is_acute else {"medical"}
    return tuple(entry for entry in numbers if entry.kind in wanted)


def _entry(row: Mapping[str, Any]) -> DirectoryEntry:
    hours_en, hours_es = own_hours()
    name = str(row["name"] or "")
    return DirectoryEntry(
        code=f"own_{row['id']}",
        kind=_kind(row),
        en=name,
        es=name,
        phone=str(row["on_call_phone"] or row["phone"] or ""),
        hours_en=hours_en,
        hours_es=hours_es,
        source=AGENCY,
        address=", ".join(str(row[part]) for part in ("address", "city") if row[part]),
    )


def _kind(row: Mapping[str, Any]) -> str:
    if row["acute_exam"]:
        return HOSPITAL
    if row["id"] == agency_id("DCFS"):
        return "child_protection"
    offers = str(row["offers"] or "")
    return next((kind for kind, codes in _OFFERED if any(f'"{code}"' in offers for code in codes)), OTHER)
