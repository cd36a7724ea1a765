"""The call of pyxform: sheets go in without the columns that are ours, an XForm or findings come out."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any, Final

from fieldapp.forms.finding import ERROR, Finding
from fieldapp.forms.package import Cell
from fieldapp.forms.sentence import sentence
from fieldapp.forms.xlsform_message import explain_error, explain_warning
from fieldapp.forms.xlsform_outline import Outline
from fieldapp.forms.xlsform_sheet import Sheet, Workbook

CONVERTER: Final = "pyxform 4.5.0"
OWN_COLUMNS: Final = {
    "settings": frozenset(
        {
            *("licence_holder", "licence_terms", "permission_ref", "citation", "agency", "administration"),
            *("allowed_roles", "age_min", "age_max", "training_required", "validated", "caution"),
        }
    ),
    "survey": frozenset({"score_weight", "save_to", "private", "topic"}),
    "choices": frozenset({"score", "unknown", "declined"}),
}
_FEW_ROWS: Final = 300
_MOST_TRIES: Final = 40
_NEEDED: Final = frozenset({"type", "name", "list_name", "list name"})
_PASSED: Final = ("survey", "choices", "settings", "external_choices", "osm")


@dataclass(frozen=True)
class Conversion:
    """What pyxform made: the XForm, "" when it refused, and what it had to say."""

    xform: str
    findings: tuple[Finding, ...] = ()


def convert_workbook(workbook: Workbook, outline: Outline) -> Conversion:
    """Turn the sheets into an XForm. Never raises: what pyxform raises becomes findings."""
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    logging.getLogger("pyxform").setLevel(logging.ERROR)
    sheets: dict[str, Any] = {"sheet_names": list(workbook.names), "fallback_form_name": "data"}
    for name in _PASSED:
        if name in workbook.sheets:
            sheets |= _passed_sheet(workbook, workbook.sheet(name))
    warnings: list[str] = []
    try:
        xform = convert(sheets, warnings=warnings, validate=False).xform
    except PyXFormError as error:
        return Conversion("", tuple(explain_error(str(error), workbook, outline)))
    except Exception as error:  # noqa: BLE001 - pyxform lets TypeError and the like escape from odd sheets
        return Conversion("", (_gave_up(error, _find_culprit(sheets)),))
    return Conversion(xform, tuple(each for text in warnings for each in explain_warning(text, workbook, outline)))


def _passed_sheet(workbook: Workbook, sheet: Sheet) -> dict[str, Any]:
    """Return a sheet as pyxform takes it: row 2 first, empty rows kept so that its row numbers are right."""
    headings = [heading for heading in sheet.headings if not _is_own(workbook, sheet.name, heading)]
    rows: list[dict[str, str]] = []
    for row in sheet.rows:
        rows.extend({} for _ in range(row.number - 2 - len(rows)))
        rows.append({heading: row.values[heading] for heading in headings if heading in row.values})
    return {sheet.name: rows, f"{sheet.name}_header": [dict.fromkeys(headings)]}


def _is_own(workbook: Workbook, sheet: str, heading: str) -> bool:
    base, _, language = heading.partition("::")
    key = "_".join(base.split()).lower()
    if sheet == "settings" and key in {"form_title", "title"} and language:
        return True
    if sheet == "choices" and key == "score" and _reads_score(workbook.sheet("survey")):
        return False
    return key in OWN_COLUMNS.get(sheet, frozenset())


def _reads_score(survey: Sheet) -> bool:
    return any("/score" in text for row in survey.rows for text in row.values.values())


def _find_culprit(sheets: dict[str, Any]) -> Cell | None:
    """Return the heading without which the converter does not break down; None for none, and for large workbooks."""
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    if sum(len(sheets.get(name, ())) for name in _PASSED) > _FEW_ROWS:
        return None
    headings_of: dict[str, dict[str, None]] = {
        name: next(iter(sheets.get(f"{name}_header", ())), {}) for name in _PASSED
    }
    if sum(map(len, headings_of.values())) > _MOST_TRIES:
        return None
    for name, present in headings_of.items():
        for heading in present:
            rows = [{key: text for key, text in row.items() if key != heading} for row in sheets[name]]
            headings = [{key: None for key in present if key != heading}]
            if heading.lower() in _NEEDED:
                continue
            try:
                convert({**sheets, name: rows, f"{name}_header": headings}, validate=False)
            except PyXFormError:
                return Cell(name, 1, heading)  # refused in an orderly way
            except Exception:  # noqa: BLE001, S112 - pyxform still breaks down: it was not this heading
                continue
            return Cell(name, 1, heading)
    return None


def _gave_up(error: Exception, culprit: Cell | None) -> Finding:
    if culprit:
        message = sentence("The converter breaks down over this column.")
        return Finding(ERROR, "XLSFORM_GAVE_UP", message, culprit, sentence("Rename or delete the column."))
    message = sentence("The converter gave up on these sheets without saying where ({0}).", type(error).__name__)
    fix = sentence("Look for headings that are no part of XLSForm, and for questions named “tag”, “meta” or “name”.")
    return Finding(ERROR, "XLSFORM_GAVE_UP", message, fix=fix)
