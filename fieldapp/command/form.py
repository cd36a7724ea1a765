"""``fieldapp forms``: what people do with the workbooks, forms and submissions of checklists."""

from __future__ import annotations

from typing import Any

from fieldapp.command import engine, openrosa, workbook


def add_verbs(verbs: Any) -> None:
    """Declare the verb with the acts of each of its families."""
    forms = verbs.add_parser("forms", help="check and bring in checklists; exchange with a form server (OpenRosa)")
    acts = forms.add_subparsers(metavar="ACT", required=True)
    for family in (workbook, engine, openrosa):
        family.add_acts(acts)
