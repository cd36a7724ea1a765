"""What a list says of a checklist, and why somebody may not begin a screening with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from fieldapp.actions.session import Session
from fieldapp.domain.access import Role
from fieldapp.domain.wire import Json
from fieldapp.forms.package import Package, plain_words, publication_statement, version_order
from fieldapp.records.seed import seed_agencies
from fieldapp.vault.identity import verify

BUNDLED: Final = "bundled"
DRAFT: Final = "draft"
SUBMITTED: Final = "submitted"
PUBLISHED: Final = "published"
WITHDRAWN: Final = "withdrawn"
REFUSED: Final = "refused"
PUBLISHERS: Final = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})
"""Who hands a checklist in for publication, and takes one out of use that every agency has."""
_USED: Final = frozenset({BUNDLED, DRAFT, SUBMITTED, PUBLISHED})
_OWN_ONLY: Final = frozenset({DRAFT, SUBMITTED})
_ATTRIBUTES: Final = r"""((?:\s+[\w:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*/?>"""
_CONTROL: Final = re.compile(r"<(input|select1|select|upload|range|trigger|odk:rank|rank)" + _ATTRIBUTES)
_BIND: Final = re.compile(r"<bind" + _ATTRIBUTES)
_ATTRIBUTE: Final = re.compile(r"""([\w:-]+)\s*=\s*["']([^"']*)""")
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
    """Return how many questions its form can put, read off the text: a list of checklists need not read every form.

    What is only read (a note, a calculation shown, the head of a table) is none.
    """
    binds = (dict(_ATTRIBUTE.findall(found)) for found in _BIND.findall(package.xform))
    by_path = {bind.get("nodeset", ""): bind for bind in binds}
    controls = ((kind, dict(_ATTRIBUTE.findall(found))) for kind, found in _CONTROL.findall(package.xform))
    return sum(_is_asked(kind, control, by_path.get(control.get("ref", ""), {})) for kind, control in controls)


def _is_asked(kind: str, control: Mapping[str, str], bind: Mapping[str, str]) -> bool:
    if bind.get("readonly", "").replace(" ", "") == "true()" or (kind == "input" and "calculate" in bind):
        return False
    return not (kind.startswith("select") and "label" in control.get("appearance", "").split())


def why_not_usable(session: Session, status: str, agency: str | None, roles: tuple[str, ...]) -> str:
    """Return the code of the reason why this person cannot begin a screening with such a checklist, "" if they can."""
    if status not in _USED:
        return f"CHECKLIST_{status.upper()}"
    own = agency == session.profile.agency or (agency is None and session.role in PUBLISHERS)
    if status in _OWN_ONLY and not own:
        return "CHECKLIST_DRAFT_ELSEWHERE"
    if agency is not None and not own:
        return "CHECKLIST_OTHER_AGENCY"
    if roles and session.role.value not in roles:
        return "CHECKLIST_ROLE"
    return ""


def head_of_record(session: Session, row: Mapping[str, Json]) -> ChecklistHead:
    """Return what a list says of a checklist that is a record."""
    agency = str(row["agency"]) if row.get("agency") else None
    roles = tuple(str(row.get("roles") or "").split())
    status = str(row.get("status") or DRAFT)
    why_not = why_not_usable(session, status, agency, roles)
    if not why_not and not is_complete(session, row):
        why_not = "CHECKLIST_INCOMPLETE"
    if not why_not and status == PUBLISHED and not is_signed(session, row):
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


def head_of_bundled(session: Session, package: Package) -> ChecklistHead:
    """Return what a list says of a checklist that came with the program."""
    code = package.licence.agency
    agency = (agency_of_code(session, code) or code) if code else None
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


def read_checklists(session: Session) -> list[Mapping[str, Json]]:
    """Return the values, with ``id``, of every checklist record, the oldest first."""
    ids = session.store.connection.exec_driver_sql("SELECT id FROM checklist WHERE voided = 0 ORDER BY id")
    rows = session.store.projection.load(session.store.connection, "checklist", [row[0] for row in ids])
    return [{"id": key, **row.state.values} for key, row in rows.items()]


def is_complete(session: Session, record: Mapping[str, Json]) -> bool:
    """Say whether all parts of a checklist have arrived."""
    held = session.store.connection.exec_driver_sql(
        "SELECT count(DISTINCT number) FROM checklist_part WHERE checklist = ? AND voided = 0", (record["id"],)
    ).scalar_one()
    return bool(held == record.get("parts"))


def is_signed(session: Session, record: Mapping[str, Json]) -> bool:
    """Say whether headquarters, whose key was pinned at enrolment, signed what this record claims."""
    statement = publication_statement(
        *(str(record.get(name) or "") for name in ("form_id", "version", "sha256", "licence_agency"))
    )
    try:
        key, signature = bytes.fromhex(session.profile.hq_public_key), bytes.fromhex(str(record.get("signature") or ""))
    except ValueError:
        return False
    return verify(key, signature, statement)


def bundled_packages() -> Mapping[str, Package]:
    """Return the packages that came with the program, by SHA-256."""
    from fieldapp.forms.bundle import load_bundled

    return load_bundled()


def _languages(package: Package) -> tuple[str, ...]:
    spoken = [name for name in _TRANSLATION.findall(package.xform) if name != "default"]
    return tuple(dict.fromkeys(spoken)) or tuple(name for name in package.title if name)


def age_of(head: ChecklistHead) -> tuple[tuple[tuple[int, int, str], ...], str]:
    """Return what versions of a checklist are ordered by, the oldest first."""
    return version_order(head.version), head.sha256
