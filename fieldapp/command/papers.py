"""Verbs for the papers that are made from the declarations, and the proof that a built program works."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Any


def add_verbs(verbs: Any) -> None:
    """Declare the verbs."""
    docs = verbs.add_parser("docs", help="write docs/records.md from the declarations")
    docs.add_argument("--check", action="store_true", help="only say whether it is current")
    docs.set_defaults(run=run_docs)
    smoke = verbs.add_parser("smoke", help="open a window offscreen, make a store, unlock it, save a record")
    smoke.set_defaults(run=run_smoke)


def run_docs(arguments: argparse.Namespace) -> int:
    """``fieldapp docs``."""
    from fieldapp.reports import reference

    if not arguments.check:
        reference.write()
        return 0
    current = reference.is_current()
    print("docs/records.md is current." if current else "docs/records.md lags: run `fieldapp docs`.")
    return 0 if current else 1


def run_smoke(_: argparse.Namespace) -> int:
    """``fieldapp smoke``: every part that a laptop needs, once, in a folder that is thrown away."""
    import os

    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from fieldapp.command.window import smoke_window
    from fieldapp.command.workbook import smoke_checklist

    smoke_checklist()
    with tempfile.TemporaryDirectory() as folder:
        smoke_window(Path(folder))
    print("OK")
    return 0
