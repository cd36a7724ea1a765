"""Finding records by what somebody remembers of them: a name, a code, part of a phone number, a word, misspelt or not.

What was typed reaches the full-text engine only as quoted words, so nothing in it is ever syntax. Each step is
bounded: hits come newest first and stop at the limit, and nothing is scored over a long list.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from fieldapp.domain.faults import StoreError
from fieldapp.domain.fields import Search
from fieldapp.domain.wire import Json
from fieldapp.store.search_index import DAMAGED, drain, names, queued, remake_index, searched_fields
from fieldapp.store.store import Store
from fieldapp.store.word import compact, phone_digits, words_of

NAME: Final = "name"
EXACT: Final = "exact"
WORDS: Final = "words"
NEAR: Final = "near"

LONGEST_QUERY: Final = 200
_MOST_WORDS: Final = 8
_SHORTEST_IDENTIFIER: Final = 3
_FEW: Final = 5


@dataclass(frozen=True)
class Hit:
    """A record that was found. ``matched`` says by what: ``exact``, ``name``, ``words``, or ``near`` (misspelt)."""

    record_type: str
    record_id: str
    matched: str


@dataclass(frozen=True)
class Hits:
    """What was found, by record type, the best group first, and what may be missing from it.

    ``catching_up`` counts records not indexed yet; ``more`` says that the limit cut the list short; ``reason`` is why
    nothing could be looked for: TOO_LONG, NOTHING_TO_FIND, or None. ``mended``: the index was damaged and made anew.
    """

    groups: dict[str, list[Hit]] = field(default_factory=dict)
    catching_up: int = 0
    more: bool = False
    reason: str | None = None
    mended: bool = False

    def __len__(self) -> int:
        return sum(map(len, self.groups.values()))

    def __iter__(self) -> Iterator[Hit]:
        return (hit for group in self.groups.values() for hit in group)


def find(store: Store, text: str, limit: int = 50) -> Hits:
    """Look for what somebody typed: identifiers first, then names, then words, then names spelt nearly so."""
    try:
        return _find(store, text, limit)
    except StoreError as error:
        if error.kind != DAMAGED:
            raise
    remake_index(store)
    return replace(_find(store, text, limit), mended=True)


def _find(store: Store, text: str, limit: int) -> Hits:
    left = _catch_up(store)
    if len(text) > LONGEST_QUERY:
        return Hits(catching_up=left, reason="TOO_LONG")
    words = _usable(text)
    if not words:
        return Hits(catching_up=left, reason="NOTHING_TO_FIND")
    found = _Found(store, limit)
    _find_exact(found, text)
    if phone_digits(text) is None:
        _find_words(found, words)
    groups: dict[str, list[Hit]] = {}
    for hit in list(found.hits.values())[:limit]:
        groups.setdefault(hit.record_type, []).append(hit)
    return Hits(groups, left, more=len(found.hits) > limit)


def similar(
    store: Store, record_type: str, values: Mapping[str, Json], *, exclude: str | None = None, limit: int = 5
) -> list[Hit]:
    """Return records that may already be what is being typed: the same identifier, or the same or a near name.

    Two known and different dates of birth rule a near name out; an equal one comes first. ``exclude`` is the record
    that is being typed. A person is looked for among aliases too.
    """
    _catch_up(store)
    record = store.types[record_type]
    fields = searched_fields(record)
    found = _Found(store, limit * 4)
    for name in fields.get(Search.EXACT, ()):
        value = values.get(name)
        key = phone_digits(value) or compact(value) if isinstance(value, str) else ""
        if len(key) >= _SHORTEST_IDENTIFIER:
            found.add(f"exact : {_quoted(key)}", EXACT, record_type)
    words = [
        w for name in fields.get(Search.NAME, ()) if isinstance(value := values.get(name), str) for w in _usable(value)
    ]
    if words:
        types = [t.type_name for t in store.types.values() if searched_fields(t).get(Search.NAME)]
        found.add(f"name : ({_all(words)})", NAME, *types)
        found.add(f"name : ({_all_near(store, words)})", NEAR, *types)
    hits = [hit for hit in found.hits.values() if hit.record_id != exclude]
    return _by_birth(store, hits, values.get("born_on"))[:limit]


class _Found:
    """Hits in the order in which they were found, each record once, up to a limit (and one more, to know of it)."""

    def __init__(self, store: Store, limit: int) -> None:
        self.store = store
        self.limit = limit
        self.hits: dict[str, Hit] = {}

    @property
    def is_full(self) -> bool:
        return len(self.hits) > self.limit

    def add(self, match: str, matched: str, *types: str) -> None:
        """Look for a full-text expression, in records of these types or of all."""
        if self.is_full:
            return
        only = "AND d.record_type IN (SELECT value FROM json_each(?)) " if types else ""
        rows = self.store.connection.exec_driver_sql(
            "SELECT d.record_type, d.record_id FROM search s CROSS JOIN search_doc d ON d.rowid = s.rowid "
            f"WHERE s.search MATCH ? {only}ORDER BY s.rowid DESC LIMIT ?",
            (match, *([json.dumps(types)] if types else []), self.limit + 1),
        )
        for record_type, record_id in rows:
            self.hits.setdefault(record_id, Hit(record_type, record_id, matched))


def _catch_up(store: Store) -> int:
    """Index what waits; on a full or read-only disk answer from what is indexed already."""
    try:
        return drain(store)
    except StoreError as error:
        if error.kind == DAMAGED:
            raise
        return queued(store)


def _find_exact(found: _Found, text: str) -> None:
    key = phone_digits(text) or compact(text)
    if len(key) >= _SHORTEST_IDENTIFIER:
        found.add(f"exact : {_quoted(key)}", EXACT)
        found.add(f"exact : {_quoted(key)} *", EXACT)


def _find_words(found: _Found, words: list[str]) -> None:
    # A common word of prose has a long posting list, which asking for it among names would read to the end in vain.
    if all(map(names(found.store).may_begin, words)):
        found.add(f"name : ({_all(words)})", NAME)
        found.add(f"name : ({_all_begun(words)})", NAME)
    named = len(found.hits)
    found.add(_all(words), WORDS)
    found.add(_all_begun(words), WORDS)
    if named < _FEW:
        found.add(f"name : ({_all_near(found.store, words)})", NEAR)


def _usable(text: str) -> list[str]:
    return list(dict.fromkeys(words_of(text)))[:_MOST_WORDS]


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def _all(words: Iterable[str]) -> str:
    return " AND ".join(map(_quoted, words))


def _all_begun(words: list[str]) -> str:
    """Every word may be the beginning of one; a single letter only stands for itself, or half the index would match."""
    return " AND ".join(_quoted(word) + (" *" if len(word) > 1 else "") for word in words)


def _all_near(store: Store, words: Iterable[str]) -> str:
    known = names(store)
    return " AND ".join("(" + " OR ".join(map(_quoted, known.near(word) or [word])) + ")" for word in words)


def _by_birth(store: Store, hits: list[Hit], born_on: Json) -> list[Hit]:
    if not isinstance(born_on, str) or "person" not in store.types:
        return hits
    people = json.dumps([hit.record_id for hit in hits if hit.record_type == "person"])
    rows = store.connection.exec_driver_sql(
        "SELECT id, born_on FROM person WHERE id IN (SELECT value FROM json_each(?)) AND born_on IS NOT NULL", (people,)
    )
    born: dict[str, str] = {row[0]: row[1] for row in rows}
    same = [hit for hit in hits if born.get(hit.record_id) == born_on]
    open_ = [hit for hit in hits if hit not in same and (hit.matched != NEAR or hit.record_id not in born)]
    return same + open_
