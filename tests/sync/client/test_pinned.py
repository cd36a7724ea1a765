"""Everything a network can put in the place of headquarters: nothing is trusted, followed or taken in half."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from fieldapp.domain.faults import SyncError
from sync import protocol
from sync.client.pinned import PinnedSession
from sync.client.reply import HqBusyError
from sync.client.transport import HttpTransport, Limits, Transport
from sync.hq.certificate import Certificates, prepare_certificates
from sync.hq.server import Server
from sync.protocol import Request, pack
from tests.fakes.clock import FakeClock
from tests.fakes.tiny_hq import INCARNATION, TinyHq, genuine
from tests.fakes.tls_server import RawServer, a_page, read_message

MakeTransport = Callable[..., HttpTransport]
HELLO = Request(1, INCARNATION, 123_456, 1_234_567, b"four")
BODY = pack(HELLO)


def kind_of(transport: Transport, body: bytes = BODY) -> str:
    with pytest.raises(SyncError) as caught:
        transport.exchange(protocol.PATH, body)
    assert str(caught.value).endswith(".")
    return caught.value.kind


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        (a_page("200 OK", "content-type: text/html"), "NETWORK_SIGN_IN"),
        (a_page("200 OK"), "NETWORK_SIGN_IN"),
        (a_page("200 OK", "content-type: text/html", "content-encoding: gzip"), "NETWORK_SIGN_IN"),
        (a_page("200 OK", "content-type: application/x-fieldapp", "content-encoding: gzip"), "NETWORK_SIGN_IN"),
        (a_page("200 OK", "content-type: application/x-fieldapp; charset=utf-8"), "NETWORK_SIGN_IN"),
        (a_page("302 Found", "location: http://127.0.0.1:1/login"), "NETWORK_SIGN_IN"),
        (a_page("302 Found", "location: /sync", "set-cookie: a=b"), "NETWORK_SIGN_IN"),
        (a_page("307 Temporary Redirect", "location: https://127.0.0.1:1/sync"), "NETWORK_SIGN_IN"),
        (lambda _request: b"HTTP/1.1 204 No Content\r\n\r\n", "NETWORK_SIGN_IN"),
        (a_page("404 Not Found", "content-type: text/plain"), "NETWORK_SIGN_IN"),
        (a_page("511 Network Authentication Required", "content-type: text/html"), "HQ_BUSY"),
        (a_page("500 Internal Server Error"), "HQ_BUSY"),
        (a_page("200 OK", "content-type: application/x-fieldapp"), "REPLY_FORGED"),
        (a_page("403 Forbidden", "content-type: application/x-fieldapp"), "REPLY_FORGED"),
        (lambda _request: b"220 mail.example ESMTP\r\n", "HQ_AWAY"),
        (lambda _request: b"", "HQ_AWAY"),
    ],
)
def test_what_is_not_from_headquarters_is_not_parsed(
    page: Callable[[bytes], bytes], kind: str, server_pem: Path, transport_to: MakeTransport
) -> None:
    with RawServer(page, server_pem) as portal:
        assert kind_of(transport_to(portal.port)) == kind
    assert len(portal.heard) == 1  # nothing was followed


def test_portal_without_tls_asks_for_a_sign_in(transport_to: MakeTransport) -> None:
    with RawServer(a_page("200 OK", "content-type: text/html"), None) as portal:
        assert kind_of(transport_to(portal.port)) == "NETWORK_SIGN_IN"
    assert BODY not in b"".join(portal.heard)


@pytest.mark.parametrize(
    ("asked", "waited_s"),
    [
        ("30", 30),
        ("315360000", 900),
        ("9" * 5000, 900),
        ("Fri, 31 Dec 2036 23:59:59 GMT", None),
        ("-1", None),
        ("", None),
    ],
)
def test_retry_after_of_ten_years_is_a_quarter_hour(
    asked: str, waited_s: float | None, server_pem: Path, transport_to: MakeTransport
) -> None:
    page = a_page("503 Service Unavailable", f"retry-after: {asked}")
    with RawServer(page, server_pem) as proxy, pytest.raises(HqBusyError) as caught:
        transport_to(proxy.port).exchange(protocol.PATH, BODY)
    assert caught.value.kind == "HQ_BUSY"
    assert caught.value.retry_after_s == waited_s


def test_foreign_authority_is_not_trusted(tmp_path: Path, clock: FakeClock, transport_to: MakeTransport) -> None:
    foreign = prepare_certificates(tmp_path, ["127.0.0.1"], clock)
    with RawServer(a_page("200 OK"), foreign.server_pem) as stranger:
        assert kind_of(transport_to(stranger.port)) == "HQ_NOT_TRUSTED"
    assert not stranger.heard  # not a byte of ours was sent


def test_other_host_name_is_not_trusted(tmp_path: Path, clock: FakeClock, transport_to: MakeTransport) -> None:
    elsewhere = prepare_certificates(tmp_path, ["elsewhere.example"], clock)
    with RawServer(a_page("200 OK"), elsewhere.server_pem) as stranger:
        assert kind_of(transport_to(stranger.port, ca_der=elsewhere.authority_der)) == "HQ_NOT_TRUSTED"


@pytest.mark.parametrize("years", [-30, 30])
def test_laptop_in_another_year_still_reaches_headquarters(
    years: int, tmp_path: Path, clock: FakeClock, tiny_hq: TinyHq, transport_to: MakeTransport
) -> None:
    clock.set_wall(clock.now() + timedelta(days=365 * years))
    then = prepare_certificates(tmp_path, ["127.0.0.1"], clock)
    with RawServer(genuine(tiny_hq), then.server_pem) as hq:
        transport_to(hq.port, ca_der=then.authority_der).exchange(protocol.PATH, BODY)


def test_only_the_pinned_authority_is_known(
    server: Server, certificates: Certificates, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere.pem")
    session = PinnedSession(certificates.authority_der, clock, Limits())
    status, _, _ = session.post(f"https://127.0.0.1:{server.port}{protocol.PATH}", {}, b"")
    assert status == 401
    context = session._session.get_adapter("https://")._context
    assert len(context.get_ca_certs()) == 1
    session.close()


def test_plain_http_is_not_spoken(certificates: Certificates, clock: FakeClock, tiny_hq: TinyHq) -> None:
    with pytest.raises(SyncError) as caught:
        HttpTransport("http://127.0.0.1:1", certificates.authority_der, tiny_hq.public_key, clock)
    assert caught.value.kind == "HQ_NOT_TRUSTED"


def test_older_tls_is_not_spoken(server_pem: Path, transport_to: MakeTransport) -> None:
    with RawServer(a_page("200 OK"), server_pem) as old:
        old._context.maximum_version = ssl.TLSVersion.TLSv1_2
        assert kind_of(transport_to(old.port)) == "HQ_NOT_TRUSTED"


def test_damaged_authority_is_said_so(clock: FakeClock, tiny_hq: TinyHq) -> None:
    assert kind_of(HttpTransport("https://127.0.0.1:1", b"no DER", tiny_hq.public_key, clock)) == "HQ_NOT_TRUSTED"


def test_nobody_there_means_away(transport_to: MakeTransport) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
    assert kind_of(transport_to(port)) == "HQ_AWAY"
    assert kind_of(transport_to(port, host="headquarters.invalid")) == "HQ_AWAY"


def test_black_hole_means_away(transport_to: MakeTransport) -> None:
    with socket.create_server(("127.0.0.1", 0)) as hole:
        limits = Limits(connect_s=0.2, silence_s=0.2)
        assert kind_of(transport_to(hole.getsockname()[1], limits=limits)) == "HQ_AWAY"


def test_silence_in_the_middle_of_a_reply_is_a_cut(
    tiny_hq: TinyHq, server_pem: Path, transport_to: MakeTransport
) -> None:
    heard = threading.Event()

    class Stalling(RawServer):
        def _serve(self, line: socket.socket) -> None:
            line = self._context.wrap_socket(line, server_side=True)
            line.sendall(genuine(tiny_hq)(read_message(line))[:-5])
            heard.wait(10)
            line.close()

    with Stalling(a_page("200 OK"), server_pem) as hq:
        assert kind_of(transport_to(hq.port, limits=Limits(silence_s=0.2))) == "REPLY_CUT"
        heard.set()


def test_reply_that_drips_for_ever_is_ended(
    tiny_hq: TinyHq, server_pem: Path, clock: FakeClock, transport_to: MakeTransport
) -> None:
    def slow(request: bytes) -> bytes:
        clock.advance(0)
        return genuine(tiny_hq)(request)

    with RawServer(slow, server_pem) as hq:
        assert kind_of(transport_to(hq.port, limits=Limits(whole_s=-1))) == "REPLY_CUT"


def test_reply_cut_at_any_byte_is_noticed(tiny_hq: TinyHq, server_pem: Path, transport_to: MakeTransport) -> None:
    whole = 0
    place = 0

    def answer(request: bytes) -> bytes:
        nonlocal whole
        reply = genuine(tiny_hq)(request)
        whole = len(reply)
        return reply[:place]

    with RawServer(answer, server_pem) as hq:
        transport = transport_to(hq.port)
        kinds = {}
        while place == 0 or place < whole:
            kinds[place] = kind_of(transport)
            place += 1
        transport.exchange(protocol.PATH, BODY)
    status_line = len("HTTP/1.1 ") + 3
    assert set(kinds.values()) == {"HQ_AWAY", "REPLY_CUT"}
    assert {kind for place, kind in kinds.items() if place >= status_line} == {"REPLY_CUT"}


@pytest.mark.parametrize("claimed", [1, 40, 10_000, 10**12, -1, "x", ""])
def test_length_that_lies_is_noticed(
    claimed: object, tiny_hq: TinyHq, server_pem: Path, transport_to: MakeTransport
) -> None:
    def answer(request: bytes) -> bytes:
        head, _, body = genuine(tiny_hq)(request).partition(b"\r\n\r\n")
        start = head.rpartition(b"content-length: ")[0]
        return start + f"content-length: {claimed}\r\n\r\n".encode() + body

    with RawServer(answer, server_pem) as hq:
        assert kind_of(transport_to(hq.port)) in {"REPLY_CUT", "REPLY_FORGED", "HQ_AWAY"}


def test_endless_reply_is_dropped(server_pem: Path, transport_to: MakeTransport) -> None:
    head = b"HTTP/1.1 200 OK\r\ncontent-type: application/x-fieldapp\r\n\r\n"
    with RawServer(lambda _request: head + bytes(10_000_000), server_pem) as hq:
        assert kind_of(transport_to(hq.port)) == "REPLY_TOO_LARGE"
