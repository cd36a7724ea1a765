"""One checklist as it is looked at: what its package says, who brought it, and what this person may do with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from fieldapp.actions.checklist import find_checklist, find_replaceable, load_package, may_withdraw, require_installable
from fieldapp.actions.checklist_head import (
    BUNDLED,
    DRAFT,
    PUBLISHERS,
    REFUSED,
    SUBMITTED,
    WITHDRAWN,
    ChecklistHead,
    bundled_packages,
    read_checklists,
)
from fieldapp.actions.lookup import title_of
from fieldapp.actions.session import Session
from fieldapp.domain.access import Role
from fieldapp.domain.problems import Problem, Refused
from fieldapp.domain.wire import Json
from fieldapp.forms.package import Package, version_order
from fieldapp.records.seed import seed_agencies

PREVIEW: Final = "preview"
START: Final = "start"
HAND_IN: Final = "hand_in"
TAKE_BACK: Final = "take_back"
WITHDRAW: Final = "withdraw"
COPY: Final = "copy"


@dataclass(frozen=True)
class ChecklistDetail:
    """A checklist whole. ``package`` is None when it cannot be shown, and ``problem`` then says why.

    ``agency`` is the name of the agency it stays with, "" for everybody; instants are wire values, "" where unknown.
    ``screenings`` counts those on this laptop that were made with it; ``acts`` are what this person may do.
    """

    head: ChecklistHead
    package: Package | None
    problem: Problem | None
    agency: str
    imported_by: str
    imported_at: str
    published_at: str
    screenings: int
    acts: frozenset[str]


@dataclass(frozen=True)
class Outlook:
    """What would come of installing a package. ``installed``: it is here already, under this status.

    ``problem`` keeps it out; ``replaces`` says that it may take the place of the draft that has its version.
    ``newest`` is the version that headquarters would hold it against, "" when it is greater or the first.
    """

    problem: Problem | None = None
    replaces: bool = False
    installed: str = ""
    newest: str = ""


def load_detail(session: Session, sha256: str) -> ChecklistDetail | None:
    """Return one checklist by the name of its package; None when this laptop has no such."""
    head = find_checklist(session, sha256)
    if head is None:
        return None
    package, problem = None, None
    try:
        package = load_package(session, sha256)
    except Refused as refused:
        problem = refused.problems[0]
    row = session.store.load("checklist", head.record_id) if head.record_id else None
    values: Mapping[str, Json] = row.state.values if row is not None else {}
    return ChecklistDetail(
        head,
        package,
        problem,
        _agency_name(session, head.agency),
        str(values.get("imported_by") or ""),
        row.created_at if row is not None else "",
        str(values.get("published_at") or ""),
        _count_screenings(session, sha256),
        _acts(session, head, values, package),
    )


def foresee_install(session: Session, package: Package) -> Outlook:
    """Return what would come of installing a package here, before anybody does."""
    rows = read_checklists(session)
    known = {str(row.get("sha256")): str(row.get("status")) for row in rows}
    installed = known.get(package.sha256, BUNDLED if package.sha256 in bundled_packages() else "")
    published = [str(row.get("version")) for row in rows if _is_other_published(row, package)]
    published += [
        bundled.version
        for bundled in bundled_packages().values()
        if bundled.form_id == package.form_id and bundled.sha256 != package.sha256
    ]
    newest = max(published, key=version_order, default="")
    is_greater = not newest or version_order(package.version) > version_order(newest)
    try:
        require_installable(session, package)
    except Refused as refused:
        replaces = refused.problems[0].code == "CHECKLIST_VERSION_TAKEN" and bool(find_replaceable(session, package))
        return Outlook(refused.problems[0], replaces, installed, "" if is_greater else newest)
    return Outlook(None, replaces=False, installed=installed, newest="" if is_greater else newest)


def _is_other_published(row: Mapping[str, Json], package: Package) -> bool:
    is_other = row.get("form_id") == package.form_id and row.get("sha256") != package.sha256
    return is_other and bool(row.get("signature"))


def _acts(session: Session, head: ChecklistHead, values: Mapping[str, Json], package: Package | None) -> frozenset[str]:
    found = set()
    if package is not None:
        found.add(PREVIEW)
        if package.workbook and not package.licence.agency:  # wording licensed to one agency is not given out
            found.add(COPY)
        if head.is_usable and head.is_newest and session.role is not Role.ADMINISTRATOR:
            found.add(START)
    if head.record_id is None or session.missing or not may_withdraw(session, values):
        return frozenset(found)
    if head.status != WITHDRAWN:
        found.add(WITHDRAW)
    if session.role in PUBLISHERS:
        found |= {HAND_IN} if head.status in {DRAFT, REFUSED} else set()
        found |= {TAKE_BACK} if head.status == SUBMITTED else set()
    return frozenset(found)


def _agency_name(session: Session, agency: str | None) -> str:
    if not agency:
        return ""
    values = session.store.record("agency", agency) or seed_agencies().get(agency)
    return title_of(session, "agency", values) if values else agency


def _count_screenings(session: Session, sha256: str) -> int:
    found = session.store.connection.exec_driver_sql(
        "SELECT count(*) FROM screening WHERE checklist_sha256 = ? AND voided = 0", (sha256,)
    )
    return int(found.scalar_one())
