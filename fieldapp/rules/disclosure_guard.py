"""The register of what left: a line is whole when it is written, and stays as it was written.

Whoever wrote a line may strike it out with the reason, when the file never came to be; the line and its reason stay to
be read. Nobody strikes out, brings back or changes another's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fieldapp.domain.access import Author
from fieldapp.domain.change import VOID_FIELD
from fieldapp.domain.problems import Problem
from fieldapp.domain.record import final_problems
from fieldapp.domain.wire import Json
from fieldapp.records.disclosure import Disclosure


def disclosure_problems(
    before: Mapping[str, Json] | None, after: Mapping[str, Json], began_by: str, writer: Author, reason: str
) -> Iterator[Problem]:
    """Yield what forbids a line of the register to become what it would be. ``began_by``: who wrote it, by handle."""
    if before is None:
        yield from final_problems(Disclosure, after)
        if after.get("given_by") and not writer.is_called(after["given_by"]):
            yield Problem("SIGNED_AS_ANOTHER", "given_by")
        if after.get(VOID_FIELD):
            yield Problem("DISCLOSURE_STAYS")
        return
    if any(before.get(name) != after.get(name) for name in {*before, *after} - {VOID_FIELD}):
        yield Problem("DISCLOSURE_STAYS")
    was_void, is_void = bool(before.get(VOID_FIELD)), bool(after.get(VOID_FIELD))
    if was_void != is_void and (writer.handle != began_by or not is_void or not reason.strip()):
        yield Problem("DISCLOSURE_STAYS")
