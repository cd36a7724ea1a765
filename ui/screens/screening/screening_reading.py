"""What the page of a screening shows, read in one go on the store's thread."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from fieldapp.actions.attachment import AttachedFile
from fieldapp.actions.checklist import ChecklistHead
from fieldapp.actions.directory import load_numbers
from fieldapp.actions.lookup import load_record
from fieldapp.actions.screening import OpenScreening, load_answers, open_screening
from fieldapp.actions.screening_attachment import list_attachments
from fieldapp.actions.screening_close import finalise_problems
from fieldapp.actions.screening_duty import Duty, fire_duties, list_duties, summarise_stored
from fieldapp.actions.screening_version import find_newer_version
from fieldapp.actions.typed import Typed, take_typed
from fieldapp.domain.problems import Problem, Refused
from fieldapp.forms.form_session import FormSession, Item, Stored
from fieldapp.forms.summary import Summary
from fieldapp.records.seed import DirectoryEntry
from ui.forms.local_time import show_instant
from ui.forms.question.markup import plain_text
from ui.forms.question.row_title import entry_words
from ui.forms.reading import Reading, read_record

_UNLISTED = "SCREENING_UNLISTED"
_ROW = "row"
_ROW_KEY: Final = re.compile(r"\[@[^\]]*\]")


@dataclass(frozen=True)
class Given:
    """One answer in words. ``points`` None where it counts nothing; ``known`` as in the vocabulary answer_known."""

    ref: str
    question: str
    answer: str
    known: str = ""
    points: int | None = None


@dataclass(frozen=True)
class KeptFile:
    """A file of a screening with the words of its question. ``is_answer``: it still answers it."""

    file: AttachedFile
    question: str
    is_answer: bool


@dataclass(frozen=True)
class ScreeningReading:
    """A screening as it is opened: ``running`` is its questionnaire as it was left, ``typed`` what was no answer yet
    and where the keyboard was.

    Without ``opened`` the checklist is not to be had: ``trouble`` says why, ``answers`` and ``files`` are what is kept
    all the same; with neither it is from before there were checklists. ``record`` None: this laptop does not hold it.
    """

    record: Reading | None
    opened: OpenScreening | None = None
    running: FormSession | None = None
    typed: Typed = field(default_factory=Typed)
    newer: ChecklistHead | None = None
    trouble: Problem | None = None
    answers: tuple[Given, ...] = ()
    files: tuple[KeptFile, ...] = ()


@dataclass(frozen=True)
class Addendum:
    """A note added after the screening was locked; ``when`` is local time."""

    text: str
    author: str
    when: str


@dataclass(frozen=True)
class ResultReading:
    """What a screening comes to, with its duties and what still stops it from being final.

    ``given`` are all answers, ``open_questions`` (ref, question) those that count and have none; ``questions`` are the
    words of those that ``problems`` are about, by ref; ``closed`` who did a duty, when, and what
    they noted, by task; ``answers`` what people answered, as it is stored; ``numbers`` whom to call.
    """

    record: Reading
    opened: OpenScreening
    summary: Summary
    duties: tuple[Duty, ...]
    problems: tuple[Problem, ...]
    given: tuple[Given, ...]
    open_questions: tuple[tuple[str, str], ...]
    addenda: tuple[Addendum, ...]
    questions: Mapping[str, str]
    closed: Mapping[str, str]
    answers: Mapping[str, Stored]
    files: tuple[KeptFile, ...]
    numbers: tuple[DirectoryEntry, ...]


def read_screening(session: Any, screening_id: str) -> ScreeningReading:
    """Return a screening for its page."""
    record = read_record(session, "screening", screening_id)
    if record is None:
        return ScreeningReading(None)
    try:
        opened = open_screening(session, screening_id)
    except Refused as refusal:
        problem = refusal.problems[0]
        if problem.code == _UNLISTED:
            return ScreeningReading(record)
        kept = load_answers(session, screening_id)
        answers = tuple(
            Given(ref, ref, stored.value, stored.known) for ref, stored in kept.items() if stored.known != _ROW
        )
        files = _files(session, screening_id, kept, lambda ref: ref)
        return ScreeningReading(record, trouble=problem, answers=answers, files=files)
    return ScreeningReading(
        record,
        opened,
        opened.run(),
        take_typed(session, "screening", screening_id),
        find_newer_version(session, opened),
    )


def read_result(session: Any, screening_id: str) -> ResultReading:
    """Return what a screening comes to, as it is stored; a draft's duties are raised by that. Raises Refused."""
    opened = open_screening(session, screening_id)
    summary = summarise_stored(opened)
    duties = list_duties(session, screening_id) if opened.is_final else fire_duties(session, screening_id, summary)
    record = read_record(session, "screening", screening_id)
    if record is None:
        raise Refused([Problem("SCREENING_MISSING")])
    running = opened.run()
    answers = answers_of(running)
    problems = () if opened.is_final else finalise_problems(session, screening_id)
    return ResultReading(
        record,
        opened,
        summary,
        duties,
        problems,
        tuple(_given(running, summary)),
        tuple((ref, question_words(running, ref)) for ref in (summary.score.unanswered if summary.score else ())),
        _addenda(session, screening_id),
        {ref: question_words(running, ref) for problem in problems if (ref := problem.field or "").startswith("/")},
        {duty.task_id: _closed_words(session, duty) for duty in duties if duty.is_closed},
        answers,
        _files(session, screening_id, answers, lambda ref: question_words(running, ref)),
        load_numbers(session),
    )


def _closed_words(session: Any, duty: Duty) -> str:
    task = session.store.record("task", duty.task_id) or {}
    done_at = show_instant(str(task["done_at"])) if task.get("done_at") else ""
    facts = (done_at, str(task.get("done_by") or ""), str(task.get("details") or ""))
    return " \N{MIDDLE DOT} ".join(fact for fact in facts if fact)


def path_of(ref: str) -> str:
    """Return the path of a question: its ref without the keys of rows."""
    return _ROW_KEY.sub("", ref)


def answers_of(running: FormSession) -> dict[str, Stored]:
    """Return what people answered: what the form works out for itself is no answer."""
    asked = {item.ref for item in running.root.items() if item.row or (item.control is not None)}
    return {ref: stored for ref, stored in running.stored().items() if ref in asked}


def _given(running: FormSession, summary: Summary) -> list[Given]:
    points = dict(summary.score.counted) if summary.score is not None else {}
    found = []
    for item in running.root.items():
        control = item.control
        if control is None or not item.is_relevant or item.is_readonly or control.kind == "trigger":
            continue
        if item.value or item.known:
            words = answer_words(running, item, item.value)
            found.append(Given(item.ref, question_words(running, item.ref), words, item.known, points.get(item.ref)))
    return found


def question_words(running: FormSession, ref: str) -> str:
    """Return a question in plain words, with the entry that it lies in; its name when the form has it no more."""
    item = running.find(ref)
    if item is None or item.control is None:
        return ref.rpartition("/")[2]
    words = plain_text(running.words(item.control.label, item)) or item.name
    inside = entry_words(running, item)
    return f"{inside}: {words}" if inside else words


def answer_words(running: FormSession, item: Item, value: str) -> str:
    """Return a value of a question as it is read: the words of its choices, else what was typed."""
    kind = item.control.kind if item.control is not None else ""
    if kind not in {"select1", "select", "rank"}:
        return value
    names = {option.value: plain_text(option.label) for option in running.choices(item)}
    codes = value.split() if kind != "select1" else [value] * bool(value)
    return ", ".join(names.get(code, code) for code in codes)


def _files(
    session: Any, screening_id: str, answers: Mapping[str, Stored], words: Callable[[str], str]
) -> tuple[KeptFile, ...]:
    files = list_attachments(session, screening_id)
    newest = {(file.question, file.name): file.attachment_id for file in files}

    def is_answer(file: AttachedFile) -> bool:
        given = answers.get(file.question)
        is_newest = newest[file.question, file.name] == file.attachment_id
        return given is not None and given.value == file.name and is_newest

    return tuple(KeptFile(file, words(file.question), is_answer(file)) for file in files)


def _addenda(session: Any, screening_id: str) -> tuple[Addendum, ...]:
    notes = (row for row in session.store.linked("note", "screening", screening_id) if row.get("kind") == "addendum")
    views = (load_record(session, "note", str(note["id"])) for note in notes)
    return tuple(
        Addendum(str(view.values.get("text") or ""), view.created_by, show_instant(view.created_at))
        for view in views
        if view is not None
    )
