"""The rescorer: holds the result of screenings that turned final against their answers, behind an exchange."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from fieldapp.domain.access import POLICE
from fieldapp.domain.change import VOID_FIELD
from fieldapp.domain.clock import Clock, to_wire
from fieldapp.domain.ids import RandomBytes
from fieldapp.domain.record import final_problems
from fieldapp.domain.wire import Json
from fieldapp.forms.bundle import load_bundled
from fieldapp.forms.deadline import DeadlineError, run_within
from fieldapp.forms.package import Package, PackageError, unpack_package
from fieldapp.records.screening import Screening
from sync.hq.database import Database, Transaction
from sync.hq.duty_finding import Standing, load_duties
from sync.hq.rescoring import SCREENING, Finding, load_findings, load_queue, note_findings

if TYPE_CHECKING:
    from sync.hq.reckoning import Reckoner

AT_ONCE: Final = 25
"""Screenings reckoned behind one exchange; the others wait for the next."""
LONGEST_S: Final = 5.0
"""Seconds that one of them may take; what a form of the importer's largest size takes is well under one."""
_DISPUTED: Final = "two people disagree"
_UNTOLD: Final = "does not fit"
_PINNED: Final = "checklist_sha256"


class Rescorer:
    """Reckons the screenings of one workspace. ``report`` is told of forms that our engine trips over."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        random_bytes: RandomBytes,
        report: Callable[[Exception], None],
        longest_s: float = LONGEST_S,
    ) -> None:
        self._database = database
        self._clock = clock
        self._random = random_bytes
        self._report = report
        self.longest_s = longest_s

    def findings(self) -> list[Finding]:
        """Return what was found, newest first."""
        with self._database.read() as work:
            return load_findings(work)

    def rescore_waiting(self) -> int:
        """Reckon screenings that turned final; return how many. Each leaves the queue with what was found.

        The database is not held meanwhile, and one that takes too long is the last of this round.
        """
        with self._database.read() as work:
            waiting = load_queue(work, AT_ONCE)
        for done, record_id in enumerate(waiting, 1):
            with self._database.read() as work:
                case = self._load(work, record_id)
            found, is_too_slow = self._judge(record_id, case) if case is not None else ([], False)
            with self._database.write(alone=False) as work:
                note_findings(work, record_id, to_wire(self._clock.now()), found)
            if is_too_slow:
                return done
        return len(waiting)

    @cached_property
    def _reckoner(self) -> Reckoner:
        from sync.hq.reckoning import Reckoner  # the engine of forms: not before the first screening is final

        return Reckoner(self._random)

    def _load(self, work: Transaction, record_id: str) -> _Case | None:
        """Return what there is about a screening; None for one that is struck out or has no checklist."""
        row = self._database.projection.load(work.connection, SCREENING, [record_id]).get(record_id)
        if row is None or row.state.voided or not row.state.values.get("checklist"):
            return None
        screening = {name: value for name, value in row.state.values.items() if name != VOID_FIELD}
        sha256 = str(screening.get(_PINNED) or "")
        answers = work.rows(
            "SELECT question, value, known, conflicts FROM answer WHERE workspace = ? AND screening = ? AND voided = 0 "
            "ORDER BY question",
            *(work.workspace, record_id),
        )
        return _Case(
            screening,
            load_bundled().get(sha256) or (_load_package(work, sha256) if sha256 else None),
            {question: (value or "", known or "") for question, value, known, _ in answers},
            load_duties(work, self._database, record_id),
            (*row.state.conflicts, *(answer[0] for answer in answers if answer[3])),
            row.state.zone,
        )

    def _judge(self, record_id: str, case: _Case) -> tuple[list[Finding], bool]:
        """Return what does not fit, one finding a field, and whether reckoning took too long."""
        said = [(problem.field or "", problem.code) for problem in final_problems(Screening, case.screening)]
        said += [(name, _DISPUTED) for name in case.disputed]
        reckoned, is_too_slow = self._reckon(record_id, case)
        found = [Finding(SCREENING, record_id, name, "", computed) for name, computed in said] + reckoned
        if case.zone != POLICE:  # a partner agency's: that something does not fit is told, not what was said
            found = [replace(finding, said="", computed=_UNTOLD) for finding in found]
        return list({finding.field: finding for finding in reversed(found)}.values())[::-1], is_too_slow

    def _reckon(self, record_id: str, case: _Case) -> tuple[list[Finding], bool]:
        package, now = case.package, self._clock.now()
        if package is None:
            sha256 = str(case.screening.get(_PINNED) or "")
            why = "not at headquarters" if sha256 else "not pinned"
            return [Finding(SCREENING, record_id, _PINNED, sha256, why)], False
        try:
            found = run_within(
                self.longest_s,
                lambda: self._reckoner.reckon(package, record_id, case.screening, case.answers, case.duties, now),
            )
        except DeadlineError:
            return [Finding(SCREENING, record_id, "checklist", "", "takes too long")], True
        except Exception as error:  # noqa: BLE001 - the edge: a form that trips the engine must not stop the laptops
            self._report(error)
            return [Finding(SCREENING, record_id, "checklist", "", "could not be reckoned")], False
        return found, False


@dataclass(frozen=True, repr=False)
class _Case:
    """A screening with all that it is held against. ``disputed``: fields and questions that people answered apart."""

    screening: Mapping[str, Json]
    package: Package | None
    answers: Mapping[str, tuple[str, str]]
    duties: Mapping[str, Standing]
    disputed: tuple[str, ...]
    zone: str


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
