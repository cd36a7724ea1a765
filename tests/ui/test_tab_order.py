"""Tab goes where the eye goes, also through parts that were made anew."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QPushButton, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.even import even
from ui.widgets.layout import clear, column, row
from ui.widgets.tab_order import chain, stops, tabs_above


def names(first: QWidget, count: int) -> list[str]:
    found, here = [], first
    while len(found) < count:
        here = here.nextInFocusChain()
        if here.objectName() and not here.objectName().startswith("qt_"):
            found.append(here.objectName())
    return found


def named(made: QWidget, name: str) -> QWidget:
    made.setObjectName(name)
    return made


def test_what_is_made_anew_comes_where_it_stands(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    inside = column(page)
    head, above, below = named(QPushButton(), "head"), QWidget(), named(QLineEdit(), "below")
    lines = row(above)
    for part in (head, above, below):
        inside.addWidget(part)
    for turn in range(2):
        clear(lines)
        for name in ("first", "second"):
            lines.addWidget(named(QPushButton(), f"{name}_{turn}"))
        chain(head, [above])
    assert names(head, 3) == ["first_1", "second_1", "below"]
    assert [stop.objectName() for stop in stops(page)] == ["head", "first_1", "second_1", "below"]


def test_content_of_a_tab_knows_the_bar_above_it(qtbot: QtBot) -> None:
    tabs, content = QTabWidget(), QWidget()
    qtbot.addWidget(tabs)
    tabs.addTab(content, "One")
    assert tabs_above(content) is tabs.tabBar()
    assert tabs_above(tabs) is None


def test_even_row_breaks_into_lines_of_one_width(qtbot: QtBot) -> None:
    buttons = [QPushButton("Search warrant") for _ in range(5)]
    host = even(*buttons)
    qtbot.addWidget(host)
    host.show()
    least = max(each.sizeHint().width() for each in buttons)
    host.resize(5 * least + 200, 200)
    assert len({each.y() for each in buttons}) == 1
    host.resize(3 * least + 100, 200)
    assert [each.y() for each in buttons] == sorted(each.y() for each in buttons)
    assert len({each.y() for each in buttons}) == 2
    assert len({each.width() for each in buttons}) == 1
