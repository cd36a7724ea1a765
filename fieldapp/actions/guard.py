"""The rules that every write must pass, wherever it is made: on a laptop, through sync, at headquarters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from fieldapp.actions.report_guard import guard_reports
from fieldapp.actions.sealing_guard import guard_sealing
from fieldapp.domain.change import VOID_FIELD
from fieldapp.domain.problems import Problem
from fieldapp.domain.record import FINAL
from fieldapp.domain.wire import Json
from fieldapp.records import vocabulary
from fieldapp.rules.age_guard import EVIDENCE, age_problems
from fieldapp.rules.attachment_guard import attachment_problems, view_problems
from fieldapp.rules.charge_guard import arrest_problems, minor_problems, purchaser_problems, review_problems
from fieldapp.rules.checklist_guard import checklist_problems, part_problems
from fieldapp.rules.custody_guard import custody_problems
from fieldapp.rules.disclosure_guard import disclosure_problems
from fieldapp.rules.evidence_guard import evidence_problems
from fieldapp.rules.interview_guard import interview_problems
from fieldapp.rules.nibrs import victim_problems
from fieldapp.rules.operation_guard import operation_problems
from fieldapp.rules.recovery_guard import advice_problems
from fieldapp.rules.review_guard import REVIEWED, SETTLED, review_write_problems
from fieldapp.rules.roster_guard import roster_problems
from fieldapp.rules.screening_guard import (
    DUTY,
    answer_problems,
    closing_problems,
    duty_id,
    duty_problems,
    locked_problems,
    open_duty_problems,
)
from fieldapp.rules.step_guard import step_problems
from fieldapp.rules.supervisor_guard import (
    SUPERVISED,
    UNSCREENED,
    line_problems,
    report_line_problems,
    suggested_line,
    supervisor_problems,
)
from fieldapp.rules.victim_screening import is_on_sellers_side, recovery_screening_problems, screening_problems
from fieldapp.store.store import Guard, Lookup


def guard_charges(lookup: Lookup, record_type: str, record_id: str, values: Mapping[str, Json]) -> Iterable[Problem]:
    """Rule R1: no charge of selling on a minor or an apparent minor, from whichever side it would come about.

    ``values`` are the record as it would be. A charge is judged with its arrest and arrestee; an arrest with all its
    charges; a person with every arrest of theirs. What is struck out accuses nobody. An arrest of a minor for anything
    else becomes final only once a supervisor and the nexus were asked.
    """
    if values.get(VOID_FIELD):
        return ()
    if record_type == "charge":
        arrest_id = values.get("arrest")
        arrest = lookup.record("arrest", str(arrest_id)) if arrest_id else None
        return _judge(lookup, arrest or {}, [values])
    if record_type == "arrest":
        found = _judge(lookup, values, lookup.linked("charge", "arrest", record_id))
        before = lookup.record("arrest", record_id) or {}
        if values.get("state") == FINAL != before.get("state"):
            found += review_problems(values, _person_of(lookup, values))
        return found
    if record_type == "person":
        return [
            problem
            for arrest in lookup.linked("arrest", "person", record_id)
            for problem in minor_problems(arrest, values, lookup.linked("charge", "arrest", str(arrest["id"])))
        ]
    return ()


def guard_duties(lookup: Lookup, record_type: str, record_id: str, values: Mapping[str, Json]) -> Iterable[Problem]:
    """Rule N15: a screening with an open duty does not become final, and nobody holds back the report of a minor.

    A struck-out screening asks for nothing, and its duties may be struck out too. One that is final stays so when a
    duty is opened again.
    """
    if record_type == "screening" and values.get("state") == FINAL and not values.get(VOID_FIELD):
        before = lookup.record(record_type, record_id)
        return () if before is not None and before.get("state") == FINAL else _final_problems(lookup, record_id, values)
    if record_type == "task":
        before = lookup.record(record_type, record_id)
        wholes = {str(task.get("screening") or "") for task in (before, values) if task is not None}
        screening = next((whole for key in sorted(wholes) if key and (whole := lookup.record("screening", key))), None)
        found = list(duty_problems(before, values, screening))
        if values.get(DUTY) and values.get("not_done_reason"):
            found += closing_problems(values, screening, _person_of(lookup, screening), before)
        return found
    return ()


def guard_finals(lookup: Lookup, record_type: str, record_id: str, values: Mapping[str, Json]) -> Iterable[Problem]:
    """A screening that is final is not changed, nor are its answers: corrections are addenda."""
    if record_type == "screening":
        before = lookup.record(record_type, record_id)
        return locked_problems(before, values, lookup.disputed(record_type, record_id) if before else ())
    if record_type == "answer":
        before = lookup.record(record_type, record_id)
        wholes = {str(answer.get("screening") or "") for answer in (before, values) if answer is not None}
        screenings = [lookup.record("screening", key) for key in sorted(wholes) if key]
        disputed = lookup.disputed(record_type, record_id) if before else ()
        return [p for screening in screenings for p in answer_problems(before, values, screening, disputed)][:1]
    return ()


def guard_checklists(lookup: Lookup, record_type: str, record_id: str, values: Mapping[str, Json]) -> Iterable[Problem]:
    """What was handed in or published stays as it is; an agency's instrument stays with the agency."""
    if record_type == "checklist":
        return checklist_problems(lookup.record(record_type, record_id), values)
    if record_type == "checklist_part":
        before = lookup.record(record_type, record_id)
        wholes = {str(part.get("checklist") or "") for part in (values, before) if part is not None}
        return [p for key in sorted(wholes) for p in part_problems(before, values, lookup.record("checklist", key))]
    return ()


def guard_custody(lookup: Lookup, record_type: str, record_id: str, values: Mapping[str, Json]) -> Iterable[Problem]:
    """Each side of a transfer of evidence answers for itself, once; what was signed stays as it was."""
    if record_type != "custody_transfer":
        return ()
    before = lookup.record(record_type, record_id)
    disputed = lookup.disputed(record_type, record_id) if before else ()
    return custody_problems(before, values, lookup.writer.handle, disputed)


def guard_evidence(lookup: Lookup, record_type: str, record_id: str, values: Mapping[str, Json]) -> Iterable[Problem]:
    """Abusive imagery stays a pointer, whatever is written over it; a supervisor takes that back with a reason."""
    if record_type != "evidence_item":
        return ()
    before = lookup.kept(record_type, record_id)
    disputed = lookup.disputed(record_type, record_id) if before else ()
    return evidence_problems(before, values, lookup.writer, lookup.reason, disputed)


def guard_files(lookup: Lookup, record_type: str, record_id: str, values: Mapping[str, Json]) -> Iterable[Problem]:
    """A kept file stays what it is, a covered picture stays covered, and a look at one is its viewer's own word."""
    if record_type == "attachment":
        return attachment_problems(lookup.kept(record_type, record_id), values, lookup.writer)
    if record_type == "image_view":
        return view_problems(lookup.kept(record_type, record_id), values, lookup.writer)
    return ()


def guard_advice(lookup: Lookup, record_type: str, record_id: str, values: Mapping[str, Json]) -> Iterable[Problem]:
    """Rule R7: no recovery is final before it says whether the victim was told how a name becomes public."""
    if record_type != "recovery" or values.get("state") != FINAL:
        return ()
    return advice_problems(lookup.kept(record_type, record_id), values)


def guard_rosters(lookup: Lookup, record_type: str, record_id: str, values: Mapping[str, Json]) -> Iterable[Problem]:
    """An undercover officer is an alias number, at every save: no name stands beside it, nor ever stood."""
    return roster_problems(lookup.kept(record_type, record_id), values) if record_type == "roster_member" else ()


def guard_ages(lookup: Lookup, record_type: str, record_id: str, values: Mapping[str, Json]) -> Iterable[Problem]:
    """Evidence of an age does not contradict itself, stays as it was stated, and is struck out with the reason."""
    if record_type != EVIDENCE:
        return ()
    before = lookup.kept(record_type, record_id)
    disputed = lookup.disputed(record_type, record_id) if before else ()
    return age_problems(before, values, lookup.reason, disputed)


def guard_interviews(
    lookup: Lookup, record_type: str, _record_id: str, values: Mapping[str, Json]
) -> Iterable[Problem]:
    """Rule R8: no interview starts before the right to an advocate was told, or without one unless that is signed."""
    if record_type != "interview" or not values.get("started_at"):
        return ()
    recovery_id = values.get("recovery")
    return interview_problems(values, lookup.record("recovery", str(recovery_id)) if recovery_id else None)


def guard_operations(lookup: Lookup, record_type: str, record_id: str, values: Mapping[str, Json]) -> Iterable[Problem]:
    """An operation takes no step for which its plan is not ready. One that was struck out takes none."""
    if record_type != "operation" or values.get(VOID_FIELD):
        return ()
    began = lookup.author(record_type, record_id) or lookup.writer.handle
    approves_own = began == lookup.writer.handle
    return operation_problems(lookup.record(record_type, record_id), values, approves_own=approves_own)


def guard_reviews(lookup: Lookup, record_type: str, record_id: str, values: Mapping[str, Json]) -> Iterable[Problem]:
    """A supervisor reviews, nobody their own record, and a review stays as it was written."""
    if record_type != "review":
        return ()
    kind = str(values.get("record_type") or "")
    author = lookup.author(kind, str(values.get("record_id") or "")) if kind in {*REVIEWED, *SETTLED} else ""
    return review_write_problems(lookup.record(record_type, record_id), values, author, lookup.writer)


def guard_supervisors(
    lookup: Lookup, record_type: str, record_id: str, values: Mapping[str, Json]
) -> Iterable[Problem]:
    """A supervisor's word is a supervisor's own: it is written by one, in their own name."""
    if record_type not in SUPERVISED:
        return ()
    before = lookup.kept(record_type, record_id)
    settled = set(lookup.disputed(record_type, record_id)).intersection(lookup.written) if before else ()
    return supervisor_problems(record_type, before, values, lookup.writer, settled)


def guard_disclosures(
    lookup: Lookup, record_type: str, record_id: str, values: Mapping[str, Json]
) -> Iterable[Problem]:
    """What left the system stays in the register as it was written."""
    if record_type != "disclosure":
        return ()
    before = lookup.kept(record_type, record_id)
    return disclosure_problems(before, values, lookup.author(record_type, record_id), lookup.writer, lookup.reason)


def guard_arrests(lookup: Lookup, record_type: str, record_id: str, values: Mapping[str, Json]) -> Iterable[Problem]:
    """Rules R2 and R6, and who says in which line an arrest counts. Judged when it becomes final, or otherwise later.

    A struck-out arrest is judged like any other: it would come back as it was left. One that is final stays so,
    whatever becomes of the screening beside it.
    """
    if record_type == "charge":
        return _later_charge_problems(lookup, record_id, values)
    if record_type != "arrest":
        return ()
    before, charges = lookup.kept(record_type, record_id), lookup.linked("charge", "arrest", record_id)
    was_final = before is not None and before.get("state") == FINAL
    is_final = values.get("state") == FINAL
    line, becomes = suggested_line(charges), is_final and not was_final
    found = list(report_line_problems(before, values, line, lookup.writer, becomes_final=becomes))
    found += purchaser_problems(before, values)
    if is_final and not (was_final and before is not None and _is_as_screened(before, values, charges)):
        found += screening_problems(values, charges, _screenings_of(lookup, values))
    return found


def guard_recoveries(lookup: Lookup, record_type: str, record_id: str, values: Mapping[str, Json]) -> Iterable[Problem]:
    """Rule R6 for a victim: judged when the recovery becomes final, and when one that is becomes somebody else's."""
    if record_type != "recovery" or values.get("state") != FINAL:
        return ()
    before = lookup.kept(record_type, record_id) or {}
    if before.get("state") == FINAL and all(before.get(name) == values.get(name) for name in ("person", *UNSCREENED)):
        return ()
    return recovery_final_problems(lookup, record_id, values)


def guard_steps(lookup: Lookup, record_type: str, record_id: str, values: Mapping[str, Json]) -> Iterable[Problem]:
    """What the law asks for a minor is never declined: the report by telephone, and the one in writing."""
    if record_type != "protocol_step":
        return ()
    recovery_id = values.get("recovery")
    recovery = lookup.kept("recovery", str(recovery_id)) if recovery_id else None
    return step_problems(lookup.kept(record_type, record_id), values, recovery, _person_of(lookup, recovery))


def recovery_final_problems(lookup: Lookup, record_id: str, values: Mapping[str, Json]) -> list[Problem]:
    """Return what else than its own fields and the victim's age stops a recovery from being final."""
    return recovery_screening_problems({**values, "id": record_id}, _screenings_of(lookup, values))


def arrest_final_problems(lookup: Lookup, record_id: str, values: Mapping[str, Json]) -> list[Problem]:
    """Return what else than its own fields stops an arrest from being final: its report line, the screening first."""
    charges = lookup.linked("charge", "arrest", record_id)
    found = line_problems(values, suggested_line(charges))
    return found + screening_problems(values, charges, _screenings_of(lookup, values))


def duties_of(lookup: Lookup, screening_id: str) -> dict[str, Mapping[str, Json]]:
    """Return the duties of a screening that were raised, by their code; read by their ids, which follow from it."""
    found = {}
    for choice in vocabulary.choices(DUTY, retired=True):
        task = lookup.record("task", duty_id(screening_id, choice.code))
        if task is not None:
            found[choice.code] = task
    return found


def _final_problems(lookup: Lookup, screening_id: str, values: Mapping[str, Json]) -> list[Problem]:
    duties = duties_of(lookup, screening_id)
    person = _person_of(lookup, values) if duties else None
    found = [problem for task in duties.values() for problem in closing_problems(task, values, person)]
    return [*open_duty_problems(values, duties), *found]


def _later_charge_problems(lookup: Lookup, record_id: str, values: Mapping[str, Json]) -> list[Problem]:
    """A charge of selling that comes to a final arrest needs what the arrest would have needed."""
    arrest_id = str(values.get("arrest") or "")
    arrest = lookup.kept("arrest", arrest_id) if arrest_id else None
    if arrest is None or arrest.get("state") != FINAL or values.get(VOID_FIELD):
        return []
    before = lookup.linked("charge", "arrest", arrest_id)
    if is_on_sellers_side(arrest, before):
        return []
    after = [charge for charge in before if charge["id"] != record_id] + [values]
    return screening_problems(arrest, after, _screenings_of(lookup, arrest))


def _is_as_screened(before: Mapping[str, Json], after: Mapping[str, Json], charges: list[Mapping[str, Json]]) -> bool:
    same = all(before.get(name) == after.get(name) for name in ("person", *UNSCREENED))
    return same and is_on_sellers_side(before, charges)


def _screenings_of(lookup: Lookup, contact: Mapping[str, Json]) -> list[Mapping[str, Json]]:
    person_id = contact.get("person")
    return lookup.linked("screening", "person", str(person_id)) if person_id else []


def _person_of(lookup: Lookup, about: Mapping[str, Json] | None) -> Mapping[str, Json] | None:
    person_id = about.get("person") if about else None
    return lookup.record("person", str(person_id)) if person_id else None


def _judge(lookup: Lookup, arrest: Mapping[str, Json], charges: list[Mapping[str, Json]]) -> list[Problem]:
    # Somebody whose record is struck out is as old as it says: R1 is not got around by striking it out.
    person_id = arrest.get("person")
    person = lookup.kept("person", str(person_id)) if person_id else None
    recoveries = lookup.linked("recovery", "person", str(person_id)) if person_id and charges else []
    return victim_problems(arrest, charges, recoveries) + arrest_problems(arrest, person, charges)


GUARDS: Final[tuple[Guard, ...]] = (
    guard_charges,
    guard_duties,
    guard_finals,
    guard_checklists,
    guard_interviews,
    guard_custody,
    guard_evidence,
    guard_files,
    guard_advice,
    guard_rosters,
    guard_operations,
    guard_reviews,
    guard_supervisors,
    guard_reports,
    guard_sealing,
    guard_arrests,
    guard_ages,
    guard_disclosures,
    guard_recoveries,
    guard_steps,
)
