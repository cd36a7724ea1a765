"""News through the window: what somebody else did is said on every screen, stands on the board, and goes when seen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from fieldapp.actions.capture import save_record
from ui.screens.board.board_row import BoardRow
from ui.screens.record.record_screen import RecordScreen
from ui.shell.alert_button import AlertButton


def said(desk):
    alert = desk.window.findChild(AlertButton)
    return alert.words() if alert.isVisible() else ""


def enter(desk, widget):
    desk.come_to_front()
    widget.setFocus()
    desk.qtbot.keyClick(widget, Qt.Key.Key_Return)
    desk.settle()


def test_what_another_laptop_changed_is_said_opened_and_gone_by_keyboard(sit_down):
    ana, ben = sit_down("ana"), sit_down("ben")
    ana.unlock()
    leads = [ana.ask(lambda s, n=n: save_record(s, "lead", {"summary": f"Motel {n}"})) for n in range(3)]
    ana.sync()
    ben.unlock()
    ben.sync()
    for lead in leads:
        ben.ask(lambda s, lead=lead: save_record(s, "lead", {"remarks": "seen on the street"}, record_id=lead))
    ben.sync()

    ana.sync()
    ana.qtbot.waitUntil(lambda: said(ana) == "3 records of yours have news", timeout=20_000)
    ana.go("board")
    assert said(ana) == ""
    rows = ana.window.findChildren(BoardRow, "news_row")
    assert len(rows) == 3
    assert "changed by ben" in ana.words()
    enter(ana, rows[0])
    assert isinstance(ana.window.shell().front(), RecordScreen)
    ana.go("board")
    assert len(ana.window.findChildren(BoardRow, "news_row")) == 2

    enter(ana, ana.find(QPushButton, "news_seen"))
    assert "New for you" not in ana.words()
    assert ana.window.desk.undo()
    ana.settle()
    assert len(ana.window.findChildren(BoardRow, "news_row")) == 2
    ana.lock()
    ana.unlock()
    ana.go("board")
    assert len(ana.window.findChildren(BoardRow, "news_row")) == 2
