"""From the bytes of a workbook to a checklist's package, or to findings that say what keeps it from being one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from fieldapp.forms.finding import ERROR, Finding, WorkbookError, sort_findings
from fieldapp.forms.lint import lint_form
from fieldapp.forms.package import MAX_PACKAGE_BYTES, Package
from fieldapp.forms.sentence import sentence
from fieldapp.forms.xlsform_convert import CONVERTER, convert_workbook
from fieldapp.forms.xlsform_licence import read_settings
from fieldapp.forms.xlsform_outline import read_outline
from fieldapp.forms.xlsform_place import with_letters
from fieldapp.forms.xlsform_precheck import find_faults
from fieldapp.forms.xlsform_scale import read_extras
from fieldapp.forms.xlsform_sheet import read_workbook
from fieldapp.forms.xlsform_sniff import require_size


@dataclass(frozen=True)
class Import:
    """What came of a workbook. ``package`` is None when any finding is an error.

    ``draft`` is what could be made of it nevertheless, to look at and to lint; it is never installed.
    """

    package: Package | None
    findings: tuple[Finding, ...] = ()
    draft: Package | None = None


def import_file(path: Path) -> Import:
    """Import a file; its size is looked at before it is read. Never raises for what the file holds."""
    try:
        require_size(path.stat().st_size)
        data = path.read_bytes()
    except WorkbookError as error:
        return Import(None, (error.finding,))
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        reason = getattr(error, "strerror", None) or type(error).__name__
        message = sentence("The file cannot be read: {0}.", reason)
        return Import(
            None, (Finding(ERROR, "FILE_UNREADABLE", message, fix=sentence("Check its name and its permissions.")),)
        )
    return import_workbook(data, path.name)


def import_workbook(data: bytes, name: str) -> Import:
    """Turn a workbook into a package. Never raises, whatever the bytes; ``name`` is the file's, for messages only.

    The same bytes give the same package, byte for byte.
    """
    try:
        found = _import(data)
        return replace(found, findings=with_letters(found.findings, data))
    except Exception as error:  # noqa: BLE001 - the edge: whatever a file does to this code, its author gets a sentence
        message = sentence("“{0}” could not be read, in a way nobody has met before ({1}).", name, type(error).__name__)
        finding = Finding(
            ERROR, "FILE_DEFEATED_US", message, fix=sentence("Copy the checklist's rows into a new workbook.")
        )
        return Import(None, (finding,))


def _import(data: bytes) -> Import:
    try:
        return _convert(data)
    except WorkbookError as error:
        return Import(None, (error.finding,))


def _convert(data: bytes) -> Import:
    workbook = read_workbook(data)
    outline = read_outline(workbook)
    settings = read_settings(workbook)
    extras = read_extras(workbook, outline)
    faults = tuple(find_faults(workbook, outline))
    findings = [*workbook.findings, *settings.findings, *extras.findings, *faults]
    if faults:
        return Import(None, sort_findings(findings))
    conversion = convert_workbook(workbook, outline)
    findings += conversion.findings
    if not conversion.xform:
        return Import(None, sort_findings(findings))
    draft = Package(
        form_id=settings.form_id,
        version=settings.version,
        title=settings.title,
        xform=conversion.xform,
        licence=settings.licence,
        use=settings.use,
        scale=extras.scale(settings.caution),
        duties=extras.duties,
        save_to=extras.save_to,
        private=extras.private,
        sources=outline.sources(),
        workbook=data,
        converter=CONVERTER,
    )
    if len(draft.content) > MAX_PACKAGE_BYTES:
        message = sentence(
            "The checklist would take {0} MB; {1} MB are the most.", len(draft.content) >> 20, MAX_PACKAGE_BYTES >> 20
        )
        return Import(None, sort_findings([*findings, Finding(ERROR, "PACKAGE_TOO_LARGE", message)]))
    found = sort_findings([*findings, *lint_form(draft)])
    is_refused = any(finding.severity == ERROR for finding in found)
    return Import(None if is_refused else draft, found, draft)
