"""A draft stays on the version of its checklist that it was begun with; moving it to another is a choice.

Before anybody chooses they are shown what the other version has no question for, and what it would not accept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from fieldapp.actions.checklist import ChecklistHead, find_checklist, list_checklists, load_package
from fieldapp.actions.history import load_history
from fieldapp.actions.laptop import require_writable
from fieldapp.actions.screening import (
    OpenScreening,
    open_screening,
    pinned_values,
    require_form,
    write_answers,
)
from fieldapp.actions.session import Session
from fieldapp.domain.change import VOID
from fieldapp.domain.problems import Problem, Refused
from fieldapp.domain.wire import Json
from fieldapp.forms.form_session import FormSession, Stored
from fieldapp.forms.model import Form, Repeat
from fieldapp.forms.package import Package, version_order
from fieldapp.forms.summary import summarise

_ROW_KEY: Final = re.compile(r"\[@[^\]]*\]")
_REASON: Final = 400
_ROW: Final = "row"
_MOVED: Final = "Moved to version "


@dataclass(frozen=True, repr=False)
class MovedAnswer:
    """An answer that does not come along as it is. ``label`` is its question; ``why`` the new form's words, if any."""

    question: str
    label: str
    value: str
    why: str = ""


@dataclass(frozen=True, repr=False)
class VersionChange:
    """What moving a screening to another version would do: how many answers stay, which go, which are now wrong."""

    sha256: str
    version: str
    kept: int
    dropped: tuple[MovedAnswer, ...]
    invalid: tuple[MovedAnswer, ...]


def find_newer_version(session: Session, screening: OpenScreening) -> ChecklistHead | None:
    """Return the newest usable version of a draft's checklist when it is newer than the draft's own."""
    if screening.is_final:
        return None
    package = screening.package
    newer = (
        head
        for head in list_checklists(session)
        if head.form_id == package.form_id
        and head.is_usable
        and version_order(head.version) > version_order(package.version)
    )
    return next(newer, None)


def compare_version(session: Session, screening_id: str, sha256: str) -> VersionChange:
    """Return what moving a draft to another version would drop and what the other version would not accept."""
    screening = open_screening(session, screening_id)
    package, form = _other(session, screening, sha256)
    return _compare(screening, package, form)


def move_to_version(session: Session, screening_id: str, sha256: str) -> VersionChange:
    """Move a draft to another version of its checklist, in one transaction; return what that did.

    Answers without a question are struck out with the reason, so that the journal keeps them; they come back with a
    move to a version that has the question. Those that the new version does not accept stay, and must be mended before
    the screening is final.
    """
    require_writable(session)
    screening = open_screening(session, screening_id)
    if screening.is_final:
        raise Refused([Problem("SCREENING_LOCKED", "state")])
    package, form = _other(session, screening, sha256)
    change = _compare(screening, package, form)
    kept, dropped = _sort(screening.stored, form)
    come_back, _ = _sort(_struck_by_a_move(session, screening), form)
    held = {**come_back, **kept}
    running = FormSession(form, screening.setting, language=_language(screening, form), stored=held or None)
    after = running.stored()
    stored: dict[str, Stored | None] = dict.fromkeys(dropped)
    stored |= {question: answer for question, answer in after.items() if screening.stored.get(question) != answer}
    is_disclosed = screening.values.get("disclosure_made") is True
    summary = summarise(running, package, is_disclosed=is_disclosed)
    why = f"{_MOVED}{package.version[:60]} of the checklist"
    with session.store.transaction():
        write_answers(session, screening_id, screening.zone, stored, why=why[:_REASON])
        session.store.save(
            session.author,
            "screening",
            {**pinned_values(package), **_unsaved(screening, package), **summary.values},
            record_id=screening_id,
            reason=why,
        )
    return change


def _struck_by_a_move(session: Session, screening: OpenScreening) -> dict[str, Stored]:
    """Return the answers that an earlier move struck out, by question; not what somebody took away."""
    rows = session.store.connection.exec_driver_sql(
        "SELECT id, question, value, known FROM answer WHERE screening = ? AND voided = 1 ORDER BY question",
        (screening.screening_id,),
    )
    found = {}
    for record_id, question, value, known in rows.fetchall():
        struck = next((act for act in load_history(session, "answer", record_id) if act.kind == VOID), None)
        if struck is not None and (struck.reason or "").startswith(_MOVED):
            found[question] = Stored(value or "", known or "")
    return found


def _unsaved(screening: OpenScreening, package: Package) -> dict[str, Json]:
    """Return, blank, the fields that only the version before saved to, where they still say what it saved."""
    left = set(screening.package.save_to.values()) - set(package.save_to.values())
    saved = summarise(screening.run(), screening.package).values
    return {name: None for name in sorted(left) if name in saved and saved[name] == screening.values.get(name)}


def _other(session: Session, screening: OpenScreening, sha256: str) -> tuple[Package, Form]:
    head = find_checklist(session, sha256)
    if head is None:
        raise Refused([Problem("CHECKLIST_MISSING")])
    if not head.is_usable:
        raise Refused([Problem(head.why_not)])
    package = load_package(session, sha256)
    if package.form_id != screening.package.form_id:
        raise Refused([Problem("CHECKLIST_OTHER_FORM")])
    return package, require_form(session, package)


def _compare(screening: OpenScreening, package: Package, form: Form) -> VersionChange:
    kept, dropped = _sort(screening.stored, form)
    old = screening.run()
    running = FormSession(form, screening.setting, language=_language(screening, form), stored=kept or None)
    # What the new form would be missing anyway is asked for when it is filled in; here only what was answered counts.
    wrong = [v for v in running.violations() if v.kind != "required" and v.ref in kept]
    return VersionChange(
        package.sha256,
        package.version,
        sum(answer.known != _ROW for answer in kept.values()) - len(wrong),
        tuple(
            MovedAnswer(question, _label(old, screening.form, question), screening.stored[question].value)
            for question in dropped
            if screening.stored[question].known != _ROW
        ),
        tuple(MovedAnswer(v.ref, _label(running, form, v.ref), kept[v.ref].value, v.message) for v in wrong),
    )


def _sort(stored: Mapping[str, Stored], form: Form) -> tuple[dict[str, Stored], tuple[str, ...]]:
    """Return the answers whose question the form has too, and the questions of the others."""
    paths = set(form.binds) | set(_repeat_paths(form)) | {control.path for control in form.controls()}
    repeats = set(_repeat_paths(form))
    kept: dict[str, Stored] = {}
    dropped: list[str] = []
    for question, answer in stored.items():
        path = _ROW_KEY.sub("", question)
        rows = {_ROW_KEY.sub("", question[: match.end()]) for match in _ROW_KEY.finditer(question)}
        # A question that is asked in rows of one version and once in the other is not the same question.
        fits = (
            path in paths and rows <= repeats and {r for r in repeats if path == r or path.startswith(f"{r}/")} == rows
        )
        if fits:
            kept[question] = answer
        else:
            dropped.append(question)
    return kept, tuple(dropped)


def _repeat_paths(form: Form) -> tuple[str, ...]:
    found: list[str] = []
    waiting = list(form.body)
    while waiting:
        part = waiting.pop()
        if isinstance(part, Repeat):
            found.append(part.path)
        waiting += getattr(part, "children", ())
    return tuple(found)


def _label(session: FormSession, form: Form, question: str) -> str:
    path = _ROW_KEY.sub("", question)
    control = next((control for control in form.controls() if control.path == path), None)
    item = session.find(question)
    words = session.words(control.label, item) if control is not None and item is not None else ""
    return words or path.rsplit("/", 1)[-1]


def _language(screening: OpenScreening, form: Form) -> str:
    shown = str(screening.values.get("shown_language") or "")
    return shown if shown in form.languages else ""
