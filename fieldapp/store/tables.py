"""Tables derived from the record declarations; the laptop and headquarters share the shape.

Every record type has a table named by its ``type_name``: the system columns, then one column a field. Records of a
type that this version does not know rest in ``other_record`` with all their values in ``extra``, and move when an
upgrade brings the type. At headquarters ``workspace`` leads every key, so that it is also the shard key.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, MetaData, Table, Text, text
from sqlalchemy.types import TypeEngine

from fieldapp.domain.fields import Kind
from fieldapp.domain.record import Record
from fieldapp.store.search_table import add_search

OTHER: Final = "other_record"

SYSTEM_COLUMNS: Final = (
    "id",
    "zone",
    "audience",
    "created_at",
    "created_by",
    "updated_at",
    "updated_by",
    "voided",
    "conflicts",
    "hq_seq",
    "digest",
    "heads",
    "extra",
)
_NUMBERS: Final = {"voided": Integer, "conflicts": Integer, "hq_seq": BigInteger, "digest": BigInteger}
_DRAFTS: Final = "voided = 0 AND state = 'draft'"
_OPTIONAL: Final = frozenset({"audience", "extra"})


@dataclass(frozen=True)
class RecordTables:
    """The tables of all record types. ``workspace`` says whether that column leads them (headquarters)."""

    metadata: MetaData
    types: dict[str, type[Record]]
    tables: dict[str, Table]
    tally: Table
    workspace: bool

    def table(self, record_type: str) -> Table:
        """Return the table that holds records of this type, known or not."""
        return self.tables[record_type if record_type in self.tables else OTHER]


def record_tables(types: Iterable[type[Record]], metadata: MetaData, *, workspace: bool = False) -> RecordTables:
    """Derive the tables from the declarations, into ``metadata``."""
    known = {record.type_name: record for record in types}
    tables = {name: _record_table(record, metadata, workspace) for name, record in known.items()}
    if not workspace:
        for name in sorted(_named_in_lists(known)):
            _add_title_index(known[name], tables[name])
    lead, keys = _lead(workspace)
    tables[OTHER] = Table(OTHER, metadata, *lead(), *_system(keys), Column("record_type", Text, nullable=False))
    tally = Table(
        "tally",
        metadata,
        *lead(),
        Column("record_type", Text, primary_key=True),
        Column("zone", Text, primary_key=True),
        Column("audience", Text, primary_key=True),
        Column("n", Integer, nullable=False),
        Column("digest", BigInteger, nullable=False),
    )
    return RecordTables(metadata, known, tables, tally, workspace)


def _lead(workspace: bool):  # type: ignore[no-untyped-def]  # noqa: ANN202 - a pair of local closures
    def columns() -> list[Column[str]]:
        return [Column("workspace", Text, primary_key=True)] if workspace else []

    return columns, ["workspace"] if workspace else []


def _system(_keys: list[str]) -> list[Column[object]]:
    columns: list[Column[object]] = [Column("id", Text, primary_key=True)]
    columns += [
        Column(name, _NUMBERS.get(name, Text), nullable=name in _OPTIONAL) for name in SYSTEM_COLUMNS if name != "id"
    ]
    return columns


def _record_table(record: type[Record], metadata: MetaData, workspace: bool) -> Table:
    lead, keys = _lead(workspace)
    columns = [Column(name, column_type(f.kind)) for name, f in record.fields.items()]
    table = Table(record.type_name, metadata, *lead(), *_system(keys), *columns)
    # Headquarters looks records up and feeds them by the log; every index more is paid for by every push.
    indexed = [] if workspace else ["updated_at"]
    if record.parent:
        indexed.append(record.parent)
    indexed += [n for n, f in record.fields.items() if f.link == "person" and n not in indexed][:1]
    for name in indexed:
        Index(f"ix_{record.type_name}_{name}", *(table.c[key] for key in keys), table.c[name])
    if not workspace:
        for name, *rest in _sought_by(record):
            if name not in indexed:  # of what is set only: most links of most records are blank, and cost nothing
                columns = [table.c[each] for each in (name, *rest)]
                Index(f"ix_{record.type_name}_{name}", *columns, sqlite_where=text(f"{name} IS NOT NULL"))
        if not record.is_part:  # a part has no list, and an index more is paid for by every answer
            _add_list_index(record, table)
        if record.open_while:
            _add_open_index(record, table)
        if record.keeps_drafts:
            columns = [table.c[name] for name in ("updated_by", "updated_at", "created_by", "id")]
            Index(f"ix_{record.type_name}_draft", *columns, sqlite_where=text(_DRAFTS))
        Index(f"ix_{record.type_name}_conflict", table.c.id, sqlite_where=text("conflicts > 0"))
    return table


def open_condition(record: type[Record], alias: str = "") -> str:
    """Return SQL that is true of the records about which somebody still has to do something; an index holds those."""
    lead = f"{alias}." if alias else ""
    codes = ", ".join(f"'{code}'" for code in record.open_while)
    return f"{lead}voided = 0 AND {lead}status IN ({codes})"


def open_rows(record: type[Record]) -> str:
    """Return what follows FROM in a question about what is open: read from an index as long as that, and no longer.

    Named, since by itself the planner may take the index of the list, through all that was ever closed.
    """
    return f'"{record.type_name}" INDEXED BY {_open_index(record)} WHERE {open_condition(record)}'


def draft_rows(record: type[Record]) -> str:
    """Return what follows FROM in a question about the drafts of a type that keeps them, by who wrote last."""
    return f'"{record.type_name}" INDEXED BY ix_{record.type_name}_draft WHERE {_DRAFTS}'


def has_title_index(record: type[Record]) -> bool:
    """Say whether records of this type are put in order by a title of their own, where a list names them.

    There are few agencies; and what is called by another record or by a code has no title to be sorted by.
    """
    return record.type_name != "agency" and record.fields[record.label[0]].kind is Kind.TEXT


def _sought_by(record: type[Record]) -> list[tuple[str, ...]]:
    """Return the fields by which a page finds the records that name it. An agency's would be half of them all."""
    links = [(n,) for n, f in record.fields.items() if f.link and f.link != "agency"]
    return [*links, *((each,) if isinstance(each, str) else each for each in record.sought_by)]


def _named_in_lists(types: Mapping[str, type[Record]]) -> set[str]:
    shown = (record.fields[name].link for record in types.values() for name in record.columns if name in record.fields)
    return {link for link in shown if link and link in types and has_title_index(types[link])}


def _add_list_index(record: type[Record], table: Table) -> None:
    """Cover what a list sorts and filters by, in its first order: a list of 100,000 opens without reading the rows.

    A partial index: were ``voided`` its first column, the planner would take it for a good way to find one record.
    """
    columns = [table.c[name] for name in _listed(record)]
    Index(f"ix_{record.type_name}_list", *columns, sqlite_where=text("voided = 0"))


def _open_index(record: type[Record]) -> str:
    return f"ix_{record.type_name}_open"


def _add_open_index(record: type[Record], table: Table) -> None:
    """Cover what the board asks of what is open, in the first order of its list, however much has been closed."""
    columns = [table.c[name] for name in (*_listed(record), "id")]
    Index(_open_index(record), *columns, sqlite_where=text(open_condition(record)))


def _add_title_index(record: type[Record], table: Table) -> None:
    """Let a list be put in the order of the titles of what it names without reading what it names."""
    Index(f"ix_{record.type_name}_title", table.c[record.label[0]].collate("NOCASE"), table.c.id)


def _listed(record: type[Record]) -> list[str]:
    names = [record.sort.removeprefix("-"), *record.columns, "state", "conflicts", "created_by"]
    return list(dict.fromkeys(names))


def column_type(kind: Kind) -> type[TypeEngine[object]]:
    """Return the column type of a field: numbers as integers, everything else as text that sorts as it reads."""
    return BigInteger if kind in {Kind.FLAG, Kind.COUNT} else Text  # type: ignore[return-value]


@dataclass(frozen=True)
class LaptopTables:
    """What a laptop keeps besides the records: its journal, what HQ said of it, and what is still to be indexed."""

    records: RecordTables
    journal: Table
    base: Table
    receipt: Table
    quarantine: Table
    meta: Table
    search_queue: Table
    withdrawn: Table
    arrival: Table


def laptop_tables(types: Iterable[type[Record]]) -> LaptopTables:
    """Derive all tables of a laptop's store, once for each row of types: it takes as long as opening the file."""
    return _laptop_tables(tuple(types))


@lru_cache(maxsize=8)
def _laptop_tables(types: tuple[type[Record], ...]) -> LaptopTables:
    metadata = MetaData()
    records = record_tables(types, metadata)
    journal = Table(
        "journal",
        metadata,
        Column("n", Integer, primary_key=True),
        Column("device", Text, nullable=False),
        Column("counter", Integer, nullable=False),
        Column("record_id", Text, nullable=False, index=True),
        Column("seq", Integer),
        Column("entry", LargeBinary, nullable=False),
        Column("payload", LargeBinary, nullable=False),
        Column("salt", LargeBinary, nullable=False),
        Index("ux_journal_change", "device", "counter", unique=True),
        sqlite_autoincrement=True,
    )
    base = Table(
        "base",
        metadata,
        Column("record_id", Text, primary_key=True),
        Column("record_type", Text, nullable=False),
        Column("zone", Text, nullable=False),
        Column("seq", Integer, nullable=False),
        Column("values", LargeBinary, nullable=False),
        Column("heads", Text, nullable=False),
        Column("created_at", Text, nullable=False),
        Column("created_by", Text, nullable=False),
        Column("updated_at", Text, nullable=False),
        Column("updated_by", Text, nullable=False),
    )
    receipt = Table(
        "receipt",
        metadata,
        Column("device", Text, primary_key=True),
        Column("last", Integer, primary_key=True),
        Column("first", Integer, nullable=False),
        Column("chain", Text, nullable=False),
        Column("seq", Integer, nullable=False),
        Column("received_at", Text, nullable=False),
        Column("signature", LargeBinary, nullable=False),
    )
    quarantine = Table(
        "quarantine",
        metadata,
        Column("device", Text, primary_key=True),
        Column("counter", Integer, primary_key=True),
        Column("record_type", Text, nullable=False),
        Column("record_id", Text, nullable=False),
        Column("reason", Text, nullable=False),
        Column("detail", Text, nullable=False),
        Column("noticed_at", Text, nullable=False),
        Column("settled_at", Text),
    )
    meta = Table("meta", metadata, Column("key", Text, primary_key=True), Column("value", Text, nullable=False))
    queue = Table(
        "search_queue",
        metadata,
        Column("record_id", Text, primary_key=True),
        Column("record_type", Text, nullable=False),
    )
    withdrawn = Table(
        "withdrawn",
        metadata,
        Column("record_id", Text, primary_key=True),
        Column("n", Integer, nullable=False),
    )
    arrival = Table("arrival", metadata, Column("seq", Integer, primary_key=True), Column("at", Text, nullable=False))
    add_search(metadata)
    return LaptopTables(records, journal, base, receipt, quarantine, meta, queue, withdrawn, arrival)
