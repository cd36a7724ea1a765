"""Conflicts on the screen: both values, whose they are, and the decision."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.actions.capture import save_record
from fieldapp.actions.conflict import count_clashes
from fieldapp.actions.history import load_history
from fieldapp.actions.lookup import load_record
from tests.fakes.office import Office
from tests.fakes.sample import a_person, clash
from ui.screens.conflict.conflict_screen import ConflictScreen

OURS = "Caller saw a girl led into room 110 by two men"
THEIRS = "Caller saw a girl led into room 112 by two men"


@pytest.fixture
def lead(office: Office) -> str:
    """A lead whose summary and urgency two people wrote differently."""

    def make(session) -> str:
        made = save_record(session, "lead", {"summary": "Caller saw a girl", "urgency": "routine"})
        clash(session, "lead", made, "summary", ours=OURS, theirs=THEIRS)
        clash(session, "lead", made, "urgency", ours="urgent", theirs="child_in_danger")
        return made

    return office.do(make)


def a_screen(office: Office, qtbot: QtBot, **params: object) -> ConflictScreen:
    screen = ConflictScreen(office.desk)
    qtbot.addWidget(screen)
    screen.resize(1200, 800)
    screen.show()
    screen.shown(**params)
    office.settle()
    return screen


def spoken(screen: QWidget) -> str:
    return "\n".join(label.text() for label in screen.findChildren(QLabel) if label.isVisible())


def value(office: Office, record_id: str, name: str) -> object:
    view = office.do(lambda session: load_record(session, "lead", record_id))
    assert view is not None
    return view.values.get(name)


def decide(screen: ConflictScreen, office: Office, reason: str = "Called back") -> None:
    screen.findChild(QLineEdit, "conflict_reason").setText(reason)
    screen.findChild(QPushButton, "conflict_decide").click()
    office.settle()


def test_no_conflict_teaches(office: Office, qtbot: QtBot):
    assert "both values are kept" in spoken(a_screen(office, qtbot))


def test_both_values_stand_side_by_side_with_their_authors(office: Office, qtbot: QtBot, lead: str):
    screen = a_screen(office, qtbot)
    assert {side.value.toPlainText() for side in screen.decision.sides} == {OURS, THEIRS}
    words = spoken(screen)
    assert "alvarez" in words
    assert "okafor" in words
    assert "0th3r1apt0p2" in words
    assert screen.rows.count() == 2


def test_taking_a_side_needs_a_reason_and_then_settles_it(office: Office, qtbot: QtBot, lead: str):
    screen = a_screen(office, qtbot)
    theirs = next(side for side in screen.decision.sides if side.value.toPlainText() == THEIRS)
    theirs.take.click()
    screen.findChild(QPushButton, "conflict_decide").click()
    assert "Say why" in spoken(screen)
    decide(screen, office)
    assert value(office, lead, "summary") == THEIRS
    assert screen.rows.count() == 1
    assert screen.decision.view.clash.field == "urgency"


def test_a_third_value_can_be_typed(office: Office, qtbot: QtBot, lead: str):
    screen = a_screen(office, qtbot)
    field = screen.decision.editor.focus_widget()
    field.selectAll()
    qtbot.keyClicks(field, "Girl led into room 110, later 112")
    decide(screen, office)
    assert value(office, lead, "summary") == "Girl led into room 110, later 112"


def test_nothing_chosen_is_said_and_nothing_written(office: Office, qtbot: QtBot, lead: str):
    screen = a_screen(office, qtbot)
    decide(screen, office)
    assert "Choose one of the values" in spoken(screen)
    assert office.do(count_clashes) == 1


def test_last_decision_leaves_the_teaching_page_and_the_history_keeps_both(office: Office, qtbot: QtBot, lead: str):
    screen = a_screen(office, qtbot)
    for _ in range(2):
        screen.decision.sides[0].take.click()
        decide(screen, office)
    assert office.do(count_clashes) == 0
    assert "No conflicts" in spoken(screen)
    history = office.do(lambda session: load_history(session, "lead", lead))
    assert any(act.kind == "resolve" and act.reason == "Called back" for act in history)
    written = {edit.after for act in history for edit in act.edits}
    assert {OURS, THEIRS} <= written


def test_hidden_values_are_dots_until_revealed_with_a_reason(office: Office, qtbot: QtBot):
    def make(session) -> str:
        person = a_person(session, "Doe-7", family_name="First")
        clash(session, "person", person, "family_name", ours="Quintanilla", theirs="Quintana")
        return person

    person = office.do(make)
    screen = a_screen(office, qtbot)
    shown = [side.value.toPlainText() for side in screen.decision.sides]
    assert not any("Quint" in text for text in shown)
    screen.findChild(QPushButton, "conflict_reveal").click()
    dialog = screen.findChild(QWidget, "reason_dialog")
    qtbot.keyClicks(dialog.findChild(QLineEdit, "reason"), "To settle it")
    qtbot.mouseClick(dialog.findChild(QPushButton, "reason_go"), Qt.MouseButton.LeftButton)
    office.settle()
    assert "Quintanilla" in [side.value.toPlainText() for side in screen.decision.sides]
    history = office.do(lambda session: load_history(session, "person", person))
    assert any(act.kind == "access" and act.reason == "To settle it" for act in history)


def test_it_begins_with_the_record_that_was_asked_for(office: Office, qtbot: QtBot, lead: str):
    other = office.do(lambda session: save_record(session, "lead", {"summary": "Another"}))
    office.do(lambda session: clash(session, "lead", other, "summary", ours="A", theirs="B"))
    screen = a_screen(office, qtbot, record_type="lead", record_id=other)
    assert screen.decision.view.clash.record_id == other


def test_locking_empties_it(office: Office, qtbot: QtBot, lead: str):
    screen = a_screen(office, qtbot)
    screen.locked()
    assert screen.rows.count() == 0
    assert "Caller" not in spoken(screen)


def test_conflicts_in_every_theme(office: Office, qtbot: QtBot, lead: str, look_at: Callable):
    look_at(a_screen(office, qtbot), "conflict")


def test_values_stand_as_high_as_their_texts_so_that_the_decision_is_in_view(office: Office, qtbot: QtBot, lead: str):
    screen = a_screen(office, qtbot, record_id=lead)
    sides = screen.decision.sides
    assert len({side.height() for side in sides}) == 1
    assert sides[0].value.height() < screen.height() // 4
    go = screen.findChild(QPushButton, "conflict_decide")
    assert screen.rect().contains(go.mapTo(screen, go.rect().bottomRight()))


def test_keyboard_that_comes_to_the_screen_is_in_the_list(office: Office, qtbot: QtBot, lead: str):
    screen = a_screen(office, qtbot, record_id=lead)
    assert screen.focusProxy() is screen.rows
