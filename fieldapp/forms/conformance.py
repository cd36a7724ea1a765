"""Holding the expressions of this program against answers recorded from another engine.

A file of cases is JSON: ``documents`` (key -> XML) and ``cases``, each with ``xml`` (the document), ``context`` (path
of the node), ``expression``, ``result_type`` as the DOM numbers it (1 number, 2 text, 3 truth, 0 any, 9 a node),
``type`` (what came back, where any would do; ``error`` for a refusal) and the ``value`` that came back. A case
without a document is worked out on an empty one. ``test`` and ``suite`` are names. Time stands as it did for the
recording: when ``today()`` is among the cases, on that day.
"""

from __future__ import annotations

import functools
import json
import math
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, tzinfo
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from fieldapp.forms.recorded_tree import find_context, read_recorded
from fieldapp.forms.tree import Node
from fieldapp.forms.xml_tree import XmlError
from fieldapp.forms.xpath import Context, ExpressionError, Table, compile_expression, to_boolean, to_number, to_text
from fieldapp.forms.xpath.value import Value

RECORDED_ZONE: Final = "America/Denver"
"""Where the clock stood when the cases were recorded, where one depends on it."""
RECORDED_AT: Final = datetime(2026, 11, 23, 18, 30, 41, tzinfo=ZoneInfo(RECORDED_ZONE))
"""When they were recorded, where a file of them does not say."""

_VOLATILE: Final = frozenset({"random", "uuid", "now"})  # recorded once, never the same again: their shape is compared
_ROUNDED: Final = frozenset({"area", "distance"})  # recorded to the centimetre
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_NO_CASES: Final = (
    "This is not a file of cases: JSON of “documents” (key to XML) and “cases”, each with xml, context, expression, "
    "result_type and value."
)


@dataclass(frozen=True)
class Difference:
    """A case that came out otherwise. ``key`` tells it from every other case of its file."""

    key: str
    expression: str
    expected: str
    found: str


@dataclass(frozen=True)
class CaseReport:
    """How many cases came out as recorded."""

    passed: int
    total: int
    differences: tuple[Difference, ...]


class BareEnvironment:
    """An environment with a clock, a zone and nothing else: what an expression outside of any form has."""

    def __init__(self, now: datetime, zone: tzinfo, seed: int = 0, extras: frozenset[str] = frozenset()) -> None:
        self.zone = zone
        self.random = random.Random(seed)  # noqa: S311 - the same draw in every run is what is wanted
        self.extras = extras
        self._now = now

    def now(self) -> datetime:
        """Say what time it is, aware."""
        return self._now

    def instance(self, name: str) -> Node | None:  # noqa: ARG002 - there is none
        """Return None: there are no lists."""
        return None

    def text(self, key: str) -> str:
        """Return the key: there are no texts."""
        return key

    def choice_name(self, value: str, path: str, node: Node) -> str:  # noqa: ARG002 - there are no choices
        """Return the value: there are no choices."""
        return value

    def table(self, name: str) -> Table | None:  # noqa: ARG002 - there is none
        """Return None: there are no tables."""
        return None

    def resolve(self, steps: tuple[str, ...], node: Node) -> list[Node] | None:  # noqa: ARG002 - nothing is indexed
        """Leave it to the evaluator."""
        return None


def run_cases(path: Path, moment: datetime | None = None) -> CaseReport:
    """Work out every case of a file, at that moment or else when it was recorded.

    Raises OSError, and ValueError with a sentence: the file is none of cases.
    """
    documents, cases = _load(path)
    environment = BareEnvironment(moment or _recorded_at(cases), ZoneInfo(RECORDED_ZONE))
    differences = []
    for number, case in enumerate(cases):
        found = _find(case, documents, environment)
        if not _agrees(case, found):
            expected = "error" if _is_refusal(case) else repr(case["value"])
            differences.append(Difference(case_key(number, case), case["expression"], expected, _shown(found)))
    return CaseReport(len(cases) - len(differences), len(cases), tuple(differences))


def case_key(number: int, case: Mapping[str, Any]) -> str:
    """Return what tells a case from all others of its file."""
    return f"{number} {case.get('suite', '')}: {case['expression']}"


def _load(path: Path) -> tuple[Mapping[str, str | None], list[Mapping[str, Any]]]:
    try:
        loaded = json.loads(path.read_text("utf-8"))
    except (ValueError, RecursionError) as error:
        raise ValueError("This is not JSON that can be read.") from error
    documents, cases = (loaded.get(key) for key in ("documents", "cases")) if isinstance(loaded, dict) else (None, None)
    if not isinstance(documents, dict) or not isinstance(cases, list) or not all(map(_is_case, cases)):
        raise ValueError(_NO_CASES)
    return documents, cases


def _is_case(case: Any) -> bool:
    if not isinstance(case, dict) or not isinstance(case.get("expression"), str):
        return False
    is_placed = all(isinstance(case.get(key) or "", str) for key in ("xml", "context"))
    return is_placed and ("value" in case or _is_refusal(case))


def _recorded_at(cases: list[Mapping[str, Any]]) -> datetime:
    days = (str(case.get("value")) for case in cases if case["expression"].strip() == "today()")
    for day in filter(_DAY.match, days):
        return datetime.combine(datetime.fromisoformat(day), time(12), RECORDED_AT.tzinfo)
    return RECORDED_AT


def _find(
    case: Mapping[str, Any], documents: Mapping[str, str | None], environment: BareEnvironment
) -> Value | Exception:
    try:
        node = find_context(_document(documents.get(case.get("xml") or "")), case.get("context") or "/")
        return compile_expression(case["expression"]).value(Context(node, environment))
    except (ExpressionError, XmlError) as error:
        return error


@functools.lru_cache(maxsize=256)
def _document(xml: str | None) -> Node:
    return read_recorded(xml)


def _is_refusal(case: Mapping[str, Any]) -> bool:
    return case.get("type") == "error" or bool(case.get("error"))


def _agrees(case: Mapping[str, Any], found: Value | Exception) -> bool:
    if _is_refusal(case) or isinstance(found, Exception):
        return _is_refusal(case) and isinstance(found, Exception)
    expected, kind = case["value"], case.get("result_type") or case.get("type")
    functions = compile_expression(case["expression"]).functions
    if not _VOLATILE.isdisjoint(functions):
        return len(to_text(found)) == len(str(expected)) or (kind == 1 and 0 <= to_number(found) < 1)
    if kind == 1:
        number = to_number(found, ZoneInfo(RECORDED_ZONE))
        return _same_number(number, _number(expected), to_the_centimetre=not _ROUNDED.isdisjoint(functions))
    if kind == 3:
        return to_boolean(found) is bool(expected)
    return to_text(found) == ("" if expected is None else str(expected))


def _number(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return math.nan


def _same_number(found: float, expected: float, *, to_the_centimetre: bool) -> bool:
    if math.isnan(expected) or math.isnan(found):
        return math.isnan(expected) and math.isnan(found)
    if to_the_centimetre and math.isclose(found, expected, abs_tol=0.005_001, rel_tol=0):
        return True
    return math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-12)


def _shown(found: Value | Exception) -> str:
    if isinstance(found, Exception):
        return f"error: {found}"
    return repr(to_text(found))
