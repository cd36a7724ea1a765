"""Who changed what, when, on which laptop, from what to what, and why; and who looked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from fieldapp.actions.session import Session
from fieldapp.domain.change import ACCESS, VOID_FIELD, MalformedChangeError, unseal
from fieldapp.domain.merge import RecordState
from fieldapp.domain.wire import Json
from fieldapp.store.outbox import quarantined
from fieldapp.store.rebuild import base_rows, is_in_base

RECEIVED: Final = "received"
"""The kind of the one act that stands for all before the state that headquarters sent whole."""


@dataclass(frozen=True, repr=False)
class FieldEdit:
    """One field before and after an act, as wire values."""

    name: str
    before: Json
    after: Json


@dataclass(frozen=True, repr=False)
class Act:
    """One line of a record's history. ``refused`` is HQ's reason where it did not accept the change."""

    change_id: str
    kind: str
    author: str
    device: str
    made_at: str
    reason: str | None
    edits: tuple[FieldEdit, ...]
    refused: str | None = None


def load_history(session: Session, record_type: str, record_id: str) -> list[Act]:
    """Return the acts on a record that this laptop knows, newest first.

    What lies before the state that headquarters sent whole is at headquarters; it then opens the list as one act.
    """
    store = session.store
    base = base_rows(store.connection, [record_id]).get(record_id)
    acts: list[Act] = []
    state = RecordState(record_type, record_id, "")
    if base is not None:
        state = base.state
        shown = tuple(FieldEdit(n, None, v) for n, v in sorted(state.values.items()) if n != VOID_FIELD)
        acts.append(Act("", RECEIVED, base.updated_by, "", base.updated_at, None, shown))
    refused = {f"{store.device}-{q.counter}": q.reason for q in quarantined(store)}
    for entry in store.journal.of_record(store.connection, record_id):
        if not entry.sealed.payload or (base is not None and is_in_base(store, entry, base.hq_seq)):
            continue
        try:
            change = unseal(entry.sealed)
        except MalformedChangeError as error:
            acts.append(Act(f"{entry.device}-{entry.counter}", "unreadable", "", entry.device, "", str(error), ()))
            continue
        before = dict(state.values)
        if change.kind != ACCESS and change.id not in refused:
            state.apply(change)
        edits = tuple(FieldEdit(n, before.get(n), v) for n, v in change.fields.items() if n != VOID_FIELD)
        acts.append(
            Act(
                change.id,
                change.kind,
                change.author,
                change.device,
                change.made_at,
                change.reason,
                edits,
                refused.get(change.id),
            )
        )
    return acts[::-1]
