"""Reading records as a person sees them: with their title, their links in words, and where they are with HQ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from fieldapp.actions.capture import unfinished_problems
from fieldapp.actions.session import Session
from fieldapp.domain.change import ACCESS, VOID_FIELD
from fieldapp.domain.clock import from_wire
from fieldapp.domain.fields import Kind
from fieldapp.domain.problems import Problem
from fieldapp.domain.record import FINAL, Record
from fieldapp.domain.wire import Json
from fieldapp.records import find_type, require_type
from fieldapp.records.translation import translate
from fieldapp.records.vocabulary import label as choice_label
from fieldapp.store.outbox import received_at
from fieldapp.store.projection import Row

_ABSENT: Final = {"en": "not on this laptop", "es": "no está en este portátil"}


@dataclass(frozen=True)
class Whereabouts:
    """Where this laptop's work on a record is. ``place``: none, waiting, received, refused; ``at``: since when."""

    place: str
    at: str | None


@dataclass(frozen=True, repr=False)
class RecordView:
    """One record for the screen. ``values`` are wire values; ``conflicts`` the fields on which people disagree."""

    record_type: str
    record_id: str
    title: str
    zone: str
    values: Mapping[str, Json]
    conflicts: tuple[str, ...]
    is_final: bool
    is_void: bool
    created_at: str
    created_by: str
    updated_at: str
    updated_by: str
    whereabouts: Whereabouts


def load_record(session: Session, record_type: str, record_id: str) -> RecordView | None:
    """Return a record, struck out or not; None when this laptop does not hold it."""
    row = session.store.load(record_type, record_id)
    if row is None:
        return None
    values = {name: value for name, value in row.state.values.items() if name != VOID_FIELD}
    return RecordView(
        record_type,
        record_id,
        title_of(session, record_type, values),
        row.state.zone,
        values,
        row.state.conflicts,
        values.get("state") == FINAL,
        row.state.voided,
        row.created_at,
        row.created_by,
        row.updated_at,
        row.updated_by,
        Whereabouts(*received_at(session.store, record_id)),
    )


def load_children(session: Session, record_type: str, parent_id: str) -> list[RecordView]:
    """Return the live records of a child type that belong to a record, oldest first."""
    record = require_type(record_type)
    if record.parent is None:
        return []
    found = session.store.linked(record_type, record.parent, parent_id)
    views = (load_record(session, record_type, str(values["id"])) for values in found)
    return [view for view in views if view is not None]


def load_linked(session: Session, record_type: str, link: str, record_id: str) -> list[RecordView]:
    """Return the live records of a type whose field ``link`` names this record."""
    found = session.store.linked(record_type, link, record_id)
    views = (load_record(session, record_type, str(values["id"])) for values in found)
    return [view for view in views if view is not None]


def open_problems(session: Session, record_type: str, record_id: str) -> list[Problem]:
    """Return what still stops a record from being final."""
    row = session.store.load(record_type, record_id)
    if row is None:
        return []
    return unfinished_problems(session, record_type, record_id, row.state.values)


def title_of(session: Session, record_type: str, values: Mapping[str, Json]) -> str:
    """Return what a record is called: the words of its label fields, links followed one step. Never a true name."""
    record = find_type(record_type)
    if record is None:
        return record_type.replace("_", " ").capitalize()
    parts = [words for name in record.label if (words := words_of(session, record, name, values.get(name)))]
    return " · ".join(parts) or translate(record.title, session.language)


def words_of(session: Session, record: type[Record], name: str, value: Json) -> str:
    """Return a field's value in words: a choice by its label, a link by the other record's title."""
    declared = record.fields[name]
    if value is None:
        return ""
    if declared.kind is Kind.CHOICE and declared.vocabulary:
        return choice_label(declared.vocabulary, str(value), session.language)
    if isinstance(value, list):
        return ", ".join(choice_label(declared.vocabulary or "", str(code), session.language) for code in value)
    if declared.kind is Kind.LINK:
        return _linked_title(session, declared.link or "", str(value))
    if declared.kind is Kind.INSTANT:
        return from_wire(str(value)).astimezone().strftime("%Y-%m-%d %H:%M")
    return str(value)


def note_access(session: Session, record_type: str, record_id: str, reason: str) -> None:
    """Write into the journal that somebody looked at what is hidden by default, and why."""
    session.store.save(session.author, record_type, {}, record_id=record_id, kind=ACCESS, reason=reason)


def _linked_title(session: Session, record_type: str, record_id: str) -> str:
    row: Row | None = session.store.load(record_type, record_id)
    if row is None:
        return _ABSENT.get(session.language, _ABSENT["en"])
    return title_of(session, record_type, row.state.values)
