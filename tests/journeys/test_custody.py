"""An item goes from hand to hand through the window: handed over, signed on another laptop, denied, settled."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPushButton

from fieldapp.actions.capture import save_record
from fieldapp.actions.custody import load_chain
from fieldapp.domain.access import Role
from fieldapp.domain.clock import to_wire


def an_item(session):
    values = {
        "number": "DEMO-E-7",
        "kind": "device",
        "description": "Black phone with a cracked screen",
        "seized_at": to_wire(session.clock.now() - timedelta(hours=2)),
        "seized_by": session.profile.handle,
        "storage_place": "Demo property room",
    }
    return save_record(session, "evidence_item", values)


def custodian_of(item):
    return lambda session: load_chain(session, item).custodian


def hand_over(desk, item, receiver):
    desk.come_to_front()
    desk.go("record", record_type="evidence_item", record_id=item)
    desk.enter("hand_over")
    dialog = desk.dialog("hand_over_dialog")
    line = dialog.findChild(QLineEdit, "received_by")
    desk.qtbot.waitUntil(line.hasFocus)
    desk.qtbot.keyClicks(line, receiver)
    desk.qtbot.keyClick(line, Qt.Key.Key_Tab)
    desk.qtbot.keyClicks(QApplication.focusWidget(), "Lab")
    seal = dialog.findChild(QLineEdit, "seal_number")
    seal.setFocus()
    desk.qtbot.keyClicks(seal, "S-100")
    go = dialog.findChild(QPushButton, "hand_over_go")
    go.setFocus()
    desk.qtbot.keyClick(go, Qt.Key.Key_Return)
    desk.settle()


def test_item_is_handed_over_and_signed_for_on_the_other_laptop(sit_down):
    detective, deputy = sit_down("detective"), sit_down("deputy", Role.DEPUTY)
    detective.unlock()
    item = detective.ask(an_item)
    hand_over(detective, item, "deputy")
    assert "Waits for deputy, who received it" in detective.words()
    assert "Held by Detective" in detective.words()
    detective.sync()
    deputy.unlock()
    deputy.sync()
    deputy.go("board")
    assert "Sign for the item, or deny the hand-over" in deputy.words()
    deputy.come_to_front()
    deputy.go("record", record_type="evidence_item", record_id=item)
    assert "Seal S-100" in deputy.words()
    deputy.enter("custody_sign")
    assert "Signed by both" in deputy.words()
    assert "Held by Deputy" in deputy.words()
    deputy.sync()
    detective.sync()
    assert detective.ask(custodian_of(item)) == "deputy"
    detective.go("record", record_type="evidence_item", record_id=item)
    assert "deputy signed" in detective.words()


def test_transfer_that_is_denied_is_a_dispute_that_a_supervisor_settles(sit_down):
    detective, deputy = sit_down("detective"), sit_down("deputy", Role.DEPUTY)
    detective.unlock()
    item = detective.ask(an_item)
    hand_over(detective, item, "deputy")
    detective.sync()
    deputy.unlock()
    deputy.sync()
    deputy.come_to_front()
    deputy.go("record", record_type="evidence_item", record_id=item)
    deputy.enter("custody_deny")
    deputy.give_reason("Never left the locker")
    assert "In dispute" in deputy.words()
    deputy.sync()
    supervisor = sit_down("supervisor", Role.SUPERVISOR)
    supervisor.unlock()
    supervisor.sync()
    supervisor.go("board")
    assert "Settle who holds the item" in supervisor.words()
    supervisor.come_to_front()
    supervisor.go("record", record_type="evidence_item", record_id=item)
    words = supervisor.words()
    assert "Never left the locker" in words
    assert "One of the two denies it." in words
    supervisor.enter("custody_settle_not")
    supervisor.give_reason("Found in the locker")
    assert "it does not count. Found in the locker" in supervisor.words()
    supervisor.go("board")
    assert "Settle who holds the item" not in supervisor.words()
    supervisor.sync()
    detective.sync()
    assert detective.ask(custodian_of(item)) == "detective"


def test_hand_over_that_is_not_complete_says_what_is_missing_and_signs_nothing(sit_down):
    detective = sit_down("detective")
    detective.unlock()
    item = detective.ask(an_item)
    detective.come_to_front()
    detective.go("record", record_type="evidence_item", record_id=item)
    detective.enter("hand_over")
    dialog = detective.dialog("hand_over_dialog")
    go = dialog.findChild(QPushButton, "hand_over_go")
    go.setFocus()
    detective.qtbot.keyClick(go, Qt.Key.Key_Return)
    detective.settle()
    assert "Received by is still blank." in detective.words()
    assert dialog.isVisible()
    assert detective.ask(lambda s: load_chain(s, item).links) == ()
    dialog.reject()


def test_abusive_imagery_becomes_a_pointer_that_the_other_laptop_sees_and_no_file_is_asked_for(sit_down):
    detective, deputy = sit_down("detective"), sit_down("deputy", Role.DEPUTY)
    detective.unlock()
    item = detective.ask(an_item)
    detective.come_to_front()
    detective.go("record", record_type="evidence_item", record_id=item)
    detective.enter("digital_choose")
    dialog = detective.dialog("stop_dialog")
    yes = dialog.findChild(QPushButton, "stop_yes")
    yes.setFocus()
    detective.qtbot.keyClick(yes, Qt.Key.Key_Return)
    line = dialog.findChild(QLineEdit, "stop_reference")
    detective.qtbot.keyClicks(line, "DEMO-F-0042")
    detective.qtbot.keyClick(line, Qt.Key.Key_Return)
    detective.settle()
    assert detective.window.findChild(QFileDialog) is None
    detective.sync()
    deputy.unlock()
    deputy.sync()
    deputy.go("record", record_type="evidence_item", record_id=item)
    assert "Held in the forensic system only, under DEMO-F-0042" in deputy.words()
    assert not [b for b in deputy.window.findChildren(QPushButton, "digital_choose") if b.isVisible()]


def name_receipt(desk, words):
    desk.enter("custody_receipt")
    desk.give_reason(words)


def test_laboratory_that_uses_no_program_signs_on_paper_and_the_item_comes_back(sit_down):
    lab = "R. Demo, county laboratory"
    detective, deputy = sit_down("detective"), sit_down("deputy", Role.DEPUTY)
    detective.unlock()
    item = detective.ask(an_item)
    hand_over(detective, item, lab)
    assert f"Waits for the receipt that {lab} signed on paper" in detective.words()
    detective.go("board")
    assert "Name the receipt signed on paper for the item" in detective.words()
    detective.go("record", record_type="evidence_item", record_id=item)
    name_receipt(detective, "LAB-2026-17")
    assert f"Held by {lab}, who signed for it on paper only" in detective.words()
    detective.sync()
    deputy.unlock()
    deputy.sync()
    deputy.come_to_front()
    deputy.go("record", record_type="evidence_item", record_id=item)
    words = deputy.words()
    assert f"{lab} signed on paper: receipt LAB-2026-17, named by detective" in words
    assert "Signed by one, on paper by the other" in words
    assert "Signed by both" not in words
    deputy.enter("take_over")
    dialog = deputy.dialog("take_over_dialog")
    for name, text in (("handed_by", lab), ("receipt_reference", "LAB-2026-18")):
        line = dialog.findChild(QLineEdit, name)
        line.setFocus()
        deputy.qtbot.keyClicks(line, text)
    deputy.qtbot.keyClick(line, Qt.Key.Key_Tab)
    deputy.qtbot.keyClicks(QApplication.focusWidget(), "Sto")
    go = dialog.findChild(QPushButton, "hand_over_go")
    go.setFocus()
    deputy.qtbot.keyClick(go, Qt.Key.Key_Return)
    deputy.settle()
    assert "Held by Deputy" in deputy.words()
    deputy.sync()
    detective.sync()
    assert detective.ask(custodian_of(item)) == "deputy"
    assert detective.ask(lambda s: [link.paper for link in load_chain(s, item).links]) == ["receiver", "giver"]
