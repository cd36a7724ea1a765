"""Before a file is read somebody says what it shows; what it must not show is pointed at and never opened."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.actions.capture import save_record
from fieldapp.domain.access import Role
from tests.fakes.office import Office
from ui.forms.reason_dialog import ReasonDialog
from ui.forms.stop_dialog import StopDialog
from ui.screens.evidence.digital_card import DigitalCard

LookAt = Callable[[QWidget, str], None]


def values_of(office: Office, item: str) -> dict[str, object]:
    return office.do(lambda s: dict(s.store.record("evidence_item", item)))


@pytest.fixture
def item(office: Office) -> str:
    return office.do(lambda s: save_record(s, "evidence_item", {"number": "E-1", "kind": "digital_file"}))


@pytest.fixture
def card(office: Office, qtbot: QtBot, item: str) -> DigitalCard:
    made = DigitalCard(office.desk)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.changed.connect(lambda: made.show_item(item, values_of(office, item), editable=True))
    made.show_item(item, values_of(office, item), editable=True)
    return made


def press(qtbot: QtBot, parent: QWidget, name: str) -> None:
    target = parent.findChild(QPushButton, name)
    target.setFocus()
    qtbot.keyClick(target, Qt.Key.Key_Return)


def test_yes_stops_and_leads_to_a_pointer_without_any_file(office: Office, qtbot: QtBot, card: DigitalCard, item: str):
    press(qtbot, card, "digital_choose")
    dialog = card.findChild(StopDialog)
    press(qtbot, dialog, "stop_yes")
    assert card.findChild(QFileDialog) is None
    line = dialog.findChild(QLineEdit, "stop_reference")
    qtbot.keyClicks(line, "DEMO-F-9")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    office.settle()
    assert "DEMO-F-9" in card.words.text()
    assert not card.choose.isVisible()
    found = values_of(office, item)
    assert found["contraband"] is True
    assert "sha256" not in found


def test_no_file_is_asked_for_before_the_question_is_answered(qtbot: QtBot, card: DigitalCard):
    press(qtbot, card, "digital_choose")
    dialog = card.findChild(StopDialog)
    assert card.findChild(QFileDialog) is None
    press(qtbot, dialog, "stop_no")
    assert card.findChild(QFileDialog, "digital_file") is not None


def test_hash_is_reckoned_off_the_windows_thread_and_another_file_is_told_apart(
    office: Office, card: DigitalCard, item: str, tmp_path: Path
):
    path, other = tmp_path / "one", tmp_path / "other"
    path.write_bytes(b"one" * 1_000_000)
    other.write_bytes(b"other")
    card.hash_path(path)
    assert card.stop.isVisible()
    office.settle()
    office.settle()
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert values_of(office, item)["sha256"] == digest
    assert digest[:8] in card.words.text()
    assert not card.stop.isVisible()
    card.hash_path(other)
    office.settle()
    office.settle()
    assert "not the file on record" in card.banner.text()
    assert values_of(office, item)["sha256"] == digest


def test_reading_can_be_stopped_and_writes_nothing(office: Office, card: DigitalCard, item: str, tmp_path: Path):
    path = tmp_path / "one"
    path.write_bytes(b"one" * 10_000_000)
    card.hash_path(path)
    card.stop.click()
    office.settle()
    assert "sha256" not in values_of(office, item)
    assert not card.stop.isVisible()


def test_file_that_is_gone_is_said(office: Office, card: DigitalCard, tmp_path: Path):
    card.hash_path(tmp_path / "gone")
    office.settle()
    assert "could not be read" in card.banner.text()


def test_question_in_every_theme(qtbot: QtBot, card: DigitalCard, look_at: LookAt):
    dialog = StopDialog(card)
    qtbot.addWidget(dialog)
    look_at(dialog, "stop-question")
    dialog.findChild(QPushButton, "stop_yes").click()
    look_at(dialog, "stop")


def test_only_a_supervisor_takes_a_pointer_back_and_says_why(open_desk: Callable[..., Office], qtbot: QtBot):
    for role, may in ((Role.DETECTIVE, False), (Role.SUPERVISOR, True)):
        office = open_desk(role)
        facts = {"number": "E-1", "kind": "device", "contraband": True, "forensic_reference": "F-1"}
        item = office.do(lambda s, values=facts: save_record(s, "evidence_item", values))
        card = DigitalCard(office.desk)
        qtbot.addWidget(card)
        card.show_item(item, values_of(office, item), editable=True)
        assert card.clear_press.isHidden() is not may
        card.clear_press.click()
        dialog = card.findChild(ReasonDialog)
        qtbot.keyClicks(dialog.findChild(QLineEdit, "reason"), "Ordinary photographs")
        with qtbot.waitSignal(card.changed) if may else nullcontext():
            dialog.findChild(QPushButton, "reason_go").click()
            office.settle()
        assert values_of(office, item)["contraband"] is (not may)


def test_stop_can_be_left_without_a_reference(qtbot: QtBot, card: DigitalCard):
    card.ask()
    dialog = card.findChild(StopDialog)
    press(qtbot, dialog, "stop_yes")
    press(qtbot, dialog, "stop_leave")
    assert dialog.isHidden()
