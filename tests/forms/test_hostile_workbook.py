"""Any file at all as a checklist gives findings: one sentence, never a traceback, and never a long wait."""

from __future__ import annotations

import io
import os
import re
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from fieldapp.forms.finding import ERROR
from fieldapp.forms.xlsform_import import Import, import_file, import_workbook
from fieldapp.forms.xlsform_sniff import MAX_WORKBOOK_BYTES
from tests.forms.workbook import CHOICES, SURVEY, a_workbook, refusal_of, rezip, sheets

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
GOOD = a_workbook()
SHEET = "xl/worksheets/sheet1.xml"
SPREADSHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def a_zip(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


def codes_of(imported: Import) -> set[str]:
    return {finding.code for finding in imported.findings}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "FILE_EMPTY"),
        (OLE + "Workbook".encode("utf-16-le"), "FILE_OLD_EXCEL"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "FILE_PASSWORD"),
        (OLE + "WordDocument".encode("utf-16-le"), "FILE_NOT_WORKBOOK"),
        (OLE, "FILE_OLD_EXCEL"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "FILE_NOT_WORKBOOK"),
        (b"\xff\xd8\xff\xe0" + bytes(100), "FILE_NOT_WORKBOOK"),
        (b"%PDF-1.7\n", "FILE_NOT_WORKBOOK"),
        (b"7z\xbc\xaf\x27\x1c", "FILE_NOT_WORKBOOK"),
        (b"type,name,label\ntext,q1,First\n", "FILE_CSV"),
        ("tipo;nombre;año\n".encode("utf-16"), "FILE_CSV"),
        ("tipo;nombre;año\n".encode("latin-1"), "FILE_CSV"),
        (b"nothing but words\n", "FILE_NOT_WORKBOOK"),
        (b'<?xml version="1.0"?><h:html xmlns="http://www.w3.org/2002/xforms"/>', "FILE_NOT_WORKBOOK"),
        (bytes(range(256)), "FILE_NOT_WORKBOOK"),
        (b"\x00" * 1000, "FILE_NOT_WORKBOOK"),
        (b"PK\x03\x04" + bytes(200), "FILE_BROKEN"),
        (b"PK\x05\x06" + bytes(18), "FILE_NOT_WORKBOOK"),
        (a_zip(a=b"1"), "FILE_NOT_WORKBOOK"),
        (a_zip(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "FILE_OPENDOCUMENT"),
        (a_zip(**{"word__document.xml": b"<w/>"}), "FILE_NOT_WORKBOOK"),
        (a_zip(**{"ppt__presentation.xml": b"<p/>"}), "FILE_NOT_WORKBOOK"),
        (a_zip(**{"xl__workbook.bin": b"1"}), "FILE_OLD_EXCEL"),
        (a_zip(**{"[Content_Types].xml": b"<Types/>"}), "FILE_BROKEN"),
        (a_zip(**{"xl__workbook.xml": b"<workbook/>"}), "SHEET_MISSING"),
        (a_zip(**{"xl__workbook.xml": b"<workbook"}), "FILE_BROKEN"),
        (a_zip(**{"xl__workbook.xml": b"<a>" * 5000}), "FILE_UNSAFE"),
    ],
)
def test_file_that_is_no_workbook_is_named_for_what_it_is(data: bytes, code: str) -> None:
    assert refusal_of(data) == code


def test_suffix_is_not_believed() -> None:
    assert import_workbook(a_workbook(), "photograph.png").package is not None


def test_file_of_300_megabytes_is_refused_before_it_is_read(tmp_path) -> None:
    file = tmp_path / "large.xlsx"
    with file.open("wb") as stream:
        stream.truncate(300 << 20)
    began = time.monotonic()
    assert codes_of(import_file(file)) == {"FILE_TOO_LARGE"}
    assert time.monotonic() - began < 1
    assert refusal_of(bytes(MAX_WORKBOOK_BYTES + 1)) == "FILE_TOO_LARGE"


def test_file_that_is_not_there_or_is_a_folder_is_a_finding(tmp_path) -> None:
    assert codes_of(import_file(tmp_path / "absent.xlsx")) == {"FILE_UNREADABLE"}
    assert codes_of(import_file(tmp_path)) <= {"FILE_UNREADABLE", "FILE_EMPTY"}


def test_pipe_device_and_name_that_no_file_can_have_are_findings(tmp_path) -> None:
    pipe = tmp_path / "pipe.xlsx"
    os.mkfifo(pipe)
    for path in (pipe, Path("/dev/zero"), Path("bad\0name.xlsx"), tmp_path / ("x" * 5_000)):
        assert codes_of(import_file(path)) <= {"FILE_EMPTY", "FILE_UNREADABLE"}
        assert import_file(path).package is None


def test_workbook_cut_short_anywhere_is_a_finding() -> None:
    good = a_workbook()
    for length in range(1, len(good), max(1, len(good) // 150)):
        assert import_workbook(good[:length], "cut.xlsx").package is None


def test_encrypted_part_is_refused() -> None:
    data = bytearray(a_workbook())
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        start = archive.start_dir
    while (start := data.find(b"PK\x01\x02", start)) >= 0:
        data[start + 8] |= 1
        start += 4
    assert refusal_of(bytes(data)) == "FILE_PASSWORD"


def test_zip_bomb_is_refused_by_what_it_declares() -> None:
    data = rezip(a_workbook(), {SHEET: b" " * (40 << 20)})
    assert len(data) < 1 << 20
    assert refusal_of(data) == "FILE_UNPACKS_TOO_LARGE"


def test_zip_bomb_that_lies_about_its_size_is_never_unpacked_whole() -> None:
    data = bytearray(rezip(a_workbook(), {SHEET: b" " * (40 << 20)}))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        names = {info.filename: info for info in archive.infolist()}
    size = names[SHEET].file_size.to_bytes(4, "little")
    data = bytearray(bytes(data).replace(size, (500).to_bytes(4, "little")))
    assert refusal_of(bytes(data)) in {"FILE_BROKEN", "FILE_UNPACKS_TOO_LARGE"}


def test_archive_of_very_many_parts_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(2_500):
            archive.writestr(f"xl/{number}.xml", b"")
    assert refusal_of(stream.getvalue()) == "FILE_UNPACKS_TOO_LARGE"


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", SHEET, "xl/sharedStrings.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_in_every_part_and_encoding(part: str, encoding: str) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    xml = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY l0 "ha">{laughs}]><a>&l11;</a>'
    assert refusal_of(rezip(a_workbook(), {part: xml.encode(encoding)})) == "FILE_UNSAFE"
    outside = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'
    assert refusal_of(rezip(a_workbook(), {part: outside.encode()})) == "FILE_UNSAFE"


def test_macros_are_noted_and_left_alone() -> None:
    imported = import_workbook(rezip(a_workbook(), {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"}), "macro.xlsm")
    assert imported.package is not None
    assert "FILE_HAS_MACROS" in codes_of(imported)


def test_million_rows_are_refused_with_a_sentence() -> None:
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(1, 250_000))
    sheet = f"<worksheet {SPREADSHEET}><sheetData>".encode() + rows + b"</sheetData></worksheet>"
    assert refusal_of(rezip(a_workbook(), {SHEET: sheet})) == "SHEET_TOO_LONG"
    survey = [*SURVEY, *(("note", f"n{n}", "Note", "Nota") for n in range(6_000))]
    assert refusal_of(a_workbook(sheets(survey=survey))) == "SHEET_TOO_LONG"


def test_row_far_below_the_others_costs_nothing() -> None:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets().items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book["survey"].cell(1_048_576, 1, "note")
    stream = io.BytesIO()
    book.save(stream)
    began = time.monotonic()
    imported = import_workbook(stream.getvalue(), "far.xlsx")
    assert time.monotonic() - began < 5
    assert imported.package is None


@pytest.mark.parametrize("name", ["survey", "choices", "settings", "bands", "duties"])
def test_row_far_below_is_named_before_the_converter_counts_up_to_it(name: str) -> None:
    part = f"xl/worksheets/sheet{list(sheets()).index(name) + 1}.xml"
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        content = archive.read(part)
    moved = re.sub(rb'r="([A-Z]+)2"', rb'r="\g<1>9999999"', content.replace(b'<row r="2"', b'<row r="9999999"'))
    assert moved != content
    began = time.monotonic()
    imported = import_workbook(rezip(GOOD, {part: moved}), "far.xlsx")
    assert time.monotonic() - began < 5
    assert [(finding.code, finding.cell.row) for finding in imported.findings] == [("ROW_FAR_BELOW", 9_999_999)]


def test_form_that_would_never_open_is_found_out() -> None:
    everything = "count(//*[count(//*[count(//*) > 1]) > 1])"
    rows = [("type", "name", "label", "calculation"), ("calculate", "all", None, everything)]
    rows += [("text", f"q{number}", "Question", None) for number in range(900)]
    began = time.monotonic()
    imported = import_workbook(a_workbook(sheets(survey=rows, choices=None, duties=None)), "endless.xlsx")
    assert time.monotonic() - began < 25
    assert codes_of(imported) >= {"FORM_TOO_SLOW"}
    assert imported.package is None


def test_circle_of_groups_and_very_deep_groups_are_findings() -> None:
    deep = [("type", "name", "label"), *(("begin_group", f"g{n}", "G") for n in range(400))]
    deep += [("text", "q", "Q"), *(("end_group", None, None) for _ in range(400))]
    assert refusal_of(a_workbook(sheets(survey=deep)))


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=40))
def test_workbook_with_any_bytes_changed_never_raises_and_never_takes_long(changes: list[tuple[int, int]]) -> None:
    data = bytearray(GOOD)
    for offset, value in changes:
        data[offset] = value
    began = time.monotonic()
    imported = import_workbook(bytes(data), "changed.xlsx")
    assert time.monotonic() - began < 10
    assert imported.package is not None or any(finding.severity == ERROR for finding in imported.findings)
    assert "FILE_DEFEATED_US" not in codes_of(imported)


CELLS = st.one_of(
    st.none(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.text(max_size=12).filter(lambda t: t.isprintable()),
    st.sampled_from(
        ["${harm}", "select_one seen", "begin_repeat", "end_group", "calculate", "'", "${", "1 div 0", "text", "seen"]
    ),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(["survey", "choices", "settings", "bands", "duties"]), st.data())
def test_workbook_with_any_cell_changed_never_raises(name: str, data: st.DataObject) -> None:
    rows = [list(row) for row in sheets()[name]]
    for _ in range(data.draw(st.integers(1, 4))):
        row = data.draw(st.integers(0, len(rows) - 1))
        rows[row][data.draw(st.integers(0, len(rows[row]) - 1))] = data.draw(CELLS)
    imported = import_workbook(a_workbook(sheets(**{name: rows})), "cells.xlsx")
    assert imported.package is not None or any(finding.severity == ERROR for finding in imported.findings)
    assert "FILE_DEFEATED_US" not in codes_of(imported)


@settings(max_examples=100)
@given(st.binary(max_size=400))
def test_any_bytes_at_all_are_findings(data: bytes) -> None:
    assert import_workbook(data, "any").package is None
    assert import_workbook(b"PK\x03\x04" + data, "any").package is None
    assert import_workbook(OLE + data, "any").package is None


def test_many_questions_over_a_long_list_are_refused_before_they_are_converted() -> None:
    choices = [CHOICES[0], *(("seen", f"c{number}", "C", "C") for number in range(2_000))]
    survey = [("type", "name", "label"), *(("select_one seen", f"q{number}", "Q") for number in range(600))]
    began = time.monotonic()
    imported = import_workbook(a_workbook(sheets(survey=survey, choices=choices, duties=None)), "wide.xlsx")
    assert time.monotonic() - began < 10
    assert [finding.place for finding in imported.findings if finding.code == "SHEET_TOO_LONG"] == [
        "survey, row 502, column type"
    ]
