from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.domain.faults import VaultError
from fieldapp.vault.anchor import Anchor, AnchorState, Verdict, VerdictKind, compare

KEY = bytearray(b"m" * 32)
HEADS = {"a": (7, "ab" * 32), "a.local": (2, "cd" * 32)}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "anchor"


def heads(length: int) -> dict[str, tuple[int, str]]:
    return {"a": (length, f"{length:064x}")}


def test_no_file_is_no_state(path: Path) -> None:
    assert Anchor(path, KEY).read() is None


def test_state_reads_back_in_a_new_program(path: Path) -> None:
    Anchor(path, KEY).write(7, HEADS)
    assert Anchor(path, KEY).read() == AnchorState(7, HEADS)


def test_latest_of_many_writes_is_read(path: Path) -> None:
    for commit in range(1, 30):
        Anchor(path, KEY).write(commit, heads(commit))
        assert Anchor(path, KEY).read() == AnchorState(commit, heads(commit))
    lasting = Anchor(path, KEY)
    for commit in range(30, 60):
        lasting.write(commit, heads(commit))
    assert Anchor(path, KEY).read() == AnchorState(59, heads(59))


def test_write_is_flushed_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    anchor = Anchor(path, KEY)
    anchor.write(1, heads(1))
    flushed = []
    monkeypatch.setattr(os, "fsync", lambda _: flushed.append(Anchor(path, KEY).read()))
    anchor.write(2, heads(2))
    assert flushed == [AnchorState(2, heads(2))]


def test_lower_count_may_be_noted_after_a_repair(path: Path) -> None:
    anchor = Anchor(path, KEY)
    anchor.write(50, heads(50))
    anchor.write(3, heads(3))
    assert Anchor(path, KEY).read() == AnchorState(3, heads(3))


def test_anchor_deleted_while_running_is_made_again(path: Path) -> None:
    anchor = Anchor(path, KEY)
    anchor.write(1, heads(1))
    path.unlink()
    anchor.write(2, heads(2))
    assert Anchor(path, KEY).read() == AnchorState(2, heads(2))


@settings(max_examples=150)
@given(st.data())
def test_torn_write_leaves_the_state_before(tmp_path_factory, data) -> None:
    path = tmp_path_factory.mktemp("torn") / "anchor"
    anchor = Anchor(path, KEY)
    writes = data.draw(st.integers(2, 5))
    for commit in range(1, writes):
        anchor.write(commit, heads(commit))
    before = path.read_bytes()
    anchor.write(writes, heads(writes))
    after = path.read_bytes()
    changed = [at for at in range(len(after)) if before[at] != after[at]]
    cut = changed[data.draw(st.integers(0, 10**6)) % len(changed)]
    path.write_bytes(after[:cut] + before[cut:])
    assert Anchor(path, KEY).read() == AnchorState(writes - 1, heads(writes - 1))
    Anchor(path, KEY).write(writes + 1, heads(writes + 1))
    assert Anchor(path, KEY).read() == AnchorState(writes + 1, heads(writes + 1))


@settings(max_examples=200)
@given(st.data())
def test_bit_flip_never_gives_a_state_that_was_not_written(tmp_path_factory, data) -> None:
    path = tmp_path_factory.getbasetemp() / "flipped-anchor"
    path.unlink(missing_ok=True)
    anchor = Anchor(path, KEY)
    anchor.write(1, heads(1))
    anchor.write(2, heads(2))
    content = bytearray(path.read_bytes())
    used = [at for at, byte in enumerate(content) if byte]
    bit = used[data.draw(st.integers(0, 10**6)) % len(used)] * 8 + data.draw(st.integers(0, 7))
    content[bit // 8] ^= 1 << bit % 8
    path.write_bytes(bytes(content))
    assert Anchor(path, KEY).read() in (AnchorState(1, heads(1)), AnchorState(2, heads(2)))


@pytest.mark.parametrize("content", [b"", b"\0" * 65536, b"FBA1", b"FBA1" + b"\xff" * 60, b"x" * 10**6])
def test_useless_file_is_damaged_and_can_be_written_anew(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    state = Anchor(path, KEY).read()
    assert state is not None
    assert state.is_damaged
    Anchor(path, KEY).write(4, heads(4))
    assert Anchor(path, KEY).read() == AnchorState(4, heads(4))


def test_anchor_of_another_store_says_nothing(path: Path) -> None:
    Anchor(path, KEY).write(7, HEADS)
    state = Anchor(path, bytearray(b"n" * 32)).read()
    assert state is not None
    assert state.is_damaged


def test_places_cannot_be_swapped(path: Path) -> None:
    anchor = Anchor(path, KEY)
    anchor.write(1, heads(1))
    anchor.write(2, heads(2))
    content = path.read_bytes()
    middle = len(content) // 2
    path.write_bytes(content[middle:] + content[:middle])
    state = Anchor(path, KEY).read()
    assert state is not None
    assert state.is_damaged


def test_file_shows_no_device_name_and_no_hash(path: Path) -> None:
    Anchor(path, KEY).write(7, HEADS)
    assert b"local" not in path.read_bytes()
    assert b"abab" not in path.read_bytes()


def test_chains_of_a_whole_task_force_fit(path: Path) -> None:
    many = {f"device{number:06d}": (10**9, "ab" * 32) for number in range(300)}
    Anchor(path, KEY).write(10**9, many)
    assert Anchor(path, KEY).read() == AnchorState(10**9, many)
    with pytest.raises(ValueError, match="more chains"):
        Anchor(path, KEY).write(1, {f"device{number:06d}": (1, "ab" * 32) for number in range(1000)})


def test_anchor_that_cannot_be_written_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(VaultError):
        Anchor(tmp_path / "none" / "anchor", KEY).write(1, {})


@pytest.mark.parametrize(
    ("anchor", "store", "verdict"),
    [
        (AnchorState(7, HEADS), AnchorState(7, HEADS), Verdict(VerdictKind.OK)),
        (None, AnchorState(0), Verdict(VerdictKind.OK)),
        (None, AnchorState(1, heads(1)), Verdict(VerdictKind.ANCHOR_MISSING)),
        (AnchorState(0, {}, is_damaged=True), AnchorState(7, HEADS), Verdict(VerdictKind.ANCHOR_DAMAGED)),
        (AnchorState(7, heads(7)), AnchorState(8, heads(8)), Verdict(VerdictKind.ANCHOR_BEHIND_BY_ONE, 1)),
        (AnchorState(7, heads(7)), AnchorState(8, heads(7)), Verdict(VerdictKind.ANCHOR_BEHIND_BY_ONE, 1)),
        (AnchorState(7, heads(7)), AnchorState(9, heads(9)), Verdict(VerdictKind.ANCHOR_BEHIND, 2)),
        (AnchorState(7, heads(7)), AnchorState(4, heads(4)), Verdict(VerdictKind.STORE_BEHIND, 3)),
        (AnchorState(7, heads(7)), AnchorState(7, {"a": (7, "ff" * 32)}), Verdict(VerdictKind.HEADS_DIFFER)),
        (AnchorState(7, heads(7)), AnchorState(7, heads(8)), Verdict(VerdictKind.HEADS_DIFFER)),
        (AnchorState(7, heads(7)), AnchorState(7, {}), Verdict(VerdictKind.HEADS_DIFFER)),
        (AnchorState(7, heads(7)), AnchorState(8, heads(6)), Verdict(VerdictKind.HEADS_DIFFER, 1)),
    ],
)
def test_verdict(anchor: AnchorState | None, store: AnchorState, verdict: Verdict) -> None:
    assert compare(anchor, store) == verdict


def test_only_a_whole_store_may_be_written() -> None:
    normal = {kind for kind in VerdictKind if Verdict(kind).is_normal}
    assert normal == {VerdictKind.OK, VerdictKind.ANCHOR_BEHIND_BY_ONE}
