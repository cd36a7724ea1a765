"""Enrolment: a ticket pasted once makes a laptop known to its headquarters, and headquarters to the laptop."""

from __future__ import annotations

import json
from collections.abc import Callable

import msgspec

from fieldapp import VERSION
from fieldapp.actions.laptop import Laptop
from fieldapp.actions.profile import Profile, write_profile
from fieldapp.actions.session import Session
from fieldapp.domain.faults import SyncError
from fieldapp.domain.ids import new_device_id
from fieldapp.vault.identity import DeviceIdentity
from fieldapp.vault.kdf import KdfParameters
from sync import protocol
from sync.client.round import SCOPES
from sync.client.transport import HttpTransport, Transport
from sync.protocol import EnrolReply, EnrolRequest
from sync.ticket import Ticket, is_proof, proof_of, proof_of_reply, read_ticket


def enrol(
    laptop: Laptop,
    ticket_text: str,
    passphrase: str,
    *,
    open_transport: Callable[[Ticket], Transport] | None = None,
    kdf: KdfParameters | None = None,
) -> Session:
    """Enrol this laptop with a ticket and a new passphrase; return the unlocked session.

    Slot and store are made first, so that a weak passphrase or a full disk costs no ticket; should headquarters then
    refuse, they are taken away again. Raises Refused, VaultError, StoreError and SyncError.
    """
    ticket = read_ticket(ticket_text)
    identity = DeviceIdentity.generate(laptop.random)
    device = new_device_id(laptop.random)
    blank = Profile(ticket.handle, "", "administrator", "", ticket.workspace)
    laptop.begin_enrolment(device)
    session = laptop.create(passphrase, device, identity, blank, kdf)
    try:
        transport = open_transport(ticket) if open_transport else _over_tls(ticket, laptop)
        reply = _ask(transport, ticket, device, identity)
    except BaseException:
        session.close()
        laptop.forget(device)
        laptop.end_enrolment()
        raise
    profile = Profile(
        reply.handle,
        reply.name,
        reply.role,
        reply.agency,
        reply.workspace,
        sorted(reply.scopes),
        ticket.url,
        ticket.ca_der.hex(),
        ticket.hq_public_key.hex(),
    )
    laptop.trust_release_key(ticket.hq_public_key)
    write_profile(session.store, profile)
    with session.store.transaction():
        session.store.set_meta(SCOPES, json.dumps(profile.scopes))
    laptop.end_enrolment()
    session.profile = profile
    return session


def _over_tls(ticket: Ticket, laptop: Laptop) -> Transport:
    return HttpTransport(ticket.url, ticket.ca_der, ticket.hq_public_key, laptop.clock)


def _ask(transport: Transport, ticket: Ticket, device: str, identity: DeviceIdentity) -> EnrolReply:
    request = EnrolRequest(protocol.VERSION, ticket.handle, device, identity.public_bytes, VERSION, b"")
    request = msgspec.structs.replace(request, proof=proof_of(ticket.code, request))
    try:
        reply = protocol.unpack(transport.exchange(protocol.ENROL_PATH, protocol.pack(request)), EnrolReply)
    except protocol.BadMessageError as error:
        raise SyncError("REPLY_UNREADABLE", "Headquarters' answer cannot be read. Nothing was set up here.") from error
    if not is_proof(reply.proof, proof_of_reply(ticket.code, reply)):
        raise SyncError("REPLY_FORGED", "Whoever answered does not know the ticket's code. Nothing was set up here.")
    return reply
