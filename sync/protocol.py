"""The wire format, one copy for both ends: one signed message up, one down.

A round is a row of exchanges. Each carries the hello, a batch to push and a page to pull, so that a round with
nothing to do is a single small request. Bodies are MessagePack arrays (msgspec), compressed with zstd when that
pays. A change inside is the three byte strings of ``fieldapp.domain.change.Sealed``, never encoded again; one
broken change cannot spoil the decoding of its neighbours.
"""

from __future__ import annotations

from functools import cache
from typing import Final, TypeVar

import msgspec
import zstandard

VERSION: Final = 1
SUPPORTED: Final = range(1, 2)
PATH: Final = "/sync"
ENROL_PATH: Final = "/enrol"
MEDIA_TYPE: Final = "application/x-fieldapp"

MAX_BATCH_CHANGES: Final = 500
MAX_BATCH_BYTES: Final = 1 << 20
PAGE_ITEMS: Final = 1_000
MAX_BODY_BYTES: Final = 8 << 20
_COMPRESS_FROM: Final = 300
_PLAIN: Final = b"\x00"
_ZSTD: Final = b"\x01"

ACCEPTED: Final = 0
DUPLICATE: Final = 1
QUARANTINED: Final = 2


class BadMessageError(ValueError):
    """Bytes that are no message of this protocol."""


ClockRun = tuple[str, int, int, int | None]
"""Device, first and last counter, and how many ms its clock was ahead of HQ's at the arrival; None: not known."""


class WireChange(msgspec.Struct, array_like=True, frozen=True):
    """``fieldapp.domain.change.Sealed`` on its way."""

    entry: bytes
    payload: bytes
    salt: bytes

    def __repr__(self) -> str:
        """Leave out what it says: a message in a traceback would be a person in a log."""
        return f"<{type(self).__name__}>"


class Request(msgspec.Struct, array_like=True, frozen=True):
    """What a laptop says.

    ``incarnation``: HQ's, as last heard (empty: never). ``cursor``: the last HQ sequence applied here; -1 asks for
    state pages. ``acked``: the counter of this device's last change known to be at HQ. ``scopes``: fingerprint of
    the scopes this laptop holds and of its owner's role. ``page``: where the state pages stopped (scopes wanted, type,
    id).
    ``changes``: a batch in chain order; ``head``: the device's signature over its chain after the batch
    (``protocol.head_statement``). ``unsent``: changes still waiting after this batch. ``wall_ms``: the laptop's
    clock; 0 leaves it to the signature's ``created``, which HQ then puts here (nine bytes less in each request).
    """

    version: int
    incarnation: bytes
    cursor: int
    acked: int
    scopes: bytes
    unsent: int = 0
    changes: list[WireChange] = []
    head: bytes = b""
    page: tuple[list[str], str, str] | None = None
    wall_ms: int = 0


class Verdict(msgspec.Struct, array_like=True, frozen=True):
    """What became of one pushed change that was not simply accepted. ``reason`` is a stable UPPER_SNAKE code."""

    counter: int
    outcome: int
    reason: str = ""
    detail: str = ""


class Receipt(msgspec.Struct, array_like=True, frozen=True):
    """HQ's word that the changes ``first`` to ``last`` of a device are in its log, ending at ``seq``.

    ``signature`` is HQ's Ed25519 over ``receipt_statement``: proof towards HQ itself, years later.
    """

    device: str
    first: int
    last: int
    chain: str
    seq: int
    received_at: str
    signature: bytes = b""


class ChangeItem(msgspec.Struct, array_like=True, frozen=True, tag=1):
    """A change made elsewhere, at its place in HQ's order."""

    seq: int
    entry: bytes
    payload: bytes
    salt: bytes

    def __repr__(self) -> str:
        """Leave out what it says: a message in a traceback would be a person in a log."""
        return f"<{type(self).__name__} {self.seq}>"


class StateItem(msgspec.Struct, array_like=True, frozen=True, tag=2):
    """A whole record as HQ holds it after ``seq``: non-null values as JSON, heads as ``RecordState.encode_heads``."""

    seq: int
    record_type: str
    record_id: str
    zone: str
    values: bytes
    heads: str
    created_at: str
    created_by: str
    updated_at: str
    updated_by: str

    def __repr__(self) -> str:
        """Leave out what it says: a message in a traceback would be a person in a log."""
        return f"<{type(self).__name__} {self.seq}>"


class Withdrawal(msgspec.Struct, array_like=True, frozen=True, tag=3):
    """A record that is no longer this laptop's to hold. It is not deleted; it is no longer theirs."""

    seq: int
    record_type: str
    record_id: str


Item = ChangeItem | StateItem | Withdrawal


class Reply(msgspec.Struct, array_like=True, frozen=True):
    """What headquarters answers.

    ``expected``: the counter of this device that HQ wants next. ``scopes``: the full list, only when the laptop's
    fingerprint differs. ``cursor``: where the laptop stands after applying ``items``; ``more`` says that HQ has
    more; ``page``: where the state pages stopped, None when they are done. ``digest``: HQ's fingerprint over all
    the laptop may hold, valid when nothing is waiting either way. ``receipts`` cover every pushed change that is now
    in the log, those that were there before included, each receipt a run of consecutive sequences.
    ``lease_until`` (ms since 1970). An ``incarnation`` is four random bytes and the log's length when it began
    (big-endian), so that a laptop knows from where on a restored headquarters tells another story. ``arrivals``: for
    the changes among ``items``, runs (last seq, ms since 1970) of those that reached headquarters at once. ``clocks``:
    of the changes among ``items`` and in ``receipts``, those dated by a clock that was off; None tells nothing of any.
    ``role``: what the account of this laptop's owner is now, with ``scopes``; blank to a laptop that was revoked.
    What is often at its default stands last, because ``pack`` does not send it then.
    """

    version: int
    incarnation: bytes
    server_ms: int
    expected: int
    cursor: int
    digest: int = 0
    lease_until: int = 0
    more: bool = False
    items: list[Item] = []
    verdicts: list[Verdict] = []
    receipts: list[Receipt] = []
    scopes: list[str] | None = None
    page: tuple[list[str], str, str] | None = None
    arrivals: list[tuple[int, int]] = []
    clocks: list[ClockRun] | None = None
    role: str = ""


class Fault(msgspec.Struct, array_like=True, frozen=True):
    """Why HQ did not do as asked; sent with a 4xx or 5xx status. ``kind`` is a stable UPPER_SNAKE code."""

    kind: str
    sentence: str


class EnrolRequest(msgspec.Struct, array_like=True, frozen=True):
    """A new laptop's statement. The code itself never travels: ``proof`` = HMAC-SHA256(code, the other parts)."""

    version: int
    handle: str
    device: str
    public_key: bytes
    app_version: str
    proof: bytes


class EnrolReply(msgspec.Struct, array_like=True, frozen=True):
    """Who the laptop now is. ``proof`` = HMAC-SHA256(code, b"hq" + the other parts): HQ knows the code too."""

    workspace: str
    incarnation: bytes
    hq_public_key: bytes
    handle: str
    name: str
    role: str
    agency: str
    scopes: list[str]
    server_ms: int
    lease_until: int
    proof: bytes = b""


def head_statement(device: str, counter: int, chain: str) -> bytes:
    """Return what a device signs over its chain: after ``counter`` changes its hash is ``chain``."""
    return f"fieldapp head v1\n{device}\n{counter}\n{chain}\n".encode()


def receipt_statement(receipt: Receipt) -> bytes:
    """Return what HQ signs in a receipt."""
    return (
        f"fieldapp receipt v1\n{receipt.device}\n{receipt.first}\n{receipt.last}\n{receipt.chain}\n"
        f"{receipt.seq}\n{receipt.received_at}\n"
    ).encode()


_ENCODER: Final = msgspec.msgpack.Encoder()


@cache
def _defaults(kind: type[msgspec.Struct]) -> tuple[object, ...]:
    """What each field is when nothing is sent for it."""
    return tuple(
        field.default if field.default_factory is msgspec.NODEFAULT else field.default_factory()
        for field in msgspec.structs.fields(kind)
    )


def _parts_to_send(message: msgspec.Struct) -> list[object]:
    parts = list(msgspec.structs.astuple(message))
    for default in reversed(_defaults(type(message))):
        if type(parts[-1]) is not type(default) or parts[-1] != default:
            break
        parts.pop()
    return parts


def pack(message: msgspec.Struct) -> bytes:
    """Encode a message without the defaults at its end; large ones are compressed."""
    body = _ENCODER.encode(_parts_to_send(message))
    if len(body) < _COMPRESS_FROM:
        return _PLAIN + body
    return _ZSTD + zstandard.ZstdCompressor(level=1).compress(body)


_T = TypeVar("_T")


def unpack(data: bytes, kind: type[_T]) -> _T:
    """Decode a message of a kind. Raises BadMessageError on anything else, decompression bombs included."""
    try:
        return msgspec.msgpack.decode(_plain(data), type=kind)
    except (msgspec.DecodeError, zstandard.ZstdError, UnicodeDecodeError, RecursionError) as error:
        msg = "not a message of this protocol"
        raise BadMessageError(msg) from error


def _plain(data: bytes) -> bytes:
    mark, body = data[:1], data[1:]
    if mark == _PLAIN:
        return body
    if mark != _ZSTD:
        msg = "neither plain nor compressed"
        raise BadMessageError(msg)
    size = zstandard.frame_content_size(body)
    if not 0 <= size <= MAX_BODY_BYTES:
        msg = "the message does not say its size, or is too large"
        raise BadMessageError(msg)
    return zstandard.ZstdDecompressor().decompress(body, max_output_size=MAX_BODY_BYTES, allow_extra_data=False)
