"""Enrolment: the right code takes in one laptop, within its minutes and tries; nothing else does."""

from __future__ import annotations

import os

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fieldapp.domain.access import Role
from fieldapp.domain.faults import SyncError
from fieldapp.domain.ids import new_device_id
from sync.hq.headquarters import FIRST_ADMINISTRATOR, Headquarters
from sync.protocol import EnrolRequest
from sync.ticket import is_proof, proof_of, proof_of_reply, read_ticket
from tests.fakes.clock import FakeClock
from tests.hq.conftest import CAST, LASD, RefusalError, ask_to_enrol, enrol


def _ticket(hq: Headquarters, handle: str = "dana") -> str:
    return hq.enrolment.enrol(handle, "Dana", Role.DETECTIVE, LASD, FIRST_ADMINISTRATOR)


def _request(ticket_text: str, **values: object) -> EnrolRequest:
    ticket = read_ticket(ticket_text)
    key = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    request = EnrolRequest(1, ticket.handle, new_device_id(os.urandom), key, "1.0", b"")
    request = msgspec.structs.replace(request, **values)
    return msgspec.structs.replace(request, proof=proof_of(ticket.code, request))


def test_right_code_takes_a_laptop_in_and_proves_headquarters(hq: Headquarters) -> None:
    text = _ticket(hq)
    ticket = read_ticket(text)
    reply = ask_to_enrol(hq, _request(text))
    assert (reply.handle, reply.role, reply.agency, reply.scopes) == ("dana", "detective", LASD, ["police", "shared"])
    assert (reply.workspace, ticket.workspace) == ("Regional task force", "Regional task force")
    assert reply.hq_public_key == ticket.hq_public_key == hq.public_key
    assert is_proof(reply.proof, proof_of_reply(ticket.code, reply))
    assert ticket.url == "https://localhost:8443"


def test_first_administrator_enrols_and_reads_no_case(hq: Headquarters, clock: FakeClock) -> None:
    laptop = enrol(hq, clock, hq.enrolment.issue_ticket(FIRST_ADMINISTRATOR, "hq"))
    assert laptop.scopes == ["shared:"]


def test_five_wrong_tries_spend_a_ticket(hq: Headquarters, clock: FakeClock) -> None:
    text = _ticket(hq)
    for _ in range(5):
        with pytest.raises(RefusalError, match="403 CODE_WRONG"):
            enrol(hq, clock, text, code=bytes(10))
    with pytest.raises(RefusalError, match="CODE_WRONG"):
        enrol(hq, clock, text)
    enrol(hq, clock, hq.enrolment.issue_ticket("dana", FIRST_ADMINISTRATOR))


def test_four_wrong_tries_do_not(hq: Headquarters, clock: FakeClock) -> None:
    text = _ticket(hq)
    for _ in range(4):
        with pytest.raises(RefusalError, match="CODE_WRONG"):
            enrol(hq, clock, text, code=bytes(10))
    enrol(hq, clock, text)


def test_ticket_is_good_for_fifteen_minutes(hq: Headquarters, clock: FakeClock) -> None:
    text = _ticket(hq)
    clock.advance(15 * 60 + 1)
    with pytest.raises(RefusalError, match="CODE_EXPIRED"):
        enrol(hq, clock, text)


def test_ticket_is_good_for_one_laptop(hq: Headquarters, clock: FakeClock) -> None:
    text = _ticket(hq)
    enrol(hq, clock, text)
    with pytest.raises(RefusalError, match="CODE_USED"):
        enrol(hq, clock, text)
    assert len([device for device in hq.devices.all() if device.handle == "dana"]) == 1


def test_same_laptop_is_answered_again_when_its_reply_was_lost(hq: Headquarters) -> None:
    request = _request(_ticket(hq))
    assert ask_to_enrol(hq, request) == ask_to_enrol(hq, request)


def test_newer_ticket_voids_the_one_before(hq: Headquarters, clock: FakeClock) -> None:
    old = _ticket(hq)
    _ticket(hq)
    with pytest.raises(RefusalError, match="CODE_WRONG"):
        enrol(hq, clock, old)


@pytest.mark.parametrize(
    "values", [{"public_key": b"short"}, {"device": "Not a device"}, {"app_version": "1\n0"}, {"app_version": "1" * 99}]
)
def test_unfit_laptop_is_not_taken_in(hq: Headquarters, values: dict[str, object]) -> None:
    with pytest.raises(RefusalError, match="DEVICE_UNFIT"):
        ask_to_enrol(hq, _request(_ticket(hq), **values))


@pytest.mark.parametrize("handle", ["nobody", "eli", "a\0b", "", "x" * 500])
def test_ticket_of_one_person_is_no_good_for_another(hq: Headquarters, handle: str) -> None:
    _ticket(hq, "eli")
    with pytest.raises(RefusalError, match="CODE_WRONG"):
        ask_to_enrol(hq, _request(_ticket(hq), handle=handle))


def test_device_name_is_not_given_twice(hq: Headquarters) -> None:
    request = _request(_ticket(hq))
    ask_to_enrol(hq, request)
    with pytest.raises(RefusalError, match="DEVICE_UNFIT"):
        ask_to_enrol(hq, _request(_ticket(hq, "eli"), device=request.device))


def test_handle_is_never_given_to_somebody_else(hq: Headquarters) -> None:
    _ticket(hq)
    with pytest.raises(SyncError, match="never given twice"):
        hq.enrolment.enrol("dana", "Dana the second", Role.ADVOCATE, CAST, FIRST_ADMINISTRATOR)
    hq.accounts.disable("dana", FIRST_ADMINISTRATOR)
    with pytest.raises(SyncError, match="never given twice"):
        _ticket(hq)
    with pytest.raises(SyncError, match="closed"):
        hq.enrolment.issue_ticket("dana", FIRST_ADMINISTRATOR)
    with pytest.raises(SyncError, match="handle is"):
        _ticket(hq, "Not a handle")
    with pytest.raises(SyncError, match="no account"):
        hq.enrolment.issue_ticket("nobody", FIRST_ADMINISTRATOR)


def test_code_rests_nowhere_at_headquarters(hq: Headquarters) -> None:
    code = read_ticket(_ticket(hq)).code
    with hq.database.read() as work:
        rows = work.rows("SELECT * FROM enrolment")
    assert all(code not in bytes(value) for row in rows for value in row if isinstance(value, (bytes, memoryview)))
