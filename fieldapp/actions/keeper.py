"""Who keeps halves of sealed names: becoming a keeper, comparing keys over the telephone, leaving.

A keeper is one person on one laptop: the key is made from the laptop's own and never leaves it. Another laptop of the
same person is another keeper, with whom it is no pair.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from fieldapp.actions.laptop import require_writable
from fieldapp.actions.session import Session
from fieldapp.domain.change import RESTORE, VOID, VOID_FIELD
from fieldapp.domain.clock import to_wire
from fieldapp.domain.problems import Problem, Refused
from fieldapp.domain.wire import Json
from fieldapp.vault.identity import fingerprint
from fieldapp.vault.keeper_key import KeeperKey

MOST_READ: Final = 200
_COMPARED: Final = "keepers compared"


@dataclass(frozen=True)
class Keeper:
    """One keeper. ``is_own``: of this laptop; ``is_compared``: the person here has compared their key by word of mouth.

    ``fingerprint`` is what the two read to each other. ``is_live``: not struck out.
    """

    record_id: str
    handle: str
    name: str
    key: str
    since: str
    is_own: bool
    is_compared: bool
    is_live: bool = True

    @property
    def fingerprint(self) -> str:
        """Twenty digits that stand for the key."""
        return fingerprint(bytes.fromhex(self.key))


def keeper_key(session: Session) -> KeeperKey:
    """Return the key of whoever is at this laptop."""
    return KeeperKey.of_device(session.identity)


def load_keepers(session: Session, *, all_of_them: bool = False) -> tuple[Keeper, ...]:
    """Return the keepers by name, this laptop's own first; with ``all_of_them`` also those that were struck out."""
    store, own = session.store, keeper_key(session).public.hex()
    rows = store.projection.scan(store.connection, "keeper", "", MOST_READ)
    compared = _compared(session)
    found = [
        Keeper(
            row.state.record_id,
            str(values.get("handle") or ""),
            str(values.get("name") or values.get("handle") or ""),
            str(values["public_key"]),
            str(values.get("since") or ""),
            is_own=values["public_key"] == own,
            is_compared=values["public_key"] in compared or values["public_key"] == own,
            is_live=not row.state.voided,
        )
        for row in rows
        if (values := row.state.values).get("public_key") and (all_of_them or not row.state.voided)
    ]
    return tuple(sorted(found, key=lambda each: (not each.is_own, each.name.casefold(), each.record_id)))


def own_keeper(session: Session) -> Keeper | None:
    """Return this laptop's keeper; None while its owner is none."""
    return next((keeper for keeper in load_keepers(session) if keeper.is_own), None)


def become_keeper(session: Session) -> str:
    """Make whoever is at this laptop a keeper; return the record's id. Raises Refused KEEPER_ROLE."""
    require_writable(session)
    held = next((each for each in load_keepers(session, all_of_them=True) if each.is_own), None)
    if held is not None and held.is_live:
        return held.record_id
    store, author = session.store, session.author
    if held is not None:
        restored: dict[str, Json] = {VOID_FIELD: False}
        store.save(author, "keeper", restored, record_id=held.record_id, kind=RESTORE, reason="Keeps again")
        return held.record_id
    profile = session.profile
    values: Mapping[str, Json] = {
        "handle": profile.handle,
        "name": profile.name or profile.handle,
        "agency": profile.agency,
        "public_key": keeper_key(session).public.hex(),
        "since": to_wire(session.clock.now()),
    }
    return store.save(author, "keeper", values).state.record_id


def note_compared(session: Session, keeper_id: str) -> None:
    """Note on this laptop that its person compared a keeper's digits with them; names are sealed for none but these."""
    keeper = next((each for each in load_keepers(session) if each.record_id == keeper_id), None)
    if keeper is None:
        raise Refused([Problem("KEEPER_GONE")])
    session.store.set_meta(_COMPARED, json.dumps(sorted({*_compared(session), keeper.key})))


def retire_keeper(session: Session, keeper_id: str, reason: str) -> None:
    """Strike a keeper out who left. What is sealed for them stays openable to them until it is sealed anew."""
    require_writable(session)
    if not reason.strip():
        raise Refused([Problem("REASON_REQUIRED", None, {"label": "Keeper"})])
    session.store.save(
        session.author, "keeper", {VOID_FIELD: True}, record_id=keeper_id, kind=VOID, reason=reason.strip()
    )


def _compared(session: Session) -> set[str]:
    return set(json.loads(session.store.meta(_COMPARED) or "[]"))
