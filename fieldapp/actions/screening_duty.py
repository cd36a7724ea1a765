"""The duties that the result of a screening brings: raised once, done or answered for, never quietly dropped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from fieldapp.actions.capture import save_record
from fieldapp.actions.guard import duties_of
from fieldapp.actions.laptop import require_writable
from fieldapp.actions.screening import OpenScreening, open_screening
from fieldapp.actions.session import Session
from fieldapp.domain.access import Role
from fieldapp.domain.change import RESOLVE, RESTORE, VOID_FIELD
from fieldapp.domain.clock import from_wire, to_wire
from fieldapp.domain.problems import Problem, Refused
from fieldapp.domain.wire import Json
from fieldapp.forms.package import DutyRule, plain_words
from fieldapp.forms.summary import Summary, summarise
from fieldapp.rules.screening_guard import MANDATED, NOT_DONE, duty_id, is_closed, waiver_reasons

_OPEN: Final = "open"
_OTHER: Final = "other"
_ABOUT: Final = ("person", "recovery", "operation")
_URGENT: Final = timedelta(hours=2)


@dataclass(frozen=True, repr=False)
class Duty:
    """One duty of a screening. ``what`` is the checklist's own words; ``status`` a code of the vocabulary task_status.

    ``is_raised_earlier``: the result was corrected since and would not bring it now; it stays all the same.
    ``approved_by`` is who agreed that it is not done, ``asked`` whom its author asked; ``reasons``: those for which it
    may stay undone.
    """

    task_id: str
    duty: str
    what: str
    due_at: datetime | None
    assigned_to: str
    status: str
    is_closed: bool
    is_mandated: bool
    is_raised_earlier: bool
    not_done_reason: str
    approved_by: str
    asked: str
    reasons: tuple[str, ...] = ()


def list_duties(session: Session, screening_id: str) -> tuple[Duty, ...]:
    """Return the duties that were raised by a screening, the most urgent first."""
    tasks = duties_of(session.store, screening_id)
    screening = session.store.record("screening", screening_id) if tasks else None
    person_id = screening.get("person") if screening else None
    person = session.store.record("person", str(person_id)) if person_id else None
    found = [_duty(screening_id, code, task, waiver_reasons(task, screening, person)) for code, task in tasks.items()]
    return tuple(
        sorted(
            found, key=lambda duty: (duty.is_closed, duty.due_at is None, to_wire(duty.due_at) if duty.due_at else "")
        )
    )


def fire_duties(
    session: Session, screening_id: str, summary: Summary | None = None, *, assigned_to: str = ""
) -> tuple[Duty, ...]:
    """Raise the duties that a screening's result brings now, and return all of its duties.

    One that was raised before is left as it is; one that the result would not bring any more is marked so and stays.
    Without ``summary`` the result is reckoned from what is stored.
    """
    require_writable(session)
    screening = open_screening(session, screening_id)
    if summary is None:
        summary = summarise_stored(screening)
    with session.store.transaction():
        raise_duties(session, screening, summary.duties, str(summary.values.get("band") or ""), assigned_to)
    return list_duties(session, screening_id)


def summarise_stored(screening: OpenScreening) -> Summary:
    """Return what the stored answers of a screening come to."""
    is_disclosed = screening.values.get("disclosure_made") is True
    return summarise(screening.run(), screening.package, is_disclosed=is_disclosed)


def raise_duties(
    session: Session, screening: OpenScreening, rules: Iterable[DutyRule], band: str, assigned_to: str = ""
) -> None:
    """Write the tasks of these rules that there are not yet, inside the transaction that is open."""
    present = duties_of(session.store, screening.screening_id)
    wanted: dict[str, DutyRule] = {}
    for rule in rules:  # of two rules for one duty the one that is due first counts
        if rule.duty not in wanted or rule.due_minutes < wanted[rule.duty].due_minutes:
            wanted[rule.duty] = rule
    for code, rule in wanted.items():
        if code not in present:
            task_id = duty_id(screening.screening_id, code)
            if session.store.load("task", task_id) is not None:  # struck out with its screening, which came back
                session.store.save(session.author, "task", {VOID_FIELD: False}, record_id=task_id, kind=RESTORE)
                continue
            values = _task_values(session, screening, rule, band, assigned_to)
            session.store.save(session.author, "task", values, record_id=task_id, zone=screening.zone)
    for code, task in present.items():
        is_earlier = code not in wanted
        if bool(task.get("raised_earlier")) is not is_earlier:
            session.store.save(
                session.author,
                "task",
                {"raised_earlier": is_earlier},
                record_id=duty_id(screening.screening_id, code),
            )


def close_duty(
    session: Session,
    task_id: str,
    *,
    is_done: bool = True,
    reason: str = "",
    asked: str = "",
    details: str = "",
) -> None:
    """Write down that a duty is done, or that it is not, why (vocabulary duty_not_done) and which supervisor was asked.

    A supervisor agrees in their own name; nobody else does. Anybody else names the supervisor whom they asked; it
    waits for a supervisor's word, and headquarters lists it until one has given it. Raises Refused DUTY_REASON_MISSING,
    DUTY_DETAILS_MISSING (the reason is "other"), DUTY_APPROVAL_MISSING, DUTY_APPROVAL_OWN, DUTY_NOT_DECLINED,
    DUTY_NOT_WAIVED, DUTY_REFERENCE_MISSING, DUTY_MISSING.
    """
    require_writable(session)
    task = session.store.record("task", task_id)
    if task is None or not task.get("duty"):
        raise Refused([Problem("DUTY_MISSING")])
    values: dict[str, Json] = {"details": details.strip()} if details.strip() else {}
    if is_done:
        values |= {
            "status": "done",
            "done_at": to_wire(session.clock.now()),
            "done_by": _own_name(session),
            "not_done_reason": None,
            "asked_supervisor": None,
            "approved_by": None,
        }
    else:
        problems = [] if reason else [Problem("DUTY_REASON_MISSING", "not_done_reason")]
        if reason == _OTHER and not details.strip() and not task.get("details"):
            problems.append(Problem("DUTY_DETAILS_MISSING", "details"))
        agrees, named = session.author.is_supervisor, asked.strip()
        if not agrees and not named:
            problems.append(Problem("DUTY_APPROVAL_MISSING", "asked_supervisor"))
        elif not agrees and session.author.is_called(named):
            problems.append(Problem("DUTY_APPROVAL_OWN", "asked_supervisor"))
        if problems:
            raise Refused(problems)
        values |= {
            "status": NOT_DONE,
            "not_done_reason": reason,
            "asked_supervisor": None if agrees else named,
            "approved_by": _own_name(session) if agrees else None,
        }
    save_record(session, "task", values, record_id=task_id)


def confirm_duty(session: Session, task_id: str) -> None:
    """Put a supervisor's own name and hand to a reason that somebody wrote down, and asked about.

    Raises Refused DUTY_MISSING, DUTY_CONFIRM_NOT_YOURS.
    """
    require_writable(session)
    task = session.store.record("task", task_id)
    if task is None or not task.get("duty") or task.get("status") != NOT_DONE:
        raise Refused([Problem("DUTY_MISSING")])
    if session.role is not Role.SUPERVISOR:
        raise Refused([Problem("DUTY_CONFIRM_NOT_YOURS", "approved_by")])
    # Written also where the name is the same: what counts is whose change it is.
    confirmed: dict[str, Json] = {"approved_by": _own_name(session)}
    session.store.save(session.author, "task", confirmed, record_id=task_id, kind=RESOLVE, reason="Confirmed")


def reopen_duty(session: Session, task_id: str) -> None:
    """Open a duty again that was closed by mistake."""
    blank = dict.fromkeys(("done_at", "done_by", "not_done_reason", "asked_supervisor", "approved_by"))
    save_record(session, "task", {"status": _OPEN, **blank}, record_id=task_id)


def _own_name(session: Session) -> str:
    return session.profile.name or session.profile.handle


def _task_values(
    session: Session, screening: OpenScreening, rule: DutyRule, band: str, assigned_to: str
) -> dict[str, Json]:
    values = screening.values
    started = values.get("started_at")
    start = from_wire(str(started)) if started else session.clock.now()
    due = start + timedelta(minutes=rule.due_minutes)
    about: dict[str, Json] = {name: values[name] for name in _ABOUT if values.get(name)}
    return {
        "what": plain_words(rule.label)[:200] or rule.duty,
        "assigned_to": assigned_to or _own_name(session),
        "due_at": to_wire(due),
        "priority": "now" if timedelta(minutes=rule.due_minutes) <= _URGENT else "high",
        "status": _OPEN,
        "screening": screening.screening_id,
        "duty": rule.duty,
        "raised_by": band or None,
        "state": "draft",
        **about,
    }


def _duty(screening_id: str, code: str, task: Mapping[str, Json], reasons: tuple[str, ...]) -> Duty:
    return Duty(
        duty_id(screening_id, code),
        code,
        str(task.get("what") or ""),
        from_wire(str(task["due_at"])) if task.get("due_at") else None,
        str(task.get("assigned_to") or ""),
        str(task.get("status") or _OPEN),
        is_closed(task),
        code in MANDATED,
        task.get("raised_earlier") is True,
        str(task.get("not_done_reason") or ""),
        str(task.get("approved_by") or ""),
        str(task.get("asked_supervisor") or ""),
        reasons,
    )
