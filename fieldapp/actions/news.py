"""News: what others did to this person's records, and what came for them, since they last looked.

It is found once, after each exchange, among the changes that the exchange brought, and kept in the store until it was
looked at: a restart forgets nothing and says nothing twice. What a first exchange brings is no news.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from fieldapp.actions.caseload import OWNED
from fieldapp.actions.colleague import Colleagues, load_colleagues
from fieldapp.actions.lookup import title_of
from fieldapp.actions.name_opening import is_asked_of
from fieldapp.actions.session import Session
from fieldapp.domain.access import Role
from fieldapp.domain.change import ACCESS, VOID, MalformedChangeError, unseal
from fieldapp.domain.clock import from_wire
from fieldapp.records import find_type, require_type
from fieldapp.store.projection import Row

NEWS_ROWS: Final = 30
CHANGED: Final = "changed"
GIVEN: Final = "given"
CAME: Final = "came"
STRUCK: Final = "struck"
_LOOKED_AT: Final = 2_000  # a round that brings more is a first one, or a long absence: the newest are told
_META: Final = "news"


@dataclass(frozen=True, repr=False)
class News:
    """One record about which there is something new. ``what``: changed, given, came (a call-out, a question), struck.

    ``who`` is the person who did it, by name; ``at`` the time as their laptop had it.
    """

    what: str
    record_type: str
    record_id: str
    title: str
    who: str
    at: datetime


def note_news(session: Session) -> int:
    """Find what the last exchange brought for this person; return how many records there is news of now."""
    store = session.store
    newest = store.journal.newest(store.connection)
    known = _kept(session)
    if session.missing or known.get("place") == newest:
        return len(known.get("rows", ()))
    rows = known.get("rows", [])
    if "place" in known:
        fresh = _find(session, known["place"])
        rows = (fresh + [row for row in rows if row[2] not in {each[2] for each in fresh}])[:NEWS_ROWS]
    store.set_meta(_META, json.dumps({"place": newest, "rows": rows}))
    return len(rows)


def load_news(session: Session) -> tuple[News, ...]:
    """Return what this person has not looked at, the newest first. What this laptop no longer holds is left out."""
    rows = _kept(session).get("rows", ())
    if not rows:
        return ()
    people = load_colleagues(session)
    found = []
    for what, record_type, record_id, author, made_at in rows:
        row = session.store.load(record_type, record_id) if find_type(record_type) else None
        if row is not None:
            title = title_of(session, record_type, row.state.values)
            found.append(News(what, record_type, record_id, title, people.name_of(author), from_wire(made_at)))
    return tuple(found)


def news_marks(session: Session) -> frozenset[str]:
    """Return a mark for each piece of news there is: what is told once is told by it."""
    rows = _kept(session).get("rows", ())
    return frozenset(f"{record_id} {made_at}" for _what, _type, record_id, _author, made_at in rows)


def see_news(session: Session, record_ids: Sequence[str] | None = None) -> str:
    """Take records off the news, all where none is named; return what ``unsee_news`` puts back."""
    known = _kept(session)
    rows = known.get("rows", [])
    kept = [row for row in rows if record_ids is not None and row[2] not in record_ids]
    if len(kept) != len(rows):
        session.store.set_meta(_META, json.dumps(known | {"rows": kept}))
    return json.dumps([row for row in rows if row not in kept])


def unsee_news(session: Session, seen: str) -> None:
    """Put back what ``see_news`` took away."""
    known = _kept(session)
    here = {row[2] for row in known.get("rows", ())}
    back = [row for row in json.loads(seen) if row[2] not in here]
    session.store.set_meta(_META, json.dumps(known | {"rows": (back + known.get("rows", []))[:NEWS_ROWS]}))


def _kept(session: Session) -> dict[str, Any]:
    """Return what is kept: ``place``, up to where the journal was looked through, and ``rows``, the news themselves."""
    kept: dict[str, Any] = json.loads(session.store.meta(_META) or "{}")
    return kept


def _find(session: Session, place: int) -> list[list[str]]:
    """Return a row for each record of this person's that others changed: what, type, id, author, when."""
    store, people = session.store, load_colleagues(session)
    found: dict[str, list[str]] = {}
    for entry in store.journal.foreign_after(store.connection, place, _LOOKED_AT):
        try:
            change = unseal(entry.sealed)
        except MalformedChangeError:
            continue  # a court had what it said destroyed
        is_own = change.author == session.profile.handle
        if is_own or change.kind == ACCESS or change.record_id in found or not find_type(change.record_type):
            continue
        row = store.load(change.record_type, change.record_id)
        if row is not None and (what := _concern(session, people, row, change.fields)):
            what = STRUCK if change.kind == VOID else what
            found[change.record_id] = [what, change.record_type, change.record_id, change.author, change.made_at]
        if len(found) == NEWS_ROWS:
            break
    return list(found.values())


def _concern(session: Session, people: Colleagues, row: Row, written: Mapping[str, Any]) -> str:
    """Say in what way a record concerns this person; "" where it does not."""
    handle, values, record_type = session.profile.handle, row.state.values, row.state.record_type
    if record_type == "referral" and session.role is Role.ADVOCATE:
        return CAME if "sent_at" in written or "agency" in written else CHANGED
    if record_type == "name_opening" and "asked_by" in written and is_asked_of(session, values):
        return CAME
    owner = OWNED.get(record_type)
    if owner and people.name_of(str(values.get(owner) or "")) == people.name_of(handle):
        return GIVEN if owner in written else CHANGED
    if row.created_by == handle:
        return CHANGED
    parent = require_type(record_type).parent
    above = require_type(record_type).fields[parent].link if parent else None
    held = session.store.load(above, str(values[parent])) if above and parent and values.get(parent) else None
    return CHANGED if held is not None and held.created_by == handle else ""
