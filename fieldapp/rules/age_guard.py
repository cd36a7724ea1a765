"""Evidence of an age is whole from its first save, stays as it was stated, and is struck out only with the reason.

Both ends ask, at every save: somebody's years decide who is a child in the eyes of every other rule.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final, TypeAlias

from fieldapp.domain.change import VOID_FIELD
from fieldapp.domain.problems import Problem
from fieldapp.domain.record import final_problems
from fieldapp.domain.wire import Json
from fieldapp.records.age_evidence import AgeEvidence

Wire: TypeAlias = Mapping[str, Json]

EVIDENCE: Final = AgeEvidence.type_name
_FREE: Final = frozenset({VOID_FIELD, "state"})


def age_problems(
    before: Wire | None, after: Wire, reason: str = "", disputed: Collection[str] = ()
) -> Iterator[Problem]:
    """Yield what forbids evidence of an age to become what it would be; ``before`` is None for what is new.

    To settle a field on which two people disagree (``disputed``) alters nothing that was not open.
    """
    if before is None or not before.get("person"):
        yield from final_problems(AgeEvidence, after)
        return
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) != after.get(name) and name not in _FREE and name not in disputed:
            yield Problem("AGE_FIXED", name)
            return
    if after.get(VOID_FIELD) and not before.get(VOID_FIELD) and not reason.strip():
        yield Problem("AGE_STRUCK_WHY")
