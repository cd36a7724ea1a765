"""Files kept with a record: photographs, documents, signatures, in parts that travel like any other change.

A file lies in the encrypted store alone, in the zone of its record. What its hash shows to be on the agency's block
list is never kept: a pointer to it is (``block_list``, ``digital_evidence``).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from fieldapp.actions.block_list import is_blocked
from fieldapp.actions.digital_evidence import point_at
from fieldapp.actions.laptop import require_writable
from fieldapp.actions.lookup import note_access
from fieldapp.actions.session import Session
from fieldapp.domain.change import VOID, VOID_FIELD
from fieldapp.domain.clock import to_wire
from fieldapp.domain.exif import taken_at
from fieldapp.domain.problems import Problem, Refused
from fieldapp.domain.record import FINAL
from fieldapp.domain.wire import Json
from fieldapp.records import require_type
from fieldapp.records.checklist_part import in_parts
from fieldapp.rules.attachment_guard import COVERED_BY_DEFAULT, is_covered
from fieldapp.rules.evidence_guard import is_pointer

MAX_ATTACHMENT_BYTES: Final = 12 << 20
ATTACHMENT: Final = "attachment"
OWNERS: Final = frozenset(
    {"operation", "site", "person", "recovery", "interview", "arrest", "search_warrant", "evidence_item"}
    | {"custody_transfer", "lead", "referral", "consent", "service", "note", "task", "training"}
)
"""The kinds of record that keep files of their own; a screening's answer its questions."""
FROM_FILE, FROM_PERSON = "file", "person"
_KINDS: Final = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"%PDF-": "application/pdf"}
_CONTROL: Final = frozenset(map(chr, range(32))) - set("\t\n\r\f")
_TEXT: Final = "text/plain"
_SAID: Final = 80
"""How much of a file's name the history says beside its hash."""


class BlockedError(Refused):
    """The file is on the agency's block list: nothing of it was kept. ``item_id`` is the evidence that points at it."""

    def __init__(self, item_id: str) -> None:
        super().__init__([Problem("ATTACHMENT_BLOCKED")])
        self.item_id = item_id


@dataclass(frozen=True, repr=False)
class AttachedFile:
    """A kept file, without its content. ``question`` is the ref that it answers, blank where it answers none.

    ``taken_source``: whether the file itself or a person says when it was taken. ``is_covered``: a picture that is
    opened with a reason only, and counted.
    """

    attachment_id: str
    question: str
    name: str
    media_type: str
    size_bytes: int
    sha256: str
    description: str = ""
    is_covered: bool = False
    taken_at: str = ""
    taken_source: str = ""
    taken_place: str = ""


@dataclass(frozen=True, repr=False)
class Content:
    """A file as it is handed over to be kept."""

    name: str
    media_type: str
    data: bytes


def attach_to_record(
    session: Session, record_type: str, record_id: str, name: str, data: bytes, reason: str = ""
) -> AttachedFile:
    """Keep a file with a record; the same bytes with the same record are one file.

    Its kind is told by its content: PNG, JPEG, PDF, plain text. A final record takes one with a reason only. Raises
    Refused ATTACHMENT_RECORD_MISSING, ATTACHMENT_KIND, ATTACHMENT_TOO_LARGE, REASON_REQUIRED, CONTRABAND_NOT_READ, and
    BlockedError.
    """
    require_writable(session)
    row = session.store.load(record_type, record_id)
    if record_type not in OWNERS or row is None or row.state.voided:
        raise Refused([Problem("ATTACHMENT_RECORD_MISSING")])
    values = row.state.values
    if is_pointer(values.get("contraband"), values.get("kind")):
        raise Refused([Problem("CONTRABAND_NOT_READ")])
    if values.get("state") == FINAL and not reason.strip():
        raise Refused([Problem("REASON_REQUIRED", None, {"label": require_type(record_type).title})])
    media_type = sniff(data)
    if not media_type:
        raise Refused([Problem("ATTACHMENT_KIND")])
    owner: dict[str, Json] = {"record_type": record_type, "record_id": record_id}
    if record_type in COVERED_BY_DEFAULT and media_type.startswith("image/"):
        owner["distressing"] = True
    taken = taken_at(data)
    if taken is not None:
        owner |= {"taken_at": to_wire(taken), "taken_source": FROM_FILE}
    zone = session.zone_beside(row.state.zone)
    held = keep_file(session, owner, Content(name, media_type, data), zone, list_files(session, record_type, record_id))
    note_access(session, record_type, record_id, f"File with this record: {_said(held)}. {reason}".strip()[:500])
    return held


def keep_file(
    session: Session, owner: Mapping[str, Json], content: Content, zone: str, held: tuple[AttachedFile, ...]
) -> AttachedFile:
    """Write a file of this ``owner`` (the fields that say whose it is) in parts, unless it is among those ``held``.

    Raises Refused ATTACHMENT_TOO_LARGE and BlockedError.
    """
    if len(content.data) > MAX_ATTACHMENT_BYTES:
        raise Refused([Problem("ATTACHMENT_TOO_LARGE", None, {"maximum": MAX_ATTACHMENT_BYTES >> 20})])
    sha256 = hashlib.sha256(content.data).hexdigest()
    if is_blocked(session, content.data):
        record_type = str(owner.get("record_type") or "screening")
        record_id = str(owner.get("record_id") or owner.get("screening"))
        raise BlockedError(point_at(session, record_type, record_id, sha256=sha256))
    for file in held:
        if (file.question, file.sha256) == (str(owner.get("question") or ""), sha256):
            return file
    parts = in_parts(base64.b64encode(content.data).decode())
    values: dict[str, Json] = {
        **owner,
        "name": content.name[:200] or "file",
        "media_type": content.media_type[:100] or "application/octet-stream",
        "size_bytes": len(content.data),
        "sha256": sha256,
        "parts": len(parts),
    }
    store = session.store
    with store.transaction():
        attachment = store.save(session.author, ATTACHMENT, values, zone=zone).state.record_id
        for number, piece in enumerate(parts):
            part: dict[str, Json] = {"attachment": attachment, "number": number, "content": piece}
            store.save(session.author, "attachment_part", part, zone=zone)
    return file_of({"id": attachment, **values})


def list_files(session: Session, record_type: str, record_id: str) -> tuple[AttachedFile, ...]:
    """Return the files of a record, oldest first; of a screening those of all its questions."""
    if record_type == "screening":
        return tuple(_file(session, row) for row in session.store.linked(ATTACHMENT, "screening", record_id))
    rows = session.store.linked(ATTACHMENT, "record_id", record_id)
    return tuple(_file(session, row) for row in rows if row.get("record_type") == record_type)


def load_attachment(session: Session, attachment_id: str) -> bytes:
    """Return the content of a file. Raises Refused ATTACHMENT_INCOMPLETE while parts of it are still to come."""
    record = session.store.record(ATTACHMENT, attachment_id)
    if record is None:
        raise Refused([Problem("ATTACHMENT_INCOMPLETE")])
    rows = session.store.connection.exec_driver_sql(
        "SELECT content FROM attachment_part WHERE attachment = ? AND voided = 0 ORDER BY number", (attachment_id,)
    )
    try:
        data = base64.b64decode("".join(row[0] or "" for row in rows), validate=True)
    except binascii.Error as error:
        raise Refused([Problem("ATTACHMENT_INCOMPLETE")]) from error
    if hashlib.sha256(data).hexdigest() != record.get("sha256"):
        raise Refused([Problem("ATTACHMENT_INCOMPLETE")])
    return data


def note_taken_by_person(session: Session, attachment_id: str) -> None:
    """Write down that the time a file was taken is somebody's word, not the file's own."""
    session.store.save(session.author, ATTACHMENT, {"taken_source": FROM_PERSON}, record_id=attachment_id)


def strike_file(session: Session, attachment_id: str, reason: str) -> None:
    """Take a file from the list of its record, with the reason; it is kept, and can be brought back."""
    require_writable(session)
    record = session.store.record(ATTACHMENT, attachment_id)
    if record is None:
        raise Refused([Problem("ATTACHMENT_RECORD_MISSING")])
    if not reason.strip():
        raise Refused([Problem("REASON_REQUIRED", None, {"label": require_type(ATTACHMENT).title})])
    store = session.store
    with store.transaction():
        store.save(
            session.author, ATTACHMENT, {VOID_FIELD: True}, record_id=attachment_id, kind=VOID, reason=reason.strip()
        )
        said = f"File struck out: {_said(file_of({'id': attachment_id, **record}))}. {reason.strip()}"
        note_access(session, str(record.get("record_type")), str(record.get("record_id")), said[:500])


def sniff(data: bytes) -> str:
    """Return the media type of a file by its content, "" for one of a kind that is not kept with a record."""
    for start, media_type in _KINDS.items():
        if data.startswith(start):
            return media_type
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ""
    return _TEXT if text and _CONTROL.isdisjoint(text) else ""


def file_of(row: Mapping[str, Json]) -> AttachedFile:
    """Return a kept file as its record tells it; ``row`` has its ``id``."""
    size = row.get("size_bytes")
    words = ("name", "media_type", "sha256", "description", "taken_at", "taken_source", "taken_place")
    said = {name: str(row.get(name) or "") for name in words}
    return AttachedFile(
        attachment_id=str(row["id"]),
        question=str(row.get("question") or ""),
        size_bytes=size if isinstance(size, int) else 0,
        is_covered=is_covered(row),
        **said,
    )


def _file(session: Session, row: Mapping[str, Json]) -> AttachedFile:
    """While people disagree on whether a picture is hard to look at, it is covered."""
    if not is_covered(row) and "distressing" in session.store.disputed(ATTACHMENT, str(row["id"])):
        return file_of({**row, "distressing": True})
    return file_of(row)


def _said(file: AttachedFile) -> str:
    return f"{file.name[:_SAID]}, SHA-256 {file.sha256}"
