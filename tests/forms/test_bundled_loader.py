"""The loader for instruments that belong to others: empty, refused as it is, a checklist once an agency fills it."""

from __future__ import annotations

import io
from typing import Final

import pytest
from openpyxl import Workbook, load_workbook

import resources
from fieldapp.domain.access import Role
from fieldapp.forms.bundle import bundled_heads
from fieldapp.forms.finding import ERROR
from fieldapp.forms.xlsform_bundle import source_files
from fieldapp.forms.xlsform_import import import_file, import_workbook

FOLDER = resources.path("forms/agency_supplied")
TEMPLATE = FOLDER / "agency_supplied_template.xlsx"
INSTRUMENTS: Final = ("cse_it_2", "cse_it_brief", "sscst", "qyit", "raft", "htst", "htiam_14", "rst")


def a_template() -> Workbook:
    return load_workbook(TEMPLATE)


def instrument_rows() -> dict[str, dict[str, object]]:
    """Return what the template knows of each instrument, by form id."""
    headings, *rows = a_template()["_instruments"].values
    found = (dict(zip(map(str, headings), row, strict=True)) for row in rows)
    return {str(row["form_id"]): row for row in found}


def a_filled_template(form_id: str) -> bytes:
    """Do what the sheet _how_to says: copy the settings, name the permission, write a question."""
    book = a_template()
    known = instrument_rows()[form_id]
    own = {"permission_ref": "Letter of 1 May 2026", "agency": "CAST", "version": "2026.1"}
    headings = [str(cell.value) for cell in book["settings"][1]]
    book["settings"].append([own.get(heading) or known[heading] for heading in headings])
    book["survey"].append(["select_one told", "first", "A question of theirs", "Una pregunta suya"])
    for code, english, spanish in (("yes", "Yes", "Sí"), ("no", "No", "No")):
        book["choices"].append(["told", code, english, spanish])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_folder_holds_the_template_and_nothing_else() -> None:
    assert [file.name for file in FOLDER.iterdir()] == [TEMPLATE.name]


def test_template_holds_no_question_no_answer_and_no_points() -> None:
    book = a_template()
    for name in ("survey", "choices", "settings", "bands", "duties"):
        assert book[name].max_row == 1, name
    texts = [str(value) for sheet in book for row in sheet.values for value in row if value]
    assert not [text for text in texts if "?" in text or "¿" in text]


def test_template_is_refused_with_a_clear_sentence() -> None:
    imported = import_file(TEMPLATE)
    assert imported.package is None
    assert imported.draft is None
    said = {finding.code: finding.message for finding in imported.findings if finding.severity == ERROR}
    assert said["SHEET_EMPTY"] == "The sheet “survey” holds no questions."
    assert {"LICENCE_HOLDER_MISSING", "LICENCE_TERMS_MISSING", "VERSION_MISSING"} <= set(said)


def test_template_is_not_bundled_as_a_checklist() -> None:
    assert TEMPLATE not in source_files()
    assert not {head.form_id for head in bundled_heads()} & {*INSTRUMENTS, TEMPLATE.stem}


def test_every_instrument_that_belongs_to_others_is_named_with_what_is_known_of_it() -> None:
    rows = instrument_rows()
    assert tuple(rows) == INSTRUMENTS
    roles = {role.value for role in Role}
    for form_id, row in rows.items():
        assert row["licence_holder"], form_id
        assert str(row["licence_terms"]).startswith("Agency-supplied"), form_id
        assert row["for_and_by"], form_id
        assert row["to_settle"], form_id
        assert set(str(row["allowed_roles"]).split()) <= roles, form_id
        assert not row["permission_ref"], "a permission is the agency's to have"
        assert not row["agency"]
    assert rows["sscst"]["allowed_roles"] == "advocate", "health care only"
    assert (rows["qyit"]["age_min"], rows["qyit"]["age_max"]) == (18, 22)


def test_readme_names_each_with_its_holder() -> None:
    readme = resources.path("forms/README.md").read_text(encoding="utf-8")
    for name in ("CSE-IT 2.0", "CSE-IT Brief", "SSCST", "QYIT", "RAFT", "HTST", "HTIAM-14", "RST"):
        assert name in readme
    for file in source_files():
        assert f"`{file.name}`" in readme


@pytest.mark.parametrize("form_id", INSTRUMENTS)
def test_filled_as_it_says_it_is_a_checklist_of_that_agency_alone(form_id: str) -> None:
    imported = import_workbook(a_filled_template(form_id), f"{form_id}.xlsx")
    assert imported.package is not None, imported.findings
    assert imported.package.form_id == form_id
    assert (imported.package.licence.agency, imported.package.licence.permission_ref) == (
        "CAST",
        "Letter of 1 May 2026",
    )
