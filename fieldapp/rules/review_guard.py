"""A supervisor reviews, nobody their own work, and a review stays as written: who thinks otherwise writes another.

Source: the two-person rule of the county's booking and report review; AT-4 of the domain study.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

from fieldapp.domain.access import Author
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


def review_write_problems(before: Wire | None, after: Wire, author: str, writer: Author) -> Iterator[Problem]:
    """Yield what forbids a review by ``writer`` of a record that ``author`` (a handle) began; "" when it is not here.

    ``before`` is the review as it stood, None for a new one. Once it says how it was decided it may
    be struck out, and nothing else.
    """
    if not writer.is_supervisor:
        settles = after.get("record_type") in SETTLED
        yield Problem("CUSTODY_SETTLED_BY_SUPERVISOR" if settles else "REVIEW_ROLE", "reviewer")
        return
    if before is not None and before.get("decision"):
        if any(before.get(name) != after.get(name) for name in before.keys() | after.keys() if name != VOID_FIELD):
            yield Problem("REVIEW_FIXED", "decision")
        return
    if not after.get("decision"):  # still being written
        return
    if after.get("record_type") not in {*REVIEWED, *SETTLED}:
        yield Problem("REVIEW_KIND", "record_type")
    if author and author == writer.handle:
        yield Problem("REVIEW_OWN", "reviewer")
    if after.get("reviewer") and not writer.is_called(after["reviewer"]):
        yield Problem("SIGNED_AS_ANOTHER", "reviewer")
