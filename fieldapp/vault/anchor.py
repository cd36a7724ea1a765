"""Outside the store, a sealed note of how far the store had come, so that an older store is noticed at open.

SQLCipher finds a page that was altered, not one that was put back as it was yesterday, and SQLite silently stops
at a rotten frame of its write-ahead log. The anchor is written after each commit. Two places in one file are
used in turn, so that a write torn by a power cut leaves the one before it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Final, TypeAlias, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fieldapp.domain import wire
from fieldapp.domain.ids import RandomBytes
from fieldapp.domain.wire import Json
from fieldapp.vault.file import flush_to_disk, folder_fault, read_small, write_whole

ChainHeads: TypeAlias = dict[str, tuple[int, str]]

_MAGIC: Final = b"FBA1"
_PLACES: Final = 2
_PLACE_BYTES: Final = 32 * 1024
_HEAD_BYTES: Final = len(_MAGIC) + 4 + 12
_PURPOSE: Final = b"fieldapp/anchor/v1|"


@dataclass(frozen=True, slots=True)
class AnchorState:
    """How far a store has come: commits made, and for each chain its length and last hash (hex)."""

    commit_count: int
    chain_heads: ChainHeads = field(default_factory=dict)
    is_damaged: bool = False


class VerdictKind(Enum):
    """What the comparison of anchor and store says."""

    OK = "OK"
    ANCHOR_BEHIND_BY_ONE = "ANCHOR_BEHIND_BY_ONE"
    STORE_BEHIND = "STORE_BEHIND"
    HEADS_DIFFER = "HEADS_DIFFER"
    ANCHOR_BEHIND = "ANCHOR_BEHIND"
    ANCHOR_MISSING = "ANCHOR_MISSING"
    ANCHOR_DAMAGED = "ANCHOR_DAMAGED"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer, and by how many commits the one is behind the other."""

    kind: VerdictKind
    missing: int = 0

    @property
    def is_normal(self) -> bool:
        """True when the store may be written: nothing is missing. Otherwise open it read-only and report."""
        return self.kind in {VerdictKind.OK, VerdictKind.ANCHOR_BEHIND_BY_ONE}


class Anchor:
    """The anchor file. One writer: the thread that owns the store."""

    def __init__(self, path: Path, key: bytearray, random: RandomBytes = os.urandom) -> None:
        self._path = path
        self._cipher = AESGCM(key)
        self._random = random
        self._turn: int | None = None

    def write(self, commit_count: int, chain_heads: ChainHeads) -> None:
        """Note how far the store has come; returns when it is on the disk."""
        if self._turn is None:
            self._turn = self._find_turn()
        turn = self._turn + 1
        body: dict[str, Json] = {
            "commits": commit_count,
            "heads": {chain: [length, digest] for chain, (length, digest) in chain_heads.items()},
            "turn": turn,
        }
        place = self._seal(turn % _PLACES, wire.encode(body))
        at = turn % _PLACES * _PLACE_BYTES
        if turn == 1 or not self._path.exists():
            blank = bytearray(_PLACES * _PLACE_BYTES)
            blank[at : at + len(place)] = place
            write_whole(self._path, bytes(blank))
        else:
            self._overwrite(at, place)
        self._turn = turn

    def read(self) -> AnchorState | None:
        """Return the last state noted; None when there is no file, a state marked damaged when it says nothing."""
        data = self._read_file()
        if data is None:
            return None
        newest = max(self._open_places(data), key=lambda opened: opened[0], default=None)
        return AnchorState(0, {}, is_damaged=True) if newest is None else newest[1]

    def _find_turn(self) -> int:
        data = self._read_file()
        return max((turn for turn, _ in self._open_places(data or b"")), default=0)

    def _read_file(self) -> bytes | None:
        try:
            return read_small(self._path, _PLACES * _PLACE_BYTES)
        except ValueError:
            return b""

    def _open_places(self, data: bytes) -> list[tuple[int, AnchorState]]:
        places = [
            self._open(index, data[index * _PLACE_BYTES : (index + 1) * _PLACE_BYTES]) for index in range(_PLACES)
        ]
        return [opened for opened in places if opened is not None]

    def _seal(self, index: int, plain: bytes) -> bytes:
        nonce = self._random(12)
        sealed = self._cipher.encrypt(nonce, plain, _PURPOSE + bytes([index]))
        place = _MAGIC + len(sealed).to_bytes(4, "big") + nonce + sealed
        if len(place) > _PLACE_BYTES:
            msg = "more chains than an anchor holds"
            raise ValueError(msg)
        return place

    def _open(self, index: int, place: bytes) -> tuple[int, AnchorState] | None:
        if len(place) < _HEAD_BYTES or not place.startswith(_MAGIC):
            return None
        length = int.from_bytes(place[4:8], "big")
        sealed = place[_HEAD_BYTES : _HEAD_BYTES + length]
        try:
            plain = self._cipher.decrypt(place[8:_HEAD_BYTES], sealed, _PURPOSE + bytes([index]))
        except InvalidTag:
            return None
        # Only we hold the key, so what opens is as we wrote it.
        body = cast("dict[str, Json]", wire.decode(plain))
        heads = cast("dict[str, tuple[int, str]]", body["heads"])
        state = AnchorState(
            cast("int", body["commits"]), {chain: (length, digest) for chain, (length, digest) in heads.items()}
        )
        return cast("int", body["turn"]), state

    def _overwrite(self, at: int, place: bytes) -> None:
        try:
            with self._path.open("r+b") as file:
                file.seek(at)
                file.write(place)
                file.flush()
                flush_to_disk(file.fileno())
        except OSError as error:
            raise folder_fault(error) from error


def compare(anchor: AnchorState | None, store: AnchorState) -> Verdict:
    """Compare what the anchor noted with what the store holds at open.

    The anchor is written just after the commit, so after a crash the store may be one commit ahead. A store that
    is behind has lost records; chains of equal length with different ends are two histories.
    """
    if anchor is None:
        is_new = store.commit_count == 0
        return Verdict(VerdictKind.OK if is_new else VerdictKind.ANCHOR_MISSING)
    if anchor.is_damaged:
        return Verdict(VerdictKind.ANCHOR_DAMAGED)
    ahead = store.commit_count - anchor.commit_count
    if ahead < 0:
        return Verdict(VerdictKind.STORE_BEHIND, -ahead)
    return Verdict(_compare_heads(anchor, store, ahead), ahead)


def _compare_heads(anchor: AnchorState, store: AnchorState, ahead: int) -> VerdictKind:
    goes_on = all(_extends(store.chain_heads, chain, head) for chain, head in anchor.chain_heads.items())
    is_same = store.chain_heads == anchor.chain_heads
    if not goes_on or (ahead == 0 and not is_same):
        return VerdictKind.HEADS_DIFFER
    return {0: VerdictKind.OK, 1: VerdictKind.ANCHOR_BEHIND_BY_ONE}.get(ahead, VerdictKind.ANCHOR_BEHIND)


def _extends(heads: ChainHeads, chain: str, noted: tuple[int, str]) -> bool:
    length, digest = heads.get(chain, (0, ""))
    return length > noted[0] or (length, digest) == noted
