"""A unique word in every text of every record; afterwards none of them lies anywhere in the clear."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile.leak_story import MARK

ROOT = Path(__file__).parents[2]
# Whole words, in UTF-8 and either UTF-16: the mark's three letters turn up in megabytes of cipher text by chance.
A_WORD = re.compile(
    b"|".join(rb"%b(?:%b\d){4}" % (pad.join(MARK.encode()[n : n + 1] for n in range(3)), pad) for pad in (b"", b"\0")),
    re.IGNORECASE,
)
KEPT = {"PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "SYSTEMROOT"}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The sandbox after the story, and everything that was printed."""
    sandbox = tmp_path_factory.mktemp("sandbox")
    homes = {name: sandbox / name.lower() for name in ("HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    homes |= {name: sandbox / name.lower() for name in ("XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR")}
    for home in homes.values():
        home.mkdir(mode=0o700)
    environment = {name: value for name, value in os.environ.items() if name in KEPT}
    environment |= {name: str(home) for name, home in homes.items()}
    environment |= {"QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", "-m", "tests.hostile.leak_story", str(sandbox)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3_000:]
    assert "TOLD" in done.stdout
    return sandbox, done.stdout + done.stderr


def test_no_word_lies_in_any_file(told: tuple[Path, str]) -> None:
    sandbox, _ = told
    files = [file for file in sandbox.rglob("*") if file.is_file()]
    assert any(file.suffix == ".db" and file.stat().st_size > 100_000 for file in files)
    assert (sandbox / "hq" / "hq.db").exists()
    assert [file for file in files if A_WORD.search(file.read_bytes())] == []


def test_nothing_shows_a_word_when_it_is_printed(told: tuple[Path, str]) -> None:
    _, printed = told
    shown = sorted(set(re.findall(r"^REPR (\S+ \S+)", printed, re.MULTILINE)))
    assert shown == []


def test_no_error_and_no_log_says_a_word(told: tuple[Path, str]) -> None:
    _, printed = told
    lines = [line for line in printed.splitlines() if MARK.lower() in line.lower() and not line.startswith("REPR")]
    assert lines == []
    assert "Refused" in printed


def test_titles_of_windows_are_neutral(told: tuple[Path, str]) -> None:
    _, printed = told
    titles = set(re.findall(r"^TITLE (.*)$", printed, re.MULTILINE))
    assert titles
    assert all(set(title.split()) <= {"Fieldbook", "Notes", "-"} for title in titles), titles
    assert "THE WINDOW HANGS" not in printed
