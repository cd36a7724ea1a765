"""Publishing at headquarters from the command line: a workbook in, a signed checklist on a laptop."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest

from fieldapp.__main__ import main
from fieldapp.domain.clock import SystemClock
from sync.hq.headquarters import Headquarters
from tests.forms.workbook import a_workbook


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    """A headquarters in a folder that the command line finds."""
    monkeypatch.setenv("FIELDAPP_HQ_HOME", str(tmp_path / "hq"))
    assert main(["hq", "init"]) == 0
    capsys.readouterr()
    return tmp_path


def _do(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    status = main(list(words))
    said = capsys.readouterr()
    return status, said.out, said.err


def test_workbook_is_published_listed_and_withdrawn(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = home / "checklist.xlsx"
    file.write_bytes(a_workbook())
    status, said, _ = _do(capsys, "hq", "checklist", "publish", str(file))
    assert status == 0
    _, form_id, version, *_ = said.replace(";", "").split()
    status, said, _ = _do(capsys, "hq", "checklist", "list")
    assert (status, said.split()[:3]) == (0, [form_id, version, "published"])
    status, _, sentence = _do(capsys, "hq", "checklist", "publish", str(file))
    assert (status, "published already" in sentence) == (1, True)
    assert _do(capsys, "hq", "checklist", "withdraw", form_id, version)[0] == 0
    assert "withdrawn" in _do(capsys, "hq", "checklist", "list")[1]
    status, _, sentence = _do(capsys, "hq", "checklist", "withdraw", form_id, "9.9")
    assert (status, sentence.strip()) == (1, "No checklist of this form and version is published here.")
    acts = _do(capsys, "hq", "audit")[1]
    assert "CHECKLIST_PUBLISHED" in acts
    assert "CHECKLIST_WITHDRAWN" in acts


@pytest.mark.parametrize("data", [b"", b"no workbook", b"PK\x03\x04", b"\x89PNG\r\n"])
def test_file_that_is_no_workbook_publishes_nothing(
    home: Path, capsys: pytest.CaptureFixture[str], data: bytes
) -> None:
    file = home / "checklist.xlsx"
    file.write_bytes(data)
    status, _, said = _do(capsys, "hq", "checklist", "publish", str(file))
    assert status == 1
    assert said.startswith("error: ")
    assert said.endswith("Nothing was published.\n")
    assert _do(capsys, "hq", "checklist", "list") == (0, "", "")


def test_findings_are_listed_without_what_was_answered(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _do(capsys, "hq", "findings") == (0, "", "")
    hq = Headquarters(home / "hq", clock=SystemClock(), random=secrets.token_bytes)
    with hq.database.write() as work:
        work.run(
            "INSERT INTO finding (workspace, record_id, field, record_type, said, computed, found_at) "
            "VALUES (?, 'id', 'score', 'screening', '3', '', '2026-01-02T03:04:05.678Z')",
            work.workspace,
        )
    hq.close()
    said = _do(capsys, "hq", "findings")[1]
    assert said == "2026-01-02T03:04:05.678Z  screening id  score: said 3, computed -\n"
