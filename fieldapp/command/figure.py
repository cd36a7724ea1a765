"""``fieldapp hq figures``: the figures of a bureau year, as of now or of the end of a past day."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any


def add_acts(acts: Any) -> None:
    """Declare ``figures`` below ``fieldapp hq``."""
    figures = acts.add_parser("figures", help="print the figures of a bureau year")
    figures.add_argument("--year", type=int, required=True, help="the year that begins on 16 November of YEAR")
    figures.add_argument(
        "--as-of",
        type=date.fromisoformat,
        default=None,
        metavar="DAY",
        help="as the records were at the end of DAY (2016-11-30): what reached headquarters later does not count",
    )
    figures.set_defaults(run=run_figures)


def run_figures(arguments: argparse.Namespace) -> int:
    """``fieldapp hq figures --year YEAR``."""
    from fieldapp.command.headquarters import opened_headquarters
    from fieldapp.reports.as_of import end_of
    from fieldapp.reports.period import bureau_year
    from sync.hq.past import count_at, not_heard_since

    with opened_headquarters(arguments) as hq, hq.database.read() as work:
        for result in count_at(hq.database, work, bureau_year(arguments.year), arguments.as_of):
            print(f"{result.figure.title:<45} {result.value if result.value is not None else '-':>7}")
        silent = not_heard_since(work, end_of(arguments.as_of)) if arguments.as_of else []
    for device, handle, contact in silent:
        print(f"Not heard from since: {device} of {handle}, last contact {contact or 'never'}.")
    return 0
