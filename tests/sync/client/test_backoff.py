"""Waiting before the next try."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.client.backoff import CAP_S, Backoff


class Most(Random):
    """Always draws the longest wait."""

    def uniform(self, a: float, b: float) -> float:
        return b


def test_longest_wait_doubles_up_to_a_quarter_hour() -> None:
    backoff = Backoff(Most())
    assert [backoff.note_failure() for _ in range(12)] == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]


def test_success_starts_again() -> None:
    backoff = Backoff(Most())
    for _ in range(9):
        backoff.note_failure()
    backoff.note_success()
    assert backoff.note_failure() == 1


@given(st.integers(), st.integers(0, 3000), st.none() | st.floats(allow_nan=False))
def test_wait_is_never_negative_nor_above_the_cap(seed: int, failures: int, retry_after_s: float | None) -> None:
    backoff = Backoff(Random(seed))
    for _ in range(failures):
        backoff.note_failure()
    assert 0 <= backoff.note_failure(retry_after_s) <= CAP_S


def test_laptops_do_not_come_back_together() -> None:
    waits = {Backoff(Random(seed)).note_failure(30) for seed in range(40)}
    assert len(waits) == 40
    assert min(waits) >= 30


@pytest.mark.parametrize(("asked_s", "waited_s"), [(0, 1), (60, 61), (3600, 900), (float("inf"), 900)])
def test_what_headquarters_asks_for_is_honoured_up_to_the_cap(asked_s: float, waited_s: float) -> None:
    assert Backoff(Most()).note_failure(asked_s) == waited_s
