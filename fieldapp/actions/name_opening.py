"""Opening a sealed name: one keeper asks and says why, another answers, and whoever asked sees it for a moment.

The key of one question lies in the asker's store until the name was opened; then it is gone, and the half that was
passed on opens no more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from fieldapp.actions.colleague import load_colleagues
from fieldapp.actions.history import load_history
from fieldapp.actions.keeper import keeper_key, load_keepers, own_keeper
from fieldapp.actions.laptop import require_writable
from fieldapp.actions.query import query_rows
from fieldapp.actions.sealed_name import TrueName, read_true_name, require_seal
from fieldapp.actions.session import Session
from fieldapp.domain.access import REVIEWERS
from fieldapp.domain.change import VOID, VOID_FIELD
from fieldapp.domain.clock import from_wire, to_wire
from fieldapp.domain.problems import Problem, Refused
from fieldapp.domain.wire import Json
from fieldapp.rules.sealed_name_guard import AGREED, REFUSED
from fieldapp.vault.keeper_key import KeeperKey
from fieldapp.vault.sealed_name import Holder, Seal, open_seal, own_half, pass_half, read_boxes, take_half

OPENING_ROWS: Final = 100
GOOD_FOR: Final = timedelta(days=3)
"""How long after a yes the name may be opened; whoever agreed agreed to now."""
_ONCE: Final = "opening {}"
_ALL: Final = (
    "SELECT o.id, s.alias_number, o.sealed_name, o.asked_by, o.asked_at, o.reason, o.answer, o.answered_by, "
    "o.answered_at, o.answer_reason, o.opened_at FROM name_opening AS o JOIN sealed_name AS s ON s.id = o.sealed_name "
    "WHERE o.voided = 0 AND s.voided = 0 ORDER BY o.updated_at DESC LIMIT ?"
)
_WAITING: Final = (
    "SELECT o.asked_by, o.sealed_name FROM name_opening AS o JOIN sealed_name AS s ON s.id = o.sealed_name "
    "WHERE o.answer IS NULL AND o.asked_by <> ? AND o.voided = 0 AND s.voided = 0 ORDER BY o.updated_at DESC LIMIT ?"
)


@dataclass(frozen=True, repr=False)
class Opening:
    """A question about a seal, and how it stands.

    ``state``: asked (waits for this laptop's keeper), mine (waits for an answer), agreed (this laptop opens it),
    refused, opened, lapsed (agreed to, and not opened in time), other (between others).
    """

    record_id: str
    sealed_name: str
    alias: str
    state: str
    asked_by: str
    asked_at: str
    reason: str
    answered_by: str = ""
    answered_at: str = ""
    answer_reason: str = ""
    opened_at: str = ""


@dataclass(frozen=True, repr=False)
class LogLine:
    """One signed act on a seal or an opening of it, from the journal. ``act`` is a key of the texts; see ``_acts``."""

    at: str
    act: str
    who: str
    device: str
    words: str = ""


def ask_to_open(session: Session, sealed_id: str, reason: str) -> str:
    """Ask the other keepers for their half; return the question's id. Raises Refused."""
    require_writable(session)
    seal, own = require_seal(session, sealed_id), own_keeper(session)
    if own is None or read_boxes(seal.boxes).place_of(own.key) is None:
        raise Refused([Problem("SEAL_NOT_YOURS")])
    if not reason.strip():
        raise Refused([Problem("REASON_REQUIRED", None, {"label": "Sealed name"})])
    store, once = session.store, KeeperKey.for_once(session.store.random)
    values: dict[str, Json] = {
        "sealed_name": sealed_id,
        "asked_by": session.profile.handle,
        "asked_at": to_wire(session.clock.now()),
        "reason": reason.strip(),
        "asked_with": own.record_id,
        "once_key": once.public.hex(),
    }
    with store.transaction():
        opening = store.save(session.author, "name_opening", values).state.record_id
        store.set_meta(_ONCE.format(opening), once.private_bytes().hex())
    return opening


def agree_to_open(session: Session, opening_id: str) -> None:
    """Answer yes: pass this keeper's half on, locked to whoever asked. Raises Refused."""
    opening = _require_open(session, opening_id)
    seal = require_seal(session, str(opening["sealed_name"]))
    asker = _holder(seal, opening["asked_with"])
    half = own_half(seal, keeper_key(session), asker.key)
    passed = pass_half(half, seal, opening_id, asker.key, str(opening["once_key"]))
    _answer(session, opening_id, {"answer": AGREED, "half": passed})


def refuse_to_open(session: Session, opening_id: str, reason: str) -> None:
    """Answer no, and say why. Raises Refused."""
    _require_open(session, opening_id)
    _answer(session, opening_id, {"answer": REFUSED, "answer_reason": reason.strip() or None})


def open_name(session: Session, opening_id: str) -> TrueName:
    """Open what another keeper agreed to, and note when. It opens once: the key of this question is gone then.

    Raises Refused: not agreed, opened already or asked on another laptop, or the seal, a box or the half is damaged.
    """
    require_writable(session)
    store = session.store
    opening = store.record("name_opening", opening_id) or {}
    key = store.meta(_ONCE.format(opening_id))
    if opening.get("answer") != AGREED or opening.get("asked_by") != session.profile.handle:
        raise Refused([Problem("OPENING_ALONE", "answer")])
    if opening.get("opened_at") or not key:
        raise Refused([Problem("OPENING_OVER", "opened_at")])
    if _is_lapsed(session, str(opening.get("answered_at") or "")):
        store.set_meta(_ONCE.format(opening_id), "")
        raise Refused([Problem("OPENING_LAPSED", "answered_at", {"days": GOOD_FOR.days})])
    seal = require_seal(session, str(opening["sealed_name"]))
    mine, other = keeper_key(session), _holder(seal, opening.get("answered_with"))
    passed = take_half(str(opening.get("half") or ""), seal, opening_id, mine, KeeperKey(bytes.fromhex(key)))
    found = read_true_name(open_seal(seal, own_half(seal, mine, other.key), passed))
    with store.transaction():
        opened: dict[str, Json] = {"opened_at": to_wire(session.clock.now())}
        store.save(session.author, "name_opening", opened, record_id=opening_id)
        store.set_meta(_ONCE.format(opening_id), "")
    return found


def load_openings(session: Session) -> tuple[Opening, ...]:
    """Return the questions about seals that stand, what waits for this person first, then the newest."""
    own, name_of = own_keeper(session), _names(session)
    found = []
    for row in query_rows(session, _ALL, OPENING_ROWS):
        texts = {name: str(row[name] or "") for name in row.keys() - {"id", "alias_number"}}
        state = _state(session, row, own.key if own else "")
        texts.pop("answer")
        names = {name: name_of(texts.pop(name)) for name in ("asked_by", "answered_by")}
        found.append(Opening(record_id=row["id"], alias=row["alias_number"] or "", state=state, **texts, **names))
    first = {"asked": 0, "agreed": 1, "mine": 2}
    return tuple(sorted(found, key=lambda each: first.get(each.state, 3)))


def count_asked(session: Session) -> int:
    """Return how many questions wait for this person's answer; asked at every look at the board."""
    if session.role not in REVIEWERS:
        return 0
    waiting = query_rows(session, _WAITING, session.profile.handle, OPENING_ROWS)
    own = own_keeper(session) if waiting else None
    return sum(_may_answer(session, row, own.key) for row in waiting) if own is not None else 0


def is_asked_of(session: Session, opening: Mapping[str, Json]) -> bool:
    """Say whether a question is one that this laptop's keeper can answer: news for them."""
    own = own_keeper(session)
    return own is not None and _may_answer(session, opening, own.key)


def load_opening_log(session: Session, sealed_id: str) -> tuple[LogLine, ...]:
    """Return every act on a seal and its openings as the journal has them, newest first: who, on which laptop, when."""
    name_of = _names(session)
    rows = query_rows(session, "SELECT id FROM name_opening WHERE sealed_name = ? ORDER BY id", sealed_id)
    records = [("sealed_name", sealed_id), *(("name_opening", row["id"]) for row in rows)]
    lines = []
    for record_type, record_id in records:
        for act in reversed(load_history(session, record_type, record_id)):
            written = {edit.name: edit.after for edit in act.edits}
            words = str(written.get("reason") or written.get("answer_reason") or act.reason or "")
            if act.refused is None:
                which = _act(record_type, act.kind, written)
                lines.append(LogLine(act.made_at, which, name_of(act.author), act.device, words))
    return tuple(sorted(lines, key=lambda line: line.at)[::-1])


def _names(session: Session) -> Callable[[str], str]:
    """Return what says how a handle is called: by the keepers' own records, else by whatever names them."""
    keepers = {keeper.handle: keeper.name for keeper in load_keepers(session, all_of_them=True)}
    people = load_colleagues(session)
    return lambda handle: keepers.get(handle) or people.name_of(handle)


def _act(record_type: str, kind: str, written: Mapping[str, Json]) -> str:
    """Which act it was: sealed, struck, asked, agreed, refused, opened, changed."""
    if kind == VOID or written.get(VOID_FIELD):
        return "struck"
    if record_type == "sealed_name":
        return "sealed" if "content" in written else "changed"
    if "asked_by" in written:
        return "asked"
    if "answer" in written:
        return str(written["answer"])
    return "opened" if "opened_at" in written else "changed"


def _may_answer(session: Session, opening: Mapping[str, Json], own_key: str) -> bool:
    """Say whether the keeper of this key holds a half of what somebody else asks for."""
    if opening.get("asked_by") == session.profile.handle:
        return False
    seal = session.store.record("sealed_name", str(opening.get("sealed_name") or "")) or {}
    return own_key in str(seal.get("boxes") or "")


def _state(session: Session, row: Mapping[str, object], own_key: str) -> str:
    is_mine = row["asked_by"] == session.profile.handle
    if row["opened_at"]:
        return "opened"
    if row["answer"] == REFUSED:
        return "refused"
    if row["answer"] == AGREED and _is_lapsed(session, str(row["answered_at"] or "")):
        return "lapsed"
    if row["answer"] == AGREED:
        return "agreed" if is_mine and session.store.meta(_ONCE.format(row["id"])) else "other"
    if is_mine:
        return "mine"
    asked = {"asked_by": str(row["asked_by"]), "sealed_name": str(row["sealed_name"])}
    return "asked" if own_key and _may_answer(session, asked, own_key) else "other"


def _is_lapsed(session: Session, answered_at: str) -> bool:
    return not answered_at or session.clock.now() > from_wire(answered_at) + GOOD_FOR


def _require_open(session: Session, opening_id: str) -> Mapping[str, Json]:
    require_writable(session)
    opening = session.store.record("name_opening", opening_id)
    if opening is None:
        raise Refused([Problem("SEAL_GONE")])
    if opening.get("answer"):
        raise Refused([Problem("OPENING_ANSWERED", "answer")])
    if opening.get("asked_by") == session.profile.handle:
        raise Refused([Problem("OPENING_ALONE", "answer")])
    return opening


def _answer(session: Session, opening_id: str, answer: Mapping[str, Json]) -> None:
    own = own_keeper(session)
    values: dict[str, Json] = {
        **answer,
        "answered_by": session.profile.handle,
        "answered_at": to_wire(session.clock.now()),
        "answered_with": own.record_id if own else None,
    }
    session.store.save(session.author, "name_opening", values, record_id=opening_id)


def _holder(seal: Seal, keeper_id: Json) -> Holder:
    """Return a keeper as the seal knows them: their key stands there, and not what their record says today."""
    for holder in read_boxes(seal.boxes).holders:
        if holder.keeper == keeper_id:
            return holder
    raise Refused([Problem("SEAL_NOT_YOURS", "boxes")])
