"""Filling a form by a list of steps, with nobody at it: to hold this engine against another's answers.

A step is ``{"path": "/data/q1", "value": "…"}`` or ``{"repeat": "/data/rep", "add": 1}`` (``"remove": 2`` takes the
second row away). Paths count rows from 1, ``/data/rep[2]/q``; without a position they mean the first.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from fieldapp.domain.wire import Json
from fieldapp.forms.form_session import DECLINED, NOT_ASKED, OBSERVED, FormSession, Item, Setting
from fieldapp.forms.instance import MOST_ROWS
from fieldapp.forms.model import Body, Form, Group, Repeat
from fieldapp.forms.package import Package, plain_words
from fieldapp.forms.scoring import Score
from fieldapp.forms.summary import summarise
from fieldapp.forms.xform_reader import read_form

MOST_STEPS: Final = 100_000
_ANSWER: Final = frozenset({"path", "value", "known"})
_ROWS: Final = frozenset({"repeat", "add", "remove"})
_KNOWN: Final = frozenset({"", OBSERVED, "disclosed", "reported", DECLINED, NOT_ASKED})


class StepError(ValueError):
    """A step that cannot be taken; the message says which and why."""


def read_steps(text: str | bytes) -> list[Mapping[str, Any]]:
    """Read a list of steps. Raises StepError."""
    try:
        steps = json.loads(text)
    except json.JSONDecodeError as error:
        raise StepError(f"Line {error.lineno}, column {error.colno}: this is not JSON.") from error
    except (ValueError, RecursionError) as error:
        raise StepError("This is not JSON that can be read.") from error
    if not isinstance(steps, list):
        raise StepError("A list of steps is needed: [{“path”: …, “value”: …}, …].")
    if len(steps) > MOST_STEPS:
        raise StepError(f"More than {MOST_STEPS:,} steps.")
    for number, step in enumerate(steps, 1):
        if not isinstance(step, dict) or not (step.keys() <= _ANSWER or step.keys() <= _ROWS):
            raise StepError(f"Step {number} is neither an answer (path, value) nor about rows (repeat, add or remove).")
    return steps


def fill(package: Package, steps: Sequence[Mapping[str, Any]], setting: Setting, language: str = "") -> dict[str, Json]:
    """Take the steps and return what came of them.

    ``instance`` is the submission's XML; ``values`` (as expressions see them, so blank where not relevant) and
    ``relevance`` go by path, as do ``violations``; ``scores`` is None for a form without points. Raises StepError,
    FormError.
    """
    form = read_form(package.xform)
    session = FormSession(form, setting, language=language)
    repeats = {repeat.path: repeat for repeat in _repeats(form.body)}
    for number, step in enumerate(steps, 1):
        try:
            if "repeat" in step:
                _change_rows(session, repeats, step)
            else:
                _answer(session, step)
        except StepError as error:
            raise StepError(f"Step {number}: {error}") from error
    return _outcome(form, session, package)


def paths_of(session: FormSession) -> dict[str, Item]:
    """Return every item by its path, with the position of each row of a repeat."""
    return dict(_paths(session.root, f"/{session.root.name}"))


def _paths(item: Item, path: str) -> Iterator[tuple[str, Item]]:
    yield path, item
    rows: dict[str, int] = {}
    for child in item.below():
        place = ""
        if child.row:
            rows[child.name] = rows.get(child.name, 0) + 1
            place = f"[{rows[child.name]}]"
        yield from _paths(child, f"{path}/{child.name}{place}")


def _answer(session: FormSession, step: Mapping[str, Any]) -> None:
    item = _require(session, step.get("path"))
    if item.children or item.row:
        raise StepError(f"{step['path']} is a group, not a question.")
    known = step.get("known", "")
    if known not in _KNOWN:
        raise StepError(f"“{known}” is no way of knowing an answer.")
    session.answer(item, _text(step.get("value")), known)


def _change_rows(session: FormSession, repeats: Mapping[str, Repeat], step: Mapping[str, Any]) -> None:
    path = step["repeat"]
    holder_path, _, name = path.rstrip("/").rpartition("/") if isinstance(path, str) else ("", "", "")
    holder = _require(session, holder_path) if holder_path else None
    repeat = repeats.get(f"{holder.path}/{name}") if holder is not None else None
    if holder is None or repeat is None:
        raise StepError(f"{path} is no repeat of this form.")
    if repeat.count:
        raise StepError(f"{path} has as many rows as the form itself counts.")
    rows = session.rows(repeat.path, holder)
    if "remove" in step:
        place = _count(step["remove"])
        if not 1 <= place <= len(rows):
            raise StepError(f"{path} has no row {place}.")
        session.remove_row(rows[place - 1])
        return
    wanted = _count(step.get("add", 1))
    if len(rows) + wanted > MOST_ROWS:
        raise StepError(f"{path} would have more than {MOST_ROWS} rows.")
    for _ in range(wanted):
        if not session.add_row(repeat.path, holder).added:
            raise StepError(f"{path} has no room for so many rows.")


def _count(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise StepError("A whole number of rows is needed.")
    return value


def _require(session: FormSession, path: Any) -> Item:
    item = session.find(path) if isinstance(path, str) else None
    if item is None:
        raise StepError(f"There is nothing at {path}." if path else "A path is missing.")
    return item


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float):
        return str(value)
    raise StepError("An answer is text, a number, true, false or null.")


def _outcome(form: Form, session: FormSession, package: Package) -> dict[str, Json]:
    items = paths_of(session)
    path_of = {item.ref: path for path, item in items.items()}
    summary = summarise(session, package)
    return {
        "form": form.form_id,
        "version": form.version,
        "instance": session.instance_xml(),
        "values": {path: item.text for path, item in items.items() if not item.children and not item.row},
        "relevance": {path: item.is_relevant for path, item in items.items()},
        "violations": [
            {"path": path_of.get(each.ref, each.ref), "kind": each.kind, "message": each.message}
            for each in summary.violations
        ],
        "scores": _scores(summary.score, path_of) if summary.score is not None else None,
        "duties": [
            {"duty": rule.duty, "label": plain_words(rule.label, session.language), "due_minutes": rule.due_minutes}
            for rule in summary.duties
        ],
    }


def _scores(score: Score, path_of: Mapping[str, str]) -> dict[str, Json]:
    return {
        "points": score.points,
        "highest": score.highest,
        "band": score.band.code if score.band else None,
        "highest_band": score.highest_band.code if score.highest_band else None,
        "asked": score.asked,
        "answered": score.answered,
        "unanswered": [path_of.get(ref, ref) for ref in score.unanswered],
        "counted": {path_of.get(ref, ref): points for ref, points in score.counted},
    }


def _repeats(body: tuple[Body, ...]) -> Iterator[Repeat]:
    for part in body:
        if isinstance(part, Repeat):
            yield part
        if isinstance(part, Group | Repeat):
            yield from _repeats(part.children)
