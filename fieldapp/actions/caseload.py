"""Who has what: open work by person, what of it is late or near; and handing all of it on when somebody leaves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from fieldapp.actions.capture import save_record, void_record
from fieldapp.actions.colleague import Colleagues, load_colleagues
from fieldapp.actions.laptop import require_writable
from fieldapp.actions.lookup import title_of
from fieldapp.actions.query import query_rows
from fieldapp.actions.session import Session
from fieldapp.domain.access import REVIEWERS
from fieldapp.domain.clock import to_wire
from fieldapp.domain.problems import Problem, Refused
from fieldapp.domain.wire import Json
from fieldapp.records import require_type
from fieldapp.store.tables import draft_rows, open_rows

NEXT_DAYS: Final = 7
OWNED: Final = {"task": "assigned_to", "lead": "assigned_to", "operation": "case_agent"}
"""The field that says whose a record is."""
DRAFTED: Final = ("recovery", "arrest", "screening", "search_warrant", "evidence_item")
_TASK_LINKS: Final = ("recovery", "operation", "lead", "arrest", "search_warrant", "screening")
_TAKE_OVER: Final = "Finish the draft {title}"
_LONGEST: Final = 200


@dataclass(frozen=True, repr=False)
class Load:
    """What one person has. Each is the ids of the records behind the number; ``drafts`` by record type."""

    who: str
    tasks: tuple[str, ...] = ()
    overdue: tuple[str, ...] = ()
    soon: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    operations: tuple[str, ...] = ()
    drafts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """All of it."""
        drafts = sum(len(ids) for ids in self.drafts.values())
        return len(self.tasks) + len(self.leads) + len(self.operations) + drafts


@dataclass(frozen=True, repr=False)
class Handed:
    """A reassignment that was written, so that it can be taken back: (type, id, owner before) and tasks made for it."""

    given: tuple[tuple[str, str, str], ...]
    made: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many records have another owner, or a task that stands for them."""
        return len(self.given) + len(self.made)


def load_caseload(session: Session) -> tuple[Load, ...]:
    """Return the open work of everybody, most overdue first, then most work; "" is what nobody has."""
    people = load_colleagues(session)
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    now = to_wire(session.clock.now())
    soon = to_wire(session.clock.now() + timedelta(days=NEXT_DAYS))
    for record_type in OWNED:
        for row in _owned(session, record_type):
            bins = found[people.name_of(row["owner"] or "")]
            bins[record_type].append(row["id"])
            if row["due_at"] and row["due_at"] < now:
                bins["overdue"].append(row["id"])
            elif row["due_at"] and row["due_at"] < soon:
                bins["soon"].append(row["id"])
    for record_type, row in _drafts(session):
        found[people.name_of(row["created_by"])][f"draft {record_type}"].append(row["id"])
    loads = (_load_of(who, bins) for who, bins in found.items())
    return tuple(sorted(loads, key=lambda load: (-len(load.overdue), -load.count, load.who)))


def reassign(session: Session, who: str, owners: Sequence[str], reason: str) -> Handed:
    """Give all open work of one person to others, in turn where there are several; one transaction, audited by reason.

    Tasks, leads and operations change their owner. A draft keeps its author; whoever is next gets a task to finish it.
    Raises Refused: not a supervisor, nobody named, the same person, no reason, nothing to hand on.
    """
    require_writable(session)
    people = load_colleagues(session)
    who = people.name_of(who)
    wanted = list(dict.fromkeys(people.name_of(owner) for owner in owners if owner.strip()))
    if problem := _problem(session, who, wanted, reason):
        raise Refused([problem])
    undone = tuple(session.undone)
    given: list[tuple[str, str, str]] = []
    made: list[str] = []
    with session.store.transaction():
        for record_type, record_id, owner in _work_of(session, people, who):
            following = wanted[(len(given) + len(made)) % len(wanted)]
            if record_type in OWNED and owner is not None:
                _give(session, record_type, record_id, following, reason.strip())
                given.append((record_type, record_id, owner))
            else:
                made.append(_ask_to_finish(session, record_type, record_id, following, reason.strip()))
    # Whoever hands on holds the way back as one act; the session's own list is for what was typed in forms.
    session.undone.clear()
    session.undone.extend(undone)
    if not given and not made:
        raise Refused([Problem("REASSIGN_NOTHING")])
    return Handed(tuple(given), tuple(made))


def take_reassignment_back(session: Session, handed: Handed) -> None:
    """Give everything back to whoever had it, and strike out the tasks that were made; one transaction."""
    undone = tuple(session.undone)
    with session.store.transaction():
        for record_type, record_id, owner in handed.given:
            _give(session, record_type, record_id, owner, "Undone")
        for task in handed.made:
            void_record(session, "task", task, "Undone")
    session.undone.clear()
    session.undone.extend(undone)


def _work_of(session: Session, people: Colleagues, who: str) -> Iterator[tuple[str, str, str | None]]:
    """Yield (type, id, owner as written) of one person's work, what is due first; owner None: a draft of theirs."""
    for record_type in OWNED:
        for row in _owned(session, record_type):
            if people.name_of(row["owner"] or "") == who:
                yield record_type, row["id"], row["owner"] or ""
    for record_type, row in list(_drafts(session)):
        if people.name_of(row["created_by"]) == who:
            yield record_type, row["id"], None


def _give(session: Session, record_type: str, record_id: str, owner: str, reason: str) -> None:
    values: dict[str, Json] = {OWNED[record_type]: owner or None}
    if record_type == "task":
        values["reassigned_reason"] = reason if reason != "Undone" else None
        values["assigned_to"] = owner
    save_record(session, record_type, values, record_id=record_id, reason=reason)


def _ask_to_finish(session: Session, record_type: str, record_id: str, owner: str, reason: str) -> str:
    title = title_of(session, record_type, session.store.record(record_type, record_id) or {})
    task: dict[str, Json] = {
        "what": _TAKE_OVER.format(title=title)[:_LONGEST],
        "assigned_to": owner,
        "reassigned_reason": reason,
    }
    if record_type in _TASK_LINKS:
        task[record_type] = record_id
    return save_record(session, "task", task, reason=reason)


def _owned(session: Session, record_type: str) -> list[Mapping[str, Any]]:
    due = "due_at" if record_type == "task" else "NULL"
    return query_rows(
        session,
        f'SELECT id, "{OWNED[record_type]}" AS owner, {due} AS due_at '
        f"FROM {open_rows(require_type(record_type))} ORDER BY due_at IS NULL, due_at, id",
    )


def _drafts(session: Session) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield every draft; whose they are says who began them."""
    for record_type in DRAFTED:
        drafts = draft_rows(require_type(record_type))
        rows = query_rows(session, f"SELECT id, created_by FROM {drafts} ORDER BY updated_at DESC")
        yield from ((record_type, row) for row in rows)


def _load_of(who: str, bins: Mapping[str, list[str]]) -> Load:
    drafts = {name: tuple(bins[f"draft {name}"]) for name in DRAFTED if f"draft {name}" in bins}
    task, overdue, soon, lead, operation = (
        tuple(bins.get(kind, ())) for kind in ("task", "overdue", "soon", "lead", "operation")
    )
    return Load(who, task, overdue, soon, lead, operation, drafts)


def _problem(session: Session, who: str, owners: Sequence[str], reason: str) -> Problem | None:
    if session.role not in REVIEWERS:
        return Problem("REASSIGN_ROLE")
    if not owners:
        return Problem("REASSIGN_NOBODY")
    if who in owners:
        return Problem("REASSIGN_SAME")
    return None if reason.strip() else Problem("REASON_REQUIRED", None, {"label": "Reassign"})
