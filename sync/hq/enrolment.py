"""Taking a new laptop in: a ticket with a code of 80 bits, good for one laptop, 15 minutes and five tries.

The code is derived from headquarters' key and a salt in the database, so it rests nowhere. It never travels either:
the laptop proves that it knows it, and so does headquarters.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from fieldapp.domain.access import Role
from fieldapp.domain.clock import Clock, to_ms, to_wire
from fieldapp.domain.faults import SyncError
from fieldapp.domain.ids import RandomBytes, is_device_id
from fieldapp.domain.people import is_handle
from sync.hq.account import HEADQUARTERS, Member, add_account, find_member, handle_taken, require_member
from sync.hq.audit import note_act
from sync.hq.database import Database, Transaction
from sync.hq.device import LEASE, add_device, find_device
from sync.hq.workspace import load_workspace
from sync.protocol import EnrolReply, EnrolRequest
from sync.ticket import CODE_BYTES, Ticket, is_proof, proof_of, proof_of_reply, write_ticket

CODE_LASTS: Final = timedelta(minutes=15)
TRIES: Final = 5
_MAX_APP_VERSION: Final = 40


@dataclass(frozen=True)
class Address:
    """What a laptop must know to find this headquarters and to trust it."""

    url: str
    authority_der: bytes
    public_key: bytes


class _WrongError(Exception):
    """The proof does not fit: one try less."""


class Enrolment:
    """Tickets out, laptops in."""

    def __init__(self, database: Database, clock: Clock, random: RandomBytes, key: bytes, address: Address) -> None:
        self._database = database
        self._clock = clock
        self._random = random
        self._key = key
        self._address = address

    def enrol(self, handle: str, name: str, role: Role, agency: str, by: str) -> str:
        """Add a person, or take one known by the same words, and return the text of a ticket for a laptop of theirs.

        Raises SyncError HANDLE_UNFIT, HANDLE_TAKEN.
        """
        with self._database.write() as work:
            known = find_member(work, handle)
            if known is None:
                add_account(work, to_wire(self._clock.now()), by, Member(handle, name, role, agency, ()))
            elif (known.name, known.role, known.agency, known.disabled_at) != (name, role, agency, None):
                raise handle_taken()
            return self._issue(work, handle, by)

    def issue_ticket(self, handle: str, by: str) -> str:
        """Return a ticket for another laptop of a person; one given before is void. Raises SyncError."""
        with self._database.write() as work:
            if require_member(work, handle).disabled_at is not None:
                raise SyncError("ACCOUNT_DISABLED", "This account is closed. Open one under another handle.")
            return self._issue(work, handle, by)

    def _issue(self, work: Transaction, handle: str, by: str) -> str:
        if handle == HEADQUARTERS:  # whoever speaks under it publishes checklists
            raise handle_taken()
        salt = self._random(16)
        now = self._clock.now()
        work.run(
            "INSERT INTO enrolment (workspace, handle, code_salt, given_by, expires_at, tries_left) "
            "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (workspace, handle) DO UPDATE SET code_salt = excluded.code_salt, "
            "given_by = excluded.given_by, expires_at = excluded.expires_at, tries_left = excluded.tries_left, "
            "used_at = NULL, used_by = NULL",
            *(work.workspace, handle, salt, by, to_wire(now + CODE_LASTS), TRIES),
        )
        note_act(work, to_wire(now), by, "TICKET_ISSUED", handle)
        name = load_workspace(work).name
        address = self._address
        code = self._code(work.workspace, handle, salt)
        return write_ticket(Ticket(address.url, name, handle, address.authority_der, address.public_key, code))

    def _code(self, workspace: str, handle: str, salt: bytes) -> bytes:
        return hmac.digest(self._key, f"{workspace}\n{handle}\n".encode() + salt, "sha256")[:CODE_BYTES]

    def take_laptop(self, request: EnrolRequest) -> EnrolReply:
        """Enrol a laptop. Raises SyncError CODE_WRONG, CODE_EXPIRED, CODE_USED, DEVICE_UNFIT."""
        if not is_handle(request.handle):
            raise _wrong()
        with self._database.write() as work:
            try:
                return self._take(work, request)
            except _WrongError:
                work.run(
                    "UPDATE enrolment SET tries_left = tries_left - 1 "
                    "WHERE workspace = ? AND handle = ? AND tries_left > 0",
                    *(work.workspace, request.handle),
                )
                note_act(work, to_wire(self._clock.now()), "", "ENROLMENT_REFUSED", request.handle)
        raise _wrong()

    def _take(self, work: Transaction, request: EnrolRequest) -> EnrolReply:
        now = to_wire(self._clock.now())
        row = work.one(
            "SELECT code_salt, expires_at, tries_left, used_by FROM enrolment WHERE workspace = ? AND handle = ?",
            *(work.workspace, request.handle),
        )
        member = find_member(work, request.handle)
        if row is None or member is None or row[2] <= 0:
            raise _WrongError
        salt, expires_at, _tries, used_by = row
        code = self._code(work.workspace, request.handle, salt)
        if not is_proof(request.proof, proof_of(code, request)):
            raise _WrongError
        known = find_device(work, request.device)
        if used_by is not None and (known is None or (used_by, request.public_key) != (known.id, known.public_key)):
            raise SyncError("CODE_USED", "This ticket has enrolled a laptop already. Ask headquarters for a new one.")
        if expires_at < now:
            raise SyncError("CODE_EXPIRED", "This ticket is too old. Ask headquarters for a new one.")
        if used_by is None:  # otherwise the same laptop asks again: its reply was lost on the way
            _require_fit(request, taken=known is not None)
            add_device(work, now, request.device, member.handle, request.public_key, request.app_version)
            work.run(
                "UPDATE enrolment SET used_at = ?, used_by = ? WHERE workspace = ? AND handle = ?",
                *(now, request.device, work.workspace, member.handle),
            )
            note_act(work, now, member.handle, "DEVICE_ENROLLED", request.device)
        return self._reply(work, code, member)

    def _reply(self, work: Transaction, code: bytes, member: Member) -> EnrolReply:
        workspace = load_workspace(work)
        now = self._clock.now()
        reply = EnrolReply(
            workspace=workspace.name,
            incarnation=workspace.incarnation,
            hq_public_key=self._address.public_key,
            handle=member.handle,
            name=member.name,
            role=member.role.value,
            agency=member.agency,
            scopes=list(member.scopes),
            server_ms=to_ms(now),
            lease_until=to_ms(now + LEASE),
        )
        return msgspec.structs.replace(reply, proof=proof_of_reply(code, reply))


def _wrong() -> SyncError:
    return SyncError(
        "CODE_WRONG", "This enrolment code is not right, or was tried too often. Ask headquarters for a new ticket."
    )


def _require_fit(request: EnrolRequest, *, taken: bool) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(request.public_key)
        is_key = True
    except ValueError:
        is_key = False
    is_version = len(request.app_version) <= _MAX_APP_VERSION and request.app_version.isprintable()
    if taken or not (is_key and is_version and is_device_id(request.device)):
        raise SyncError("DEVICE_UNFIT", "Headquarters cannot take a laptop of this name or key. Begin enrolment anew.")
