"""Slows down guessing at the keyboard.

An attempt is counted, and the count is on the disk, before the key is derived: pulling the plug between guess
and answer earns nothing. Four attempts are free, the fifth to ninth are followed by longer and longer waits, the
tenth locks until headquarters releases the laptop. This does nothing against somebody who copies the disk; that
is what the key derivation is for.

How long ago the last attempt was, is the time since by the monotonic clock. It starts anew with each boot and
does not follow the wall clock, so setting the clock changes nothing. After a reboot only the wall clock is left;
it counts only as far as it is ahead of the latest time ever seen here, so a clock set back earns nothing, and
whatever is left of the wait then runs by the monotonic clock again. (A clock set forward across a reboot does
shorten a wait. It does not add attempts, of which there are ten in all.)
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, cast

from fieldapp.domain.clock import Clock, from_wire, to_wire
from fieldapp.domain.faults import VaultError
from fieldapp.domain.wire import Json
from fieldapp.vault.file import read_small, write_whole
from fieldapp.vault.slot import decode_checked, encode_checked

LIMIT: Final = 10
_WAITS_S: Final = {5: 15 * 60, 6: 15 * 60, 7: 30 * 60, 8: 60 * 60, 9: 120 * 60}
_FILE_CAP_BYTES: Final = 64 * 1024
_BOOT_ID: Final = Path("/proc/sys/kernel/random/boot_id")


class GuessError(VaultError):
    """A passphrase was wrong, or may not be tried now."""

    def __init__(self, kind: str, sentence: str, *, tries_left: int, until: datetime | None = None) -> None:
        super().__init__(kind, sentence)
        self.tries_left = tries_left
        self.until = until


@dataclass(frozen=True, slots=True)
class Attempts:
    """What is known about one slot: attempts begun since the last success, and the wait after the last of them.

    ``wait_ms`` was left at ``uptime_ms`` of boot ``boot``; ``wall`` is the latest wall time ever seen, and later
    with each attempt even when the clock stands still.
    """

    count: int
    wait_ms: int
    uptime_ms: int
    boot: str
    wall: datetime

    @property
    def tries_left(self) -> int:
        """How many more passphrases may be tried before the laptop locks for good."""
        return max(0, LIMIT - self.count)


def read_boot_id() -> str:
    """Return what names this boot of the machine, or nothing where the system has no such name.

    Without a name a reboot shows by the monotonic clock being behind. Where it is not, the difference is less
    than the true time, since both count from a boot: a wait is never shortened.
    """
    try:
        return _BOOT_ID.read_text(encoding="ascii").strip()
    except OSError:
        return ""


class AttemptCounter:
    """The counter file, ``attempts.json``; each method takes the counts mirrored in the slot file."""

    def __init__(self, path: Path, clock: Clock, boot_id: Callable[[], str] = read_boot_id) -> None:
        self._path = path
        self._clock = clock
        self._boot_id = boot_id

    def register(self, slot_id: str, mirrored: Mapping[str, int]) -> None:
        """Start counting for a new slot. A slot never registered here belongs to another laptop."""
        self._write({**self._settle(mirrored), slot_id: self._fresh(0)})

    def state(self, slot_id: str, mirrored: Mapping[str, int]) -> Attempts:
        """Return what is known now."""
        return _require_known(self._settle(mirrored), slot_id)

    def begin(self, slot_id: str, mirrored: Mapping[str, int]) -> Attempts:
        """Count one attempt, durably. Raises GuessError THROTTLED or LOCKED_OUT when none may be made now."""
        known = self._settle(mirrored)
        attempts = _require_known(known, slot_id)
        if attempts.count >= LIMIT:
            raise GuessError(
                "LOCKED_OUT",
                f"{LIMIT} passphrases were tried without success, so this laptop is locked. "
                "Nothing was erased. Headquarters can release it.",
                tries_left=0,
            )
        left_s = self.wait_s(attempts)
        if left_s > 0:
            until = self._clock.now() + timedelta(seconds=left_s)
            raise GuessError(
                "THROTTLED",
                f"Too many wrong passphrases. Try again in {_spell_wait(left_s)}, "
                f"at {until.astimezone():%H:%M}. Nothing was erased.",
                tries_left=attempts.tries_left,
                until=until,
            )
        begun = self._fresh(attempts.count + 1, attempts.wall)
        self._write({**known, slot_id: begun})
        return begun

    def forgive(self, slot_id: str, mirrored: Mapping[str, int]) -> None:
        """Count from zero again: the passphrase was right, or headquarters released the laptop."""
        known = self._settle(mirrored)
        self._write({**known, slot_id: self._fresh(0, known[slot_id].wall)})

    def wait_s(self, attempts: Attempts) -> float:
        """Seconds until the next attempt may be made; 0 when it may be made now."""
        return max(0, attempts.wait_ms - (self._uptime_ms() - attempts.uptime_ms)) / 1000

    def erase(self) -> None:
        """Remove the file."""
        self._path.unlink(missing_ok=True)

    def _settle(self, mirrored: Mapping[str, int]) -> dict[str, Attempts]:
        """Read the file and bring it to this boot; where it is lost or behind its mirror, assume the worst known."""
        known = self._read()
        if known is None:
            # The lost file may have counted one attempt that its mirror had not yet.
            settled = {slot_id: self._fresh(count + 1) for slot_id, count in mirrored.items()}
        else:
            settled = {
                slot_id: self._fresh(mirrored[slot_id], attempts.wall)
                if mirrored.get(slot_id, 0) > attempts.count
                else self._carry_over(attempts)
                for slot_id, attempts in known.items()
            }
        if settled and settled != known:
            self._write(settled)
        return settled

    def _carry_over(self, attempts: Attempts) -> Attempts:
        """Bring what another boot wrote into this one."""
        uptime_ms = self._uptime_ms()
        is_same_boot = attempts.boot == self._boot_id() and uptime_ms >= attempts.uptime_ms
        if is_same_boot or attempts.count >= LIMIT:  # a lock does not age, nor does its challenge change
            return attempts
        now = self._clock.now()
        passed_ms = max(0, (now - attempts.wall) // timedelta(milliseconds=1))
        return replace(
            attempts,
            wait_ms=max(0, attempts.wait_ms - passed_ms),
            uptime_ms=uptime_ms,
            boot=self._boot_id(),
            wall=max(now, attempts.wall),
        )

    def _fresh(self, count: int, wall: datetime | None = None) -> Attempts:
        now = self._clock.now()
        count = min(count, LIMIT)
        return Attempts(
            count=count,
            wait_ms=_WAITS_S.get(count, 0) * 1000,
            uptime_ms=math.ceil(self._clock.monotonic() * 1000),
            boot=self._boot_id(),
            wall=now if wall is None else max(now, wall + timedelta(milliseconds=1)),
        )

    def _uptime_ms(self) -> int:
        return math.floor(self._clock.monotonic() * 1000)

    def _read(self) -> dict[str, Attempts] | None:
        try:
            data = read_small(self._path, _FILE_CAP_BYTES)
            if data is None:
                return None
            slots = cast("dict[str, dict[str, Json]]", decode_checked(data)["slots"])
            return {slot_id: _read_attempts(row) for slot_id, row in slots.items()}
        except (ValueError, KeyError, TypeError, AttributeError):
            return None
        except VaultError as error:
            if error.kind != "SLOT_NEWER":
                raise
            return None

    def _write(self, attempts: Mapping[str, Attempts]) -> None:
        rows: dict[str, Json] = {
            slot_id: {
                "boot": each.boot,
                "count": each.count,
                "uptime_ms": each.uptime_ms,
                "wait_ms": each.wait_ms,
                "wall": to_wire(each.wall),
            }
            for slot_id, each in attempts.items()
        }
        write_whole(self._path, encode_checked({"format": 1, "slots": rows}))


def _require_known(known: Mapping[str, Attempts], slot_id: str) -> Attempts:
    if slot_id not in known:
        raise VaultError(
            "SLOT_FOREIGN_DEVICE",
            "The key file belongs to another laptop. Nothing was changed. "
            "Put back this laptop's own vault.json, or call your administrator.",
        )
    return known[slot_id]


def _read_attempts(row: Mapping[str, Json]) -> Attempts:
    numbers = [row["count"], row["wait_ms"], row["uptime_ms"]]
    if any(type(number) is not int or number < 0 for number in numbers):
        msg = "a count is a whole number"
        raise ValueError(msg)
    count, wait_ms, uptime_ms = cast("list[int]", numbers)
    return Attempts(count, wait_ms, uptime_ms, str(row["boot"]), from_wire(str(row["wall"])))


def _spell_wait(seconds: float) -> str:
    minutes = math.ceil(seconds / 60)
    return "1 minute" if minutes == 1 else f"{minutes} minutes"
