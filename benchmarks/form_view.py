"""Filling in a form of 500 questions: how long the window stands still for a page, an answer, a jump."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from datetime import UTC
from itertools import count
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from benchmarks.long_list import WatchedApplication
from benchmarks.measurement import Measurement, bound
from benchmarks.program import finish, run_program
from benchmarks.stage import Stage
from fieldapp.domain.clock import SystemClock
from fieldapp.forms.form_session import FormSession, Setting
from fieldapp.forms.model import Bind, Choice, Control, Form, Itemset, Text
from fieldapp.forms.tree import Node
from ui.app import dress_application
from ui.desk import Desk
from ui.forms.question.form_view import FormView
from ui.jobs import Jobs

_QUESTIONS: Final = 500
_CHOICES: Final = ("Never", "Rarely", "Sometimes", "Often", "Always")
_GOAL_MS: Final = 16
_PAGES: Final = 4


def measure(_stage: Stage) -> Iterator[Measurement]:
    """Run it in a process of its own, with every event of the window timed."""
    found = run_program("benchmarks.form_view")
    yield bound("answer a question of 500, longest handler", found["answer_ms"], _GOAL_MS, "ms")
    yield bound(
        "  open a page of 25, longest handler", found["page_ms"], _GOAL_MS, "ms", f"whole {found['built_ms']:.0f} ms"
    )
    yield bound("  review of 500, longest handler", found["review_ms"], _GOAL_MS, "ms")


def a_form() -> Form:
    """Return a form of one long section; every tenth question depends on the one before it."""
    root = Node("data")
    binds, body = {}, []
    choices = tuple(Choice(words.lower(), Text({"": (words,)})) for words in _CHOICES)
    for number in range(_QUESTIONS):
        path = f"/data/q{number}"
        root.add(Node(f"q{number}"))
        relevant = f"/data/q{number - 1} != ''" if number % 10 == 9 else None
        binds[path] = Bind(path, "string", relevant=relevant)
        kind = ("select1", "select1", "input", "select")[number % 4]
        words = Text({"": (f"Question {number} about something that takes a sentence to ask",)})
        body.append(Control(kind, path, words, itemset=None if kind == "input" else Itemset(choices)))
    return Form("long", "1", "Long", root, binds, tuple(body))


def fill() -> None:
    """Open pages, answer what is on them, look at the review; print the longest handler of each."""
    application = WatchedApplication()
    dress_application(application)
    keys = count(1)
    setting = Setting(SystemClock(), UTC, random.Random(1), {}, {}, lambda: f"{next(keys):032x}")
    view = FormView(FormSession(a_form(), setting), Desk(Jobs(print), SystemClock()))
    view.resize(1280, 800)
    view.show()
    _settle(application, view)
    pages, wholes, answers = [], [], []
    for number in range(1, _PAGES + 1):
        application.spent.clear()
        started = time.thread_time()
        view.show_page(number)
        pages.append(time.thread_time() - started)
        _settle(application, view)
        wholes.append(time.thread_time() - started)
        pages += application.spent
        answers += _answer_all(application, view)
    application.spent.clear()
    started = time.thread_time()
    view.show_review()
    reviews = [time.thread_time() - started]
    for _ in range(100):
        application.processEvents()
    reviews += application.spent
    finish(
        page_ms=max(pages) * 1e3,
        built_ms=max(wholes) * 1e3,
        answer_ms=max(answers) * 1e3,
        review_ms=max(reviews) * 1e3,
    )


def _answer_all(application: WatchedApplication, view: FormView) -> list[float]:
    page = view.page()
    assert page is not None
    spent = []
    for shown in [row for row in page.rows() if row.control.kind == "select1"]:
        shown.focus_answer()
        application.processEvents()
        application.spent.clear()
        started = time.thread_time()
        QTest.keyClick(shown.entry.focus_widget(), Qt.Key.Key_3)
        spent.append(time.thread_time() - started)
        application.processEvents()
        spent += application.spent
    return spent


def _settle(application: WatchedApplication, view: FormView) -> None:
    page = view.page()
    while page is not None and not page.is_built:
        application.processEvents()
    application.processEvents()


if __name__ == "__main__":
    fill()
