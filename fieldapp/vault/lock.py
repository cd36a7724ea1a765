"""The data folder: private, on this machine's own disk, and used by one running program at a time."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path, PurePath, PureWindowsPath
from types import TracebackType
from typing import Final, Self

from filelock import FileLock, Timeout

from fieldapp.domain.faults import VaultError
from fieldapp.vault.file import folder_fault

LOCK_FILE_NAME: Final = "fieldapp.lock"
# Beginnings of folder names that a synchronising program owns: it would copy the store while it is being written,
# and put back old pages.
_SYNCED: Final = (
    "onedrive",
    "dropbox",
    "icloud",
    "mobile documents",
    "com~apple~clouddocs",
    "google drive",
    "googledrive",
    "my drive",
    "box sync",
    "nextcloud",
    "owncloud",
    "pclouddrive",
    "syncthing",
)
_REMOTE_SYSTEMS: Final = ("nfs", "cifs", "smb", "afs", "fuse.sshfs", "fuse.rclone", "davfs", "ceph", "glusterfs")
_SYNCED_VARIABLES: Final = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_MOUNTS: Final = Path("/proc/mounts")


class FolderLock:
    """Prepares the data folder and holds it for this process. ``with FolderLock(folder): …``"""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # Not bound to a thread: it is taken at start and let go by whichever thread ends the program.
        self._lock = FileLock(folder / LOCK_FILE_NAME, timeout=0, mode=0o600, thread_local=False)

    def acquire(self) -> None:
        """Take the folder. Raises VaultError FOLDER_IN_USE, FOLDER_READ_ONLY, FOLDER_FULL or FOLDER_SYNCED."""
        prepare_folder(self.folder)
        if self._lock.is_locked:
            raise _in_use()
        try:
            self._lock.acquire()
        except Timeout as error:
            raise _in_use() from error
        except OSError as error:
            raise folder_fault(error) from error

    def release(self) -> None:
        """Let the folder go. Releasing twice is fine."""
        self._lock.release(force=True)

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def prepare_folder(folder: Path) -> None:
    """Make the folder if need be, close it to other users, and prove that it can be written."""
    if looks_synced(folder, os.environ, _read_mounts()):
        raise VaultError(
            "FOLDER_SYNCED",
            "The data folder lies in a place that is copied elsewhere (a cloud folder, a roaming profile or a network "
            "drive), which would damage the store and carry it off this laptop. Nothing was written. "
            "Choose a folder on this laptop's own disk.",
        )
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.name == "posix" and folder.stat().st_mode & 0o077:
            folder.chmod(0o700)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise folder_fault(error) from error


def looks_synced(folder: Path, environment: Mapping[str, str], mounts: str) -> bool:
    """Say whether the folder seems to be copied elsewhere. ``mounts`` is text in the form of /proc/mounts."""
    places = {folder.absolute(), folder.resolve()}
    return any(
        _is_cloud_folder(place, environment) or _is_remote(place, mounts) or is_roaming(str(place)) for place in places
    )


def is_roaming(path: str) -> bool:
    """Say whether a Windows path is in the roaming profile, which a domain copies to its server, or on a share."""
    windows = PureWindowsPath(path)
    parts = [part.casefold() for part in windows.parts]
    is_profile = any(pair == ("appdata", "roaming") for pair in pairwise(parts))
    is_share = windows.drive.startswith("\\\\") and not windows.drive.startswith("\\\\?\\")
    return is_profile or is_share


def _is_cloud_folder(place: PurePath, environment: Mapping[str, str]) -> bool:
    roots = [PurePath(environment[name]) for name in _SYNCED_VARIABLES if environment.get(name)]
    by_name = any(part.casefold().startswith(_SYNCED) for part in place.parts)
    return by_name or any(place.is_relative_to(root) for root in roots)


def _is_remote(place: PurePath, mounts: str) -> bool:
    best, system = PurePath("/"), ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = PurePath(fields[1].replace("\\040", " "))
        if place.is_relative_to(point) and len(point.parts) >= len(best.parts):
            best, system = point, fields[2]
    return system.startswith(_REMOTE_SYSTEMS)


def _read_mounts() -> str:
    try:
        return _MOUNTS.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _in_use() -> VaultError:
    return VaultError(
        "FOLDER_IN_USE",
        "The program is already running on this laptop with the same data. Nothing was changed. "
        "Go to the window that is open, or close it first.",
    )
