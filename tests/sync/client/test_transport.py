"""The way to headquarters: a real server behind TLS, and everything a network can put in its place."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from pathlib import Path

import pytest

from fieldapp.domain.faults import SyncError
from sync import protocol
from sync.client.transport import DirectTransport, HttpTransport, Sign, Transport, make_signer
from sync.hq.certificate import Certificates
from sync.hq.door import HEALTH_PATH
from sync.hq.server import Server
from sync.protocol import EnrolReply, EnrolRequest, Reply, Request, WireChange, pack, unpack
from sync.ticket import proof_of
from tests.fakes.clock import FakeClock
from tests.fakes.tiny_hq import CODE, DEVICE, INCARNATION, TinyHq, genuine
from tests.fakes.tls_server import RawServer, read_message

MakeTransport = Callable[..., HttpTransport]
HELLO = Request(1, INCARNATION, 123_456, 1_234_567, b"four")
BODY = pack(HELLO)


def kind_of(transport: Transport, body: bytes = BODY) -> str:
    with pytest.raises(SyncError) as caught:
        transport.exchange(protocol.PATH, body)
    assert str(caught.value).endswith(".")
    return caught.value.kind


@pytest.fixture(params=["direct", "http"])
def transport(request: pytest.FixtureRequest, tiny_hq: TinyHq, sign: Sign, transport_to: MakeTransport) -> Transport:
    if request.param == "direct":
        return DirectTransport(tiny_hq.door, tiny_hq.public_key, sign)
    return transport_to(request.getfixturevalue("server").port)


def test_message_is_answered(transport: Transport, tiny_hq: TinyHq) -> None:
    for _ in range(3):
        assert unpack(transport.exchange(protocol.PATH, BODY), Reply).cursor == 123_456
    assert len(tiny_hq.told) == 3


def test_large_message_passes(transport: Transport, tiny_hq: TinyHq) -> None:
    noise = bytes(range(256)) * 16
    changes = [WireChange(noise, noise + bytes([number]), b"s" * 32) for number in range(120)]
    body = protocol._PLAIN + protocol._ENCODER.encode(Request(1, INCARNATION, 1, 1, b"", 0, changes))
    transport.exchange(protocol.PATH, body)
    assert tiny_hq.told[0][1].changes == changes


@pytest.mark.parametrize("kind", ["DEVICE_REVOKED", "DEVICE_FORKED", "CLOCK", "TOO_LARGE"])
def test_refusal_arrives_with_its_kind(transport: Transport, tiny_hq: TinyHq, kind: str) -> None:
    tiny_hq.fault = SyncError(kind, "A sentence.")
    assert kind_of(transport) == kind


def test_bug_at_headquarters_arrives_as_one(transport: Transport, tiny_hq: TinyHq) -> None:
    tiny_hq.fault = RuntimeError()
    assert kind_of(transport) == "HQ_FAULT"


def test_busy_headquarters_asks_for_patience(transport: Transport, tiny_hq: TinyHq) -> None:
    tiny_hq.fault = SyncError("HQ_BUSY", "A moment.")
    assert kind_of(transport) == "HQ_BUSY"


@pytest.mark.parametrize("way", ["direct", "http"])
def test_enrolment_goes_unsigned(
    way: str, tiny_hq: TinyHq, certificates: Certificates, clock: FakeClock, request: pytest.FixtureRequest
) -> None:
    if way == "direct":
        transport: Transport = DirectTransport(tiny_hq.door, tiny_hq.public_key)
    else:
        port = request.getfixturevalue("server").port
        web = HttpTransport(f"https://127.0.0.1:{port}/", certificates.authority_der, tiny_hq.public_key, clock)
        request.addfinalizer(web.close)
        transport = web
    statement = EnrolRequest(1, "rivera", DEVICE, b"p" * 32, "0.1.0", b"")
    signed = EnrolRequest(1, "rivera", DEVICE, b"p" * 32, "0.1.0", proof_of(CODE, statement))
    assert unpack(transport.exchange(protocol.ENROL_PATH, pack(signed)), EnrolReply).workspace == "South Bay"


def test_reply_of_another_headquarters_is_forged(server: Server, transport_to: MakeTransport, tiny_hq: TinyHq) -> None:
    transport = transport_to(server.port)
    transport._hq_public_key = tiny_hq.device_key.public_key().public_bytes_raw()
    assert kind_of(transport) == "REPLY_FORGED"


def test_reply_for_another_request_is_forged(tiny_hq: TinyHq, server_pem: Path, transport_to: MakeTransport) -> None:
    kept: list[bytes] = []

    def answer_with_the_first(request: bytes) -> bytes:
        kept.append(genuine(tiny_hq)(request))
        return kept[0]

    with RawServer(answer_with_the_first, server_pem) as hq:
        transport = transport_to(hq.port)
        transport.exchange(protocol.PATH, BODY)
        assert kind_of(transport) == "REPLY_FORGED"


def test_idle_round_is_at_most_400_bytes_each_way(
    tiny_hq: TinyHq,
    server: Server,
    certificates: Certificates,
    server_pem: Path,
    clock: FakeClock,
    transport_to: MakeTransport,
) -> None:
    with RawServer(genuine(tiny_hq), server_pem) as recorder:
        transport = transport_to(recorder.port)
        transport._sign = make_signer(DEVICE, tiny_hq.device_key, clock, lambda: 1_234_567)  # years of requests
        transport.exchange(protocol.PATH, BODY)
    (request,) = recorder.heard
    assert len(request) <= 400, request
    tiny_hq._nonces.clear()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=certificates.authority_der)
    with socket.create_connection(("127.0.0.1", server.port), 10) as plain:
        line = context.wrap_socket(plain, server_hostname="127.0.0.1")
        line.sendall(request)
        reply = read_message(line)
        line.close()
    assert reply.startswith(b"HTTP/1.1 200")
    assert len(reply) <= 400, reply
    print(f"idle round: {len(request)} bytes up, {len(reply)} bytes down")


def test_one_connection_serves_many_rounds(server: Server, transport_to: MakeTransport) -> None:
    transport = transport_to(server.port)
    for _ in range(20):
        transport.exchange(protocol.PATH, BODY)
    (pool,) = _pools(transport)
    assert pool.num_connections == 1
    assert pool.num_requests == 20


def _pools(transport: HttpTransport) -> list:
    manager = transport._open()._session.get_adapter("https://").poolmanager
    return [manager.pools.get(key) for key in manager.pools.keys()]  # noqa: SIM118 - no plain dict


def test_connection_lost_between_rounds_is_opened_again(
    tiny_hq: TinyHq, server_pem: Path, transport_to: MakeTransport
) -> None:
    with RawServer(genuine(tiny_hq), server_pem) as hq:  # hangs up after each reply
        transport = transport_to(hq.port)
        for _ in range(30):
            transport.exchange(protocol.PATH, BODY)


def test_connection_lost_under_a_request_is_tried_once_more(
    tiny_hq: TinyHq, server_pem: Path, transport_to: MakeTransport
) -> None:
    class Forgetful(RawServer):
        def _answer_all(self, line: socket.socket) -> None:
            line.sendall(genuine(tiny_hq)(read_message(line)))
            self.heard.append(read_message(line))  # reads the next request and says nothing

        def _serve(self, line: socket.socket) -> None:
            with self._context.wrap_socket(line, server_side=True) as secure:
                self._answer_all(secure)

    with Forgetful(genuine(tiny_hq), server_pem) as hq:
        transport = transport_to(hq.port)
        for _ in range(3):
            transport.exchange(protocol.PATH, BODY)
        transport.close()
    assert [caller.device for caller, _ in tiny_hq.told] == [DEVICE] * 3


def test_health_is_tiny(server: Server, certificates: Certificates) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=certificates.authority_der)
    with socket.create_connection(("127.0.0.1", server.port), 10) as plain:
        line = context.wrap_socket(plain, server_hostname="127.0.0.1")
        line.sendall(f"GET {HEALTH_PATH} HTTP/1.1\r\nhost: x\r\n\r\n".encode())
        assert read_message(line) == b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"
        line.close()
