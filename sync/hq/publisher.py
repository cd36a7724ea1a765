"""The publisher: judges the checklists that were handed in, signs what may stand, and says why of what may not.

Judging and writing are one transaction that holds the workspace alone, so that of two checklists with one version the
first wins at whichever node. What is written are ordinary changes of headquarters' own hand: every laptop has them
after its next round. Nothing is kept besides: a crash before the commit leaves the checklist handed in, and the next
exchange takes it up again.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fieldapp.actions.checklist import describe_package
from fieldapp.domain.clock import Clock, to_wire
from fieldapp.domain.faults import SyncError
from fieldapp.domain.ids import IdSource, RandomBytes
from fieldapp.domain.problems import Refused
from fieldapp.domain.wire import Json
from fieldapp.forms.package import Package, pack_package, publication_statement, version_order
from fieldapp.records.checklist_part import PART_LENGTH
from fieldapp.rules.checklist_guard import PUBLISHED, REFUSED, SUBMITTED, WITHDRAWN, is_published
from fieldapp.store.projection import Row
from sync.hq.account import HEADQUARTERS, find_member, require_member
from sync.hq.audit import note_act
from sync.hq.clerk import Clerk, Draft
from sync.hq.database import Database, Transaction
from sync.hq.publication import Published, Submission, UnfitError, require_content, require_form, require_right
from sync.hq.trial import Trial

Versions = Callable[[str], Sequence[str]]
"""From a form_id to its versions that came with the program."""

_REFUSAL_LENGTH: Final = 500


@dataclass(frozen=True)
class Decision:
    """What became of a checklist. ``refusal`` is the sentence that says why not, "" when it is published."""

    form_id: str
    version: str
    refusal: str = ""


@dataclass(frozen=True)
class ListedChecklist:
    """A checklist as headquarters lists it. ``agency``: short name of the agency that it stays with, "" for all."""

    form_id: str
    version: str
    status: str
    agency: str
    title: str
    held: int
    parts: int
    published_at: str = ""
    refusal: str = ""


def no_versions(_form_id: str) -> Sequence[str]:
    """Say of any form that none came with the program."""
    return ()


class Publisher:
    """Publishes the checklists of one workspace with headquarters' key."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        random: RandomBytes,
        key: Ed25519PrivateKey,
        clerk: Clerk,
        bundled: Versions = no_versions,
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = IdSource(clock, random)
        self._key = key
        self._clerk = clerk
        self._bundled = bundled
        self.trial = Trial()

    def publish_submitted(self) -> list[Decision]:
        """Judge what was handed in and is whole; return what became of each."""
        with self._database.read() as work:
            waiting = _submitted(work)
        decided: list[Decision] = []
        for record_id in waiting:
            self._try_out(record_id)
            # One that a guard of this version holds up must not stop the others, nor the laptop that is speaking.
            with suppress(Refused), self._database.write() as work:
                rows = self._load(work, [record_id])
                if rows and rows[0].state.values.get("status") == SUBMITTED and not rows[0].state.voided:
                    decided += self._decide(work, rows[0])
        return decided

    def publish(self, package: Package, by: str) -> Decision:
        """Bring a package in at headquarters and publish it at once; a refusal writes nothing."""
        self.trial.objection(package, self._clock.now())
        with self._database.write() as work:
            try:
                agency = self._require_fit(work, package, HEADQUARTERS)
            except UnfitError as unfit:
                return Decision(package.form_id, package.version, str(unfit))
            drafts = self._drafts(package, agency, by)
            self._clerk.write_in(work, drafts)
            self._clerk.write_in(work, [("checklist", drafts[0][1], self._imprint(package, agency))])
            self._note(work, by, "CHECKLIST_PUBLISHED", package.form_id, package.version)
        return Decision(package.form_id, package.version)

    def withdraw(self, form_id: str, version: str, by: str) -> None:
        """Take a published checklist out of use. Raises SyncError CHECKLIST_UNKNOWN."""
        with self._database.write() as work:
            rows = [r for r in self._load(work, _named(work, form_id, version)) if is_published(r.state.values)]
            if not rows:
                raise SyncError("CHECKLIST_UNKNOWN", "No checklist of this form and version is published here.")
            for row in rows:
                if row.state.values.get("status") != WITHDRAWN:
                    self._clerk.write_in(work, [("checklist", row.state.record_id, {"status": WITHDRAWN})])
                    self._note(work, by, "CHECKLIST_WITHDRAWN", form_id, version)

    def checklists(self) -> list[ListedChecklist]:
        """Return every checklist by form, the newest version first."""
        with self._database.read() as work:
            names = dict(work.rows("SELECT id, short_name FROM agency WHERE workspace = ?", work.workspace))
            listed = [self._list(work, names, row) for row in self._load(work, _all(work))]
        listed.sort(key=lambda found: version_order(found.version), reverse=True)
        return sorted(listed, key=lambda found: found.form_id)

    def _try_out(self, record_id: str) -> None:
        """Run a form once before the workspace is held: how long that takes is up to whoever wrote it."""
        with self._database.read() as work:
            rows = self._load(work, [record_id])
            pieces = self._pieces(work, record_id) if rows else []
        submission = Submission(rows[0].state.values if rows else {}, pieces, None)
        if submission.is_whole:
            with suppress(UnfitError):
                self.trial.objection(require_content(submission), self._clock.now())

    def _decide(self, work: Transaction, row: Row) -> list[Decision]:
        """Publish or refuse one checklist; nothing while parts of it are still under way."""
        record_id, values = row.state.record_id, row.state.values
        author = row.state.candidates("status")[0].origin.author
        parts, pieces = self._parts(work, record_id), self._pieces(work, record_id)
        member = find_member(work, author)
        submission = Submission(
            values, pieces, member if member and not member.disabled_at else None, frozenset(row.state.conflicts)
        )
        if not submission.is_whole:
            return []
        form_id, version = (str(values.get(name) or "") for name in ("form_id", "version"))
        try:
            package = require_content(submission)
            agency = self._require_fit(work, package, author if submission.submitter else "")
        except UnfitError as unfit:
            refusal: dict[str, Json] = {"status": REFUSED, "refusal": str(unfit)[:_REFUSAL_LENGTH]}
            self._clerk.write_in(work, [("checklist", record_id, refusal)])
            self._note(work, author, "CHECKLIST_REFUSED", form_id, version)
            return [Decision(form_id, version, str(unfit))]
        # The parts first: once the checklist is published nothing of it may be written any more.
        drafts: list[Draft] = [
            ("checklist_part", key, {"agency": agency}) for key, part in parts.items() if part.get("agency") != agency
        ]
        self._clerk.write_in(work, [*drafts, ("checklist", record_id, self._imprint(package, agency))])
        self._note(work, author, "CHECKLIST_PUBLISHED", form_id, version)
        return [Decision(form_id, version)]

    def _require_fit(self, work: Transaction, package: Package, author: str) -> str | None:
        """Return the id of the agency that the package stays with, None for all. Raises UnfitError."""
        published = self._published(work)
        require_form(package, published, self._bundled(package.form_id))
        if objection := self.trial.objection(package, self._clock.now()):
            raise UnfitError(objection)
        licensed = _agency_of(work, package.licence.agency) if package.licence.agency else None
        require_right(package, published, find_member(work, author) if author else None, licensed)
        return licensed

    def _imprint(self, package: Package, agency: str | None) -> dict[str, Json]:
        statement = publication_statement(package.form_id, package.version, package.sha256, package.licence.agency)
        return {
            "status": PUBLISHED,
            "agency": agency,
            "signature": self._key.sign(statement).hex(),
            "published_at": to_wire(self._clock.now()),
            "refusal": None,
        }

    def _drafts(self, package: Package, agency: str | None, by: str) -> list[Draft]:
        """Return the records of a package that comes in here, the checklist first."""
        data = pack_package(package)
        text = base64.b64encode(data).decode()
        pieces = [text[start : start + PART_LENGTH] for start in range(0, len(text), PART_LENGTH)]
        values = describe_package(package) | {
            "status": SUBMITTED,
            "agency": agency,
            "imported_by": by,
            "package_bytes": len(data),
            "parts": len(pieces),
        }
        checklist = self._ids.new()
        drafts: list[Draft] = [("checklist", checklist, _filled(values))]
        for number, content in enumerate(pieces):
            part: dict[str, Json] = {"checklist": checklist, "agency": agency, "number": number, "content": content}
            drafts.append(("checklist_part", self._ids.new(), _filled(part)))
        return drafts

    def _published(self, work: Transaction) -> list[Published]:
        rows = [row for row in self._load(work, _all(work)) if is_published(row.state.values)]
        rows.sort(key=lambda row: str(row.state.values.get("published_at") or ""))
        return [
            Published(
                str(row.state.values.get("form_id")),
                str(row.state.values.get("version")),
                str(row.state.values.get("licence_agency") or ""),
                require_member(work, row.created_by).agency,
            )
            for row in rows
        ]

    def _list(self, work: Transaction, names: Mapping[str, str], row: Row) -> ListedChecklist:
        values = row.state.values
        return ListedChecklist(
            form_id=str(values.get("form_id") or ""),
            version=str(values.get("version") or ""),
            status=str(values.get("status") or ""),
            agency=names.get(str(values.get("agency") or ""), ""),
            title=str(values.get("name") or ""),
            held=len(self._parts(work, row.state.record_id)),
            parts=_number(values.get("parts")),
            published_at=str(values.get("published_at") or ""),
            refusal=str(values.get("refusal") or ""),
        )

    def _load(self, work: Transaction, ids: Sequence[str]) -> list[Row]:
        rows = self._database.projection.load(work.connection, "checklist", ids)
        return [rows[key] for key in ids if key in rows]

    def _parts(self, work: Transaction, checklist: str) -> dict[str, Mapping[str, Json]]:
        ids = work.rows(
            "SELECT id FROM checklist_part WHERE workspace = ? AND checklist = ? AND voided = 0 ORDER BY number, id",
            *(work.workspace, checklist),
        )
        rows = self._database.projection.load(work.connection, "checklist_part", [row[0] for row in ids])
        return {row[0]: rows[row[0]].state.values for row in ids}

    def _pieces(self, work: Transaction, checklist: str) -> list[tuple[int, str]]:
        parts = self._parts(work, checklist).values()
        return [(_number(part.get("number")), str(part.get("content") or "")) for part in parts]

    def _note(self, work: Transaction, by: str, act: str, form_id: str, version: str) -> None:
        note_act(work, to_wire(self._clock.now()), by, act, form_id, version)


def has_submitted(work: Transaction) -> bool:
    """Say whether any checklist was handed in and not judged."""
    return bool(_submitted(work))


def _submitted(work: Transaction) -> list[str]:
    """Return the checklists that were handed in, in the order in which that came here."""
    rows = work.rows(
        "SELECT id FROM checklist WHERE workspace = ? AND status = ? AND voided = 0 ORDER BY hq_seq",
        *(work.workspace, SUBMITTED),
    )
    return [row[0] for row in rows]


def _all(work: Transaction) -> list[str]:
    rows = work.rows("SELECT id FROM checklist WHERE workspace = ? AND voided = 0 ORDER BY hq_seq", work.workspace)
    return [row[0] for row in rows]


def _named(work: Transaction, form_id: str, version: str) -> list[str]:
    rows = work.rows(
        "SELECT id FROM checklist WHERE workspace = ? AND form_id = ? AND version = ? AND voided = 0 ORDER BY hq_seq",
        *(work.workspace, form_id, version),
    )
    return [row[0] for row in rows]


def _agency_of(work: Transaction, short_name: str) -> str | None:
    row = work.one(
        "SELECT id FROM agency WHERE workspace = ? AND short_name = ? AND voided = 0 ORDER BY hq_seq LIMIT 1",
        *(work.workspace, short_name),
    )
    return str(row[0]) if row else None


def _filled(values: Mapping[str, Json]) -> dict[str, Json]:
    return {name: value for name, value in values.items() if value is not None}


def _number(value: Json) -> int:
    return value if isinstance(value, int) else -1
