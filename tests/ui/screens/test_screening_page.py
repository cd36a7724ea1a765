"""A screening on the roadside: digits answer, a disclosure stops, and nothing is called a finding."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

import resources
from fieldapp.domain.access import Role
from fieldapp.domain.record import FINAL
from fieldapp.records.screening import INDICATORS
from fieldapp.records.seed import load_directory
from tests.fakes.office import Office
from ui.screens.screening.screening_page import ScreeningPage
from ui.screens.screening.screening_screen import ScreeningScreen
from ui.style.token import Size


@pytest.fixture
def deputy(open_desk: Callable[..., Office]) -> Office:
    """A patrol deputy's laptop."""
    return open_desk(Role.DEPUTY, handle="kim", name="Jo Kim")


@pytest.fixture
def page(deputy: Office, qtbot: QtBot) -> ScreeningPage:
    """A new screening, the keyboard in the first question."""
    screen = ScreeningScreen(deputy.desk)
    qtbot.addWidget(screen)
    screen.resize(1000, 800)
    with qtbot.waitActive(screen):
        screen.show()
        screen.activateWindow()
    screen.shown()
    deputy.settle()
    screen.page.screen_of_test = screen
    return screen.page


def stored(office: Office, page: ScreeningPage) -> dict[str, object]:
    return office.do(lambda session: dict(session.store.record("screening", page.record_id)))


def words(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def test_seven_digits_answer_seven_questions(page: ScreeningPage, deputy: Office, qtbot: QtBot):
    for key in "1231233":
        qtbot.keyClick(QApplication.focusWidget(), key)
    deputy.settle()
    answers = [stored(deputy, page)[name] for name in INDICATORS]
    assert answers == [
        "present",
        "not_present",
        "not_observed",
        "present",
        "not_present",
        "not_observed",
        "not_observed",
    ]
    assert page.counts() == {"present": 2, "not_present": 2, "not_observed": 3, "blank": 0}
    assert "2 of 7 present" in page.result()
    assert "not a finding" in page.result()


def test_question_left_blank_is_never_not_present(page: ScreeningPage, deputy: Office, qtbot: QtBot):
    qtbot.keyClick(QApplication.focusWidget(), "2")
    deputy.settle()
    assert page.counts() == {"present": 0, "not_present": 1, "not_observed": 0, "blank": 6}
    saved = stored(deputy, page)
    assert all(saved.get(name) is None for name in INDICATORS[1:])
    qtbot.keyClick(page.form.editor(INDICATORS[0]).focus_widget(), Qt.Key.Key_Delete)
    deputy.settle()
    assert stored(deputy, page).get(INDICATORS[0]) is None


def test_who_and_when_are_known_before_anybody_types(page: ScreeningPage, deputy: Office, qtbot: QtBot):
    qtbot.keyClick(QApplication.focusWidget(), "1")
    deputy.settle()
    saved = stored(deputy, page)
    assert (saved["screener"], saved["screener_role"]) == ("Jo Kim", "deputy")
    assert saved["started_at"] == "2026-01-02T03:04:05.678Z"


def test_disclosure_stops_the_questions_and_shows_whom_to_call(page: ScreeningPage, deputy: Office, qtbot: QtBot):
    stop = page.findChild(QPushButton, "disclosure_stop")
    assert stop.isVisible()
    assert stop.height() >= Size.TARGET_LARGE
    assert not page.findChild(QWidget, "immediate_card").isVisible()
    stop.click()
    deputy.settle()
    saved = stored(deputy, page)
    assert saved["disclosure_made"] is True
    assert saved["disclosure_at"] == "2026-01-02T03:04:05.678Z"
    card = words(page.findChild(QWidget, "immediate_card"))
    assert all(entry.phone in card for entry in load_directory())
    assert QApplication.focusWidget().objectName() == "own_words"
    assert "quotation marks" in words(page.form.editor("own_words"))
    for _ in range(20):
        stop.click()
    deputy.settle()
    assert stored(deputy, page)["disclosure_at"] == saved["disclosure_at"]


def test_final_screening_has_no_questions_to_stop(page: ScreeningPage, deputy: Office, qtbot: QtBot):
    qtbot.keyClick(QApplication.focusWidget(), "1")
    deputy.settle()
    deputy.do(lambda s: s.store.save(s.author, "screening", {"state": FINAL}, record_id=page.record_id))
    page.reload()
    deputy.settle()
    assert not page.findChild(QPushButton, "disclosure_stop").isVisible()
    assert "Closed" in page.findChild(QLabel, "screening_closed").text()
    assert page.findChild(QLabel, "screening_closed").isVisible()
    page.stop()
    deputy.settle()
    assert stored(deputy, page).get("disclosure_made") is None
    # Whoever gives a reason may change a closed one, and then may note a disclosure too.
    page.acts._on_correction_explained("A disclosure came out later")
    assert page.findChild(QPushButton, "disclosure_stop").isVisible()


def test_answers_are_large_enough_for_a_thumb(page: ScreeningPage):
    for name in INDICATORS:
        for option in page.form.editor(name).findChildren(QPushButton):
            assert option.height() >= Size.TARGET_LARGE


def test_interrupted_screening_is_resumed_where_it_was(page: ScreeningPage, deputy: Office, qtbot: QtBot):
    for key in "11":
        qtbot.keyClick(QApplication.focusWidget(), key)
    deputy.settle()
    record_id = page.record_id
    screen = page.screen_of_test
    screen.locked()
    deputy.settle()
    screen.shown(record_type="screening", record_id=record_id)
    deputy.settle()
    assert screen.page.counts()["present"] == 2
    qtbot.waitUntil(lambda: QApplication.focusWidget() is screen.page.form.editor(INDICATORS[2]).focus_widget())


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_sentence_says_that_somebody_is_no_victim(language: str):
    sentences = " ".join(resources.load_toml(f"texts/{language}.toml")["screening"].values()).lower()
    assert "not a victim" not in sentences
    assert "no es una víctima" not in sentences
    assert "no es víctima" not in sentences
