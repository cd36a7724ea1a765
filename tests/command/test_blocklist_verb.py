"""``fieldapp blocklist``: a list taken in from the terminal, one that is refused by its line."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from fieldapp.__main__ import main
from tests.fakes.clock import FakeClock
from tests.fakes.laptop import PASSPHRASE, a_laptop, a_session


@pytest.fixture
def folder(tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An enrolled laptop, which the verbs find."""
    a_session(tmp_path / "laptop", clock).close()
    monkeypatch.setenv("FIELDAPP_HOME", str(tmp_path / "laptop"))
    monkeypatch.setattr("fieldapp.command.laptop.this_laptop", lambda: a_laptop(tmp_path / "laptop", clock))
    return tmp_path


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSPHRASE}\n"))
    return main(["blocklist", *words])


def test_list_is_taken_in_and_shown(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    assert run(monkeypatch, "show") == 0
    assert "No list is in force" in capsys.readouterr().out
    path = folder / "list.txt"
    path.write_text(f"# from the agency\n{'a' * 64}\n{'B' * 32}\n", "utf-8")
    assert run(monkeypatch, "import", str(path)) == 0
    assert "2 hashes in force" in capsys.readouterr().out
    assert run(monkeypatch, "show") == 0
    assert "2 hashes in force since" in capsys.readouterr().out


def test_line_that_is_no_hash_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    path = folder / "list.txt"
    path.write_text(f"{'a' * 64}\nnot a hash\n", "utf-8")
    assert run(monkeypatch, "import", str(path)) == 1
    assert "line 2: no SHA-256, SHA-1 or MD5" in capsys.readouterr().err
