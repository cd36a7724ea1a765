"""``fieldapp rules`` on the terminal: list, check, install, remove."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldapp.__main__ import main
from fieldapp.records.rulebook import bundled, put_in_force


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A laptop's and a headquarters' data folder of this test's own."""
    monkeypatch.setenv("FIELDAPP_HOME", str(tmp_path / "laptop"))
    monkeypatch.setenv("FIELDAPP_HQ_HOME", str(tmp_path / "hq"))
    yield tmp_path
    put_in_force()


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """The program's clocks with a quicker one, as a file."""
    text = bundled("clocks").data.decode().replace(bundled("clocks").version, "2027-01-01")
    path = tmp_path / "clocks.toml"
    path.write_text(text.replace('due = "2 hours"', 'due = "100 minutes"'), encoding="utf-8")
    return path


def test_packs_in_force_are_listed_with_their_sums(capsys: pytest.CaptureFixture[str]):
    assert main(["rules", "list"]) == 0
    said = capsys.readouterr().out
    assert bundled("clocks").sha256 in said
    assert said.count("the program's own") == 5


def test_check_says_what_would_change_and_installs_nothing(
    changed: Path, folder: Path, capsys: pytest.CaptureFixture[str]
):
    assert main(["rules", "check", str(changed)]) == 0
    said = capsys.readouterr().out
    assert "clocks 2027-01-01: 23 rows, nothing is wrong." in said
    assert "Changed: missing_entry" in said
    assert not (folder / "laptop" / "rules").exists()


def test_install_is_for_this_laptop_or_for_headquarters(
    changed: Path, folder: Path, capsys: pytest.CaptureFixture[str]
):
    assert main(["rules", "install", str(changed)]) == 0
    assert (folder / "laptop" / "rules" / "clocks.toml").exists()
    assert not (folder / "hq").exists()
    assert main(["rules", "install", "--hq", str(changed)]) == 0
    assert (folder / "hq" / "rules" / "clocks.toml").exists()
    main(["rules", "list"])
    assert "2027-01-01" in capsys.readouterr().out
    assert main(["rules", "remove", "clocks"]) == 0
    assert not (folder / "laptop" / "rules" / "clocks.toml").exists()
    assert main(["rules", "check", str(bundled_file(folder))]) == 0
    assert "It says the same as the pack in force." in capsys.readouterr().out


def bundled_file(folder: Path) -> Path:
    path = folder / "own.toml"
    path.write_bytes(bundled("clocks").data)
    return path


def test_broken_pack_is_refused_with_the_row(changed: Path, folder: Path, capsys: pytest.CaptureFixture[str]):
    changed.write_text(changed.read_text(encoding="utf-8").replace('who = "minor"', 'who = "moon"'), encoding="utf-8")
    for act in ("check", "install"):
        assert main(["rules", act, str(changed)]) == 1
        assert "clocks, row 3 (hhs_notice): who is one of anybody, minor" in capsys.readouterr().err
    assert not (folder / "laptop" / "rules").exists()


def test_missing_file_is_a_sentence(folder: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["rules", "check", str(folder / "none.toml")]) == 1
    assert "it cannot be read" in capsys.readouterr().err


def test_damaged_pack_is_listed_as_not_in_force(changed: Path, folder: Path, capsys: pytest.CaptureFixture[str]):
    main(["rules", "install", str(changed)])
    (folder / "laptop" / "rules" / "clocks.toml").write_text("pack = ", encoding="utf-8")
    assert main(["rules", "list"]) == 1
    assert "Not in force: the file is no TOML" in capsys.readouterr().err
