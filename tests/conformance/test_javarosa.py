"""Random answers to every form at hand, in this engine and in JavaRosa: relevance, values and constraints."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from tests.conformance.contest import Ours, Score, contest, explain
from tests.conformance.form_source import form_files, xform_of
from tests.conformance.javarosa import JavaRosa, JavaRosaForm
from tests.conformance.known import assert_known

SEEDS = range(5)
STEPS = 50


@pytest.mark.parametrize("file", form_files(), ids=lambda file: file.stem)
def test_random_answers_come_to_the_same_in_javarosa(
    file: Path, javarosa: JavaRosa, now: datetime, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    form = tmp_path / "form.xml"
    form.write_text(xform_of(file), "utf-8")
    score = Score()
    for seed in SEEDS:
        contest(Ours(xform_of(file), now, seed), JavaRosaForm(javarosa, form), score, seed=seed, steps=STEPS, now=now)
    record_property("conformance", ("JavaRosa", score.same, score.same + score.different))
    assert_known("javarosa", file.stem, list(explain(score)))
