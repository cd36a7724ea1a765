"""Find on the screen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from fieldapp.actions.find import index_some
from tests.fakes.clock import FakeClock
from tests.fakes.office import Office
from tests.fakes.sample import a_person, fill_night
from ui.screens.find.find_screen import FindScreen


def a_find(office: Office, qtbot: QtBot, query: str) -> FindScreen:
    screen = FindScreen(office.desk)
    qtbot.addWidget(screen)
    screen.resize(1000, 700)
    screen.show()
    screen.shown(query=query)
    office.settle()
    return screen


def spoken(screen: FindScreen) -> str:
    return "\n".join(label.text() for label in screen.findChildren(QLabel) if label.isVisible())


def test_hits_are_grouped_by_kind_and_the_first_is_chosen(office: Office, qtbot: QtBot, clock: FakeClock):
    office.do(lambda session: fill_night(session, clock))
    screen = a_find(office, qtbot, "holt")
    words = spoken(screen)
    assert "Recoveries" in words
    assert "Arrests" in words
    with qtbot.waitSignal(office.desk.open_requested) as asked:
        assert screen.open_chosen()
    assert asked.args[0] == "record"


def test_true_name_finds_and_is_never_shown(office: Office, qtbot: QtBot):
    office.do(lambda session: a_person(session, "Doe-7", given_name="Marisol", family_name="Quintanilla"))
    screen = a_find(office, qtbot, "quintanila")
    assert [title.split(",")[0] for title in screen.titles()] == ["Doe-7"]
    assert "Quint" not in spoken(screen)
    assert "spelled differently" in spoken(screen)


def test_steps_stay_within_the_hits(office: Office, qtbot: QtBot, clock: FakeClock):
    office.do(lambda session: fill_night(session, clock))
    screen = a_find(office, qtbot, "doe-2026")
    screen.step(-1)
    screen.step(1)
    assert screen._chosen == 1
    screen.step(1000)
    assert screen._chosen == len(screen.titles()) - 1


def test_nothing_found_says_how_to_go_on(office: Office, qtbot: QtBot):
    assert "Nothing was found for this." in spoken(a_find(office, qtbot, "xyzzyplugh"))


def test_what_is_still_to_be_indexed_is_said_and_then_indexed(office: Office, qtbot: QtBot, clock: FakeClock):
    def fill(session) -> int:
        for number in range(600):
            a_person(session, f"Zoe-{number:04}")
        return index_some(session, 1)

    office.do(fill)
    screen = a_find(office, qtbot, "qqqqq")
    if screen.note():
        assert "still being indexed" in screen.note()
    for _ in range(3):
        screen.shown(query="qqqqq")
        office.settle()
    assert screen.note() == ""


def test_too_long_is_said(office: Office, qtbot: QtBot):
    assert "longer than anything" in spoken(a_find(office, qtbot, "x" * 5000))


def test_without_a_question_it_teaches(office: Office, qtbot: QtBot):
    assert "Typing errors are forgiven." in spoken(a_find(office, qtbot, ""))


def test_locking_empties_it(office: Office, qtbot: QtBot, clock: FakeClock):
    office.do(lambda session: fill_night(session, clock))
    screen = a_find(office, qtbot, "doe-2026")
    screen.locked()
    assert screen.titles() == []
    assert "Doe" not in spoken(screen)


def test_find_in_every_theme(office: Office, qtbot: QtBot, clock: FakeClock, look_at: Callable):
    office.do(lambda session: fill_night(session, clock))
    look_at(a_find(office, qtbot, "doe-2026"), "find")
