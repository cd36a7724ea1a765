"""Files that answer a question: photographs, signatures, documents, in parts that travel like any other change."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from fieldapp.actions.laptop import require_writable
from fieldapp.actions.session import Session
from fieldapp.domain.problems import Problem, Refused
from fieldapp.domain.record import FINAL
from fieldapp.domain.wire import Json
from fieldapp.records.checklist_part import PART_LENGTH

MAX_ATTACHMENT_BYTES: Final = 12 << 20


@dataclass(frozen=True, repr=False)
class AttachedFile:
    """A file of a screening, without its content. ``question`` is the ref that it answers."""

    attachment_id: str
    question: str
    name: str
    media_type: str
    size_bytes: int
    sha256: str


def attach_file(
    session: Session, screening_id: str, question: str, name: str, media_type: str, data: bytes
) -> AttachedFile:
    """Keep a file with a screening, in the screening's zone, in one transaction.

    The same bytes for the same question are one attachment. Raises Refused SCREENING_MISSING, SCREENING_LOCKED,
    ATTACHMENT_TOO_LARGE.
    """
    require_writable(session)
    row = session.store.load("screening", screening_id)
    if row is None or row.state.voided:
        raise Refused([Problem("SCREENING_MISSING")])
    if row.state.values.get("state") == FINAL:
        raise Refused([Problem("SCREENING_LOCKED", "state")])
    if len(data) > MAX_ATTACHMENT_BYTES:
        raise Refused([Problem("ATTACHMENT_TOO_LARGE", None, {"maximum": MAX_ATTACHMENT_BYTES >> 20})])
    sha256 = hashlib.sha256(data).hexdigest()
    for held in list_attachments(session, screening_id):
        if (held.question, held.sha256) == (question, sha256):
            return held
    text = base64.b64encode(data).decode()
    parts = [text[start : start + PART_LENGTH] for start in range(0, len(text), PART_LENGTH)]
    values: dict[str, Json] = {
        "screening": screening_id,
        "question": question,
        "name": name[:200] or "file",
        "media_type": media_type[:100] or "application/octet-stream",
        "size_bytes": len(data),
        "sha256": sha256,
        "parts": len(parts),
    }
    store, zone = session.store, row.state.zone
    with store.transaction():
        attachment = store.save(session.author, "attachment", values, zone=zone).state.record_id
        for number, content in enumerate(parts):
            part: dict[str, Json] = {"attachment": attachment, "number": number, "content": content}
            store.save(session.author, "attachment_part", part, zone=zone)
    return _file({"id": attachment, **values})


def list_attachments(session: Session, screening_id: str) -> tuple[AttachedFile, ...]:
    """Return the files of a screening, oldest first."""
    return tuple(_file(row) for row in session.store.linked("attachment", "screening", screening_id))


def load_attachment(session: Session, attachment_id: str) -> bytes:
    """Return the content of a file. Raises Refused ATTACHMENT_INCOMPLETE while parts of it are still to come."""
    record = session.store.record("attachment", attachment_id)
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


def _file(row: Mapping[str, Json]) -> AttachedFile:
    size = row.get("size_bytes")
    return AttachedFile(
        str(row["id"]),
        str(row.get("question") or ""),
        str(row.get("name") or ""),
        str(row.get("media_type") or ""),
        size if isinstance(size, int) else 0,
        str(row.get("sha256") or ""),
    )
