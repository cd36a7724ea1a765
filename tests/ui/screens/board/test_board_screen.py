"""The board on the screen, by role."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.actions.board import Tally, load_board
from fieldapp.actions.capture import save_record
from fieldapp.actions.listing import open_list
from fieldapp.domain.access import Role
from tests.fakes.clock import FakeClock
from tests.fakes.office import Office
from tests.fakes.sample import a_person, a_recovery, ago, clash, fill_night, fill_services, refuse_last
from ui.screens.board.board_card import DraftCard, DueCard
from ui.screens.board.board_screen import BoardScreen
from ui.screens.board.operation_card import OperationCard
from ui.widgets.big_number import BigNumber
from ui.workspace import build_places

OpenDesk = Callable[..., Office]


def a_board(office: Office, qtbot: QtBot) -> BoardScreen:
    screen = BoardScreen(office.desk)
    qtbot.addWidget(screen)
    screen.resize(1200, 800)
    screen.show()
    screen.shown()
    office.settle()
    return screen


def spoken(screen: QWidget) -> str:
    return "\n".join(label.text() for label in screen.findChildren(QLabel) if label.isVisible())


def test_tally_and_capture_belong_to_the_operation_under_way(office: Office, qtbot: QtBot, clock: FakeClock):
    operation = office.do(lambda session: fill_night(session, clock))
    screen = a_board(office, qtbot)
    assert [screen.findChild(BigNumber, f"tally_{n}").text() for n in ("recoveries", "minors", "arrests")] == list(
        "533"
    )
    with qtbot.waitSignal(office.desk.open_requested) as asked:
        screen.findChild(QPushButton, "capture_recovery").click()
    assert asked.args == ["capture", {"record_type": "recovery", "operation": operation}]


def test_capture_counts_on_the_board(office: Office, qtbot: QtBot, clock: FakeClock):
    operation = office.do(lambda session: fill_night(session, clock))
    screen = a_board(office, qtbot)
    office.do(lambda s: save_record(s, "recovery", {"operation": operation, "place": "Motel on Holt Avenue"}))
    screen.reload()
    office.settle()
    assert screen.findChild(BigNumber, "tally_recoveries").text() == "6"


def test_card_shows_a_new_tally_in_its_place(office: Office, qtbot: QtBot, clock: FakeClock):
    office.do(lambda session: fill_night(session, clock))
    card = OperationCard(office.desk, office.do(load_board).operation)
    qtbot.addWidget(card)
    number = card.findChild(BigNumber, "tally_recoveries")
    card.show_tally(Tally(recoveries=6, minors=4))
    assert (number.text(), card.findChild(BigNumber, "tally_minors").text()) == ("6", "4")


def test_fresh_board_teaches(office: Office, qtbot: QtBot):
    words = spoken(a_board(office, qtbot))
    assert "No operation under way" in words
    assert "Nothing is due." in words
    assert "has not reached headquarters yet" in words


def test_one_press_stamps_the_time_and_undo_takes_it_back(office: Office, qtbot: QtBot):
    office.do(lambda session: a_recovery(session, a_person(session, "Doe-1"), estimated_age=15))
    screen = a_board(office, qtbot)
    assert "Responders on scene" in spoken(screen)
    with qtbot.waitSignal(office.desk.toasted) as said:
        screen.findChild(QPushButton, "act_responders").click()
    assert "Doe" not in said.args[0]
    office.settle()
    assert "Responders on scene" not in spoken(screen)
    office.desk.undo()
    office.settle()
    qtbot.waitUntil(lambda: "Responders on scene" in spoken(screen))


def test_buttons_of_what_is_due_are_of_one_width(office: Office, qtbot: QtBot, clock: FakeClock):
    office.do(lambda session: fill_night(session, clock))
    screen = a_board(office, qtbot)
    buttons = [b for b in screen.findChild(DueCard).findChildren(QPushButton) if b.isVisible()]
    assert len({b.text() for b in buttons}) > 1
    assert len({b.width() for b in buttons}) == 1
    assert len({b.mapToGlobal(b.rect().topLeft()).x() for b in buttons}) == 1


def test_clock_chips_say_how_long_is_left_and_run_on(office: Office, qtbot: QtBot, clock: FakeClock):
    office.do(
        lambda session: a_recovery(
            session, a_person(session, "Doe-1"), estimated_age=24, first_contact_at=ago(session, minutes=80)
        )
    )
    screen = a_board(office, qtbot)
    assert screen.findChild(DueCard).chips() == ["in 10 min", "in 2 d"]
    clock.advance(15 * 60)
    screen.findChild(DueCard).refresh()
    assert screen.findChild(DueCard).chips()[0] == "5 min over"


def test_overdue_rows_are_counted_in_the_rail(office: Office, qtbot: QtBot, clock: FakeClock):
    office.do(
        lambda session: a_recovery(
            session, a_person(session, "Doe-1"), estimated_age=15, first_contact_at=ago(session, hours=3)
        )
    )
    a_board(office, qtbot)
    assert office.desk.counts["board"] == 1


def test_row_opens_its_record_by_keyboard(office: Office, qtbot: QtBot):
    recovery = office.do(lambda session: a_recovery(session, a_person(session, "Doe-1"), estimated_age=15))
    screen = a_board(office, qtbot)
    row = screen.findChild(QWidget, "due_row")
    with qtbot.waitSignal(office.desk.open_requested) as asked:
        qtbot.keyClick(row, Qt.Key.Key_Return)
    assert asked.args == ["record", {"record_type": "recovery", "record_id": recovery}]


def test_deputy_starts_a_screening_first(open_desk: OpenDesk, qtbot: QtBot):
    office = open_desk(Role.DEPUTY)
    screen = a_board(office, qtbot)
    start = screen.findChild(QPushButton, "start_screening")
    assert start.isVisible()
    with qtbot.waitSignal(office.desk.open_requested) as asked:
        start.click()
    assert asked.args[0] == "screening"


def test_advocate_can_start_a_screening_too(open_desk: OpenDesk, qtbot: QtBot):
    screen = a_board(open_desk(Role.ADVOCATE, handle="moreno", name="Inez Moreno"), qtbot)
    assert screen.findChild(QPushButton, "start_screening").isVisible()


def test_advocate_accepts_a_call_out_and_sees_nothing_of_the_police(open_desk: OpenDesk, qtbot: QtBot):
    office = open_desk(Role.ADVOCATE, handle="moreno", name="Inez Moreno")
    office.do(fill_services)
    screen = a_board(office, qtbot)
    assert screen.findChild(QWidget, "operation_card") is None
    words = spoken(screen)
    assert "Call-outs" in words
    assert "Come to: Station lobby, side entrance. Needs: Food and water, Sleep and rest" in words
    screen.findChild(QPushButton, "act_accept").click()
    office.settle()
    qtbot.waitUntil(lambda: screen.findChild(QPushButton, "act_accept") is None)


def test_locking_empties_the_board(office: Office, qtbot: QtBot, clock: FakeClock):
    office.do(lambda session: fill_night(session, clock))
    screen = a_board(office, qtbot)
    screen.locked()
    assert "Doe" not in spoken(screen)


def test_board_that_is_read_anew_and_is_the_same_keeps_the_focus(office: Office, qtbot: QtBot, clock: FakeClock):
    office.do(lambda session: fill_night(session, clock))
    screen = a_board(office, qtbot)
    row = screen.findChild(QWidget, "due_row")
    screen.reload()
    office.settle()
    assert screen.findChild(QWidget, "due_row") is row


def test_store_that_lost_saves_is_said_at_the_top(office: Office, qtbot: QtBot):
    office.desk.session.missing = 3
    words = spoken(a_board(office, qtbot))
    assert "lacks at least 3 of its last saves" in words
    assert "nothing is written until headquarters" in words


@pytest.mark.parametrize("role", [Role.DETECTIVE, Role.DEPUTY, Role.SUPERVISOR])
def test_board_in_every_theme(role: Role, open_desk: OpenDesk, qtbot: QtBot, clock: FakeClock, look_at: Callable):
    office = open_desk(role)
    look_at(a_board(office, qtbot), f"board-{role.value}-fresh")
    office.do(lambda session: fill_night(session, clock))
    look_at(a_board(office, qtbot), f"board-{role.value}")


def test_advocates_board_in_every_theme(open_desk: OpenDesk, qtbot: QtBot, look_at: Callable):
    office = open_desk(Role.ADVOCATE, handle="moreno")
    office.do(fill_services)
    look_at(a_board(office, qtbot), "board-advocate")


def test_every_line_of_the_work_card_opens_a_place_that_exists(office: Office, qtbot: QtBot, clock: FakeClock):
    def make(session) -> None:
        fill_night(session, clock)
        lead = open_list(session, "lead").ids()[0]
        clash(session, "lead", lead, "summary", ours="A", theirs="B")
        a_person(session, "Roe-9")
        refuse_last(session)

    office.do(make)
    screen = a_board(office, qtbot)
    places = {place.key for place in build_places()(office.desk.session)}
    for name in ("hq_row", "refused_row", "conflict_row", "leads_row"):
        with qtbot.waitSignal(office.desk.open_requested) as asked:
            screen.findChild(QWidget, name).opened.emit()
        assert asked.args[0] in places


def test_only_what_changed_is_made_anew_and_tab_still_follows_the_eye(office: Office, qtbot: QtBot):
    def begin(session):
        a_recovery(session, a_person(session, "Doe-1"), estimated_age=15)
        return save_record(session, "operation", {"name": "Blue Harvest"})

    operation = office.do(begin)
    screen = a_board(office, qtbot)
    due, drafts = screen.findChild(DueCard), screen.findChild(DraftCard)
    office.do(lambda s: save_record(s, "operation", {"name": "Blue Harvest Two"}, record_id=operation))
    screen.reload()
    office.settle()
    assert screen.findChild(DueCard) is due
    assert screen.findChild(DraftCard) is not drafts
    order, row = [], screen.findChild(QPushButton, "capture_recovery")
    while row not in order:
        order.append(row)
        row = row.nextInFocusChain()
    names = [each.objectName() for each in order if each.isVisible()]
    assert names.index("due_row") < names.index("hq_row") < names.index("draft_row")


def test_locking_while_the_board_is_made_leaves_nothing_of_it(office: Office, qtbot: QtBot):
    office.do(lambda session: a_recovery(session, a_person(session, "Doe-1"), estimated_age=15))
    screen = BoardScreen(office.desk)
    qtbot.addWidget(screen)
    screen.shown()
    qtbot.waitUntil(office.jobs.is_idle)
    screen.locked()
    office.settle()
    assert "Doe-1" not in "\n".join(label.text() for label in screen.findChildren(QLabel))
    assert screen.findChild(DueCard) is None


def test_board_is_seen_once_it_fills_the_window_and_whole_in_the_end(office: Office, qtbot: QtBot, clock: FakeClock):
    office.do(lambda session: fill_night(session, clock))
    screen = BoardScreen(office.desk)
    qtbot.addWidget(screen)
    screen.resize(1200, 320)
    screen.show()
    screen.shown()
    assert not screen.is_seen
    qtbot.waitUntil(lambda: screen.is_seen)
    first = screen.findChild(OperationCard)
    assert first is not None
    assert first.isVisible()
    qtbot.waitUntil(lambda: screen.is_built)
    assert screen.is_seen
    assert screen.findChild(DueCard).chips()
    qtbot.waitUntil(lambda: screen.findChild(DraftCard).isVisible())  # Qt shows what came last a turn later
