"""Verbs that hold the engine of forms against any other: recorded expressions, a form filled by a list of answers."""

from __future__ import annotations

import argparse
import itertools
import json
import random
import sys
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from fieldapp.command.workbook import print_findings
from fieldapp.forms.package import Licence, Package

_MOST_TABLE_BYTES: Final = 8 << 20


def add_acts(acts: Any) -> None:
    """Declare ``xpath-cases`` and ``fill`` below ``fieldapp forms``."""
    cases = acts.add_parser(
        "xpath-cases",
        help="work recorded expressions out, say how many come to what was recorded, and show the others",
        description="FILE.json: {“documents”: {key: XML}, “cases”: [{“xml”: key, “context”: path, “expression”, "
        "“result_type”: 1 number, 2 text, 3 truth, 0 any or 9 first node, “value”}]}. Ends with 0 when all agree.",
    )
    cases.add_argument("file", type=Path, metavar="FILE.json")
    cases.add_argument("--now", type=_moment, metavar="MOMENT", help="when they were recorded, as ISO 8601")
    cases.set_defaults(run=run_cases_file)
    fill = acts.add_parser(
        "fill",
        help="fill a form by a list of answers and print what comes of it as JSON",
        description="ANSWERS.json: [{“path”: “/data/q1”, “value”: “…”} | {“repeat”: “/data/rep”, “add”: 1}]; a path "
        "may count rows, /data/rep[2]/q. The form is an XLSForm workbook (.xlsx) or an XForm (.xml). A workbook is "
        "filled as far as it can be turned into a form: it needs no licence here, as it does to be installed. Tables "
        "that it looks things up in are the .csv files beside it.",
    )
    fill.add_argument("file", type=Path, metavar="FORM.xlsx")
    fill.add_argument("answers", type=Path, metavar="ANSWERS.json")
    fill.add_argument(
        "--now", type=_moment, metavar="MOMENT", help="what time it is, as ISO 8601 (default: the clock's)"
    )
    fill.add_argument("--zone", type=_zone, metavar="ZONE", help="the zone of local days (default: the jurisdiction's)")
    fill.add_argument("--seed", default="0", help="of what the form draws: random(), uuid() (default: 0)")
    fill.add_argument("--language", default="", help="as the form names it (default: the form's own)")
    fill.set_defaults(run=run_fill)


def run_cases_file(arguments: argparse.Namespace) -> int:
    """``fieldapp forms xpath-cases``: ``passed/total`` first; 0 when all agree."""
    from fieldapp.forms.conformance import run_cases

    try:
        report = run_cases(arguments.file, arguments.now)
    except OSError as error:
        return _refuse(f"{arguments.file} cannot be read: {error.strerror or type(error).__name__}.")
    except ValueError as error:
        return _refuse(f"{arguments.file}: {error}")
    print(f"{report.passed}/{report.total}")
    for difference in report.differences:
        print(difference.key)
        print(f"    expected {difference.expected}")
        print(f"    found    {difference.found}")
    return 1 if report.differences else 0


def run_fill(arguments: argparse.Namespace) -> int:
    """``fieldapp forms fill``: the result on standard output; what the workbook lacks on standard error."""
    from fieldapp.forms.filling import StepError, fill, read_steps
    from fieldapp.forms.form_session import Setting
    from fieldapp.forms.media_table import read_tables
    from fieldapp.forms.xform_reader import FormError
    from fieldapp.rules.offence import load_offences

    draw = random.Random(arguments.seed)  # noqa: S311 - of a questionnaire, to come out the same again
    try:
        steps = read_steps(arguments.answers.read_bytes())
    except OSError as error:
        return _refuse(f"{arguments.answers} cannot be read: {error.strerror or type(error).__name__}.")
    except StepError as error:
        return _refuse(f"{arguments.answers}: {error}")
    package = _package(arguments.file)
    if package is None:
        return 1
    zone = arguments.zone or load_offences().zone
    keys = (f"{number:032x}" for number in itertools.count(1))
    setting = Setting(_clock(arguments.now), zone, draw, {}, read_tables(package), lambda: next(keys))
    try:
        outcome = fill(package, steps, setting, arguments.language)
    except StepError as error:
        return _refuse(f"{arguments.answers}: {error}")
    except FormError as error:
        return _refuse(f"{arguments.file}: {error}")
    print(json.dumps(outcome, ensure_ascii=False, indent=2))
    return 0


def _package(file: Path) -> Package | None:
    """Return what can be filled of a file: of a workbook also one that lacks what installing it would need."""
    from fieldapp.forms.xlsform_import import import_workbook

    try:
        data = file.read_bytes()
    except OSError as error:
        _refuse(f"{file} cannot be read: {error.strerror or type(error).__name__}.")
        return None
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return _with_tables(Package("", "", {}, data.decode("utf-8", "replace"), Licence("", "")), file.parent)
    imported = import_workbook(data, file.name)
    package = imported.package or imported.draft
    if imported.package is None:
        print_findings(imported.findings, to=sys.stderr)
    if package is None:
        _refuse(f"{file} cannot be turned into a form.")
        return None
    return _with_tables(package, file.parent)


def _with_tables(package: Package, folder: Path) -> Package:
    """Return the package with the tables that lie beside its form and that it names."""
    found: dict[str, bytes] = {}
    for table in sorted(folder.glob("*.csv")):
        try:
            if table.stem in package.xform and table.stat().st_size <= _MOST_TABLE_BYTES:
                found[table.name] = table.read_bytes()
        except OSError:  # what cannot be read is not there, and the form says so
            continue
    return msgspec.structs.replace(package, media={**package.media, **found})


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


def _clock(moment: datetime | None) -> Any:
    from fieldapp.domain.clock import SystemClock
    from fieldapp.forms.summary import StandingClock

    return StandingClock(moment.astimezone(UTC)) if moment is not None else SystemClock()


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is no moment as ISO 8601 writes it.") from error
    if moment.tzinfo is None:
        raise argparse.ArgumentTypeError(f"{text} does not say its offset from UTC, such as -08:00.")
    return moment


def _zone(text: str) -> tzinfo:
    try:
        return ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise argparse.ArgumentTypeError(f"There is no time zone {text}.") from error
