"""A small OpenRosa server on loopback that answers as ODK Central does, over HTTP or TLS.

Source: docs.getodk.org, "OpenRosa Endpoints" of ODK Central. Every request must say which OpenRosa it speaks; an App
User's key stands in the address, or a name and passphrase in the header; a submission is known by its instanceID.
``instead`` may answer in the server's place, byte for byte.
"""

from __future__ import annotations

import base64
import contextlib
import email
import email.policy
import hashlib
import re
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self
from xml.sax.saxutils import escape

KEY = "k" * 64
USER, SECRET = "collector@example.org", "granite lantern"
_ROUTE = re.compile(r"/v1(?:/key/([^/]+))?/projects/1/([^?]*)(?:\?(.*))?\Z")
_INSTANCE = re.compile(rb"<(?:\w+:)?instanceID>([^<]*)<")
_FORM = re.compile(rb"<(?:\w+:)?\w+[^>]*? id=\"([^\"]*)\"")
_DIFFERENT = (
    "A submission already exists with this ID, but with different XML. Resubmissions to attach additional multimedia "
    "must resubmit an identical xml_submission_file."
)
_CLOSED = "This form is not currently accepting submissions. Please talk to your program administrator."


@dataclass
class ServedForm:
    """A form and its files. ``lies_about`` gives a wrong fingerprint for the form or a file of that name."""

    form_id: str
    version: str
    xml: bytes
    media: dict[str, bytes] = field(default_factory=dict)
    is_open: bool = True
    lies_about: str = ""
    elsewhere: str = ""


@dataclass
class Stored:
    """A submission as it came: its XML and the files that came with it, in how many messages."""

    xml: bytes
    files: dict[str, bytes] = field(default_factory=dict)
    messages: int = 1
    device: str = ""


class OpenRosaHost:
    """``with OpenRosaHost() as host`` serves at ``host.url`` (with a key) and ``host.plain_url`` (with a name)."""

    def __init__(self, server_pem: Path | None = None, accepts: int = 100_000_000) -> None:
        self.forms: dict[str, ServedForm] = {}
        self.submissions: dict[str, Stored] = {}
        self.heard: list[tuple[str, str, dict[str, str]]] = []
        self.instead: Callable[[BaseHTTPRequestHandler], bool] = lambda _handler: False
        self.accepts = accepts
        host = self

        class Handler(_Handler):
            home = host

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.scheme = "http"
        if server_pem is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(server_pem)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
            self.scheme = "https"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    @property
    def root(self) -> str:
        """Where it listens."""
        return f"{self.scheme}://127.0.0.1:{self._server.server_address[1]}"

    @property
    def url(self) -> str:
        """The address of the project with an App User's key."""
        return f"{self.root}/v1/key/{KEY}/projects/1"

    @property
    def plain_url(self) -> str:
        """The address of the project for whoever has a name and a passphrase."""
        return f"{self.root}/v1/projects/1"

    def add(self, form: ServedForm) -> ServedForm:
        """Publish a form."""
        self.forms[form.form_id] = form
        return form

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Handler(BaseHTTPRequestHandler):
    home: OpenRosaHost
    protocol_version = "HTTP/1.1"
    timeout = 10

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        self._answer()

    def do_HEAD(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def _answer(self) -> None:
        home = self.home
        length = int(self.headers.get("content-length") or 0)
        self.body = self.rfile.read(length)
        home.heard.append((self.command, self.path, {name.lower(): value for name, value in self.headers.items()}))
        with contextlib.suppress(ConnectionError, ssl.SSLError):
            if home.instead(self):
                return
            self._serve()

    def _serve(self) -> None:
        match = _ROUTE.match(self.path)
        if match is None:
            return self.say(404, "Could not find the resource you were looking for.")
        if self.headers.get("x-openrosa-version") != "1.0":
            return self.say(400, "An expected header field (X-OpenRosa-Version) did not match.")
        if not self._is_known(match.group(1)):
            return self.say(401, "Could not authenticate with the provided credentials.")
        what = match.group(2)
        if what == "formList":
            return self.reply(200, self._form_list(), "text/xml")
        if what == "submission":
            return self._take(match.group(3) or "") if self.command == "POST" else self.reply(204, b"", "")
        return self._serve_form(what)

    def _is_known(self, key: str | None) -> bool:
        if key is not None:
            return key == KEY
        basic = base64.b64encode(f"{USER}:{SECRET}".encode()).decode()
        return self.headers.get("authorization") == f"Basic {basic}"

    def _serve_form(self, what: str) -> None:
        parts = what.split("/")
        form = self.home.forms.get(parts[1].removesuffix(".xml")) if len(parts) > 1 else None
        if form is None:
            return self.say(404, "Could not find the resource you were looking for.")
        if parts[1].endswith(".xml"):
            return self.reply(200, form.xml, "application/xml", speaks=False)
        if parts[-1] == "manifest":
            return self.reply(200, self._manifest(form), "text/xml")
        data = form.media.get(parts[-1])
        if data is None:
            return self.say(404, "Could not find the resource you were looking for.")
        return self.reply(200, data, "application/octet-stream", speaks=False)

    @property
    def _base(self) -> str:
        return self.home.root + self.path.rpartition("/projects/1/")[0] + "/projects/1"

    def _form_list(self) -> bytes:
        items = []
        for form in self.home.forms.values():
            base = form.elsewhere or self._base
            manifest = f"<manifestUrl>{base}/forms/{form.form_id}/manifest</manifestUrl>" if form.media else ""
            items.append(
                f"<xform><formID>{escape(form.form_id)}</formID><name>Form {escape(form.form_id)}</name>"
                f"<version>{escape(form.version)}</version><hash>md5:{_md5(form, form.form_id, form.xml)}</hash>"
                f"<downloadUrl>{base}/forms/{form.form_id}.xml</downloadUrl>{manifest}</xform>"
            )
        space = "http://openrosa.org/xforms/xformsList"
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<xforms xmlns="{space}">{"".join(items)}</xforms>'.encode()

    def _manifest(self, form: ServedForm) -> bytes:
        items = "".join(
            f"<mediaFile><filename>{escape(name)}</filename><hash>md5:{_md5(form, name, data)}</hash>"
            f"<downloadUrl>{self._base.removesuffix('/manifest')}/forms/{form.form_id}/attachments/{name}</downloadUrl>"
            "</mediaFile>"
            for name, data in form.media.items()
        )
        return f'<manifest xmlns="http://openrosa.org/xforms/xformsManifest">{items}</manifest>'.encode()

    def _take(self, query: str) -> None:
        head = f"Content-Type: {self.headers.get('content-type')}\r\n\r\n".encode()
        message = email.message_from_bytes(head + self.body, policy=email.policy.HTTP)
        parts = {
            str(part.get_param("name", header="content-disposition")): bytes(part.get_payload(decode=True) or b"")
            for part in message.iter_parts()
        }
        xml = parts.pop("xml_submission_file", None)
        found = (_INSTANCE.search(xml), _FORM.search(xml)) if xml is not None else (None, None)
        if xml is None or found[0] is None or found[1] is None:
            return self.say(400, "Required multipart POST field xml_submission_file missing.")
        form = self.home.forms.get(found[1].group(1).decode())
        if form is None:
            return self.say(404, "The form your submission references does not exist.")
        if not form.is_open:
            return self.say(409, _CLOSED)
        parts.pop("*isIncomplete*", None)
        known = self.home.submissions.get(found[0].group(1).decode())
        if known is None:
            device = query.removeprefix("deviceID=")
            self.home.submissions[found[0].group(1).decode()] = Stored(xml, parts, device=device)
        elif known.xml != xml:
            return self.say(409, _DIFFERENT)
        else:
            known.files |= parts
            known.messages += 1
        return self.say(201, "full submission upload was successful!", nature="")

    def say(self, status: int, sentence: str, nature: str = "error") -> None:
        """Answer with an OpenRosaResponse."""
        space = "http://openrosa.org/http/response"
        body = f'<OpenRosaResponse xmlns="{space}" items="0"><message nature="{nature}">{sentence}</message>'
        self.reply(status, f"{body}</OpenRosaResponse>".encode(), "text/xml")

    def reply(self, status: int, body: bytes, kind: str, *, speaks: bool = True, **headers: str) -> None:
        """Answer with these bytes."""
        self.send_response(status)
        if speaks:
            self.send_header("X-OpenRosa-Version", "1.0")
            self.send_header("X-OpenRosa-Accept-Content-Length", str(self.home.accepts))
        if kind:
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def _md5(form: ServedForm, name: str, data: bytes) -> str:
    lie = b"?" if form.lies_about == name else b""
    return hashlib.md5(data + lie, usedforsecurity=False).hexdigest()
