"""One person recovered more than once: each recovery is its own record, and says of the others."""

from __future__ import annotations

from dataclasses import dataclass

from fieldapp.actions.session import Session


@dataclass(frozen=True, repr=False)
class Repeat:
    """Another recovery of the same person: its id, its first contact in wire form (or blank), and where."""

    recovery_id: str
    first_contact_at: str
    place: str


def list_repeats(session: Session, recovery_id: str) -> tuple[Repeat, ...]:
    """Return the other recoveries of a recovery's person that this laptop holds, the latest first."""
    recovery = session.store.record("recovery", recovery_id)
    if recovery is None or not recovery.get("person"):
        return ()
    found = session.store.linked("recovery", "person", str(recovery["person"]))
    others = [
        Repeat(str(row["id"]), str(row.get("first_contact_at") or ""), str(row.get("place") or ""))
        for row in found
        if row["id"] != recovery_id
    ]
    return tuple(sorted(others, key=lambda each: each.first_contact_at, reverse=True))
