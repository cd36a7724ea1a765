"""The checklists on this laptop: what the list and the chosen one say, and what may be done, by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton, QWidget

from fieldapp.actions.checklist import install_draft, list_checklists, submit_for_publication
from fieldapp.actions.session import Session
from fieldapp.domain.access import Role
from fieldapp.forms.package import Licence, Use
from tests.fakes.checklist import FORM_ID, a_package
from tests.ui.screens.checklist.conftest import Seat, bundle
from ui.screens.board.board_row import BoardRow

SitDown = Callable[..., Seat]
CONTROL = Qt.KeyboardModifier.ControlModifier


def two_forms(session: Session) -> None:
    install_draft(session, a_package(workbook=b"a workbook"))
    install_draft(session, a_package("2", form_id="other", title={"": "Another checklist"}))


def refused(session: Session) -> None:
    record_id = install_draft(session, a_package())
    values = {"status": "refused", "refusal": "Version 2 is published already."}
    session.store.save(session.author, "checklist", values, record_id=record_id)


def lines(seat: Seat) -> list[str]:
    rows = seat.screen.shelf.rows
    return [rows.item(number).text() for number in range(rows.count())]


def statuses(seat: Seat) -> list[tuple[str, str]]:
    heads = seat.office.do(list_checklists)
    return [(head.version, head.status) for head in heads if head.form_id == FORM_ID]


def test_place_without_a_checklist_teaches_and_starts_an_import(sit_down: SitDown):
    seat = sit_down()
    assert "No checklists yet" in seat.words()
    assert seat.held() is seat.button("checklist_empty_start")
    seat.keys(Qt.Key.Key_Return)
    assert seat.screen.findChild(QFileDialog, "checklist_file") is not None


def test_each_form_stands_once_with_its_version_and_status(sit_down: SitDown):
    seat = sit_down(before=two_forms)
    assert lines(seat) == ["Another checklist\n2 · Draft", "Small demonstration\n1 · Draft"]
    assert "2 checklists on this laptop" in seat.words()


def test_place_opens_on_a_checklist_that_this_person_may_use(sit_down: SitDown):
    def fill(session: Session) -> None:
        install_draft(session, a_package())
        install_draft(session, a_package("2", form_id="other", title={"": "Another"}, use=Use(roles=("advocate",))))

    seat = sit_down(before=fill)
    assert lines(seat)[0] == "Another\n2 · Draft"
    assert seat.screen.shelf.detail.detail.head.form_id == FORM_ID
    assert seat.has("checklist_start")
    seat.keys(Qt.Key.Key_Up)
    assert "This checklist is for other roles" in seat.words()


def test_arrow_keys_go_from_checklist_to_checklist(sit_down: SitDown):
    seat = sit_down(before=two_forms)
    assert seat.held() is seat.screen.shelf.rows
    assert "Another checklist" in seat.words()
    seat.keys(Qt.Key.Key_Down)
    assert seat.screen.shelf.detail.detail.head.form_id == FORM_ID
    assert "Another checklist" not in seat.words()


def test_chosen_one_says_what_it_is_whose_and_for_whom(sit_down: SitDown):
    licence = Licence("South Bay task force", "For members only", "MOU-17", "A citation", agency="LASD")
    seat = sit_down(before=lambda session: install_draft(session, a_package(licence=licence)))
    words = seat.words()
    for said in (
        "Small demonstration",
        "Version 1",
        "Draft",
        "South Bay task force. For members only",
        "Licensed to LASD under MOU-17.",
        "A citation",
        "Not validated",
        "Every age",
        "Everybody",
        "Read aloud",
        "English, Español",
        "Sheriff",
        "Dana Alvarez, 2026-01-02",
        "Few indicators",
        "from 4 points on",
        "Written report, within 36 h",
        "At: Clear indicators",
        "Indicators, not a finding",
    ):
        assert said in words, said


def test_draft_is_handed_in_and_can_be_taken_back(sit_down: SitDown):
    seat = sit_down(before=lambda session: install_draft(session, a_package()))
    assert "A draft of your agency" in seat.words()
    seat.keys(Qt.Key.Key_H, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert statuses(seat) == [("1", "submitted")]
    assert "Headquarters looks at it with the next exchange" in seat.words()
    assert not seat.has("checklist_hand_in")
    seat.press("checklist_take_back")
    assert statuses(seat) == [("1", "draft")]


def test_keyboard_stays_with_the_checklist_after_an_act_and_through_a_round_in_the_background(sit_down: SitDown):
    seat = sit_down(before=lambda session: install_draft(session, a_package()))
    seat.press("checklist_hand_in")
    assert seat.held() is seat.button("checklist_start")
    seat.button("checklist_take_back").setFocus()
    seat.screen.reload()
    seat.settle()
    assert seat.held() is seat.button("checklist_take_back")


def test_handing_in_is_undone_as_any_act(sit_down: SitDown):
    seat = sit_down(before=lambda session: install_draft(session, a_package()))
    seat.press("checklist_hand_in")
    assert seat.office.desk.undo()
    seat.settle()
    assert statuses(seat) == [("1", "draft")]
    assert seat.has("checklist_hand_in")


@pytest.mark.parametrize("role", [Role.DETECTIVE, Role.DEPUTY, Role.ANALYST])
def test_others_are_told_that_a_supervisor_hands_it_in(sit_down: SitDown, role: Role):
    seat = sit_down(role, lambda session: install_draft(session, a_package()))
    assert not seat.has("checklist_hand_in")
    assert "A supervisor hands it in" in seat.words()
    seat.keys(Qt.Key.Key_H, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert statuses(seat) == [("1", "draft")]


def test_refused_one_says_why_and_what_to_do_and_counts_in_the_rail(sit_down: SitDown):
    seat = sit_down(before=refused)
    assert "Version 2 is published already." in seat.words()
    assert "raise its version" in seat.words()
    assert seat.has("checklist_hand_in")
    assert seat.office.desk.counts["checklists"] == 1


def test_withdrawing_asks_why(sit_down: SitDown):
    seat = sit_down(before=lambda session: install_draft(session, a_package()))
    seat.press("checklist_withdraw")
    dialog = seat.screen.findChild(QWidget, "reason_dialog")
    seat.office.qtbot.keyClicks(dialog.findChild(QLineEdit, "reason"), "A question was wrong")
    seat.office.qtbot.keyClick(dialog.findChild(QPushButton, "reason_go"), Qt.Key.Key_Return)
    seat.settle()
    assert statuses(seat) == [("1", "withdrawn")]
    assert "This checklist was withdrawn" in seat.words()
    assert seat.has("checklist_preview")
    assert not seat.has("checklist_start")


def test_versions_stand_newest_first_and_each_can_be_looked_at(sit_down: SitDown):
    def fill(session: Session) -> None:
        for version in ("1.9", "1.10"):
            install_draft(session, a_package(version))
        submit_for_publication(session, install_draft(session, a_package("2")))

    seat = sit_down(before=fill)
    assert lines(seat) == ["Small demonstration\n2 · Waits for headquarters"]
    rows = [row for row in seat.screen.findChildren(BoardRow, "version") if row.isVisible()]
    assert [row.accessibleName().split(",")[0] for row in rows] == ["Version 2", "Version 1.10", "Version 1.9"]
    rows[1].setFocus()
    seat.keys(Qt.Key.Key_Return)
    assert seat.screen.shelf.detail.detail.head.version == "1.10"
    assert not seat.has("checklist_start"), "new screenings use the newest"


def test_screening_is_started_with_the_very_package(sit_down: SitDown):
    package = a_package()
    seat = sit_down(before=lambda session: install_draft(session, package))
    seat.press("checklist_start")
    assert seat.opened == [("screening", {"checklist_sha256": package.sha256})]


def test_workbook_is_copied_byte_for_byte_to_go_on_from(sit_down: SitDown, tmp_path: Path):
    seat = sit_down(before=lambda session: install_draft(session, a_package(workbook=b"PK workbook")))
    seat.press("checklist_copy")
    dialog = seat.screen.findChild(QFileDialog, "checklist_file")
    assert dialog.selectedFiles()[0].endswith(f"{FORM_ID}.xlsx")
    dialog.fileSelected.emit(str(tmp_path / "copy.xlsx"))
    seat.settle()
    assert (tmp_path / "copy.xlsx").read_bytes() == b"PK workbook"


def test_copy_that_cannot_be_written_says_so(sit_down: SitDown, tmp_path: Path):
    seat = sit_down(before=lambda session: install_draft(session, a_package(workbook=b"PK workbook")))
    seat.press("checklist_copy")
    seat.screen.findChild(QFileDialog, "checklist_file").fileSelected.emit(str(tmp_path / "none" / "copy.xlsx"))
    seat.settle()
    assert "The workbook could not be written" in seat.words()


def test_damaged_one_says_so_and_cannot_be_tried(sit_down: SitDown):
    def fill(session: Session) -> None:
        install_draft(session, a_package())
        session.packages.clear()
        session.store.connection.exec_driver_sql("UPDATE checklist_part SET content = 'QUJD'")

    seat = sit_down(before=fill)
    assert "This checklist is damaged" in seat.words()
    assert not seat.has("checklist_preview")


def test_one_that_came_with_the_program_is_not_withdrawn_here(sit_down: SitDown, monkeypatch: pytest.MonkeyPatch):
    bundle(monkeypatch, a_package(workbook=b"PK"))
    seat = sit_down()
    assert lines(seat) == ["Small demonstration\n1 · Came with the program"]
    assert not seat.has("checklist_withdraw")
    assert not seat.has("checklist_hand_in")
    assert seat.has("checklist_copy")


def test_found_record_leads_to_its_version(sit_down: SitDown):
    seat = sit_down(before=two_forms)
    heads = seat.office.do(list_checklists)
    wanted = next(head for head in heads if head.form_id == FORM_ID)
    seat.screen.shown(record_type="checklist", record_id=wanted.record_id)
    seat.settle()
    assert seat.screen.shelf.detail.detail.head.sha256 == wanted.sha256


def test_every_control_has_a_name_for_a_screen_reader(sit_down: SitDown):
    seat = sit_down(before=two_forms)
    assert seat.screen.shelf.rows.accessibleName() == "Checklists on this laptop"
    for made in seat.screen.findChildren(QPushButton):
        if made.isVisible():
            assert made.text() or made.accessibleName(), made.objectName()
            assert made.toolTip() or made.text(), made.objectName()


def test_locking_empties_it(sit_down: SitDown):
    seat = sit_down(before=two_forms)
    seat.screen.locked()
    assert seat.screen.shelf.rows.count() == 0
    assert "Small demonstration" not in seat.words()


def test_checklists_in_every_theme(sit_down: SitDown, look_at: Callable):
    def fill(session: Session) -> None:
        two_forms(session)
        submit_for_publication(session, install_draft(session, a_package("2")))

    look_at(sit_down(before=fill).screen, "checklists")
    look_at(sit_down(before=refused).screen, "checklists-refused")
    look_at(sit_down().screen, "checklists-empty")
