"""One line of the board."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.screens.board.board_row import BoardRow
from ui.style.look import Look, apply_look, px
from ui.style.token import Size
from ui.widgets.button import button
from ui.widgets.layout import column

DUTY = "Child-abuse report by phone, now: for anybody who is or may be under 18"


@pytest.mark.parametrize("width", [420, 620, 907, 1400])
@pytest.mark.parametrize("scale", [100, 200])
def test_row_is_as_high_as_its_words_however_often_they_break(qtbot: QtBot, width: int, scale: int):
    apply_look(QApplication.instance(), Look(scale=scale))
    ground = QWidget()
    qtbot.addWidget(ground)
    inside = column(ground)
    row = BoardRow(DUTY, "Doe-2016-0900, 2016-11-19 01:20", action=button("Done"))
    inside.addWidget(row)
    inside.addStretch()
    ground.resize(max(width, ground.minimumSizeHint().width()), px(Size.GATE) * 2)
    ground.show()
    qtbot.waitUntil(lambda: row.words.height() >= row.words.heightForWidth(row.words.width()))
    assert row.height() < row.heightForWidth(row.width()) + 2 * px(Size.TARGET)


def test_row_grows_when_its_words_do(qtbot: QtBot):
    ground = QWidget()
    qtbot.addWidget(ground)
    inside = column(ground)
    row = BoardRow("Note", "02:48")
    inside.addWidget(row)
    inside.addStretch()
    ground.resize(px(Size.PANE), px(Size.GATE))
    ground.show()
    row.words.setText(DUTY * 2)
    qtbot.waitUntil(lambda: row.words.height() >= row.words.heightForWidth(row.words.width()))
    assert row.words.height() > 2 * row.words.fontMetrics().height()
