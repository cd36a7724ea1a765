"""``fieldapp forms``: checklists for their authors, and towards form servers."""

from __future__ import annotations

from typing import Any

from fieldapp.command import openrosa, workbook


def add_verbs(verbs: Any) -> None:
    """Declare the verb and its acts, each family in its own module."""
    forms = verbs.add_parser("forms", help="check, import and exchange checklists written as XLSForm")
    acts = forms.add_subparsers(metavar="ACT", required=True)
    for family in (workbook, openrosa):
        family.add_acts(acts)
