"""``fieldapp packet verify``: no passphrase, no network, a plain verdict."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldapp.__main__ import main
from fieldapp.actions.packet_file import seal_packet
from fieldapp.vault.identity import DeviceIdentity, fingerprint

IDENTITY = DeviceIdentity(bytes(range(32)))


def test_packet_is_said_to_be_valid_or_which_part_is_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "packet.zip"
    packet = seal_packet([("records.json", b"[1, 2]")], "k7m2q9x4c1ab", "2026-01-02T03:04:05.678Z", IDENTITY)
    file.write_bytes(packet.data)
    assert main(["packet", "verify", str(file)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("VALID\n")
    assert fingerprint(IDENTITY.public_bytes) in said
    assert main(["packet", "verify", str(file), "--key", "00" * 32]) == 1
    assert "another key" in capsys.readouterr().out
    assert main(["packet", "verify", str(file), "--key", fingerprint(IDENTITY.public_bytes)]) == 0
    file.write_bytes(packet.data.replace(b"[1, 2]", b"[1, 3]"))
    assert main(["packet", "verify", str(file)]) == 1
    assert "records.json: its bytes were changed." in capsys.readouterr().out
    assert main(["packet", "verify", str(tmp_path / "none.zip")]) == 2
