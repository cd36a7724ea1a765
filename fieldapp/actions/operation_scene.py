"""An operation as its page shows it beyond its own fields: who is where, what came of it and when, what is amiss."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from fieldapp.actions.board import Tally, load_tally
from fieldapp.actions.history import load_history
from fieldapp.actions.listing import titles_of
from fieldapp.actions.lookup import title_of
from fieldapp.actions.operation import OPERATION, ROSTER, acceptance_id
from fieldapp.actions.operation_help import CHECK_IN, HELP, HelpCall, open_help
from fieldapp.actions.query import query_rows
from fieldapp.actions.session import Session
from fieldapp.domain.clock import from_wire, to_wire
from fieldapp.domain.people import age_on
from fieldapp.domain.wire import Json
from fieldapp.rules.offence import load_offences

# What is captured in an operation, and the field that says when it happened.
CAPTURED: Final = {
    "recovery": "first_contact_at",
    "arrest": "arrested_at",
    "search_warrant": "served_at",
    "screening": "started_at",
    "evidence_item": "seized_at",
    "note": "written_at",
}
_STEPS: Final = ("reviewed_at", "approved_at", "briefed_at", "closed_at", "debriefed_at")
_LINES: Final = 200
_OF_AGE: Final = 18
# Victims and arrestees wait apart from each other.
_VICTIMS_WAIT: Final = frozenset({"victim_space", "advocate_staging"})
_ARRESTEES_WAIT: Final = "arrestee_processing"


@dataclass(frozen=True, repr=False)
class Event:
    """One line of the time line. ``kind`` is a record type or ``step_…``; ``title`` never a true name, and of a
    phase its code.
    """

    at: datetime
    kind: str
    title: str
    record_type: str = ""
    record_id: str = ""


@dataclass(frozen=True, repr=False)
class _Untitled(Event):
    """An event whose title is not read yet: that of another record (type and id), or its own."""

    about: tuple[str, str] | None = None

    def titled_by(self) -> tuple[str, str]:
        """Type and id of the record whose title it bears."""
        return self.about or (self.record_type, self.record_id)


@dataclass(frozen=True, repr=False)
class Member:
    """A place on the roster: role code, and a name, which for an undercover officer is the alias number."""

    record_id: str
    role: str
    name: str
    call_sign: str
    signed_in_at: str | None
    on_site_at: str | None
    next_check_in_at: str | None
    checked_in_at: str | None
    off_site_at: str | None


@dataclass(frozen=True, repr=False)
class Scene:
    """Everything around an operation. ``late`` came in after closing and nobody has accepted it yet: id to type.

    ``shared_place`` is where victims and arrestees would wait together; ``of_age`` titles whoever was recovered as a
    minor and came of age before the operation ended. ``help`` are the calls for help that stand.
    """

    values: Mapping[str, Json]
    tally: Tally
    help: tuple[HelpCall, ...]
    members: tuple[Member, ...]
    events: tuple[Event, ...]
    late: Mapping[str, str]
    shared_place: str
    of_age: tuple[str, ...]


def load_scene(session: Session, operation_id: str) -> Scene | None:
    """Return what is around an operation; None where this laptop does not hold it, or it was struck out."""
    values = session.store.record(OPERATION, operation_id)
    if values is None:
        return None
    captured = list(_captured(session, operation_id))
    written = [*_steps(values), *_turns(session, operation_id)]
    events = sorted([*written, *captured, *_check_ins(session, operation_id)], key=lambda event: event.at)
    return Scene(
        values,
        load_tally(session, operation_id),
        tuple(open_help(session, operation_id)),
        tuple(sorted(_members(session, operation_id), key=lambda member: (member.role, member.name))),
        tuple(_titled(session, events[-_LINES:])),
        _late(session, operation_id, values, captured),
        _shared_place(session.store.linked("site", OPERATION, operation_id)),
        tuple(_of_age(session, operation_id, values)),
    )


def _members(session: Session, operation_id: str) -> Iterator[Member]:
    for row in session.store.linked(ROSTER, OPERATION, operation_id):
        is_hidden = row.get("role") == "undercover"
        name = row.get("alias_number") if is_hidden else row.get("name")
        times = ("signed_in_at", "on_site_at", "next_check_in_at", "checked_in_at", "off_site_at")
        given = (str(row[each]) if row.get(each) else None for each in times)
        yield Member(
            str(row["id"]), str(row.get("role") or ""), str(name or ""), str(row.get("call_sign") or ""), *given
        )


def _steps(values: Mapping[str, Json]) -> Iterator[Event]:
    for name in _STEPS:
        if values.get(name):
            yield Event(from_wire(str(values[name])), f"step_{name.removesuffix('_at')}", "")


def _turns(session: Session, operation_id: str) -> Iterator[Event]:
    """Each change of phase, and when it began, went on or was called off: no field keeps those times."""
    for act in reversed(load_history(session, OPERATION, operation_id)):
        for edit in act.edits:
            if act.refused or edit.before == edit.after or not act.made_at:
                continue
            if edit.name == "phase" and edit.after:
                yield Event(from_wire(act.made_at), "phase", str(edit.after))
            elif edit.name == "status" and edit.after in {"active", "cancelled"}:
                yield Event(from_wire(act.made_at), f"step_{edit.after}", "")


def _captured(session: Session, operation_id: str) -> Iterator[Event]:
    for record_type, when in CAPTURED.items():
        rows = query_rows(
            session,
            f"SELECT id, coalesce({when}, created_at) AS at FROM {record_type} WHERE operation = ? AND voided = 0 "
            f"ORDER BY at DESC LIMIT {_LINES}",
            operation_id,
        )
        yield from (_Untitled(from_wire(row["at"]), record_type, "", record_type, row["id"]) for row in rows)


def _check_ins(session: Session, operation_id: str) -> Iterator[Event]:
    rows = query_rows(
        session,
        f"SELECT id, roster_member, kind, at, due_at FROM {CHECK_IN} WHERE operation = ? AND voided = 0 ORDER BY id",
        operation_id,
    )
    kept: dict[tuple[str, str], str] = {}
    for row in rows:
        if row["kind"] != "missed":
            held = (str(row["roster_member"]), str(row["due_at"]))
            kept[held] = min(kept.get(held, str(row["at"])), str(row["at"]))
    for row in rows:
        kind = str(row["kind"])
        if kind == "missed" and kept.get((str(row["roster_member"]), str(row["due_at"])), "~") <= str(row["due_at"]):
            # Checked in on another laptop, of which the one that raised it could not know.
            kind = "in_time"
        about = (ROSTER, str(row["roster_member"]))
        yield _Untitled(from_wire(str(row["at"])), f"check_in_{kind}", "", CHECK_IN, row["id"], about)
    for call in query_rows(
        session,
        f"SELECT id, at, remarks FROM {CHECK_IN} WHERE operation = ? AND voided = 1 AND kind = '{HELP}'",
        operation_id,
    ):
        yield Event(from_wire(call["at"]), "check_in_false_alarm", str(call["remarks"] or ""), CHECK_IN, call["id"])


def _titled(session: Session, events: list[Event]) -> Iterator[Event]:
    """Give each its title; of all there were, only those of the lines that are shown are read."""
    wanted: dict[str, dict[str, None]] = defaultdict(dict)
    for event in events:
        if isinstance(event, _Untitled):
            record_type, record_id = event.titled_by()
            wanted[record_type][record_id] = None
    titles = {record_type: titles_of(session, record_type, list(ids)) for record_type, ids in wanted.items()}
    for event in events:
        if isinstance(event, _Untitled):
            record_type, record_id = event.titled_by()
            title = titles[record_type].get(record_id, "")
            yield Event(event.at, event.kind, title, event.record_type, event.record_id)
        else:
            yield event


def _late(session: Session, operation_id: str, values: Mapping[str, Json], captured: list[Event]) -> Mapping[str, str]:
    closed_at = values.get("closed_at")
    if not closed_at or values.get("status") not in {"closed", "debriefed"}:
        return {}
    late = [event for event in captured if event.kind != "note" and to_wire(event.at) > str(closed_at)]
    accepted = {
        event.record_id
        for event in late
        if session.store.record("note", acceptance_id(event.record_id, operation_id)) is not None
    }
    return {event.record_id: event.record_type for event in late if event.record_id not in accepted}


def _shared_place(sites: list[Mapping[str, Json]]) -> str:
    def where(site: Mapping[str, Json]) -> str:
        parts = (site.get(name) for name in ("address", "city", "room"))
        known = site.get("address")
        return " ".join(" ".join(str(part or "") for part in parts).split()).casefold() if known else ""

    apart = {where(site) for site in sites if site.get("purpose") == _ARRESTEES_WAIT} - {""}
    shared = [site for site in sites if site.get("purpose") in _VICTIMS_WAIT and where(site) in apart]
    return str(shared[0].get("name") or shared[0].get("address")) if shared else ""


def _of_age(session: Session, operation_id: str, values: Mapping[str, Json]) -> Iterator[str]:
    """Whoever was a minor at first contact and turned 18 before the operation was closed, or by now."""
    zone = load_offences().zone
    closed_at = values.get("closed_at")
    end = (from_wire(str(closed_at)) if closed_at else session.clock.now()).astimezone(zone).date()
    rows = query_rows(
        session,
        "SELECT p.id, p.born_on, r.first_contact_at FROM recovery AS r JOIN person AS p ON p.id = r.person "
        "WHERE r.operation = ? AND r.voided = 0 AND p.born_on IS NOT NULL AND r.first_contact_at IS NOT NULL",
        operation_id,
    )
    for row in rows:
        born_on = date.fromisoformat(row["born_on"])
        met_on = from_wire(row["first_contact_at"]).astimezone(zone).date()
        if age_on(born_on, met_on) < _OF_AGE <= age_on(born_on, end):
            yield title_of(session, "person", session.store.record("person", row["id"]) or {})
