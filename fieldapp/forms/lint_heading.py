"""Lint of names that nobody reads: misspelt headings and sheets, which a converter passes over in silence."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Final

from fieldapp.forms.examined import Examined
from fieldapp.forms.finding import NOTE, WARNING, Finding
from fieldapp.forms.package import Cell
from fieldapp.forms.sentence import sentence
from fieldapp.forms.xlsform_sheet import KNOWN_SHEETS, Sheet

_MEDIA: Final = ("image", "big-image", "audio", "video", "autoplay")
KNOWN_HEADINGS: Final = {
    "survey": (
        *("type", "name", "label", "hint", "guidance_hint", "appearance", "relevant", "required", "required_message"),
        *("read_only", "constraint", "constraint_message", "calculation", "default", "choice_filter", "repeat_count"),
        *("trigger", "parameters", "score_weight", "save_to", "private", "topic", "note", "disabled", *_MEDIA),
    ),
    "settings": (
        *("form_title", "form_id", "version", "default_language", "style", "instance_name", "public_key", "auto_send"),
        *("submission_url", "auto_delete", "namespaces", "name", "allow_choice_duplicates", "clean_text_values"),
        *("licence_holder", "licence_terms", "permission_ref", "citation", "agency", "administration"),
        *("allowed_roles", "age_min", "age_max", "training_required", "validated", "caution", "omit_instanceid"),
    ),
    "bands": ("code", "minimum", "tone", "label"),
    "duties": ("duty", "bands", "condition", "due_minutes", "on_disclosure", "label"),
}
_OTHER_NAMES: Final = frozenset(
    {
        *("command", "tag", "value", "caption", "relevance", "readonly", "calculate", "count", "rows", "requiredmsg"),
        *("constraining_message", "noapperrorstring", "no_app_error_string", "bind", "body", "control", "instance"),
        *("media", "id_string", "title", "set_form_title", "set_form_id", "prefix", "delimiter", "flat", "attribute"),
        *("sms_keyword", "sms_separator", "sms_field", "sms_option", "compact_tag", "client_editable", "intent"),
        *("add_none_option", "text", "comment", "comments", "remark", "remarks", "description", "notes", "query"),
        *("compact_prefix", "compact_delimiter", "external_choice", "list_name", "choices"),
    }
)


def lint_headings(examined: Examined) -> Iterator[Finding]:
    """Yield headings and sheets that look like ones that mean something and are none."""
    for name, known in KNOWN_HEADINGS.items():
        yield from _heading_findings(examined.workbook.sheet(name), known)
    sheet = examined.workbook.sheet("choices")
    yield from _near_findings(sheet, ("list_name", "name", "label", "score", "unknown", "declined"))
    for name in examined.workbook.names:
        key = name.strip().lower()
        near = get_close_matches(key, KNOWN_SHEETS, 1, 0.8)
        if key not in KNOWN_SHEETS and near and near[0] not in examined.workbook.sheets and not key.startswith("_"):
            message = sentence("The sheet “{0}” is not read; it looks like “{1}” misspelt.", name[:60], near[0])
            yield Finding(
                WARNING, "SHEET_MISSPELT", message, Cell(name[:60], 0), sentence("Correct it, or put “_” before it.")
            )


def _heading_findings(sheet: Sheet, known: tuple[str, ...]) -> Iterator[Finding]:
    yield from _near_findings(sheet, known)
    for heading in sheet.headings:
        key = _key(heading)
        if key not in known and key not in _OTHER_NAMES and not get_close_matches(key, known, 1, 0.8):
            message = sentence("No program knows a column of this name, so it has no effect.")
            yield Finding(NOTE, "HEADING_UNKNOWN", message, sheet.cell(1, heading))


def _near_findings(sheet: Sheet, known: tuple[str, ...]) -> Iterator[Finding]:
    present = {_key(heading) for heading in sheet.headings}
    for heading in sheet.headings:
        key = _key(heading)
        near = get_close_matches(key, known, 1, 0.8)
        if key not in known and key not in _OTHER_NAMES and near and near[0] not in present:
            message = sentence("No program knows a column of this name, so it has no effect.")
            fix = sentence("Did you mean “{0}”?", near[0])
            yield Finding(WARNING, "HEADING_MISSPELT", message, sheet.cell(1, heading), fix)


def _key(heading: str) -> str:
    base = heading.partition("::")[0] if "::" in heading else heading.partition(":")[0]
    return "_".join(base.split()).lower()
