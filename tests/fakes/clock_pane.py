"""A recovery of this moment and the pane of its clocks, for tests of the screen."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.domain.clock import to_wire
from tests.fakes.office import Office
from tests.fakes.sample import a_person, a_recovery
from ui.screens.clock.clock_pane import ClockPane


def a_minor(office: Office, **values: object) -> str:
    """A recovery of a girl of fifteen, met just now; return its id."""
    facts = {"estimated_age": 15, "first_contact_at": to_wire(office.clock.now()), **values}
    return office.do(lambda s: a_recovery(s, a_person(s, "Doe-2026-0001"), **facts))


def a_pane(office: Office, qtbot: QtBot, record_id: str, record_type: str = "recovery") -> ClockPane:
    """The pane of a record, read and in front."""
    pane = ClockPane(office.desk, record_type)
    qtbot.addWidget(pane)
    pane.resize(360, 1400)
    with qtbot.waitActive(pane):
        pane.show()
        pane.activateWindow()
    pane.show_record(record_id)
    office.settle()
    return pane


def spoken(widget: QWidget) -> str:
    """All words that can be read."""
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())
