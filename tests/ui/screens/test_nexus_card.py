"""On a minor's arrest: the questions with where they come from, one button for whoever may review, and its answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.actions.session import Session
from fieldapp.domain.access import Role
from fieldapp.rules.nexus import load_nexus
from fieldapp.store.store import Author
from tests.fakes.arrest import ShownArrest
from tests.fakes.office import Office
from tests.fakes.sample import a_person, ago
from ui.forms.reason_dialog import ReasonDialog
from ui.text import set_language
from ui.widgets.chip import Chip


def by_somebody_else(session: Session) -> str:
    """An arrest of a boy of fifteen that a colleague wrote down."""
    author = Author("okafor", session.profile.agency)
    facts = {"role": "other", "report_bucket": "MISC", "place": "Example Store", "arrested_at": ago(session, hours=3)}
    person = a_person(session, "Doe-2026-0009", born_on="2010-06-01")
    arrest = session.store.save(author, "arrest", facts | {"person": person}).state.record_id
    session.store.save(author, "charge", {"arrest": arrest, "offence": "pc_148_a_1"})
    return arrest


class Shown(ShownArrest):
    """The page of such an arrest."""

    def __init__(self, office: Office, qtbot: QtBot) -> None:
        super().__init__(office, qtbot, office.do(by_somebody_else))

    def words(self) -> str:
        return "\n".join(label.text() for label in self.page.nexus.findChildren(QLabel))

    def stands(self) -> QPushButton | None:
        return self.page.nexus.findChild(QPushButton, "nexus_stands")

    def review(self, finding: str) -> None:
        self.qtbot.keyClick(self.stands(), Qt.Key.Key_Return)
        dialog = self.page.findChild(ReasonDialog)
        self.qtbot.keyClicks(dialog.findChild(QLineEdit, "reason"), finding)
        self.qtbot.keyClick(dialog.findChild(QPushButton, "reason_go"), Qt.Key.Key_Return)
        self.office.settle()
        self.qtbot.waitUntil(lambda: self.page.nexus.findChild(Chip, "nexus_reviewed") is not None)


@pytest.fixture
def supervisor(open_desk: Callable[..., Office]) -> Office:
    return open_desk(Role.SUPERVISOR)


def test_questions_stand_with_their_source_and_a_detective_is_told_who_decides(office: Office, qtbot: QtBot):
    shown = Shown(office, qtbot)
    words = shown.words()
    for question in load_nexus().questions:
        assert question.en in words
        assert question.citation in words
    assert "Only a supervisor reviews" in words
    assert shown.stands() is None
    assert not shown.page.form.has_editor("nexus_reviewed")


def test_supervisor_reviews_by_keyboard_and_the_card_says_who_and_what(supervisor: Office, qtbot: QtBot, look_at):
    shown = Shown(supervisor, qtbot)
    look_at(shown.screen, "arrest-nexus")
    shown.page.jump("nexus_reviewed")
    assert shown.screen.window().focusWidget() is shown.stands()
    shown.review("No sign that anybody sent him")
    words = shown.words()
    assert "Reviewed by Dana Alvarez" in words
    assert "No sign that anybody sent him" in words
    assert shown.stands() is None
    assert shown.values()["nexus_reviewed"] is True
    assert shown.values()["approved_by"] == "Dana Alvarez"
    look_at(shown.screen, "arrest-nexus-reviewed")


def test_review_is_taken_back_by_undo(supervisor: Office, qtbot: QtBot):
    shown = Shown(supervisor, qtbot)
    shown.review("Nothing found")
    supervisor.desk.undo()
    supervisor.settle()
    qtbot.waitUntil(lambda: shown.stands() is not None)
    assert not shown.values().get("nexus_reviewed")


def test_arrest_becomes_a_recovery_instead(supervisor: Office, qtbot: QtBot):
    shown = Shown(supervisor, qtbot)
    with qtbot.waitSignal(supervisor.desk.open_requested) as opened:
        qtbot.keyClick(shown.page.nexus.findChild(QPushButton, "nexus_recovery"), Qt.Key.Key_Return)
    assert opened.args[1]["record_type"] == "recovery"
    assert supervisor.do(lambda session: session.store.record("arrest", shown.arrest)) is None


def test_adults_arrest_has_no_such_card(office: Office, qtbot: QtBot):
    shown = Shown(office, qtbot)
    person = shown.values()["person"]
    office.do(lambda s: s.store.save(s.author, "person", {"born_on": "1980-01-01"}, record_id=person))
    shown.page.read_again()
    office.settle()
    assert shown.page.nexus.isHidden()


def test_questions_are_asked_in_spanish_too(supervisor: Office, qtbot: QtBot):
    set_language("es")
    try:
        words = Shown(supervisor, qtbot).words()
    finally:
        set_language("en")
    assert all(question.es in words for question in load_nexus().questions)
    assert "menor de 18" in words


def test_locking_leaves_nothing_on_the_card(supervisor: Office, qtbot: QtBot):
    shown = Shown(supervisor, qtbot)
    card: QWidget = shown.page.nexus
    shown.page.wipe()
    assert not card.findChildren(QLabel, "nexus_why")


def test_what_stops_it_is_said_once_and_leads_to_the_review(supervisor: Office, qtbot: QtBot):
    shown = Shown(supervisor, qtbot)
    missing = shown.page._pane.missing
    shown.page.acts.finalise()
    supervisor.settle()
    qtbot.waitUntil(lambda: missing.findChild(QWidget, "missing_nexus_reviewed") is not None)
    said = [line.objectName() for line in missing.findChildren(QWidget) if line.objectName().startswith("missing_")]
    assert said.count("missing_nexus_reviewed") == 1
    assert "missing_approved_at" not in said
