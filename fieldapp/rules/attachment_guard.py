"""What a kept file is stays as it was attached; what is hard to look at is uncovered by a supervisor only.

A look at such a picture is its viewer's own statement: it names them and their reason, and nobody changes it after.
Source: features.md N26 (counted views), domain.md 5.6 and 5.7 (attachments).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

from fieldapp.domain.access import Author
from fieldapp.domain.change import VOID_FIELD
from fieldapp.domain.problems import Problem
from fieldapp.domain.wire import Json

Wire: TypeAlias = Mapping[str, Json]

COVERED_BY_DEFAULT: Final = frozenset({"evidence_item"})
"""Whose pictures are covered until a supervisor says otherwise."""
IMAGES: Final = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/heic"})
_OWNERS: Final = (("screening", "question"), ("record_type", "record_id"))
_FIXED: Final = ("screening", "question", "record_type", "record_id", "media_type", "size_bytes", "sha256", "parts")


def is_covered(attachment: Wire) -> bool:
    """Say whether a file is a picture that is opened with a reason only, and counted."""
    if attachment.get("media_type") not in IMAGES:
        return False
    marked = attachment.get("distressing")
    return bool(marked) or (marked is None and attachment.get("record_type") in COVERED_BY_DEFAULT)


def attachment_problems(before: Wire | None, after: Wire, writer: Author) -> Iterator[Problem]:
    """Yield what forbids a kept file to become what it would be by a change of ``writer``; None before it is new."""
    if before is None:
        answers, is_kept_with = (after.get(one) and after.get(other) for one, other in _OWNERS)
        if bool(answers) == bool(is_kept_with):
            yield Problem("ATTACHMENT_OWNER", "record_id")
        before = {**after, "distressing": None}
    for name in _FIXED:
        if before.get(name) is not None and before.get(name) != after.get(name):
            yield Problem("ATTACHMENT_FIXED", name)
            return
    if is_covered(before) and not is_covered(after) and not writer.is_supervisor:
        yield Problem("SUPERVISOR_NEEDED", "distressing")


def view_problems(before: Wire | None, after: Wire, writer: Author) -> Iterator[Problem]:
    """Yield what forbids a look to be written down by ``writer`` as it would be; once written it stays."""
    if before is not None:
        if any(before.get(name) != after.get(name) for name in before.keys() | after.keys()):
            yield Problem("VIEW_FIXED", "viewer")
        return
    if after.get("viewer") != writer.handle:
        yield Problem("SIGNED_AS_ANOTHER", "viewer")
    if after.get(VOID_FIELD):
        yield Problem("VIEW_FIXED", "viewer")
    for name in ("attachment", "viewed_at"):
        if not after.get(name):
            yield Problem("VIEW_INCOMPLETE", name)
    if not str(after.get("reason") or "").strip():
        yield Problem("VIEW_INCOMPLETE", "reason")
