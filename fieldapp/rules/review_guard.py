"""Nobody reviews their own work, and a review stays as it was written: who thinks otherwise writes another.

Source: the two-person rule of the county's booking and report review; AT-4 of the domain study.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

from fieldapp.domain.change import VOID_FIELD
from fieldapp.domain.problems import Problem
from fieldapp.domain.wire import Json

Wire: TypeAlias = Mapping[str, Json]

REVIEWED: Final = ("arrest", "recovery", "operation", "screening")
"""The kinds of record that a supervisor looks at once they are final."""
SETTLED: Final = ("custody_transfer",)
"""The kinds on which a supervisor decides when they are in dispute."""
APPROVED: Final = "approved"
RETURNED: Final = "returned"


def review_write_problems(before: Wire | None, after: Wire, author: str, writer: str) -> Iterator[Problem]:
    """Yield what forbids a review by ``writer`` (a handle) of a record that ``author`` began; "" when it is not here.

    ``before`` is the review as it stood, None for a new one. Once it says how it was decided it may
    be struck out, and nothing else.
    """
    if before is not None and before.get("decision"):
        if any(before.get(name) != after.get(name) for name in before.keys() | after.keys() if name != VOID_FIELD):
            yield Problem("REVIEW_FIXED", "decision")
        return
    if not after.get("decision"):  # still being written
        return
    if after.get("record_type") not in {*REVIEWED, *SETTLED}:
        yield Problem("REVIEW_KIND", "record_type")
    if author and author == writer:
        yield Problem("REVIEW_OWN", "reviewer")
