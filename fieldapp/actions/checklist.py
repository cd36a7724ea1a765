"""Checklists on this laptop: those that came with the program and those that agencies brought, ready to be used.

A package that came through headquarters is put together from its parts, held against its name, and where it was
published against headquarters' signature. What was verified once is kept unpacked while the session lasts.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from fieldapp.actions.checklist_head import (
    BUNDLED,
    DRAFT,
    PUBLISHED,
    PUBLISHERS,
    REFUSED,
    SUBMITTED,
    WITHDRAWN,
    ChecklistHead,
    age_of,
    agency_of_code,
    bundled_packages,
    count_questions,
    describe_package,
    head_of_bundled,
    head_of_record,
    is_complete,
    is_signed,
    read_checklists,
)
from fieldapp.actions.laptop import require_writable
from fieldapp.actions.session import Session
from fieldapp.domain.access import EVERY_AGENCY, SHARED, Role, may_write
from fieldapp.domain.problems import Problem, Refused
from fieldapp.domain.wire import Json
from fieldapp.forms.package import Package, PackageError, pack_package, unpack_package
from fieldapp.records.checklist_part import in_parts

__all__ = [
    "BUNDLED",
    "DRAFT",
    "PUBLISHED",
    "REFUSED",
    "SUBMITTED",
    "WITHDRAWN",
    "ChecklistHead",
    "agency_of_code",
    "count_questions",
    "count_refused",
    "describe_package",
    "find_checklist",
    "install_draft",
    "list_checklists",
    "load_package",
    "replace_draft",
    "require_installable",
    "submit_for_publication",
    "take_back",
    "withdraw",
]

_REPLACED: Final = "Replaced by a corrected draft"


def list_checklists(session: Session) -> tuple[ChecklistHead, ...]:
    """Return every checklist on this laptop by title, the newest version of each first."""
    from_records = [head_of_record(session, row) for row in read_checklists(session)]
    held = {head.sha256 for head in from_records}
    heads = from_records + [
        head_of_bundled(session, package) for sha256, package in bundled_packages().items() if sha256 not in held
    ]
    newest: dict[str, ChecklistHead] = {}
    for head in heads:
        best = newest.get(head.form_id)
        if head.is_usable and (best is None or age_of(head) > age_of(best)):
            newest[head.form_id] = head
    heads.sort(key=age_of, reverse=True)
    heads.sort(key=lambda head: (newest.get(head.form_id, head).title.casefold(), head.form_id))
    return tuple(_marked(head, newest.get(head.form_id)) for head in heads)


def find_checklist(session: Session, sha256: str) -> ChecklistHead | None:
    """Return one checklist by the name of its package; None when this laptop has no such."""
    return next((head for head in list_checklists(session) if head.sha256 == sha256), None)


def count_refused(session: Session) -> int:
    """Return how many checklists headquarters refused that are this person's to put right, or to withdraw."""
    agency = None if session.role is Role.ADMINISTRATOR else session.profile.agency
    found = session.store.connection.exec_driver_sql(
        "SELECT count(*) FROM checklist WHERE voided = 0 AND status = ? AND agency IS ?", (REFUSED, agency)
    )
    return int(found.scalar_one())


def load_package(session: Session, sha256: str) -> Package:
    """Return a package, verified, whatever its status: an old screening is shown with the checklist it was made with.

    Raises Refused CHECKLIST_MISSING, CHECKLIST_INCOMPLETE, CHECKLIST_DAMAGED, CHECKLIST_UNSIGNED.
    """
    known = session.packages.get(sha256) or bundled_packages().get(sha256)
    if known is not None:
        return known
    record = next((row for row in read_checklists(session) if row.get("sha256") == sha256), None)
    if record is None:
        raise Refused([Problem("CHECKLIST_MISSING")])
    if not is_complete(session, record):
        raise Refused([Problem("CHECKLIST_INCOMPLETE")])
    try:
        package = unpack_package(_join(session, str(record["id"])), sha256)
    except (PackageError, binascii.Error) as error:
        raise Refused([Problem("CHECKLIST_DAMAGED")]) from error
    if any(getattr(package, name) != record.get(name) for name in ("form_id", "version")):
        raise Refused([Problem("CHECKLIST_DAMAGED")])
    status = record.get("status")
    claims = status == PUBLISHED or (status == WITHDRAWN and record.get("signature"))  # a draft is withdrawn unsigned
    if claims and not is_signed(session, record):
        raise Refused([Problem("CHECKLIST_UNSIGNED")])
    session.packages[sha256] = package
    return package


def install_draft(session: Session, package: Package) -> str:
    """Put a package into the store as a draft of this person's agency, in parts; return the id of its checklist.

    The same package twice is one checklist; a draft that was withdrawn is one again. Raises Refused
    CHECKLIST_VERSION_TAKEN, CHECKLIST_OTHER_AGENCY; then nothing was written.
    """
    require_writable(session)
    require_installable(session, package)
    for row in read_checklists(session):
        if row.get("sha256") == package.sha256:
            if _is_dropped(row):
                session.store.save(session.author, "checklist", {"status": DRAFT}, record_id=str(row["id"]))
            return str(row["id"])
    data = pack_package(package)
    parts = in_parts(base64.b64encode(data).decode())
    agency = None if session.role is Role.ADMINISTRATOR else session.profile.agency
    values = describe_package(package) | {
        "status": DRAFT,
        "agency": agency,
        "imported_by": session.profile.name or session.profile.handle,
        "package_bytes": len(data),
        "parts": len(parts),
    }
    store = session.store
    with store.transaction():
        checklist = store.save(session.author, "checklist", values).state.record_id
        for number, content in enumerate(parts):
            part: dict[str, Json] = {"checklist": checklist, "agency": agency, "number": number, "content": content}
            store.save(session.author, "checklist_part", part)
    session.packages[package.sha256] = package
    return checklist


def require_installable(session: Session, package: Package) -> None:
    """Raise Refused with what keeps a package from becoming a draft here: its licence, or a version that is taken.

    A draft that was withdrawn keeps no version: its author may bring the corrected one under the same.
    """
    _require_own_licence(session, package)
    rows = read_checklists(session)
    if any(row.get("sha256") == package.sha256 for row in rows):
        return
    taken = {(row.get("form_id"), row.get("version")) for row in rows if not _is_dropped(row)}
    taken |= {(bundled.form_id, bundled.version) for bundled in bundled_packages().values()}
    if (package.form_id, package.version) in taken:
        raise Refused([Problem("CHECKLIST_VERSION_TAKEN", "version")])


def replace_draft(session: Session, package: Package) -> str:
    """Put a corrected package in the place of the draft that has its version; return the id of its checklist.

    The draft before it is withdrawn, and what was screened with it can still be shown. Raises Refused
    CHECKLIST_NOT_A_DRAFT when what has the version is more than a draft.
    """
    require_writable(session)
    before = find_replaceable(session, package)
    if before is None:
        raise Refused([Problem("CHECKLIST_NOT_A_DRAFT", "version")])
    with session.store.transaction():
        withdraw(session, str(before["id"]), _REPLACED)
        return install_draft(session, package)


def find_replaceable(session: Session, package: Package) -> Mapping[str, Json] | None:
    """Return the draft, or refused checklist, that this package could take the place of."""
    agency = None if session.role is Role.ADMINISTRATOR else session.profile.agency
    for row in read_checklists(session):
        named = (row.get("form_id"), row.get("version")) == (package.form_id, package.version)
        if named and row.get("status") in {DRAFT, REFUSED} and row.get("agency") == agency:
            return row
    return None


def submit_for_publication(session: Session, record_id: str) -> None:
    """Hand a draft to headquarters to be looked at, signed and published: a supervisor's act.

    Raises Refused CHECKLIST_NOT_YOURS, CHECKLIST_NOT_A_DRAFT.
    """
    row = _require_checklist(session, record_id)
    if session.role not in PUBLISHERS:
        raise Refused([Problem("CHECKLIST_NOT_YOURS")])
    if row.get("status") not in {DRAFT, REFUSED}:
        raise Refused([Problem("CHECKLIST_NOT_A_DRAFT", "status")])
    session.store.save(session.author, "checklist", {"status": SUBMITTED}, record_id=record_id)


def take_back(session: Session, record_id: str) -> None:
    """Make a draft again of what was handed in and waits for headquarters. Raises Refused CHECKLIST_NOT_YOURS."""
    row = _require_checklist(session, record_id)
    if session.role not in PUBLISHERS:
        raise Refused([Problem("CHECKLIST_NOT_YOURS")])
    if row.get("status") == SUBMITTED:
        session.store.save(session.author, "checklist", {"status": DRAFT}, record_id=record_id)


def withdraw(session: Session, record_id: str, reason: str) -> None:
    """Take a checklist out of use for new screenings; what was screened with it can still be shown."""
    row = _require_checklist(session, record_id)
    if not reason.strip():
        raise Refused([Problem("REASON_REQUIRED", None, {"label": "Checklist"})])
    if not may_withdraw(session, row):
        raise Refused([Problem("CHECKLIST_NOT_YOURS")])
    session.store.save(session.author, "checklist", {"status": WITHDRAWN}, record_id=record_id, reason=reason.strip())


def may_withdraw(session: Session, row: Mapping[str, Json]) -> bool:
    """Say whether headquarters would let this person take a checklist out of use: a published one, supervisors only."""
    if row.get("signature") and session.role not in PUBLISHERS:
        return False
    return may_write(session.role, session.scopes, SHARED, str(row.get("agency") or EVERY_AGENCY))


def _is_dropped(row: Mapping[str, Json]) -> bool:
    return row.get("status") == WITHDRAWN and not row.get("signature")


def _require_own_licence(session: Session, package: Package) -> None:
    code = package.licence.agency
    if not code or session.role is Role.ADMINISTRATOR:
        return
    agency = agency_of_code(session, code)
    if agency is None:
        raise Refused([Problem("CHECKLIST_AGENCY_UNKNOWN", "agency", {"label": code})])
    if agency != session.profile.agency:
        raise Refused([Problem("CHECKLIST_OTHER_AGENCY", "agency")])


def _require_checklist(session: Session, record_id: str) -> Mapping[str, Json]:
    require_writable(session)
    row = session.store.record("checklist", record_id)
    if row is None:
        raise Refused([Problem("CHECKLIST_MISSING")])
    return row


def _join(session: Session, checklist: str) -> bytes:
    rows = session.store.connection.exec_driver_sql(
        "SELECT content FROM checklist_part WHERE checklist = ? AND voided = 0 ORDER BY number", (checklist,)
    )
    return base64.b64decode("".join(row[0] or "" for row in rows), validate=True)


def _marked(head: ChecklistHead, newest: ChecklistHead | None) -> ChecklistHead:
    if newest is None or newest.sha256 != head.sha256:
        return head
    return replace(head, is_newest=True)
