"""The custody sheet leaves the store by a deliberate act that the journal tells of, on one page."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from fieldapp.actions.custody import hand_over, make_sheet
from fieldapp.actions.history import load_history
from tests.fakes.office import Office
from tests.ui.screens.evidence.test_custody_card import a_card, an_item
from ui.forms.question_dialog import QuestionDialog
from ui.screens.evidence.custody_sheet import sheet_html


def test_sheet_is_asked_for_noted_and_written_on_one_page(office: Office, qtbot: QtBot, tmp_path: Path):
    item = an_item(office)
    office.do(lambda s: hand_over(s, item, "okafor", "laboratory", seal_number="S-77"))
    card = a_card(office, qtbot, item)
    card.set_editable(editable=True)
    card.sheet.click()
    question = card.findChild(QuestionDialog, "sheet_question")
    question.findChild(QPushButton, "sheet_question_go").click()
    assert card.findChild(QFileDialog, "sheet_where") is not None
    path = tmp_path / "custody.pdf"
    card.printing.make(item, path)
    office.settle()
    office.settle()
    assert len(re.findall(rb"/Type\s*/Page\b", path.read_bytes())) == 1
    acts = office.do(lambda s: load_history(s, "evidence_item", item))
    assert acts[0].reason == "Custody sheet made"
    assert list(tmp_path.glob("*.part")) == []


def test_place_that_cannot_be_written_to_is_said_and_leaves_nothing(office: Office, qtbot: QtBot, tmp_path: Path):
    item = an_item(office)
    card = a_card(office, qtbot, item)
    card.printing.make(item, tmp_path / "gone" / "custody.pdf")
    office.settle()
    office.settle()
    assert card.banner.text()
    assert not (tmp_path / "gone").exists()


def test_sheet_says_who_signed_and_takes_what_was_typed_as_text(office: Office):
    item = an_item(office, description="<b>Phone</b>")
    office.do(lambda s: hand_over(s, item, "okafor", "laboratory", seal_number="S-77"))
    html = sheet_html(office.do(lambda s: make_sheet(s, item)), "today")
    assert "&lt;b&gt;Phone" in html
    assert "alvarez to okafor" in html
    assert "alvarez signed" in html
    assert "Seal S-77" in html


def test_sheet_tells_a_signature_on_paper_from_one_in_the_program(office: Office):
    item = an_item(office)
    lab = "R. Demo, county laboratory"
    office.do(lambda s: hand_over(s, item, lab, "laboratory", receipt_reference="LAB-17"))
    html = sheet_html(office.do(lambda s: make_sheet(s, item)), "today")
    assert f"{lab} signed on paper: receipt LAB-17, named by alvarez" in html
    assert f"Held by {lab}, who signed for it on paper only" in html
    assert f"{lab} signed, " not in html
