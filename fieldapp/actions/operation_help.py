"""Somebody in an operation asks for help (N27): one press, told on every laptop with the time at which it was pressed.

It needs no confirmation, so that nothing stands between a person in danger and the press; what was no danger is taken
back with a reason, and stays in the time line as that. It stands until somebody else confirms that they are safe.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from fieldapp.actions.capture import void_record
from fieldapp.actions.laptop import require_writable
from fieldapp.actions.operation import OPERATION, ROSTER, own_name, save_apart
from fieldapp.actions.query import query_rows
from fieldapp.actions.session import Session
from fieldapp.domain.access import SWORN
from fieldapp.domain.clock import from_wire, to_wire
from fieldapp.domain.problems import Problem, Refused
from fieldapp.domain.wire import Json

CHECK_IN: Final = "check_in"
HELP: Final = "help"
SAFE: Final = "safe"
_TOLD: Final = "help told"
_LOOKED_BACK: Final = timedelta(days=3)
_LIMIT: Final = 50
# Open until the same person is confirmed safe, or it is taken back.
_OPEN: Final = (
    "SELECT h.id, h.at, h.operation, h.roster_member, o.number, o.incident_commander, r.role, r.alias_number, "
    "r.call_sign, r.name FROM check_in AS h LEFT JOIN roster_member AS r ON r.id = h.roster_member "
    "LEFT JOIN operation AS o ON o.id = h.operation WHERE h.voided = 0 AND h.kind = 'help' AND {where} AND NOT EXISTS "
    "(SELECT 1 FROM check_in AS s WHERE s.operation = h.operation AND s.voided = 0 AND s.kind = 'safe' "
    "AND s.roster_member IS h.roster_member AND s.at >= h.at) ORDER BY h.at LIMIT ?"
)
# Of the last days, and whatever came to this laptop last: a clock that is years behind silences nobody. UNION ALL:
# to sort out what is twice in it, all there ever were would be read.
_NEWS: Final = (
    "h.rowid IN (SELECT rowid FROM check_in WHERE voided = 0 AND at >= ? AND kind = 'help' "
    "UNION ALL SELECT rowid FROM check_in WHERE rowid > (SELECT max(rowid) FROM check_in) - 500 AND kind = 'help')"
)


@dataclass(frozen=True, repr=False)
class HelpCall:
    """A call for help that stands. ``sign`` is a call sign or alias number, ``who`` the roster's name.

    Both are blank when nobody on the roster pressed; ``who`` is an alias number for an undercover officer.
    ``is_command``: whoever is at this laptop commands the operation.
    """

    record_id: str
    operation_id: str
    member_id: str
    number: str
    role: str
    sign: str
    who: str
    at: datetime
    is_command: bool


def ask_for_help(session: Session, operation_id: str, member_id: str = "") -> HelpCall:
    """Write down that somebody asks for help now: a place on the roster, or whoever is at this laptop.

    Pressed again while that call stands it is the same call: its time is that of the first press.
    """
    require_writable(session)
    if session.store.record(OPERATION, operation_id) is None:
        raise Refused([Problem("OPERATION_NOT_HERE")])
    member = member_id or _own_place(session, operation_id)
    stands = next((call for call in open_help(session, operation_id) if call.member_id == member), None)
    if stands is not None:
        return stands
    values: dict[str, Json] = {
        "roster_member": member or None,
        "operation": operation_id,
        "kind": HELP,
        "at": to_wire(session.clock.now()),
    }
    with session.store.transaction():
        made = save_apart(session, CHECK_IN, values)
        _note_told(session, made)
    return next(call for call in open_help(session, operation_id) if call.record_id == made)


def take_help_back(session: Session, help_id: str, reason: str) -> None:
    """Say that a call for help was a false alarm, and why. It is struck out and stays in the time line."""
    require_writable(session)
    call = session.store.record(CHECK_IN, help_id)
    if call is None or call.get("kind") != HELP:
        raise Refused([Problem("HELP_NOT_OPEN")])
    if not reason.strip():
        raise Refused([Problem("REASON_REQUIRED", "remarks", {"label": "False alarm"})])
    with session.store.transaction():
        save_apart(session, CHECK_IN, {"remarks": reason.strip()}, record_id=help_id, reason=reason.strip())
        void_record(session, CHECK_IN, help_id, reason)


def confirm_safe(session: Session, help_id: str) -> str:
    """Write down that whoever asked for help is safe now; return the check-in's id."""
    require_writable(session)
    call = session.store.record(CHECK_IN, help_id)
    if call is None or call.get("kind") != HELP:
        raise Refused([Problem("HELP_NOT_OPEN")])
    # A clock that is behind does not leave a call standing for ever.
    at = max(to_wire(session.clock.now()), str(call["at"]))
    values: dict[str, Json] = {"kind": SAFE, "at": at, "operation": call["operation"]}
    return save_apart(session, CHECK_IN, values | {"roster_member": call.get("roster_member")})


def open_help(session: Session, operation_id: str = "") -> list[HelpCall]:
    """Return the calls for help that stand, oldest first: of an operation, else the recent ones of all."""
    if operation_id:
        rows = query_rows(session, _OPEN.format(where="h.operation = ?"), operation_id, _LIMIT)
    else:
        since = to_wire(session.clock.now() - _LOOKED_BACK)
        rows = query_rows(session, _OPEN.format(where=_NEWS), since, _LIMIT)
    mine = _plain(own_name(session))
    return [
        HelpCall(
            row["id"],
            row["operation"] or "",
            row["roster_member"] or "",
            row["number"] or "",
            row["role"] or "",
            row["call_sign"] or row["alias_number"] or "",
            str((row["alias_number"] if row["role"] == "undercover" else row["name"]) or ""),
            from_wire(row["at"]),
            _plain(row["incident_commander"]) == mine,
        )
        for row in rows
    ]


def take_help(session: Session, *, again: bool = False) -> list[HelpCall]:
    """Return the calls for help of which nobody at this laptop was told yet; with ``again`` all that stand.

    Works after a restart. Whoever has just come in is told again: nobody knows who read it before.
    """
    if session.role not in SWORN or session.missing:
        return []
    told = _told(session)
    found = open_help(session)
    untold = [call for call in found if call.record_id not in told]
    if untold:
        with session.store.transaction():
            _note_told(session, *(call.record_id for call in untold))
    return found if again else untold


def _own_place(session: Session, operation_id: str) -> str:
    rows = query_rows(
        session,
        f"SELECT id FROM {ROSTER} WHERE operation = ? AND handle = ? AND voided = 0 ORDER BY id LIMIT 1",
        *(operation_id, session.profile.handle),
    )
    return str(rows[0]["id"]) if rows else ""


def _told(session: Session) -> list[str]:
    return list(json.loads(session.store.meta(_TOLD) or "[]"))


def _note_told(session: Session, *record_ids: str) -> None:
    told = [*_told(session), *record_ids]
    session.store.set_meta(_TOLD, json.dumps(told[-_LIMIT * 4 :]))


def _plain(name: Json) -> str:
    return " ".join(str(name or "").split()).casefold()
