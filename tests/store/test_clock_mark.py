"""How the clocks of laptops stood is kept in runs, and what is told once more replaces what was told before."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from fieldapp.store.clock_mark import ahead_at, load_runs, note_clock


class Settings:
    """The two methods of a store that runs are kept with."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def meta(self, key: str) -> str | None:
        return self.kept.get(key)

    def set_meta(self, key: str, value: str) -> None:
        self.kept[key] = value


def test_neighbours_of_which_the_same_is_told_are_one_run() -> None:
    store = Settings()
    note_clock(store, "a", [(1, 4, 0), (5, 5, 900), (6, 9, 11_220_000)])
    note_clock(store, "a", [(10, 12, 11_220_000)])
    assert load_runs(store, "a") == [(1, 5, 0), (6, 12, 11_220_000)]
    assert ahead_at(load_runs(store, "a"), 13) is None
    assert load_runs(store, "b") == []


def test_nobody_knows_is_kept_apart_from_right() -> None:
    store = Settings()
    note_clock(store, "a", [(1, 2, 0), (3, 3, None), (4, 4, 0)])
    assert [ahead_at(load_runs(store, "a"), n) for n in (2, 3, 4)] == [0, None, 0]


_RUNS = st.lists(
    st.tuples(st.integers(1, 30), st.integers(0, 5), st.sampled_from([0, None, 120_000, -7_200_000])), max_size=12
)


@given(_RUNS)
def test_last_word_on_each_change_counts(told) -> None:
    store, plain = Settings(), {}
    for first, more, ahead in told:
        note_clock(store, "a", [(first, first + more, ahead)])
        plain |= dict.fromkeys(range(first, first + more + 1), ahead)
    runs = load_runs(store, "a")
    assert all(ahead_at(runs, counter) == ahead for counter, ahead in plain.items())
    assert [run[:2] for run in runs] == sorted(run[:2] for run in runs)
    assert all(a[1] < b[0] for a, b in pairwise(runs))
