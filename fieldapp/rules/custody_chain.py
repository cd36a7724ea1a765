"""Who holds an item of evidence, read off its seizure and the transfers that both sides signed, and what is odd there.

Who does not use the program signs on paper; that counts, and is always told apart from a signature in the program.

Nothing here is stored: every laptop that holds the same transfers comes to the same chain. A transfer that does not
follow from the one before it is shown with its doubts; custody does not pass by it until a supervisor says that it
counts (a ``review`` of the transfer, with the reason).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from fieldapp.domain.wire import Json
from fieldapp.records.custody_transfer import DENIED, SIGNED
from fieldapp.rules.custody_guard import NAMED_BY, ON_PAPER, answer_fields, paper_side, said_by

Wire: TypeAlias = Mapping[str, Json]

COMPLETE: Final = "complete"
OPEN: Final = "open"
REFUSED: Final = "denied"

NOT_CUSTODIAN: Final = "not_custodian"
RIVAL: Final = "rival"
DENIED_BY_ONE: Final = "denied_by_one"
DENIED_BY_BOTH: Final = "denied_by_both"
BEFORE_SEIZURE: Final = "before_seizure"
ANSWER_BEFORE: Final = "answer_before"
SEAL_BROKEN: Final = "seal_broken"
CONFLICT: Final = "conflict"
START_UNSURE: Final = "start_unsure"
DISPUTES: Final = frozenset({NOT_CUSTODIAN, RIVAL, DENIED_BY_ONE, DENIED_BY_BOTH, CONFLICT})
"""The doubts that a person must settle; the others are only said."""
APPROVED: Final = "approved"


@dataclass(frozen=True, repr=False)
class Link:
    """One transfer as the chain sees it. ``state``: complete, open, denied. ``settled``: a supervisor's review."""

    values: Wire
    state: str
    doubts: tuple[str, ...] = ()
    settled: Wire | None = None

    @property
    def id(self) -> str:
        """The transfer's id."""
        return str(self.values["id"])

    @property
    def paper(self) -> str:
        """The side that signed on paper only; "" when none did."""
        return paper_side(self.values) if ON_PAPER in _said(self.values) else ""

    @property
    def can_be_settled(self) -> bool:
        """Whether a supervisor may say if it counts: in dispute, or resting on a paper that a person should look at."""
        return self.settled is None and (self.is_disputed or bool(self.paper))

    @property
    def is_disputed(self) -> bool:
        """Whether people say different things of it, and no supervisor has settled it."""
        return self.settled is None and not DISPUTES.isdisjoint(self.doubts)


@dataclass(frozen=True, repr=False)
class Chain:
    """The custody of one item: who seized it, each transfer in order, and who holds it now."""

    first: str
    custodian: str
    links: tuple[Link, ...]

    @property
    def is_disputed(self) -> bool:
        """Whether any of its transfers is disputed."""
        return any(link.is_disputed for link in self.links)

    @property
    def is_on_paper(self) -> bool:
        """Whether the one who holds it now signed for that on paper only."""
        held = next((link for link in reversed(self.links) if _passes(link)), None)
        return held is not None and held.paper == "receiver"

    def waits_for(self, handle: str) -> tuple[Link, ...]:
        """Return the transfers that this person has still to sign or deny."""
        return tuple(link for link in self.links if open_side(link.values, handle))


def open_side(transfer: Wire, handle: str) -> str:
    """Return the side (giver, receiver) on which a person has not answered yet; empty when there is none."""
    for side, named in NAMED_BY.items():
        if transfer.get(named) == handle and not transfer.get(answer_fields(side)[0]):
            return side
    return ""


def custody_chain(
    item: Wire,
    transfers: Iterable[Wire],
    *,
    author: str = "",
    conflicts: Mapping[str, Sequence[str]] | None = None,
    reviews: Mapping[str, Wire] | None = None,
) -> Chain:
    """Return the chain of an item from wire values; ``transfers`` carry their ``id``.

    ``author`` is the handle of whoever wrote the item down: the seizure names people as on paper. ``conflicts`` are
    the fields in conflict, ``reviews`` the newest decision of a supervisor, each by transfer id.
    """
    seizer = str(item.get("seized_by") or author)
    holder, is_first = seizer, True
    ordered = sorted(transfers, key=lambda t: (str(t.get("handed_at") or ""), str(t.get("id"))))
    rivals = _rivals([transfer for transfer in ordered if not _is_dropped(transfer, reviews or {})])
    links = []
    for transfer in ordered:
        key = str(transfer["id"])
        settled = (reviews or {}).get(key)
        state = state_of(transfer)
        doubts = _doubts(item, transfer)
        if state != REFUSED:
            holders = {holder, author} if is_first else {holder}
            doubts += _start_doubts(transfer, seizer, author) if is_first else ()
            doubts += (NOT_CUSTODIAN,) if not is_first and transfer.get("handed_by") not in holders else ()
            doubts += (RIVAL,) if key in rivals else ()
        doubts += (CONFLICT,) if (conflicts or {}).get(key) else ()
        link = Link(transfer, state, doubts, settled)
        links.append(link)
        if _passes(link):
            holder, is_first = str(transfer.get("received_by") or ""), False
    return Chain(seizer, holder, tuple(links))


def state_of(transfer: Wire) -> str:
    """Return whether a transfer is complete (both signed, one perhaps on paper), denied (by anybody) or still open."""
    said = _said(transfer)
    if DENIED in said:
        return REFUSED
    return COMPLETE if {SIGNED, ON_PAPER}.issuperset(said) else OPEN


def _said(transfer: Wire) -> tuple[str, ...]:
    return tuple(said_by(transfer, side) for side in NAMED_BY)


def _passes(link: Link) -> bool:
    if link.settled is not None:
        return link.settled.get("decision") == APPROVED
    return link.state == COMPLETE and not link.is_disputed


def _start_doubts(transfer: Wire, seizer: str, author: str) -> tuple[str, ...]:
    """The seizure names somebody as on paper: whether that is the giver only a person can say."""
    return () if transfer.get("handed_by") in {seizer, author} else (START_UNSURE,)


def _doubts(item: Wire, transfer: Wire) -> tuple[str, ...]:
    found = []
    said = _said(transfer)
    if DENIED in said:
        found.append(DENIED_BY_BOTH if set(said) == {DENIED} else DENIED_BY_ONE)
    handed, seized = transfer.get("handed_at"), item.get("seized_at")
    if handed and seized and str(handed) < str(seized):
        found.append(BEFORE_SEIZURE)
    times = [transfer.get(answer_fields(side)[1]) for side in NAMED_BY]
    if handed and any(at and str(at) < str(handed) for at in times):
        found.append(ANSWER_BEFORE)
    if transfer.get("seal_intact") is False:
        found.append(SEAL_BROKEN)
    return tuple(found)


def _is_dropped(transfer: Wire, reviews: Mapping[str, Wire]) -> bool:
    settled = reviews.get(str(transfer["id"]))
    return state_of(transfer) == REFUSED or (settled is not None and settled.get("decision") != APPROVED)


def _rivals(ordered: Sequence[Wire]) -> set[str]:
    """Transfers by which one person hands the same item to two, without having had it back in between."""
    found: set[str] = set()
    away: dict[str, Wire] = {}
    for transfer in ordered:
        giver, receiver = str(transfer.get("handed_by")), str(transfer.get("received_by"))
        if giver in away:
            found |= {str(away[giver]["id"]), str(transfer["id"])}
        away[giver] = transfer
        away.pop(receiver, None)
    return found
