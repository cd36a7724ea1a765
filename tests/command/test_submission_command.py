"""``fieldapp forms export``, ``pull`` and ``push`` as people call them."""

from __future__ import annotations

import io
import os
import stat
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest

from fieldapp.__main__ import main
from fieldapp.actions.disclosure import load_register
from fieldapp.actions.history import load_history
from fieldapp.actions.profile import Profile
from fieldapp.actions.screening_close import finalise_screening
from fieldapp.command.place import this_laptop
from fieldapp.domain.access import Role, scopes_of
from fieldapp.domain.ids import new_device_id
from fieldapp.records.seed import agency_id
from fieldapp.vault.identity import DeviceIdentity
from fieldapp.vault.kdf import FLOOR_KIB, KdfParameters
from tests.fakes.checklist import a_package
from tests.fakes.screened import a_screening, answer

PASSPHRASE = "granite lantern orbit meadow"
FEW = {"/data/moves": "yes", "/data/papers": "no", "/data/debt": "no", "/data/remarks": "=1+1"}

Say = Callable[..., tuple[int, str, str]]


@pytest.fixture
def say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Say:
    """Run a verb on a deputy's laptop; return status, what it said, and what it complained of."""
    monkeypatch.setenv("FIELDAPP_HOME", str(tmp_path / "home"))
    laptop, agency = this_laptop(), agency_id("LASD")
    profile = Profile("dee", "Dee Example", "deputy", agency, "task-force", scopes_of(Role.DEPUTY, agency))
    quick = KdfParameters(m_kib=FLOOR_KIB, t=1, p=1)
    identity = DeviceIdentity.generate(os.urandom)
    laptop.create(PASSPHRASE, new_device_id(os.urandom), identity, profile, quick).close()

    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSPHRASE}\n"))
        status = main(["forms", *words])
        return status, *capsys.readouterr()

    return run


@pytest.fixture
def screening(say: Say) -> str:
    """A final screening with a private question."""
    session = this_laptop().unlock(PASSPHRASE)
    screening_id = a_screening(session, a_package(private=("/data/debt",)))
    answer(session, screening_id, FEW)
    finalise_screening(session, screening_id)
    session.close()
    return screening_id


def reasons(screening: str) -> list[str]:
    session = this_laptop().unlock(PASSPHRASE)
    lines = load_history(session, "screening", screening)
    session.close()
    return [line.reason for line in lines if line.reason]


def test_final_screenings_are_written_to_a_file_of_their_owner_alone(say: Say, screening: str, tmp_path: Path) -> None:
    file = tmp_path / "screenings.csv"
    status, said, complained = say("export", "--all-final", "--out", str(file))
    assert (status, complained) == (0, "")
    assert "not encrypted" in said
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    text = file.read_bytes().decode("utf-8-sig")
    assert f"\r\n{screening}," in text
    assert "'=1+1" in text
    assert "/data/debt" not in text
    assert "Exported as csv to a file" in reasons(screening)


def test_file_that_is_there_is_not_written_over(say: Say, screening: str, tmp_path: Path) -> None:
    file = tmp_path / "screenings.csv"
    file.write_text("mine", encoding="utf-8")
    status, _, complained = say("export", screening, "--out", str(file))
    assert status == 1
    assert "cannot be written" in complained
    assert file.read_text(encoding="utf-8") == "mine"
    # It was said before it was tried, and the register's line is struck out.
    assert reasons(screening) == ["Exported as csv to a file"]
    session = this_laptop().unlock(PASSPHRASE)
    assert [line.is_struck for line in load_register(session, "screening", screening)] == [True]
    session.close()


def test_submission_goes_to_the_terminal_with_private_questions_when_somebody_says_why(
    say: Say, screening: str
) -> None:
    plain, asked = (
        say("export", screening, "--format", "xml"),
        say("export", screening, "--format", "xml", "--reason", "Asked for by the clinic"),
    )
    assert (plain[0], asked[0]) == (0, 0)
    assert ET.fromstring(plain[1]).find("debt") is None  # noqa: S314 - our own XML
    assert ET.fromstring(asked[1]).findtext("debt") == "no"  # noqa: S314 - our own XML
    assert any(reason.endswith("with private questions: Asked for by the clinic") for reason in reasons(screening))


@pytest.mark.parametrize(
    "words", [["export"], ["export", "019b7cb3-2c1e-7000-82fa-e5efebeadf1d"], ["export", "--format", "xml"]]
)
def test_call_that_names_nothing_says_what_to_name(say: Say, words: list[str]) -> None:
    status, said, complained = say(*words)
    assert (status, said) == (2, "")
    assert complained.endswith(".\n")


@pytest.mark.parametrize("words", [["pull"], ["push", "--all-final"]])
def test_form_server_is_off_until_somebody_who_may_allows_one(say: Say, words: list[str]) -> None:
    assert say(*words)[0] == 1
    assert "may not use a form server" in say(*words)[2]
    status, _, complained = say("openrosa", "enable", "https://forms.example.org/v1/key/k/projects/1")
    assert status == 1
    assert "supervisor" in complained
    assert say("openrosa", "show")[1] == "Off: this laptop uses no form server.\n"
