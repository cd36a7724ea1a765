"""A page from headquarters, opened and looked over before anything of it is taken.

The reply is signed, so what cannot be is a mistake at headquarters and no forgery. It must not reach the tables all
the same: a row that cannot be read again would stop its laptop for good.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any, Final, NoReturn

import msgspec

from fieldapp.domain.change import MalformedChangeError, Sealed, unseal
from fieldapp.domain.faults import SyncError
from fieldapp.domain.ids import is_record_id
from fieldapp.store.codec import decode
from fieldapp.store.inbox import ForeignChange, PageItem, Withdrawn
from fieldapp.store.projection import Whole
from sync.protocol import ChangeItem, Item, StateItem


class _Heads(msgspec.Struct):
    """``RecordState.encode_heads``, as far as its form goes."""

    c: dict[str, tuple[str, str, str]]
    d: str
    f: dict[str, list[str]] = {}
    n: list[str] = []
    r: dict[str, dict[str, Any]] = {}


_HEADS: Final = msgspec.json.Decoder(_Heads)
_VALUES: Final = msgspec.json.Decoder(dict[str, Any])


def open_page(items: Sequence[Item], after: int, upto: int) -> list[PageItem]:
    """Open the items of a page that leads from the sequence ``after`` to ``upto``. Raises SyncError PAGE_DAMAGED."""
    last = after
    opened: list[PageItem] = []
    for item in items:
        if isinstance(item, ChangeItem):
            if not last < item.seq <= upto:
                _refuse("The changes of a page from headquarters are not in their order.")
            last = item.seq
            opened.append(_open_change(item))
        elif isinstance(item, StateItem):
            opened.append(_open_state(item))
        else:
            opened.append(Withdrawn(item.seq, item.record_type, item.record_id))
    return opened


def _open_change(item: ChangeItem) -> ForeignChange:
    sealed = Sealed(item.entry, item.payload, item.salt)
    try:
        return ForeignChange(item.seq, unseal(sealed, decode), sealed)
    except (MalformedChangeError, ValueError):
        _refuse("A change from headquarters is not what its author sealed.")


def _open_state(item: StateItem) -> Whole:
    try:
        heads = _HEADS.decode(item.heads)
        values = _VALUES.decode(item.values)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        _refuse("A record from headquarters cannot be read.")
    if not is_record_id(item.record_id) or not values.keys().isdisjoint(heads.n) or not _is_whole(heads):
        _refuse("A record from headquarters does not fit together.")
    return Whole(
        item.seq,
        item.record_type,
        item.record_id,
        item.zone,
        item.values,
        item.heads,
        item.created_at,
        item.created_by,
        item.updated_at,
        item.updated_by,
    )


def _is_whole(heads: _Heads) -> bool:
    """Say whether every head is a change that the record knows the author of."""
    if not heads.c or (heads.d and heads.d not in heads.c):
        return False
    try:
        for change_id, (stamp, _author, _made_at) in heads.c.items():
            int(stamp, 16)
            int(change_id.rpartition("-")[2])
    except ValueError:
        return False
    return all(change_id in heads.c for change_id in chain(*heads.f.values(), *heads.r.values()))


def _refuse(what: str) -> NoReturn:
    raise SyncError("PAGE_DAMAGED", f"{what} Nothing of the page was taken, and nothing here was lost.") from None
