"""Holding the expressions of this program against answers recorded from another engine.

A file of cases is JSON: ``documents`` (key -> XML) and ``cases``, each with ``xml`` (the document), ``context`` (path
of the node), ``expression``, ``result_type`` as the DOM numbers it (1 number, 2 text, 3 truth, 0 any, 9 the first node)
and the ``value`` that came back. A case without a document is worked out on an empty one.
"""

from __future__ import annotations

import functools
import json
import math
import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from fieldapp.forms.tree import Node
from fieldapp.forms.xml_tree import read_tree
from fieldapp.forms.xpath import Context, ExpressionError, Table, compile_expression, to_boolean, to_number, to_text
from fieldapp.forms.xpath.value import Value

RECORDED_ZONE: Final = "America/Denver"
"""Where the clock stood when the cases were recorded, where one depends on it."""

_VOLATILE: Final = frozenset({"random", "uuid", "now"})  # recorded once, never the same again: their shape is compared
_ROUNDED: Final = frozenset({"area"})  # recorded to the centimetre


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


def run_cases(path: Path, now: datetime | None = None) -> CaseReport:
    """Work out every case of a file. Raises OSError, ValueError: the file is none of cases."""
    loaded = json.loads(path.read_text("utf-8"))
    try:
        documents, cases = loaded["documents"], loaded["cases"]
        environment = BareEnvironment(now or datetime.now(UTC), ZoneInfo(RECORDED_ZONE))
        differences = []
        for number, case in enumerate(cases):
            found = _find(case, documents, environment)
            if not _agrees(case, found):
                expected = f"{case['value']!r}"
                differences.append(Difference(case_key(number, case), case["expression"], expected, _shown(found)))
    except (KeyError, TypeError) as error:
        raise ValueError("This is not a file of cases: see the help of this command for its form.") from error
    return CaseReport(len(cases) - len(differences), len(cases), tuple(differences))


def case_key(number: int, case: Mapping[str, Any]) -> str:
    """Return what tells a case from all others of its file."""
    return f"{number} {case.get('suite', '')}: {case['expression']}"


def _find(
    case: Mapping[str, Any], documents: Mapping[str, str | None], environment: BareEnvironment
) -> Value | Exception:
    try:
        node = _node(documents[case["xml"]], case["context"], environment)
        return compile_expression(case["expression"]).value(Context(node, environment))
    except ExpressionError as error:
        return error


@functools.lru_cache(maxsize=256)
def _node(xml: str | None, path: str, environment: BareEnvironment) -> Node:
    document = Node("")
    if xml:
        document.add(read_tree(xml, may_have_type=True))
    # A document type counts as the first child of its document there; text and comments are "#3[0]" and the like.
    path, _, other = path.replace("/html[2]", "/html[1]").partition("/#")
    found = compile_expression(path).nodes(Context(document, environment))
    node = found[0] if found else document
    return Node(f"#{other}", node.text, node) if other else node


def _agrees(case: Mapping[str, Any], found: Value | Exception) -> bool:
    if isinstance(found, Exception):
        return case.get("type") == "error" or "error" in case
    expected, kind = case["value"], case["result_type"] or case["type"]
    if not _VOLATILE.isdisjoint(compile_expression(case["expression"]).functions):
        return len(to_text(found)) == len(str(expected)) or (kind == 1 and 0 <= to_number(found) < 1)
    if kind == 1 and case["suite"] in _ROUNDED:
        return f"{to_number(found):.2f}" == f"{float(expected):.2f}"
    if kind == 1:
        return _same_number(to_number(found, ZoneInfo(RECORDED_ZONE)), float(expected))
    if kind == 3:
        return to_boolean(found) is bool(expected)
    return to_text(found) == str(expected)


def _same_number(found: float, expected: float) -> bool:
    if math.isnan(expected) or math.isnan(found):
        return math.isnan(expected) and math.isnan(found)
    return math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-12)


def _shown(found: Value | Exception) -> str:
    if isinstance(found, Exception):
        return f"error: {found}"
    return repr(to_text(found))
