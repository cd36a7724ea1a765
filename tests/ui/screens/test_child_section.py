"""Children in place: which line is open, and words that are too long for their line."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from fieldapp.actions.capture import save_record
from fieldapp.domain.wire import Json
from fieldapp.records import require_type
from tests.fakes.office import Office
from ui.screens.arrest.charge_section import ChargeSection

FELONY: dict[str, Json] = {"level": "felony", "counts": 1}


def a_section(office: Office, qtbot: QtBot, *offences: str) -> ChargeSection:
    def fill(session) -> str:
        arrest = save_record(session, "arrest", {"arrested_at": "2026-01-05T20:00:00.000Z", "place": "Motel"})
        for offence in offences:
            save_record(session, "charge", {"arrest": arrest, "offence": offence} | FELONY)
        return arrest

    section = ChargeSection(office.desk, require_type("charge"))
    qtbot.addWidget(section)
    section.resize(700, 600)
    section.show()
    section.show_children(office.do(fill))
    office.settle()
    return section


def lines(section: ChargeSection) -> list[QPushButton]:
    return [line for line in section.findChildren(QPushButton) if line.objectName().startswith("child_0")]


def test_line_whose_form_is_open_is_marked_until_it_is_closed(office: Office, qtbot: QtBot):
    section = a_section(office, qtbot, "pc_236_1_a", "pc_236_1_b")
    for chosen in (0, 1):
        lines(section)[chosen].click()
        office.settle()
        assert [line.isChecked() for line in lines(section)] == [chosen == 0, chosen == 1]
    section.findChild(QPushButton, "child_close").click()
    office.settle()
    assert not any(line.isChecked() for line in lines(section))


def test_offense_too_long_for_its_field_shows_its_beginning(office: Office, qtbot: QtBot):
    section = a_section(office, qtbot, "pc_236_1_a")
    lines(section)[0].click()
    office.settle()
    line = section.form.editor("offence").focus_widget().lineEdit()
    assert isinstance(line, QLineEdit)
    assert line.text().startswith("PC 236.1")
    assert line.cursorPosition() == 0
