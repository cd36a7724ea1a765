"""The icon that stands for each record type, in the family the window draws."""

from __future__ import annotations

from typing import Final

_GLYPHS: Final = {
    "operation": "target",
    "roster_member": "users-three",
    "check_in": "broadcast",
    "site": "map-pin",
    "person": "user",
    "alias": "tag",
    "identifier": "fingerprint",
    "recovery": "lifebuoy",
    "protocol_step": "list-numbers",
    "responder": "users-four",
    "interview": "chats-circle",
    "screening": "clipboard-text",
    "arrest": "user-rectangle",
    "charge": "scales",
    "search_warrant": "file-search",
    "evidence_item": "package",
    "custody_transfer": "swap",
    "lead": "lightbulb",
    "referral": "paper-plane-tilt",
    "consent": "shield-check",
    "service": "heart",
    "contact_attempt": "phone",
    "task": "check-square",
    "clock_change": "timer",
    "note": "note",
    "review": "clipboard",
    "training": "graduation-cap",
    "agency": "buildings",
    "checklist": "list-bullets",
}


def glyph_of(record_type: str) -> str:
    """Return the icon name of a record type; a type that only a newer version knows gets a plain file."""
    return _GLYPHS.get(record_type, "file-text")
