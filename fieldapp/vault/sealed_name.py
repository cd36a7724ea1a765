"""A name under seal: a key of its own, cut in two for every pair of keepers, each half locked to one of the two.

Any two keepers open it together. One alone holds halves that tell nothing: of each pair one half is random, the other
the key with it taken off (exclusive or). Headquarters, its database and whoever runs it hold boxes and no key.
Decision 029 says what this stops and what it does not.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fieldapp.domain.ids import RandomBytes
from fieldapp.domain.problems import Problem, Refused
from fieldapp.domain.wire import Json, decode, encode
from fieldapp.vault.kdf import KEY_BYTES
from fieldapp.vault.keeper_key import KeeperKey, lock

FEWEST, MOST = 2, 8
"""How many keepers a name is sealed for."""
PLAIN_BYTES: Final = 1_024
_PURPOSE: Final = "fieldapp/sealed-name/v1"
_NONCE_BYTES: Final = 12
_VERSION: Final = 1
_KEY: Final = re.compile(r"[0-9a-f]{64}\Z")


@dataclass(frozen=True)
class Holder:
    """One keeper as a seal knows them: the id of their record, their handle, their public key (hex)."""

    keeper: str
    handle: str
    key: str


@dataclass(frozen=True, repr=False)
class Boxes:
    """Who holds halves of a seal, and by (place of the holder, place of the other) the half locked to the holder."""

    holders: tuple[Holder, ...]
    halves: dict[tuple[int, int], bytes]

    def place_of(self, key: str) -> int | None:
        """Return where a public key (hex) stands among the holders."""
        return next((place for place, holder in enumerate(self.holders) if holder.key == key), None)


@dataclass(frozen=True, repr=False)
class Seal:
    """Which record is sealed (its id and alias number), and its two texts."""

    item: str
    alias: str
    content: str
    boxes: str


def seal(item: str, alias: str, plain: bytes, holders: Sequence[Holder], random: RandomBytes) -> Seal:
    """Seal ``plain`` (at most 1,020 bytes; its length does not show) for the holders, of whom any two open it.

    Raises Refused: too few or too many holders, or too long.
    """
    pairs = _pairs(holders)
    if not pairs or not FEWEST <= len(holders) <= MOST:
        raise Refused([Problem("SEAL_KEEPERS", "boxes", {"fewest": FEWEST, "most": MOST})])
    if len(plain) > PLAIN_BYTES - 4:
        raise Refused([Problem("SEAL_TOO_LONG", "content")])
    key, nonce = random(KEY_BYTES), random(_NONCE_BYTES)
    padded = len(plain).to_bytes(4, "big") + plain.ljust(PLAIN_BYTES - 4, b"\0")
    content = nonce + AESGCM(key).encrypt(nonce, padded, _info("content", item, alias))
    rows: list[Json] = []
    for a, b in pairs:
        first = random(KEY_BYTES)
        halves = (first, _xor(key, first))
        boxes = [
            _lock_half(item, alias, holders, *way, half) for way, half in zip(((a, b), (b, a)), halves, strict=True)
        ]
        rows.append({"of": [a, b], "halves": [_text(box) for box in boxes]})
    people: list[Json] = [{"keeper": h.keeper, "handle": h.handle, "key": h.key} for h in holders]
    whole = encode({"version": _VERSION, "holders": people, "pairs": rows}).decode()
    return Seal(item, alias, _text(content), whole)


def read_boxes(text: str) -> Boxes:
    """Read the locked halves. Raises Refused SEAL_MALFORMED."""
    try:
        whole = decode(text.encode())
        holders = tuple(
            Holder(*(_word(row, name) for name in ("keeper", "handle", "key"))) for row in _rows(whole, "holders")
        )
        halves: dict[tuple[int, int], bytes] = {}
        for row in _rows(whole, "pairs"):
            a, b = _rows(row, "of")
            first, second = _rows(row, "halves")
            halves[_place(a), _place(b)], halves[_place(b), _place(a)] = _bytes(first), _bytes(second)
    except (KeyError, TypeError, ValueError) as error:
        raise Refused([Problem("SEAL_MALFORMED", "boxes")]) from error
    pairs = {way for a, b in _pairs(holders) for way in ((a, b), (b, a))}
    keys = {holder.key for holder in holders if _KEY.match(holder.key)}
    if not pairs or set(halves) != pairs or len(keys) != len(holders) or len(holders) > MOST:
        raise Refused([Problem("SEAL_MALFORMED", "boxes")])
    return Boxes(holders, halves)


def own_half(seal: Seal, mine: KeeperKey, other: str) -> bytes:
    """Return this keeper's half of the pair with ``other`` (public key, hex). Raises Refused.

    SEAL_NOT_YOURS: not sealed for these two together; SEAL_BOX_DAMAGED: changed, or put here from another seal.
    """
    boxes = read_boxes(seal.boxes)
    a, b = boxes.place_of(mine.public.hex()), boxes.place_of(other)
    if a is None or b is None or (a, b) not in boxes.halves:
        raise Refused([Problem("SEAL_NOT_YOURS", "boxes")])
    half = mine.unlock(boxes.halves[a, b], _half_info(seal.item, seal.alias, boxes.holders, a, b))
    if half is None or len(half) != KEY_BYTES:
        raise Refused([Problem("SEAL_BOX_DAMAGED", "boxes")])
    return half


def pass_half(half: bytes, seal: Seal, opening: str, asker: str, once: str) -> str:
    """Lock a half to whoever asked: to their keeper's key, and that box to the key of this one question."""
    inner = lock(half, bytes.fromhex(asker), _pass_info(seal, opening, asker))
    return _text(lock(inner, bytes.fromhex(once), _pass_info(seal, opening, once)))


def take_half(text: str, seal: Seal, opening: str, mine: KeeperKey, once: KeeperKey) -> bytes:
    """Return the half that another keeper passed on. Raises Refused HALF_DAMAGED: changed, or of another question."""
    try:
        outer = _bytes(text)
    except ValueError:
        outer = b""
    inner = once.unlock(outer, _pass_info(seal, opening, once.public.hex()))
    half = mine.unlock(inner, _pass_info(seal, opening, mine.public.hex())) if inner is not None else None
    if half is None or len(half) != KEY_BYTES:
        raise Refused([Problem("HALF_DAMAGED", "half")])
    return half


def open_seal(seal: Seal, first: bytes, second: bytes) -> bytes:
    """Return what was sealed, from the two halves of one pair. Raises Refused SEAL_CONTENT_DAMAGED."""
    try:
        content = _bytes(seal.content)
        padded = AESGCM(_xor(first, second)).decrypt(
            content[:_NONCE_BYTES], content[_NONCE_BYTES:], _info("content", seal.item, seal.alias)
        )
    except (InvalidTag, ValueError) as error:
        raise Refused([Problem("SEAL_CONTENT_DAMAGED", "content")]) from error
    return padded[4 : 4 + int.from_bytes(padded[:4], "big")]


def _pairs(holders: Sequence[Holder]) -> list[tuple[int, int]]:
    """Every two holders; the two laptops of one person are no pair."""
    places = combinations(range(len(holders)), 2)
    return [(a, b) for a, b in places if holders[a].handle != holders[b].handle]


def _lock_half(item: str, alias: str, holders: Sequence[Holder], mine: int, other: int, half: bytes) -> bytes:
    return lock(half, bytes.fromhex(holders[mine].key), _half_info(item, alias, holders, mine, other))


def _half_info(item: str, alias: str, holders: Sequence[Holder], mine: int, other: int) -> bytes:
    # Both keys: whoever answers knows by opening their own box that the other is who it was sealed for.
    return _info("half", item, alias, holders[mine].key, holders[other].key)


def _pass_info(seal: Seal, opening: str, key: str) -> bytes:
    return _info("pass", seal.item, seal.alias, opening, key)


def _info(*parts: str) -> bytes:
    return encode([_PURPOSE, *parts])


def _xor(a: bytes, b: bytes) -> bytes:
    return bytes(x ^ y for x, y in zip(a, b, strict=True))


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: Json) -> bytes:
    return base64.b64decode(text if isinstance(text, str) else "?", validate=True)


def _rows(whole: Json, name: str) -> list[Json]:
    found = whole[name] if isinstance(whole, dict) else None
    if not isinstance(found, list):
        raise TypeError(name)
    return found


def _word(row: Json, name: str) -> str:
    found = row[name] if isinstance(row, dict) else None
    if not isinstance(found, str):
        raise TypeError(name)
    return found


def _place(number: Json) -> int:
    if not isinstance(number, int) or not 0 <= number < MOST:
        raise ValueError("no place")
    return number
