"""Headquarters of the simulated task force: the shipping server core on a disk whose plug can be pulled."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fieldapp.actions.guard import GUARDS
from fieldapp.domain.access import Role
from fieldapp.domain.change import Sealed
from fieldapp.domain.clock import to_wire
from fieldapp.domain.record import Record
from sync.hq.account import Accounts, Member, find_member
from sync.hq.database import open_database
from sync.hq.desk import Desk
from sync.hq.device import Devices, add_device
from sync.hq.door import Door, Response
from sync.hq.enrolment import Address, Enrolment
from sync.hq.intake import Intake
from sync.hq.workspace import add_workspace, load_workspace, make_incarnation
from tests.fakes.clock import FakeClock
from tests.simulation.disk import Disk, Image
from tests.simulation.post import METHOD, Letter

WORKSPACE = "south-bay"
_ADMINISTRATOR = "administrator"


class Office:
    """Opens headquarters, restarts it, answers letters. ``bugs`` are exceptions that it did not expect."""

    def __init__(
        self, folder: Path, types: Sequence[type[Record]], rng: random.Random, postgresql: str | None = None
    ) -> None:
        self.types = types
        self.clock = FakeClock()
        self.disk = Disk(folder / "hq.db", random.Random(rng.getrandbits(64)))
        self._random = random.Random(rng.getrandbits(64)).randbytes
        self._key = self._random(48).hex()
        self._postgresql = postgresql
        self._signing_key = Ed25519PrivateKey.from_private_bytes(self._random(32))
        self.public_key = self._signing_key.public_key().public_bytes_raw()
        self.bugs: list[Exception] = []
        self.open()
        with self.database.write() as work:
            add_workspace(work, to_wire(self.clock.now()), "South Bay", self._random)

    @property
    def is_embedded(self) -> bool:
        """Whether it keeps its database in a file of its own."""
        return self._postgresql is None

    def open(self) -> None:
        """Start headquarters over its database."""
        self.database = open_database(self._postgresql or self.disk.path, WORKSPACE, self.types, lambda: self._key)
        self.database.fault = self.disk
        self.accounts = Accounts(self.database, self.clock)
        address = Address("https://hq.test", b"", self.public_key)
        enrolment = Enrolment(self.database, self.clock, self._random, b"e" * 32, address)
        intake = Intake(self.database, self.clock, self._signing_key, GUARDS)
        self.devices = Devices(self.database, self.clock)
        desk = Desk(self.database, self.clock, intake, enrolment)
        self.door = Door(self.devices, desk, self._signing_key, self.clock, self.bugs.append)

    def restart(self) -> None:
        """Stop headquarters and start it again."""
        self.database.close()
        self.open()

    def crash(self) -> None:
        """Come back from a plug that was pulled."""
        self.database.close()
        self.disk.restore()
        self.open()

    def put_back(self, backup: Image) -> None:
        """Put the file back to an older copy, and say so."""
        self.disk.disarm()
        self.database.close()
        self.disk.restore(backup)
        self.open()
        with self.database.write() as work:
            incarnation = make_incarnation(self._random, load_workspace(work).head_seq)
            work.run("UPDATE workspace SET incarnation = ? WHERE id = ?", incarnation, WORKSPACE)

    def log_of(self, devices: Collection[str]) -> list[tuple[Sealed, str]]:
        """Return what the log has of some laptops and could be read, in order."""
        with self.database.read() as work:
            rows = work.rows(
                "SELECT entry, payload, salt, device FROM change_log "
                "WHERE workspace = ? AND quarantined IS NOT 'MALFORMED' ORDER BY seq",
                WORKSPACE,
            )
        return [(Sealed(*row[:3]), row[3]) for row in rows if row[3] in devices]

    def enrol(self, handle: str, role: Role, agency: str, device: str, public_key: bytes) -> Member:
        """Make a person and a laptop known."""
        member = self.accounts.add(handle, handle.title(), role, agency, _ADMINISTRATOR)
        with self.database.write() as work:
            add_device(work, to_wire(self.clock.now()), device, handle, public_key, "0.1.0")
        return member

    def member(self, handle: str) -> Member:
        """Return a person with the scopes they have now."""
        with self.database.read() as work:
            found = find_member(work, handle)
        assert found is not None
        return found

    def audience_of(self, record_type: str, record_id: str) -> str | None:
        """Return which agency a record is shown to, as headquarters' table says."""
        table = self.database.records.table(record_type).name
        with self.database.read() as work:
            row = work.one(f'SELECT audience FROM "{table}" WHERE workspace = ? AND id = ?', WORKSPACE, record_id)
        return row[0] if row else None

    def put_scope(self, handle: str, scope: str, *, withdraw: bool) -> None:
        """Grant or withdraw a scope."""
        (self.accounts.withdraw if withdraw else self.accounts.grant)(handle, scope, _ADMINISTRATOR)

    def answer(self, letter: Letter) -> Response:
        """Answer a letter. PlugPulledError when the power goes; then nobody hears anything."""
        return self.door.handle(METHOD, letter.path, letter.headers, letter.body)
