"""The way of the period's arrests through the prosecution: presented, filed, declined or diverted, convicted.

One select, judged row by row. Each step is some of the step before it, so that nothing is counted that did not come the
whole way: whoever was convicted was filed on, and what the prosecutor decided was presented, whatever was left blank.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Row, Select, exists, select

from fieldapp.reports.period import Period
from fieldapp.reports.question import Figure, Judge, Scope

CONVICTED: Final = frozenset({"plea", "convicted"})
_DECIDED: Final = frozenset({"filed", "declined", "diverted", "further_investigation"})
_PARTING: Final = (
    "Each arrest stands in one of the four by the prosecutor's decision as the records have it now; a conviction "
    "counts as filed."
)


def _prosecuted(scope: Scope) -> Select[Any]:
    """The arrests of the period, each with what says how far it came."""
    arrest, live = scope.live("arrest")
    charge, live_charge = scope.live("charge")
    convicted = exists().where(
        charge.c.arrest == arrest.c.id, charge.c.disposition.in_(sorted(CONVICTED)), *live_charge
    )
    return (
        select(arrest.c.id, arrest.c.presented_at, arrest.c.da_decision, convicted.label("is_convicted"))
        .where(*live, *scope.during(arrest.c.arrested_at))
        .order_by(arrest.c.arrested_at, arrest.c.id)
    )


def _decision(row: Row[Any]) -> str:
    """Return filed, declined, diverted, undecided, or "" for what never was presented."""
    if row.is_convicted or row.da_decision == "filed":
        return "filed"
    if row.da_decision in {"declined", "diverted"}:
        return str(row.da_decision)
    return "undecided" if row.presented_at or row.da_decision in _DECIDED else ""


def _is_presented(row: Row[Any], _period: Period) -> bool:
    return bool(_decision(row))


def _is_convicted(row: Row[Any], _period: Period) -> bool:
    return bool(row.is_convicted)


def _is(decision: str) -> Judge:
    return lambda row, _period: _decision(row) == decision


def _step(name: str, title: str, definition: str, judge: Judge, *, part_of: str = "", stage_of: str = "") -> Figure:
    return Figure(
        name=name,
        title=title,
        definition=definition,
        date_basis="Arrested",
        record_type="arrest",
        select=_prosecuted,
        judge=judge,
        part_of=part_of or None,
        stage_of=stage_of or None,
        parting=_PARTING if part_of else "",
    )


PRESENTED: Final = _step(
    "arrests_presented",
    "Presented to the prosecutor",
    "Arrests of the period that were presented for filing, or on which the prosecutor has decided.",
    _is_presented,
    stage_of="arrests",
)
PROSECUTION: Final = (
    PRESENTED,
    _step("arrests_filed", "Charges filed", "The prosecutor filed charges.", _is("filed"), part_of="arrests_presented"),
    _step(
        "arrests_declined",
        "Declined to file",
        "The prosecutor declined to file.",
        _is("declined"),
        part_of="arrests_presented",
    ),
    _step(
        "arrests_diverted",
        "Diverted",
        "The prosecutor diverted the case to a program.",
        _is("diverted"),
        part_of="arrests_presented",
    ),
    _step(
        "arrests_undecided",
        "No decision yet",
        "Presented and not decided, or sent back for further investigation.",
        _is("undecided"),
        part_of="arrests_presented",
    ),
    _step(
        "arrests_convicted",
        "Convicted",
        "At least one charge ended in a conviction, by plea or at trial, that stands. It counts with the period of the "
        "arrest, whenever the court decided.",
        _is_convicted,
        stage_of="arrests_filed",
    ),
)
