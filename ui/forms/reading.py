"""What a page shows of one record, read in one go on the store's thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fieldapp.actions import clock, conflict, exchange_status, lookup
from fieldapp.actions.lookup import RecordView
from fieldapp.domain.fields import Kind
from fieldapp.domain.merge import Head
from fieldapp.domain.problems import Problem
from fieldapp.domain.record import Record
from fieldapp.domain.wire import Json
from fieldapp.records import require_type
from ui.forms.editor import Rival
from ui.forms.local_time import show_instant
from ui.text import tr


@dataclass(frozen=True)
class Reading:
    """One record with everything around it in words.

    ``titles`` are those of its links; ``rivals`` the values of fields in conflict; ``missing`` what still stops it
    from being final; ``refusal`` why headquarters did not accept it; ``is_minor`` whether the victim
    of a recovery was under age, None where that is not known or not asked.
    """

    view: RecordView
    titles: Mapping[str, str] = field(default_factory=dict)
    rivals: Mapping[str, tuple[Rival, ...]] = field(default_factory=dict)
    missing: tuple[Problem, ...] = ()
    refusal: str = ""
    is_minor: bool | None = None


def read_record(session: Any, record_type: str, record_id: str) -> Reading | None:
    """Return a record for its page; None when this laptop does not hold it."""
    view = lookup.load_record(session, record_type, record_id)
    if view is None:
        return None
    record = require_type(record_type)
    return Reading(
        view,
        link_titles(session, record, view.values),
        _rivals(session, record, view) if view.conflicts else {},
        tuple(lookup.open_problems(session, record_type, record_id)),
        _refusal(session, record_id) if view.whereabouts.place == "refused" else "",
        clock.is_minor_recovered(session, view.values) if record_type == "recovery" else None,
    )


def link_titles(session: Any, record: type[Record], values: Mapping[str, Json]) -> dict[str, str]:
    """Return the title behind every link that these values hold."""
    return {
        name: lookup.words_of(session, record, name, values.get(name))
        for name, declared in record.fields.items()
        if declared.kind is Kind.LINK and values.get(name) is not None
    }


def words_for(session: Any, record: type[Record], name: str, value: Json) -> str:
    """Return a value in words for the screen, times in local time."""
    declared = record.fields.get(name)
    if declared is None or value is None:
        return "" if value is None else str(value)
    if declared.kind is Kind.FLAG:
        return tr("form.yes") if value else tr("form.no")
    if declared.kind is Kind.INSTANT:
        return show_instant(str(value))
    return lookup.words_of(session, record, name, value)


def _rivals(session: Any, record: type[Record], view: RecordView) -> dict[str, tuple[Rival, ...]]:
    clashes = (clash for clash in conflict.load_clashes(session) if clash.record_id == view.record_id)
    return {clash.field: tuple(_rival(session, record, clash.field, head) for head in clash.heads) for clash in clashes}


def _rival(session: Any, record: type[Record], name: str, head: Head) -> Rival:
    return Rival(words_for(session, record, name, head.value), head.origin.author, show_instant(head.origin.made_at))


def _refusal(session: Any, record_id: str) -> str:
    refused = exchange_status.load_refused(session)
    return next((each.change.reason for each in refused if each.change.record_id == record_id), "")
