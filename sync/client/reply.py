"""What came back: is it headquarters' answer to this very request, and what does it say?

Both transports use these checks. Nothing is parsed before the content type is ours and the signature fits.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from fieldapp.domain.faults import SyncError
from sync.client.backoff import CAP_S
from sync.protocol import MEDIA_TYPE, BadMessageError, Fault, unpack
from sync.signature import SignatureError, verify_reply

_OK: Final = 200
_TOO_MANY: Final = 429
_BUSY: Final = 503

_FORGED: Final = "What came back is not headquarters' answer to this request. Nothing was taken; it is tried again."
_SIGN_IN: Final = (
    "This network answers in place of headquarters: it may ask for a sign-in. Open a browser, sign in, then sync again."
    " Nothing was sent or lost."
)
_AT_WORK: Final = "Headquarters is busy. Your work is safe here; it is sent later."


class HqBusyError(SyncError):
    """Headquarters asks for patience. ``retry_after_s`` is None when it does not say how much."""

    def __init__(self, sentence: str, retry_after_s: float | None) -> None:
        super().__init__("HQ_BUSY", sentence)
        self.retry_after_s = retry_after_s


class LineDroppedError(SyncError):
    """A kept connection was gone before a byte of the reply came: most likely closed while idle. Worth one more try."""

    def __init__(self, sentence: str) -> None:
        super().__init__("HQ_AWAY", sentence)


def check_reply(
    status: int, headers: Mapping[str, str], body: bytes, hq_public_key: bytes, request_signature: str | None
) -> bytes:
    """Return the body of a genuine reply. ``headers`` have lower-case names. Raises SyncError.

    ``NETWORK_SIGN_IN``, ``HQ_BUSY``, ``REPLY_FORGED``, ``REPLY_UNREADABLE``, or the kind of the fault that HQ signed.
    """
    if headers.get("content-type") != MEDIA_TYPE or "content-encoding" in headers:
        if status == _TOO_MANY or status >= 500:
            raise HqBusyError(_AT_WORK, _retry_after_s(headers))
        raise SyncError("NETWORK_SIGN_IN", _SIGN_IN)
    try:
        verify_reply(status, headers, body, hq_public_key, request_signature)
    except SignatureError:
        raise SyncError("REPLY_FORGED", _FORGED) from None
    if status == _OK:
        return body
    raise _read_fault(status, headers, body)


def _read_fault(status: int, headers: Mapping[str, str], body: bytes) -> SyncError:
    try:
        fault = unpack(body, Fault)
    except BadMessageError:
        return SyncError(
            "REPLY_UNREADABLE", "Headquarters refused, in words that this app cannot read. Update the app."
        )
    if status == _BUSY:
        return HqBusyError(fault.sentence, _retry_after_s(headers))
    return SyncError(fault.kind, fault.sentence)


def _retry_after_s(headers: Mapping[str, str]) -> float | None:
    """Read Retry-After in seconds, at most a quarter hour. Its other form, a date, needs a clock that may be wrong."""
    text = headers.get("retry-after", "").strip()
    if not (text.isascii() and text.isdigit()):
        return None
    return min(CAP_S, float(text)) if len(text) < 10 else CAP_S
