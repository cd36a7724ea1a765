"""Checklists on this laptop: those that came with the program and those that agencies brought, ready to be used.

A package that came through headquarters is put together from its parts, held against its name, and where it was
published against headquarters' signature. What was verified once is kept unpacked while the session lasts.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from fieldapp.actions.laptop import require_writable
from fieldapp.actions.session import Session
from fieldapp.domain.access import EVERY_AGENCY, SHARED, Role, may_write
from fieldapp.domain.problems import Problem, Refused
from fieldapp.domain.wire import Json
from fieldapp.forms.package import (
    Package,
    PackageError,
    pack_package,
    plain_words,
    publication_statement,
    unpack_package,
    version_order,
)
from fieldapp.records.checklist_part import PART_LENGTH
from fieldapp.records.seed import seed_agencies
from fieldapp.vault.identity import verify

BUNDLED: Final = "bundled"
DRAFT: Final = "draft"
SUBMITTED: Final = "submitted"
PUBLISHED: Final = "published"
WITHDRAWN: Final = "withdrawn"
REFUSED: Final = "refused"
_USED: Final = frozenset({BUNDLED, DRAFT, SUBMITTED, PUBLISHED})
_OWN_ONLY: Final = frozenset({DRAFT, SUBMITTED})
_KEEPS_DIRECTORY: Final = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})
_QUESTION: Final = re.compile(r"<(?:input|select1|select|upload|range|trigger|odk:rank|rank)[\s>]")
_TRANSLATION: Final = re.compile(r'<translation\b[^>]*?\blang="([^"]+)"')


@dataclass(frozen=True)
class ChecklistHead:
    """A checklist in a list. ``record_id`` is None for one that came with the program; ``status`` is then "bundled".

    ``agency``: id of the agency it stays with, None for everybody. ``why_not`` is the code of the reason why this
    person cannot begin a screening with it, "" when they can; its sentence stands under "problem".
    """

    sha256: str
    form_id: str
    version: str
    title: str
    status: str
    record_id: str | None
    agency: str | None
    licence_holder: str
    licence_terms: str
    languages: tuple[str, ...]
    questions: int
    administration: str
    roles: tuple[str, ...]
    age_min: int | None
    age_max: int | None
    is_newest: bool
    is_usable: bool
    why_not: str
    refusal: str = ""


def list_checklists(session: Session) -> tuple[ChecklistHead, ...]:
    """Return every checklist on this laptop by title, the newest version of each first."""
    from_records = [_record_head(session, row) for row in _records(session)]
    held = {head.sha256 for head in from_records}
    heads = from_records + [
        _bundled_head(session, package) for sha256, package in _bundled().items() if sha256 not in held
    ]
    newest: dict[str, ChecklistHead] = {}
    for head in heads:
        best = newest.get(head.form_id)
        if head.is_usable and (best is None or _age(head) > _age(best)):
            newest[head.form_id] = head
    heads.sort(key=_age, reverse=True)
    heads.sort(key=lambda head: (newest.get(head.form_id, head).title.casefold(), head.form_id))
    return tuple(_marked(head, newest.get(head.form_id)) for head in heads)


def find_checklist(session: Session, sha256: str) -> ChecklistHead | None:
    """Return one checklist by the name of its package; None when this laptop has no such."""
    return next((head for head in list_checklists(session) if head.sha256 == sha256), None)


def load_package(session: Session, sha256: str) -> Package:
    """Return a package, verified, whatever its status: an old screening is shown with the checklist it was made with.

    Raises Refused CHECKLIST_MISSING, CHECKLIST_INCOMPLETE, CHECKLIST_DAMAGED, CHECKLIST_UNSIGNED.
    """
    known = session.packages.get(sha256) or _bundled().get(sha256)
    if known is not None:
        return known
    record = next((row for row in _records(session) if row.get("sha256") == sha256), None)
    if record is None:
        raise Refused([Problem("CHECKLIST_MISSING")])
    if not _is_complete(session, record):
        raise Refused([Problem("CHECKLIST_INCOMPLETE")])
    try:
        package = unpack_package(_join(session, str(record["id"])), sha256)
    except (PackageError, binascii.Error) as error:
        raise Refused([Problem("CHECKLIST_DAMAGED")]) from error
    if any(getattr(package, name) != record.get(name) for name in ("form_id", "version")):
        raise Refused([Problem("CHECKLIST_DAMAGED")])
    if record.get("status") in {PUBLISHED, WITHDRAWN} and record.get("signature") and not _is_signed(session, record):
        raise Refused([Problem("CHECKLIST_UNSIGNED")])
    session.packages[sha256] = package
    return package


def install_draft(session: Session, package: Package) -> str:
    """Put a package into the store as a draft of this person's agency, in parts; return the id of its checklist.

    The same package twice is one checklist. Raises Refused CHECKLIST_VERSION_TAKEN, CHECKLIST_OTHER_AGENCY; then
    nothing was written.
    """
    require_writable(session)
    _require_own_licence(session, package)
    for row in _records(session):
        if row.get("sha256") == package.sha256:
            return str(row["id"])
        if (row.get("form_id"), row.get("version")) == (package.form_id, package.version):
            raise Refused([Problem("CHECKLIST_VERSION_TAKEN", "version")])
    if any(p.form_id == package.form_id and p.version == package.version for p in _bundled().values()):
        raise Refused([Problem("CHECKLIST_VERSION_TAKEN", "version")])
    data = pack_package(package)
    text = base64.b64encode(data).decode()
    parts = [text[start : start + PART_LENGTH] for start in range(0, len(text), PART_LENGTH)]
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


def submit_for_publication(session: Session, record_id: str) -> None:
    """Hand a draft to headquarters to be looked at, signed and published: a supervisor's act.

    Raises Refused CHECKLIST_NOT_YOURS, CHECKLIST_NOT_A_DRAFT.
    """
    row = _require_checklist(session, record_id)
    if session.role not in _KEEPS_DIRECTORY:
        raise Refused([Problem("CHECKLIST_NOT_YOURS")])
    if row.get("status") not in {DRAFT, REFUSED}:
        raise Refused([Problem("CHECKLIST_NOT_A_DRAFT", "status")])
    session.store.save(session.author, "checklist", {"status": SUBMITTED}, record_id=record_id)


def withdraw(session: Session, record_id: str, reason: str) -> None:
    """Take a checklist out of use for new screenings; what was screened with it can still be shown."""
    row = _require_checklist(session, record_id)
    if not reason.strip():
        raise Refused([Problem("REASON_REQUIRED", None, {"label": "Checklist"})])
    audience = str(row.get("agency") or EVERY_AGENCY)
    if not may_write(session.role, session.scopes, SHARED, audience):
        raise Refused([Problem("CHECKLIST_NOT_YOURS")])
    session.store.save(session.author, "checklist", {"status": WITHDRAWN}, record_id=record_id, reason=reason.strip())


def describe_package(package: Package) -> dict[str, Json]:
    """Return what a checklist record says of a package."""
    use, licence = package.use, package.licence
    return {
        "form_id": package.form_id,
        "version": package.version,
        "name": plain_words(package.title)[:200] or package.form_id,
        "languages": ", ".join(_languages(package)) or None,
        "questions": count_questions(package),
        "administration": use.administration or None,
        "roles": " ".join(use.roles) or None,
        "age_min": use.age_min,
        "age_max": use.age_max,
        "licence_holder": licence.holder,
        "licence_terms": licence.terms,
        "licence_agency": licence.agency or None,
        "sha256": package.sha256,
    }


def count_questions(package: Package) -> int:
    """Return how many controls its form has, read off the text: a list of checklists need not read every form."""
    return len(_QUESTION.findall(package.xform))


def why_not_usable(session: Session, status: str, agency: str | None, roles: tuple[str, ...]) -> str:
    """Return the code of the reason why this person cannot begin a screening with such a checklist, "" if they can."""
    if status not in _USED:
        return f"CHECKLIST_{status.upper()}"
    own = agency == session.profile.agency or (agency is None and session.role in _KEEPS_DIRECTORY)
    if status in _OWN_ONLY and not own:
        return "CHECKLIST_DRAFT_ELSEWHERE"
    if agency is not None and not own:
        return "CHECKLIST_OTHER_AGENCY"
    if roles and session.role.value not in roles:
        return "CHECKLIST_ROLE"
    return ""


def _record_head(session: Session, row: Mapping[str, Json]) -> ChecklistHead:
    agency = str(row["agency"]) if row.get("agency") else None
    roles = tuple(str(row.get("roles") or "").split())
    status = str(row.get("status") or DRAFT)
    why_not = why_not_usable(session, status, agency, roles)
    if not why_not and not _is_complete(session, row):
        why_not = "CHECKLIST_INCOMPLETE"
    if not why_not and status == PUBLISHED and not _is_signed(session, row):
        why_not = "CHECKLIST_UNSIGNED"
    age_min, age_max, questions = (row.get(name) for name in ("age_min", "age_max", "questions"))
    return ChecklistHead(
        str(row.get("sha256") or ""),
        str(row.get("form_id") or ""),
        str(row.get("version") or ""),
        str(row.get("name") or row.get("form_id") or ""),
        status,
        str(row["id"]),
        agency,
        str(row.get("licence_holder") or ""),
        str(row.get("licence_terms") or ""),
        tuple(part for part in str(row.get("languages") or "").split(", ") if part),
        questions if isinstance(questions, int) else 0,
        str(row.get("administration") or ""),
        roles,
        age_min if isinstance(age_min, int) else None,
        age_max if isinstance(age_max, int) else None,
        is_newest=False,
        is_usable=not why_not,
        why_not=why_not,
        refusal=str(row.get("refusal") or ""),
    )


def _bundled_head(session: Session, package: Package) -> ChecklistHead:
    agency = agency_of_code(session, package.licence.agency) if package.licence.agency else None
    why_not = why_not_usable(session, BUNDLED, agency, package.use.roles)
    return ChecklistHead(
        package.sha256,
        package.form_id,
        package.version,
        plain_words(package.title) or package.form_id,
        BUNDLED,
        None,
        agency,
        package.licence.holder,
        package.licence.terms,
        _languages(package),
        count_questions(package),
        package.use.administration,
        package.use.roles,
        package.use.age_min,
        package.use.age_max,
        is_newest=False,
        is_usable=not why_not,
        why_not=why_not,
    )


def agency_of_code(session: Session, code: str) -> str | None:
    """Return the id of the agency with this short name; None when the directory has none."""
    found = session.store.connection.exec_driver_sql(
        "SELECT id FROM agency WHERE voided = 0 AND short_name = ? ORDER BY id LIMIT 1", (code,)
    ).fetchone()
    if found is not None:
        return str(found[0])
    return next((key for key, values in seed_agencies().items() if values.get("short_name") == code), None)


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


def _records(session: Session) -> list[Mapping[str, Json]]:
    ids = session.store.connection.exec_driver_sql("SELECT id FROM checklist WHERE voided = 0 ORDER BY id")
    rows = session.store.projection.load(session.store.connection, "checklist", [row[0] for row in ids])
    return [{"id": key, **row.state.values} for key, row in rows.items()]


def _is_complete(session: Session, record: Mapping[str, Json]) -> bool:
    held = session.store.connection.exec_driver_sql(
        "SELECT count(DISTINCT number) FROM checklist_part WHERE checklist = ? AND voided = 0", (record["id"],)
    ).scalar_one()
    return bool(held == record.get("parts"))


def _join(session: Session, checklist: str) -> bytes:
    rows = session.store.connection.exec_driver_sql(
        "SELECT content FROM checklist_part WHERE checklist = ? AND voided = 0 ORDER BY number", (checklist,)
    )
    return base64.b64decode("".join(row[0] or "" for row in rows), validate=True)


def _is_signed(session: Session, record: Mapping[str, Json]) -> bool:
    """Say whether headquarters, whose key was pinned at enrolment, signed what this record claims."""
    statement = publication_statement(
        *(str(record.get(name) or "") for name in ("form_id", "version", "sha256", "licence_agency"))
    )
    try:
        key, signature = bytes.fromhex(session.profile.hq_public_key), bytes.fromhex(str(record.get("signature") or ""))
    except ValueError:
        return False
    return verify(key, signature, statement)


def _bundled() -> Mapping[str, Package]:
    from fieldapp.forms.bundle import load_bundled

    return load_bundled()


def _languages(package: Package) -> tuple[str, ...]:
    spoken = [name for name in _TRANSLATION.findall(package.xform) if name != "default"]
    return tuple(dict.fromkeys(spoken)) or tuple(name for name in package.title if name)


def _age(head: ChecklistHead) -> tuple[tuple[tuple[int, int, str], ...], str]:
    return version_order(head.version), head.sha256


def _marked(head: ChecklistHead, newest: ChecklistHead | None) -> ChecklistHead:
    if newest is None or newest.sha256 != head.sha256:
        return head
    return replace(head, is_newest=True)
