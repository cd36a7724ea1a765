"""The window: places, back, find, undo, and above all locking."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.domain.faults import StoreError
from tests.fakes.clock import FakeClock
from tests.ui.conftest import Door, a_place
from ui.desk import Desk, SyncState
from ui.jobs import Jobs
from ui.main_window import MainWindow
from ui.screen import Screen
from ui.shell.help_sheet import HelpSheet
from ui.style.look import Look, current_look
from ui.style.token import LIGHT, Tone

SECRET = "Maria Example 555-0142"


class NoteScreen(Screen):
    """Shows something secret, and keeps a diary of what the window told it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.diary: list[object] = []
        self.field = QLineEdit(SECRET)
        column = QVBoxLayout(self)
        column.addWidget(QLabel(SECRET))
        column.addWidget(self.field)

    def shown(self, **params: object) -> None:
        self.diary.append(params)

    def left(self) -> None:
        self.diary.append("left")

    def locked(self) -> None:
        typed = self.field.text()
        self.desk.jobs.store(lambda: saved.append(typed), None, None, self)
        self.field.setText("")


saved: list[str] = []
OpenWindow = Callable[..., MainWindow]


@pytest.fixture
def window(open_window: OpenWindow, qtbot: QtBot) -> MainWindow:
    """An unlocked window of three places."""
    saved.clear()
    made = open_window(
        a_place("board", NoteScreen),
        a_place("leads", NoteScreen, title_key="place.leads"),
        a_place("find", NoteScreen, rail=False),
    )
    enter(made, qtbot)
    return made


def enter(window: MainWindow, qtbot: QtBot) -> None:
    acknowledge = window.findChild(QPushButton, "acknowledge")
    if acknowledge is not None and acknowledge.isVisible():
        acknowledge.click()
    field = window.findChild(QLineEdit, "passphrase")
    field.setText("correct horse")
    with qtbot.waitSignal(window.unlocked):
        qtbot.keyClick(field, Qt.Key.Key_Return)


def texts_in(widget: QWidget) -> str:
    labels = [each.text() for each in widget.findChildren(QLabel)]
    return "\n".join(labels + [each.text() for each in widget.findChildren(QLineEdit)])


def pages_alive() -> list[NoteScreen]:
    return [each for each in QApplication.allWidgets() if isinstance(each, NoteScreen)]


def test_first_place_opens_after_unlocking(window: MainWindow) -> None:
    assert window.shell().where().key == "board"
    assert window.shell().front().diary == [{}]
    assert not window.is_locked()


def test_number_keys_go_to_places_and_alt_left_returns(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.shell().where().key == "leads"
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.shell().where().key == "board"
    assert window.shell().front().diary == [{}, "left", {}]


def test_params_reach_the_screen(window: MainWindow) -> None:
    window.desk.open("leads", id="018f")
    assert window.shell().front().diary == [{"id": "018f"}]


def test_find_opens_its_place_once_typing_pauses(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    find = window.findChild(QLineEdit, "find")
    qtbot.keyClicks(find, "555")
    qtbot.waitUntil(lambda: window.shell().where().key == "find")
    qtbot.keyClicks(find, "0142")
    qtbot.waitUntil(lambda: window.shell().front().diary[-1] == {"query": "5550142"})
    qtbot.keyClick(find, Qt.Key.Key_Escape)
    assert window.shell().where().key == "board"


def test_locking_destroys_the_screens_after_they_saved(window: MainWindow, door: Door, qtbot: QtBot) -> None:
    assert SECRET in texts_in(window)
    with qtbot.waitSignal(window.locked):
        qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(door.locked))
    assert saved == [SECRET]
    assert SECRET not in texts_in(window)
    assert window.is_locked()
    assert window.shell() is None
    qtbot.waitUntil(lambda: not pages_alive())


def test_unlocking_again_returns_to_where_one_was(window: MainWindow, qtbot: QtBot) -> None:
    window.desk.open("leads", id="018f")
    window.lock()
    enter(window, qtbot)
    assert window.shell().where().key == "leads"
    assert window.shell().front().diary == [{"id": "018f"}]


def test_screen_that_fails_while_locking_does_not_keep_the_app_open(
    window: MainWindow, door: Door, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise RuntimeError

    monkeypatch.setattr(window.shell().front(), "locked", fail)
    with pytest.raises(RuntimeError):
        window.lock()
    assert window.is_locked()
    qtbot.waitUntil(lambda: bool(door.locked))


def test_locking_closes_dialogs_and_empties_our_clipboard(window: MainWindow, qtbot: QtBot) -> None:
    dialog = QDialog(window)
    dialog.setModal(True)
    dialog.open()
    QGuiApplication.clipboard().setText(SECRET)
    window.lock()
    assert QGuiApplication.clipboard().text() == ""
    qtbot.waitUntil(lambda: not [each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog)])


def test_result_that_comes_after_locking_is_dropped(window: MainWindow, jobs: Jobs, qtbot: QtBot) -> None:
    came: list[str] = []
    jobs.store(lambda: SECRET, came.append, None, window)
    window.lock()
    qtbot.waitUntil(jobs.is_idle)
    assert came == []


def test_save_that_fails_after_locking_is_told_at_the_way_in(window: MainWindow, jobs: Jobs, qtbot: QtBot) -> None:
    def fail() -> None:
        raise StoreError("DISK_FULL", "The disk is full. What you typed last was not kept.")

    jobs.store(fail, None, None, window)
    window.lock()
    banner = window.findChild(QWidget, "unlock_banner")
    qtbot.waitUntil(banner.isVisible)
    assert "The disk is full" in banner.text()


def test_f9_replaces_the_window_with_a_sheet_and_locks(window: MainWindow, door: Door, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F9)
    assert window.is_hidden()
    assert window.is_locked()
    assert window.windowTitle() == "Untitled sheet"
    qtbot.waitUntil(lambda: bool(door.locked))
    qtbot.keyClick(window, Qt.Key.Key_F9)
    assert not window.is_hidden()
    assert window.findChild(QLineEdit, "passphrase").isVisible()
    assert window.windowTitle() == "Fieldbook"


def test_f9_works_at_the_way_in_and_while_the_key_is_derived(open_window: OpenWindow, door: Door, qtbot: QtBot) -> None:
    window = open_window(a_place("board", NoteScreen))
    window.findChild(QPushButton, "acknowledge").click()
    field = window.findChild(QLineEdit, "passphrase")
    field.setText("correct horse")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClick(window, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: bool(door.locked))
    assert window.is_hidden()
    assert window.shell() is None


def test_f9_works_after_the_look_changed(window: MainWindow, qtbot: QtBot) -> None:
    window.desk.change_look(Look(LIGHT, 150))
    assert current_look() == Look(LIGHT, 150)
    assert window.shell().where().key == "board"
    qtbot.keyClick(window, Qt.Key.Key_F9)
    assert window.is_hidden()


def test_idle_laptop_locks_itself(open_window: OpenWindow, clock: FakeClock, qtbot: QtBot) -> None:
    window = open_window(a_place("board", NoteScreen), idle_minutes=10)
    enter(window, qtbot)
    clock.advance(9 * 60)
    qtbot.mouseMove(window)
    qtbot.keyClick(window.windowHandle(), Qt.Key.Key_Shift)
    clock.advance(9 * 60)
    assert not window._idle.check()
    clock.advance(60)
    assert window._idle.check()
    assert window.is_locked()


def test_first_key_after_a_long_sleep_locks(open_window: OpenWindow, clock: FakeClock, qtbot: QtBot) -> None:
    window = open_window(a_place("board", NoteScreen))
    enter(window, qtbot)
    clock.advance(3600)
    qtbot.keyClick(window.windowHandle(), Qt.Key.Key_Shift)
    assert window.is_locked()


def test_undo_takes_back_the_newest_act(window: MainWindow, qtbot: QtBot) -> None:
    undone: list[str] = []
    window.desk.toast("Lead saved", lambda: undone.append("lead"))
    window.desk.toast("Tip saved", lambda: undone.append("tip"))
    assert window.findChild(QWidget, "toast").isVisible()
    window.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == ["tip", "lead"]
    assert not window.desk.undo()


def test_help_lists_every_shortcut_that_works_now(window: MainWindow, qtbot: QtBot) -> None:
    window.desk.shortcuts.add("Ctrl+N", "New lead", lambda: None, window.shell().front())
    qtbot.keyClick(window, Qt.Key.Key_F1)
    sheet = window.findChild(HelpSheet)
    assert sheet.isVisible()
    words = texts_in(sheet)
    for expected in ("New lead", "Ctrl+N", "Ctrl+K", "F9", "Alt+Left"):
        assert expected in words
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()


def test_counts_and_sync_words_are_shown(window: MainWindow) -> None:
    window.desk.set_count("leads", 128)
    window.desk.set_sync(SyncState("HQ has it, 14:02"))
    words = texts_in(window)
    assert "99+" in words
    assert "HQ has it, 14:02" in words


def test_pane_is_closed_by_going_elsewhere(window: MainWindow) -> None:
    pane = QLabel("history")
    window.desk.show_pane(pane)
    assert pane.isVisible()
    window.desk.open("leads")
    assert not window.findChild(QWidget, "pane").isVisible()


def test_window_title_says_nothing_of_the_content(window: MainWindow) -> None:
    window.desk.open("leads")
    assert window.windowTitle() == "Fieldbook"


def test_keyboard_is_in_the_screen_after_unlocking(window: MainWindow) -> None:
    assert QApplication.focusWidget() is not None
    assert not isinstance(QApplication.focusWidget(), QPushButton)
    assert window.shell().isAncestorOf(QApplication.focusWidget()) or window.shell().hasFocus()


def test_screen_may_change_the_title(window: MainWindow) -> None:
    window.shell().front().title_changed.emit("Doe-2026-0131")
    assert window.findChild(QLabel, "strip_title").text() == "Doe-2026-0131"


def test_long_title_is_cut_before_the_window_grows_and_whole_in_its_hint(window: MainWindow) -> None:
    least = window.minimumSizeHint().width()
    long = "A checklist with a very long name " * 8
    window.shell().front().title_changed.emit(long)
    title = window.findChild(QLabel, "strip_title")
    assert window.minimumSizeHint().width() == least
    assert title.toolTip() == long


def test_idle_timer_locks_by_itself(open_window: OpenWindow, clock: FakeClock, qtbot: QtBot) -> None:
    window = open_window(a_place("board", NoteScreen), idle_minutes=0.01)
    enter(window, qtbot)
    with qtbot.waitSignal(window.locked):
        clock.advance(1)


def test_wall_clock_set_back_does_not_keep_the_app_open(
    open_window: OpenWindow, clock: FakeClock, qtbot: QtBot
) -> None:
    window = open_window(a_place("board", NoteScreen))
    enter(window, qtbot)
    clock.advance(600)
    clock.set_wall(clock.now() - timedelta(hours=2))
    assert window._idle.check()


def test_closing_the_window_saves_and_locks(window: MainWindow, door: Door, qtbot: QtBot) -> None:
    window.close()
    qtbot.waitUntil(lambda: bool(door.locked))
    assert saved == [SECRET]


def test_shell_looks_right(window: MainWindow, look_at: Callable[[QWidget, str], None], qtbot: QtBot) -> None:
    window.desk.set_count("leads", 3)
    window.desk.set_sync(SyncState("HQ has it, 14:02", "cloud-check", Tone.OK))
    window.desk.toast("Lead saved", lambda: None)
    look_at(window, "shell")
    qtbot.keyClick(window, Qt.Key.Key_F1)
    look_at(window, "help")
    qtbot.keyClick(window, Qt.Key.Key_F9)
    look_at(window, "sheet")
    assert window.is_hidden()


def test_failed_save_of_a_screen_that_is_gone_is_said_until_it_is_put_away(
    window: MainWindow, jobs: Jobs, qtbot: QtBot
) -> None:
    def fail() -> None:
        raise StoreError("DISK_FULL", "The disk is full. What you typed last was not kept.")

    owner = QWidget()
    jobs.store(fail, None, None, owner)
    shiboken6.delete(owner)
    banner = window.findChild(QWidget, "warning")
    qtbot.waitUntil(banner.isVisible)
    assert "The disk is full" in banner.text()
    window.findChild(QPushButton, "warning_close").click()
    assert not banner.isVisible()
