"""A screening on the roadside: digits answer, a disclosure stops, and nothing is called a finding."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

import resources
from fieldapp.actions.capture import save_record
from fieldapp.records.screening import INDICATORS
from fieldapp.records.seed import load_directory
from tests.fakes.office import Office
from tests.fakes.sample import a_person
from tests.ui.screens.screening.room import Screened, deputy, open_record, screened, visible, words
from ui.screens.screening.indicator_page import IndicatorPage
from ui.screens.screening.run_head import Part
from ui.style.token import Size

__all__ = ["deputy", "screened"]

K = Qt.Key
Screening = Callable[..., Screened]


def answer_all(run: Screened, digits: str) -> None:
    """Answer by digits alone, pressing Enter where a page ends."""
    for digit in digits:
        if QApplication.focusWidget().objectName() == "form_next":
            run.press(K.Key_Return)
        run.type(digit)
    run.office.settle()


def test_seven_digits_answer_seven_questions(screened: Screening):
    run = screened()
    answer_all(run, "11231233")
    values = run.values()
    assert [values[name] for name in INDICATORS] == [
        "present",
        "not_present",
        "not_observed",
        "present",
        "not_present",
        "not_observed",
        "not_observed",
    ]
    run.page.open_part(Part.RESULT)
    run.office.settle()
    result = words(run.page.result)
    assert "2 of 7 present" in result
    assert "not a finding" in result


def test_question_left_blank_is_never_not_present(screened: Screening):
    run = screened()
    answer_all(run, "12")
    values = run.values()
    assert values["signs_of_harm"] == "not_present"
    assert all(values.get(name) is None for name in INDICATORS[1:])
    run.page.questions.view.jump("/data/appearance/signs_of_harm")
    run.press(K.Key_Delete)
    assert run.values().get("signs_of_harm") is None
    assert "signs_of_harm" not in run.stored()


def test_who_and_when_are_known_before_anybody_types(screened: Screening):
    values = screened().values()
    assert (values["screener"], values["screener_role"], values["mode"]) == ("Jo Kim", "deputy", "observed")
    assert values["started_at"] == "2026-01-02T03:04:05.678Z"


def test_disclosure_stops_the_questions_and_shows_whom_to_call(screened: Screening):
    run = screened()
    stop = visible(run.screen, QPushButton, "disclosure_stop")
    assert stop.height() >= Size.TARGET_LARGE
    run.press(K.Key_D, modifier=Qt.KeyboardModifier.ControlModifier)
    values = run.values()
    assert values["disclosure_made"] is True
    assert values["disclosure_at"] == "2026-01-02T03:04:05.678Z"
    card = visible(run.screen, QWidget, "immediate_card")
    numbers = {made.text() for made in card.findChildren(QPushButton) if made.isVisible()}
    assert numbers == {entry.phone for entry in load_directory()}
    assert QApplication.focusWidget().objectName() == "own_words"
    assert "quotation marks" in words(run.page.disclosure)
    for _ in range(20):
        run.page.stop()
    run.office.settle()
    assert run.values()["disclosure_at"] == values["disclosure_at"]


def test_own_number_of_the_agency_stands_first_after_a_disclosure(screened: Screening):
    run = screened()
    values = {"name": "Demo Advocates", "kind": "community", "on_call_phone": "555-0100"}
    run.office.do(lambda s: save_record(s, "agency", values))
    run.press(K.Key_D, modifier=Qt.KeyboardModifier.ControlModifier)
    card = visible(run.screen, QWidget, "immediate_card")
    run.office.settle()
    numbers = [made for made in card.findChildren(QPushButton) if made.isVisible()]
    numbers.sort(key=lambda made: made.mapTo(card, made.rect().topLeft()).y())
    assert [made.text() for made in numbers] == ["555-0100", *(entry.phone for entry in load_directory())]


def test_answers_are_large_enough_for_a_thumb(screened: Screening):
    run = screened()
    shown = [row for row in run.page.questions.view.page().rows() if row.takes_answer]
    options = [option for row in shown for option in row.entry.group.buttons()]
    assert options
    assert all(option.height() >= Size.TARGET_LARGE for option in options)


def test_interrupted_screening_is_resumed_where_it_was(screened: Screening):
    run = screened()
    answer_all(run, "11")
    assert run.page.questions.place() == "/data/appearance/silenced"
    run.reopen()
    assert run.page.questions.place() == "/data/appearance/silenced"
    assert run.stored()["signs_of_harm"] == ("present", "observed")


@pytest.fixture
def old(deputy: Office, qtbot: QtBot) -> Screened:
    """A screening from before there were checklists."""

    def make(session: object) -> str:
        values = {"person": a_person(session, "Doe-2026-0131"), "started_at": "2026-01-02T03:04:05.678Z"}
        return session.store.save(session.author, "screening", values).state.record_id

    return open_record(deputy, qtbot, deputy.do(make))


def test_screening_from_before_checklists_opens_on_its_seven_fields(old: Screened):
    page = old.screen.page.inner
    assert isinstance(page, IndicatorPage)
    page.jump(INDICATORS[0])
    for key in "1231233":
        old.type(key)
    old.office.settle()
    assert page.counts() == {"present": 2, "not_present": 2, "not_observed": 3, "blank": 0}
    assert "2 of 7 present" in page.result()
    assert old.values()["papers_withheld"] == "not_observed"


def test_old_screening_is_stopped_by_a_disclosure_too(old: Screened):
    old.click("disclosure_stop")
    assert old.values()["disclosure_made"] is True
    assert visible(old.screen, QWidget, "immediate_card")


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_sentence_says_that_somebody_is_no_victim(language: str):
    sentences = " ".join(resources.load_toml(f"texts/{language}.toml")["screening"].values()).lower()
    assert "not a victim" not in sentences
    assert "no es una víctima" not in sentences
    assert "no es víctima" not in sentences
