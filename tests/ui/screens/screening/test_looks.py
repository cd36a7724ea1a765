"""Every page of every bundled checklist, and every part of a screening, in every theme and size; to be looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fieldapp.actions.screening import start_screening
from fieldapp.actions.screening_close import finalise_screening
from fieldapp.actions.session import Session
from fieldapp.domain.access import Role
from fieldapp.forms.bundle import load_bundled
from fieldapp.forms.package import Package
from tests.fakes.office import Office
from tests.fakes.sample import a_person
from tests.fakes.screened import HEADER
from tests.ui.screens.gallery import FRAMES, dress, on_demand, picture
from tests.ui.screens.screening.answers import CLEAR, close_all, give
from tests.ui.screens.screening.room import Screened, open_record
from ui.screens.screening.run_head import Part
from ui.screens.screening.start_page import StartPage
from ui.style.look import Look, apply_look

pytestmark = [on_demand, pytest.mark.usefixtures("scale")]
FORMS = sorted(load_bundled().values(), key=lambda package: package.form_id)


@pytest.fixture(params=FRAMES)
def scale(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[int]:
    """Wear text of a scale."""
    dress(request.param)
    yield request.param
    apply_look(qapp, Look())


@pytest.mark.parametrize("package", FORMS, ids=lambda package: package.form_id)
def test_looks_of_every_page(open_desk: Callable[..., Office], qtbot: QtBot, scale: int, package: Package):
    office = open_desk(Role.DEPUTY if "deputy" in package.use.roles else Role.ADVOCATE)

    def begin(session: Session) -> str:
        is_advocate = session.role is Role.ADVOCATE
        about = {"client_code": "Demo-7"} if is_advocate else {"person": a_person(session, "Doe-2026-0131")}
        return start_screening(session, package.sha256, {**HEADER, **about}, override="A picture")

    run = open_record(office, qtbot, office.do(begin))
    if package.form_id == "demo_concern":
        give(run, CLEAR)
    view = run.page.questions.view
    counts: list[int] = []
    view.page_changed.connect(lambda _at, count: counts.append(count))
    view.show_page(0)
    for number in range(counts[-1] + 1):
        view.show_page(number)
        picture(office, run.screen, f"{package.form_id}-{number:02}", scale)


def test_looks_of_the_start(begin: Callable[..., StartPage], deputy: Office, scale: int):
    page = begin()
    picture(deputy, page.screen_of_test, "start", scale)


def test_looks_of_a_disclosure_and_a_result(screened: Callable[..., Screened], scale: int):
    run = screened("demo_concern")
    give(run, CLEAR)
    run.page.stop()
    run.office.settle()
    picture(run.office, run.screen, "disclosure", scale)
    for part in (Part.QUESTIONS, Part.RESULT, Part.ABOUT):
        run.page.open_part(part)
        run.office.settle()
        picture(run.office, run.screen, f"stopped-{part}", scale)


def test_looks_of_a_locked_one(screened: Callable[..., Screened], scale: int):
    run = screened("demo_concern")
    give(run, CLEAR)
    run.page.open_part(Part.RESULT)
    run.office.settle()
    picture(run.office, run.screen, "result", scale)
    close_all(run)
    run.office.do(lambda session: finalise_screening(session, run.screening_id))
    run.reopen()
    picture(run.office, run.screen, "locked-result", scale)
    run.page.open_part(Part.QUESTIONS)
    picture(run.office, run.screen, "locked-questions", scale)
