"""The clocks as they are seen: beside their record, on another continent, in three themes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.actions.capture import save_record
from fieldapp.actions.clock import pause_clock
from fieldapp.domain.clock import to_wire
from tests.fakes.clock import FakeClock
from tests.fakes.clock_pane import a_minor, a_pane, spoken
from tests.fakes.office import Office
from ui.screens.clock.clock_dialog import ClockDialog
from ui.screens.clock.clock_pane import ClockPane
from ui.screens.record.record_screen import RecordScreen
from ui.style.token import Size, Space
from ui.widgets.layout import row

LookAt = Callable[[QWidget, str], None]


@pytest.fixture
def machine_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Set the zone that this computer keeps."""

    def keep(name: str) -> None:
        monkeypatch.setenv("TZ", name)
        time.tzset()

    yield keep
    monkeypatch.undo()
    time.tzset()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system cannot change its zone for one program")
def test_computer_on_another_continent_shows_its_own_time_says_so_and_counts_the_countys_days(
    office: Office, qtbot: QtBot, machine_zone: Callable[[str], None]
):
    recovery = a_minor(office)
    machine_zone("America/Los_Angeles")
    home = spoken(a_pane(office, qtbot, recovery))
    machine_zone("Asia/Tokyo")
    away = spoken(a_pane(office, qtbot, recovery))
    note = "This computer keeps another time than the county's."
    assert note not in home
    assert note in away
    assert "Due 2026-01-03 07:04" in home
    assert "Due 2026-01-04 00:04" in away
    assert "Due by the end of 2026-01-23" in home
    assert "Due by the end of 2026-01-23" in away


@pytest.mark.parametrize(("record_type", "is_there"), [("recovery", True), ("search_warrant", True), ("lead", False)])
def test_page_of_a_record_has_a_tab_for_its_clocks(office: Office, qtbot: QtBot, record_type: str, is_there: bool):
    facts = {"recovery": {"place": "x"}, "search_warrant": {"number": "SW-1"}, "lead": {"summary": "x"}}[record_type]
    record_id = office.do(lambda s: save_record(s, record_type, facts))
    screen = RecordScreen(office.desk)
    qtbot.addWidget(screen)
    with qtbot.waitSignal(office.desk.pane_changed) as shown:
        screen.shown(record_type=record_type, record_id=record_id)
    office.settle()
    side = shown.args[0]
    qtbot.addWidget(side)
    tabs = side.findChild(QTabWidget)
    assert ("Clocks" in [tabs.tabText(number) for number in range(tabs.count())]) is is_there


def test_pane_in_every_theme(office: Office, qtbot: QtBot, clock: FakeClock, look_at: LookAt):
    start = clock.now() - timedelta(hours=30)
    recovery = a_minor(
        office,
        first_contact_at=to_wire(start),
        foreign_national_minor=True,
        advocate_arrived_at=to_wire(start + timedelta(minutes=110)),
    )
    office.do(lambda s: pause_clock(s, "recovery", recovery, "review_72h", "In hospital"))
    pane = ClockPane(office.desk, "recovery")
    pane.show_record(recovery)
    office.settle()
    assert [row.deadline.code for row in pane.rows][-1] == "responders"
    ground = QWidget()
    qtbot.addWidget(ground)
    pane.setFixedWidth(Size.PANE)
    across = row(ground, margin=Space.L)
    across.addWidget(pane)
    for kind in ("pause", "rebase"):
        dialog = ClockDialog(ground, clock, kind, "Written report to child services (SS 8572)")
        dialog.setWindowFlags(Qt.WindowType.Widget)
        across.addWidget(dialog, alignment=Qt.AlignmentFlag.AlignTop)
    look_at(ground, "clock-pane")
