"""Sending the next request while the reply to the last one is still being applied.

What the next request will say follows, nearly always, from the reply and what waits here. It is sent at once, and its
reply is used only when the laptop then stands where the request said that it would. Otherwise that reply is dropped as
if the line had broken: whatever headquarters took of it comes back as a duplicate with its receipt.
"""

from __future__ import annotations

from sync import protocol
from sync.client.round import FRESH, Batch, Round, Standing, make_request
from sync.protocol import Reply


class Foresight:
    """What comes next in a round. ``prepare`` and ``is_true`` belong to the store's thread."""

    def __init__(self, current: Round) -> None:
        self._round = current
        self._now: Standing | None = None
        self._sent = self._unsent = 0
        self._batch = Batch([], b"", 0, 0)
        self._next: Standing | None = None

    def begin(self) -> None:
        """Start from the request that ``Round.next_request`` made last."""
        if self._round.asked is not None:
            self._now, batch = self._round.asked
            self._sent, self._unsent = batch.last, batch.unsent

    @property
    def is_to_prepare(self) -> bool:
        """Whether more waits here than was pushed."""
        return self._unsent > 0

    def prepare(self) -> None:
        """Read and sign what the request after this one will push."""
        self._batch = self._round.load_batch(self._sent)

    def follow(self, reply: Reply) -> bytes | None:
        """Return the next request if this reply is as expected, None when that cannot be told or nothing is left."""
        if not self._unsent:
            self._batch = Batch([], b"", self._sent, 0)
        now, batch = self._now, self._batch
        if now is None or not _goes_on(now, self._sent, reply):
            return None
        if not batch.changes and not reply.more and reply.page is None:
            return None
        cursor = FRESH if now.cursor == FRESH else reply.cursor
        self._next = Standing(reply.incarnation, cursor, self._sent, now.scopes, reply.page)
        return make_request(self._next, batch)

    def is_true(self) -> bool:
        """Say whether the laptop now stands where the request that ``follow`` gave said; then start from that one."""
        if self._round.is_over or self._next != self._round.standing():
            return False
        self._now, self._sent, self._unsent = self._next, self._batch.last, self._batch.unsent
        return True


def _goes_on(now: Standing, sent: int, reply: Reply) -> bool:
    if reply.scopes is not None or reply.expected - 1 != sent:
        return False
    if now.cursor == FRESH:
        return reply.page is not None  # after the last state page the cursor is one noted earlier
    return reply.incarnation == now.incarnation and reply.cursor >= now.cursor


def read_reply(body: bytes) -> Reply | bytes:
    """Open a reply, once for ``follow`` and ``Round.take``; what cannot be read is left for the latter to refuse."""
    try:
        return protocol.unpack(body, Reply)
    except protocol.BadMessageError:
        return body
