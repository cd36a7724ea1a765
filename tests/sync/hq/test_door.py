"""The door: who is let in, and what is said to those who are not."""

from __future__ import annotations

from datetime import timedelta

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldapp.domain.faults import SyncError
from sync import protocol
from sync.client.transport import Sign
from sync.hq.door import Caller, Response
from sync.protocol import EnrolReply, EnrolRequest, Fault, Reply, Request, pack, unpack
from sync.signature import sign_request, signature_of, verify_reply
from sync.ticket import proof_of, proof_of_reply
from tests.fakes.clock import FakeClock
from tests.fakes.tiny_hq import CODE, DEVICE, INCARNATION, TinyHq

HELLO = Request(1, INCARNATION, 7, 3, b"scopes42")
BODY = pack(HELLO)


def fault_of(hq: TinyHq, answer: Response, headers: dict[str, str]) -> tuple[int, str]:
    """Read a fault as a laptop would: signed, bound to the request, and without a value in it."""
    verify_reply(answer.status, answer.headers, answer.body, hq.public_key, signature_of(headers))
    return answer.status, unpack(answer.body, Fault).kind


def post(hq: TinyHq, headers: dict[str, str], body: bytes = BODY, path: str = protocol.PATH) -> Response:
    return hq.door.handle("POST", path, headers, body)


def test_known_laptop_is_answered(tiny_hq: TinyHq, sign: Sign) -> None:
    headers = sign("POST", protocol.PATH, BODY)
    answer = post(tiny_hq, headers)
    verify_reply(200, answer.headers, answer.body, tiny_hq.public_key, signature_of(headers))
    assert unpack(answer.body, Reply).expected == 4
    assert tiny_hq.told[0][0] == Caller(DEVICE, revoked=False, skew_s=0)


def test_reply_names_its_type_and_is_signed(tiny_hq: TinyHq, sign: Sign) -> None:
    answer = post(tiny_hq, sign("POST", protocol.PATH, BODY))
    assert set(answer.headers) == {"content-type", "content-digest", "signature-input", "signature"}
    assert answer.headers["content-type"] == protocol.MEDIA_TYPE


def test_replayed_request_is_refused(tiny_hq: TinyHq, sign: Sign) -> None:
    headers = sign("POST", protocol.PATH, BODY)
    assert post(tiny_hq, headers).status == 200
    assert fault_of(tiny_hq, post(tiny_hq, headers), headers) == (401, "REPLAYED")
    assert len(tiny_hq.told) == 1


def test_counter_that_steps_back_is_refused(tiny_hq: TinyHq) -> None:
    for nonce, status in [(5, 200), (4, 401), (5, 401), (6, 200)]:
        headers = sign_request("POST", protocol.PATH, BODY, tiny_hq.device_key, DEVICE, 1, nonce)
        assert post(tiny_hq, headers).status == status


def test_forged_request_does_not_use_up_the_counter(tiny_hq: TinyHq) -> None:
    forged = sign_request("POST", protocol.PATH, BODY, tiny_hq.key, DEVICE, 1, 1_000_000)
    assert fault_of(tiny_hq, post(tiny_hq, forged), forged) == (401, "SIGNATURE_WRONG")
    genuine = sign_request("POST", protocol.PATH, BODY, tiny_hq.device_key, DEVICE, 1, 1)
    assert post(tiny_hq, genuine).status == 200


def test_swapped_device_is_refused(tiny_hq: TinyHq, sign: Sign) -> None:
    headers = sign("POST", protocol.PATH, BODY)
    headers["signature-input"] = headers["signature-input"].replace(DEVICE, "zzzzzzzzzzzz")
    assert fault_of(tiny_hq, post(tiny_hq, headers), headers) == (401, "DEVICE_UNKNOWN")
    assert not tiny_hq.told


def test_unsigned_request_is_refused(tiny_hq: TinyHq) -> None:
    assert fault_of(tiny_hq, post(tiny_hq, {}), {}) == (401, "SIGNATURE_MISSING")


def test_changed_body_is_refused(tiny_hq: TinyHq, sign: Sign) -> None:
    headers = sign("POST", protocol.PATH, BODY)
    assert fault_of(tiny_hq, post(tiny_hq, headers, BODY + b"\x00"), headers) == (401, "DIGEST_WRONG")


def test_request_for_one_path_does_not_open_another(tiny_hq: TinyHq, sign: Sign) -> None:
    headers = sign("POST", protocol.ENROL_PATH, BODY)
    assert fault_of(tiny_hq, post(tiny_hq, headers), headers) == (401, "SIGNATURE_WRONG")


@pytest.mark.parametrize(("years", "skew_s"), [(0, 0), (-20, -20 * 31_536_000), (40, 40 * 31_536_000)])
def test_clock_that_is_years_off_stops_nothing(
    tiny_hq: TinyHq, sign: Sign, clock: FakeClock, years: int, skew_s: int
) -> None:
    here = clock.now()
    clock.set_wall(here + timedelta(days=365 * years))
    headers = sign("POST", protocol.PATH, BODY)
    clock.set_wall(here)
    assert post(tiny_hq, headers).status == 200
    assert tiny_hq.told[0][0].skew_s == skew_s


def test_small_clock_error_is_not_passed_on(tiny_hq: TinyHq, sign: Sign, clock: FakeClock) -> None:
    headers = sign("POST", protocol.PATH, BODY)
    clock.advance(600)
    post(tiny_hq, headers)
    assert tiny_hq.told[0][0].skew_s == 0


def test_time_of_the_signature_stands_in_for_a_time_not_sent(tiny_hq: TinyHq, sign: Sign, clock: FakeClock) -> None:
    post(tiny_hq, sign("POST", protocol.PATH, BODY))
    assert tiny_hq.told[0][1].wall_ms == int(clock.now().timestamp()) * 1000


def test_revoked_laptop_reaches_the_desk_as_revoked(tiny_hq: TinyHq, sign: Sign) -> None:
    tiny_hq.revoked = True
    post(tiny_hq, sign("POST", protocol.PATH, BODY))
    assert tiny_hq.told[0][0].revoked


@pytest.mark.parametrize(
    ("kind", "status"),
    [("DEVICE_REVOKED", 403), ("DEVICE_FORKED", 409), ("HQ_BUSY", 503), ("SOMETHING_NEW", 403)],
)
def test_refusal_of_the_desk_is_passed_on(tiny_hq: TinyHq, sign: Sign, kind: str, status: int) -> None:
    tiny_hq.fault = SyncError(kind, "A sentence.")
    headers = sign("POST", protocol.PATH, BODY)
    assert fault_of(tiny_hq, post(tiny_hq, headers), headers) == (status, kind)
    assert not tiny_hq.bugs


def test_bug_of_ours_is_reported_and_shows_nothing(tiny_hq: TinyHq, sign: Sign) -> None:
    tiny_hq.fault = ValueError("Jane Doe")
    headers = sign("POST", protocol.PATH, BODY)
    answer = post(tiny_hq, headers)
    assert fault_of(tiny_hq, answer, headers) == (500, "HQ_FAULT")
    assert b"Doe" not in answer.body
    assert b"Traceback" not in answer.body
    assert tiny_hq.bugs == [tiny_hq.fault]


def bomb() -> bytes:
    return b"\x01" + zstandard.ZstdCompressor(level=1).compress(bytes(1 << 26))


def lying_bomb() -> bytes:
    """A frame that claims a small size and holds a large one."""
    honest = zstandard.ZstdCompressor(level=1).compress(bytes(400))
    large = zstandard.ZstdCompressor(level=1, write_content_size=False).compress(bytes(1 << 24))
    return b"\x01" + honest[:4] + large[4:]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x00",
        b"\x01",
        b"\x02abc",
        b"<html>",
        b"\x00" + b"\x91" * 100_000,
        BODY + b"\x00",
        b"\x01" + zstandard.compress(BODY[1:]) + b"more",
        bomb(),
        lying_bomb(),
        pack(Fault("A", "b")),
    ],
    ids=["nothing", "no message", "no frame", "no mark", "page", "deep", "longer", "trailing", "bomb", "liar", "other"],
)
def test_body_that_is_no_message_is_refused(tiny_hq: TinyHq, sign: Sign, body: bytes) -> None:
    headers = sign("POST", protocol.PATH, body)
    assert fault_of(tiny_hq, post(tiny_hq, headers, body), headers) == (400, "BAD_MESSAGE")
    assert not tiny_hq.bugs


def test_oversize_body_is_refused_before_it_is_read(tiny_hq: TinyHq, sign: Sign) -> None:
    body = bytes(protocol.MAX_BODY_BYTES + 1)
    headers = sign("POST", protocol.PATH, body)
    assert fault_of(tiny_hq, post(tiny_hq, headers, body), headers) == (413, "TOO_LARGE")
    assert post(tiny_hq, headers, BODY).status == 401


@pytest.mark.parametrize(("version", "kind"), [(0, "APP_TOO_OLD"), (2, "APP_TOO_NEW")])
def test_other_version_is_told_which_end_to_update(tiny_hq: TinyHq, sign: Sign, version: int, kind: str) -> None:
    body = pack(Request(version, INCARNATION, 7, 3, b""))
    headers = sign("POST", protocol.PATH, body)
    assert fault_of(tiny_hq, post(tiny_hq, headers, body), headers) == (400, kind)


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/sync", 405), ("POST", "/", 404), ("POST", "/sync/", 404)]
)
def test_other_doors_are_closed(tiny_hq: TinyHq, method: str, path: str, status: int) -> None:
    assert tiny_hq.door.handle(method, path, {}, b"").status == status


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(max_size=20),
    st.text(max_size=20),
    st.dictionaries(st.sampled_from(["signature", "signature-input", "content-digest"]), st.text()),
    st.binary(),
)
def test_whatever_comes_the_answer_is_a_signed_fault(
    tiny_hq: TinyHq, method: str, path: str, headers: dict[str, str], body: bytes
) -> None:
    for asked in [(method, path), ("POST", protocol.PATH), ("POST", protocol.ENROL_PATH)]:
        status, kind = fault_of(tiny_hq, tiny_hq.door.handle(*asked, headers, body), headers)
        assert 400 <= status < 500
        assert kind
    assert not tiny_hq.bugs


def enrolment(code: bytes) -> bytes:
    request = EnrolRequest(1, "rivera", DEVICE, b"p" * 32, "0.1.0", b"")
    return pack(EnrolRequest(1, "rivera", DEVICE, b"p" * 32, "0.1.0", proof_of(code, request)))


def test_new_laptop_with_the_right_code_is_taken_in(tiny_hq: TinyHq) -> None:
    answer = post(tiny_hq, {}, enrolment(CODE), protocol.ENROL_PATH)
    verify_reply(200, answer.headers, answer.body, tiny_hq.public_key, None)
    reply = unpack(answer.body, EnrolReply)
    assert reply.proof == proof_of_reply(CODE, reply)


def test_new_laptop_with_a_wrong_code_is_not(tiny_hq: TinyHq) -> None:
    answer = post(tiny_hq, {}, enrolment(b"9876543210"), protocol.ENROL_PATH)
    assert fault_of(tiny_hq, answer, {}) == (403, "CODE_WRONG")
