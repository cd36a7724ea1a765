"""How things stand with headquarters: always when it last worked, what waits, what failed and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from fieldapp.actions.capture import save_record
from fieldapp.actions.lookup import title_of
from fieldapp.actions.session import Session
from fieldapp.domain.change import VOID_FIELD, MalformedChangeError, Sealed, unseal
from fieldapp.domain.clock import TOLERATED_MS, from_wire, to_wire
from fieldapp.domain.wire import Json
from fieldapp.store import outbox
from fieldapp.store.outbox import QuarantinedChange

_LAST_OK: Final = "sync last ok"
_LAST_FAULT: Final = "sync last fault"
_CLOCK_AHEAD: Final = "sync clock ahead"
_MOMENTS: Final = timedelta(seconds=20)


@dataclass(frozen=True)
class ExchangeStatus:
    """``fault`` is the sentence of the last failure since it last worked, else None.

    ``clock_ahead_ms``: how far this laptop's clock was ahead of headquarters' then, in whole
    minutes; 0 while it is right.
    """

    last_ok_at: str | None
    fault: str | None
    waiting: int
    refused: int
    clock_ahead_ms: int = 0


@dataclass(frozen=True, repr=False)
class RefusedChange:
    """A change that HQ put aside, with what it tried to write."""

    change: QuarantinedChange
    title: str
    fields: dict[str, Json]


def load_status(session: Session) -> ExchangeStatus:
    """Return how things stand."""
    store = session.store
    return ExchangeStatus(
        store.meta(_LAST_OK),
        store.meta(_LAST_FAULT) or None,
        outbox.unsent(store),
        len(outbox.quarantined(store)),
        int(store.meta(_CLOCK_AHEAD) or 0),
    )


def note_success(session: Session, ahead_ms: int = 0) -> None:
    """Write down that a round worked to its end just now; not again when that was noted moments ago.

    ``ahead_ms``: how far this laptop's clock is ahead of headquarters'.
    """
    now, noted = session.clock.now(), session.store.meta(_LAST_OK)
    ahead = str(round(ahead_ms / 60_000) * 60_000 if abs(ahead_ms) > TOLERATED_MS else 0)
    is_fresh = noted and not session.store.meta(_LAST_FAULT) and timedelta(0) <= now - from_wire(noted) < _MOMENTS
    if is_fresh and (session.store.meta(_CLOCK_AHEAD) or "0") == ahead:
        return
    with session.store.transaction():
        session.store.set_meta(_CLOCK_AHEAD, ahead)
        session.store.set_meta(_LAST_OK, to_wire(now))
        session.store.set_meta(_LAST_FAULT, "")


def note_fault(session: Session, sentence: str) -> None:
    """Write down why the last round did not work."""
    with session.store.transaction():
        session.store.set_meta(_LAST_FAULT, sentence)


def load_refused(session: Session) -> list[RefusedChange]:
    """Return every change that HQ did not accept and nobody has settled, with what it says."""
    store = session.store
    found = []
    for change in outbox.quarantined(store):
        entry = store.journal.own_after(store.connection, change.counter - 1, 1, 1 << 30)[0]
        fields = _fields_of(entry.sealed)
        row = store.load(change.record_type, change.record_id) if change.record_type else None
        title = title_of(session, change.record_type, row.state.values if row else fields) if change.record_type else ""
        found.append(RefusedChange(change, title, {n: v for n, v in fields.items() if n != VOID_FIELD}))
    return found


def _fields_of(sealed: Sealed) -> dict[str, Json]:
    """Return what a change writes; nothing when it cannot be read, which is then why HQ put it aside."""
    try:
        return unseal(sealed).fields
    except MalformedChangeError:
        return {}


def send_again(session: Session, refused: RefusedChange) -> None:
    """Write what was refused anew: a new change, which goes out with the next round. The journal keeps the old one."""
    with session.store.transaction():
        if refused.fields:
            save_record(
                session,
                refused.change.record_type,
                refused.fields,
                record_id=refused.change.record_id,
                reason="Sent again",
            )
        outbox.settle_quarantined(session.store, refused.change.counter)


def give_up(session: Session, refused: RefusedChange) -> None:
    """Take a refused change off the list without writing it again."""
    outbox.settle_quarantined(session.store, refused.change.counter)


__all__ = [
    "ExchangeStatus",
    "RefusedChange",
    "give_up",
    "load_refused",
    "load_status",
    "note_fault",
    "note_success",
    "send_again",
]
