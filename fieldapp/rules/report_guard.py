"""A published report is a supervisor's word about the figures, signed by their laptop; it never changes again.

Source: features N11 and N29: a signed past report stays as it was, whatever comes later.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

from fieldapp.domain.access import Author
from fieldapp.domain.problems import Problem
from fieldapp.domain.wire import Json, encode

Wire: TypeAlias = Mapping[str, Json]

REPORT: Final = "published_report"
PART: Final = "published_report_part"
SIGNED: Final = (
    *("name", "first_day", "last_day", "as_of", "published_at", "published_by", "program_version"),
    *("sha256", "parts", "part_digests", "public_key"),
)
"""The fields of a report that its signature covers: all but the signature."""


def report_statement(record_id: str, values: Wire) -> bytes:
    """Return what a laptop signs when it publishes: which report, what it says of itself, the digest of its text."""
    return b"fieldapp published report v1\n" + encode([record_id, {name: values.get(name) for name in SIGNED}])


def report_problems(before: Wire | None, after: Wire, writer: Author, *, is_signed: bool) -> Iterator[Problem]:
    """Yield what forbids a report to be written. ``before``: as it stood, None for a new one."""
    if not writer.is_supervisor:
        yield Problem("REPORT_ROLE", "published_by")
    elif before is not None:
        if differs(before, after):
            yield Problem("REPORT_FIXED", "sha256")
    elif not is_signed:
        yield Problem("REPORT_UNSIGNED", "signature")
    elif not writer.is_called(after.get("published_by")):
        yield Problem("SIGNED_AS_ANOTHER", "published_by")


def part_problems(before: Wire | None, after: Wire, report: Wire | None, writer: Author) -> Iterator[Problem]:
    """Yield what forbids a part. All come before their report; once it is there, none is added, changed or struck."""
    if not writer.is_supervisor:
        yield Problem("REPORT_ROLE", "content")
    elif (before is None and report is not None) or (before is not None and differs(before, after)):
        yield Problem("REPORT_FIXED", "content")


def differs(before: Wire, after: Wire) -> bool:
    """Say whether anything would change, the strike-out included."""
    return any(before.get(name) != after.get(name) for name in before.keys() | after.keys())
