"""The handful of fields that a short form asks first, and what they hold to begin with."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from fieldapp.domain.access import Role
from fieldapp.domain.record import Record
from fieldapp.domain.wire import Json
from ui.forms.local_time import instant_to_wire

_FIELDS: Final = {
    "recovery": (
        "person",
        "place",
        "estimated_age",
        "age_basis",
        "first_contact_at",
        "exploitation_type",
        "agency",
        "recovered_by",
    ),
    "person": ("gender", "estimated_age", "age_basis", "primary_language", "marks", "family_name", "given_name"),
    "operation": ("name", "kind", "starts_at", "incident_commander", "agency", "minors_expected"),
    "arrest": (
        "person",
        "role",
        "place",
        "arrested_at",
        "report_bucket",
        "estimated_age",
        "age_basis",
        "apparent_minor",
        "agency",
        "officer",
    ),
    "search_warrant": ("number", "kind", "target", "status", "issued_at", "served_at", "affiant"),
    "lead": ("summary", "source", "urgency", "received_at", "place", "narrative", "received_by"),
    "task": ("what", "assigned_to", "due_at", "priority"),
    "agency": ("name", "kind", "on_call_phone", "acute_exam", "address", "city"),
    "service": ("client_code", "category", "status", "delivered_on", "provider", "worker"),
    "screening": (
        "person",
        "reason",
        "location",
        "mode",
        "language",
        "others_present",
        "started_at",
        "screener",
        "screener_role",
    ),
}
_NOW: Final = {
    "recovery": "first_contact_at",
    "arrest": "arrested_at",
    "lead": "received_at",
    "screening": "started_at",
    "note": "written_at",
    "contact_attempt": "attempted_at",
    "consent": "given_at",
    "protocol_step": "at",
    "responder": "called_at",
    "check_in": "at",
    "custody_transfer": "handed_at",
    "clock_change": "at",
    "review": "reviewed_at",
}
_OWN_NAME: Final = {
    "recovery": "recovered_by",
    "arrest": "officer",
    "lead": "received_by",
    "screening": "screener",
    "search_warrant": "affiant",
    "service": "worker",
    "contact_attempt": "worker",
    "consent": "obtained_by",
    "referral": "requested_by",
    "protocol_step": "by",
    "responder": "called_by",
    "interview": "interviewer",
    "review": "reviewer",
    "task": "assigned_to",
}
_OWN_AGENCY: Final = {"recovery": "agency", "arrest": "agency", "operation": "agency", "service": "provider"}
_SCREENER_ROLES: Final = {Role.DEPUTY: "deputy", Role.DETECTIVE: "detective", Role.ADVOCATE: "advocate"}


def quick_fields(record: type[Record]) -> tuple[str, ...]:
    """Return the fields of a type's short form, in the order of Tab."""
    known = _FIELDS.get(record.type_name)
    if known is not None:
        return known
    wanted = [name for name, declared in record.fields.items() if declared.required or name in record.label]
    return tuple(name for name in wanted if name != "state")


def starting_values(session: Any, record: type[Record], now: datetime) -> dict[str, Json]:
    """Return what is known before anybody types: the time, who is at the laptop, their agency."""
    if session is None:
        return {}
    profile, name = session.profile, record.type_name
    values: dict[str, Json] = {}
    if name in _NOW:
        values[_NOW[name]] = instant_to_wire(now)
    if name in _OWN_NAME:
        values[_OWN_NAME[name]] = profile.name or profile.handle
    if name in _OWN_AGENCY and profile.agency:
        values[_OWN_AGENCY[name]] = profile.agency
    if name == "recovery":
        values["age_basis"] = "apparent"
    if name == "screening" and session.role in _SCREENER_ROLES:
        values["screener_role"] = _SCREENER_ROLES[session.role]
    return values
