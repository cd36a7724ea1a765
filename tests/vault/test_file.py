from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from fieldapp.domain.faults import VaultError
from fieldapp.vault.file import folder_fault, read_small, replace_file, write_whole


def test_file_is_replaced_whole_and_leaves_no_other(tmp_path: Path) -> None:
    path = tmp_path / "small"
    assert read_small(path, 10) is None
    write_whole(path, b"one")
    write_whole(path, b"two")
    assert read_small(path, 3) == b"two"
    assert [each.name for each in tmp_path.iterdir()] == ["small"]


@pytest.mark.skipif(os.name != "posix", reason="a folder is flushed on POSIX only")
def test_bytes_are_on_the_disk_before_the_rename_and_the_rename_before_the_return(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "small"
    write_whole(path, b"old")
    flushed = []

    def note(descriptor: int) -> None:
        is_folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
        content = b"" if is_folder else os.pread(descriptor, 10, 0)
        flushed.append((is_folder, content, path.read_bytes()))

    monkeypatch.setattr(os, "fsync", note)
    write_whole(path, b"new")
    assert flushed == [(False, b"new", b"old"), (True, b"", b"new")]


def test_file_over_the_cap_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "small").write_bytes(b"1234")
    with pytest.raises(ValueError, match="more than 3"):
        read_small(tmp_path / "small", 3)


def test_failed_replacement_keeps_the_old_and_cleans_up(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "inside").write_bytes(b"")
    with pytest.raises(VaultError):
        write_whole(tmp_path / "taken", b"new")
    assert [each.name for each in tmp_path.iterdir()] == ["taken"]


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.ENOSPC, "FOLDER_FULL"),
        (errno.EROFS, "FOLDER_READ_ONLY"),
        (errno.EACCES, "FOLDER_READ_ONLY"),
        (errno.EIO, "FOLDER_UNUSABLE"),
    ],
)
def test_fault_of_the_disk_has_its_sentence(number: int, kind: str) -> None:
    fault = folder_fault(OSError(number, "as the system says it"))
    assert fault.kind == kind
    assert "as the system says it" not in str(fault)


def test_file_held_by_a_scanner_is_asked_for_again(tmp_path: Path) -> None:
    source = tmp_path / "new"
    source.write_bytes(b"new")
    pauses: list[float] = []

    class Held(type(tmp_path)):  # type: ignore[misc]
        """A path whose file a scanner holds for two questions."""

        def __fspath__(self) -> str:
            if len(pauses) < 2:
                raise PermissionError(errno.EACCES, "held")
            return super().__fspath__()

    replace_file(str(source), Held(tmp_path / "old"), (0.05, 0.1, 0.2), pauses.append)
    assert pauses == [0.05, 0.1]
    assert (tmp_path / "old").read_bytes() == b"new"
