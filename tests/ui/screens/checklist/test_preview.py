"""A checklist tried out: its questions run as they will, what they come to is shown, and nothing is kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox

from fieldapp.actions.checklist import install_draft, withdraw
from fieldapp.actions.screening import make_setting
from fieldapp.actions.session import Session
from fieldapp.domain.problems import Refused
from tests.fakes.checklist import a_package, an_xform
from tests.fakes.publication import endless
from tests.forms.workbook import a_workbook
from tests.ui.screens.checklist.conftest import Seat
from ui.screens.checklist.preview_page import begin_trial

SitDown = Callable[..., Seat]


@pytest.fixture
def seat(sit_down: SitDown) -> Seat:
    """The preview of the small checklist."""
    made = sit_down(before=lambda session: install_draft(session, a_package()))
    made.keys(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    return made


def count_changes(session: Session) -> int:
    return session.store.connection.exec_driver_sql("SELECT count(*) FROM journal").scalar_one()


def answer(seat: Seat, *numbers: str) -> None:
    """Choose by number and go on with Enter, question by question."""
    for number in numbers:
        seat.keys(Qt.Key(ord(number)))
        seat.keys(Qt.Key.Key_Return)


def test_answers_are_scored_and_bring_duties_as_they_are_given(seat: Seat):
    outcome = seat.screen.preview.outcome
    assert "Preview of Small demonstration, version 1" in seat.words()
    assert outcome.text() == "0 points, Few indicators, 0 of 3 answered, Duties now: 0"
    assert "up to" in seat.words()
    answer(seat, "2", "1", "1")
    assert outcome.text() == "6 points, Clear indicators, 3 of 3 answered, Duties now: 3"
    assert "Report by phone now, at once" in seat.words()
    assert "Written report, within 36 h" in seat.words()
    assert "up to" not in seat.words()


def test_nothing_of_it_is_kept(seat: Seat):
    before = seat.office.do(count_changes)
    answer(seat, "2", "1", "1")
    seat.press("preview_close")
    assert seat.office.do(count_changes) == before
    seat.keys(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert "0 of 3 answered" in seat.screen.preview.outcome.text()


def test_disclosure_can_be_tried(seat: Seat):
    seat.screen.findChild(QCheckBox, "try_disclosure").setFocus()
    seat.keys(Qt.Key.Key_Space)
    assert "Call an advocate, within 90 min" in seat.words()


def test_questions_are_shown_in_the_other_language(seat: Seat):
    box = seat.screen.findChild(QComboBox, "form_language")
    box.setFocus()
    seat.keys(Qt.Key.Key_Down)
    assert seat.screen.preview.view.session.language == "Español (es)"
    seat.press("preview_again")
    assert seat.screen.preview.view.session.language == "Español (es)"


def test_start_over_begins_with_no_answer(seat: Seat):
    answer(seat, "2")
    assert "2 points" in seat.screen.preview.outcome.text()
    seat.press("preview_again")
    assert "0 points" in seat.screen.preview.outcome.text()


def test_narrow_window_leaves_the_room_to_the_questions(seat: Seat):
    seat.screen.resize(800, 600)
    seat.settle()
    assert not seat.screen.preview.outcome.isVisible()
    answer(seat, "2")
    assert "2 points" in seat.screen.preview.banner.text()


def test_escape_goes_back_to_the_checklist(seat: Seat):
    seat.keys(Qt.Key.Key_Escape)
    assert seat.screen.shelf.isVisible()
    assert seat.screen.shelf.detail.detail.head.form_id == "demo_small"


def test_withdrawn_one_can_be_tried(sit_down: SitDown):
    seat = sit_down(before=lambda session: withdraw(session, install_draft(session, a_package()), "Old"))
    seat.press("checklist_preview")
    assert "Preview of Small demonstration" in seat.words()


def test_form_that_cannot_be_read_says_so(sit_down: SitDown):
    broken = an_xform().replace("<h:body>", "<h:body><")
    seat = sit_down(before=lambda session: install_draft(session, a_package(xform=broken)))
    seat.press("checklist_preview")
    assert "cannot be read by this version of the program" in seat.words()
    seat.press("preview_close")
    assert seat.screen.shelf.isVisible()


def test_form_that_would_never_open_is_given_up(sit_down: SitDown):
    seat = sit_down()
    setting = seat.office.do(lambda session: make_setting(session, "preview", a_package()))
    with pytest.raises(Refused, match="CHECKLIST_TOO_SLOW"):
        begin_trial(endless(), setting, longest_s=0.05)


def test_workbook_can_be_tried_before_it_is_installed(sit_down: SitDown, tmp_path: Path):
    seat = sit_down()
    (tmp_path / "county.xlsx").write_bytes(a_workbook())
    seat.screen.take_file(tmp_path / "county.xlsx")
    seat.office.qtbot.waitUntil(seat.screen.importing.result.isVisible, timeout=20_000)
    before = seat.office.do(count_changes)
    seat.press("import_preview")
    assert "Preview of County intake, version 2026.1" in seat.words()
    seat.press("preview_close")
    assert seat.has("import_install")
    assert seat.office.do(count_changes) == before


def test_locking_forgets_every_answer(seat: Seat):
    answer(seat, "2")
    seat.screen.locked()
    assert seat.screen.preview.view is None
    assert seat.screen.preview.outcome.text() == ""


def test_preview_in_every_theme(seat: Seat, look_at: Callable):
    answer(seat, "2", "1")
    look_at(seat.screen, "preview")
