"""Random answers to every form at hand, in this engine and in rxeval, which leaves out what it does not know."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.conformance.contest import OpponentError, Ours, Score, contest, explain
from tests.conformance.form_source import form_files, xform_of
from tests.conformance.known import assert_known
from tests.conformance.rxeval_form import RxevalForm

NOW = datetime(2026, 3, 1, 10, tzinfo=ZoneInfo("America/Los_Angeles"))
SEEDS = range(3)
STEPS = 40


@pytest.mark.parametrize("file", form_files(), ids=lambda file: file.stem)
def test_random_answers_come_to_the_same_in_rxeval(file: Path, record_property: Callable[[str, object], None]) -> None:
    score, refused = Score(), 0
    for seed in SEEDS:
        ours = Ours(xform_of(file), NOW, seed)
        try:
            theirs = RxevalForm(xform_of(file), ours.session.form, NOW)
            contest(ours, theirs, score, seed=seed, steps=STEPS, now=NOW)
        except OpponentError:
            refused += 1
    record_property("conformance", ("rxeval", score.same, score.same + score.different, refused))
    assert_known("rxeval", file.stem, list(explain(score)))
