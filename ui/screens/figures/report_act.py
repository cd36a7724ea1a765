"""What the screen of the figures asks of the store about published reports; all of it on the store's thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from fieldapp import VERSION
from fieldapp.actions.laptop import require_writable
from fieldapp.actions.lookup import title_of
from fieldapp.domain.access import POLICE
from fieldapp.reports.archive import OpenedReport, ReportHead, list_reports, open_report
from fieldapp.reports.as_of import end_of, figures_on, heard_until
from fieldapp.reports.comparison import Comparison, compare_report
from fieldapp.reports.period import Period
from fieldapp.reports.publication import Publisher, publish_report
from fieldapp.reports.question import FigureResult
from fieldapp.reports.report_text import ReportText


@dataclass(frozen=True)
class Counted:
    """The figures, the reports beside them, and since when this laptop has not heard from headquarters.

    ``deaf_since`` is the instant of its last contact where that was before the end of the day asked for, else "".
    ``reports`` is None for whoever may not read any.
    """

    results: list[FigureResult]
    reports: list[ReportHead] | None
    deaf_since: str


@dataclass(frozen=True)
class Compared:
    """A comparison, and what the records in it are called that this laptop holds."""

    found: Comparison
    titles: dict[str, str]


def publisher_of(session: Any) -> Publisher:
    """Whoever is at this laptop."""
    return Publisher(session.store, session.identity, session.author, session.scopes, VERSION)


def count(session: Any, period: Period, day: date | None) -> Counted:
    """Count as of the end of a day, None for now. Raises NoReachError."""
    profile = session.profile
    results = figures_on(session.store, period, day, scopes=profile.scopes, agency=profile.agency)
    heard = heard_until(session.store)
    deaf = heard if day is not None and heard is not None and heard < end_of(day) else ""
    reports = list_reports(session.store) if POLICE in profile.scopes else None
    return Counted(results, reports, deaf)


def publish(session: Any, name: str, period: Period, day: date | None) -> str:
    """Publish; return the report's id. Raises Refused, NoReachError."""
    require_writable(session)
    return publish_report(publisher_of(session), name, period, day)


def open_one(session: Any, record_id: str) -> OpenedReport | None:
    """Open a report and prove it."""
    return open_report(session.store, record_id)


def compare(session: Any, report: ReportText) -> Compared:
    """Hold a report against the records of now."""
    found = compare_report(publisher_of(session), report)
    keys = dict.fromkeys((row.record_type, row.record_id) for change in found.changes for row in change.rows)
    return Compared(found, _titles(session, list(keys)))


def _titles(session: Any, keys: Sequence[tuple[str, str]]) -> dict[str, str]:
    titles = {}
    for record_type, record_id in keys:
        row = session.store.load(record_type, record_id)
        if row is not None:
            titles[record_id] = title_of(session, record_type, row.state.values)
    return titles
