"""An item of abusive imagery stays what it is: a pointer to the forensic system, with nothing of its content here.

Once an item is pointed at, neither that nor its words are taken away by whoever holds a laptop: a supervisor may, with
a reason, at both ends. Source: domain.md 5.6 (18 USC 3509(m): such material stays in the custody of the government).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final, TypeAlias

from fieldapp.domain.access import Author, Role
from fieldapp.domain.problems import Problem
from fieldapp.domain.wire import Json

Wire: TypeAlias = Mapping[str, Json]

FORENSIC_ONLY: Final = "forensic_only"
_KEPT: Final = ("contraband", "kind", "description", "forensic_reference")


def is_pointer(contraband: Json, kind: Json) -> bool:
    """Say whether an item is only pointed at, and never opened here."""
    return bool(contraband) or kind == FORENSIC_ONLY


def evidence_problems(
    before: Wire | None, after: Wire, writer: Author, reason: str, disputed: Collection[str] = ()
) -> Iterator[Problem]:
    """Yield what forbids an item to become what it would be by a change of ``writer`` with this ``reason``.

    What was blank may be filled in. Where people disagree (``disputed``) on whether it is a pointer, that it is one
    wins until a supervisor says otherwise.
    """
    if before is None:
        return
    was_pointer = is_pointer(before.get("contraband"), before.get("kind"))
    if not was_pointer and "contraband" not in disputed:
        return
    lost = next((name for name in _KEPT if _is_lost(name, before, after)), None)
    if "contraband" in disputed and not after.get("contraband"):
        lost = "contraband"
    if lost is None:
        return
    if writer.role is not Role.SUPERVISOR:
        yield Problem("POINTER_KEPT", lost)
    elif not reason.strip():
        yield Problem("POINTER_REASON", lost)


def _is_lost(name: str, before: Wire, after: Wire) -> bool:
    old, new = before.get(name), after.get(name)
    if name == "kind":
        return old == FORENSIC_ONLY != new
    if name == "contraband":
        return bool(old) and not new
    if name == "forensic_reference":
        return bool(old) and not new
    return bool(old) and old != new
