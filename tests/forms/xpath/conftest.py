"""Working expressions out without a form: in Denver, on a day of summer time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from fieldapp.forms.conformance import BareEnvironment
from fieldapp.forms.recorded_tree import read_recorded
from fieldapp.forms.xpath import Context, compile_expression, to_text
from fieldapp.forms.xpath.value import Value

ZONE = ZoneInfo("America/Denver")
NOW = datetime(2026, 7, 4, 21, 30, tzinfo=ZONE)
DOCUMENT = read_recorded(
    '<data class="c"><a>1</a><a>2</a><b>3</b><blank/><word>abc</word><day>2020-02-29</day>'
    "<at>2026-03-08T01:30:00.000-07:00</at><many>x y</many><row><n>5</n></row><row><n/></row></data>"
)

Work = Callable[[str], Value]


@pytest.fixture
def value() -> Work:
    """What an expression comes to, seen from the top of a small document."""
    environment = BareEnvironment(NOW, ZONE, seed=7, extras=frozenset({"add-date", "difference-in-months"}))
    return lambda text: compile_expression(text).value(Context(DOCUMENT.children[0], environment))


@pytest.fixture
def text(value: Work) -> Callable[[str], str]:
    """The same as text."""
    return lambda expression: to_text(value(expression))
