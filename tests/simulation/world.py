"""The whole of one simulated task force, and what happens in it, step by step, from one seed."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections import deque
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from fieldapp.domain.access import Role
from fieldapp.domain.problems import Refused
from fieldapp.records import require_type
from tests.fakes.clock import START
from tests.simulation.disk import HQ_STEPS, LAPTOP_STEPS, PlugPulledError
from tests.simulation.draw import PARTNERS, POLICE_AGENCY, Pool
from tests.simulation.exchange import Exchange
from tests.simulation.model import Model
from tests.simulation.office import Office
from tests.simulation.replica import Replica

TYPES: Final = tuple(map(require_type, ("person", "arrest", "charge", "note", "task", "referral", "service", "agency")))
_OLD_APP: Final = tuple(record for record in TYPES if record.type_name != "task")
_LAST: Final = 30
_CLOCKS: Final = (0, 0, 0, 90, -3600, 86_400 * 3, 86_400 * 365 * 50, -86_400 * 365 * 50)
_OTHERS: Final = (Role.DEPUTY, Role.DETECTIVE, Role.SUPERVISOR, Role.ANALYST, Role.ADVOCATE, Role.ADMINISTRATOR)
_SYNC: Final = 28  # of a hundred operations; the rest is work, and a few are events
_EVENTS: Final = 3


class World:
    """Laptops, headquarters, the network between them, and the model of what must be true."""

    def __init__(
        self, seed: int, *, devices: int = 5, postgresql: str | None = None, with_put_back: bool = False
    ) -> None:
        self.seed = seed
        self.with_put_back = with_put_back
        self.rng = random.Random(seed)
        shared = Path("/dev/shm")  # noqa: S108 - memory in place of a disk, so that flushing costs nothing
        self.folder = Path(tempfile.mkdtemp(prefix="sim-", dir=shared if shared.is_dir() else None))
        self.log: deque[str] = deque(maxlen=_LAST)
        self.echo: Callable[[str], None] = lambda _: None
        self.model, self.pool = Model(), Pool()
        self.poison: dict[str, str] = {}
        self.forms = 3
        self.office = Office(self.folder, TYPES, self.rng, postgresql)
        self.exchange = Exchange(self.office, self.rng, trouble=self.rng.choice((0, 15, 25, 40)))
        self.replicas = [self._make_replica(number) for number in range(devices)]
        self.unsure_scopes: set[str] = set()
        self.judged_anew: set[str] = set()
        self.reached = 0  # past instants at which a replica was held against headquarters

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for replica in self.replicas:
            replica.store.close()
        self.office.database.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _make_replica(self, number: int) -> Replica:
        rng = self.rng
        role = (Role.DETECTIVE, Role.ADVOCATE)[number] if number < 2 else rng.choice(_OTHERS)
        agency = rng.choice(PARTNERS) if role is Role.ADVOCATE else POLICE_AGENCY
        types = _OLD_APP if number > 1 and rng.random() < 0.2 else TYPES
        replica = Replica(self.folder, f"{role.value}{number}", role, agency, types, rng, self.model)
        replica.clock.set_wall(START + timedelta(seconds=rng.choice(_CLOCKS)))
        self.office.enrol(replica.name, role, agency, replica.device, replica.identity.public_bytes)
        return replica

    def run(self, each: int) -> None:
        """Let so many operations happen on each laptop, in no order."""
        from tests.simulation.drama import Drama

        drama = Drama(self, each * len(self.replicas))
        while busy := [replica for replica in self.replicas if replica.operations < each]:
            self.step(self.rng.choice(busy))
            drama.look()

    @property
    def operations(self) -> int:
        """How many operations there were."""
        return sum(replica.operations for replica in self.replicas)

    def step(self, replica: Replica) -> None:
        """Let one thing happen on a laptop, or in the world around it."""
        rng = self.rng
        replica.operations += 1
        self.office.clock.advance(0.5)
        for each in self.replicas:
            each.clock.advance(0.5)
        what = rng.randrange(100)
        if what < _SYNC:
            self.say(replica, self.exchange.step(replica))
        elif what < _SYNC + _EVENTS:
            self._happen(replica)
        else:
            self.work(replica)

    def work(self, replica: Replica) -> None:
        """Let a user do something, with the plug in or not."""
        from tests.simulation.act import ACTS, form

        rng = self.rng
        if rng.random() < 0.22:
            self.forms = rng.randint(2, 6)
            act: Callable[[World, Replica], str] = form
            replica.operations += self.forms - 1
        else:
            act = rng.choices([a for a, _ in ACTS], [w for _, w in ACTS])[0]
        try:
            done = act(self, replica)
        except PlugPulledError as error:
            replica.crash()
            self.poison = {key: reason for key, reason in self.poison.items() if key in self.model.acts}
            self.say(replica, f"{act.__name__}, plug pulled {error}")
        except Refused as refused:
            self.say(replica, f"{act.__name__} refused {[p.code for p in refused.problems]}")
        else:
            replica.note()
            self.say(replica, done)

    def _happen(self, replica: Replica) -> None:
        try:
            self.say(replica, self._event(replica))
        except PlugPulledError as error:
            self.office.crash()
            self.say(replica, f"headquarters' plug pulled {error}")

    def _event(self, replica: Replica) -> str:
        rng = self.rng
        what = rng.randrange(20)
        if what < 5:
            replica.disk.arm(rng.choice(LAPTOP_STEPS), rng.randint(1, 3))
            return "plug loose"
        if what < 7 and self.office.is_embedded:
            self.office.disk.arm(rng.choice(HQ_STEPS), rng.randint(1, 4))
            return "plug loose at headquarters"
        if what < 10:
            replica.close()
            replica.open()
            return "locked and unlocked"
        if what < 11:
            self.office.restart()
            return "headquarters restarted"
        if what < 14:
            return self._move_clock(replica)
        if what < 17:
            return self.exchange.deliver_late()
        return self._change_scopes(replica)

    def _move_clock(self, replica: Replica) -> str:
        seconds = self.rng.choice((-86_400 * 365 * 50, -3600, -5, 5, 3600, 86_400 * 30, 86_400 * 365 * 20))
        wall = replica.clock.now() + timedelta(seconds=seconds)
        if not 1971 <= wall.year <= 2090:
            wall = START
        replica.clock.set_wall(wall)
        return f"clock moved to {wall}"

    def _change_scopes(self, replica: Replica) -> str:
        if replica is self.replicas[0]:
            return "keeps all scopes"
        role, agency = replica.role, replica.author.agency
        if role is Role.ADVOCATE:
            scope = self.rng.choice((f"shared:{agency}", f"services:{agency}", f"shared:{PARTNERS[0]}", "shared"))
        else:
            scope = self.rng.choice(("police", "shared", f"services:{PARTNERS[0]}", f"shared:{PARTNERS[1]}"))
        held = scope in self.office.member(replica.name).scopes
        self.unsure_scopes.add(replica.name)
        self.office.put_scope(replica.name, scope, withdraw=held)
        return f"{'loses' if held else 'gets'} {scope[:12]}"

    def say(self, replica: Replica, what: str) -> None:
        """Keep the last events, for whoever reads why a seed failed."""
        line = f"{self.operations:5} {replica.name:15} {what}"
        self.log.append(line)
        self.echo(line)
