"""Random forms: groups and repeats in one another, conditions and calculations that read what stands before them."""

from __future__ import annotations

import random
from typing import NamedTuple

_END = {"begin_group": "end_group", "begin_repeat": "end_repeat"}
_KINDS = {"integer": "N", "decimal": "N", "calculate": "N", "text": "S", "select_multiple x": "M"}
_QUESTIONS = ("integer", "integer", "text", "select_multiple x", "decimal", "calculate", "calculate", "calculate")
_NUMBERS = (
    "(N + N)",
    "(N * N)",
    "if(B, N, N)",
    "coalesce(N, 0)",
    "string-length(S)",
    "round(N, 1)",
    "count-selected(M)",
)
_TRUTHS = ("N > N", "S = 'a'", "S != ''", "N != ''", "not(N > 3)", "N", "selected(M, 'a')", "(B and B)", "(B or B)")
_OVER_ROWS = {
    "N": ("sum(N)", "min(N)", "count-non-empty(N)"),
    "S": ("join('/', S)", "count-non-empty(S)"),
    "M": ("count(M)",),
}
_PLAIN = {"N": "2", "S": "'a'", "M": "'a b'", "B": "true()"}


class _Question(NamedTuple):
    name: str
    kind: str
    repeat: str


def draw_form(seed: int) -> str:
    """Return an XLSForm as a table in Markdown, the same for the same seed."""
    return _Drawing(random.Random(seed)).form()


class _Drawing:
    def __init__(self, draw: random.Random) -> None:
        self._draw = draw
        self._open: list[tuple[str, str]] = []
        self._seen: list[_Question] = []
        self._rows: list[tuple[str, ...]] = []

    def form(self) -> str:
        """Draw the whole form."""
        for number in range(self._draw.randint(8, 22)):
            self._row(number)
        while self._open:
            self._close()
        survey = [("type", "name", "label", "relevant", "calculation"), *self._rows]
        choices = [("list_name", "name", "label"), ("x", "a", "A"), ("x", "b", "B")]
        sheets = (("survey", survey), ("choices", choices))
        return "\n".join(line for name, rows in sheets for line in (f"| {name} |", *(_line(row) for row in rows)))

    @property
    def _repeat(self) -> str:
        return next((name for kind, name in self._open if kind == "begin_repeat"), "")

    def _row(self, number: int) -> None:
        chance = self._draw.random()
        if chance < 0.25 and len(self._open) < 3:
            kind = "begin_group" if self._repeat or chance < 0.12 else "begin_repeat"
            self._rows.append((kind, f"g{number}", "G", self._condition(), ""))
            self._open.append((kind, f"g{number}"))
        elif chance < 0.38 and self._open:
            self._close()
        else:
            kind, name = self._draw.choice(_QUESTIONS), f"q{number}"
            calculation = self._calculation() if kind == "calculate" else ""
            self._rows.append((kind, name, "Q", self._condition(), calculation))
            self._seen.append(_Question(name, _KINDS[kind], self._repeat))

    def _close(self) -> None:
        kind, _ = self._open.pop()
        self._rows.append((_END[kind], "", "", "", ""))

    def _condition(self) -> str:
        return self._expression("B", self._draw.randint(1, 3)) if self._draw.random() < 0.35 else ""

    def _calculation(self) -> str:
        elsewhere = [each for each in self._seen if each.repeat and each.repeat != self._repeat]
        if elsewhere and self._draw.random() < 0.4:
            question = self._draw.choice(elsewhere)
            return self._draw.choice(_OVER_ROWS[question.kind]).replace(question.kind, f"${{{question.name}}}")
        return self._expression("N", self._draw.randint(1, 3))

    def _expression(self, kind: str, depth: int) -> str:
        if depth <= 0 or kind in {"S", "M"}:
            here = [each.name for each in self._seen if each.kind == kind and each.repeat in {"", self._repeat}]
            return f"${{{self._draw.choice(here)}}}" if here else _PLAIN[kind]
        pattern = self._draw.choice(_NUMBERS if kind == "N" else _TRUTHS)
        return "".join(self._expression(each, depth - 1) if each in _PLAIN else each for each in pattern)


def _line(row: tuple[str, ...]) -> str:
    return f"| | {' | '.join(row)} |"
