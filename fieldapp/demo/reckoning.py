"""The year's figures as each end finds them in its own records, side by side, and whether they are as they must be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fieldapp.actions.session import Session
from fieldapp.demo.scenario import Scenario
from fieldapp.reports import figure
from fieldapp.reports.figure import FigureResult
from fieldapp.reports.period import Period
from fieldapp.rules.offence import load_offences


@dataclass(frozen=True)
class Line:
    """One figure: at headquarters, and on each laptop (None where its user may not hold all of the records).

    ``wanted`` is what the scenario's composition comes to, None where it says nothing of this figure.
    """

    figure: FigureResult
    laptops: Mapping[str, int | None]
    wanted: int | None

    @property
    def hq(self) -> int | None:
        """The figure at headquarters."""
        return self.figure.value

    @property
    def agrees(self) -> bool:
        """Whether each laptop that holds the records finds what headquarters finds, and that is the scenario's."""
        held = {value for value in self.laptops.values() if value is not None}
        return held <= {self.hq} and self.wanted in {None, self.hq}


def laptop_figures(session: Session, period: Period) -> list[FigureResult]:
    """Ask the figures of a laptop's own store."""
    store, profile = session.store, session.profile
    return figure.laptop_figures(
        store.connection, store.tables.records, period, scopes=profile.scopes, agency=profile.agency
    )


def compare(
    hq: Sequence[FigureResult], laptops: Mapping[str, Sequence[FigureResult]], scenario: Scenario | None
) -> list[Line]:
    """Put the figures of all ends side by side; without a scenario nothing is known of what they must be."""
    wanted = expected_figures(scenario) if scenario is not None else {}
    lines = []
    for place, theirs in enumerate(hq):
        ours = {who: figures[place].value for who, figures in laptops.items()}
        lines.append(Line(theirs, ours, wanted.get(theirs.name)))
    return lines


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
