"""Small files that must survive a power cut: read under a cap, replaced whole, flushed down to the disk."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from fieldapp.domain.faults import VaultError

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
_REFUSED: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST})
_ANTIVIRUS_PAUSES_S: Final = (0.05, 0.1, 0.2, 0.4)


def folder_fault(error: OSError) -> VaultError:
    """Turn what the system said about the data folder into a fault with a sentence."""
    if error.errno in _FULL:
        return VaultError(
            "FOLDER_FULL",
            "The disk is full, so nothing was changed. Free some space on this laptop and try again.",
        )
    if error.errno in _REFUSED:
        return VaultError(
            "FOLDER_READ_ONLY",
            "The data folder cannot be written. Nothing was changed. "
            "Check that the disk is not write-protected and that the folder belongs to you.",
        )
    return VaultError(
        "FOLDER_UNUSABLE",
        "The disk reported a fault while the data folder was used. Nothing that was saved before is changed. "
        "Restart the laptop; if it happens again, call your administrator.",
    )


def read_small(path: Path, cap_bytes: int) -> bytes | None:
    """Return the whole file, or None when there is none.

    Raises ValueError when it is longer than the cap, VaultError when it cannot be read.
    """
    try:
        with path.open("rb") as file:
            data = file.read(cap_bytes + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise folder_fault(error) from error
    if len(data) > cap_bytes:
        msg = f"more than {cap_bytes} bytes"
        raise ValueError(msg)
    return data


def write_whole(path: Path, data: bytes) -> None:
    """Replace the file in one step: after a power cut it holds the old bytes or the new ones, never a mix."""
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)  # made with mode 0600
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                flush_to_disk(file.fileno())
            replace_file(name, path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(name)  # noqa: PTH108 - mkstemp gives a name, not a Path
            raise
        flush_folder(path.parent)
    except OSError as error:
        raise folder_fault(error) from error


def replace_file(
    source: str,
    target: Path,
    pauses_s: Sequence[float] = _ANTIVIRUS_PAUSES_S if sys.platform == "win32" else (),
    pause: Callable[[float], object] = time.sleep,
) -> None:
    """Rename over the target. On Windows a virus scanner may hold the old file for a moment, so ask again.

    Everywhere else a refusal is final.
    """
    for pause_s in pauses_s:
        try:
            os.replace(source, target)  # noqa: PTH105 - mkstemp gives a name, not a Path
        except PermissionError:
            pause(pause_s)
        else:
            return
    os.replace(source, target)  # noqa: PTH105 - mkstemp gives a name, not a Path


def flush_to_disk(descriptor: int) -> None:
    """Return when the bytes are on the disk itself, as far as the system can promise it."""
    os.fsync(descriptor)
    if sys.platform == "darwin":  # there fsync stops at the drive's own cache
        import fcntl

        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)


def flush_folder(folder: Path) -> None:
    """Make a rename durable. Windows has no call for it and does not need one: NTFS journals the rename."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
