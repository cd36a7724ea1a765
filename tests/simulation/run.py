"""One seed from beginning to end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tests.simulation.disk import PlugPulledError
from tests.simulation.drama import settle_copies
from tests.simulation.invariant import check_world
from tests.simulation.peace import come_to_rest
from tests.simulation.world import World

OPERATIONS: Final = 300
DEVICES: Final = 5


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened under one seed."""

    seed: int
    operations: int
    changes: int
    letters: int


class SeedFailedError(AssertionError):
    """A seed under which something did not hold: what, the last events, and how to see it again."""

    def __init__(self, seed: int, cause: BaseException, events: list[str]) -> None:
        super().__init__(seed, cause, events)
        self.seed = seed
        self.cause = cause
        self.events = events

    def __str__(self) -> str:
        events = "\n  ".join(self.events)
        return (
            f"seed {self.seed}: {type(self.cause).__name__}: {str(self.cause)[:2000]}\n  {events}\n"
            f"again: python -m tests.simulation --seed {self.seed} -v"
        )


def run_seed(
    seed: int,
    *,
    operations: int = OPERATIONS,
    devices: int = DEVICES,
    postgresql: str | None = None,
    with_put_back: bool = False,
    echo: Callable[[str], None] = lambda _: None,
) -> Outcome:
    """Simulate a task force, let it come to rest, check I1 to I10. Raises SeedFailedError."""
    with World(seed, devices=devices, postgresql=postgresql, with_put_back=with_put_back) as world:
        world.echo = echo
        try:
            world.run(operations)
            come_to_rest(world)
            settle_copies(world)
            check_world(world)
        except (Exception, PlugPulledError) as error:
            raise SeedFailedError(seed, error, list(world.log)) from error
        return Outcome(seed, world.operations, len(world.model.acts), world.exchange.requests)
