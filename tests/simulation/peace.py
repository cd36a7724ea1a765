"""When the world is quiet: everybody online, no fault, rounds until nobody has anything more to say."""

from __future__ import annotations

from tests.simulation.replica import Replica, require
from tests.simulation.world import World

_MOST_LETTERS = 60
_MOST_PASSES = 8


def come_to_rest(world: World) -> None:
    """Run rounds until nothing moves any more. I10 says that this ends, with empty outboxes."""
    world.exchange.trouble = 0
    world.office.disk.disarm()
    for replica in world.replicas:
        replica.disk.disarm()
        replica.hang_up()
    for _ in range(_MOST_PASSES):
        before = _position(world)
        for replica in world.replicas:
            run_round(world, replica)
        if _position(world) == before:
            return
    require(None, "I10", "laptops and headquarters do not come to rest")


def run_round(world: World, replica: Replica) -> str:
    """Run one round of a laptop to its end, undisturbed; return how it ended."""
    for _ in range(_MOST_LETTERS):
        done = world.exchange.step(replica)
        world.say(replica, done)
        if replica.sent is None and replica.current is None:
            return done
    require(None, "I10", f"{replica.name}'s round does not end")
    return ""


def _position(world: World) -> list[object]:
    return [
        (replica.store.meta("cursor"), replica.store.meta("acked"), replica.store.meta("scopes"))
        for replica in world.replicas
    ]
