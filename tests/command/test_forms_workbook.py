"""``fieldapp forms check`` and ``import``: what authors of checklists see on the command line."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from fieldapp.__main__ import main
from fieldapp.actions.checklist import list_checklists
from fieldapp.actions.profile import Profile
from fieldapp.command.place import this_laptop
from fieldapp.domain.access import Role, scopes_of
from fieldapp.domain.ids import new_device_id
from fieldapp.forms.package import unpack_package
from fieldapp.records.seed import agency_id
from fieldapp.vault.identity import DeviceIdentity
from fieldapp.vault.kdf import FLOOR_KIB, KdfParameters
from tests.forms.workbook import SETTINGS, SURVEY, a_workbook, sheets, with_row

PASSPHRASE = "granite lantern orbit meadow"


@pytest.fixture
def good(tmp_path: Path) -> Path:
    file = tmp_path / "good.xlsx"
    file.write_bytes(a_workbook())
    return file


def test_check_of_a_good_workbook_ends_well(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["forms", "check", str(good)]) == 0
    assert capsys.readouterr().out.endswith("It can be installed.\n")


def test_check_says_where_and_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "spoilt.xlsx"
    file.write_bytes(a_workbook(sheets(survey=with_row(SURVEY, 3, type="select_one nope"))))
    assert main(["forms", "check", str(file)]) == 1
    said = capsys.readouterr().out
    assert "error: survey, row 3, column type: The list “nope” does not exist" in said
    assert "Add its choices there" in said
    assert "[LIST_MISSING]" in said


def test_check_of_no_file_and_of_a_folder_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in (tmp_path / "absent.xlsx", tmp_path):
        assert main(["forms", "check", str(path)]) == 1
        assert "It cannot be installed." in capsys.readouterr().out


def test_import_writes_a_package_that_reads_back(
    good: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "package.z"
    assert main(["forms", "import", str(good), "--out", str(target)]) == 0
    package = unpack_package(target.read_bytes())
    assert capsys.readouterr().out == f"county_intake 2026.1 {package.sha256}\n"


def test_import_without_a_licence_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, target = tmp_path / "unlicensed.xlsx", tmp_path / "package.z"
    file.write_bytes(a_workbook(sheets(settings=with_row(SETTINGS, 2, licence_holder=None))))
    assert main(["forms", "import", str(file), "--out", str(target)]) == 1
    assert not target.exists()
    assert "LICENCE_HOLDER_MISSING" in capsys.readouterr().err


def test_import_to_a_place_that_cannot_be_written_is_a_sentence(
    good: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["forms", "import", str(good), "--out", str(tmp_path / "absent" / "package.z")]) == 1
    assert "cannot be written" in capsys.readouterr().err


def test_import_installs_a_draft_on_the_laptop_once(
    good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FIELDAPP_HOME", str(tmp_path / "laptop"))
    monkeypatch.setattr("fieldapp.actions.laptop.calibrate", lambda _clock: KdfParameters(FLOOR_KIB, 1, 4))
    agency = agency_id("LASD")
    profile = Profile("vance", "Vance", "supervisor", agency, "laptop", scopes_of(Role.SUPERVISOR, agency))
    this_laptop().create(PASSPHRASE, new_device_id(os.urandom), DeviceIdentity.generate(os.urandom), profile).close()
    for _ in range(2):
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSPHRASE}\n"))
        assert main(["forms", "import", str(good)]) == 0
        assert "Installed county_intake 2026.1 as a draft" in capsys.readouterr().out
    session = this_laptop().unlock(PASSPHRASE)
    assert [head.form_id for head in list_checklists(session) if head.status == "draft"] == ["county_intake"]
    session.close()
