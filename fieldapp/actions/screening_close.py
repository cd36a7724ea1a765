"""The end of a screening: a disclosure stops the questions, finalising locks it, what comes later is an addendum."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from fieldapp.actions.capture import save_record
from fieldapp.actions.guard import duties_of
from fieldapp.actions.laptop import require_writable
from fieldapp.actions.screening import OpenScreening, is_hidden, open_screening
from fieldapp.actions.screening_duty import Duty, fire_duties, raise_duties, summarise_stored
from fieldapp.actions.session import Session
from fieldapp.domain.clock import from_wire, to_wire
from fieldapp.domain.problems import Problem, Refused
from fieldapp.domain.record import FINAL, final_problems
from fieldapp.domain.wire import Json
from fieldapp.forms.form_session import Violation
from fieldapp.forms.summary import Summary
from fieldapp.records.screening import Screening
from fieldapp.rules.screening_guard import closing_problems, open_duty_problems

_REQUIRED: Final = "required"
_ROW_KEY: Final = re.compile(r"\[@[^\]]*\]")


def note_disclosure(
    session: Session,
    screening_id: str,
    own_words: str = "",
    *,
    immediate_danger: bool | None = None,
    at: datetime | None = None,
) -> tuple[Duty, ...]:
    """Write down that the person told: the questions end here. Raise the duties of a disclosure and return them all.

    ``own_words`` are the person's, as they were said. One transaction.
    """
    require_writable(session)
    screening = open_screening(session, screening_id)
    if screening.is_final:
        raise Refused([Problem("SCREENING_LOCKED", "state")])
    values: dict[str, Json] = {"disclosure_made": True}
    if not screening.values.get("disclosure_at") or at is not None:
        values["disclosure_at"] = to_wire(at or session.clock.now())
    if own_words.strip():
        values["own_words"] = own_words.strip()
    if immediate_danger is not None:
        values["immediate_danger"] = immediate_danger
    with session.store.transaction():
        session.store.save(session.author, "screening", values, record_id=screening_id)
        return fire_duties(session, screening_id)


def finalise_problems(session: Session, screening_id: str) -> tuple[Problem, ...]:
    """Return everything that still stops a screening from being final, as it is stored, without writing anything."""
    screening = _ending(session, open_screening(session, screening_id))
    summary = summarise_stored(screening)
    return tuple(_problems(session, screening, summary, _closing_values(screening, summary)))


def finalise_screening(session: Session, screening_id: str) -> None:
    """Lock a screening. The result is reckoned once more from the stored answers, and its duties are raised.

    Raises Refused with every problem at once: header, questions, conflicts, duties that are still open (N15). The
    screening is then as it was; duties that its result brings stand.
    """
    require_writable(session)
    screening = open_screening(session, screening_id)
    if screening.is_final:
        return
    screening = _ending(session, screening)
    summary = summarise_stored(screening)
    with session.store.transaction():
        raise_duties(session, screening, summary.duties, str(summary.values.get("band") or ""))
    values = _closing_values(screening, summary)
    problems = tuple(_problems(session, screening, summary, values))
    if problems:
        raise Refused(problems)
    session.store.save(session.author, "screening", {**values, "state": FINAL}, record_id=screening_id)
    # Nothing takes a locked screening back, neither the locking nor what was done to it before.
    others = [act for act in session.undone if act.record_id != screening_id]
    session.undone.clear()
    session.undone.extend(others)


def add_addendum(session: Session, screening_id: str, text: str) -> str:
    """Add to a screening what was learned or corrected after it was locked; return the id of the note.

    Who and when stand in the note; the screening itself stays as it was.
    """
    row = session.store.record("screening", screening_id)
    if row is None:
        raise Refused([Problem("SCREENING_MISSING")])
    if not text.strip():
        raise Refused([Problem("REQUIRED", "text", {"label": "Text"})])
    note: dict[str, Json] = {
        "kind": "addendum",
        "written_at": to_wire(session.clock.now()),
        "text": text.strip(),
        "screening": screening_id,
        "person": row.get("person"),
    }
    return save_record(session, "note", note)


def _ending(session: Session, screening: OpenScreening) -> OpenScreening:
    """Return a screening at its end, when it is reckoned for good: as it stopped, or now.

    Whoever reckons it again, here or at headquarters, does so for the same moment.
    """
    if not screening.values.get("stopped_at"):
        screening = replace(screening, values={**screening.values, "stopped_at": to_wire(session.clock.now())})
    return screening.at(from_wire(str(screening.values["stopped_at"])))


def _closing_values(screening: OpenScreening, summary: Summary) -> dict[str, Json]:
    """Return what is written when it ends. Two laptops that showed two languages disagree on nothing."""
    kept = {name: screening.values.get(name) for name in ("stopped_at", "shown_language")}
    return {**summary.values, **kept}


def _problems(
    session: Session, screening: OpenScreening, summary: Summary, closing: Mapping[str, Json]
) -> Iterator[Problem]:
    merged = {**screening.values, **closing, "state": FINAL}
    yield from final_problems(Screening, merged)
    yield from _conflicts(session, screening.screening_id, closing)
    is_disclosed = merged.get("disclosure_made") is True
    for violation in summary.violations:
        # A disclosure ends the questions, and who does not see one does not ask it: neither is missing.
        is_missing = not is_disclosed and not is_hidden(_ROW_KEY.sub("", violation.ref), screening.hidden)
        if violation.kind != _REQUIRED or is_missing:
            yield _violation_problem(violation)
    duties = duties_of(session.store, screening.screening_id)
    yield from open_duty_problems(merged, duties)
    person_id = merged.get("person")
    person = session.store.record("person", str(person_id)) if person_id else None
    for task in duties.values():
        yield from closing_problems(task, merged, person)


def _violation_problem(violation: Violation) -> Problem:
    code = "QUESTION_UNANSWERED" if violation.kind == _REQUIRED else "QUESTION_REFUSED"
    return Problem(code, violation.ref, {"label": violation.message or violation.ref.rsplit("/", 1)[-1]})


def _conflicts(session: Session, screening_id: str, closing: Mapping[str, Json]) -> Iterator[Problem]:
    """Yield what people must settle; what is reckoned from the answers, finalising settles itself."""
    row = session.store.load("screening", screening_id)
    disputed = (
        [name for name in row.state.conflicts if name not in closing or name == "stopped_at"] if row is not None else []
    )
    if disputed:
        yield Problem("CONFLICT_OPEN", disputed[0])
    clashing = session.store.connection.exec_driver_sql(
        "SELECT question FROM answer WHERE screening = ? AND voided = 0 AND conflicts > 0 ORDER BY question",
        (screening_id,),
    )
    for found in clashing:
        yield Problem("CONFLICT_OPEN", found[0])
