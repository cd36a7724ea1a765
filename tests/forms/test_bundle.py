"""What comes with the program: every workbook compiles without errors, and its package is the one that is shipped."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

import resources
from fieldapp.forms.bundle import bundled_heads, load_bundled, package_file
from fieldapp.forms.finding import ERROR, NOTE, WARNING
from fieldapp.forms.package import version_order
from fieldapp.forms.xlsform_bundle import compile_source, is_current, main, source_files
from fieldapp.forms.xlsform_import import import_workbook
from tests.forms.workbook import a_workbook

SOURCES = source_files()


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: file.stem)
def test_bundled_workbook_has_neither_errors_nor_warnings(file: Path) -> None:
    findings = [each for each in compile_source(file).findings if each.severity in {ERROR, WARNING}]
    assert not findings


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: file.stem)
def test_package_is_that_of_its_workbook(file: Path) -> None:
    package = compile_source(file).package
    assert package is not None
    assert package.form_id == file.stem
    assert is_current(package), "run `make format`"


def test_every_package_reads_and_is_named_for_what_it_holds() -> None:
    packages = load_bundled()
    assert len(packages) == len(bundled_heads())
    for head, (sha256, package) in zip(bundled_heads(), packages.items(), strict=True):
        assert package.sha256 == sha256
        assert (head.form_id, head.version) == (package.form_id, package.version)
        assert package_file(package) == head.file


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(resources, "ROOT", tmp_path)
    (tmp_path / "forms").mkdir()
    load_bundled.cache_clear()
    yield tmp_path / "forms"
    load_bundled.cache_clear()


def test_workbooks_are_compiled_once_and_older_versions_stay(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "county_intake.xlsx").write_bytes(a_workbook())
    (folder / "~$county_intake.xlsx").write_bytes(b"left by a spreadsheet program")
    (folder / "county_intake.2025.9.json.z").write_bytes(b"older")
    assert main() == 0
    assert capsys.readouterr().out == "compiled county_intake.2026.1.json.z\n"
    assert main() == 0
    assert capsys.readouterr().out == ""
    assert [(head.form_id, head.version) for head in bundled_heads()] == [
        ("county_intake", "2025.9"),
        ("county_intake", "2026.1"),
    ]
    (folder / "county_intake.2025.9.json.z").unlink()
    assert [package.form_id for package in load_bundled().values()] == ["county_intake"]


def test_workbook_with_errors_stops_the_build_with_a_sentence(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "broken.xlsx").write_bytes(b"no workbook")
    assert main() == 1
    assert "broken.xlsx" in capsys.readouterr().err
    assert not list(folder.glob("*.json.z"))


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: file.stem)
def test_copy_with_one_row_changed_and_its_version_raised_is_the_next_version(file: Path) -> None:
    before = compile_source(file).package
    assert before is not None
    book = load_workbook(file)
    survey, settings = book["survey"], book["settings"]
    question = next(row for row in survey.iter_rows(min_row=2) if str(row[0].value).startswith("select_one"))
    question[2].value, question[3].value = "Asked in our own words?", "¿Con nuestras propias palabras?"
    version = next(cell for cell in settings[1] if cell.value == "version").column
    settings.cell(2, version).value = "2026.2"
    stream = io.BytesIO()
    book.save(stream)
    imported = import_workbook(stream.getvalue(), file.name)
    after = imported.package
    assert after is not None, imported.findings
    assert [finding for finding in imported.findings if finding.severity != NOTE] == []
    assert version_order(after.version) > version_order(before.version)
    assert "Asked in our own words?" in after.xform
    assert (after.scale, after.duties, after.save_to) == (before.scale, before.duties, before.save_to)
