"""Publishing the figures: frozen with their questions and rows, signed by the laptop, and proved when opened again."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.dialects import sqlite

from fieldapp.domain.access import Author
from fieldapp.domain.clock import to_wire
from fieldapp.domain.wire import Json
from fieldapp.reports.as_of import end_of, heard_until, moment_on, reading_of_all
from fieldapp.reports.evidence import Heads, Key, Row, find_beside, load_heads, make_row, rows_digest
from fieldapp.reports.figure import laptop_figures
from fieldapp.reports.moment import Moment
from fieldapp.reports.period import Period
from fieldapp.reports.question import FigureResult, Scope
from fieldapp.reports.reading import Reading, fields_read
from fieldapp.reports.report_text import (
    FIELDS,
    ReportText,
    SignedFigure,
    part_digest,
    split_text,
    write_text,
)
from fieldapp.rules.report_guard import PART, REPORT, report_statement
from fieldapp.store import outbox
from fieldapp.store.arrival import arrived_at
from fieldapp.store.store import Store
from fieldapp.store.tables import RecordTables
from fieldapp.vault.identity import DeviceIdentity


@dataclass(frozen=True)
class Publisher:
    """Who publishes, with which laptop, and what they may read."""

    store: Store
    identity: DeviceIdentity
    author: Author
    scopes: Collection[str]
    version: str


def publish_report(publisher: Publisher, name: str, period: Period, day: date | None) -> str:
    """Publish the figures of a period as of the end of a day, None for now; return the report's id.

    On the store's thread. Raises Refused REPORT_ROLE for whoever is no supervisor, NoReachError; then nothing was
    written.
    """
    store, author = publisher.store, publisher.author
    now = to_wire(store.clock.now())
    facts = {
        "name": name,
        "first_day": period.first_day.isoformat(),
        "last_day": period.last_day.isoformat(),
        "as_of": end_of(day) if day is not None else now,
        "published_at": now,
        "published_by": author.name or author.handle,
        "program_version": publisher.version,
    }
    record_id = store.ids.new()
    with moment_on(store, day) as moment:
        text = write_text(_report(publisher, moment, record_id, facts, period))
    parts = split_text(text)
    values: dict[str, Json] = {
        **facts,
        "sha256": hashlib.sha256(text).hexdigest(),
        "parts": len(parts),
        "part_digests": " ".join(part_digest(part) for part in parts),
        "public_key": publisher.identity.public_bytes.hex(),
    }
    values["signature"] = publisher.identity.sign(report_statement(record_id, values)).hex()
    with store.transaction():
        # The parts first: once the report is there, no part comes to it any more.
        for number, content in enumerate(parts):
            store.save(author, PART, {"published_report": record_id, "number": number, "content": content})
        store.save(author, REPORT, values, record_id=record_id)
    return record_id


def freeze(
    moment: Moment, results: list[FigureResult], tables: RecordTables, all_read: Reading
) -> tuple[tuple[SignedFigure, ...], dict[Key, Heads]]:
    """Return the figures as they are to be signed, and what stands behind every record that they read.

    ``tables`` are the lasting ones: those of a past moment have names of their own.
    """
    heads: dict[Key, Heads] = {}
    figures = []
    for result in results:
        reading = fields_read([result.figure], tables, result.period)
        ids = result.base if result.is_held else ()
        beside = find_beside(moment, reading, result.figure.record_type, ids)
        keys = [(result.figure.record_type, each) for each in ids] + [key for keys in beside.values() for key in keys]
        heads |= load_heads(moment, all_read, (key for key in dict.fromkeys(keys) if key not in heads))
        rows = tuple(make_row(result.figure.record_type, each, beside[each], heads, reading) for each in ids)
        figures.append(_signed(result, tables, reading, rows))
    return tuple(figures), heads


def _signed(result: FigureResult, tables: RecordTables, reading: Reading, rows: tuple[Row, ...]) -> SignedFigure:
    figure, judge = result.figure, result.figure.judge
    query = figure.select(Scope(tables, result.period))
    compiled = query.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
    return SignedFigure(
        name=figure.name,
        title=figure.title,
        definition=figure.whole_definition,
        date_basis=figure.date_basis,
        record_type=figure.record_type,
        query=str(compiled),
        judge=f"{judge.__module__}.{judge.__qualname__}" if judge is not None else "",
        value=result.value,
        is_share=figure.is_share,
        is_held=result.is_held,
        reading=reading,
        rows=rows,
        counted=frozenset(result.ids if result.is_held else ()),
        sha256=rows_digest(result.value, result.ids, rows),
    )


def _report(
    publisher: Publisher, moment: Moment, record_id: str, facts: Mapping[str, str], period: Period
) -> ReportText:
    store = publisher.store
    reading = reading_of_all(store)
    results = laptop_figures(
        moment.connection, moment.tables, period, scopes=publisher.scopes, agency=publisher.author.agency
    )
    figures, records = freeze(moment, results, store.tables.records, reading)
    return ReportText(
        record_id=record_id,
        facts={name: facts[name] for name in FIELDS},
        zone=period.zone,
        frontier=moment.frontier,
        state=_open_state(store, reading),
        records=records,
        figures=figures,
    )


def _open_state(store: Store, reading: Reading) -> dict[str, Any]:
    """Return what is not settled on this laptop, and how long ago it heard of the others."""
    connection = store.connection
    conflicts = sum(
        connection.exec_driver_sql(f'SELECT count(*) FROM "{name}" WHERE conflicts > 0').scalar_one()
        for name in reading
    )
    rows = connection.exec_driver_sql(
        "SELECT device, max(seq) FROM journal WHERE seq IS NOT NULL GROUP BY device ORDER BY device"
    ).fetchall()
    return {
        "unsent": outbox.unsent(store),
        "refused": len(outbox.quarantined(store)),
        "conflicts": conflicts,
        "heard_until": heard_until(store) or "",
        "laptops": [[device, arrived_at(store, seq) or ""] for device, seq in rows],
    }
