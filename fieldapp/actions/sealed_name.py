"""Sealing who an undercover officer is, and sealing it anew: cipher text goes into the records, the name nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Final

from fieldapp.actions.keeper import Keeper, load_keepers
from fieldapp.actions.laptop import require_writable
from fieldapp.actions.query import query_rows
from fieldapp.actions.session import Session
from fieldapp.domain.change import VOID, VOID_FIELD
from fieldapp.domain.clock import to_wire
from fieldapp.domain.problems import Problem, Refused
from fieldapp.domain.wire import Json, clean_text, decode, encode
from fieldapp.store.credit import Credit, alias_key, load_credits
from fieldapp.vault.sealed_name import Holder, Seal, read_boxes, seal

LONGEST: Final = {"name": 120, "badge": 40, "agency": 120}
"""How many characters of each are sealed."""
RESEALED: Final = "Sealed anew"


@dataclass(frozen=True, repr=False)
class TrueName:
    """Who an alias stands for. It is held in memory alone, and shown for a moment."""

    name: str
    badge: str = ""
    agency: str = ""


@dataclass(frozen=True)
class SealedName:
    """One alias under seal. ``holders`` are the keepers it was sealed for, by name; ``left`` those struck out since.

    ``is_mine``: this laptop holds halves of it. ``is_twice``: another seal stands for the same alias number.
    """

    record_id: str
    alias: str
    sealed_by: str
    sealed_at: str
    holders: tuple[str, ...]
    left: tuple[str, ...]
    is_mine: bool
    is_twice: bool
    credit: Credit


def seal_name(session: Session, alias: str, true_name: TrueName, *, instead_of: str | None = None) -> str:
    """Seal a name for every keeper whose key was compared on this laptop; return the record's id.

    ``instead_of`` is a seal that this one replaces: it is struck out in the same transaction, and stays in the history.
    Raises Refused: not a supervisor, no alias number or name, fewer than two such people.
    """
    require_writable(session)
    alias, plain = _checked(session, alias, true_name)
    holders = [Holder(each.record_id, each.handle, each.key) for each in load_keepers(session) if each.is_compared]
    store = session.store
    made = seal(store.ids.new(), alias, plain, holders, store.random)
    values: dict[str, Json] = {
        "alias_number": alias,
        "content": made.content,
        "boxes": made.boxes,
        "sealed_by": session.profile.handle,
        "sealed_at": to_wire(session.clock.now()),
    }
    with store.transaction():
        store.save(session.author, "sealed_name", values, record_id=made.item)
        if instead_of is not None:
            gone: dict[str, Json] = {VOID_FIELD: True}
            store.save(session.author, "sealed_name", gone, record_id=instead_of, kind=VOID, reason=RESEALED)
    return made.item


def load_sealed_names(session: Session) -> tuple[SealedName, ...]:
    """Return every seal that stands, by alias number, with what was done under it."""
    keepers = {each.record_id: each for each in load_keepers(session, all_of_them=True)}
    credited = load_credits(session.store.connection, session.store.tables.records)
    ids = [row["id"] for row in query_rows(session, "SELECT id FROM sealed_name WHERE voided = 0")]
    rows = [(each, values) for each in ids if (values := session.store.record("sealed_name", each))]
    spelled = [alias_key(str(values.get("alias_number") or "")) for _, values in rows]
    found = [_sealed(each, values, keepers, spelled, credited) for each, values in rows]
    return tuple(sorted(found, key=lambda each: (alias_key(each.alias), each.sealed_at, each.record_id)))


def require_seal(session: Session, record_id: str) -> Seal:
    """Return a seal as it stands. Raises Refused SEAL_GONE."""
    values = session.store.record("sealed_name", record_id)
    if values is None:
        raise Refused([Problem("SEAL_GONE")])
    texts = (str(values.get(name) or "") for name in ("alias_number", "content", "boxes"))
    return Seal(record_id, *texts)


def read_true_name(plain: bytes) -> TrueName:
    """Read what was sealed. Raises Refused SEAL_CONTENT_DAMAGED."""
    try:
        whole = decode(plain)
        parts = {name: str(whole.get(name) or "") for name in LONGEST} if isinstance(whole, dict) else {}
    except ValueError:
        parts = {}
    if not parts:
        raise Refused([Problem("SEAL_CONTENT_DAMAGED", "content")])
    return TrueName(**parts)


def _checked(session: Session, alias: str, true_name: TrueName) -> tuple[str, bytes]:
    alias, parts = clean_text(alias).strip(), {n: clean_text(v).strip() for n, v in asdict(true_name).items()}
    if not session.author.is_supervisor:
        raise Refused([Problem("SEAL_ROLE", "sealed_by")])
    if not alias or not parts["name"]:
        raise Refused([Problem("SEALING_INCOMPLETE", "alias_number" if not alias else "content")])
    if alias_key(parts["name"]) == alias_key(alias):
        raise Refused([Problem("SEAL_ALIAS_IS_NAME", "alias_number")])
    if any(len(parts[name]) > most for name, most in LONGEST.items()):
        raise Refused([Problem("SEAL_TOO_LONG", "content")])
    words: dict[str, Json] = dict(parts)
    return alias, encode(words)


def _sealed(
    record_id: str,
    values: Mapping[str, Json],
    keepers: Mapping[str, Keeper],
    spelled: list[str],
    credited: Mapping[str, Credit],
) -> SealedName:
    alias = str(values.get("alias_number") or "")
    try:
        held = read_boxes(str(values.get("boxes") or "")).holders
    except Refused:
        held = ()
    known = [(holder, keepers.get(holder.keeper)) for holder in held]
    return SealedName(
        record_id,
        alias,
        str(values.get("sealed_by") or ""),
        str(values.get("sealed_at") or ""),
        tuple(keeper.name if keeper else holder.handle for holder, keeper in known),
        tuple(keeper.name if keeper else holder.handle for holder, keeper in known if not keeper or not keeper.is_live),
        is_mine=any(keeper is not None and keeper.is_own and keeper.is_live for _, keeper in known),
        is_twice=spelled.count(alias_key(alias)) > 1,
        credit=credited.get(alias_key(alias), Credit()),
    )
