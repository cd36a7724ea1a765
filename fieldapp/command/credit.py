"""``fieldapp hq credit``: what was done under each alias number, without knowing who anybody is."""

from __future__ import annotations

import argparse
from typing import Any


def add_acts(acts: Any) -> None:
    """Declare the act among those of headquarters."""
    credit = acts.add_parser("credit", help="what was done under each alias number of an undercover officer")
    credit.set_defaults(run=run_credit)


def run_credit(arguments: argparse.Namespace) -> int:
    """``fieldapp hq credit``: a line an alias; whom it stands for, two keepers open together on their laptops."""
    from fieldapp.command.headquarters import opened_headquarters
    from fieldapp.store.credit import load_credits

    with opened_headquarters(arguments) as hq, hq.database.read() as work:
        found = load_credits(work.connection, hq.database.records, hq.database.workspace)
    print(f"{'alias':<20}{'operations':>12}{'recoveries':>12}{'arrests':>12}")
    for alias, credit in found.items():
        print(f"{alias:<20}{credit.operations:>12}{credit.recoveries:>12}{credit.arrests:>12}")
    return 0
