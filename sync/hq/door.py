"""The door of headquarters: from the bytes of a request to the signed bytes of its reply, with no socket in sight.

The door knows who is speaking and that nobody says the same thing twice. What is done with it is behind two ports,
``Devices`` and ``Desk``. Whatever goes wrong leaves as a signed ``Fault``: a stable kind and a plain sentence, never
a value from a record and never a trace.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple, Protocol

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fieldapp.domain.clock import Clock, to_ms
from fieldapp.domain.faults import SyncError
from sync import protocol
from sync.protocol import EnrolReply, EnrolRequest, Fault, Reply, Request
from sync.signature import sign_reply, signature_of, verify_request

SKEW_TOLERATED_S: Final = 600
HEALTH_PATH: Final = "/health"

# 409 (not 403) for a fork: the device is known and may speak, its story does not fit the one told before.
_STATUS: Final = {
    "BAD_MESSAGE": 400,
    "APP_TOO_NEW": 400,
    "APP_TOO_OLD": 400,
    "SIGNATURE_MISSING": 401,
    "SIGNATURE_UNREADABLE": 401,
    "SIGNATURE_WRONG": 401,
    "DIGEST_WRONG": 401,
    "DEVICE_UNKNOWN": 401,
    "REPLAYED": 401,
    "DEVICE_REVOKED": 403,
    "NOT_FOUND": 404,
    "METHOD_WRONG": 405,
    "TOO_SLOW": 408,
    "DEVICE_FORKED": 409,
    "TOO_LARGE": 413,
    "HQ_FAULT": 500,
    "HQ_BUSY": 503,
}
_OTHER_STATUS: Final = 403


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A device that HQ knows. ``public_key`` is its raw Ed25519 key."""

    device: str
    public_key: bytes
    revoked: bool = False


@dataclass(frozen=True, slots=True)
class Caller:
    """A device that proved itself. ``skew_s``: how far its clock is ahead of ours, 0 while that is tolerable.

    A revoked device still gets this far: what it has not handed in yet may go to quarantine, see the desk.
    """

    device: str
    revoked: bool
    skew_s: int


class Devices(Protocol):
    """What the door must know of the enrolled laptops."""

    def find(self, device: str) -> Enrolled | None:
        """Return the device of this name, None when there is none."""

    def take_nonce(self, device: str, nonce: int) -> bool:
        """Note a request counter; False when it is not higher than every one before. Must be atomic and durable."""


class Desk(Protocol):
    """What headquarters does with a message. Raises SyncError; its kind and sentence are sent as they are."""

    def exchange(self, caller: Caller, request: Request) -> Reply:
        """Take the batch, answer with a page."""

    def enrol(self, request: EnrolRequest) -> EnrolReply:
        """Take a new laptop in when its code is right."""


class Response(NamedTuple):
    """What goes back: header names are lower-case; the length is the server's to add."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Door:
    """Checks a request, hands it to the desk, signs what comes back. ``report`` is told of our own bugs."""

    def __init__(
        self,
        devices: Devices,
        desk: Desk,
        key: Ed25519PrivateKey,
        clock: Clock,
        report: Callable[[Exception], None],
    ) -> None:
        self._devices = devices
        self._desk = desk
        self._key = key
        self._clock = clock
        self._report = report

    def handle(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Response:
        """Answer one request. ``headers`` have lower-case names. Raises nothing."""
        try:
            answer = self._answer(method, path, headers, body)
        except SyncError as error:
            return self.refuse(error.kind, str(error), headers)
        except protocol.BadMessageError:
            return self.refuse("BAD_MESSAGE", "Headquarters could not read this message. Nothing was taken.", headers)
        except Exception as error:  # noqa: BLE001 - the edge: a bug of ours must not cut the line or show its trace
            self._report(error)
            return self.refuse("HQ_FAULT", "Headquarters made a mistake. Your work is safe here; try again.", headers)
        return self._sign(200, protocol.pack(answer), headers)

    def refuse(self, kind: str, sentence: str, headers: Mapping[str, str]) -> Response:
        """Return a signed fault."""
        status = _STATUS.get(kind, _OTHER_STATUS)
        return self._sign(status, protocol.pack(Fault(kind, sentence)), headers)

    def _sign(self, status: int, body: bytes, headers: Mapping[str, str]) -> Response:
        signed = sign_reply(status, body, self._key, signature_of(headers))
        return Response(status, {"content-type": protocol.MEDIA_TYPE, **signed}, body)

    def _answer(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Reply | EnrolReply:
        if path not in {protocol.PATH, protocol.ENROL_PATH}:
            raise SyncError("NOT_FOUND", "Headquarters has nothing at this address.")
        if method != "POST":
            raise SyncError("METHOD_WRONG", "Headquarters takes POST requests only.")
        if len(body) > protocol.MAX_BODY_BYTES:
            raise SyncError("TOO_LARGE", "This message is larger than headquarters takes. Nothing was taken.")
        if path == protocol.ENROL_PATH:
            return self._enrol(body)
        return self._exchange(method, path, headers, body)

    def _enrol(self, body: bytes) -> EnrolReply:
        request = protocol.unpack(body, EnrolRequest)
        _check_version(request.version)
        return self._desk.enrol(request)

    def _exchange(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Reply:
        enrolled: Enrolled | None = None

        def public_key_of(device: str) -> bytes | None:
            nonlocal enrolled
            enrolled = self._devices.find(device)
            return enrolled.public_key if enrolled else None

        signed = verify_request(method, path, headers, body, public_key_of)
        if not self._devices.take_nonce(signed.keyid, signed.nonce):
            raise SyncError("REPLAYED", "Headquarters has seen this request before. Nothing was taken twice.")
        request = protocol.unpack(body, Request)
        _check_version(request.version)
        if request.wall_ms == 0:
            request = msgspec.structs.replace(request, wall_ms=signed.created * 1000)
        skew_s = signed.created - to_ms(self._clock.now()) // 1000
        # A clock that is years off stops nothing: record text must flow; replay is stopped by the counter.
        caller = Caller(
            device=signed.keyid,
            revoked=enrolled is not None and enrolled.revoked,
            skew_s=skew_s if abs(skew_s) > SKEW_TOLERATED_S else 0,
        )
        return self._desk.exchange(caller, request)


def _check_version(version: int) -> None:
    if version >= protocol.SUPPORTED.stop:
        raise SyncError("APP_TOO_NEW", "This app is newer than headquarters. Your work stays here until it is updated.")
    if version not in protocol.SUPPORTED:
        raise SyncError("APP_TOO_OLD", "This app is too old for headquarters. Your work stays here; update the app.")
