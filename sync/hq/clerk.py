"""Headquarters' own hand: what it writes itself are ordinary changes on the chain of a device of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fieldapp.domain.access import Role, zone_for
from fieldapp.domain.change import SET, Change, chain_hash, seal
from fieldapp.domain.clock import Clock, HybridClock, to_wire
from fieldapp.domain.ids import RandomBytes, new_device_id
from fieldapp.domain.problems import Problem, Refused
from fieldapp.domain.wire import Json
from sync.hq.account import HEADQUARTERS, Member, add_account
from sync.hq.database import Database, Transaction
from sync.hq.device import Device, add_device, require_device
from sync.hq.intake import Intake
from sync.protocol import QUARANTINED, WireChange

HANDLE = HEADQUARTERS
AGENCY = "hq"

Draft = tuple[str, str, Mapping[str, Json]]
"""Type, id and wire values of a record to write."""


def add_clerk(work: Transaction, at: str, public_key: bytes, random: RandomBytes, app_version: str) -> None:
    """Write headquarters' own account and device."""
    add_account(work, at, HANDLE, Member(HANDLE, "Headquarters", Role.ADMINISTRATOR, AGENCY, ()))
    add_device(work, at, new_device_id(random), HANDLE, public_key, app_version)


class Clerk:
    """Writes reference records for headquarters."""

    def __init__(self, database: Database, clock: Clock, random: RandomBytes, intake: Intake) -> None:
        self._database = database
        self._clock = clock
        self._random = random
        self._intake = intake

    def write(self, drafts: Sequence[Draft]) -> None:
        """Write records, all or none. Raises Refused with the codes for which one of them cannot stand."""
        with self._database.write() as work:
            self.write_in(work, drafts)

    def write_in(self, work: Transaction, drafts: Sequence[Draft]) -> None:
        """Write records in a transaction that holds the workspace alone. Raises Refused: then it must be given up."""
        device = self._device(work)
        batch = self._seal(work, device, drafts)
        taken = self._intake.take_batch(work, device, batch, device.acked + 1, ahead_ms=0)
        refused = [v for v in taken.verdicts if v.outcome == QUARANTINED]
        if refused or taken.forked:
            raise Refused([Problem(verdict.reason) for verdict in refused])

    def open_chain(self, work: Transaction) -> None:
        """Begin a new chain, since laptops may hold more of the old one than a headquarters put back from a backup.

        The key stays; the old device is revoked, so that its numbers are never given twice.
        """
        work.run(
            "UPDATE device SET revoked_at = ? WHERE workspace = ? AND handle = ? AND revoked_at IS NULL",
            *(to_wire(self._clock.now()), work.workspace, HANDLE),
        )

    def _device(self, work: Transaction) -> Device:
        """Return the device to write with: a new one, of the same key, once the last was revoked."""
        row = work.one(
            "SELECT id FROM device WHERE workspace = ? AND handle = ? ORDER BY revoked_at IS NOT NULL, enrolled_at "
            "LIMIT 1",
            *(work.workspace, HANDLE),
        )
        device = require_device(work, row[0] if row else "")
        if device.revoked_at is None:
            return device
        name = new_device_id(self._random)
        add_device(work, to_wire(self._clock.now()), name, HANDLE, device.public_key, device.app_version)
        return require_device(work, name)

    def _seal(self, work: Transaction, device: Device, drafts: Sequence[Draft]) -> list[WireChange]:
        projection = self._database.projection
        stamps = HybridClock(self._clock)
        prev, batch = device.chain, []
        for counter, (record_type, record_id, values) in enumerate(drafts, device.acked + 1):
            row = projection.load(work.connection, record_type, [record_id]).get(record_id)
            fields = dict(values)
            for stamp in [origin.hlc for origin in row.state.origins.values()] if row else []:
                stamps.observe(stamp)
            change = Change(
                device=device.id,
                counter=counter,
                prev=prev,
                kind=SET,
                record_type=record_type,
                record_id=record_id,
                zone=row.state.zone if row else zone_for(projection.records.types[record_type].zone, AGENCY),
                author=HANDLE,
                agency=AGENCY,
                made_at=to_wire(self._clock.now()),
                hlc=stamps.tick(),
                fields=fields,
                seen=row.state.seen_for(list(fields)) if row else {},
            )
            sealed = seal(change, self._random)
            prev = chain_hash(sealed.entry)
            batch.append(WireChange(*sealed))
        return batch
