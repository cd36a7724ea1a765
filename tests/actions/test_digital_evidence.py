"""A file's hash is written down and the file is not; abusive imagery is pointed at and never read."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from fieldapp.actions.capture import save_record
from fieldapp.actions.digital_evidence import FileHash, FileHashError, hash_file, note_hash, note_pointer
from fieldapp.actions.session import Session
from fieldapp.domain.problems import Refused

MARK = b"synthetic mark that must not be kept"


def an_item(session: Session, **values: object) -> str:
    return save_record(session, "evidence_item", {"number": "E-1", "kind": "digital_file", **values})


def a_file(folder: Path, content: bytes) -> Path:
    path = folder / "Doe Placeholder private.bin"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("size", [0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3 << 20])
def test_hash_is_that_of_the_bytes_and_progress_ends_at_the_whole(tmp_path: Path, size: int):
    content = os.urandom(size)
    heard: list[tuple[int, int]] = []
    found = hash_file(a_file(tmp_path, content), lambda done, total: heard.append((done, total)))
    assert found == FileHash(hashlib.sha256(content).hexdigest(), size)
    assert heard[0] == (0, -(-size // (1 << 20)))
    if size >= 1 << 20:
        assert heard[-1][0] == size // (1 << 20) or heard[-1][0] == heard[-1][1]


@pytest.mark.parametrize("what", ["missing", "folder"])
def test_what_cannot_be_read_is_said(tmp_path: Path, what: str):
    path = tmp_path / "none" if what == "missing" else tmp_path
    with pytest.raises(FileHashError) as caught:
        hash_file(path)
    assert caught.value.kind == "FILE_UNREADABLE"


def test_file_that_changes_while_it_is_read_gives_no_hash(tmp_path: Path):
    path = a_file(tmp_path, b"x" * (2 << 20))

    def meddle(done: int, _total: int) -> None:
        if done == 1:
            with path.open("ab") as file:
                file.write(b"more")

    with pytest.raises(FileHashError) as caught:
        hash_file(path, meddle)
    assert caught.value.kind == "FILE_CHANGED"


def test_first_hash_is_written_the_same_agrees_and_another_changes_nothing(session: Session):
    item = an_item(session)
    one, other = FileHash("a" * 64, 1), FileHash("b" * 64, 1)
    assert note_hash(session, item, one)
    assert note_hash(session, item, one)
    assert not note_hash(session, item, other)
    assert session.store.record("evidence_item", item)["sha256"] == "a" * 64


def test_neither_the_file_nor_its_name_comes_into_the_laptops_folder(session: Session, tmp_path: Path):
    item = an_item(session)
    note_hash(session, item, hash_file(a_file(tmp_path, MARK * 1000)))
    session.store.connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    values = str(session.store.record("evidence_item", item)) + str(
        list(session.store.connection.exec_driver_sql("SELECT payload FROM journal"))
    )
    assert "Placeholder" not in values
    for path in (tmp_path / "laptop").rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert MARK not in content
            assert b"Placeholder" not in content


@pytest.mark.parametrize("values", [{"contraband": True}, {"kind": "forensic_only"}])
def test_item_that_is_only_pointed_at_takes_no_hash_of_a_file(session: Session, values: dict[str, object]):
    item = an_item(session, forensic_reference="DEMO-F-1", **values)
    with pytest.raises(Refused, match="CONTRABAND_NOT_READ"):
        note_hash(session, item, FileHash("a" * 64, 1))


def test_pointer_needs_a_reference_and_writes_nothing_else(session: Session):
    item = an_item(session)
    with pytest.raises(Refused, match="FORENSIC_REFERENCE_MISSING"):
        note_pointer(session, item, "  ")
    note_pointer(session, item, " DEMO-F-2 ")
    values = session.store.record("evidence_item", item)
    assert (values["contraband"], values["forensic_reference"], values.get("sha256")) == (True, "DEMO-F-2", None)
