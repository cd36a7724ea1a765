"""How many looks in a week are many, and too many: the agency's own numbers (``resources/rules/exposure.toml``).

No law sets them; a supervisor is told, and nobody is kept from their work. Source: features.md N26.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

from fieldapp.records.rulebook import Pack, in_force
from fieldapp.rules.pack import (
    RulesPackError,
    is_in_force,
    overlapping,
    require_dates,
    require_header,
    require_known,
    require_rows,
    require_texts,
    row_name,
)

PACK: Final = "exposure"
OK, AMBER, RED = "ok", "amber", "red"
_KNOWN: Final = frozenset({"code", "amber", "red", "citation", "effective_from", "effective_to", "confirmed"})


@dataclass(frozen=True, kw_only=True)
class Budget:
    """From how many looks in a week on somebody's week is amber, then red; of the days it is in force."""

    code: str
    amber: int
    red: int
    citation: str
    effective_from: date
    confirmed: bool
    effective_to: date | None = None

    def state_of(self, looks: int) -> str:
        """Return what so many looks in a week are: ok, amber or red."""
        return RED if looks >= self.red else AMBER if looks >= self.amber else OK


def load_budget(day: date) -> Budget | None:
    """Return the budget of a day, None where the agency's pack has none for it."""
    return next((budget for budget in _read(in_force(PACK)) if is_in_force(budget, day)), None)


@lru_cache(maxsize=4)
def _read(pack: Pack) -> tuple[Budget, ...]:
    return read_exposure(pack.parsed())


def read_exposure(pack: Mapping[str, Any]) -> tuple[Budget, ...]:
    """Check a parsed pack and return its budgets. Raises RulesPackError on the first fault."""
    require_header(PACK, pack, {"version", "budget"})
    rows = [(number, _read_row(number, row)) for number, row in require_rows(PACK, pack, "budget")]
    if clash := overlapping(rows):
        raise RulesPackError(f"{PACK}, rows {clash[0]} and {clash[1]}: their days overlap")
    return tuple(budget for _number, budget in rows)


def _read_row(number: int, row: Mapping[str, Any]) -> Budget:
    where = row_name(PACK, number, row)
    require_known(where, row, _KNOWN)
    require_texts(where, row, ("code", "citation"))
    require_dates(where, row)
    for name in (AMBER, RED):
        if type(row.get(name)) is not int or row[name] < 1:
            raise RulesPackError(f"{where}: {name} is a whole number, 1 or more")
    if row[AMBER] > row[RED]:
        raise RulesPackError(f"{where}: amber comes before red")
    return Budget(**row)
