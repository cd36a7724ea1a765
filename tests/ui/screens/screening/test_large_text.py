"""Screening at twice the text: everything fits the window of a patrol laptop, in both languages of the interface."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.question.conftest import in_both
from tests.ui.screens.screening.answers import CLEAR, give
from tests.ui.screens.screening.room import Screened, a_checklist_of
from tests.ui.test_shown_file import a_picture
from ui.app import dress_application
from ui.screens.screening.run_head import Part
from ui.screens.screening.start_page import StartPage
from ui.style.look import Look, apply_look
from ui.style.token import THEMES
from ui.text import set_language

WIDTH, HEIGHT = 1112, 748
"""A window of 1280 by 800 without its rail and its strip at twice the text."""


@pytest.fixture(params=["en", "es"])
def twice(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[None]:
    """Dress the program in text twice as large, in a language."""
    dress_application(qapp)
    set_language(request.param)
    apply_look(qapp, Look(THEMES["dark"], 200))
    yield
    apply_look(qapp, Look())
    set_language("en")


@pytest.mark.usefixtures("twice")
def test_every_part_of_a_screening_fits_at_twice_the_text(screened: Callable[..., Screened]):
    run = screened("demo_concern")
    give(run, CLEAR)
    for stopped in (False, True):
        if stopped:
            run.page.stop()
            run.office.settle()
        for part in run.page.head.offered_parts():
            run.page.open_part(part)
            run.office.settle()
            run.screen.resize(WIDTH, HEIGHT)
            least = run.screen.minimumSizeHint()
            assert least.width() <= WIDTH, part
            assert least.height() <= HEIGHT, part
    assert run.page.part is Part.ABOUT


@pytest.mark.usefixtures("twice")
def test_beginning_fits_at_twice_the_text(begin: Callable[..., StartPage]):
    page = begin()
    least = page.screen_of_test.minimumSizeHint()
    assert least.width() <= WIDTH
    assert least.height() <= HEIGHT


@pytest.mark.usefixtures("twice")
def test_files_of_a_screening_fit_at_twice_the_text(screened: Callable[..., Screened]):
    run = screened(a_checklist_of({"type": "file", "name": "photo", **in_both("A document")}))
    entry = run.page.questions.view.row("/data/photo").entry
    entry.attached.emit("a-long-name-of-a-file-without-a-space.png", a_picture())
    entry.answered.emit("a-long-name-of-a-file-without-a-space.png")
    run.office.settle()
    for part in (Part.QUESTIONS, Part.RESULT):
        run.page.open_part(part)
        run.office.settle()
        run.screen.resize(WIDTH, HEIGHT)
        assert run.screen.minimumSizeHint().width() <= WIDTH, part
        run.click("open_file")
        assert run.screen.minimumSizeHint().width() <= WIDTH, part
        run.page.files.wipe()
        run.page.files.load()
        run.office.settle()
