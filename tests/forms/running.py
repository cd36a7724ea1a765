"""A bundled checklist under way in a test: answered by the names of its questions, on a clock that stands."""

from __future__ import annotations

import itertools
import random
from datetime import UTC, datetime
from functools import cache

from fieldapp.forms.bundle import load_bundled
from fieldapp.forms.form_session import FormSession, Item, Setting
from fieldapp.forms.model import Form
from fieldapp.forms.package import Package, version_order
from fieldapp.forms.summary import StandingClock, Summary, summarise
from fieldapp.forms.xform_reader import read_form

ENGLISH, SPANISH = "English (en)", "Español (es)"


def bundled(form_id: str) -> Package:
    """Return the newest bundled package of a form."""
    packages = [package for package in load_bundled().values() if package.form_id == form_id]
    return max(packages, key=lambda package: version_order(package.version))


@cache
def form_of(sha256: str) -> Form:
    """Return the form of a bundled package, read once."""
    return read_form(load_bundled()[sha256].xform)


class Run:
    """One screening in memory. A question in a row of a repeat is named ``row.question`` with the row from 1."""

    def __init__(self, form_id: str, language: str = ENGLISH) -> None:
        keys = itertools.count()
        self.package = bundled(form_id)
        self._setting = Setting(
            StandingClock(datetime(2026, 3, 1, tzinfo=UTC)), UTC, random.Random(1), {}, {}, lambda: f"{next(keys):032x}"
        )
        self.session = FormSession(form_of(self.package.sha256), self._setting, language=language)

    def resumed(self) -> FormSession:
        """Return the session as it is after the laptop was shut and opened again."""
        return FormSession(self.session.form, self._setting, stored=self.session.stored())

    def item(self, name: str) -> Item:
        """Return a question by its name."""
        number, _, plain = name.rpartition(".")
        found = [item for item in self.session.root.items() if item.name == plain and not item.row]
        return found[int(number) - 1 if number else 0]

    def answer(self, known: str = "", **answers: str) -> Run:
        """Answer questions outside repeats by name; return the run."""
        for name, value in answers.items():
            self.put(name, value, known)
        return self

    def put(self, name: str, value: str, known: str = "") -> None:
        """Answer one question."""
        self.session.answer(self.item(name), value, known)

    def summary(self, *, is_disclosed: bool = False) -> Summary:
        """Return what the answers come to."""
        return summarise(self.session, self.package, is_disclosed=is_disclosed)

    def duties(self, *, is_disclosed: bool = False) -> dict[str, int]:
        """Return the duties of the result: minutes by code."""
        return {rule.duty: rule.due_minutes for rule in self.summary(is_disclosed=is_disclosed).duties}

    def questions(self) -> list[Item]:
        """Return the questions that are asked now, in order."""
        return [
            item
            for item in self.session.root.items()
            if item.control is not None and item.is_relevant and not item.is_readonly
        ]
