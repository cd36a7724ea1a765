"""Files that answer a question of a screening."""

from __future__ import annotations

from fieldapp.actions.attachment import AttachedFile, Content, keep_file, list_files
from fieldapp.actions.laptop import require_writable
from fieldapp.actions.session import Session
from fieldapp.domain.problems import Problem, Refused
from fieldapp.domain.record import FINAL


def attach_file(
    session: Session, screening_id: str, question: str, name: str, media_type: str, data: bytes
) -> AttachedFile:
    """Keep a file with a screening, in the screening's zone, in one transaction.

    The same bytes for the same question are one attachment. Raises Refused SCREENING_MISSING, SCREENING_LOCKED,
    ATTACHMENT_TOO_LARGE, and BlockedError.
    """
    require_writable(session)
    row = session.store.load("screening", screening_id)
    if row is None or row.state.voided:
        raise Refused([Problem("SCREENING_MISSING")])
    if row.state.values.get("state") == FINAL:
        raise Refused([Problem("SCREENING_LOCKED", "state")])
    held = list_attachments(session, screening_id)
    content = Content(name, media_type, data)
    return keep_file(session, {"screening": screening_id, "question": question}, content, row.state.zone, held)


def list_attachments(session: Session, screening_id: str) -> tuple[AttachedFile, ...]:
    """Return the files of a screening, oldest first."""
    return list_files(session, "screening", screening_id)
