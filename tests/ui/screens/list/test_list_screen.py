"""A list on the screen: real store, real table."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from fieldapp.actions.capture import save_record, void_record
from fieldapp.actions.listing import Waiting, open_list
from fieldapp.domain.access import Role
from tests.fakes.clock import FakeClock
from tests.fakes.office import Office
from tests.fakes.sample import a_person, a_recovery, fill_agencies, fill_night
from ui.screens.list.list_screen import ListScreen
from ui.style.look import Look, apply_look, px
from ui.style.token import Size

Opened = list[tuple[str, dict]]


@pytest.fixture
def opened(office: Office) -> Opened:
    """Where the desk was asked to go."""
    seen: Opened = []
    office.desk.open_requested.connect(lambda place, params: seen.append((place, params)))
    return seen


def a_screen(office: Office, qtbot: QtBot, *types: str, **params: object) -> ListScreen:
    screen = ListScreen(office.desk, types or ("lead", "note"))
    qtbot.addWidget(screen)
    screen.resize(1200, 700)
    screen.show()
    qtbot.waitActive(screen).__enter__()
    screen.shown(**params)
    office.settle()
    see(screen, office)
    return screen


def see(screen: ListScreen, office: Office) -> None:
    screen.pane().table.repaint()
    office.settle()


def column(screen: ListScreen, number: int) -> list[str]:
    model = screen.pane().model
    return [model.data(model.index(row, number)) for row in range(model.rowCount())]


def test_empty_list_teaches_and_starts_the_first_record(office: Office, qtbot: QtBot, opened: Opened):
    screen = a_screen(office, qtbot, "recovery")
    start = screen.findChild(QPushButton, "list_empty_start")
    assert start.isVisible()
    start.click()
    assert opened == [("capture", {"record_type": "recovery"})]


def test_rows_are_in_words_in_the_types_own_order(office: Office, qtbot: QtBot, clock: FakeClock):
    office.do(lambda session: fill_night(session, clock))
    screen = a_screen(office, qtbot)
    assert screen.pane().count() == 5
    assert column(screen, 2) == ["Urgent", "Routine", "Routine", "Routine", "Routine"]
    received = column(screen, 5)
    assert received == sorted(received, reverse=True)


def test_links_show_code_names_and_hidden_values_dots(office: Office, qtbot: QtBot):
    person = office.do(lambda session: a_person(session, "Doe-7", given_name="Secret", family_name="Secret"))
    office.do(lambda session: a_recovery(session, person))
    screen = a_screen(office, qtbot, "recovery", "person")
    assert column(screen, 0) == ["Doe-7"]
    screen.shown(record_type="person")
    office.settle()
    see(screen, office)
    shown = " ".join(" ".join(column(screen, n)) for n in range(screen.pane().model.columnCount()))
    assert "Doe-7" in shown
    assert "Secret" not in shown


def test_header_sorts_in_the_store_and_again_the_other_way(office: Office, qtbot: QtBot, clock: FakeClock):
    office.do(lambda session: fill_night(session, clock))
    screen = a_screen(office, qtbot)
    header = screen.pane().table.horizontalHeader()
    header.sectionClicked.emit(1)
    office.settle()
    see(screen, office)
    up = column(screen, 1)
    assert up == sorted(up, key=str.casefold)
    header.sectionClicked.emit(1)
    office.settle()
    see(screen, office)
    assert column(screen, 1) == up[::-1]


def test_word_and_choices_narrow_and_clearing_shows_all_again(office: Office, qtbot: QtBot, clock: FakeClock):
    office.do(lambda session: fill_night(session, clock))
    screen = a_screen(office, qtbot)
    pane = screen.pane()
    qtbot.keyClick(screen, Qt.Key.Key_Slash)
    assert pane.bar.words.hasFocus()
    qtbot.keyClicks(pane.bar.words, "advertis")
    qtbot.waitUntil(lambda: pane.count() == 2)
    urgency = next(chip for chip in pane.bar._choice_chips if chip.objectName() == "filter_urgency")
    urgency.set_codes(["urgent"])
    pane.bar.changed.emit()
    qtbot.waitUntil(lambda: pane.count() == 0)
    assert screen.findChild(QPushButton, "list_none_start").isVisible()
    qtbot.mouseClick(screen.findChild(QPushButton, "filter_clear"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: pane.count() == 5)


def test_waiting_chip_keeps_what_headquarters_does_not_have(office: Office, qtbot: QtBot, clock: FakeClock):
    office.do(lambda session: fill_night(session, clock))
    screen = a_screen(office, qtbot, only="waiting")
    assert screen.pane().count() == office.do(lambda session: open_list(session, "lead", [Waiting()]).count) == 5


def test_enter_opens_the_row_and_arrows_move(office: Office, qtbot: QtBot, clock: FakeClock, opened: Opened):
    office.do(lambda session: fill_night(session, clock))
    screen = a_screen(office, qtbot)
    table = screen.pane().table
    assert table.hasFocus()
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    wanted = screen.pane().model.id_at(1)
    assert opened == [("record", {"record_type": "lead", "record_id": wanted})]


def test_ctrl_n_begins_a_record_of_the_tab_in_front(office: Office, qtbot: QtBot, opened: Opened):
    screen = a_screen(office, qtbot)
    qtbot.keyClick(screen, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    office.settle()
    qtbot.keyClick(screen, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert opened == [("capture", {"record_type": "note"})]


def test_figure_opens_exactly_its_rows(office: Office, qtbot: QtBot, clock: FakeClock):
    office.do(lambda session: fill_night(session, clock))
    ids = office.do(lambda session: open_list(session, "lead").ids())[:2]
    screen = a_screen(office, qtbot, record_type="lead", ids=ids, heading="Urgent leads")
    assert screen.pane().count() == 2
    qtbot.mouseClick(screen.findChild(QPushButton, "list_show_all"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: screen.pane().count() == 5)


def test_rows_behind_a_number_of_a_past_day_include_what_was_struck_out_since(office: Office, qtbot: QtBot):
    kept, struck = (
        office.do(lambda session, n=n: save_record(session, "lead", {"summary": f"Tip {n}"})) for n in range(2)
    )
    office.do(lambda session: void_record(session, "lead", struck, "Twice"))
    assert a_screen(office, qtbot, "lead").pane().count() == 1
    screen = a_screen(office, qtbot, record_type="lead", ids=[kept, struck], heading="Leads then")
    assert screen.pane().count() == 2


def test_new_records_are_there_when_the_list_is_shown_again(office: Office, qtbot: QtBot):
    screen = a_screen(office, qtbot)
    office.do(lambda session: save_record(session, "lead", {"summary": "New tip"}))
    screen.shown()
    office.settle()
    see(screen, office)
    assert screen.pane().count() == 1


def test_selection_is_counted(office: Office, qtbot: QtBot, clock: FakeClock):
    office.do(lambda session: fill_night(session, clock))
    screen = a_screen(office, qtbot)
    screen.pane().table.selectAll()
    assert len(screen.pane().selected_ids()) == 5
    assert screen.pane()._selected.text() == "5 selected"


def test_locking_empties_every_row(office: Office, qtbot: QtBot, clock: FakeClock):
    office.do(lambda session: fill_night(session, clock))
    screen = a_screen(office, qtbot)
    screen.locked()
    assert screen.pane().count() == 0


@pytest.mark.parametrize(
    ("role", "offered"), [(Role.DETECTIVE, False), (Role.SUPERVISOR, True), (Role.ADVOCATE, False)]
)
def test_new_is_offered_to_those_who_may(role: Role, offered: bool, open_desk: Callable[..., Office], qtbot: QtBot):
    office = open_desk(role)
    office.do(fill_agencies)
    screen = a_screen(office, qtbot, "agency")
    assert screen.findChild(QPushButton, "list_new").isVisible() == offered
    assert screen.pane().count() == 28


def test_lists_in_every_theme(office: Office, qtbot: QtBot, clock: FakeClock, look_at: Callable):
    office.do(lambda session: fill_night(session, clock))
    screen = a_screen(office, qtbot)
    look_at(screen, "list")
    look_at(a_screen(office, qtbot, "evidence_item"), "list-empty")


def test_tasks_begin_with_what_is_to_be_done_and_a_filter_moves_no_row(office: Office, qtbot: QtBot):
    def fill(session) -> None:
        for status in ("done", "open", "waiting"):
            save_record(session, "task", {"what": status, "assigned_to": "Alvarez", "status": status})

    office.do(fill)
    screen = a_screen(office, qtbot, "task")
    bar = screen.pane().bar
    assert sorted(column(screen, 0)) == ["open", "waiting"]
    assert screen.pane().findChild(QPushButton, "filter_open").isChecked()
    height = bar.height()
    bar.clear()
    office.settle()
    assert sorted(column(screen, 0)) == ["done", "open", "waiting"]
    assert bar.height() == height


@pytest.mark.parametrize("width", [420, 700, 1100])
def test_row_is_read_without_scrolling_sideways_however_large_the_text(office: Office, qtbot: QtBot, width: int):
    person = office.do(lambda session: a_person(session, "Doe-7"))
    office.do(lambda session: a_recovery(session, person))
    apply_look(QApplication.instance(), Look(scale=200))
    screen = a_screen(office, qtbot, "recovery")
    screen.resize(width, 600)
    office.settle()
    see(screen, office)
    table, row = screen.pane().table, screen.pane().model.row_at(0)
    assert table.horizontalScrollBar().maximum() == 0
    beside = table.columns_beside
    assert 1 <= beside < len(row.cells)
    below = table.words_below(row)
    assert all(cell in below for cell in row.cells[beside:])
    assert table.rowHeight(0) >= px(Size.TARGET) + table.fontMetrics().lineSpacing()
    screen.resize(4_000, 600)
    office.settle()
    assert (table.columns_beside, table.words_below(row)) == (len(row.cells), "")
    assert table.rowHeight(0) == px(Size.TARGET)
