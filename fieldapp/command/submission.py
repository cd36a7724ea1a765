"""The verb that takes screenings out: one as an OpenRosa submission, many as a table for a spreadsheet."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any, Final

from fieldapp.command.laptop import unlocked
from fieldapp.domain.faults import StoreError

_OWNER_ONLY: Final = 0o600


def add_acts(acts: Any) -> None:
    """Declare ``export`` below ``fieldapp forms``."""
    export = acts.add_parser("export", help="write screenings out, readable for everybody who gets the file")
    export.add_argument("screening", nargs="*", metavar="SCREENING_ID")
    export.add_argument("--all-final", action="store_true", help="all that are final")
    export.add_argument("--format", choices=("csv", "xml"), default="csv", help="xml: one, as an OpenRosa submission")
    export.add_argument("--out", type=Path, metavar="FILE", help="a file that is not there yet; else to the terminal")
    export.add_argument("--reason", default="", metavar="WHY", help="with questions marked as private, and why")
    export.set_defaults(run=run_export)


def run_export(arguments: argparse.Namespace) -> int:
    """``fieldapp forms export``: what left, and why, stands in the journal of each screening. 2 for a wrong call."""
    from fieldapp.actions.disclosure import disclose, note_not_written
    from fieldapp.actions.form_server import final_screenings
    from fieldapp.actions.screening_export import export_csv, export_submission

    with unlocked() as session:
        everything = final_screenings(session) if arguments.all_final else ()
        wanted = list(dict.fromkeys([*arguments.screening, *everything]))
        missing = [screening for screening in wanted if session.store.record("screening", screening) is None]
        if not wanted or missing or (arguments.format == "xml" and len(wanted) != 1):
            print(_what_to_name(missing, arguments.format), file=sys.stderr)
            return 2
        is_asked_for = bool(arguments.reason.strip())
        if arguments.format == "xml":
            text = export_submission(session, wanted[0], with_private=is_asked_for)
        else:
            text = export_csv(session, wanted, with_private=is_asked_for)
        where = "to a file" if arguments.out else "to the terminal"
        why = f", with private questions: {arguments.reason.strip()}" if is_asked_for else ""
        noted, what = f"Exported as {arguments.format} {where}{why}", f"Screening as {arguments.format} {where}"
        with session.store.transaction():
            lines = [
                disclose(session, "screening", screening, what, reason=arguments.reason, noted=noted)
                for screening in wanted
            ]
        try:
            _write(text, arguments.out)
        except StoreError:
            with session.store.transaction():
                for line in lines:
                    note_not_written(session, line)
            raise
    return 0


def _what_to_name(missing: list[str], form: str) -> str:
    if missing:
        return f"Not on this laptop: {', '.join(missing)}."
    return "Name one screening." if form == "xml" else "Name a screening, or --all-final."


def _write(text: str, file: Path | None) -> None:
    if file is None:
        sys.stdout.write(text)
        return
    # A spreadsheet takes UTF-8 for what it is only with the mark in front.
    data = text.encode("utf-8-sig" if text[:1] != "<" else "utf-8")
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY), "wb") as stream:
            stream.write(data)
    except OSError as error:
        raise StoreError("EXPORT_FAILED", f"{file} cannot be written: {error.strerror}.") from error
    print(f"Written to {file}. It is not encrypted: pass it on with care, and delete it when it has arrived.")
