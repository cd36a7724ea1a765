"""Two hundred seeds of five laptops and a headquarters, each laptop with three hundred operations; I1 to I10 hold."""

from __future__ import annotations

import pytest

from tests.simulation.run import DEVICES, OPERATIONS, run_seed

SEEDS = 200
CHUNK = 10


@pytest.mark.timeout(900)
@pytest.mark.parametrize("first", range(1, SEEDS + 1, CHUNK))
def test_every_invariant_holds_under_every_seed(first):
    for seed in range(first, first + CHUNK):
        outcome = run_seed(seed)
        assert outcome.operations >= DEVICES * OPERATIONS
        assert outcome.changes
        assert outcome.letters


def test_a_seed_tells_the_same_story_twice():
    stories = []
    for _ in range(2):
        events: list[str] = []
        run_seed(7, operations=80, echo=events.append)
        stories.append(events)
    assert stories[0] == stories[1]
