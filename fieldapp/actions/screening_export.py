"""Screenings for others: an OpenRosa submission of one, and a table of many for a spreadsheet.

Of an instrument that is licensed to one agency only the result leaves. What a checklist marks as private leaves the
hands of sworn roles only when they ask for it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from fieldapp.actions.checklist import load_package
from fieldapp.actions.screening import OpenScreening, hidden_questions, is_hidden, load_answers, open_screening
from fieldapp.actions.session import Session
from fieldapp.domain.csv_cell import safe_cell
from fieldapp.domain.problems import Problem, Refused
from fieldapp.domain.wire import Json
from fieldapp.forms.form_session import Stored

_ROW_KEY: Final = re.compile(r"\[@([^\]]*)\]")
_HEADER: Final = (
    *("checklist", "checklist_version", "checklist_sha256", "started_at", "stopped_at", "state", "screener_role"),
    *("mode", "location", "reason", "disclosure_made", "score", "score_highest", "band", "band_highest"),
    *("answered", "asked", "determination"),
)
"""What a table tells of the screening itself: never whom it is about, nor who asked."""


def instance_id(screening_id: str) -> str:
    """Return the name of a submission: ours, so that sending it twice cannot make two (OpenRosa metadata schema)."""
    return f"uuid:{screening_id}"


def export_submission(session: Session, screening_id: str, *, with_private: bool = False) -> str:
    """Return a screening as the XML of an OpenRosa submission: what was relevant, by the form it was made with.

    Raises Refused CHECKLIST_STAYS_HERE for an agency's own instrument.
    """
    screening = open_screening(session, screening_id)
    if screening.package.licence.agency:
        raise Refused([Problem("CHECKLIST_STAYS_HERE")])
    return submission_of(screening, frozenset() if with_private else screening.hidden)


def submission_of(screening: OpenScreening, hidden: Collection[str] = ()) -> str:
    """Return the submission of a screening that is open, less what is ``hidden``."""
    running = screening.run()
    for item in running.root.items():
        if is_hidden(item.path, hidden):
            item.is_relevant = False
    return running.instance_xml(instance_id(screening.screening_id))


def export_csv(session: Session, screening_ids: Iterable[str], *, with_private: bool = False) -> str:
    """Return screenings as CSV, one line each and one column a question; a question in rows has a column a row.

    How an answer is known stands in a column beside it. Cells are safe to open in a spreadsheet.
    """
    columns, rows = export_rows(session, screening_ids, with_private=with_private)
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow([safe_cell(column) for column in columns])
    for row in rows:
        writer.writerow([safe_cell(row.get(column)) for column in columns])
    return stream.getvalue()


def export_rows(
    session: Session, screening_ids: Iterable[str], *, with_private: bool = False
) -> tuple[Sequence[str], list[Mapping[str, Json]]]:
    """Return the columns and rows of such a table."""
    rows: list[Mapping[str, Json]] = []
    questions: dict[str, None] = {}
    for screening_id in screening_ids:
        values = session.store.record("screening", screening_id)
        if values is None:
            continue
        row: dict[str, Json] = {"id": screening_id, **{name: values.get(name) for name in _HEADER}}
        numbers: dict[str, dict[str, int]] = {}
        answers = _answers_to_tell(
            session, screening_id, str(values.get("checklist_sha256") or ""), with_private=with_private
        )
        for question, answer in sorted(answers.items()):
            column = _numbered(question, numbers)
            row[column] = answer.value or None
            questions[column] = None
            if answer.known:
                row[f"{column} (known)"] = answer.known
                questions[f"{column} (known)"] = None
        rows.append(row)
    return ["id", *_HEADER, *questions], rows


def _answers_to_tell(session: Session, screening_id: str, sha256: str, *, with_private: bool) -> dict[str, Stored]:
    """Return the answers that may leave; none of an instrument that stays with its agency, or is not here to ask."""
    try:
        package = load_package(session, sha256)
    except Refused:
        return {}
    if package.licence.agency:
        return {}
    hidden = frozenset() if with_private else hidden_questions(session, package)
    return {
        question: answer
        for question, answer in load_answers(session, screening_id).items()
        if answer.known != "row" and not is_hidden(_ROW_KEY.sub("", question), hidden)
    }


def _numbered(question: str, numbers: dict[str, dict[str, int]]) -> str:
    """Return a question with its rows counted from 1 instead of by key; keys sort by when the row was added."""
    start, parts = 0, []
    for match in _ROW_KEY.finditer(question):
        known = numbers.setdefault(question[: match.start()], {})
        parts += [question[start : match.start()], f"[{known.setdefault(match[1], len(known) + 1)}]"]
        start = match.end()
    return "".join([*parts, question[start:]])
