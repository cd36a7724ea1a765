"""One laptop of the simulated task force: a real store on a disk whose plug can be pulled, and the shipping round."""

from __future__ import annotations

import copy
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fieldapp.actions.guard import GUARDS
from fieldapp.domain.access import Role
from fieldapp.domain.change import FIRST_PREV, Sealed, chain_hash
from fieldapp.domain.ids import new_device_id
from fieldapp.domain.record import Record
from fieldapp.store.store import Author, Store, create_store, open_store
from fieldapp.vault.identity import DeviceIdentity
from sync.client.round import NonceSource, Round
from sync.client.transport import Sign, make_signer
from tests.fakes.clock import FakeClock
from tests.simulation.disk import Disk
from tests.simulation.model import Act, Model, read_act
from tests.simulation.post import Letter


class BrokenInvariantError(AssertionError):
    """Something that must always hold did not. The message begins with its name (I1 to I10)."""


def require(holds: object, invariant: str, what: str) -> None:
    """Raise BrokenInvariantError unless it holds."""
    if not holds:
        raise BrokenInvariantError(f"{invariant}: {what}")


@dataclass
class NotedAnchor:
    """Stands for the anchor file: it is written after each commit, never before."""

    commits: int = 0
    heads: dict[str, tuple[int, str]] = field(default_factory=dict)

    def write(self, commit_count: int, chain_heads: dict[str, tuple[int, str]]) -> None:
        self.commits, self.heads = commit_count, chain_heads


class Replica:
    """A laptop and its user. ``sent`` is the letter that is on its way, while a round is under way."""

    def __init__(
        self,
        folder: Path,
        name: str,
        role: Role,
        agency: str,
        types: Sequence[type[Record]],
        rng: random.Random,
        model: Model,
    ) -> None:
        self.name, self.role, self.types, self._model = name, role, types, model
        self._random = random.Random(rng.getrandbits(64)).randbytes
        self.clock = FakeClock()
        self.device = new_device_id(self._random)
        self.identity = DeviceIdentity.generate(self._random)
        self.author = Author(name, agency)
        self.disk = Disk(folder / f"{name}.db", random.Random(rng.getrandbits(64)))
        self.key = self._random(48).hex()
        self.anchor = NotedAnchor()
        chains = (self.device, f"{self.device}.local")
        self.noted: dict[str, tuple[int, str]] = dict.fromkeys(chains, (0, FIRST_PREV))
        self.operations = 0
        self.lost = False  # headquarters holds its story to be one of two
        self.revoked = False
        self.current: Round | None = None
        self.sent: Letter | None = None
        create_store(self.disk.path, lambda: self.key, types)
        self.store: Store
        self.open()

    def twin(self, folder: Path, rng: random.Random) -> Replica:
        """Return the same laptop a second time, from a copy of its files; the model knows nothing of its work."""
        other = copy.copy(self)
        other._model = Model()
        other._random = random.Random(rng.getrandbits(64)).randbytes
        other.clock = FakeClock(self.clock.now())
        other.anchor, other.noted = copy.deepcopy(self.anchor), dict(self.noted)
        other.disk = Disk(folder / f"{self.name}-copy.db", random.Random(rng.getrandbits(64)))
        name = self.disk.path.name
        other.disk.restore({f.replace(name, other.disk.path.name): data for f, data in self.disk.image().items()})
        other.open()
        return other

    def open(self) -> None:
        """Unlock, and see that nothing acknowledged is missing."""
        self.store = open_store(
            self.disk.path,
            lambda: self.key,
            self.types,
            device=self.device,
            clock=self.clock,
            random=self._random,
            anchor=self.anchor,
            guards=GUARDS,
        )
        self.store.fault = self.disk
        self.nonces = NonceSource(self.store)
        key = Ed25519PrivateKey.from_private_bytes(self.identity.private_bytes())
        self.sign: Sign = make_signer(self.device, key, self.clock, self.nonces.take)
        self.hang_up()
        behind = self.anchor.commits - self.store.commit_count()
        require(behind <= 0, "I1", f"{self.name} lost {behind} commits")
        require(behind >= -1, "I1", f"{self.name}: the anchor missed {-behind} commits")
        for chain, (counter, last) in self.noted.items():
            sealed = self._sealed(chain, counter - 1)[:1] if counter else []
            found = chain_hash(sealed[0].entry) if sealed else FIRST_PREV
            require(found == last, "I1", f"{self.name} lost an acknowledged change of {chain}, {counter}")
        self.store.write_anchor()
        self.note(acknowledged=False)

    def close(self) -> None:
        """Lock: the round that is under way is given up."""
        self.hang_up()
        self.store.close()

    def crash(self) -> None:
        """Come back from a plug that was pulled: only what had reached the disk is there."""
        self.hang_up()
        self.store.close()
        self.disk.restore()
        self.open()

    def hang_up(self) -> None:
        """Give up the round that is under way, wherever it is."""
        self.current = self.sent = None

    def note(self, *, acknowledged: bool = True) -> list[Act]:
        """Tell the model what the journal has of this laptop's own work since the last time."""
        acts = []
        for chain in self.noted:
            head = self.store.journal.head(self.store.connection, chain)
            if acknowledged and head.counter == self.noted[chain][0]:
                continue
            for sealed in self._sealed(chain, self.noted[chain][0]):
                act, known = read_act(sealed), self.noted[chain][0]
                require(act.counter == known + 1, "I9", f"{self.name}: {act.id} does not follow {known}")
                self.noted[chain] = act.counter, chain_hash(sealed.entry)
                acts.append(act)
                self._model.note(act)
        return acts

    def _sealed(self, chain: str, after: int) -> list[Sealed]:
        rows = self.store.connection.exec_driver_sql(
            "SELECT entry, payload, salt FROM journal WHERE device = ? AND counter > ? ORDER BY counter", (chain, after)
        )
        return [Sealed(*row) for row in rows]

    @property
    def is_narrow(self) -> bool:
        """Whether this person sees only what names their agency."""
        return self.role in {Role.ADVOCATE, Role.ADMINISTRATOR}

    @property
    def keeps_directory(self) -> bool:
        """Whether this person edits what every agency reads."""
        return self.role in {Role.SUPERVISOR, Role.ADMINISTRATOR}
