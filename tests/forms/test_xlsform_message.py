"""What the converter says becomes findings with cells; what it breaks down over is found; what cells hold is read."""

from __future__ import annotations

import pytest

from fieldapp.forms.finding import ERROR, WARNING, Finding, sort_findings
from fieldapp.forms.package import Cell
from fieldapp.forms.xlsform_cell import clean_text
from fieldapp.forms.xlsform_convert import convert_workbook
from fieldapp.forms.xlsform_message import explain_error, explain_warning
from fieldapp.forms.xlsform_outline import read_outline, read_type
from fieldapp.forms.xlsform_sheet import read_workbook
from tests.forms.workbook import EN, a_workbook, rezip, sheets


def test_shared_strings_rich_text_dates_and_flags_are_read_as_people_see_them() -> None:
    words = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>form_id</t></si>'
        "<si><r><t>ver</t></r><r><t>sion</t></r><rPh><t>aid</t></rPh></si><si><t>a_x0041_</t></si></sst>"
    )
    styles = (
        '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<numFmts><numFmt numFmtId="170" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    )
    sheet = (
        '<x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:sheetData>'
        '<x:row><x:c t="s"><x:v>0</x:v></x:c><x:c t="s"><x:v>1</x:v></x:c><x:c t="str"><x:v>flag</x:v></x:c>'
        '<x:c t="str"><x:v>half</x:v></x:c></x:row><x:row r="2"><x:c t="s"><x:v>2</x:v></x:c>'
        '<x:c s="1"><x:v>46000</x:v></x:c><x:c t="b"><x:v>1</x:v></x:c><x:c><x:v>0.10000000000000001</x:v></x:c>'
        '</x:row><x:row r="3"><x:c t="s"><x:v>99</x:v></x:c><x:c s="2"><x:v>46000.5</x:v></x:c>'
        "<x:c><x:v>1E3</x:v></x:c></x:row></x:sheetData></x:worksheet>"
    )
    data = rezip(
        a_workbook({"settings": [()]}),
        {
            "xl/sharedStrings.xml": words.encode(),
            "xl/styles.xml": styles.encode(),
            "xl/worksheets/sheet1.xml": sheet.encode(),
        },
    )
    read = read_workbook(data).sheet("settings")
    assert read.headings == ("form_id", "version", "flag", "half")
    assert dict(read.rows[0].values) == {"form_id": "aA", "version": "2025-12-09", "flag": "TRUE", "half": "0.1"}
    assert dict(read.rows[1].values) == {"version": "2025-12-09 12:00:00", "flag": "1000"}


@pytest.mark.parametrize(
    ("text", "kind", "rest"),
    [
        ("select_one yes_no", "select_one", "yes_no"),
        ("Select_One  yes_no or_other", "select_one", "yes_no"),
        ("select multiple from", "select multiple from", ""),
        ("select_multiple needs", "select_multiple", "needs"),
        ("rank needs", "rank", "needs"),
        ("begin group", "group", ""),
        ("begin_repeat", "repeat", ""),
        ("end repeat", "end", "repeat"),
        ("phonenumber", "phonenumber", ""),
        ("", "", ""),
    ],
)
def test_types_are_read_as_xlsform_writes_them(text: str, kind: str, rest: str) -> None:
    assert read_type(text) == (kind, rest)


def test_cells_lose_what_cannot_be_seen() -> None:
    assert clean_text("\u00a0a\u00a0\u00a0b\u200b\x07\ufeff ") == "a b"


@pytest.mark.parametrize(
    ("raised", "code", "place"),
    [
        ("[row : 4] Something nobody has mapped\n{'type': 'x'}", "XLSFORM_REFUSED", "survey, row 4"),
        ("Something without a row", "XLSFORM_REFUSED", ""),
        (
            "[row : 3] On the 'choices' sheet, the 'label' value is invalid. Odd. Learn more: https://x.org/",
            "XLSFORM_REFUSED",
            f"choices, row 3, column {EN}",
        ),
        ("Survey cannot have an empty id_string", "FORM_ID_SHAPE", ""),
        ("The survey element named 'fear' has no label or hint.", "LABEL_MISSING", f"survey, row 4, column {EN}"),
        (
            "Choice names with spaces cannot be added to multiple choice selects. See [no] in [seen]",
            "CHOICE_NAME_SPACE",
            "choices, row 3, column name",
        ),
        ("Unknown question type 'calculate'.", "TYPE_UNKNOWN", "survey, row 7, column type"),
    ],
)
def test_what_the_converter_raises_is_mapped_to_cells(raised: str, code: str, place: str) -> None:
    workbook = read_workbook(a_workbook())
    finding = next(explain_error(raised, workbook, read_outline(workbook)))
    assert (finding.code, finding.place) == (code, place)
    assert finding.message.endswith(".")
    assert "http" not in finding.message
    assert "{" not in finding.message


def test_what_the_converter_warns_of_is_mapped_or_left_to_the_lint() -> None:
    workbook = read_workbook(a_workbook())
    outline = read_outline(workbook)
    label = "[row : 2] On the 'choices' sheet, the 'label' value is invalid. Choices should have a label."
    assert [each.code for each in explain_warning(label, workbook, outline)] == ["CHOICE_LABEL_MISSING"]
    assert not list(explain_warning("Language 'fr' is missing the survey label column.", workbook, outline))
    assert [each.severity for each in explain_warning("Something else", workbook, outline)] == ["note"]


def test_converter_that_breaks_is_a_finding() -> None:
    book = read_workbook(
        a_workbook(sheets(survey=[("type", "name", "label", "instance::tag", "tag"), ("text", "q", "Q", "x", "y")]))
    )
    conversion = convert_workbook(book, read_outline(book))
    assert not conversion.xform
    assert all(finding.message.endswith(".") for finding in conversion.findings)


def test_findings_are_sorted_by_gravity_and_place_and_said_once() -> None:
    late = Finding(ERROR, "A", "a.", Cell("survey", 9))
    early = Finding(ERROR, "A", "a.", Cell("survey", 2))
    whole = Finding(ERROR, "B", "b.")
    mild = Finding(WARNING, "A", "a.", Cell("settings", 1))
    assert sort_findings([mild, late, early, whole, late]) == (whole, early, late, mild)
