"""Forms that never end: refused at the trial, listed when a screening has one, and nobody else waits for them."""

from __future__ import annotations

import itertools
import tracemalloc
from contextlib import suppress

import pytest

from fieldapp.domain.clock import from_wire
from fieldapp.forms.deadline import DeadlineError, run_within
from fieldapp.forms.package import Package
from sync.hq.trial import Trial
from tests.fakes.publication import a_package, an_xform, endless

# A stroke may meet a finaliser of the interpreter's own, which says that it ignores it.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

NOW = from_wire("2026-01-02T03:04:05.678Z")


def deep(levels: int) -> Package:
    xform = an_xform("deep", "1").replace("<safe/>", f"<safe/>{'<a>' * levels}{'</a>' * levels}")
    return a_package("deep", "1", xform=xform)


def spin() -> None:
    for _ in itertools.count():
        pass


def test_work_that_never_ends_is_ended() -> None:
    with pytest.raises(DeadlineError):
        run_within(0.05, spin)


def stubborn() -> None:
    while True:
        with suppress(Exception):
            spin()


def test_work_that_suppresses_every_fault_is_ended_all_the_same() -> None:
    with pytest.raises(DeadlineError):
        run_within(0.05, stubborn)


class Lossy:
    """Swallows what meets it while it goes, as finalisers do."""

    def __del__(self) -> None:
        with suppress(DeadlineError):
            spin()


def lose() -> None:
    for _ in range(2):
        Lossy()


def test_stroke_that_a_finaliser_swallows_is_not_the_last() -> None:
    with pytest.raises(DeadlineError):
        run_within(0.05, lose)


def test_work_in_time_is_let_be_and_nothing_comes_later() -> None:
    for _ in range(200):
        with suppress(DeadlineError):
            run_within(0.0005, lambda: sum(range(10)))
    assert sum(range(100_000)) == 4_999_950_000


def test_fault_within_the_work_is_itself() -> None:
    with pytest.raises(ZeroDivisionError):
        run_within(5, lambda: 1 / 0)


@pytest.mark.parametrize(
    ("package", "sentence"),
    [
        (endless(), "take too long"),
        (deep(5_000), "no form"),
        (a_package(xform="<html/>"), "no form"),
        (a_package(xform=""), "no form"),
    ],
    ids=["endless", "deep", "empty", "blank"],
)
def test_form_that_cannot_be_run_is_named_in_a_sentence(package: Package, sentence: str) -> None:
    assert sentence in Trial(longest_s=0.2).objection(package, NOW)


def test_form_that_runs_has_no_objection_and_is_tried_once() -> None:
    trial = Trial()
    assert trial.objection(a_package(), NOW) == ""
    assert trial.objection(a_package(), NOW) == ""


def doubling(levels: int) -> Package:
    """Texts of which each is the one before it, twice."""
    names = "".join(f"<t{level}/>" for level in range(levels))
    binds = '<bind nodeset="/data/t0" type="string" calculate="\'sixteen letters.\'"/>'
    for level in range(1, levels):
        twice = f"concat(/data/t{level - 1}, /data/t{level - 1})"
        binds += f'<bind nodeset="/data/t{level}" type="string" calculate="{twice}"/>'
    xform = an_xform("doubling", "1").replace("<safe/>", f"<safe/>{names}").replace("<bind ", f"{binds}<bind ", 1)
    return a_package("doubling", "1", xform=xform)


def test_texts_that_double_do_not_fill_the_machine() -> None:
    tracemalloc.start()
    assert Trial().objection(doubling(60), NOW) == ""
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 50 << 20
