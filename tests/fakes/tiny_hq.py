"""The smallest headquarters that can stand behind the door: it remembers counters and what it was told."""

from __future__ import annotations

import threading
from collections.abc import Callable

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fieldapp.domain.clock import Clock, to_ms
from fieldapp.domain.faults import SyncError
from sync.hq.door import Caller, Door, Enrolled
from sync.protocol import EnrolReply, EnrolRequest, Reply, Request
from sync.ticket import is_proof, proof_of, proof_of_reply
from tests.fakes.tls_server import split_message

DEVICE = "0123456789ab"
CODE = b"0123456789"
INCARNATION = bytes(range(16))


class TinyHq:
    """Satisfies ``Devices`` and ``Desk``. ``fault`` replaces the answer; the desk calls ``before_answer``."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.key = Ed25519PrivateKey.from_private_bytes(b"q" * 32)
        self.public_key = self.key.public_key().public_bytes_raw()
        self.device_key = Ed25519PrivateKey.from_private_bytes(b"d" * 32)
        self.revoked = False
        self.fault: Exception | None = None
        self.before_answer: Callable[[], object] = lambda: None
        self.told: list[tuple[Caller, Request]] = []
        self.bugs: list[Exception] = []
        self._nonces: dict[str, int] = {}
        self._lock = threading.Lock()
        self.door = Door(self, self, self.key, clock, self.bugs.append)

    def find(self, device: str) -> Enrolled | None:
        if device != DEVICE:
            return None
        return Enrolled(device, self.device_key.public_key().public_bytes_raw(), self.revoked)

    def take_nonce(self, device: str, nonce: int) -> bool:
        with self._lock:
            if nonce <= self._nonces.get(device, 0):
                return False
            self._nonces[device] = nonce
            return True

    def exchange(self, caller: Caller, request: Request) -> Reply:
        if self.fault is not None:
            raise self.fault
        self.before_answer()
        self.told.append((caller, request))
        now_ms = to_ms(self.clock.now())
        return Reply(
            1,
            INCARNATION,
            now_ms,
            request.acked + 1,
            request.cursor,
            digest=2**63 + 1,
            lease_until=now_ms + 1_209_600_000,
        )

    def enrol(self, request: EnrolRequest) -> EnrolReply:
        if not is_proof(request.proof, proof_of(CODE, request)):
            raise SyncError("CODE_WRONG", "This code is not good, or not good any more.")
        reply = EnrolReply(
            "South Bay",
            INCARNATION,
            self.public_key,
            request.handle,
            "R. Rivera",
            "detective",
            "agency",
            ["police"],
            1,
            2,
        )
        return msgspec.structs.replace(reply, proof=proof_of_reply(CODE, reply))


def genuine(hq: TinyHq) -> Callable[[bytes], bytes]:
    """Answer as the web server would, byte for byte of one's own choosing."""

    def answer(request: bytes) -> bytes:
        start, headers, body = split_message(request)
        method, path, _ = start.decode().split(" ")
        reply = hq.door.handle(method, path, headers, body)
        fields = "".join(f"{name}: {value}\r\n" for name, value in reply.headers.items())
        head = f"HTTP/1.1 {reply.status} OK\r\n{fields}content-length: {len(reply.body)}\r\n\r\n"
        return head.encode() + reply.body

    return answer
