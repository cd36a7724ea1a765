"""What was typed and could not be saved yet, and where the cursor stood: kept in the encrypted store over a lock.

Half a time is no value, so no record can hold it; it is still somebody's work. It never leaves this laptop.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from fieldapp.actions.session import Session

_NOTHING: Final = ""


@dataclass(frozen=True)
class Typed:
    """Texts by field, as they stood, and the field that had the keyboard (or none)."""

    texts: Mapping[str, str] = field(default_factory=dict)
    focus: str = ""


def keep_typed(session: Session, record_type: str, record_id: str | None, typed: Typed) -> None:
    """Keep what was typed into a record's form; ``record_id`` None is the form of a new one."""
    if session.missing:
        return
    with session.store.transaction():
        session.store.set_meta(
            _key(record_type, record_id), json.dumps({"texts": {**typed.texts}, "focus": typed.focus})
        )


def take_typed(session: Session, record_type: str, record_id: str | None) -> Typed:
    """Return what was kept, and keep it no longer."""
    key = _key(record_type, record_id)
    text = session.store.meta(key)
    if not text:
        return Typed()
    with session.store.transaction():
        session.store.set_meta(key, _NOTHING)
    kept = json.loads(text)
    return Typed(kept["texts"], kept["focus"])


def _key(record_type: str, record_id: str | None) -> str:
    return f"typed {record_type} {record_id or 'new'}"
