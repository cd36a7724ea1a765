"""rxeval, a young engine in Rust that refuses rather than guesses: a second opinion, for development only."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from fieldapp.forms.model import Form
from tests.conformance.contest import OpponentError, Seen
from tests.conformance.draw import ADD, ANSWER, Step, repeats_of

rxeval = pytest.importorskip("rxeval")


class RxevalForm:
    """``Opponent``: what rxeval says of a form. It names no groups, and the only row of a repeat without position."""

    is_whole = False

    def __init__(self, xform: str, form: Form, now: datetime) -> None:
        self._repeats = sorted((repeat.path for repeat in repeats_of(form)), key=len)
        try:
            day, moment = now.date().isoformat(), now.isoformat(timespec="milliseconds")
            self._session = rxeval.Session(xform, today=day, now=moment)
        except Exception as error:  # whatever it raises, it does not take the form
            raise OpponentError(str(error)) from error

    def take(self, step: Step) -> bool | None:
        try:
            if step.act == ANSWER:
                self._session.set(step.path, step.value)
                said = self._session.recompute()
                broken = {self._placed(path) for path, _ in said["invalid"]}
                return None if step.path in self._refused(said) else step.path not in broken
            if step.act == ADD:
                self._session.add_row(step.path)
            else:
                path, _, place = step.path[:-1].rpartition("[")
                self._session.remove_row(path, int(place))
        except Exception as error:  # whatever it raises, it does not take the step
            raise OpponentError(f"{step}: {error}") from error
        return None

    def look(self) -> dict[str, Seen]:
        said = self._session.recompute()
        refused = self._refused(said)
        return {
            self._placed(path): Seen(is_relevant, self._session.get(path))
            for path, is_relevant in said["relevant"].items()
            if self._placed(path) not in refused and re.sub(r"\[\d+\]", "", path) not in refused
        }

    def trim(self, rows: list[str]) -> None:
        """Do nothing: it names no rows."""

    def _refused(self, said: dict[str, list[tuple[str, str]]]) -> set[str]:
        return {path for failed, _ in said["failed"] for path in (failed, self._placed(failed))}

    def _placed(self, path: str) -> str:
        for repeat in self._repeats:
            steps = r"(?:\[\d+\])?/".join(map(re.escape, repeat.strip("/").split("/")))
            path = re.sub(rf"\A(/{steps})(?=/|\Z)", r"\1[1]", path)
        return path
