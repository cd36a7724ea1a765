"""A packet that was touched anywhere is found out, by a program of one file, and the touched part is named."""

from __future__ import annotations

import ast
import os
import random
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

import resources
from fieldapp.actions.packet_file import PacketFile, seal_packet
from fieldapp.vault.identity import DeviceIdentity, fingerprint
from resources import verify_packet
from resources.verify_packet import Verdict, container, open_container, verify

DEVICE = "k7m2q9x4c1ab"
IDENTITY = DeviceIdentity(bytes(range(32)))
PARTS = [
    ("README.txt", b"What this is.\n"),
    ("packet.pdf", bytes(range(256)) * 4),
    ("records.json", b'{"records": []}' * 40),
    ("history.json", b"[]"),
    ("empty.json", b""),
]


@pytest.fixture(scope="module")
def packet() -> PacketFile:
    return seal_packet(PARTS, DEVICE, "2026-01-02T03:04:05.678Z", IDENTITY)


def parts_of(packet: PacketFile) -> list[tuple[str, bytes]]:
    return [(part.name, part.data) for part in open_container(packet.data)]


def named(verdict: Verdict) -> str:
    return " ".join(verdict.faults)


def part_at(data: bytes, at: int) -> str:
    """Return whose content a byte belongs to; "" for the bytes around the parts."""
    with zipfile.ZipFile(BytesIO(data)) as opened:
        for info in opened.infolist():
            start = info.header_offset + 30 + len(info.filename)
            if start <= at < start + info.file_size:
                return info.filename
    return ""


def test_packet_opens_with_any_zip_program_and_is_valid(packet: PacketFile) -> None:
    with zipfile.ZipFile(BytesIO(packet.data)) as opened:
        assert opened.testzip() is None
        assert [*opened.namelist()] == ["manifest.json", "signature.txt", *dict(PARTS), "verify_packet.py"]
        assert opened.read("records.json") == dict(PARTS)["records.json"]
    verdict = verify(packet.data, IDENTITY.public_bytes.hex())
    assert verdict == Verdict((), DEVICE, IDENTITY.public_bytes.hex())
    assert verify_packet.fingerprint(verdict.key) == fingerprint(IDENTITY.public_bytes)


def test_same_parts_always_give_the_same_bytes(packet: PacketFile) -> None:
    assert seal_packet(PARTS, DEVICE, "2026-01-02T03:04:05.678Z", IDENTITY) == packet


def test_thousand_changes_of_bytes_are_all_found_and_the_part_named(packet: PacketFile) -> None:
    dice = random.Random(59)
    for turn in range(1_000):
        data, at = bytearray(packet.data), dice.randrange(len(packet.data))
        match turn % 4:
            case 0 | 1:
                data[at] ^= 1 << dice.randrange(8)
            case 2:
                data.insert(at, dice.randrange(256))
            case 3:
                del data[at : at + dice.randrange(1, 40)]
        if bytes(data) == packet.data:
            continue
        verdict = verify(bytes(data))
        assert verdict.faults, (turn, at)
        owner = part_at(packet.data, at)
        if turn % 4 < 2 and owner:
            assert owner in named(verdict), (turn, at, verdict)


def test_every_cut_of_the_tail_is_found(packet: PacketFile) -> None:
    assert all(verify(packet.data[:end]).faults for end in range(0, len(packet.data), 97))
    assert verify(packet.data + b"\0").faults


def test_dropped_moved_added_and_doubled_parts_are_named(packet: PacketFile) -> None:
    parts = parts_of(packet)
    assert "records.json: it is missing." in named(verify(container([p for p in parts if p[0] != "records.json"])))
    moved = [*parts[:2], parts[3], parts[2], *parts[4:]]
    assert "packet.pdf: it is not in its place." in named(verify(container(moved)))
    assert "more.json: it does not belong" in named(verify(container([*parts, ("more.json", b"[]")])))
    assert "history.json: it is there twice." in named(verify(container([*parts, parts[5]])))


def test_part_put_in_the_place_of_another_with_its_sums_mended_is_named(packet: PacketFile) -> None:
    forged = [(name, b"{}" if name == "history.json" else data) for name, data in parts_of(packet)]
    assert "history.json: it is not the file that was signed." in named(verify(container(forged)))


def test_packet_signed_anew_with_another_key_is_refused_when_the_key_is_given(packet: PacketFile) -> None:
    other = seal_packet(PARTS, DEVICE, "2026-01-02T03:04:05.678Z", DeviceIdentity(bytes(32)))
    assert not verify(other.data).faults
    assert "another key" in named(verify(other.data, IDENTITY.public_bytes.hex()))
    later = seal_packet(PARTS, DEVICE, "2026-01-03T03:04:05.678Z", IDENTITY)
    swapped = [(n, dict(parts_of(later))[n] if n == "signature.txt" else d) for n, d in parts_of(packet)]
    assert "signature does not fit" in named(verify(container(swapped)))


@pytest.mark.parametrize("rubbish", [b"", b"PK", b"PK\3\4" * 20, b"\0" * 500, b"%PDF-1.7"])
def test_what_is_no_packet_is_invalid_and_nothing_breaks(rubbish: bytes) -> None:
    assert verify(rubbish).faults


def test_verifier_runs_alone_without_this_program(packet: PacketFile, tmp_path: Path) -> None:
    file, alone = tmp_path / "packet.zip", tmp_path / "verify_packet.py"
    file.write_bytes(packet.data)
    alone.write_bytes(dict(parts_of(packet))["verify_packet.py"])
    assert alone.read_bytes() == resources.path("verify_packet.py").read_bytes()

    def run(path: Path) -> subprocess.CompletedProcess[str]:
        words = [sys.executable, "-P", str(alone), str(path)]
        env = {"PATH": os.environ.get("PATH", ""), "SYSTEMROOT": os.environ.get("SYSTEMROOT", "")}
        return subprocess.run(words, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)

    good = run(file)
    assert (good.returncode, good.stdout.splitlines()[0]) == (0, "VALID")
    assert DEVICE in good.stdout
    file.write_bytes(packet.data.replace(b"What this is", b"What this was"[:12]))
    bad = run(file)
    assert (bad.returncode, bad.stdout.splitlines()[0]) == (1, "INVALID")
    assert "README.txt" in bad.stdout
    assert run(tmp_path / "nothing.zip").returncode == 2


def test_verifier_needs_nothing_but_the_standard_library_and_one_package_and_no_network() -> None:
    tree = ast.parse(resources.path("verify_packet.py").read_text("utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    roots = {name.partition(".")[0] for name in names}
    assert roots - set(sys.stdlib_module_names) == {"cryptography"}
    assert roots.isdisjoint({"socket", "ssl", "urllib", "http", "subprocess", "ctypes"})
