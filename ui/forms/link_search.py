"""Finding the records that a link may point at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from fieldapp.actions import lookup
from fieldapp.actions.find import find_records, index_some
from fieldapp.records import children_of, require_type

_ASKED: Final = 40
_CAUGHT_UP: Final = 50


@dataclass(frozen=True)
class LinkHit:
    """A record that may be linked, by its title."""

    record_id: str
    title: str


def search_links(session: Any, record_type: str, text: str, limit: int) -> list[LinkHit]:
    """Return records of one type that ``text`` finds, best first; a person also by an alias or an identifier.

    Runs on the store's thread.
    """
    # What was written a moment ago is wanted now, and may not be indexed yet.
    index_some(session, _CAUGHT_UP)
    groups = find_records(session, text, _ASKED).groups
    found = {hit.record_id: hit.title for hit in groups.get(record_type, ())}
    for child in children_of(record_type):
        for hit in groups.get(child.type_name, ()):
            parent_id = _parent_id(session, child.type_name, hit.record_id)
            if parent_id is not None and parent_id not in found:
                found[parent_id] = hit.belongs_to
    return [LinkHit(record_id, title) for record_id, title in list(found.items())[:limit]]


def _parent_id(session: Any, record_type: str, record_id: str) -> str | None:
    view = lookup.load_record(session, record_type, record_id)
    parent = view.values.get(require_type(record_type).parent or "") if view is not None else None
    return str(parent) if parent is not None else None
