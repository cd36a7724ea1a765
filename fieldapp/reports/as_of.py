"""The figures as of the end of a past day: reckoned over the records as headquarters had them then."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date

from fieldapp.domain.clock import from_ms, to_wire
from fieldapp.reports.figure import all_figures, laptop_figures
from fieldapp.reports.moment import LaptopPast, Moment, moment_of, present
from fieldapp.reports.period import Period
from fieldapp.reports.question import FigureResult
from fieldapp.reports.reading import Reading, fields_read
from fieldapp.store.arrival import NoReachError, frontier_before, frontier_now
from fieldapp.store.store import Store

_SERVER_MS = "server_ms"
_NO_PERIOD = Period(date(2000, 1, 1), date(2000, 1, 1))


def end_of(day: date) -> str:
    """Return the first instant after a day of the bureau, in wire form."""
    return Period(day, day).end


def reading_of_all(store: Store) -> Reading:
    """Return what the figures read, by record type."""
    return fields_read(all_figures(), store.tables.records, _NO_PERIOD)


@contextmanager
def moment_on(store: Store, day: date | None) -> Iterator[Moment]:
    """Give the records as of the end of a day, None for now. On the store's thread. Raises NoReachError."""
    if day is None:
        yield present(store, frontier_now(store))
        return
    reading = reading_of_all(store)
    frontier = frontier_before(store, end_of(day), tuple(reading))
    with moment_of(LaptopPast(store, frontier), reading) as moment:
        yield moment


def figures_on(
    store: Store, period: Period, day: date | None, *, scopes: Collection[str], agency: str
) -> list[FigureResult]:
    """Return every figure of a period as of the end of a day, None for now. Raises NoReachError."""
    with moment_on(store, day) as moment:
        return laptop_figures(moment.connection, moment.tables, period, scopes=scopes, agency=agency)


def heard_until(store: Store) -> str | None:
    """Return when this laptop last heard from headquarters, in wire form; None when it never did."""
    known = store.meta(_SERVER_MS)
    return to_wire(from_ms(int(known))) if known else None


__all__ = ["NoReachError", "end_of", "figures_on", "heard_until", "moment_on", "reading_of_all"]
