"""The laptops that headquarters knows: how far each has got, how it is, whether it may still speak."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from fieldapp.domain.change import FIRST_PREV
from fieldapp.domain.clock import Clock, to_wire
from fieldapp.domain.faults import SyncError
from sync.hq.audit import note_act
from sync.hq.database import Database, Transaction
from sync.hq.door import Enrolled

LEASE: Final = timedelta(days=14)
FORKED: Final = "DEVICE_FORKED"
_COLUMNS: Final = (
    "id, handle, public_key, enrolled_at, app_version, acked, chain, last_contact, lease_until, unsent, delivered, "
    "clock_skew_ms, revoked_at, quarantined_at, quarantined_for"
)


@dataclass(frozen=True, slots=True)
class Device:
    """A laptop. Its chain stands at ``chain`` after ``acked`` changes; ``delivered`` is the cursor it last named."""

    id: str
    handle: str
    public_key: bytes
    enrolled_at: str
    app_version: str
    acked: int
    chain: str
    last_contact: str | None
    lease_until: str | None
    unsent: int
    delivered: int
    clock_skew_ms: int
    revoked_at: str | None
    quarantined_at: str | None
    quarantined_for: str | None


def find_device(work: Transaction, device: str) -> Device | None:
    """Return a laptop, None when headquarters does not know it."""
    row = work.one(f"SELECT {_COLUMNS} FROM device WHERE workspace = ? AND id = ?", work.workspace, device)
    return Device(*row) if row else None


def require_device(work: Transaction, device: str) -> Device:
    """Return a laptop. Raises SyncError DEVICE_UNKNOWN."""
    found = find_device(work, device)
    if found is None:
        raise SyncError("DEVICE_UNKNOWN", "Headquarters does not know this laptop. Enrol it with a new ticket.")
    return found


def add_device(work: Transaction, at: str, device: str, handle: str, public_key: bytes, app_version: str) -> None:
    """Write a new laptop, at the beginning of its chain."""
    work.run(
        "INSERT INTO device (workspace, id, handle, public_key, enrolled_at, app_version, acked, chain, last_nonce, "
        "unsent, delivered, clock_skew_ms) VALUES (?, ?, ?, ?, ?, ?, 0, ?, 0, 0, -1, 0)",
        *(work.workspace, device, handle, public_key, at, app_version, FIRST_PREV),
    )


def quarantine_device(work: Transaction, at: str, device: str, reason: str) -> None:
    """Stop a laptop whose story does not fit, and raise the alarm."""
    work.run(
        "UPDATE device SET quarantined_at = ?, quarantined_for = ? WHERE workspace = ? AND id = ?",
        *(at, reason, work.workspace, device),
    )
    note_act(work, at, device, reason, device)


class Devices:
    """The laptops of one workspace: ``sync.hq.door.Devices``, and what an administrator does to them."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def find(self, device: str) -> Enrolled | None:
        """Return what the door must know of a laptop."""
        with self._database.read() as work:
            found = find_device(work, device)
        return Enrolled(found.id, found.public_key, found.revoked_at is not None) if found else None

    def take_nonce(self, device: str, nonce: int) -> bool:
        """Note a request counter and the contact; False when the counter is not higher than every one before."""
        now = self._clock.now()
        with self._database.write(alone=False) as work:
            taken = work.run(
                "UPDATE device SET last_nonce = ?, last_contact = ?, lease_until = ? "
                "WHERE workspace = ? AND id = ? AND last_nonce < ?",
                *(nonce, to_wire(now), to_wire(now + LEASE), work.workspace, device, nonce),
            )
            return taken == 1

    def all(self) -> list[Device]:
        """Return every laptop, by handle: version, last contact, unsent count, clock, quarantine."""
        with self._database.read() as work:
            rows = work.rows(f"SELECT {_COLUMNS} FROM device WHERE workspace = ? ORDER BY handle, id", work.workspace)
            return [Device(*row) for row in rows]

    def revoke(self, device: str, by: str) -> None:
        """Let a laptop read nothing more. What it has not handed in yet may come to quarantine. Raises SyncError."""
        with self._database.write() as work:
            if require_device(work, device).revoked_at is None:
                now = to_wire(self._clock.now())
                work.run("UPDATE device SET revoked_at = ? WHERE workspace = ? AND id = ?", now, work.workspace, device)
                note_act(work, now, by, "DEVICE_REVOKED", device)
