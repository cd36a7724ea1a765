"""An undercover officer is the alias on the screen and on paper, and is credited under it; the name is nowhere near."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.actions.capture import save_record
from fieldapp.actions.handoff import load_sheet
from fieldapp.actions.packet import Order, load_packet
from fieldapp.actions.session import Session
from fieldapp.domain.access import Role
from fieldapp.records import require_type
from fieldapp.store.credit import Credit, load_credits
from tests.fakes.office import Office
from ui.screens.packet.packet_pdf import packet_html
from ui.screens.record.quick import starting_values
from ui.screens.record.record_screen import RecordScreen
from ui.screens.recovery.handoff_pdf import sheet_html

NAME = "Quillonbrandthessaly"


def recovery_of(session: Session) -> str:
    """What the officer's own laptop writes by itself when they record a recovery."""
    values = starting_values(session, require_type("recovery"), session.clock.now())
    return save_record(session, "recovery", {**values, "place": "Motel"})


def test_paper_and_screen_say_the_alias(open_desk: Callable[..., Office], qtbot: QtBot):
    office = open_desk(Role.DETECTIVE, handle="uc-7", name="UC-7")
    recovery = office.do(recovery_of)
    screen = RecordScreen(office.desk)
    qtbot.addWidget(screen)
    screen.show()
    screen.shown(record_type="recovery", record_id=recovery)
    office.settle()
    lines = [line.text() for line in screen.findChildren(QLineEdit)]
    assert "UC-7" in lines
    order = Order("recovery", recovery, "District attorney", "discovery", "Filing")
    paper = office.do(lambda s: packet_html(load_packet(s, order)))
    assert "UC-7" in paper
    sheet = office.do(lambda s: sheet_html(load_sheet(s, recovery), "now"))
    for said in (paper, sheet, *lines, *(str(each.property("text")) for each in screen.findChildren(QWidget))):
        assert NAME not in said
    assert office.do(lambda s: {row.created_by for row in [s.store.load("recovery", recovery)]}) == {"uc-7"}


def test_alias_is_credited_with_the_recovery(open_desk: Callable[..., Office]):
    office = open_desk(Role.DETECTIVE, handle="uc-7", name="UC-7")

    def work(session: Session) -> dict[str, Credit]:
        operation = save_record(session, "operation", {"name": "Amber Harbor"})
        save_record(session, "roster_member", {"operation": operation, "role": "undercover", "alias_number": "UC-7"})
        recovery_of(session)
        return load_credits(session.store.connection, session.store.tables.records)

    assert office.do(work) == {"uc-7": Credit(1, 1, 0)}
