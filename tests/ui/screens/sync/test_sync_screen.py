"""The sync screen: how things stand, what was refused, and a round."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.actions.capture import save_record
from fieldapp.actions.exchange_status import load_status, note_fault, note_success
from fieldapp.domain.faults import SyncError
from tests.fakes.office import Office
from tests.fakes.sample import a_person, clash, refuse_last
from ui.screens.sync.refused_card import reason_text
from ui.screens.sync.sync_screen import SyncScreen
from ui.widgets.big_number import BigNumber

SENTENCE = "Headquarters could not be reached: the network needs a sign-in. Nothing was lost."


class Line:
    """A headquarters that answers as told; it works with the store on the store's thread, as the real line does."""

    def __init__(self, office: Office, fault: SyncError | None = None) -> None:
        self.office, self.fault, self.rounds = office, fault, 0

    def run(self, on_progress: Callable[[int, int], None]) -> None:
        self.rounds += 1
        session, on_store = self.office.desk.session, self.office.jobs.wait_for_store
        on_progress(1, 2)
        if self.fault is not None:
            on_store(lambda: note_fault(session, str(self.fault)))
            raise self.fault
        on_store(lambda: note_success(session))

    def pause_s(self) -> float:
        return 3600.0


def a_screen(office: Office, qtbot: QtBot, port: Line | None) -> SyncScreen:
    screen = SyncScreen(office.desk, port)
    qtbot.addWidget(screen)
    screen.resize(1000, 800)
    screen.show()
    screen.shown()
    office.settle()
    return screen


def spoken(screen: QWidget) -> str:
    return "\n".join(label.text() for label in screen.findChildren(QLabel) if label.isVisible())


def test_fresh_laptop_says_what_waits_and_who_it_is(office: Office, qtbot: QtBot):
    office.do(lambda session: a_person(session, "Doe-1"))
    screen = a_screen(office, qtbot, Line(office))
    assert "Never yet" in spoken(screen)
    assert screen.findChild(BigNumber, "sync_waiting").text() == "1"
    assert "k7m2q9x4c1ab" in spoken(screen)
    assert "Headquarters accepted everything it was sent." in spoken(screen)


def test_round_is_run_off_the_window_and_the_screen_says_when_it_worked(office: Office, qtbot: QtBot):
    line = Line(office)
    screen = a_screen(office, qtbot, line)
    with qtbot.waitSignal(office.desk.toasted):
        screen.now_button.click()
        assert not screen.now_button.isEnabled()
        screen.sync_now()
    office.settle()
    assert line.rounds == 1
    assert "03:04" in spoken(screen)
    assert screen.now_button.isEnabled()
    assert office.desk.sync_state.words == "HQ has it, 03:04"


def test_failed_round_says_why_and_that_nothing_was_lost(office: Office, qtbot: QtBot):
    screen = a_screen(office, qtbot, Line(office, SyncError("HQ_AWAY", SENTENCE)))
    screen.now_button.click()
    office.settle()
    qtbot.waitUntil(lambda: SENTENCE in screen.banner.text())
    assert "goes out by itself" in screen.banner.text()
    assert screen.now_button.isEnabled()


@pytest.mark.parametrize(("minutes", "says"), [(187, "3:07:00 ahead"), (-3, "0:03:00 behind")])
def test_clock_that_is_off_is_said_with_how_far(office: Office, qtbot: QtBot, minutes: int, says: str):
    screen = a_screen(office, qtbot, Line(office))
    assert "clock is" not in spoken(screen)
    office.do(lambda session: note_success(session, minutes * 60_000 + 400))
    screen.reload()
    office.settle()
    assert says in spoken(screen)
    office.do(lambda session: note_success(session, 900))
    screen.reload()
    office.settle()
    assert "clock is" not in spoken(screen)


def test_refused_change_shows_what_it_tried_and_can_be_sent_again(office: Office, qtbot: QtBot):
    def make(session) -> None:
        a_person(session, "Doe-9", family_name="Secret", remarks="Seen twice")
        refuse_last(session)

    office.do(make)
    screen = a_screen(office, qtbot, Line(office))
    words = spoken(screen)
    assert "may not write this there" in words
    assert "Seen twice" in words
    assert "Secret" not in words
    screen.findChild(QPushButton, "send_again").click()
    office.settle()
    status = office.do(load_status)
    assert (status.refused, status.waiting) == (0, 1)
    assert "accepted everything" in spoken(screen)


def test_giving_up_takes_it_off_the_list(office: Office, qtbot: QtBot):
    def make(session) -> None:
        a_person(session, "Doe-9")
        refuse_last(session, "VALUE_REFUSED")

    office.do(make)
    screen = a_screen(office, qtbot, Line(office))
    screen.findChild(QPushButton, "give_up").click()
    office.settle()
    assert office.do(load_status).refused == 0


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("NO_PERMISSION", "may not write this there"),
        ("ARREST_MINOR_PROSTITUTION", "Record it as a recovery"),
        ("CHARGE_NOT_IN_FORCE", "breaks a rule"),
        ("SOMETHING_NEW", "for a person to look at"),
    ],
)
def test_every_reason_is_a_sentence(code: str, says: str):
    assert says in reason_text(code, "")


def test_laptop_without_a_headquarters_says_so(office: Office, qtbot: QtBot):
    screen = a_screen(office, qtbot, None)
    assert not screen.now_button.isEnabled()
    assert "not enrolled" in screen.banner.text()


def test_conflicts_are_counted_and_opened_from_here(office: Office, qtbot: QtBot):
    def make(session) -> None:
        lead = save_record(session, "lead", {"summary": "Before"})
        clash(session, "lead", lead, "summary", ours="A", theirs="B")

    office.do(make)
    screen = a_screen(office, qtbot, Line(office))
    number = screen.findChild(BigNumber, "sync_conflicts")
    assert number.text() == "1"
    assert office.desk.counts["sync"] == 1
    with qtbot.waitSignal(office.desk.open_requested) as asked:
        number.opened.emit()
    assert asked.args[0] == "conflicts"


def test_sync_in_every_theme(office: Office, qtbot: QtBot, look_at: Callable):
    def make(session) -> None:
        a_person(session, "Doe-9", remarks="Seen twice this week")
        refuse_last(session)
        note_fault(session, SENTENCE)

    office.do(make)
    look_at(a_screen(office, qtbot, Line(office)), "sync")
