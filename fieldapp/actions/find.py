"""Find: one line of typing over everything on this laptop, and "a record like this exists" while a new one is typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from fieldapp.actions.lookup import title_of
from fieldapp.actions.session import Session
from fieldapp.domain.wire import Json
from fieldapp.records import require_type
from fieldapp.store import search, search_index
from fieldapp.store.search import Hit


@dataclass(frozen=True, repr=False)
class FoundRecord:
    """A record that was found: its title, and that of the record it belongs to (an alias's person), if any.

    ``matched`` says by what: exact, name, words, near.
    """

    record_type: str
    record_id: str
    title: str
    belongs_to: str
    matched: str


@dataclass(frozen=True, repr=False)
class Findings:
    """What was found, by record type, the best group first.

    ``catching_up`` counts records not indexed yet; ``more`` says that there are further hits; ``reason`` is why
    nothing could be looked for: TOO_LONG, NOTHING_TO_FIND, or None. ``mended``: the index was damaged and made anew.
    """

    groups: Mapping[str, list[FoundRecord]]
    catching_up: int
    more: bool
    reason: str | None
    mended: bool = False


def find_records(session: Session, text: str, limit: int = 50) -> Findings:
    """Look for what somebody typed. Titles show code names, never true names."""
    hits = search.find(session.store, text, limit)
    groups = {record_type: _describe(session, group) for record_type, group in hits.groups.items()}
    groups = {name: group for name, group in groups.items() if group}
    return Findings(groups, hits.catching_up, hits.more, hits.reason, hits.mended)


def find_similar(
    session: Session, record_type: str, values: Mapping[str, Json], *, exclude: str | None = None
) -> list[FoundRecord]:
    """Return records that may already be what is being typed (``exclude``), the likeliest first."""
    return _describe(session, search.similar(session.store, record_type, values, exclude=exclude))


def index_some(session: Session, limit: int = 500) -> int:
    """Index some of what waits, when there is time; return how many records still wait."""
    return search_index.drain(session.store, limit)


def index_all(session: Session, progress: Callable[[int, int], None] = lambda _done, _total: None) -> int:
    """Make the whole index anew (after a first pull: three times faster than bit by bit); return how many are in it.

    Holds the store for some 3 seconds for each 100,000 records; ``progress`` gets the records done and all.
    """
    return search_index.rebuild_index(session.store, progress)


def index_news(session: Session) -> None:
    """Index all that a round brought: at once where nothing was indexed before, else bit by bit."""
    store = session.store
    if not search_index.queued(store):
        return
    if store.connection.exec_driver_sql("SELECT 1 FROM search_doc LIMIT 1").fetchone() is None:
        search_index.rebuild_index(store)
    while search_index.drain(store):
        pass


def _describe(session: Session, hits: Iterable[Hit]) -> list[FoundRecord]:
    found = []
    for hit in hits:
        row = session.store.load(hit.record_type, hit.record_id)
        if row is None or row.state.voided:
            continue
        title = title_of(session, hit.record_type, row.state.values)
        parent = _parent_title(session, hit.record_type, row.state.values)
        found.append(FoundRecord(hit.record_type, hit.record_id, title, parent, hit.matched))
    return found


def _parent_title(session: Session, record_type: str, values: Mapping[str, Json]) -> str:
    record = require_type(record_type)
    link = record.parent
    declared = record.fields[link] if link else None
    parent_id = values.get(link) if link else None
    if declared is None or not declared.link or not isinstance(parent_id, str):
        return ""
    parent = session.store.load(declared.link, parent_id)
    return title_of(session, declared.link, parent.state.values) if parent else ""
