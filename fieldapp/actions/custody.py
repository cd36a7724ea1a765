"""Handing evidence over: the giver signs at once, the receiver signs or denies on a laptop of theirs, perhaps later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from fieldapp.actions.disclosure import disclose
from fieldapp.actions.laptop import require_writable
from fieldapp.actions.lookup import title_of
from fieldapp.actions.query import query_rows, sees_everybodys
from fieldapp.actions.session import Session
from fieldapp.domain.access import Role
from fieldapp.domain.change import CUSTODY
from fieldapp.domain.clock import to_wire
from fieldapp.domain.problems import Problem, Refused
from fieldapp.domain.record import final_problems
from fieldapp.domain.wire import Json
from fieldapp.records.custody_transfer import DENIED, SIGNED, CustodyTransfer
from fieldapp.records.review import Review
from fieldapp.rules.custody_chain import Chain, custody_chain, open_side
from fieldapp.rules.custody_guard import FACTS, NAMED_BY, RECEIPT, answer_fields, waits_for_receipt

TRANSFER: Final = "custody_transfer"
ITEM: Final = "evidence_item"
_SHEET: Final = "Custody sheet made"
_ROWS: Final = 6
_SCANNED: Final = 200
_JUDGED: Final = 24
"""How many transfers the board looks through, and of how many at most it reads the whole chain."""


@dataclass(frozen=True, repr=False)
class Waiting:
    """A transfer that waits for this person's answer, or for a receipt they have to enter, or one in dispute."""

    transfer_id: str
    item_id: str
    title: str
    handed_at: str
    is_dispute: bool
    is_receipt: bool = False


def hand_over(session: Session, item_id: str, received_by: str, purpose: str, **facts: Json) -> str:
    """Hand an item to somebody, and sign for it; return the transfer's id.

    ``facts`` are further fields of the transfer (place, seal_number, seal_intact, remarks, handed_at: now if blank;
    receipt_reference: the paper that a receiver signed who does not use this program).
    Raises Refused: nobody hands over to themselves, nor before it happens.
    """
    return _pass(session, item_id, "giver", received_by, purpose, facts)


def take_over(session: Session, item_id: str, handed_by: str, purpose: str, **facts: Json) -> str:
    """Take an item from somebody who does not use this program, and sign for it; return the transfer's id.

    ``facts`` as in ``hand_over``; the receipt is the paper that the giver signed.
    """
    return _pass(session, item_id, "receiver", handed_by, purpose, facts)


def add_receipt(session: Session, transfer_id: str, reference: str) -> None:
    """Name the paper that somebody signed for a transfer who does not use this program. It stays."""
    require_writable(session)
    transfer = session.store.record(TRANSFER, transfer_id)
    if transfer is None or not waits_for_receipt(transfer, session.profile.handle):
        raise Refused([Problem("CUSTODY_NOTHING_TO_ANSWER")])
    if not reference.strip():
        raise Refused([Problem("REASON_REQUIRED", RECEIPT, {"label": CustodyTransfer.fields[RECEIPT].label})])
    values: dict[str, Json] = {name: transfer[name] for name in FACTS if transfer.get(name) is not None}
    session.store.save(
        session.author, TRANSFER, {**values, RECEIPT: reference.strip()}, record_id=transfer_id, kind=CUSTODY
    )


def _pass(session: Session, item_id: str, mine: str, other: str, purpose: str, facts: dict[str, Json]) -> str:
    """Write a transfer of which this person is one side and signs."""
    require_writable(session)
    now = to_wire(session.clock.now())
    answer, answered_at, _reason = answer_fields(mine)
    theirs = next(named for side, named in NAMED_BY.items() if side != mine)
    values: dict[str, Json] = {
        ITEM: item_id,
        NAMED_BY[mine]: session.profile.handle,
        theirs: other.strip() or None,
        "purpose": purpose,
        "handed_at": facts.pop("handed_at", None) or now,
        **{name: value for name, value in facts.items() if value not in (None, "")},
        answer: SIGNED,
        answered_at: now,
    }
    if str(values["handed_at"]) > now:
        raise Refused([Problem("CUSTODY_TO_COME", "handed_at")])
    if session.store.record(ITEM, item_id) is None:
        raise Refused([Problem("CUSTODY_ITEM_MISSING", ITEM)])
    problems = final_problems(CustodyTransfer, values)
    if problems:
        raise Refused(problems)
    written = session.store.save(session.author, TRANSFER, values, kind=CUSTODY)
    return written.state.record_id


def answer_transfer(session: Session, transfer_id: str, *, denied_because: str | None = None) -> None:
    """Sign a transfer that names this person, or deny it with a reason. The answer is final.

    What is signed is written with the signature: whoever changed it meanwhile, elsewhere, stands in conflict with it.
    """
    require_writable(session)
    transfer = session.store.record(TRANSFER, transfer_id)
    side = open_side(transfer, session.profile.handle) if transfer is not None else ""
    if transfer is None or not side:
        raise Refused([Problem("CUSTODY_NOTHING_TO_ANSWER")])
    answer, answered_at, reason = answer_fields(side)
    if denied_because is not None and not denied_because.strip():
        raise Refused([Problem("CUSTODY_REASON_MISSING", reason)])
    values: dict[str, Json] = {name: transfer[name] for name in FACTS if transfer.get(name) is not None}
    values |= {
        answer: SIGNED if denied_because is None else DENIED,
        answered_at: to_wire(session.clock.now()),
    }
    if denied_because is not None:
        values[reason] = denied_because.strip()
    session.store.save(session.author, TRANSFER, values, record_id=transfer_id, kind=CUSTODY)


def settle_transfer(session: Session, transfer_id: str, *, counts: bool, comment: str) -> str:
    """Say, as a supervisor, whether a disputed transfer counts, and why; return the id of the review."""
    require_writable(session)
    if session.role is not Role.SUPERVISOR:
        raise Refused([Problem("CUSTODY_SETTLED_BY_SUPERVISOR")])
    if not comment.strip():
        raise Refused([Problem("REASON_REQUIRED", "comment", {"label": Review.fields["comment"].label})])
    values: dict[str, Json] = {
        "record_type": TRANSFER,
        "record_id": transfer_id,
        "decision": "approved" if counts else "returned",
        "comment": comment.strip(),
        "reviewer": session.profile.name or session.profile.handle,
        "reviewed_at": to_wire(session.clock.now()),
    }
    return session.store.save(session.author, "review", values).state.record_id


def load_chain(session: Session, item_id: str) -> Chain | None:
    """Return the custody of an item; None when it is not here or struck out."""
    store = session.store
    item = store.record(ITEM, item_id)
    row = store.load(ITEM, item_id)
    if item is None or row is None:
        return None
    transfers = store.linked(TRANSFER, ITEM, item_id)
    ids = [str(transfer["id"]) for transfer in transfers]
    return custody_chain(
        item,
        transfers,
        author=row.created_by,
        conflicts={key: tuple(store.disputed(TRANSFER, key)) for key in ids},
        reviews={key: review for key in ids if (review := _review(session, key)) is not None},
    )


def _review(session: Session, transfer_id: str) -> Mapping[str, Json] | None:
    rows = query_rows(
        session,
        "SELECT decision, comment, reviewer, reviewed_at FROM review WHERE record_id = ? AND record_type = ? "
        "AND voided = 0 ORDER BY reviewed_at DESC, id DESC LIMIT 1",
        *(transfer_id, TRANSFER),
    )
    return rows[0] if rows else None


def load_waiting(session: Session, limit: int = _ROWS) -> list[Waiting]:
    """Return the transfers that wait for this person, for a receipt of theirs, then disputes that concern them.

    Newest first, bounded.

    A supervisor or analyst sees every dispute, others those that name them.
    """
    mine = session.profile.handle
    rows = query_rows(
        session,
        "SELECT t.id, t.evidence_item, t.handed_at, t.handed_by, t.received_by, t.giver_answer, t.receiver_answer, "
        f"t.{RECEIPT}, "
        f"t.conflicts > 0 OR 'denied' IN (t.giver_answer, t.receiver_answer) OR (SELECT count(*) FROM {TRANSFER} AS o "
        "WHERE o.evidence_item = t.evidence_item AND o.voided = 0) > 1 AS doubtful FROM (SELECT * FROM "
        f"{TRANSFER} WHERE voided = 0 ORDER BY updated_at DESC LIMIT {_SCANNED}) AS t "
        "WHERE ? IN (t.handed_by, t.received_by) OR ?",
        *(mine, sees_everybodys(session)),
    )
    open_rows = [row for row in rows if open_side(row, mine)][:limit]
    unreceipted = [row for row in rows if waits_for_receipt(row, mine)][:limit]
    rest = [row for row in rows if row["doubtful"] and row not in open_rows]
    disputed = [row for row in rest[:_JUDGED] if _is_disputed(session, row)][:limit]
    return [
        *(_waiting(session, row) for row in open_rows),
        *(_waiting(session, row, is_receipt=True) for row in unreceipted if row not in disputed),
        *(_waiting(session, row, is_dispute=True) for row in disputed),
    ]


def _is_disputed(session: Session, row: Mapping[str, Json]) -> bool:
    chain = load_chain(session, str(row[ITEM]))
    return chain is not None and any(link.is_disputed and link.id == row["id"] for link in chain.links)


def _waiting(
    session: Session, row: Mapping[str, Json], *, is_dispute: bool = False, is_receipt: bool = False
) -> Waiting:
    item_id = str(row["evidence_item"])
    item = session.store.record(ITEM, item_id) or {}
    title = title_of(session, ITEM, item)
    return Waiting(str(row["id"]), item_id, title, str(row["handed_at"]), is_dispute, is_receipt)


@dataclass(frozen=True, repr=False)
class CustodySheet:
    """What the printed sheet of an item says: the item's own values, and its chain. ``line``: of the register."""

    title: str
    values: Mapping[str, Json]
    chain: Chain
    line: str = ""


def make_sheet(session: Session, item_id: str) -> CustodySheet:
    """Return what a printed sheet says, once it is written into the journal that one is made. Raises Refused."""
    chain, values = load_chain(session, item_id), session.store.record(ITEM, item_id)
    if chain is None or values is None:
        raise Refused([Problem("CUSTODY_ITEM_MISSING", ITEM)])
    line = disclose(session, ITEM, item_id, "Custody sheet", noted=_SHEET)
    return CustodySheet(title_of(session, ITEM, values), dict(values), chain, line)


def known_handles(session: Session) -> list[str]:
    """Return the people this laptop has seen at work with evidence and warrants, for a list to choose from."""
    tables = (TRANSFER, ITEM, "search_warrant", "training")
    union = " UNION ".join(
        f'SELECT updated_by AS who FROM (SELECT updated_by FROM "{name}" ORDER BY updated_at DESC LIMIT 300)'
        for name in tables
    )
    rows = query_rows(
        session, f"{union} UNION SELECT received_by FROM (SELECT received_by FROM {TRANSFER} LIMIT 300) ORDER BY 1"
    )
    return [str(row["who"]) for row in rows if row["who"] and row["who"] != session.profile.handle]
