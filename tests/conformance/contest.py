"""One form, filled step by step by this engine and by another, compared after each step."""

from __future__ import annotations

import itertools
import math
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from fieldapp.forms.filling import paths_of
from fieldapp.forms.form_session import FormSession, Item, Setting
from fieldapp.forms.summary import StandingClock
from fieldapp.forms.xform_reader import read_form
from fieldapp.forms.xpath import ExpressionError, compile_expression
from tests.conformance.draw import ADD, ANSWER, Step, draw_step, repeats_of

_TRUTHS = {"true": "1", "false": "0"}
_MIDNIGHT = re.compile(r"T00:00:00\.000[+-]\d\d:\d\d\Z")
_DRAWN = frozenset({"now", "random", "uuid", "randomize"})


class Seen(NamedTuple):
    """What an engine says of a node. ``value`` is None where it does not say."""

    is_relevant: bool
    value: str | None


class OpponentError(Exception):
    """The other engine does not take a form or a step."""


class Opponent(Protocol):
    """Another engine, filling one form. ``is_whole``: it tells of every node; one it leaves out is not there."""

    is_whole: bool

    def take(self, step: Step) -> bool | None:
        """Do a step; for an answer, say whether its constraint holds, None where it does not say. Raises."""

    def look(self) -> Mapping[str, Seen]:
        """Return what it says of each node, by path, with positions of rows."""

    def trim(self, rows: list[str]) -> None:
        """Take rows away that a repeat's count does not ask for any more, the last first."""


class Ours:
    """This engine, behind what the contest asks of it."""

    def __init__(self, xform: str, now: datetime, seed: int) -> None:
        keys = (f"{number:032x}" for number in itertools.count(1))
        clock, zone = StandingClock(now), ZoneInfo(str(now.tzinfo))
        setting = Setting(clock, zone, random.Random(seed), {}, {}, lambda: next(keys))
        self.session = FormSession(read_form(xform), setting)
        self.items = paths_of(self.session)
        counted = (each for each in repeats_of(self.session.form) if each.count)
        self.counted = frozenset(repeat.path for repeat in counted)

    def take(self, step: Step) -> bool | None:
        verdict: bool | None = None
        if step.act == ANSWER:
            item = self.items[step.path]
            self.session.answer(item, step.value)
            verdict = self._verdict(item)
        elif step.act == ADD:
            above, _, name = step.path.rpartition("/")
            holder = self.items[above]
            self.session.add_row(f"{holder.path}/{name}", holder)
        else:
            self.session.remove_row(self.items[step.path])
        if self.session.refused_rows():
            self.session.confirm_shrink()
        self.items = paths_of(self.session)
        return verdict

    def _verdict(self, item: Item) -> bool | None:
        """None where there is nothing to hold: no constraint, no answer, or no question any more by this answer."""
        if item.bind is None or not item.bind.constraint or not item.value or not item.is_relevant:
            return None
        problem = self.session.problem(item)
        return problem is None or problem.kind != "constraint"


@dataclass
class Score:
    """How many verdicts, values and states agreed, and where they did not: (kind, path without rows) -> an example."""

    agreed: Counter[str] = field(default_factory=Counter)
    differences: dict[tuple[str, str], str] = field(default_factory=dict)
    different: int = 0

    @property
    def same(self) -> int:
        """How many comparisons agreed."""
        return self.agreed.total()

    def note(self, kind: str, path: str, ours: object, theirs: object, *, same: bool) -> None:
        """Take down one comparison."""
        if same:
            self.agreed[kind] += 1
            return
        self.different += 1
        self.differences.setdefault((kind, plain_path(path)), f"at {path}: {ours!r} here, {theirs!r} there")


def contest(
    ours: Ours, theirs: Opponent, score: Score, *, seed: int, steps: int, now: datetime, may_remove: bool = True
) -> None:
    """Fill the form by ``steps`` random steps in both engines. Raises OpponentError where the other gives up."""
    draw = random.Random(seed)
    _compare(ours, theirs, score, "at the start")
    for _ in range(steps):
        step = draw_step(draw, ours.session, ours.items, now, may_remove=may_remove)
        if step is None:
            return
        their_verdict = theirs.take(step)
        our_verdict = ours.take(step)
        if our_verdict is not None and their_verdict is not None:
            score.note("constraint", step.path, our_verdict, their_verdict, same=our_verdict is their_verdict)
        _compare(ours, theirs, score, f"after {step}")


def _compare(ours: Ours, theirs: Opponent, score: Score, when: str) -> None:
    seen = theirs.look()
    if extra := [
        path for path in seen.keys() - ours.items.keys() if plain_path(path) in ours.counted and path[-1] == "]"
    ]:
        theirs.trim(sorted(extra, key=lambda path: (len(path), path), reverse=True))
        seen = theirs.look()
    for path in ours.items.keys() ^ seen.keys() if theirs.is_whole else ():
        score.note("presence", path, path in ours.items, f"{path in seen} {when}", same=False)
    for path, item in ours.items.items():
        there = seen.get(path)
        if there is None:
            continue
        same = item.is_relevant is there.is_relevant
        score.note("relevance", path, item.is_relevant, f"{there.is_relevant} {when}", same=same)
        if same and item.is_relevant and there.value is not None and _has_value(item):
            kind = "calculation" if item.bind is not None and item.bind.calculate else "value"
            agree = same_value(item.value, there.value)
            score.note(kind, path, item.value, f"{there.value} {when}", same=agree)


def _has_value(item: Item) -> bool:
    """Say whether a node has a value that two engines can agree on: no draw, no moment of the act."""
    if item.children or item.row or item.path.endswith(("/instanceID", "/instanceName")):
        return False
    bind = item.bind
    if bind is None or not bind.calculate:
        return bind is None or not bind.preload
    try:
        return compile_expression(bind.calculate).functions.isdisjoint(_DRAWN)
    except ExpressionError:
        return False


def plain_path(path: str) -> str:
    """Return a path without the positions of rows."""
    return re.sub(r"\[\d+\]", "", path)


def same_value(ours: str, theirs: str) -> bool:
    """Say whether two values are one: as text, as numbers, or both none ("" and NaN).

    JavaRosa writes a day that a calculation comes to as the midnight of that day, rxeval a truth as a word.
    """
    theirs = _TRUTHS.get(theirs, theirs) if ours in _TRUTHS.values() else _MIDNIGHT.sub("", theirs)
    if ours == theirs or {ours, theirs} <= {"", "NaN"}:
        return True
    a, b = _numbers(ours), _numbers(theirs)
    return a is not None and b is not None and len(a) == len(b) and all(map(_close, a, b))


def _close(a: float, b: float) -> bool:
    return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9)


def _numbers(text: str) -> list[float] | None:
    try:
        return [float(part) for part in text.replace(";", " ").split()] or None
    except ValueError:
        return None


def explain(score: Score) -> Iterator[str]:
    """Yield a line for each kind of difference."""
    for (kind, path), example in sorted(score.differences.items()):
        yield f"{kind} {path}: {example}"
