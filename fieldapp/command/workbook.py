"""Verbs for authors of checklists: say what is wrong with a workbook, and make a package of it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from fieldapp.command.laptop import unlocked
from fieldapp.forms.finding import ERROR, WARNING, Finding


def add_acts(acts: Any) -> None:
    """Declare ``check`` and ``import`` below ``fieldapp forms``."""
    check = acts.add_parser("check", help="say what is wrong with an XLSForm workbook, by sheet, row and column")
    check.add_argument("file", type=Path, metavar="FORM.xlsx")
    check.set_defaults(run=run_check)
    bring = acts.add_parser("import", help="install an XLSForm workbook on this laptop as a draft checklist")
    bring.add_argument("file", type=Path, metavar="FORM.xlsx")
    bring.add_argument("--out", type=Path, metavar="FILE", help="write the package to a file and install nothing")
    bring.set_defaults(run=run_import)


def run_check(arguments: argparse.Namespace) -> int:
    """``fieldapp forms check``: 0 when nothing keeps the workbook from being a checklist."""
    from fieldapp.forms.xlsform_import import import_file

    imported = import_file(arguments.file)
    print_findings(imported.findings)
    print(_tally(imported.findings))
    return 0 if imported.package else 1


def run_import(arguments: argparse.Namespace) -> int:
    """``fieldapp forms import``: what is wrong goes to standard error."""
    from fieldapp.forms.package import pack_package
    from fieldapp.forms.xlsform_import import import_file

    imported = import_file(arguments.file)
    print_findings(imported.findings, to=sys.stderr)
    if imported.package is None:
        print(_tally(imported.findings), file=sys.stderr)
        return 1
    package = imported.package
    if arguments.out:
        try:
            arguments.out.write_bytes(pack_package(package))
        except OSError as error:
            print(f"{arguments.out} cannot be written: {error.strerror}.", file=sys.stderr)
            return 1
        print(f"{package.form_id} {package.version} {package.sha256}")
        return 0
    from fieldapp.actions.checklist import install_draft

    with unlocked() as session:
        install_draft(session, package)
        print(f"Installed {package.form_id} {package.version} as a draft: {package.sha256}")
    return 0


def smoke_checklist() -> None:
    """Prove that this build converts workbooks: the first bundled one comes to a package."""
    from fieldapp.forms.xlsform_bundle import source_files
    from fieldapp.forms.xlsform_import import import_file

    for file in source_files()[:1]:
        imported = import_file(file)
        if imported.package is None:
            print_findings(imported.findings)
            raise SystemExit(f"{file.name} could not be turned into a checklist.")


def print_findings(findings: tuple[Finding, ...], to: Any = None) -> None:
    """Print a line for each finding: how grave, where, what, and what to do."""
    for finding in findings:
        place = f"{finding.place}: " if finding.place else ""
        fix = f" {finding.fix}" if finding.fix else ""
        print(f"{finding.severity}: {place}{finding.message}{fix} [{finding.code}]", file=to or sys.stdout)


def _tally(findings: tuple[Finding, ...]) -> str:
    errors = sum(finding.severity == ERROR for finding in findings)
    warnings = sum(finding.severity == WARNING for finding in findings)
    verdict = "It cannot be installed." if errors else "It can be installed."
    return f"{errors} error{'s' * (errors != 1)}, {warnings} warning{'s' * (warnings != 1)}. {verdict}"
