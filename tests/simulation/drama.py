"""What seldom happens, once in some seeds: a laptop is revoked, a laptop is copied, headquarters is put back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tests.simulation.disk import Image
from tests.simulation.model import read_act
from tests.simulation.world import World

PUT_BACK: Final = "put back"


class Drama:
    """Waits for its moment. ``begins`` and ``strikes`` are counts of operations."""

    def __init__(self, world: World, operations: int) -> None:
        self._world = world
        rng = world.rng
        names = [name for name in STRIKES if name != PUT_BACK or world.with_put_back]
        self.name = rng.choice(["", "", "", *names]) if world.office.is_embedded else ""
        self.begins = int(operations * rng.uniform(0.3, 0.6))
        self.strikes = int(operations * rng.uniform(0.6, 0.9))
        self.backup: Image | None = None

    def look(self) -> None:
        """Act when the moment has come."""
        if not self.name:
            return
        done = self._world.operations
        if done >= self.begins and self.backup is None:
            self.backup = self._world.office.disk.image()
        if done >= self.strikes:
            name, self.name = self.name, ""
            self._world.say(self._world.replicas[0], f"drama: {name}")
            STRIKES[name](self._world, self.backup or {})


def revoke(world: World, _backup: Image) -> None:
    """Revoke a laptop: it gets nothing any more, and what it still sends is put aside."""
    replica = world.rng.choice(world.replicas[1:])
    world.office.disk.disarm()
    world.office.devices.revoke(replica.device, "administrator")
    replica.revoked = True


def copy_laptop(world: World, _backup: Image) -> None:
    """Copy a laptop's files to another machine; people go on working on both."""
    replica = world.rng.choice(world.replicas[1:])
    world.exchange.cloned.add(replica.device)
    world.replicas.append(replica.twin(world.folder, world.rng))


def put_back(world: World, backup: Image) -> None:
    """Put headquarters back from an older copy of its file; it says so by a new incarnation."""
    world.office.put_back(backup)
    world.exchange.was_put_back = True
    world.unsure_scopes.update(replica.name for replica in world.replicas)


def settle_copies(world: World) -> None:
    """Where a laptop was copied, headquarters' log says which of the two stories is the one that everybody knows."""
    devices = world.exchange.cloned
    if not devices:
        return
    for act in [act for act in world.model.acts.values() if act.device in devices]:
        world.model.forget(act)
    for sealed, device in world.office.log_of(devices):
        act = read_act(sealed)
        if act.device == device:
            world.model.note(act)


STRIKES: Final[dict[str, Callable[[World, Image], None]]] = {
    "revoked": revoke,
    "copied": copy_laptop,
    PUT_BACK: put_back,
}
