"""Running a round over a transport, with the store's work and the network's each on their own thread."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import Final, TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fieldapp.actions.exchange_status import note_fault, note_success
from fieldapp.actions.find import index_news
from fieldapp.actions.news import note_news
from fieldapp.actions.profile import write_profile
from fieldapp.actions.session import Session
from fieldapp.domain.access import Role
from fieldapp.domain.clock import to_ms
from fieldapp.domain.faults import SyncError
from fieldapp.store.inbox import end_bulk
from sync import protocol
from sync.client.foresight import Foresight, read_reply
from sync.client.round import ROLE, SCOPES, NonceSource, Progress, Round
from sync.client.transport import HttpTransport, Sign, Transport, make_signer
from sync.protocol import Reply

_T = TypeVar("_T")
# Two copies of one laptop may leap past each other for as long as counters are numbers of 63 bits.
_LEAPS: Final = (10**9, 10**12)
_SPARE: Final = 4  # request counters: one exchange may take two
OnStore = Callable[[Callable[[], _T]], _T]


def _here(work: Callable[[], _T]) -> _T:
    return work()


class Link:
    """A laptop's line to its headquarters; keeps the connection between rounds. One round at a time."""

    def __init__(self, session: Session, open_transport: Callable[[Sign], Transport]) -> None:
        self._session = session
        self._nonces = NonceSource(session.store)
        key = Ed25519PrivateKey.from_private_bytes(session.identity.private_bytes())
        sign = make_signer(session.store.device, key, session.clock, self._nonces.take)
        self._transport = open_transport(sign)

    def run(
        self,
        on_progress: Callable[[Progress], None] = lambda _: None,
        on_store: Callable[[Callable[[], object]], object] = _here,
    ) -> Progress:
        """Run one round to its end. ``on_store`` runs a piece of work on the thread that owns the store.

        Raises SyncError; what was exchanged until then is kept, and the sentence is noted for the sync screen.
        """
        session = self._session
        current = Round(session.store, session.identity, self._nonces)
        try:
            with ThreadPoolExecutor(max_workers=1, thread_name_prefix="ahead") as line:  # a thread only if it is used
                self._converse(current, line, on_progress, on_store)
        except SyncError as error:
            sentence = str(error)
            on_store(lambda: end_bulk(session.store))
            on_store(lambda: note_fault(session, sentence))
            raise
        on_store(partial(self._settle, current.server_ms))
        return current.progress

    def _converse(
        self,
        current: Round,
        line: Executor,
        on_progress: Callable[[Progress], None],
        on_store: Callable[[Callable[[], object]], object],
    ) -> None:
        """Say all there is to say. While a reply is applied the next request is under way, where it can be told."""
        foresight = Foresight(current)
        under_way: Future[bytes] | None = None
        while True:
            if under_way is None:
                body = on_store(current.next_request)
                if body is None:
                    return
                foresight.begin()
                answer = self._exchange(bytes(body), on_store)  # type: ignore[call-overload]
            if foresight.is_to_prepare:
                on_store(foresight.prepare)
            if under_way is not None:
                answer = under_way.result()
            reply = read_reply(answer)
            ahead = foresight.follow(reply) if isinstance(reply, Reply) and self._nonces.left > _SPARE else None
            under_way = line.submit(self._transport.exchange, protocol.PATH, ahead) if ahead is not None else None
            on_store(partial(current.take, reply))
            on_progress(current.progress)
            if under_way is not None and not on_store(foresight.is_true):
                under_way.exception()  # waited for and dropped, whatever it was
                under_way = None

    def _exchange(self, body: bytes, on_store: Callable[[Callable[[], object]], object]) -> bytes:
        """Send a message; again, with far higher counters, when headquarters has seen this one's.

        A store that was copied or put back counts behind what headquarters has seen. With a counter that is taken,
        headquarters looks at the work itself and says which of the two it is.
        """
        for leap in _LEAPS:
            try:
                return self._transport.exchange(protocol.PATH, body)
            except SyncError as error:
                if error.kind != "REPLAYED":
                    raise
            on_store(partial(self._nonces.leap, leap))
        return self._transport.exchange(protocol.PATH, body)

    def close(self) -> None:
        """Let the connection go."""
        if isinstance(self._transport, HttpTransport):
            self._transport.close()

    def _settle(self, server_ms: int) -> None:
        session = self._session
        index_news(session)
        note_news(session)
        end_bulk(session.store)
        scopes = json.loads(session.store.meta(SCOPES) or "[]")
        if scopes != session.profile.scopes:
            session.profile = replace(session.profile, scopes=scopes)
        role = session.store.meta(ROLE)
        if role != session.profile.role and role in {each.value for each in Role}:
            session.profile = replace(session.profile, role=str(role))
            write_profile(session.store, session.profile)
        note_success(session, to_ms(session.clock.now()) - server_ms)


def open_link(session: Session) -> Link:
    """Return a line over TLS to the headquarters that this laptop was enrolled with."""
    profile = session.profile

    def over_tls(sign: Sign) -> Transport:
        return HttpTransport(
            profile.url, bytes.fromhex(profile.ca_der), bytes.fromhex(profile.hq_public_key), session.clock, sign
        )

    return Link(session, over_tls)
