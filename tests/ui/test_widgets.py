"""The reusable widgets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDateEdit, QLabel, QLineEdit, QPushButton, QTableWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.fakes.clock import FakeClock
from ui.style.look import px
from ui.style.token import Size, Space, Tone
from ui.widgets.banner import Banner
from ui.widgets.big_number import BigNumber
from ui.widgets.button import Kind, button
from ui.widgets.calendar import Calendar, dress_calendar
from ui.widgets.card import Card
from ui.widgets.chip import Chip, even_out
from ui.widgets.cut_line import CutLine
from ui.widgets.elapsed_clock import ElapsedClock, spell_elapsed
from ui.widgets.empty_state import EmptyState
from ui.widgets.flow import flow
from ui.widgets.label import Role, label, set_hint
from ui.widgets.layout import clear, column
from ui.widgets.section import Section
from ui.widgets.table import dress_table
from ui.widgets.toast import Toast

HOSTILE = '<img src="http://127.0.0.1:9/x"><b>bold</b>'


def test_label_shows_markup_as_it_was_typed(qtbot: QtBot) -> None:
    made = label(HOSTILE)
    qtbot.addWidget(made)
    assert made.textFormat() == Qt.TextFormat.PlainText


def test_tooltip_shows_markup_as_it_was_typed(qtbot: QtBot) -> None:
    made = label("x")
    qtbot.addWidget(made)
    set_hint(made, HOSTILE, "Ctrl+N")
    assert "<img" not in made.toolTip()
    assert "Ctrl+N" in made.toolTip()


@pytest.mark.parametrize("kind", Kind)
def test_enter_presses_a_button_that_has_the_focus_once(qtbot: QtBot, kind: Kind) -> None:
    made = button("Record", kind, glyph="plus")
    qtbot.addWidget(made)
    pressed: list[bool] = []
    made.clicked.connect(lambda: pressed.append(True))
    qtbot.keyClick(made, Qt.Key.Key_Return)
    assert pressed == [True]
    assert not made.autoDefault()


def test_targets_are_large_enough(qtbot: QtBot) -> None:
    for made, least in ((button("Record"), Size.TARGET), (button("Yes", large=True), Size.TARGET_LARGE)):
        qtbot.addWidget(made)
        made.ensurePolished()
        assert made.sizeHint().height() >= least


def test_chip_says_its_state_in_words(qtbot: QtBot) -> None:
    chip = Chip("Overdue", "warning", Tone.DANGER)
    qtbot.addWidget(chip)
    chip.set_words("Due in 2 h", "clock", Tone.SOON)
    assert chip.text() == "Due in 2 h"
    assert chip.accessibleName() == "Due in 2 h"
    assert chip.property("tone") == "soon"


def test_banner_shows_itself_when_it_has_something_to_say(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    banner = Banner()
    column(host).addWidget(banner)
    host.show()
    assert not banner.isVisible()
    banner.say("The disk is full.", "Nothing was lost.")
    assert banner.isVisible()
    assert banner.text() == "The disk is full.\nNothing was lost."
    banner.hush()
    assert not banner.isVisible()
    assert banner.text() == ""


def test_banner_that_spoke_before_it_had_a_place_takes_room_where_it_is_put(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    inside = column(page)
    page.show()
    banner = Banner()
    banner.say("Help was asked for")
    inside.addWidget(banner)
    qtbot.waitUntil(banner.isVisible)
    assert not banner.isHidden()
    assert page.sizeHint().height() >= banner.sizeHint().height() > 0


def test_banner_that_speaks_before_it_has_a_place_opens_no_window_of_its_own(qtbot: QtBot) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    banner.say("The disk is full.")
    assert not banner.isVisible()
    host = QWidget()
    qtbot.addWidget(host)
    column(host).addWidget(banner)
    host.show()
    assert banner.isVisible()


def test_big_number_opens_its_rows_by_key_and_by_click(qtbot: QtBot) -> None:
    number = BigNumber("arrests", 1234, opens=True)
    qtbot.addWidget(number)
    opened: list[bool] = []
    number.opened.connect(lambda: opened.append(True))
    qtbot.mouseClick(number, Qt.MouseButton.LeftButton)
    qtbot.keyClick(number, Qt.Key.Key_Space)
    assert opened == [True, True]
    assert number.text() == "1,234"
    assert number.accessibleName() == "arrests: 1,234"


@pytest.mark.parametrize(
    ("span", "spelt"),
    [
        (timedelta(seconds=5), "0:00:05"),
        (timedelta(hours=3, minutes=12), "3:12:00"),
        (timedelta(days=2, hours=4, minutes=5), "2 d 04:05"),
        (timedelta(minutes=-90), "\N{MINUS SIGN}1:30:00"),
    ],
)
def test_elapsed_time_is_spelt(span: timedelta, spelt: str) -> None:
    assert spell_elapsed(span) == spelt


def test_clock_runs_from_its_moment(qtbot: QtBot, clock: FakeClock) -> None:
    made = ElapsedClock(clock, clock.now())
    qtbot.addWidget(made)
    clock.advance(61)
    made.refresh()
    assert made.text() == "0:01:01"
    made.set_since(None)
    assert made.text() == "\N{EN DASH}"


def test_clock_stands_while_nobody_sees_it(qtbot: QtBot, clock: FakeClock) -> None:
    made = ElapsedClock(clock, clock.now())
    qtbot.addWidget(made)
    assert not made._timer.isActive()
    made.show()
    assert made._timer.isActive()
    made.hide()
    assert not made._timer.isActive()


def test_empty_state_offers_one_way_to_begin(qtbot: QtBot) -> None:
    empty = EmptyState("target", "No leads yet", "A lead is a tip worth following.", "Record a lead")
    qtbot.addWidget(empty)
    with qtbot.waitSignal(empty.started):
        empty.findChild(QPushButton, "empty_state_start").click()


def test_empty_state_is_read_whole_in_a_narrow_pane(qtbot: QtBot) -> None:
    sentence = "The protocol starts when a recovery is recorded, and shows what comes next and who does it."
    empty = EmptyState("checks", "No steps yet", sentence)
    qtbot.addWidget(empty)
    empty.resize(Size.PANE, Size.PANE)
    empty.show()
    words = next(each for each in empty.findChildren(QWidget) if getattr(each, "text", str)() == sentence)
    assert words.height() >= words.heightForWidth(words.width())


def test_toast_offers_undo_only_when_there_is_one(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(800, 600)
    host.show()
    toast = Toast(host)
    toast.say("Lead saved", undo=True)
    assert toast.findChild(QPushButton, "toast_undo").isVisible()
    assert host.rect().contains(toast.geometry())
    toast.say("Copied")
    assert not toast.findChild(QPushButton, "toast_undo").isVisible()
    toast.clear()
    assert not toast.isVisible()
    assert toast.text() == ""


def test_cleared_layout_lets_go_of_its_widgets(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    outside = column(host)
    gone: list[bool] = []
    child = label("secret")
    child.destroyed.connect(lambda: gone.append(True))
    inner = QVBoxLayout()
    inner.addWidget(child)
    outside.addLayout(inner)
    outside.addStretch()
    del child
    clear(outside)
    assert outside.count() == 0
    qtbot.waitUntil(lambda: bool(gone))


def test_cards_and_sections_take_content_and_an_action(qtbot: QtBot) -> None:
    for made in (Card("Phones", action=button("Add")), Section("Phones", "Two at most.", action=button("Add"))):
        qtbot.addWidget(made)
        made.body.addWidget(label("555-0142", Role.MUTED))
        assert made.findChild(QPushButton) is not None


def test_table_rows_are_one_height(qtbot: QtBot) -> None:
    table = QTableWidget(3, 2)
    qtbot.addWidget(table)
    dress_table(table)
    assert table.rowHeight(0) == Size.TARGET


def test_date_field_opens_our_calendar(qtbot: QtBot, look_at: Callable[..., None]) -> None:
    field = QDateEdit()
    qtbot.addWidget(field)
    dress_calendar(field)
    assert isinstance(field.calendarWidget(), Calendar)


def test_flow_breaks_rows_instead_of_cutting(qtbot: QtBot) -> None:
    chips = [Chip(f"State number {number}", "clock") for number in range(6)]
    host = flow(*chips)
    qtbot.addWidget(host)
    one_row = host.sizeHint()
    host.resize(one_row.width() // 2, host.heightForWidth(one_row.width() // 2))
    host.show()
    assert host.height() > one_row.height()
    assert all(host.rect().contains(chip.geometry()) for chip in chips)


def test_flow_leaves_no_room_for_what_is_hidden(qtbot: QtBot) -> None:
    chips = [Chip(f"State number {number}", "clock") for number in range(3)]
    host = flow(*chips)
    qtbot.addWidget(host)
    whole = host.sizeHint().width()
    host.show()
    chips[1].hide()
    assert host.sizeHint().width() < whole
    host.resize(whole, host.height())
    host.layout().activate()
    assert chips[2].x() == chips[0].width() + px(Space.S)


def test_flow_wraps_the_words_of_what_is_wider_than_its_room(qtbot: QtBot) -> None:
    words = label("A sentence that does not fit into one line of a narrow card", wrap=True)
    card = Card("Title")
    card.body.addWidget(words)
    host = flow(card)
    qtbot.addWidget(host)
    width = px(Size.PANE) // 2
    host.resize(width, host.heightForWidth(width))
    host.show()
    assert card.width() <= width
    assert words.height() >= words.heightForWidth(words.width())


def test_chips_below_one_another_share_the_width_of_the_widest(qtbot: QtBot) -> None:
    chips = [Chip(words, "clock") for words in ("New", "Changed since then")]
    for chip in chips:
        qtbot.addWidget(chip)
    even_out(chips)
    assert chips[0].width() == chips[1].width() >= chips[1].sizeHint().width()


def test_banner_puts_its_action_below_where_there_is_no_room_beside_its_words(qtbot: QtBot) -> None:
    act = button("Return with a comment")
    banner = Banner(action=act)
    qtbot.addWidget(banner)
    banner.say("Waits for your review", "Read it, then approve it or return it with a comment.")
    banner.show()
    words = banner.findChild(QLabel, "headline")

    def is_beside() -> bool:
        return act.mapTo(banner, act.rect().topLeft()).x() > words.mapTo(banner, words.rect().topRight()).x()

    for width, beside in ((900, True), (300, False)):
        banner.resize(width, 200)
        qtbot.waitUntil(lambda beside=beside: is_beside() is beside)
        assert banner.rect().contains(act.mapTo(banner, act.rect().topRight()))


def test_chip_that_may_give_way_ends_in_an_ellipsis_and_says_all_on_hover(qtbot: QtBot) -> None:
    words = "Waits for the receipt that Crime laboratory, intake office signed on paper"
    stiff, yielding = Chip(words, "clock"), Chip(words, "clock", elided=True)
    for chip in (stiff, yielding):
        qtbot.addWidget(chip)
        chip.show()
    assert stiff.sizeHint() == yielding.sizeHint()
    assert yielding.minimumSizeHint().width() < stiff.minimumSizeHint().width() // 2
    yielding.resize(px(Size.PANE) // 2, yielding.height())
    assert yielding.grab().width() == px(Size.PANE) // 2
    assert yielding.toolTip() == words


def test_line_that_shows_less_than_it_holds_ends_in_an_ellipsis_until_somebody_types(qtbot: QtBot) -> None:
    ground, line, other = QWidget(), CutLine(), CutLine()
    inside = column(ground)
    inside.addWidget(line)
    inside.addWidget(other)
    qtbot.addWidget(ground)
    ground.resize(px(Size.GATE), px(Size.GATE))
    with qtbot.waitActive(ground):
        ground.show()
        ground.activateWindow()
    other.setFocus()
    line.setText("Rm 1")
    assert not line.is_cut()
    line.setText("A name too long for this line " * 9)
    line.setCursorPosition(0)
    assert line.is_cut()
    cut = line.grab().toImage()
    line.setText(line.text() + "and more")
    line.setCursorPosition(0)
    assert line.grab().toImage() == cut
    line.setFocus()
    assert line.grab().toImage() != cut


def test_cut_line_draws_what_fits_where_any_line_would(qtbot: QtBot) -> None:
    """Only the end differs: the letters must not jump when somebody goes there."""
    starts = []
    for line in (CutLine(), QLineEdit()):
        qtbot.addWidget(line)
        line.resize(px(Size.PANE), px(Size.TARGET))
        line.setText("Op-2016-0061, Paper Lantern, second night, the long way round")
        line.setCursorPosition(0)
        image = line.grab().toImage()
        ground, middle = image.pixel(px(Space.XS), px(Space.S)), range(px(Space.S), px(Size.TARGET - Space.S))
        columns = range(px(Space.XS), px(Size.PANE))
        starts.append(next(x for x in columns if any(image.pixel(x, y) != ground for y in middle)))
    assert starts[0] == starts[1]
