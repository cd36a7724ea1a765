"""Answers to the demonstration's questions, and the ways to its result and its duties."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from PySide6.QtWidgets import QPushButton

from fieldapp.actions.screening_duty import close_duty, list_duties
from tests.ui.screens.screening.room import Screened, click, visible, words
from ui.screens.screening.duty_row import DutyRow
from ui.screens.screening.run_head import Part

CLEAR = {
    "/data/contact/found_setting": "outdoors",
    "/data/contact/missing": "yes",
    "/data/contact/times_missing": "2",
    "/data/signs/tired": "clearly",
    "/data/signs/injuries": "no",
    "/data/signs/guarded": "clearly",
    "/data/signs/belongings": "not_known",
    "/data/people/accompanied": "no",
    "/data/safety/afraid": "clearly",
    "/data/safety/debt": "no",
    "/data/safety/earning": "yes",
}


CALM = {
    "/data/contact/missing": "no",
    **dict.fromkeys([f"/data/signs/{name}" for name in ("tired", "injuries", "guarded", "belongings")], "no"),
    "/data/people/accompanied": "no",
    **dict.fromkeys([f"/data/safety/{name}" for name in ("afraid", "debt", "earning")], "no"),
}


def give(run: Screened, answers: Mapping[str, str]) -> None:
    """Answer by path, as a press would."""
    view = run.page.questions.view
    for path, value in answers.items():
        view.apply(view.session.answer(view.session.find(path), value, "observed"))
    run.office.settle()


def see(run: Screened) -> str:
    """Go to the result; return all its words."""
    run.page.open_part(Part.RESULT)
    run.office.settle()
    return words(run.page.result)


def row(run: Screened, duty: str) -> DutyRow:
    found = run.page.result.row(duty)
    assert found is not None, duty
    return found


def part(run: Screened, duty: str, kind: type, name: str) -> object:
    return visible(row(run, duty), kind, name)


def press(run: Screened, duty: str, name: str) -> None:
    click(run.qtbot, part(run, duty, QPushButton, name))
    run.office.settle()


def duties(run: Screened) -> dict[str, object]:
    found = run.office.do(lambda session: list_duties(session, run.screening_id))
    return {duty.duty: duty for duty in found}


def close_all(run: Screened) -> None:
    def act(session: object) -> None:
        for duty in list_duties(session, run.screening_id):
            if not duty.is_closed:
                close_duty(session, duty.task_id)

    run.office.do(act)


@pytest.fixture
def clear(screened: Callable[..., Screened]) -> Screened:
    """A screening with clear concern, its result in front."""
    run = screened("demo_concern")
    give(run, CLEAR)
    see(run)
    return run
