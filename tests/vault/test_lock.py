from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from fieldapp.domain.faults import VaultError
from fieldapp.vault.lock import FolderLock, is_roaming, looks_synced, prepare_folder


def kind_of(act) -> str:
    with pytest.raises(VaultError) as caught:
        act()
    return caught.value.kind


def test_second_instance_is_refused_until_the_first_lets_go(tmp_path: Path) -> None:
    first, second = FolderLock(tmp_path), FolderLock(tmp_path)
    with first:
        assert kind_of(second.acquire) == "FOLDER_IN_USE"
        assert kind_of(first.acquire) == "FOLDER_IN_USE"
    with second:
        pass
    second.release()


def test_instance_in_another_process_is_refused(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path\n"
        "from fieldapp.domain.faults import VaultError\n"
        "from fieldapp.vault.lock import FolderLock\n"
        "try: FolderLock(Path(sys.argv[1])).acquire()\n"
        "except VaultError as error: print(error.kind)\n"
        "else: print('taken')\n"
    )

    def run() -> str:
        command = [sys.executable, "-c", script, str(tmp_path)]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    with FolderLock(tmp_path):
        assert run() == "FOLDER_IN_USE"
    assert run() == "taken"


@pytest.mark.skipif(os.name != "posix", reason="POSIX permissions")
def test_folder_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "data"
    with FolderLock(folder):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert stat.S_IMODE((folder / "fieldapp.lock").stat().st_mode) == 0o600
    folder.chmod(0o755)
    prepare_folder(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_place_that_cannot_hold_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert kind_of(FolderLock(tmp_path / "file").acquire) == "FOLDER_READ_ONLY"
    assert kind_of(FolderLock(tmp_path / "file" / "data").acquire) == "FOLDER_READ_ONLY"


@pytest.mark.parametrize(
    "name",
    [
        "OneDrive",
        "OneDrive - County Sheriff",
        "Dropbox",
        "iCloud Drive",
        "com~apple~CloudDocs",
        "Google Drive",
        "Nextcloud",
    ],
)
def test_cloud_folder_is_refused_and_left_untouched(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name / "fieldapp"
    assert kind_of(lambda: prepare_folder(folder)) == "FOLDER_SYNCED"
    assert not (tmp_path / name).exists()


@pytest.mark.skipif(os.name != "posix", reason="symbolic links")
def test_link_into_a_cloud_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "data").symlink_to(tmp_path / "Dropbox")
    assert kind_of(lambda: prepare_folder(tmp_path / "data")) == "FOLDER_SYNCED"


def test_folder_that_the_environment_names_as_synchronised_is_refused(tmp_path: Path) -> None:
    assert looks_synced(tmp_path / "Files" / "data", {"OneDriveCommercial": str(tmp_path / "Files")}, "")
    assert not looks_synced(tmp_path / "data", {"OneDriveCommercial": ""}, "")


@pytest.mark.skipif(os.name != "posix", reason="POSIX mounts")
@pytest.mark.parametrize("system", ["nfs", "nfs4", "cifs", "smb3", "fuse.sshfs"])
def test_network_drive_is_refused(system: str) -> None:
    mounts = (
        f"/dev/vda / ext4 rw 0 0\nserver:/home /srv/net\\040home {system} rw 0 0\nbroken\n"
        "/dev/vdb /srv/net\\040home/own ext4 rw 0 0\n"
    )
    assert looks_synced(Path("/srv/net home/alvarez/data"), {}, mounts)
    assert not looks_synced(Path("/srv/net home/own/data"), {}, mounts)
    assert not looks_synced(Path("/srv/other"), {}, mounts)


@pytest.mark.parametrize(
    ("path", "roaming"),
    [
        (r"C:\Users\alvarez\AppData\Roaming\fieldapp", True),
        (r"C:\Users\alvarez\AppData\Local\fieldapp", False),
        (r"\\server\profiles\alvarez", True),
        (r"\\?\C:\Users\alvarez\AppData\Local\fieldapp", False),
        ("/home/alvarez/.local/share/fieldapp", False),
    ],
)
def test_roaming_profile_and_share_are_known_by_their_path(path: str, roaming: bool) -> None:
    assert is_roaming(path) is roaming
