"""Lists on the screen: which columns, which rows, and links in words."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fieldapp.actions.lookup import title_of
from fieldapp.actions.session import Session
from fieldapp.domain.fields import Kind, Sensitivity
from fieldapp.domain.wire import Json
from fieldapp.records import require_type
from fieldapp.store.list_filter import Among, Contains, Draft, During, Equals, Filter, InConflict, Mine, Waiting
from fieldapp.store.listing import Listing, ListRow, open_listing


@dataclass(frozen=True)
class ListColumn:
    """A column of a list. ``vocabulary`` labels its codes; ``hidden`` says that its values wait to be revealed."""

    name: str
    label: str
    kind: Kind
    vocabulary: str | None
    link: str | None
    hidden: bool


@dataclass(frozen=True, repr=False)
class ListPage:
    """Rows of a list at their places (None: it has left this laptop), and the titles of the records they link to."""

    start: int
    rows: Sequence[ListRow | None]
    titles: Mapping[str, str]


def list_columns(record_type: str) -> tuple[ListColumn, ...]:
    """Return the columns of the list of a type, as declared."""
    record = require_type(record_type)
    found = []
    for name in record.columns:
        field = record.fields[name]
        hidden = field.sensitivity is not Sensitivity.NORMAL
        found.append(ListColumn(name, field.label, field.kind, field.vocabulary, field.link, hidden))
    return tuple(found)


def open_list(
    session: Session,
    record_type: str,
    filters: Iterable[Filter] = (),
    *,
    sort: str | None = None,
    descending: bool | None = None,
    voided: bool = False,
) -> Listing:
    """Open the list of a type in its own order, or sorted by a column; ``voided`` shows what is struck out too."""
    return open_listing(session.store, record_type, filters, sort=sort, descending=descending, voided=voided)


def list_page(session: Session, record_type: str, listing: Listing, start: int, n: int) -> ListPage:
    """Return a page of a list with the titles of linked records, read all at once. Code names, never true names."""
    rows = listing.page(start, n)
    record = require_type(record_type)
    links = {name: field.link for name, field in record.fields.items() if field.link}
    wanted: dict[str, dict[str, None]] = defaultdict(dict)
    for row in rows:
        for name, linked in links.items():
            value = row.values.get(name) if row else None
            if isinstance(value, str) and linked:
                wanted[linked][value] = None
    titles: dict[str, str] = {}
    for linked, ids in wanted.items():
        titles |= titles_of(session, linked, list(ids))
    return ListPage(start, rows, titles)


def titles_of(session: Session, record_type: str, ids: Sequence[str]) -> dict[str, str]:
    """Return the titles of records of one type by id; those that this laptop does not hold are left out."""
    record = require_type(record_type)
    names = ", ".join(f'"{name}"' for name in record.label)
    # A title needs the label's columns alone; reading whole records would cost most of a page.
    rows = session.store.connection.exec_driver_sql(
        f'SELECT id, {names} FROM "{record_type}" WHERE id IN (SELECT value FROM json_each(?))',
        (json.dumps(list(ids)),),
    )
    return {row[0]: title_of(session, record_type, dict(zip(record.label, row[1:], strict=True))) for row in rows}


def choice_filter(field: str, *codes: Json) -> Filter:
    """Return the filter of a chip: the field holds one of these codes, flags or ids (None: blank)."""
    return Equals(field, codes)


__all__ = [
    "Among",
    "Contains",
    "Draft",
    "During",
    "Equals",
    "Filter",
    "InConflict",
    "ListColumn",
    "ListPage",
    "ListRow",
    "Listing",
    "Mine",
    "Waiting",
    "choice_filter",
    "list_columns",
    "list_page",
    "open_list",
    "titles_of",
]
