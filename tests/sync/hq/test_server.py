"""The web server on a real socket: lengths that lie, bodies that never end, and a clean end of its own."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from sync import protocol
from sync.client.transport import Sign
from sync.hq.certificate import Certificates
from sync.hq.server import Server, build_app
from sync.protocol import Fault, Reply, Request, pack, unpack
from sync.signature import signature_of, verify_reply
from tests.fakes.tiny_hq import INCARNATION, TinyHq
from tests.fakes.tls_server import read_message, split_message

BODY = pack(Request(1, INCARNATION, 7, 3, b"scopes42"))


@contextmanager
def a_line(server: Server, certificates: Certificates) -> Iterator[ssl.SSLSocket]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=certificates.authority_der)
    plain = socket.create_connection((server.host, server.port), 10)
    with context.wrap_socket(plain, server_hostname="127.0.0.1") as line:
        yield line


def message(headers: dict[str, str], body: bytes, **more: object) -> bytes:
    fields = {"host": "hq", "content_length": len(body), **headers, **more}
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in fields.items() if value is not None]
    return "\r\n".join(["POST /sync HTTP/1.1", *lines, "", ""]).encode() + body


def asked(server: Server, certificates: Certificates, request: bytes) -> tuple[int, dict[str, str], bytes]:
    with a_line(server, certificates) as line:
        line.sendall(request)
        start, headers, body = split_message(read_message(line))
        return int(start.split(b" ")[1]), headers, body


def kind_of(answer: tuple[int, dict[str, str], bytes]) -> tuple[int, str]:
    return answer[0], unpack(answer[2], Fault).kind


def test_reply_on_the_wire_carries_nothing_more_than_it_needs(
    server: Server, certificates: Certificates, sign: Sign, tiny_hq: TinyHq
) -> None:
    signed = sign("POST", "/sync", BODY)
    status, headers, body = asked(server, certificates, message(signed, BODY))
    assert unpack(body, Reply).cursor == 7
    verify_reply(status, headers, body, tiny_hq.public_key, signature_of(signed))
    assert set(headers) == {"content-type", "content-digest", "signature-input", "signature", "content-length"}


def test_replay_over_the_wire_is_refused(server: Server, certificates: Certificates, sign: Sign) -> None:
    request = message(sign("POST", "/sync", BODY), BODY)
    assert asked(server, certificates, request)[0] == 200
    assert kind_of(asked(server, certificates, request)) == (401, "REPLAYED")


def test_signature_sent_twice_is_refused(server: Server, certificates: Certificates, sign: Sign) -> None:
    request = message(sign("POST", "/sync", BODY), BODY)
    field = next(line for line in request.split(b"\r\n") if line.startswith(b"signature-input"))
    doubled = request.replace(field, field + b"\r\n" + field)
    assert kind_of(asked(server, certificates, doubled)) == (401, "SIGNATURE_UNREADABLE")


def test_body_in_chunks_is_taken(server: Server, certificates: Certificates, sign: Sign, tiny_hq: TinyHq) -> None:
    head = message(sign("POST", "/sync", BODY), b"", content_length=None, transfer_encoding="chunked")
    chunks = b"".join(b"1\r\n" + BODY[place : place + 1] + b"\r\n" for place in range(len(BODY)))
    assert asked(server, certificates, head + chunks + b"0\r\n\r\n")[0] == 200
    assert len(tiny_hq.told) == 1


def test_oversize_body_is_refused(server: Server, certificates: Certificates, sign: Sign, tiny_hq: TinyHq) -> None:
    body = bytes(protocol.MAX_BODY_BYTES + 1)
    assert kind_of(asked(server, certificates, message(sign("POST", "/sync", body), body))) == (413, "TOO_LARGE")
    assert not tiny_hq.told


def test_endless_body_is_refused_before_it_ends(
    server: Server, certificates: Certificates, sign: Sign, tiny_hq: TinyHq
) -> None:
    head = message(sign("POST", "/sync", BODY), bytes(protocol.MAX_BODY_BYTES + 1), content_length=10**15)
    assert kind_of(asked(server, certificates, head)) == (413, "TOO_LARGE")


def test_body_shorter_than_it_says_is_given_up(server: Server, certificates: Certificates, sign: Sign) -> None:
    request = message(sign("POST", "/sync", BODY), BODY, content_length=len(BODY) + 10)
    assert kind_of(asked(server, certificates, request)) == (408, "TOO_SLOW")


def test_laptop_that_hangs_up_in_the_middle_leaves_no_trace(
    server: Server, certificates: Certificates, sign: Sign, tiny_hq: TinyHq
) -> None:
    signed = sign("POST", "/sync", BODY)
    with a_line(server, certificates) as line:
        line.sendall(message(signed, BODY, content_length=10_000))
    assert asked(server, certificates, message(signed, BODY))[0] == 200
    assert len(tiny_hq.told) == 1
    assert not tiny_hq.bugs


def test_body_longer_than_it_says_is_not_read_on(
    server: Server, certificates: Certificates, sign: Sign, tiny_hq: TinyHq
) -> None:
    request = message(sign("POST", "/sync", BODY), BODY, content_length=len(BODY) - 5)
    assert kind_of(asked(server, certificates, request)) == (401, "DIGEST_WRONG")
    assert not tiny_hq.told


@pytest.mark.parametrize(
    "words",
    [
        b"\x16\x03\x01 garbage\r\n\r\n",
        b"POST /sync HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n",
        b"POST /sync HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab",
        b"POST /sync HTTP/1.1\r\n" + b"x: " + b"y" * 100_000 + b"\r\n\r\n",
        b"POST /sync HTTP/9.9\r\nhost: x\r\n\r\n",
    ],
)
def test_what_is_no_http_is_refused(server: Server, certificates: Certificates, tiny_hq: TinyHq, words: bytes) -> None:
    try:
        status = asked(server, certificates, words)[0]
    except OSError:
        status = 400  # it hung up before it had been sent all of it: refused as well
    assert 400 <= status < 500
    assert not tiny_hq.bugs


@pytest.mark.parametrize("target", ["/docs", "/openapi.json", "/redoc", "/", "/sync/../etc"])
def test_there_is_nothing_else_to_see(server: Server, certificates: Certificates, target: str) -> None:
    with a_line(server, certificates) as line:
        line.sendall(f"GET {target} HTTP/1.1\r\nhost: x\r\n\r\n".encode())
        assert b" 404 " in read_message(line).split(b"\r\n")[0]


def test_slow_desk_does_not_hold_up_others(
    server: Server, certificates: Certificates, sign: Sign, tiny_hq: TinyHq
) -> None:
    first_is_there, second_is_there = threading.Event(), threading.Event()

    def wait_for_the_second() -> None:
        if first_is_there.is_set():
            second_is_there.set()
        first_is_there.set()
        assert second_is_there.wait(10)

    tiny_hq.before_answer = wait_for_the_second
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(asked, server, certificates, message(sign("POST", "/sync", BODY), BODY))
        assert first_is_there.wait(10)
        assert asked(server, certificates, message(sign("POST", "/sync", BODY), BODY))[0] == 200
        assert first.result()[0] == 200


def test_reply_under_way_is_sent_before_the_end(
    tiny_hq: TinyHq, server_pem: Path, certificates: Certificates, sign: Sign
) -> None:
    with Server(build_app(tiny_hq.door), server_pem) as server, ThreadPoolExecutor(1) as pool:
        stopped = []
        tiny_hq.before_answer = lambda: stopped.append(pool.submit(server.stop))
        assert asked(server, certificates, message(sign("POST", "/sync", BODY), BODY))[0] == 200
        stopped[0].result()


def test_server_ends_at_once_with_idle_laptops_connected(
    tiny_hq: TinyHq, server_pem: Path, certificates: Certificates, sign: Sign
) -> None:
    server = Server(build_app(tiny_hq.door), server_pem)
    server.start()
    with a_line(server, certificates) as line:
        line.sendall(message(sign("POST", "/sync", BODY), BODY))
        assert read_message(line).startswith(b"HTTP/1.1 200")
        server.stop()
        server.stop()
        assert not server._thread.is_alive()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((server.host, server.port), 1)


def test_port_that_is_taken_is_an_error_at_once(server: Server, tiny_hq: TinyHq, server_pem: Path) -> None:
    with pytest.raises(OSError, match="in use"):
        Server(build_app(tiny_hq.door), server_pem, server.host, server.port)


def test_server_that_never_started_can_be_stopped(tiny_hq: TinyHq, server_pem: Path) -> None:
    Server(build_app(tiny_hq.door), server_pem).stop()


def test_damaged_certificate_is_an_error_at_once(tiny_hq: TinyHq, tmp_path: Path) -> None:
    broken = tmp_path / "server.pem"
    broken.write_text("nothing")
    with pytest.raises(OSError, match="PEM"):
        Server(build_app(tiny_hq.door), broken)
