"""A headquarters and laptops made of the shipping parts, with a wire between them on which anything may happen."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from fieldapp.actions.guard import GUARDS
from fieldapp.actions.laptop import Laptop
from fieldapp.actions.session import Session
from fieldapp.domain.access import Role
from fieldapp.records.seed import agency_id
from fieldapp.vault.kdf import KdfLimits
from sync import protocol
from sync.client.enrol import enrol
from sync.client.run import Link
from sync.client.transport import DirectTransport
from sync.hq.headquarters import Headquarters, init_headquarters
from sync.hq.secret import load_signing_key
from sync.protocol import Reply
from sync.signature import sign_reply, signature_of
from tests.fakes.clock import FakeClock
from tests.fakes.laptop import PASSPHRASE, QUICK

Answer = tuple[int, Mapping[str, str], bytes]
Meddle = Callable[[Answer], Answer]

LASD = agency_id("LASD")
CAST = agency_id("CAST")


@dataclass
class Wire:
    """Carries messages to headquarters' door. ``meddle`` may change what comes back; ``sent`` keeps what went up."""

    hq: Headquarters
    meddle: Meddle | None = None
    sent: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)

    def handle(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        self.sent.append((method, path, dict(headers), body))
        answer = tuple(self.hq.door.handle(method, path, headers, body))
        return self.meddle(answer) if self.meddle is not None else answer

    def repeat(self, index: int = -1) -> protocol.Fault:
        """Send a message once more, byte for byte; return headquarters' refusal."""
        status, _, body = self.hq.door.handle(*self.sent[index])
        assert status != 200
        return protocol.unpack(body, protocol.Fault)


@dataclass
class Seat:
    """One person at one laptop, online through its own wire."""

    laptop: Laptop
    session: Session
    wire: Wire
    link: Link = field(init=False)

    def __post_init__(self) -> None:
        self.dial()

    def dial(self) -> None:
        """Open a line for the session there is."""
        public = bytes.fromhex(self.session.profile.hq_public_key)
        self.link = Link(self.session, lambda sign: DirectTransport(self.wire, public, sign))

    def sync(self):
        """Run a round."""
        return self.link.run()

    def reopen(self) -> None:
        """Lock and unlock."""
        self.session.close()
        self.unlock()

    def unlock(self) -> None:
        """Unlock, and open the line."""
        self.session = self.laptop.unlock(PASSPHRASE)
        self.dial()


@dataclass
class Town:
    """Headquarters in ``folder/hq``, each laptop in a folder of its handle."""

    folder: Path
    clock: FakeClock
    hq: Headquarters = field(init=False)
    seats: dict[str, Seat] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.hq = init_headquarters(
            self.folder / "hq",
            "Regional task force",
            ["localhost"],
            clock=self.clock,
            random=os.urandom,
            guards=GUARDS,
            report=_raise,
        )

    def enrol(self, handle: str, role: Role = Role.DETECTIVE, agency: str = LASD) -> Seat:
        """A new person with a new laptop that has met headquarters once."""
        ticket = self.hq.enrolment.enrol(handle, handle.title(), role, agency, "admin")
        laptop = Laptop(self.folder / handle, self.clock, os.urandom, KdfLimits(floor_kib=64))
        wire = Wire(self.hq)
        session = enrol(
            laptop, ticket, PASSPHRASE, open_transport=lambda t: DirectTransport(wire, t.hq_public_key), kdf=QUICK
        )
        seat = self.seats[handle] = Seat(laptop, session, wire)
        seat.sync()
        return seat

    def enrol_again(self, handle: str) -> None:
        """Paste a new ticket into a laptop whose person is enrolled on it already."""
        laptop = Laptop(self.folder / handle, self.clock, os.urandom, KdfLimits(floor_kib=64))
        ticket = self.hq.enrolment.issue_ticket(handle, "admin")
        wire = Wire(self.hq)
        enrol(laptop, ticket, PASSPHRASE, open_transport=lambda t: DirectTransport(wire, t.hq_public_key), kdf=QUICK)

    def seat_at(self, folder: Path, name: str) -> Seat:
        """Whoever unlocks the data folder that is there."""
        laptop = Laptop(folder, self.clock, os.urandom, KdfLimits(floor_kib=64))
        seat = self.seats[name] = Seat(laptop, laptop.unlock(PASSPHRASE), Wire(self.hq))
        return seat

    def reopen_hq(self) -> None:
        """Stop headquarters and start it over whatever is in its folder."""
        self.hq.close()
        self.hq = Headquarters(self.folder / "hq", clock=self.clock, random=os.urandom, guards=GUARDS, report=_raise)
        for seat in self.seats.values():
            seat.wire.hq = self.hq

    def forge(self, change: Callable[[Reply], Reply], seat: Seat) -> Meddle:
        """Return what makes headquarters itself say something else, with its own signature."""
        key = load_signing_key(self.folder / "hq")

        def meddle(answer: Answer) -> Answer:
            status, _, body = answer
            forged = protocol.pack(change(protocol.unpack(body, Reply)))
            signed = sign_reply(status, forged, key, signature_of(seat.wire.sent[-1][2]))
            return status, {"content-type": protocol.MEDIA_TYPE, **signed}, forged

        return meddle

    def close(self) -> None:
        """Put everything away."""
        for seat in self.seats.values():
            seat.session.close()
        self.hq.close()


def replace(reply: Reply, **values: object) -> Reply:
    """Return a reply that says something else."""
    return msgspec.structs.replace(reply, **values)


def rows_of(session: Session) -> dict[str, list[tuple]]:
    """Return every row of every record table, as it lies there, less what only says when it came."""
    found = {}
    for record_type in session.store.types:
        rows = session.store.projection.scan(session.store.connection, record_type, "", 10_000)
        found[record_type] = [(r.state.record_id, r.digest, dict(r.state.values)) for r in rows]
    return found


def journal_size(session: Session) -> int:
    """Return how many lines the journal has."""
    return session.store.connection.exec_driver_sql("SELECT count(*) FROM journal").scalar_one()


def meet(*seats: Seat) -> None:
    """Let each sync until all have what the others had."""
    for seat in (*seats, *seats):
        seat.sync()


def is_sentence(text: str) -> bool:
    """Whether a person could be shown this: begins like a sentence, ends like one, and is no code or trace."""
    return text[:1].isupper() and text.endswith(".") and len(text.split()) >= 4 and "Error" not in text


def _raise(error: Exception) -> None:
    raise AssertionError("headquarters made a mistake") from error
