"""Who keeps, seals, asks and answers: what a sealed name's records must be like whoever writes them, at both ends.

The seal itself is the vault's; no guard opens anything. What is held here is who may say what, once, in their own name,
so that the history names the two people of every opening. Source: features N21, N25; domain.md 5.2; decision 029.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Final, TypeAlias

from fieldapp.domain.access import Author
from fieldapp.domain.change import VOID_FIELD
from fieldapp.domain.problems import Problem
from fieldapp.domain.wire import Json

Wire: TypeAlias = Mapping[str, Json]
Find: TypeAlias = Callable[[str, str], Wire | None]

AGREED: Final = "agreed"
REFUSED: Final = "refused"
ASKED: Final = ("sealed_name", "asked_by", "asked_at", "reason", "asked_with", "once_key")
ANSWERED: Final = ("answer", "answered_by", "answered_at", "answered_with", "answer_reason", "half")
SEALED: Final = ("alias_number", "agency", "content", "boxes", "sealed_by", "sealed_at")
_SEAL_NEEDS: Final = ("alias_number", "content", "boxes", "sealed_by", "sealed_at")
_KEEPER: Final = ("handle", "name", "agency", "public_key", "since")
_KEEPER_NEEDS: Final = ("handle", "public_key", "since")
_KEY: Final = re.compile(r"[0-9a-f]{64}\Z")


def keeper_problems(before: Wire | None, after: Wire, writer: Author) -> Iterator[Problem]:
    """Yield what forbids a keeper's record: a supervisor's own, whose key stays; any supervisor strikes one out."""
    shown = before or {}
    if not writer.is_supervisor:
        yield Problem("KEEPER_ROLE", "handle")
    elif not shown.get("public_key"):
        yield from (Problem("SEALING_INCOMPLETE", name) for name in _KEEPER_NEEDS if not after.get(name))
        if after.get("handle") != writer.handle:
            yield Problem("SIGNED_AS_ANOTHER", "handle")
        if not _KEY.match(str(after.get("public_key") or "")):
            yield Problem("KEY_SHAPE", "public_key")
    elif changed := _changed(shown, after, _KEEPER):
        yield Problem("KEEPER_FIXED", changed[0])
    elif shown.get(VOID_FIELD) and not after.get(VOID_FIELD) and shown.get("handle") != writer.handle:
        yield Problem("SIGNED_AS_ANOTHER", "handle")


def seal_problems(
    before: Wire | None, after: Wire, writer: Author, disputed: Collection[str] = ()
) -> Iterator[Problem]:
    """Yield what forbids a sealed name: a supervisor seals, in their own name; what is sealed is never written over."""
    shown = before or {}
    if not writer.is_supervisor:
        yield Problem("SEAL_ROLE", "sealed_by")
    elif not shown.get("content"):
        yield from (Problem("SEALING_INCOMPLETE", name) for name in _SEAL_NEEDS if not after.get(name))
        if after.get("sealed_by") != writer.handle:
            yield Problem("SIGNED_AS_ANOTHER", "sealed_by")
    elif changed := [name for name in _changed(shown, after, SEALED) if name not in disputed]:
        yield Problem("SEAL_FIXED", changed[0])


def opening_problems(before: Wire | None, after: Wire, writer: Author, find: Find) -> Iterator[Problem]:
    """Yield what forbids an opening: a keeper asks, another answers, once; whoever asked opens; nothing is struck out.

    ``find`` returns a record that is not struck out.
    """
    shown = before or {}
    if after.get(VOID_FIELD):
        yield Problem("OPENING_NOT_STRUCK", "asked_at")
    elif not shown.get("asked_by"):
        yield from _asking_problems(after, writer, find)
    elif changed := _changed(shown, after, ASKED):
        yield Problem("OPENING_FIXED", changed[0])
    elif changed := _changed(shown, after, ANSWERED):
        yield from _answer_problems(shown, after, changed[0], writer, find)
    elif shown.get("opened_at") != after.get("opened_at"):
        yield from _opened_problems(shown, after, writer)


def _asking_problems(after: Wire, writer: Author, find: Find) -> Iterator[Problem]:
    yield from (Problem("SEALING_INCOMPLETE", name) for name in ASKED if not after.get(name))
    if after.get("asked_by") != writer.handle:
        yield Problem("SIGNED_AS_ANOTHER", "asked_by")
    if not _keeps(after.get("asked_with"), writer, find):
        yield Problem("KEEPER_NEEDED", "asked_with")
    if not find("sealed_name", str(after.get("sealed_name") or "")):
        yield Problem("SEAL_GONE", "sealed_name")
    if not _KEY.match(str(after.get("once_key") or "")):
        yield Problem("KEY_SHAPE", "once_key")
    if any(after.get(name) for name in (*ANSWERED, "opened_at")):
        yield Problem("OPENING_ALONE", "answer")


def _answer_problems(before: Wire, after: Wire, first: str, writer: Author, find: Find) -> Iterator[Problem]:
    if before.get("asked_by") == writer.handle:
        yield Problem("OPENING_ALONE", first)
    elif before.get("answer"):
        yield Problem("OPENING_ANSWERED", first)
    elif after.get("answered_by") != writer.handle:
        yield Problem("SIGNED_AS_ANOTHER", "answered_by")
    elif not _keeps(after.get("answered_with"), writer, find):
        yield Problem("KEEPER_NEEDED", "answered_with")
    elif not after.get("answer") or not after.get("answered_at"):
        yield Problem("SEALING_INCOMPLETE", "answer")
    elif bool(after.get("half")) != (after.get("answer") == AGREED):
        yield Problem("HALF_WITH_CONSENT", "half")
    elif after.get("answer") != AGREED and not after.get("answer_reason"):
        yield Problem("REFUSAL_REASON_MISSING", "answer_reason")
    elif after.get("opened_at"):
        yield Problem("OPENING_ALONE", "opened_at")


def _opened_problems(before: Wire, after: Wire, writer: Author) -> Iterator[Problem]:
    if before.get("asked_by") != writer.handle:
        yield Problem("SIGNED_AS_ANOTHER", "opened_at")
    elif before.get("answer") != AGREED:
        yield Problem("OPENING_ALONE", "opened_at")
    elif before.get("opened_at") or not after.get("opened_at"):
        yield Problem("OPENING_FIXED", "opened_at")


def _keeps(keeper_id: Json, writer: Author, find: Find) -> bool:
    """Say whether this is the live record of a keeper who is the writer, and a supervisor still."""
    keeper = find("keeper", str(keeper_id)) if keeper_id else None
    return keeper is not None and writer.is_supervisor and keeper.get("handle") == writer.handle


def _changed(before: Wire, after: Wire, names: tuple[str, ...]) -> list[str]:
    return [name for name in names if before.get(name) != after.get(name)]
