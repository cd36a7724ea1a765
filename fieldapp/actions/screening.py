"""A screening: begun with a checklist, answered question by question, resumed where it was, closed and locked.

Every answer is a record of its own, so that two people at two laptops meet in an ordinary conflict and nothing is
lost; what the answers come to stands on the screening itself. Both are written in one transaction.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from fieldapp.actions.capture import save_record
from fieldapp.actions.checklist import find_checklist, load_package
from fieldapp.actions.laptop import require_writable
from fieldapp.actions.session import Session
from fieldapp.actions.training import trained_on
from fieldapp.domain.access import POLICE, SERVICES, SWORN, Role, zone_for
from fieldapp.domain.change import RESTORE, VOID, VOID_FIELD
from fieldapp.domain.clock import from_wire, to_wire
from fieldapp.domain.ids import IdSource, derive_record_id
from fieldapp.domain.people import age_on
from fieldapp.domain.problems import Problem, Refused
from fieldapp.domain.record import FINAL
from fieldapp.domain.wire import Json
from fieldapp.forms.form_session import FormSession, Setting, Stored
from fieldapp.forms.media_table import read_tables
from fieldapp.forms.model import Form
from fieldapp.forms.package import Package, plain_words
from fieldapp.forms.summary import StandingClock
from fieldapp.forms.xform_reader import FormError, read_form
from fieldapp.rules.offence import load_offences

ANSWER: Final = "answer"
_CLEARED: Final = "Cleared while the questions were answered"
_OLDEST: Final = 130
_ROLES: Final = {
    Role.DEPUTY: "deputy",
    Role.DETECTIVE: "detective",
    Role.SUPERVISOR: "detective",
    Role.ANALYST: "other",
    Role.ADVOCATE: "advocate",
}
_MODES: Final = {"observed": "observed", "read_aloud": "conversation", "self": "conversation", "chart": "records"}


@dataclass(frozen=True, repr=False)
class OpenScreening:
    """A screening with all that is needed to go on with it. ``values`` are wire values of its record.

    ``hidden``: paths of questions that this person does not see unless they ask for them, with all below them.
    """

    screening_id: str
    package: Package
    form: Form
    stored: Mapping[str, Stored]
    values: Mapping[str, Json]
    setting: Setting
    zone: str
    hidden: frozenset[str] = frozenset()

    @property
    def is_final(self) -> bool:
        """Whether it is locked: then only addenda are added."""
        return self.values.get("state") == FINAL

    def at(self, moment: datetime) -> OpenScreening:
        """Return the same screening as it is at a moment: ``today()`` and ``now()`` stand there."""
        return replace(self, setting=replace(self.setting, clock=StandingClock(moment)))

    def run(self, language: str = "") -> FormSession:
        """Return the questionnaire where it was left, in a language or in the one it was last shown in.

        In a draft time goes on, so that ``today()`` is another day after midnight; a final one stands at its end.
        """
        shown = language or str(self.values.get("shown_language") or "")
        known = shown if shown in self.form.languages else ""
        return FormSession(self.form, self.setting, language=known, stored=self.stored or None)


def screening_gate(
    session: Session, package: Package, values: Mapping[str, Json], apparent_age: int | None = None
) -> tuple[Problem, ...]:
    """Return what the instrument's own terms say against using it here: role, age, training.

    The age is the person's on the day; where nobody knows it, the one that the screener sees (``apparent_age``).
    """
    found: list[Problem] = []
    use = package.use
    if session.role not in _ROLES or (use.roles and session.role.value not in use.roles):
        found.append(Problem("CHECKLIST_ROLE", "screener_role"))
    if use.age_min is not None or use.age_max is not None:
        age = _age_of(session, values, apparent_age)
        least = use.age_min if use.age_min is not None else 0
        most = use.age_max if use.age_max is not None else _OLDEST
        if age is None:
            found.append(Problem("SCREENING_AGE_UNKNOWN", "person", {"minimum": least, "maximum": most}))
        elif not least <= age <= most:
            found.append(Problem("SCREENING_AGE_OUTSIDE", "person", {"minimum": least, "maximum": most}))
    if use.training_required and not values.get("screener_trained_on"):
        found.append(Problem("SCREENING_TRAINING", "screener_trained_on"))
    return tuple(found)


def start_screening(
    session: Session,
    sha256: str,
    values: Mapping[str, Json],
    *,
    override: str = "",
    apparent_age: int | None = None,
    record_id: str | None = None,
) -> str:
    """Begin a screening with a checklist and the values of its header; return its id.

    What the instrument says against its use here is refused unless ``override`` gives the reason, which stays on
    record; a role that may not use it cannot be overridden. Raises Refused with every problem.
    """
    require_writable(session)
    head = find_checklist(session, sha256)
    if head is None:
        raise Refused([Problem("CHECKLIST_MISSING")])
    if head.why_not:
        raise Refused([Problem(head.why_not)])
    package = load_package(session, sha256)
    require_form(session, package)
    given = {name: value for name, value in values.items() if value is not None}
    header = starting_header(session, package) | given | pinned_values(package)
    problems = screening_gate(session, package, header, apparent_age)
    if problems and (not override.strip() or any(problem.code == "CHECKLIST_ROLE" for problem in problems)):
        raise Refused(problems)
    if not header.get("person") and not header.get("client_code"):
        raise Refused([Problem("SCREENED_MISSING", "person")])
    if problems:
        header["gate_override"] = override.strip()[:300]
    return save_record(session, "screening", header, record_id=record_id, zone=screening_zone(session))


def starting_header(session: Session, package: Package) -> dict[str, Json]:
    """Return what is known of a screening before anybody types."""
    values: dict[str, Json] = {
        "screener": session.profile.name or session.profile.handle,
        "started_at": to_wire(session.clock.now()),
        "screener_role": _ROLES.get(session.role),
        "mode": _MODES.get(package.use.administration),
        "screener_trained_on": _trained_on(session),
        **pinned_values(package),
    }
    return {name: value for name, value in values.items() if value is not None}


def _trained_on(session: Session) -> str | None:
    day = trained_on(session)
    return day.isoformat() if day is not None else None


def screening_zone(session: Session) -> str:
    """Return where this person's screenings lie: an advocate's with their agency, all others with the police."""
    return zone_for(SERVICES if session.role is Role.ADVOCATE else POLICE, session.profile.agency)


def open_screening(session: Session, screening_id: str) -> OpenScreening:
    """Return a screening as it was left. Raises Refused SCREENING_MISSING, SCREENING_UNLISTED, CHECKLIST_..."""
    row = session.store.load("screening", screening_id)
    if row is None or row.state.voided:
        raise Refused([Problem("SCREENING_MISSING")])
    values = {name: value for name, value in row.state.values.items() if name != VOID_FIELD}
    sha256 = values.get("checklist_sha256")
    if not sha256:
        raise Refused([Problem("SCREENING_UNLISTED")])
    package = load_package(session, str(sha256))
    screening = OpenScreening(
        screening_id,
        package,
        require_form(session, package),
        load_answers(session, screening_id),
        values,
        make_setting(session, screening_id, package),
        row.state.zone,
        hidden_questions(session, package),
    )
    ended = values.get("stopped_at")
    return screening.at(from_wire(str(ended))) if screening.is_final and ended else screening


def hidden_questions(session: Session, package: Package) -> frozenset[str]:
    """Return the paths that a checklist marks as private, for sworn roles; nobody else is kept from them.

    Who does not see a question does not ask it: it stays without an answer, and counts as one that nobody knows.
    """
    return frozenset(package.private) if session.role in SWORN else frozenset()


def is_hidden(path: str, hidden: Iterable[str]) -> bool:
    """Say whether a path is one of these, or lies below one."""
    return any(path == each or path.startswith(f"{each}/") for each in hidden)


def load_answers(session: Session, screening_id: str) -> dict[str, Stored]:
    """Return what was answered, by question, in one query."""
    rows = session.store.connection.exec_driver_sql(
        "SELECT question, value, known FROM answer WHERE screening = ? AND voided = 0 ORDER BY question",
        (screening_id,),
    )
    return {row[0]: Stored(row[1] or "", row[2] or "") for row in rows}


def make_setting(session: Session, screening_id: str, package: Package) -> Setting:
    """Return what a form may know of the world: the time, who is at it, a draw of its own, and keys for rows."""
    profile = session.profile
    return Setting(
        clock=session.clock,
        zone=load_offences().zone,
        random=random.Random(screening_id),  # noqa: S311 - a questionnaire's random(), the same at every resume
        preloads={"deviceid": session.store.device, "username": profile.handle, "email": "", "phonenumber": ""},
        tables=read_tables(package),
        new_key=IdSource(session.clock, session.store.random).new,
    )


def answer_id(screening_id: str, question: str) -> str:
    """Return the id of the record of one answer, the same wherever the question is answered."""
    return derive_record_id(screening_id, ANSWER, question)


def keep_answers(
    session: Session,
    screening_id: str,
    stored: Mapping[str, Stored | None],
    summary: Mapping[str, Json] | None = None,
    *,
    language: str = "",
) -> None:
    """Write what one act changed: answers by question (None takes one away) and what all of them come to.

    One transaction. Raises Refused SCREENING_MISSING, SCREENING_LOCKED, or what is wrong with an answer; then nothing
    was written.
    """
    require_writable(session)
    row = session.store.load("screening", screening_id)
    if row is None or row.state.voided:
        raise Refused([Problem("SCREENING_MISSING")])
    if row.state.values.get("state") == FINAL:
        raise Refused([Problem("SCREENING_LOCKED", "state")])
    with session.store.transaction():
        write_answers(session, screening_id, row.state.zone, stored, language)
        values: dict[str, Json] = {**(summary or {}), **({"shown_language": language} if language else {})}
        if values:
            session.store.save(session.author, "screening", values, record_id=screening_id)


def write_answers(
    session: Session,
    screening_id: str,
    zone: str,
    stored: Mapping[str, Stored | None],
    language: str = "",
    why: str = _CLEARED,
) -> None:
    """Write answers inside the transaction that is open; one taken away is struck out with the reason ``why``."""
    store = session.store
    ids = {question: answer_id(screening_id, question) for question in stored}
    rows = store.projection.load(store.connection, ANSWER, list(ids.values()))
    for question, answer in stored.items():
        record_id = ids[question]
        row = rows.get(record_id)
        if answer is None:
            if row is not None and not row.state.voided:
                store.save(session.author, ANSWER, {VOID_FIELD: True}, record_id=record_id, kind=VOID, reason=why)
            continue
        if row is not None and row.state.voided:
            store.save(session.author, ANSWER, {VOID_FIELD: False}, record_id=record_id, kind=RESTORE)
        values: dict[str, Json] = {
            "value": unicodedata.normalize("NFC", answer.value) or None,
            "known": answer.known or None,
        }
        if row is None:
            values |= {"screening": screening_id, "question": question}
        if language and (row is None or any(row.state.values.get(name) != v for name, v in values.items())):
            values["language"] = language
        store.save(session.author, ANSWER, values, record_id=record_id, zone=zone)


def pinned_values(package: Package) -> dict[str, Json]:
    """Return what names the very checklist that a screening is made with, for as long as it is kept."""
    return {
        "checklist": package.form_id,
        "checklist_title": plain_words(package.title)[:200] or package.form_id,
        "checklist_version": package.version,
        "checklist_sha256": package.sha256,
    }


def require_form(session: Session, package: Package) -> Form:
    """Return the form of a package, read once a session. Raises Refused CHECKLIST_UNREADABLE."""
    form = session.forms.get(package.sha256)
    if form is None:
        try:
            form = session.forms[package.sha256] = read_form(package.xform)
        except FormError as error:
            raise Refused([Problem("CHECKLIST_UNREADABLE")]) from error
    return form


def _age_of(session: Session, values: Mapping[str, Json], apparent_age: int | None) -> int | None:
    person_id = values.get("person")
    person = session.store.record("person", str(person_id)) if person_id else None
    born_on = person.get("born_on") if person else None
    if born_on:
        started = from_wire(str(values["started_at"])) if values.get("started_at") else session.clock.now()
        return age_on(date.fromisoformat(str(born_on)), started.astimezone(load_offences().zone).date())
    estimate = person.get("estimated_age") if person else None
    return estimate if isinstance(estimate, int) else apparent_age
