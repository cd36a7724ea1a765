"""Running a round over a transport, with the store's work and the network's each on their own thread."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fieldapp.actions.exchange_status import note_fault, note_success
from fieldapp.actions.find import index_news
from fieldapp.actions.session import Session
from fieldapp.domain.faults import SyncError
from sync import protocol
from sync.client.round import SCOPES, NonceSource, Progress, Round
from sync.client.transport import HttpTransport, Sign, Transport, make_signer

_T = TypeVar("_T")
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
            while (body := on_store(current.next_request)) is not None:
                reply = self._transport.exchange(protocol.PATH, bytes(body))  # type: ignore[call-overload]
                on_store(lambda reply=reply: current.take(reply))  # type: ignore[misc]
                on_progress(current.progress)
        except SyncError as error:
            sentence = str(error)
            on_store(lambda: note_fault(session, sentence))
            raise
        on_store(self._settle)
        return current.progress

    def close(self) -> None:
        """Let the connection go."""
        if isinstance(self._transport, HttpTransport):
            self._transport.close()

    def _settle(self) -> None:
        session = self._session
        index_news(session)
        scopes = json.loads(session.store.meta(SCOPES) or "[]")
        if scopes != session.profile.scopes:
            session.profile = replace(session.profile, scopes=scopes)
        note_success(session)


def open_link(session: Session) -> Link:
    """Return a line over TLS to the headquarters that this laptop was enrolled with."""
    profile = session.profile

    def over_tls(sign: Sign) -> Transport:
        return HttpTransport(
            profile.url, bytes.fromhex(profile.ca_der), bytes.fromhex(profile.hq_public_key), session.clock, sign
        )

    return Link(session, over_tls)
