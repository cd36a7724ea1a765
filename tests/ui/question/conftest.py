"""Running forms in tests: a workbook's rows, converted as an agency's workbook is, run by the real engine, shown."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import UTC
from itertools import count

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from pyxform.xls2xform import convert

from fieldapp.forms.form_session import FormSession, Setting
from fieldapp.forms.xform_reader import read_form
from tests.fakes.clock import FakeClock
from tests.ui.question.entry_maker import an_entry
from ui.desk import Desk
from ui.forms.question.form_view import FormView

__all__ = ["an_entry"]

YES_NO = [
    {"list_name": "yn", "name": "yes", "label::English (en)": "Yes", "label::Español (es)": "Sí"},
    {"list_name": "yn", "name": "no", "label::English (en)": "No", "label::Español (es)": "No"},
]
Rows = list[dict[str, str]]


def in_both(words: str, spanish: str = "") -> dict[str, str]:
    """A label in two languages."""
    return {"label::English (en)": words, "label::Español (es)": spanish or f"{words} (es)"}


def a_form_of(survey: Rows, choices: Rows | None = None, **settings: str) -> str:
    """The XForm of a workbook with these rows."""
    book = {"survey": survey, "choices": choices or YES_NO, "settings": [{"form_id": "t", "version": "1", **settings}]}
    return convert(book, validate=False).xform


@pytest.fixture
def a_session(clock: FakeClock) -> Callable[..., FormSession]:
    """Run a workbook's rows."""

    def make(
        survey: Rows, choices: Rows | None = None, language: str = "English (en)", **kwargs: object
    ) -> FormSession:
        keys = count(1)
        setting = Setting(clock, UTC, random.Random(1), {}, {}, lambda: f"{next(keys):032x}")
        return FormSession(read_form(a_form_of(survey, choices)), setting, language=language, **kwargs)

    return make


@pytest.fixture
def a_view(qtbot: QtBot, desk: Desk, a_session: Callable[..., FormSession]) -> Iterator[Callable[..., FormView]]:
    """Show a workbook's rows, with the window active."""

    def make(survey: Rows, choices: Rows | None = None, **kwargs: object) -> FormView:
        language = kwargs.pop("language", "English (en)")
        session = kwargs.pop("session", None) or a_session(survey, choices, language)
        made = FormView(session, desk, **kwargs)
        made.told = []
        made.changed.connect(made.told.append)
        qtbot.addWidget(made)
        made.resize(1280, 800)
        with qtbot.waitActive(made):
            made.show()
            made.activateWindow()
        page = made.page()
        if page is not None:
            page.finish()
        return made

    yield make
    QApplication.sendPostedEvents()
