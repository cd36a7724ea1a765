"""Verbs of a headquarters about checklists: publish one, list them, take one out of use, and what was found since."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

_BY = "command line"


def add_acts(acts: Any) -> None:
    """Declare ``fieldapp hq checklist …`` and ``fieldapp hq findings``."""
    checklist = acts.add_parser("checklist", help="publish a checklist, list them, or take one out of use")
    verbs = checklist.add_subparsers(metavar="ACT", required=True)
    publish = verbs.add_parser("publish", help="import a workbook, sign it, and send it to whoever may use it")
    publish.add_argument("file", type=Path, metavar="FILE.xlsx")
    publish.set_defaults(run=run_publish)
    verbs.add_parser("list", help="every checklist, the newest version first").set_defaults(run=run_list)
    withdraw = verbs.add_parser("withdraw", help="take a checklist out of use; what it was used for stays readable")
    withdraw.add_argument("form_id")
    withdraw.add_argument("version")
    withdraw.set_defaults(run=run_withdraw)
    findings = acts.add_parser("findings", help="final screenings whose result is not what their answers come to")
    findings.set_defaults(run=run_findings)


def run_publish(arguments: argparse.Namespace) -> int:
    """``fieldapp hq checklist publish FILE.xlsx``."""
    from fieldapp.command.headquarters import opened_headquarters
    from fieldapp.command.workbook import print_findings
    from fieldapp.forms.xlsform_import import import_file

    found = import_file(arguments.file)
    print_findings(found.findings, to=sys.stderr)
    if found.package is None:
        print("Nothing was published.", file=sys.stderr)
        return 1
    with opened_headquarters(arguments) as hq:
        decision = hq.publisher.publish(found.package, _BY)
    if decision.refusal:
        print(f"Not published: {decision.refusal}", file=sys.stderr)
        return 1
    agency = found.package.licence.agency
    whose = f"the laptops of {agency} have" if agency else "every laptop has"
    print(f"Published {decision.form_id} {decision.version}; {whose} it after the next sync.")
    return 0


def run_list(arguments: argparse.Namespace) -> int:
    """``fieldapp hq checklist list``."""
    from fieldapp.command.headquarters import opened_headquarters

    with opened_headquarters(arguments) as hq:
        for found in hq.publisher.checklists():
            whole = "" if found.held == found.parts else f"  ({found.held} of {found.parts} parts here)"
            what = f"{found.form_id:<24}{found.version:<16}{found.status:<11}{found.agency or 'everybody':<18}"
            print(f"{what}{found.title}{whole}{f'  {found.refusal}' if found.refusal else ''}")
    return 0


def run_withdraw(arguments: argparse.Namespace) -> int:
    """``fieldapp hq checklist withdraw FORM_ID VERSION``."""
    from fieldapp.command.headquarters import opened_headquarters

    with opened_headquarters(arguments) as hq:
        hq.publisher.withdraw(arguments.form_id, arguments.version, _BY)
    print("Taken out of use. Laptops offer it for new screenings no more after their next sync.")
    return 0


def run_findings(arguments: argparse.Namespace) -> int:
    """``fieldapp hq findings``."""
    from fieldapp.command.headquarters import opened_headquarters

    with opened_headquarters(arguments) as hq:
        for found in hq.rescorer.findings():
            what = f"{found.record_type} {found.record_id}"
            print(
                f"{found.found_at}  {what}  {found.field}: said {found.said or '-'}, computed {found.computed or '-'}"
            )
    return 0
