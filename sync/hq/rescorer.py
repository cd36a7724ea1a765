"""The rescorer: holds the result of screenings that turned final against their answers, behind an exchange."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Final

from fieldapp.domain.change import VOID_FIELD
from fieldapp.domain.clock import Clock, to_wire
from fieldapp.domain.ids import RandomBytes
from fieldapp.domain.record import final_problems
from fieldapp.domain.wire import Json
from fieldapp.forms.bundle import load_bundled
from fieldapp.forms.package import Package, PackageError, unpack_package
from fieldapp.records.screening import Screening
from sync.hq.database import Database, Transaction
from sync.hq.duty_finding import load_duties
from sync.hq.rescoring import SCREENING, Finding, load_findings, load_queue, note_findings

if TYPE_CHECKING:
    from sync.hq.reckoning import Reckoner

AT_ONCE: Final = 25
"""Screenings reckoned behind one exchange; the others wait for the next."""
_PINNED: Final = "checklist_sha256"


class Rescorer:
    """Reckons the screenings of one workspace. ``report`` is told of forms that our engine trips over."""

    def __init__(
        self, database: Database, clock: Clock, random_bytes: RandomBytes, report: Callable[[Exception], None]
    ) -> None:
        self._database = database
        self._clock = clock
        self._random = random_bytes
        self._report = report

    def findings(self) -> list[Finding]:
        """Return what was found, newest first."""
        with self._database.read() as work:
            return load_findings(work)

    def rescore_waiting(self) -> int:
        """Reckon screenings that turned final; return how many. Each leaves the queue with what was found."""
        with self._database.read() as work:
            found = {record_id: self._rescore(work, record_id) for record_id in load_queue(work, AT_ONCE)}
        for record_id, findings in found.items():
            with self._database.write(alone=False) as work:
                note_findings(work, record_id, to_wire(self._clock.now()), findings)
        return len(found)

    @cached_property
    def _reckoner(self) -> Reckoner:
        from sync.hq.reckoning import Reckoner  # the engine of forms: not before the first screening is final

        return Reckoner(self._random)

    def _rescore(self, work: Transaction, record_id: str) -> list[Finding]:
        row = self._database.projection.load(work.connection, SCREENING, [record_id]).get(record_id)
        if row is None or row.state.voided or not row.state.values.get("checklist"):
            return []
        screening = {name: value for name, value in row.state.values.items() if name != VOID_FIELD}
        found = [Finding(SCREENING, record_id, p.field or "", "", p.code) for p in final_problems(Screening, screening)]
        disputed = [*row.state.conflicts, *_disputed_answers(work, record_id)]
        found += [Finding(SCREENING, record_id, name, "", "two people disagree") for name in disputed]
        found += self._reckon(work, record_id, screening)
        return list({finding.field: finding for finding in reversed(found)}.values())[::-1]

    def _reckon(self, work: Transaction, record_id: str, screening: Mapping[str, Json]) -> list[Finding]:
        sha256 = str(screening.get(_PINNED) or "")
        if not sha256:
            return [Finding(SCREENING, record_id, _PINNED, "", "not pinned")]
        package = load_bundled().get(sha256) or _load_package(work, sha256)
        if package is None:
            return [Finding(SCREENING, record_id, _PINNED, sha256, "not at headquarters")]
        answers = {
            question: (value or "", known or "")
            for question, value, known in work.rows(
                "SELECT question, value, known FROM answer WHERE workspace = ? AND screening = ? AND voided = 0",
                *(work.workspace, record_id),
            )
        }
        duties = load_duties(work, self._database, record_id)
        try:
            return self._reckoner.reckon(package, record_id, screening, answers, duties, self._clock.now())
        except Exception as error:  # noqa: BLE001 - the edge: a form that trips the engine must not stop the laptops
            self._report(error)
            return [Finding(SCREENING, record_id, "checklist", "", "could not be reckoned")]


def _disputed_answers(work: Transaction, record_id: str) -> list[str]:
    rows = work.rows(
        "SELECT question FROM answer WHERE workspace = ? AND screening = ? AND voided = 0 AND conflicts > 0 "
        "ORDER BY question",
        *(work.workspace, record_id),
    )
    return [row[0] for row in rows]


def _load_package(work: Transaction, sha256: str) -> Package | None:
    """Return a package from the records, None when none of this name is here whole."""
    checklists = work.rows(
        "SELECT id FROM checklist WHERE workspace = ? AND sha256 = ? AND voided = 0 ORDER BY hq_seq",
        *(work.workspace, sha256),
    )
    for (checklist,) in checklists:
        rows = work.rows(
            "SELECT content FROM checklist_part WHERE workspace = ? AND checklist = ? AND voided = 0 ORDER BY number",
            *(work.workspace, checklist),
        )
        try:
            return unpack_package(base64.b64decode("".join(row[0] or "" for row in rows), validate=True), sha256)
        except (PackageError, binascii.Error):
            continue
    return None
