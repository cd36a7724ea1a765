"""Who may say what about a transfer of evidence: each of the two named people answers for themselves, once, for good.

Whoever does not use this program signs on paper: the other side, who does, signs here and names the paper. A name that
could be a handle is a user's, who signs for themselves; so neither is ever taken for the other, at either end.

The answer is its author's: a change carries its author under the signature of their laptop, and headquarters takes it
only from that person. What an answer was given to does not change after it. Source: domain.md 5.6 and 5.7 (the custody
log is append-only; both parties sign off, the second perhaps later on their own device).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final, TypeAlias

from fieldapp.domain.change import VOID_FIELD
from fieldapp.domain.people import is_handle
from fieldapp.domain.problems import Problem
from fieldapp.domain.wire import Json
from fieldapp.records.custody_transfer import DENIED, SIGNED, CustodyTransfer

Wire: TypeAlias = Mapping[str, Json]

NAMED_BY: Final = {"giver": "handed_by", "receiver": "received_by"}
"""The two sides of a transfer, and the field that names who answers for it (by handle)."""
RECEIPT: Final = "receipt_reference"
ON_PAPER: Final = "on_paper"
"""What a side has said whose signature is on the paper that the receipt names."""
FACTS: Final = tuple(
    name
    for name in CustodyTransfer.fields
    if name not in {"state", RECEIPT} and not name.startswith(tuple(f"{side}_" for side in NAMED_BY))
)
"""What both of them sign: the item, who, when, where, why, the seal."""

_WHO: Final = frozenset({"evidence_item", *NAMED_BY.values()})
"""Facts that make a signature somebody's: when they are in dispute, only the people named settle them."""


def answer_fields(side: str) -> tuple[str, str, str]:
    """Return the fields that hold the answer of a side, when it was given, and why it was denied."""
    return f"{side}_answer", f"{side}_answered_at", f"{side}_reason"


def said_by(transfer: Wire, side: str) -> str:
    """Return what a side has said: signed, denied, on_paper; "" where nothing."""
    answer = transfer.get(answer_fields(side)[0])
    if answer:
        return str(answer)
    return ON_PAPER if transfer.get(RECEIPT) and paper_side(transfer) == side else ""


def paper_side(transfer: Wire) -> str:
    """Return the side whose person signs on paper, the other being a user; "" when there is none."""
    strangers = [side for side, named in NAMED_BY.items() if not _is_user(transfer.get(named))]
    return strangers[0] if len(strangers) == 1 and transfer.get(NAMED_BY[strangers[0]]) else ""


def user_side(transfer: Wire) -> str:
    """Return the side that answers here for a transfer whose other side signs on paper; "" when there is none."""
    paper = paper_side(transfer)
    return next(side for side in NAMED_BY if side != paper) if paper else ""


def waits_for_receipt(transfer: Wire, handle: str) -> bool:
    """Say whether a transfer that this person signed lacks the receipt of somebody who signs on paper."""
    side = user_side(transfer)
    return bool(
        side
        and not transfer.get(RECEIPT)
        and transfer.get(NAMED_BY[side]) == handle
        and transfer.get(answer_fields(side)[0]) == SIGNED
    )


def is_answered(transfer: Wire) -> bool:
    """Say whether anybody has signed or denied a transfer."""
    return any(transfer.get(answer_fields(side)[0]) for side in NAMED_BY)


def custody_problems(
    before: Wire | None, after: Wire, writer: str, disputed: Collection[str] = ()
) -> Iterator[Problem]:
    """Yield what forbids a transfer to become what it would be by a change of ``writer`` (a handle).

    ``before`` is None for a new one. To settle a field on which people disagree (``disputed``) is no new statement;
    who handed what to whom is settled only by the people named.
    """
    shown = before or {}
    for side, named in NAMED_BY.items():
        yield from _answer_problems(shown, after, side, named, writer, disputed)
    if shown.get(RECEIPT) != after.get(RECEIPT):
        yield from _receipt_problems(shown, after, writer, is_disputed=RECEIPT in disputed)
    if after.get("handed_by") and after.get("handed_by") == after.get("received_by") and is_answered(after):
        yield Problem("CUSTODY_SAME_PERSON", "received_by")
    if before is None or not is_answered(before):
        return
    if after.get(VOID_FIELD):
        yield Problem("CUSTODY_NOT_STRUCK", "handed_at")
    named_people = {record.get(named) for record in (before, after) for named in NAMED_BY.values()}
    for name in FACTS:
        may_settle = name in disputed and (name not in _WHO or writer in named_people)
        if before.get(name) != after.get(name) and not may_settle:
            yield Problem("CUSTODY_FIXED", name)
            return


def _answer_problems(
    before: Wire, after: Wire, side: str, named: str, writer: str, disputed: Collection[str]
) -> Iterator[Problem]:
    names = answer_fields(side)
    answer, answered_at, reason = names
    changed = [name for name in names if before.get(name) != after.get(name)]
    if not changed:
        return
    if after.get(named) != writer:
        yield Problem("CUSTODY_ANSWER_OF_ANOTHER", changed[0])
    elif before.get(answer) and any(name not in disputed for name in changed):
        yield Problem("CUSTODY_ANSWER_FINAL", changed[0])
    elif after.get(answer) and not after.get(answered_at):
        yield Problem("CUSTODY_ANSWER_TIME", answered_at)
    elif after.get(answer) == DENIED and not after.get(reason):
        yield Problem("CUSTODY_REASON_MISSING", reason)


def _receipt_problems(before: Wire, after: Wire, writer: str, *, is_disputed: bool) -> Iterator[Problem]:
    side = user_side(after)
    if not side:
        yield Problem("CUSTODY_RECEIPT_OF_USER", RECEIPT)
    elif after.get(NAMED_BY[side]) != writer:
        yield Problem("CUSTODY_RECEIPT_OF_ANOTHER", RECEIPT)
    elif before.get(RECEIPT) and not is_disputed:
        yield Problem("CUSTODY_RECEIPT_FINAL", RECEIPT)
    elif after.get(answer_fields(side)[0]) != SIGNED:
        yield Problem("CUSTODY_RECEIPT_UNSIGNED", RECEIPT)


def _is_user(name: Json) -> bool:
    # However it is spelled: a capital makes nobody a stranger.
    return isinstance(name, str) and is_handle(name.strip().casefold())
