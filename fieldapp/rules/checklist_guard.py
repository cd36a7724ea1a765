"""What was handed in or published is not changed under the reader's hand, and an agency's instrument stays with it.

The same rule judges a save on the laptop and a change that reaches headquarters. Only headquarters publishes: whether
a change that says so came from there is for headquarters to see (``sync.hq.judge``); here it must carry a signature.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

from fieldapp.domain.change import VOID_FIELD
from fieldapp.domain.problems import Problem
from fieldapp.domain.wire import Json

Wire: TypeAlias = Mapping[str, Json]

SUBMITTED: Final = "submitted"
PUBLISHED: Final = "published"
WITHDRAWN: Final = "withdrawn"
REFUSED: Final = "refused"

CONTENT: Final = (
    *("form_id", "version", "name", "sha256", "package_bytes", "parts"),
    *("licence_holder", "licence_terms", "licence_agency"),
    *("languages", "questions", "administration", "roles", "age_min", "age_max"),
)
"""What the package says, repeated on its record."""
_SIGNED: Final = (*CONTENT, "agency", "signature", "published_at")
_PIECE: Final = ("checklist", "number", "content")


def is_published(checklist: Wire | None) -> bool:
    """Say whether headquarters has signed this checklist; withdrawing it takes nothing of that back."""
    return checklist is not None and checklist.get("status") in {PUBLISHED, WITHDRAWN} and _has(checklist, "signature")


def checklist_problems(before: Wire | None, after: Wire) -> Iterator[Problem]:
    """Yield what forbids a checklist to become what it would be; ``before`` is None for a new one."""
    if _has(after, "licence_agency") and not _has(after, "agency"):
        yield Problem("CHECKLIST_FOR_ITS_AGENCY", "agency")
    if after.get("status") == PUBLISHED and not _has(after, "signature"):
        yield Problem("CHECKLIST_BY_HEADQUARTERS", "status")
    if before is None:
        return
    if is_published(before):
        is_back = after.get("status") not in {WITHDRAWN, before.get("status")}
        field = _first_change(before, after, _SIGNED) or ("status" if is_back else "")
        if field or after.get(VOID_FIELD):
            yield Problem("CHECKLIST_PUBLISHED", field or None)
    elif before.get("status") == after.get("status") == SUBMITTED and (field := _first_change(before, after, CONTENT)):
        yield Problem("CHECKLIST_SUBMITTED", field)


def part_problems(before: Wire | None, after: Wire, checklist: Wire | None) -> Iterator[Problem]:
    """Yield what forbids a part of a package to become what it would be. ``checklist`` is what it is a part of."""
    if checklist is None:
        if not after.get(VOID_FIELD):
            yield Problem("CHECKLIST_MISSING", "checklist")
        return
    if _has(checklist, "licence_agency") and after.get("agency") != checklist.get("agency"):
        yield Problem("CHECKLIST_FOR_ITS_AGENCY", "agency")
    if is_published(checklist):
        if before is None or after.get(VOID_FIELD) or _first_change(before, after, (*_PIECE, "agency")):
            yield Problem("CHECKLIST_PUBLISHED", "content")
    elif checklist.get("status") == SUBMITTED and before is not None and _is_touched(before, after):
        yield Problem("CHECKLIST_SUBMITTED", "content")


def _is_touched(before: Wire, after: Wire) -> bool:
    return bool(after.get(VOID_FIELD) or _first_change(before, after, _PIECE))


def _first_change(before: Wire, after: Wire, names: tuple[str, ...]) -> str:
    return next((name for name in names if before.get(name) != after.get(name)), "")


def _has(values: Wire, name: str) -> bool:
    return bool(values.get(name))
