"""Random expressions over a form filled at random, in this engine and in JavaRosa."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from fieldapp.forms.conformance import BareEnvironment
from fieldapp.forms.form_session import FormSession
from fieldapp.forms.xpath import Context, ExpressionError, compile_expression
from tests.conformance.contest import Ours
from tests.conformance.draw import draw_step
from tests.conformance.expression_draw import KINDS, draw_expression
from tests.conformance.form_source import xform_of
from tests.conformance.javarosa import JavaRosa, JavaRosaError, JavaRosaForm

FORM = Path(__file__).with_name("forms") / "expression.md"
EACH = 150


@pytest.mark.parametrize("seed", range(20))
def test_random_expressions_come_to_the_same_in_javarosa(
    seed: int, javarosa: JavaRosa, now: datetime, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    draw = random.Random(seed)
    form = tmp_path / "form.xml"
    form.write_text(xform_of(FORM), "utf-8")
    ours, theirs = Ours(xform_of(FORM), now, seed), JavaRosaForm(javarosa, form)
    for _ in range(draw.randint(3, 25)):
        step = draw_step(draw, ours.session, ours.items, now)
        assert step is not None
        theirs.take(step)
        ours.take(step)
    different = []
    for _ in range(EACH):
        kind = draw.choice("NTB")
        expression = draw_expression(draw, kind, draw.randint(0, 3))
        answers = _here(ours.session, expression, KINDS[kind], now), _there(javarosa, expression, KINDS[kind])
        if not _is_same(*answers):
            different.append((expression, *answers))
    record_property("conformance", ("JavaRosa, expressions", EACH - len(different), EACH))
    assert different == []


def _here(session: FormSession, text: str, kind: str, now: datetime) -> str:
    zone = now.tzinfo
    assert zone is not None
    context = Context(session.root, BareEnvironment(now, zone))
    try:
        expression = compile_expression(text)
        if kind == "number":
            return repr(expression.number(context))
        return expression.string(context) if kind == "text" else str(expression.boolean(context)).lower()
    except ExpressionError as error:
        return f"refused: {error}"


def _there(javarosa: JavaRosa, text: str, kind: str) -> str:
    try:
        return javarosa.ask("eval", "/data", text, kind)[0]
    except JavaRosaError as error:
        return f"refused: {error}"


def _is_same(ours: str, theirs: str) -> bool:
    if ours == theirs or (ours.startswith("refused") and theirs.startswith("refused")):
        return True
    try:
        a, b = float(ours), float(theirs)
    except ValueError:
        return False
    return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9) or (math.isnan(a) and math.isnan(b))
