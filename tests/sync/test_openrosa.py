"""An OpenRosa server: what it lists is checked, what is sent is stored once, and nothing that it says is trusted."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler

import pytest

from fieldapp.domain.faults import SyncError
from sync.client.openrosa import OpenRosaServer, SubmittedFile, plain_text
from sync.client.public_line import Credentials, PublicLine, require_address
from sync.client.transport import Limits
from sync.hq.certificate import Certificates
from tests.fakes.clock import FakeClock
from tests.fakes.openrosa_server import SECRET, USER, OpenRosaHost, ServedForm
from tests.fakes.publication import an_xform

Open = Callable[..., OpenRosaServer]
ID = "0198c000-0000-7000-8000-000000000001"


@pytest.fixture
def host() -> Iterator[OpenRosaHost]:
    """A form server on loopback, without TLS."""
    with OpenRosaHost() as running:
        running.add(ServedForm("safety_tonight", "3", an_xform("safety_tonight", "3").encode()))
        yield running


@pytest.fixture
def open_server(clock: FakeClock, request: pytest.FixtureRequest) -> Open:
    """Open a line to a server; it is closed at the end."""

    def make(url: str, credentials: Credentials | None = None, **options: object) -> OpenRosaServer:
        line = PublicLine(url, clock, credentials, **options)
        request.addfinalizer(line.close)
        return OpenRosaServer(line)

    return make


def _submission(answer: str = "yes", instance: str = ID, form_id: str = "safety_tonight") -> bytes:
    meta = f"<orx:meta><orx:instanceID>uuid:{instance}</orx:instanceID></orx:meta>"
    space = 'xmlns:orx="http://openrosa.org/xforms"'
    return f'<data id="{form_id}" version="3" {space}><safe>{answer}</safe>{meta}</data>'.encode()


def _kind(act: Callable[[], object]) -> str:
    with pytest.raises(SyncError) as caught:
        act()
    sentence = str(caught.value)
    assert sentence[0].isupper()
    assert sentence.rstrip("”").endswith((".", "”."))
    assert "kkkk" not in sentence, "the key in the address is a secret"
    return caught.value.kind


def test_forms_are_listed_and_fetched(host: OpenRosaHost, open_server: Open) -> None:
    host.add(ServedForm("with_media", "1", b"<x/>", {"agencies.csv": b"name,label\n", "logo.png": b"\x89PNG"}))
    server = open_server(host.url)
    first, second = server.list_forms()
    assert (first.form_id, first.version, first.name, first.manifest_url) == (
        "safety_tonight",
        "3",
        "Form safety_tonight",
        "",
    )
    assert server.download_form(first) == an_xform("safety_tonight", "3").encode()
    assert server.download_media(first) == {}
    assert server.download_media(second) == {"agencies.csv": b"name,label\n", "logo.png": b"\x89PNG"}


def test_name_and_passphrase_open_what_a_key_opens(host: OpenRosaHost, open_server: Open) -> None:
    assert len(open_server(host.plain_url, Credentials(USER, SECRET)).list_forms()) == 1
    assert _kind(open_server(host.plain_url, Credentials(USER, "wrong")).list_forms) == "FORM_SERVER_DENIED"
    assert _kind(open_server(host.plain_url).list_forms) == "FORM_SERVER_DENIED"
    wrong_key = host.url.replace("k" * 64, "w" * 64)
    assert _kind(open_server(wrong_key).list_forms) == "FORM_SERVER_DENIED"
    assert _kind(lambda: open_server(wrong_key).submit(_submission())) == "FORM_SERVER_DENIED"


def test_submission_is_stored_under_our_id_with_its_files(host: OpenRosaHost, open_server: Open) -> None:
    photo = SubmittedFile("door.jpg", "image/jpeg", b"\xff\xd8 not a picture \r\n--boundary")
    open_server(host.url).submit(_submission(), [photo], "k7m2q9x4c1ab")
    stored = host.submissions[f"uuid:{ID}"]
    assert (stored.xml, stored.files, stored.device) == (_submission(), {"door.jpg": photo.data}, "k7m2q9x4c1ab")
    methods = [(method, headers["x-openrosa-version"]) for method, _, headers in host.heard]
    assert methods == [("HEAD", "1.0"), ("POST", "1.0")]


def test_same_submission_again_is_no_second_one(host: OpenRosaHost, open_server: Open) -> None:
    server = open_server(host.url)
    server.submit(_submission())
    server.submit(_submission())
    assert list(host.submissions) == [f"uuid:{ID}"]


def test_other_answers_under_the_same_id_are_said_and_change_nothing(host: OpenRosaHost, open_server: Open) -> None:
    server = open_server(host.url)
    server.submit(_submission("yes"))
    assert _kind(lambda: server.submit(_submission("no"))) == "SUBMISSION_DIFFERS"
    assert host.submissions[f"uuid:{ID}"].xml == _submission("yes")


def test_closed_and_unknown_forms_are_told_apart(host: OpenRosaHost, open_server: Open) -> None:
    server = open_server(host.url)
    host.forms["safety_tonight"].is_open = False
    assert _kind(lambda: server.submit(_submission())) == "FORM_CLOSED"
    assert _kind(lambda: server.submit(_submission(form_id="other"))) == "FORM_SERVER_UNKNOWN"
    assert host.submissions == {}


def test_files_are_shared_out_over_messages_that_the_server_takes(host: OpenRosaHost, open_server: Open) -> None:
    host.accepts = 20_000
    files = [SubmittedFile(f"{n}.jpg", "image/jpeg", bytes([n]) * 7_000) for n in range(5)]
    told: list[tuple[int, int]] = []
    open_server(host.url).submit(_submission(), files, on_sent=lambda done, of: told.append((done, of)))
    stored = host.submissions[f"uuid:{ID}"]
    assert stored.files == {file.name: file.data for file in files}
    assert stored.messages == 3
    assert told == [(1, 3), (2, 3), (3, 3)]
    huge = SubmittedFile("huge.mp4", "video/mp4", bytes(30_000))
    assert _kind(lambda: open_server(host.url).submit(_submission(), [huge])) == "FORM_SERVER_TOO_MUCH"


def test_what_does_not_fit_its_fingerprint_is_dropped(host: OpenRosaHost, open_server: Open) -> None:
    form = host.add(ServedForm("with_media", "1", b"<x/>", {"a.csv": b"1"}, lies_about="with_media"))
    server = open_server(host.url)
    assert _kind(lambda: server.download_form(server.list_forms()[1])) == "FORM_SERVER_CHANGED"
    form.lies_about = "a.csv"
    assert _kind(lambda: server.download_media(server.list_forms()[1])) == "FORM_SERVER_CHANGED"


def test_forms_of_another_place_are_not_fetched(host: OpenRosaHost, open_server: Open) -> None:
    with OpenRosaHost() as other:
        host.forms["safety_tonight"].elsewhere = other.url
        assert _kind(open_server(host.url).list_forms) == "FORM_SERVER_ELSEWHERE"
        assert other.heard == []


def test_redirect_within_the_server_is_followed_and_elsewhere_is_not(host: OpenRosaHost, open_server: Open) -> None:
    with OpenRosaHost() as other:

        def to(url: str) -> Callable[[BaseHTTPRequestHandler], bool]:
            def redirect(handler: BaseHTTPRequestHandler) -> bool:
                if handler.path.endswith("/moved/formList"):
                    handler.reply(302, b"", "", Location=url)
                    return True
                return False

            return redirect

        host.instead = to(f"{host.url}/formList")
        assert len(open_server(f"{host.url}/moved").list_forms()) == 1
        host.instead = to(f"{other.url}/formList")
        assert _kind(open_server(f"{host.url}/moved").list_forms) == "FORM_SERVER_ELSEWHERE"
        host.instead = to(f"{host.url}/moved/formList")
        assert _kind(open_server(f"{host.url}/moved").list_forms) == "FORM_SERVER_LOOPS"
        assert other.heard == []


def test_submission_is_never_sent_after_a_redirect(host: OpenRosaHost, open_server: Open) -> None:
    with OpenRosaHost() as other:

        def redirect(handler: BaseHTTPRequestHandler) -> bool:
            if handler.command == "POST":
                handler.reply(307, b"", "", Location=f"{other.url}/submission")
            return handler.command == "POST"

        host.instead = redirect
        assert _kind(lambda: open_server(host.url).submit(_submission())) == "NETWORK_SIGN_IN"
        assert other.heard == []


def _say(status: int, body: bytes, kind: str = "text/xml", *, speaks: bool = True):
    def answer(handler: BaseHTTPRequestHandler) -> bool:
        handler.reply(status, body, kind, speaks=speaks)
        return True

    return answer


_LOUNGE = b"<!DOCTYPE html><html><body>Welcome to our lounge</body></html>"
_BOMB = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><xforms>&b;</xforms>'
_OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xforms><xform><formID>&a;</formID></xform></xforms>'


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (_say(200, _LOUNGE, "text/html", speaks=False), "NETWORK_SIGN_IN"),
        (_say(200, _LOUNGE, "text/xml"), "NETWORK_SIGN_IN"),
        (_say(200, b"<xforms/>", speaks=False), "NETWORK_SIGN_IN"),
        (_say(200, b"garbage \x00\xff"), "FORM_SERVER_UNREADABLE"),
        (_say(200, b""), "FORM_SERVER_UNREADABLE"),
        (_say(200, b"<other/>"), "FORM_SERVER_UNREADABLE"),
        (_say(200, b"<xforms><xform><formID>x</formID></xform></xforms>"), "FORM_SERVER_UNREADABLE"),
        (_say(200, _BOMB), "FORM_SERVER_UNREADABLE"),
        (_say(200, _OUTSIDE), "FORM_SERVER_UNREADABLE"),
        (_say(200, b"<xforms>" * 5_000), "FORM_SERVER_UNREADABLE"),
        (_say(200, b"<a>" * 3_000 + b"</a>" * 3_000), "FORM_SERVER_UNREADABLE"),
        (_say(500, b"{}", "application/json", speaks=False), "FORM_SERVER_BUSY"),
        (_say(503, _LOUNGE, "text/html", speaks=False), "FORM_SERVER_BUSY"),
        (_say(429, b""), "FORM_SERVER_BUSY"),
        (_say(418, b""), "FORM_SERVER_REFUSED"),
        (_say(403, b""), "FORM_SERVER_DENIED"),
        (_say(200, b"x" * (5 << 20)), "FORM_SERVER_TOO_LARGE"),
    ],
)
def test_hostile_answer_to_a_list_is_a_sentence(
    host: OpenRosaHost, open_server: Open, answer: Callable[[BaseHTTPRequestHandler], bool], kind: str
) -> None:
    host.instead = answer
    assert _kind(open_server(host.url).list_forms) == kind


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (_say(200, _LOUNGE, "text/html", speaks=False), "NETWORK_SIGN_IN"),
        (_say(201, b"", speaks=False), "NETWORK_SIGN_IN"),
        (_say(204, b"", ""), "NETWORK_SIGN_IN"),
        (_say(409, _LOUNGE, "text/html", speaks=False), "FORM_SERVER_REFUSED"),
        (_say(409, b"<OpenRosaResponse><message>Something else.</message></OpenRosaResponse>"), "SUBMISSION_REFUSED"),
        (_say(413, b""), "FORM_SERVER_TOO_MUCH"),
        (_say(202, b""), ""),
    ],
)
def test_hostile_answer_to_a_submission_is_a_sentence(
    host: OpenRosaHost, open_server: Open, answer: Callable[[BaseHTTPRequestHandler], bool], kind: str
) -> None:
    host.instead = lambda handler: handler.command == "POST" and answer(handler)
    server = open_server(host.url)
    if kind:
        assert _kind(lambda: server.submit(_submission())) == kind
    else:
        server.submit(_submission())


def test_network_that_asks_for_a_sign_in_gets_no_submission(host: OpenRosaHost, open_server: Open) -> None:
    for lounge in (_say(200, b"", "text/html", speaks=False), _say(204, b"", "", speaks=False)):
        host.instead = lounge
        assert _kind(lambda: open_server(host.url).submit(_submission())) == "NETWORK_SIGN_IN"
    assert {method for method, _, _ in host.heard} == {"HEAD"}


def test_connection_that_breaks_off_is_said_and_may_be_tried_again(host: OpenRosaHost, open_server: Open) -> None:
    def cut(handler: BaseHTTPRequestHandler) -> bool:
        if handler.command != "HEAD":
            handler.send_response(200)
            handler.send_header("X-OpenRosa-Version", "1.0")
            handler.send_header("Content-Length", "1000")
            handler.end_headers()
            handler.wfile.write(b"<xforms>")
            handler.close_connection = True
        return handler.command != "HEAD"

    host.instead = cut
    assert _kind(open_server(host.url).list_forms) == "FORM_SERVER_CUT"
    assert _kind(lambda: open_server(host.url).submit(_submission())) == "FORM_SERVER_CUT"

    def hang_up(handler: BaseHTTPRequestHandler) -> bool:
        handler.close_connection = handler.command == "POST"
        return handler.command == "POST"

    host.instead = hang_up
    assert _kind(lambda: open_server(host.url).submit(_submission())) == "FORM_SERVER_CUT"
    host.instead = lambda _handler: False
    open_server(host.url).submit(_submission())
    assert len(host.submissions) == 1


def test_endless_answer_ends_at_its_limit(host: OpenRosaHost, open_server: Open) -> None:
    def endless(handler: BaseHTTPRequestHandler) -> bool:
        handler.send_response(200)
        handler.send_header("X-OpenRosa-Version", "1.0")
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        while True:  # until the other end hangs up
            handler.wfile.write(b"10000\r\n" + b" " * 0x10000 + b"\r\n")

    host.instead = endless
    assert _kind(open_server(host.url).list_forms) == "FORM_SERVER_TOO_LARGE"


def test_slow_answer_ends_with_its_time(host: OpenRosaHost, open_server: Open, clock: FakeClock) -> None:
    def slow(handler: BaseHTTPRequestHandler) -> bool:
        clock.advance(400)
        return False

    host.instead = slow
    assert _kind(open_server(host.url).list_forms) == "FORM_SERVER_CUT"


def test_nobody_there_is_said(clock: FakeClock, open_server: Open) -> None:
    with OpenRosaHost() as gone:
        url = gone.url
    limits = Limits(connect_s=2, silence_s=2)
    assert _kind(open_server(url, limits=limits).list_forms) == "FORM_SERVER_AWAY"


def test_certificate_of_this_machines_authorities_is_asked_for(certificates: Certificates, open_server: Open) -> None:
    with OpenRosaHost(certificates.server_pem) as secure:
        secure.add(ServedForm("safety_tonight", "3", b"<x/>"))
        assert _kind(open_server(secure.url).list_forms) == "FORM_SERVER_NOT_TRUSTED"
        assert secure.heard == []
        trust = ssl.create_default_context(cadata=certificates.authority_der)
        trust.verify_flags |= ssl.VerifyFlags(0x200000)  # those of the tests are of another year
        assert len(open_server(secure.url, trust=trust).list_forms()) == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://forms.example.org/v1/key/kkkk/projects/1",
        "http://127.0.0.1.example.org/",
        "ftp://127.0.0.1/",
        "forms.example.org",
        "https://",
        "https://user:secret@forms.example.org/",
        "https://forms.example.org/?next=https://elsewhere.example.org",
        "https://[::1/",
        "https://forms.example.org:99999/",
        "",
    ],
)
def test_address_without_tls_or_with_more_in_it_is_refused(url: str) -> None:
    assert _kind(lambda: require_address(url)) == "FORM_SERVER_ADDRESS"


@pytest.mark.parametrize(
    "url", ["https://forms.example.org/v1/key/k/projects/1", "http://localhost:8080", "http://[::1]/"]
)
def test_address_that_is_fit_is_taken(url: str) -> None:
    assert require_address(url).hostname


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b.csv", "..", ".", "C:\\x.csv", "a\x1fb", "n" * 300])
def test_file_name_that_leads_elsewhere_is_refused(host: OpenRosaHost, open_server: Open, name: str) -> None:
    host.add(ServedForm("with_media", "1", b"<x/>", {name: b"1"}))
    server = open_server(host.url)
    assert _kind(lambda: server.download_media(server.list_forms()[1])) == "FORM_SERVER_UNREADABLE"


def test_list_of_entities_has_no_fingerprint_of_its_content(host: OpenRosaHost, open_server: Open) -> None:
    form = host.add(ServedForm("with_media", "1", b"<x/>", {"people.csv": b"name\n"}, lies_about="people.csv"))
    server = open_server(host.url)
    _, listed = server.list_forms()
    assert form.media
    plain = host.instead

    def as_entities(handler: BaseHTTPRequestHandler) -> bool:
        if not handler.path.endswith("/manifest"):
            return plain(handler)
        xml = handler._manifest(form).replace(b"<mediaFile>", b'<mediaFile type="entityList">')
        handler.reply(200, xml, "text/xml")
        return True

    host.instead = as_entities
    assert server.download_media(listed) == {"people.csv": b"name\n"}


def test_words_of_a_stranger_are_made_fit_to_print() -> None:
    assert plain_text("a\x1b[31m\nb\u202ec  d" + "x" * 500).startswith("a [31m b c d")
    assert len(plain_text("x" * 500)) == 200
