"""Forms that nobody wrote, filled at random in this engine and in JavaRosa."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from pyxform.xls2xform import convert

from tests.conformance.contest import OpponentError, Ours, Score, contest, explain
from tests.conformance.form_draw import draw_form
from tests.conformance.javarosa import JavaRosa, JavaRosaForm

STEPS = 30
FORMS_EACH = 5


@pytest.mark.parametrize("part", range(12))
def test_random_forms_come_to_the_same_in_javarosa(
    part: int, javarosa: JavaRosa, now: datetime, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    found, same, different, refused = [], 0, 0, 0
    for seed in range(part * FORMS_EACH, (part + 1) * FORMS_EACH):
        xform, score = str(convert(draw_form(seed), validate=False).xform), Score()
        file = tmp_path / f"{seed}.xml"
        file.write_text(xform, "utf-8")
        try:
            theirs = JavaRosaForm(javarosa, file)
        except OpponentError:  # it takes some forms for circular that are not
            refused += 1
            continue
        # No row is taken away: JavaRosa does not work out anew all that read it.
        contest(Ours(xform, now, seed), theirs, score, seed=seed, steps=STEPS, now=now, may_remove=False)
        found += [f"seed {seed}: {line}" for line in explain(score)]
        same, different = same + score.same, different + score.different
    record_property("conformance", ("JavaRosa, random forms", same, same + different, refused))
    assert found == []
