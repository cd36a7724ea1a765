"""A client of an OpenRosa server, such as an agency's ODK Central: its forms come in, finished screenings go out.

Sources: docs.getodk.org, "OpenRosa Form Submission API", "Form Discovery API" and "OpenRosa Endpoints" of Central.
Whatever a server says is checked before it is used: it must speak OpenRosa, name files of its own only, and send what
its fingerprints say.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from urllib3.fields import RequestField
from urllib3.filepost import encode_multipart_formdata

from fieldapp.domain.faults import SyncError
from fieldapp.forms.tree import Node
from fieldapp.forms.xml_tree import XmlError, read_tree
from sync.client.public_line import Answer, PublicLine

VERSION_HEADER: Final = "x-openrosa-version"
LENGTH_HEADER: Final = "x-openrosa-accept-content-length"
INCOMPLETE: Final = "*isIncomplete*"
MAX_LIST_BYTES: Final = 4 << 20
MAX_FORM_BYTES: Final = 12 << 20
MAX_MEDIA_BYTES: Final = 12 << 20
MAX_REPLY_BYTES: Final = 256 << 10
MAX_MEDIA_FILES: Final = 200
_SPOKEN: Final = {"X-OpenRosa-Version": "1.0"}
_DEFAULT_LENGTH: Final = 10 << 20
_SENTENCE: Final = 200
_SAFE_NAME: Final = re.compile(r"[^/\\:\x00-\x1f]{1,200}\Z")
_OK, _STORED, _TAKEN, _EMPTY = 200, 201, 202, 204
_CONFLICT: Final = 409

_SIGN_IN: Final = (
    "What answers is a web page, not a form server: this network may ask for a sign-in, or the address is not right. "
    "Nothing was sent."
)
_FAULTS: Final[Mapping[int, tuple[str, str]]] = {
    401: ("FORM_SERVER_DENIED", "The form server does not know us: the key, or name and passphrase, are not right."),
    403: ("FORM_SERVER_DENIED", "The form server does not let us do this. Ask whoever runs it for the right."),
    404: ("FORM_SERVER_UNKNOWN", "The form server has no such form, or the address is not right."),
    413: ("FORM_SERVER_TOO_MUCH", "The form server says that this is too large."),
    429: ("FORM_SERVER_BUSY", "The form server is busy. Try again later."),
}
_OTHER: Final = ("FORM_SERVER_REFUSED", "The form server did not take this.")
_BUSY: Final = ("FORM_SERVER_BUSY", "The form server is not well at the moment. Try again later.")


@dataclass(frozen=True)
class ListedForm:
    """A form as a server lists it. ``md5``: fingerprint of its XML, "" where the server gives none."""

    form_id: str
    name: str
    version: str
    md5: str
    download_url: str
    manifest_url: str = ""


@dataclass(frozen=True)
class MediaFile:
    """A file that belongs to a form. ``md5`` is "" where the fingerprint is not of the content."""

    name: str
    md5: str
    download_url: str


@dataclass(frozen=True)
class SubmittedFile:
    """A file of a submission, under the name by which the XML speaks of it."""

    name: str
    media_type: str
    data: bytes


class OpenRosaServer:
    """Speaks with one server. Raises SyncError."""

    def __init__(self, line: PublicLine) -> None:
        self._line = line

    @property
    def host(self) -> str:
        """Whom it speaks to."""
        return self._line.host

    def list_forms(self) -> tuple[ListedForm, ...]:
        """Return the forms of this server that we may have."""
        root = self._fetch_list(self._line.url("formList"), "xforms")
        return tuple(self._listed(node) for node in root.children if node.name == "xform")

    def download_form(self, form: ListedForm) -> bytes:
        """Return the XML of a form, as its fingerprint says."""
        answer = _require_ok(self._line.get(self._line.require_own(form.download_url), MAX_FORM_BYTES, _SPOKEN))
        _require_fingerprint(answer.body, form.md5)
        return answer.body

    def list_media(self, form: ListedForm) -> tuple[MediaFile, ...]:
        """Return which files belong to a form."""
        if not form.manifest_url:
            return ()
        root = self._fetch_list(form.manifest_url, "manifest")
        files = tuple(self._media(node) for node in root.children if node.name == "mediaFile")
        if len(files) > MAX_MEDIA_FILES or len({file.name for file in files}) != len(files):
            raise _unreadable()
        return files

    def download_media(self, form: ListedForm) -> dict[str, bytes]:
        """Return the files that belong to a form, by name."""
        found: dict[str, bytes] = {}
        left = MAX_MEDIA_BYTES
        for file in self.list_media(form):
            answer = _require_ok(self._line.get(self._line.require_own(file.download_url), left, _SPOKEN))
            _require_fingerprint(answer.body, file.md5)
            found[file.name] = answer.body
            left -= len(answer.body)
        return found

    def submit(
        self,
        xml: bytes,
        files: Sequence[SubmittedFile] = (),
        device: str = "",
        on_sent: Callable[[int, int], None] = lambda _done, _of: None,
    ) -> None:
        """Send a submission; what goes in several messages carries the very same XML in each.

        Raises SyncError SUBMISSION_DIFFERS (the server has this one with other answers), FORM_CLOSED, and others.
        """
        url = self._line.url("submission")
        allowed = self._ask_length(url)
        target = f"{url}?deviceID={device}" if device else url
        batches = list(_batches(xml, files, allowed))
        for number, batch in enumerate(batches, 1):
            body, content_type = _multipart(xml, batch, is_last=number == len(batches))
            headers = {**_SPOKEN, "Content-Type": content_type}
            _require_taken(self._line.post(target, headers, body, MAX_REPLY_BYTES))
            on_sent(number, len(batches))

    def _ask_length(self, url: str) -> int:
        """Ask, before anything is sent, whether an OpenRosa server is there, and how much it takes at once."""
        answer = self._line.head(url, _SPOKEN)
        if answer.status == _EMPTY and VERSION_HEADER in answer.headers:
            text = answer.headers.get(LENGTH_HEADER, "")
            return int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else _DEFAULT_LENGTH
        if answer.status < 400:
            raise SyncError("NETWORK_SIGN_IN", _SIGN_IN)
        raise _fault(answer)

    def _fetch_list(self, url: str, expected: str) -> Node:
        answer = _require_ok(self._line.get(self._line.require_own(url), MAX_LIST_BYTES, _SPOKEN))
        if VERSION_HEADER not in answer.headers:
            raise SyncError("NETWORK_SIGN_IN", _SIGN_IN)
        root = _read_xml(answer.body)
        if root.name != expected:
            raise _unreadable()
        return root

    def _listed(self, node: Node) -> ListedForm:
        words = {child.name: child.text.strip() for child in node.children}
        if not words.get("formID") or not words.get("downloadUrl"):
            raise _unreadable()
        manifest = words.get("manifestUrl", "")
        return ListedForm(
            plain_text(words["formID"]),
            plain_text(words.get("name") or words["formID"]),
            plain_text(words.get("version", "")),
            _fingerprint(words.get("hash", "")),
            self._line.require_own(words["downloadUrl"]),
            self._line.require_own(manifest) if manifest else "",
        )

    def _media(self, node: Node) -> MediaFile:
        words = {child.name: child.text.strip() for child in node.children}
        name = words.get("filename", "")
        if _SAFE_NAME.match(name) is None or name.strip(". ") == "" or not words.get("downloadUrl"):
            raise _unreadable()
        kind = next((a.text for a in node.attributes if a.name == "@type"), "")
        # Of a list of entities Central gives the fingerprint of its last change, not of its content.
        fingerprint = "" if kind else _fingerprint(words.get("hash", ""))
        return MediaFile(name, fingerprint, self._line.require_own(words["downloadUrl"]))


def plain_text(text: str, length: int = _SENTENCE) -> str:
    """Return what a stranger wrote, fit to be printed: one line, no control characters, not without end."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:length]


def _batches(xml: bytes, files: Sequence[SubmittedFile], allowed: int) -> Iterator[list[SubmittedFile]]:
    """Share files out over messages that the server takes; a file that fits in none is a fault."""
    room = allowed - len(xml) - 2_000
    batch: list[SubmittedFile] = []
    size = 0
    if room < 0 or any(len(file.data) + 500 > room for file in files):
        raise SyncError(
            "FORM_SERVER_TOO_MUCH", "The form server takes less at once than this submission has. Nothing was sent."
        )
    for file in files:
        if batch and size + len(file.data) + 500 > room:
            yield batch
            batch, size = [], 0
        batch.append(file)
        size += len(file.data) + 500
    yield batch


def _multipart(xml: bytes, files: Sequence[SubmittedFile], *, is_last: bool) -> tuple[bytes, str]:
    parts = [_part("xml_submission_file", "submission.xml", "text/xml; charset=utf-8", xml)]
    parts += [_part(file.name, file.name, file.media_type, file.data) for file in files]
    if not is_last:
        flag = RequestField(INCOMPLETE, b"yes")
        flag.make_multipart()
        parts.append(flag)
    return encode_multipart_formdata(parts)


def _part(name: str, filename: str, media_type: str, data: bytes) -> RequestField:
    part = RequestField(name, data, filename)
    part.make_multipart(content_type=media_type)
    return part


def _require_ok(answer: Answer) -> Answer:
    if answer.status == _OK:
        if _is_page(answer):
            raise SyncError("NETWORK_SIGN_IN", _SIGN_IN)
        return answer
    raise _fault(answer)


def _require_taken(answer: Answer) -> None:
    speaks = VERSION_HEADER in answer.headers
    if answer.status in {_STORED, _TAKEN} and speaks:
        return
    if answer.status == _CONFLICT and speaks:
        raise _conflict(_message(answer.body))
    raise _fault(answer)


def _conflict(message: str) -> SyncError:
    """Tell apart why a submission stands in another's way; only the server's words say which it is."""
    words = message.casefold()
    if "accept" in words or "closed" in words or "closing" in words:
        return SyncError("FORM_CLOSED", "The form server takes no more submissions of this form. Nothing was stored.")
    if "different" in words or "exist" in words or "duplicate" in words:
        return SyncError(
            "SUBMISSION_DIFFERS",
            "The form server has this screening already, with other answers. It kept those; settle it over there.",
        )
    return SyncError(
        "SUBMISSION_REFUSED", _with("The form server says that this stands in the way of something.", message)
    )


def _fault(answer: Answer) -> SyncError:
    if answer.status < 400:
        return SyncError("NETWORK_SIGN_IN", _SIGN_IN)
    kind, sentence = _FAULTS.get(answer.status, _BUSY if answer.status >= 500 else _OTHER)
    return SyncError(kind, _with(sentence, "" if _is_page(answer) else _message(answer.body)))


def _with(sentence: str, message: str) -> str:
    return f"{sentence} It says: “{message}”." if message else sentence


def _message(body: bytes) -> str:
    """Return the words of an OpenRosaResponse, "" when it is none."""
    try:
        root = read_tree(body)
    except XmlError:
        return ""
    if root.name != "OpenRosaResponse":
        return ""
    return plain_text(" ".join(child.text for child in root.children if child.name == "message")).rstrip(".")


def _is_page(answer: Answer) -> bool:
    start = answer.body[:200].lstrip().lower()
    return "html" in answer.headers.get("content-type", "").lower() or start.startswith((b"<!doctype html", b"<html"))


def _read_xml(body: bytes) -> Node:
    try:
        return read_tree(body)
    except XmlError:
        raise _unreadable() from None


def _fingerprint(text: str) -> str:
    """Return the 32 digits of a fingerprint, "" for one of another kind."""
    match = re.fullmatch(r"(?:md5:)?([0-9A-Fa-f]{32})", text)
    return match.group(1).lower() if match else ""


def _require_fingerprint(body: bytes, md5: str) -> None:
    if md5 and hashlib.md5(body, usedforsecurity=False).hexdigest() != md5:
        raise SyncError(
            "FORM_SERVER_CHANGED",
            "What came is not what the form server listed: its fingerprint differs. It was dropped; try again.",
        )


def _unreadable() -> SyncError:
    return SyncError("FORM_SERVER_UNREADABLE", "What came is no answer of a form server that we can read.")
