"""What of a case goes to court, and what stays: three layers, and within them the reasons that are counted.

Investigative facts go. What victim services did (beyond what the law has disclosed) and what is privileged stay, and a
packet says of each kind only how many. Sources: Evid. Code 1038-1038.2 (caseworkers), 1040 and 1041 (official
information, informants), PC 293 and Gov. Code 7923.615 (names of victims), PC 1054.1 (what the prosecution discloses).
Which record is which is the agency's to confirm with its prosecutor (decision 031).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from fieldapp.domain.access import PRIVILEGED, SERVICES, SHARED
from fieldapp.domain.fields import Sensitivity
from fieldapp.domain.wire import Json
from fieldapp.records import require_type


class Withheld(StrEnum):
    """Why something is not in a packet."""

    IDENTITY = "identity"
    VICTIM_SERVICE = "victim_service"
    MEDICAL = "medical"
    CASEWORKER = "caseworker"
    SCREENING = "screening"
    OPERATION = "operation"
    INFORMANT = "informant"
    SEALED = "sealed"
    INTERNAL = "internal"
    REDACTED = "redacted"


INVESTIGATIVE: Final = "investigative"
VICTIM_SERVICES: Final = "victim_services"
PRIVILEGED_LAYER: Final = "privileged"
LAYER_OF: Final[Mapping[Withheld, str]] = {
    Withheld.IDENTITY: VICTIM_SERVICES,
    Withheld.VICTIM_SERVICE: VICTIM_SERVICES,
    Withheld.MEDICAL: VICTIM_SERVICES,
    Withheld.CASEWORKER: PRIVILEGED_LAYER,
    Withheld.SCREENING: PRIVILEGED_LAYER,
    Withheld.OPERATION: INVESTIGATIVE,
    Withheld.INFORMANT: INVESTIGATIVE,
    Withheld.SEALED: INVESTIGATIVE,
    Withheld.INTERNAL: INVESTIGATIVE,
    Withheld.REDACTED: VICTIM_SERVICES,
}
NAME_FIELDS: Final = ("family_name", "given_name", "middle_name")

_BY_TYPE: Final[Mapping[str, Withheld]] = {
    **dict.fromkeys(("service", "contact_attempt"), Withheld.CASEWORKER),
    **dict.fromkeys(("referral", "consent", "responder", "protocol_step"), Withheld.VICTIM_SERVICE),
    **dict.fromkeys(("screening", "answer"), Withheld.SCREENING),
    **dict.fromkeys(("task", "review"), Withheld.INTERNAL),
    **dict.fromkeys(("site", "check_in"), Withheld.OPERATION),
    "lead": Withheld.INFORMANT,
}
_INVESTIGATIVE: Final = frozenset(
    {"arrest", "charge", "search_warrant", "recovery", "interview", "evidence_item", "custody_transfer", "person"}
    | {"alias", "identifier", "age_evidence", "operation", "roster_member", "note", "clock_change", "attachment"}
)
"""What is told, if not all of it; a type that is not named here stays."""
_TOLD: Final[Mapping[str, frozenset[str]]] = {
    "operation": frozenset({"number", "name", "kind", "agency", "starts_at", "ends_at"}),
    "roster_member": frozenset({"operation", "role", "name", "alias_number", "agency"}),
    "recovery": frozenset(
        {"person", "operation", "first_contact_at", "place", "city", "agency", "recovered_by", "origin"}
        | {"report_number", "estimated_age", "age_basis", "exploitation_type", "victim_status", "restraints_used"}
        | {"restraints_reason", "advocate_notice_at", "advocate_answer", "name_advice_given", "name_advice_by"}
        | {"name_advice_at", "name_confidentiality", "hotline_called_at", "written_report_at", "cross_reported_at"}
        | {"narrative"}
    ),
    "screening": frozenset(
        {"person", "reason", "screener", "screener_role", "mode", "language", "started_at", "stopped_at"}
        | {"checklist_title", "checklist_version", "checklist_sha256", "score", "score_highest", "band_label"}
        | {"answered", "asked", "determination", "determined_by"}
    ),
    "attachment": frozenset({"description", "media_type", "size_bytes", "sha256", "taken_at", "taken_source"}),
}
_TOLD_OF_A_VICTIM: Final = frozenset({"code_name", "gender", "age_basis", "estimated_age", "estimated_on"})
_NEVER: Final[Mapping[str, frozenset[str]]] = {"person": frozenset({"address", "safe_contact"})}
_MEDICAL: Final = frozenset(
    {"medical_decision", "assaulted_at", "exam_facility", "exam_consent", "exam_kit", "hub_visited_at"}
)
_SEALED: Final = frozenset({"affidavit_at", "probable_cause", "items_listed"})
_FIELD_REASON: Final[Mapping[str, Withheld]] = {
    "person": Withheld.VICTIM_SERVICE,
    "recovery": Withheld.VICTIM_SERVICE,
    "operation": Withheld.OPERATION,
    "roster_member": Withheld.OPERATION,
    "screening": Withheld.SCREENING,
    "search_warrant": Withheld.SEALED,
}


def withheld_whole(
    record_type: str, zone: str, values: Mapping[str, Json], *, with_screenings: bool = False
) -> Withheld | None:
    """Return why a record is left out as a whole; None for one that is told, if perhaps not all of it."""
    if zone.partition(":")[0] in {SERVICES, PRIVILEGED}:
        return Withheld.CASEWORKER
    if record_type == "screening" and with_screenings:
        return None
    if record_type in _BY_TYPE:
        return _BY_TYPE[record_type]
    if zone == SHARED or record_type not in _INVESTIGATIVE:
        return Withheld.VICTIM_SERVICE if zone == SHARED else Withheld.INTERNAL
    return _why_no_note(values) if record_type == "note" else None


def _why_no_note(values: Mapping[str, Json]) -> Withheld | None:
    if values.get("screening"):
        return Withheld.SCREENING
    return Withheld.INTERNAL if values.get("kind") == "supervision" else None


def told_fields(
    record_type: str, values: Mapping[str, Json], *, is_victim: bool = False, is_named: bool = False
) -> frozenset[str]:
    """Return the fields of a record that are told. ``is_named``: with the true name, where this is a person."""
    declared = require_type(record_type).fields
    names = frozenset(
        name
        for name, field in declared.items()
        if field.sensitivity is Sensitivity.NORMAL or (record_type, name) == ("search_warrant", "probable_cause")
    )
    names &= _TOLD.get(record_type, names)
    if record_type == "person" and is_victim:
        names &= _TOLD_OF_A_VICTIM
    if record_type == "person" and is_named:
        names |= {*NAME_FIELDS, "born_on"}
    if record_type == "search_warrant" and values.get("sealed"):
        names -= _SEALED
    return names - _NEVER.get(record_type, frozenset())


def reason_of(record_type: str, name: str) -> Withheld:
    """Return why a field of a record that is told is not."""
    field = require_type(record_type).fields.get(name)
    if field is None:  # written by a newer version: nobody here knows what it is
        return Withheld.INTERNAL
    if field.sensitivity is not Sensitivity.NORMAL and name not in _SEALED:
        return Withheld.IDENTITY
    if record_type == "recovery" and name in _MEDICAL:
        return Withheld.MEDICAL
    return _FIELD_REASON.get(record_type, Withheld.INTERNAL)
