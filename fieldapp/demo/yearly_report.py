"""The supervisor publishes the year, and the figures of a day in the middle of it are held against headquarters'."""

from __future__ import annotations

from datetime import date
from typing import Final

from fieldapp import VERSION
from fieldapp.actions.session import Session
from fieldapp.reports.as_of import figures_on
from fieldapp.reports.period import Period
from fieldapp.reports.publication import Publisher, publish_report
from fieldapp.reports.question import FigureResult

NAME: Final = "Yearly report 2015\N{EN DASH}2016"
MIDDLE: Final = date(2016, 5, 31)


def publish_year(session: Session, period: Period) -> str:
    """Publish the year's figures as they stand; return the report's id."""
    publisher = Publisher(session.store, session.identity, session.author, session.scopes, VERSION)
    return publish_report(publisher, NAME, period, None)


def figures_then(session: Session, period: Period) -> list[FigureResult]:
    """Ask a laptop for the year's figures as of its middle."""
    return figures_on(session.store, period, MIDDLE, scopes=session.scopes, agency=session.profile.agency)
