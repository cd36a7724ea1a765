"""One round with headquarters: push what waits, pull what is new, compare holdings. No socket, clock or disk in here.

A round is a dialogue: ``next_request`` says what to send (None: the round is over), ``take`` applies what came back.
Both belong to the thread that owns the store; between them the caller sends the bytes by whatever transport, on
whatever thread. A round that is cut off at any point is simply begun again: everything taken so far is kept, and
whatever headquarters took without our hearing of it comes back as a duplicate with its receipt.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from fieldapp.domain.change import chain_hash
from fieldapp.domain.clock import from_ms, to_wire
from fieldapp.domain.faults import SyncError
from fieldapp.store import inbox, outbox
from fieldapp.store.arrival import begin_marks, note_arrivals
from fieldapp.store.inbox import PageItem
from fieldapp.store.projection import Whole
from fieldapp.store.store import Store
from fieldapp.vault.identity import DeviceIdentity
from sync import protocol
from sync.client.clock_note import note_clocks
from sync.client.page import open_page
from sync.holding import holdings_digest, standing_fingerprint
from sync.protocol import Reply, Request, WireChange, head_statement

_INCARNATION: Final = "incarnation"
_CURSOR: Final = "cursor"
_SNAPSHOT: Final = "snapshot"
_PAGE: Final = "page"
SCOPES: Final = "scopes"
ROLE: Final = "role"
_NONCE: Final = "nonce"
_LEASE: Final = "lease_until"
_SERVER_MS: Final = "server_ms"
FRESH: Final = -1
_NONCE_BLOCK: Final = 1_000
_LEASE_STEP_MS: Final = 3_600_000

Page = tuple[list[str], str, str]


class Standing(NamedTuple):
    """What a request says of the laptop: HQ's incarnation as last heard, cursor, receipts, scopes, state pages."""

    incarnation: bytes
    cursor: int
    acked: int
    scopes: bytes
    page: Page | None


class Batch(NamedTuple):
    """Changes to push, up to the counter ``last``, and how many wait after it."""

    changes: list[WireChange]
    head: bytes
    last: int
    unsent: int


def make_request(standing: Standing, batch: Batch) -> bytes:
    """Return the bytes of a request."""
    return protocol.pack(
        Request(
            protocol.VERSION,
            standing.incarnation,
            standing.cursor,
            standing.acked,
            standing.scopes,
            batch.unsent,
            batch.changes,
            batch.head,
            standing.page,
        )
    )


@dataclass(frozen=True)
class Progress:
    """How far a round has come, in numbers for a person. ``waiting`` counts changes still to be sent."""

    sent: int = 0
    received: int = 0
    refused: int = 0
    waiting: int = 0


class NonceSource:
    """Request counters that rise for ever, taken from the store a block at a time, so that few cost a commit."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._next = self._limit = 0

    def reserve(self) -> None:
        """See to it that there are counters to hand out; on the store's thread."""
        if self._next < self._limit:
            return
        with self._store.transaction():
            self._next = int(self._store.meta(_NONCE) or 0) + 1
            self._limit = self._next + _NONCE_BLOCK
            self._store.set_meta(_NONCE, str(self._limit))

    def leap(self, far: int) -> None:
        """Go on so far ahead: headquarters has seen higher counters than this store has; on the store's thread."""
        with self._store.transaction():
            self._store.set_meta(_NONCE, str(int(self._store.meta(_NONCE) or 0) + far))
        self._next = self._limit = 0
        self.reserve()

    @property
    def left(self) -> int:
        """How many counters there are to hand out."""
        return self._limit - self._next

    def take(self) -> int:
        """Return the next counter; on any one thread."""
        taken, self._next = self._next, self._next + 1
        return taken


class Round:
    """The laptop's side of one round."""

    def __init__(self, store: Store, identity: DeviceIdentity, nonces: NonceSource) -> None:
        self._store = store
        self._identity = identity
        self._nonces = nonces
        self._over = False
        self._mistrust = False
        self.progress = Progress()
        self.asked: tuple[Standing, Batch] | None = None
        self.server_ms = 0  # headquarters' clock in its last reply, ms since 1970

    def next_request(self) -> bytes | None:
        """Return the bytes of the next request, or None when there is nothing left to say."""
        if self._over:
            return None
        self._nonces.reserve()
        standing = self.standing()
        batch = self.load_batch(standing.acked)
        self.asked = standing, batch
        return make_request(standing, batch)

    def standing(self) -> Standing:
        """Return where this laptop stands, as the next request says it."""
        cursor = self._cursor()
        return Standing(
            bytes.fromhex(self._store.meta(_INCARNATION) or ""),
            cursor,
            outbox.acked(self._store),
            standing_fingerprint(self._scopes(), self._store.meta(ROLE) or ""),
            self._page(cursor),
        )

    def load_batch(self, after: int) -> Batch:
        """Return what waits after this counter, as much of it as goes into one request, signed."""
        store = self._store
        entries = outbox.next_batch(store, protocol.MAX_BATCH_CHANGES, protocol.MAX_BATCH_BYTES, after=after)
        if not entries:
            return Batch([], b"", after, max(0, store.journal.head(store.connection).counter - after))
        last = entries[-1]
        head = self._identity.sign(head_statement(last.device, last.counter, chain_hash(last.sealed.entry)))
        unsent = max(0, store.journal.head(store.connection).counter - last.counter)
        return Batch([WireChange(*entry.sealed) for entry in entries], head, last.counter, unsent)

    @property
    def is_over(self) -> bool:
        """Whether there is nothing left to say."""
        return self._over

    def take(self, body: bytes | Reply) -> None:
        """Apply a reply. Raises SyncError; then nothing of this reply was applied, and the round is over."""
        try:
            self._take(body if isinstance(body, Reply) else protocol.unpack(body, Reply))
        except protocol.BadMessageError as error:
            self._over = True
            raise SyncError(
                "REPLY_UNREADABLE", "Headquarters' answer cannot be read. Nothing was taken; it is tried again later."
            ) from error
        except SyncError:
            self._over = True
            raise

    def _take(self, reply: Reply) -> None:
        store, self.server_ms = self._store, reply.server_ms
        had = outbox.acked(store)
        if reply.expected - 1 > store.journal.head(store.connection).counter:
            raise SyncError(
                "STORE_BEHIND_HQ",
                "Headquarters has more of this laptop's work than the laptop itself: an older copy of the store was "
                "put back. Nothing was sent. Stop writing here and call headquarters.",
            )
        items = open_page(reply.items, self._cursor(), reply.cursor)
        heal = self._is_restored(reply)
        refused = self._apply(reply, items, heal) if heal is not None or self._says_more(reply) else 0
        waiting = outbox.unsent(store)
        self.progress = replace(
            self.progress,
            sent=self.progress.sent + max(0, outbox.acked(store) - had),
            received=self.progress.received + len(items),
            refused=self.progress.refused + refused,
            waiting=waiting,
        )
        idle = not waiting and not reply.more and self._cursor() != FRESH and not store.meta(_PAGE)
        if idle and heal is None:
            self._compare(reply)

    def _says_more(self, reply: Reply) -> bool:
        """Say whether a reply tells anything new: one that does not costs no commit. A lease grown a little waits."""
        told = reply.items or reply.verdicts or reply.receipts or reply.scopes is not None or reply.page is not None
        known = self.standing()
        heard = reply.incarnation, reply.cursor, reply.expected - 1, None
        if abs(reply.lease_until - int(self._store.meta(_LEASE) or 0)) > _LEASE_STEP_MS:
            return True
        return bool(told) or heard != (known.incarnation, known.cursor, known.acked, known.page)

    def _apply(self, reply: Reply, items: list[PageItem], heal: int | None) -> int:
        """Write down what a reply says, in one transaction; return how many changes were put aside."""
        store = self._store
        with store.transaction():
            if heal is not None:
                self._forget_after(heal)
            refusals = [
                outbox.Refusal(v.counter, v.reason, v.detail)
                for v in reply.verdicts
                if v.outcome == protocol.QUARANTINED
            ]
            receipts = [outbox.Acknowledgement(*_receipt_parts(receipt)) for receipt in reply.receipts]
            outbox.take_verdicts(store, reply.expected - 1, receipts, refusals)
            gained = self._take_scopes(reply)
            if heal is None:
                self._note_arrivals(reply, items)
                note_clocks(store, reply, items)
                inbox.take_page(store, items, self._position(reply, gained))
            store.set_meta(_INCARNATION, reply.incarnation.hex())
            store.set_meta(_LEASE, str(reply.lease_until))
            store.set_meta(_SERVER_MS, str(reply.server_ms))
            if reply.role:
                store.set_meta(ROLE, reply.role)
        return len(refusals)

    def _note_arrivals(self, reply: Reply, items: list[PageItem]) -> None:
        """Keep when headquarters had what it passes on; what comes whole was there by now."""
        now = to_wire(from_ms(reply.server_ms))
        begin_marks(self._store, self._cursor(), now)
        whole = max((item.seq for item in items if isinstance(item, Whole)), default=0)
        marks = [(seq, to_wire(from_ms(ms))) for seq, ms in reply.arrivals]
        note_arrivals(self._store.connection, [*marks, *([(whole, now)] if whole else [])])

    def _compare(self, reply: Reply) -> None:
        """End the round when both ends hold the same; else take all of it anew, once."""
        own = holdings_digest(self._store.projection.tallies(self._store.connection), self._scopes())
        if own == reply.digest or inbox.holds_lost(self._store):
            self._over = True
            return
        if self._mistrust:
            self._over = True
            raise SyncError(
                "HOLDINGS_DIFFER",
                "What this laptop holds is not what headquarters holds, even after fetching all of it anew. Nothing "
                "was lost; tell headquarters.",
            )
        self._mistrust = True
        with self._store.transaction():
            self._forget_after(0)

    def _cursor(self) -> int:
        return int(self._store.meta(_CURSOR) or FRESH)

    def _scopes(self) -> list[str]:
        scopes: list[str] = json.loads(self._store.meta(SCOPES) or "[]")
        return scopes

    def _page(self, cursor: int) -> Page | None:
        text = self._store.meta(_PAGE)
        if text:
            scopes, record_type, record_id = json.loads(text)
            return scopes, record_type, record_id
        return (self._scopes(), "", "") if cursor == FRESH else None

    def _is_restored(self, reply: Reply) -> int | None:
        """Return up to which sequence this headquarters tells the story we know, when it no longer tells all of it."""
        known = bytes.fromhex(self._store.meta(_INCARNATION) or "")
        cursor = self._cursor()
        if not known or cursor == FRESH:
            return None
        if known != reply.incarnation:
            return int.from_bytes(reply.incarnation[4:], "big")
        return reply.cursor if reply.cursor < cursor else None

    def _forget_after(self, seq: int) -> None:
        """Begin anew with a restored headquarters: what it lost is no longer at HQ, and all state is fetched again."""
        inbox.unmark_after(self._store, seq)
        self._store.set_meta(_CURSOR, str(FRESH))
        self._store.set_meta(_PAGE, "")

    def _take_scopes(self, reply: Reply) -> list[str]:
        if reply.scopes is None:
            return []
        before = set(self._scopes())
        inbox.withdraw_outside(self._store, reply.scopes)
        self._store.set_meta(SCOPES, json.dumps(sorted(reply.scopes)))
        return sorted(set(reply.scopes) - before)

    def _position(self, reply: Reply, gained: list[str]) -> dict[str, str]:
        """Return where this laptop stands after the page: cursor, snapshot, place within the state pages."""
        place = json.dumps(reply.page) if reply.page is not None else ""
        if self._cursor() != FRESH:
            if gained:
                wanted = set(gained) | set(reply.page[0] if reply.page else ())
                place = json.dumps([sorted(wanted), "", ""])
            return {_CURSOR: str(reply.cursor), _PAGE: place}
        if gained:  # the pages asked for were those of other scopes: begin with the right ones
            return {_PAGE: "", _SNAPSHOT: ""}
        snapshot = self._store.meta(_SNAPSHOT) or str(reply.cursor)
        if place:
            return {_PAGE: place, _SNAPSHOT: snapshot}
        return {_PAGE: "", _SNAPSHOT: "", _CURSOR: snapshot}


def _receipt_parts(receipt: protocol.Receipt) -> tuple[str, int, int, str, int, str, bytes]:
    return (
        receipt.device,
        receipt.first,
        receipt.last,
        receipt.chain,
        receipt.seq,
        receipt.received_at,
        receipt.signature,
    )
