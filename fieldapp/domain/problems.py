"""A rule that the person broke, said so that it can be mended: which field, what is wrong, what to do."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One broken rule.

    ``code`` is stable UPPER_SNAKE and keys the sentence in ``resources/texts``; ``values`` fill its gaps and
    hold labels and limits, never what the person typed.
    """

    code: str
    field: str | None = None
    values: dict[str, str | int] = dataclasses.field(default_factory=dict)


class Refused(Exception):  # noqa: N818 - the house word: the act was refused, nothing is broken
    """An act was refused; nothing was written. ``problems`` says why, one entry a rule."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(", ".join(problem.code for problem in self.problems))
