"""How a message reaches headquarters and its reply comes back: over TLS, or within one process.

The round above knows ``Transport`` alone. Both ways sign the same requests and run the same checks on the replies.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fieldapp.domain.clock import Clock, to_ms
from fieldapp.domain.faults import SyncError
from sync.client.reply import LineDroppedError, check_reply
from sync.protocol import MAX_BODY_BYTES
from sync.signature import sign_request, signature_of

if TYPE_CHECKING:
    from sync.client.pinned import PinnedSession

Sign = Callable[[str, str, bytes], dict[str, str]]
"""From method, path and body to the headers that sign them."""

METHOD: Final = "POST"


class Transport(Protocol):
    """One message up, one down."""

    def exchange(self, path: str, body: bytes) -> bytes:
        """Return the body of headquarters' reply. Raises SyncError; nothing has then been consumed here."""


class App(Protocol):
    """The door of a headquarters in this process (``sync.hq.door.Door``)."""

    def handle(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, Mapping[str, str], bytes]:
        """Return status, headers and body."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a reply may take and how large it may be."""

    connect_s: float = 10.0
    silence_s: float = 60.0
    whole_s: float = 300.0
    body_bytes: int = MAX_BODY_BYTES


def make_signer(device: str, key: Ed25519PrivateKey, clock: Clock, next_nonce: Callable[[], int]) -> Sign:
    """Return what signs a device's requests.

    ``next_nonce`` must rise from call to call and across restarts, and requests must reach HQ in its order: one at a
    time. Headquarters refuses a counter that it has seen, or seen a higher one than. One exchange may take two.
    """

    def sign(method: str, path: str, body: bytes) -> dict[str, str]:
        created = max(0, to_ms(clock.now()) // 1000)  # a clock before 1970 is none, and stops nobody
        return sign_request(method, path, body, key, device, created, next_nonce())

    return sign


class DirectTransport:
    """Hands the message to a headquarters in the same process."""

    def __init__(self, app: App, hq_public_key: bytes, sign: Sign | None = None) -> None:
        self._app = app
        self._hq_public_key = hq_public_key
        self._sign = sign

    def exchange(self, path: str, body: bytes) -> bytes:
        """Return the body of headquarters' reply. Raises SyncError."""
        headers = self._sign(METHOD, path, body) if self._sign else {}
        status, reply_headers, reply = self._app.handle(METHOD, path, headers, body)
        return check_reply(status, reply_headers, reply, self._hq_public_key, signature_of(headers))


class HttpTransport:
    """Sends the message over TLS 1.3 to a headquarters whose authority is pinned. Use it from one thread at a time.

    ``ca_der`` and ``hq_public_key`` come from the ticket. Without ``sign`` (enrolment) requests go unsigned.
    Raises SyncError ``HQ_NOT_TRUSTED`` for an address without TLS.
    """

    def __init__(
        self,
        url: str,
        ca_der: bytes,
        hq_public_key: bytes,
        clock: Clock,
        sign: Sign | None = None,
        limits: Limits | None = None,
    ) -> None:
        if not url.startswith("https://"):
            raise SyncError(
                "HQ_NOT_TRUSTED", "The address of headquarters is not a secure one. Enrol with a new ticket."
            )
        self._url = url.rstrip("/")
        self._ca_der = ca_der
        self._hq_public_key = hq_public_key
        self._clock = clock
        self._sign = sign
        self._limits = limits or Limits()
        self._session: PinnedSession | None = None

    def exchange(self, path: str, body: bytes) -> bytes:
        """Return the body of headquarters' reply.

        Raises SyncError: ``HQ_AWAY``, ``HQ_NOT_TRUSTED``, ``REPLY_CUT``, ``REPLY_TOO_LARGE`` and those of
        ``check_reply``.
        """
        try:
            return self._ask(path, body)
        except LineDroppedError:
            return self._ask(
                path, body
            )  # signed anew: should HQ have read the first, it knows the changes by their ids

    def _ask(self, path: str, body: bytes) -> bytes:
        headers = self._sign(METHOD, path, body) if self._sign else {}
        status, reply_headers, reply = self._open().post(f"{self._url}{path}", headers, body)
        return check_reply(status, reply_headers, reply, self._hq_public_key, signature_of(headers))

    def close(self) -> None:
        """Let the connection go; the next exchange opens a new one."""
        if self._session is not None:
            self._session.close()
            self._session = None

    def _open(self) -> PinnedSession:
        if self._session is None:
            from sync.client.pinned import PinnedSession  # requests takes 100 ms to import: not before the first sync

            self._session = PinnedSession(self._ca_der, self._clock, self._limits)
        return self._session
