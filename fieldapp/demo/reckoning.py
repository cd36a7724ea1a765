"""The year's figures as each end finds them in its own records, side by side, and whether they are as they must be."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from fieldapp.actions.session import Session
from fieldapp.demo.scenario import Scenario
from fieldapp.records import require_type
from fieldapp.reports.figure import FigureResult, run_figures
from fieldapp.reports.period import Period
from fieldapp.rules.offence import load_offences


@dataclass(frozen=True)
class Line:
    """One figure. ``laptop`` is None where the laptop's user may not hold the records; ``wanted`` where none is set."""

    figure: FigureResult
    hq: int | None
    laptop: int | None
    wanted: int | None
    is_held: bool

    @property
    def agrees(self) -> bool:
        """Whether the laptop finds what headquarters finds, and both what the scenario holds."""
        same = not self.is_held or self.hq == self.laptop
        return same and self.wanted in {None, self.hq}


def laptop_figures(session: Session, period: Period) -> list[FigureResult]:
    """Ask the figures of a laptop's own store."""
    return run_figures(session.store.connection, session.store.tables.records, period)


def compare(
    hq: Sequence[FigureResult], laptop: Sequence[FigureResult], scopes: Collection[str], scenario: Scenario
) -> list[Line]:
    """Put the figures of both ends side by side."""
    wanted = expected_figures(scenario)
    return [
        Line(
            theirs,
            theirs.value,
            ours.value if (held := require_type(theirs.figure.record_type).zone in scopes) else None,
            wanted.get(theirs.name),
            held,
        )
        for theirs, ours in zip(hq, laptop, strict=True)
    ]


def expected_figures(scenario: Scenario) -> Mapping[str, int]:
    """Return what the scenario's composition comes to, by the names of the figures."""
    lines = {
        "BUYER": scenario.purchasers,
        "HT": scenario.trafficking,
        "ICAC": scenario.internet,
        "MISC": scenario.miscellaneous,
    }
    return {
        "victims_recovered": scenario.victims,
        "minors_recovered": scenario.victims_minor,
        "arrests": scenario.arrested,
        **{f"arrests_{line.lower()}": lines[line] for line in load_offences().bucket_precedence},
        "search_warrants_served": scenario.warrants_served,
        "leads_received": scenario.leads,
    }
