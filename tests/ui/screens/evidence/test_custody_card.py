"""The time line of an item's custody: who holds it, what waits for whom, what is odd, and who may do what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import QRegularExpression
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fieldapp.actions.capture import save_record
from fieldapp.actions.custody import hand_over
from fieldapp.domain.access import Role
from fieldapp.domain.clock import to_wire
from fieldapp.store.store import Author
from tests.fakes.clock import FakeClock
from tests.fakes.office import Office
from ui.screens.evidence.custody_card import CustodyCard
from ui.screens.evidence.hand_over_dialog import HandOverDialog
from ui.screens.record.record_screen import RecordScreen

LookAt = Callable[[QWidget, str], None]


def an_item(office: Office, **values: object) -> str:
    facts = {
        "number": "DEMO-E-12",
        "kind": "device",
        "description": "Black phone with a cracked screen",
        "seized_at": to_wire(office.clock.now() - timedelta(hours=5)),
        "seized_by": "alvarez",
        "storage_place": "Demo property room, shelf 4",
    }
    return office.do(lambda s: save_record(s, "evidence_item", facts | values))


def told(office: Office, transfer: str, who: str, **values: object) -> None:
    """What somebody else wrote of a transfer, as it comes with a round."""
    office.do(lambda s: s.store.save(Author(who, s.profile.agency), "custody_transfer", values, record_id=transfer))


def write_down(office: Office, item: str, giver: str, receiver: str, **values: object) -> str:
    facts = {
        "evidence_item": item,
        "handed_by": giver,
        "received_by": receiver,
        "handed_at": to_wire(office.clock.now()),
        "purpose": "storage",
    }
    return office.do(lambda s: save_record(s, "custody_transfer", facts | values))


def a_card(office: Office, qtbot: QtBot, item: str) -> CustodyCard:
    card = CustodyCard(office.desk)
    qtbot.addWidget(card)
    card.show_item(item)
    office.settle()
    return card


def buttons(card: QWidget) -> set[str]:
    return {made.objectName() for made in card.findChildren(QPushButton)} - {"hand_over", "take_over", "custody_sheet"}


def words(card: QWidget) -> str:
    return "\n".join(made.text() for made in card.findChildren(QLabel))


def stamp(office: Office, side: str, answer: str, **values: str) -> dict[str, str]:
    return {f"{side}_answer": answer, f"{side}_answered_at": to_wire(office.clock.now()), **values}


def test_item_that_nobody_handed_on_says_who_seized_it(office: Office, qtbot: QtBot):
    card = a_card(office, qtbot, an_item(office))
    assert "Held by Dana Alvarez" in words(card)
    assert "It has not been handed on." in words(card)


def test_people_are_called_by_name_and_stand_in_the_hint_as_they_were_written_down(office: Office, qtbot: QtBot):
    office.do(lambda s: save_record(s, "training", {"who": "Ines Okafor", "handle": "okafor", "course": "csec_patrol"}))
    item = an_item(office)
    transfer = office.do(lambda s: hand_over(s, item, "okafor", "laboratory"))
    told(office, transfer, "okafor", **stamp(office, "receiver", "denied", receiver_reason="Not mine"))
    card = a_card(office, qtbot, item)
    assert "Ines Okafor denied it" in words(card)
    assert "okafor" not in words(card)
    hints = [made.toolTip() for made in card.findChildren(QLabel)]
    assert any("okafor" in hint for hint in hints)


def test_only_whom_it_waits_for_can_sign_or_deny(office: Office, qtbot: QtBot):
    item = an_item(office)
    office.do(lambda s: hand_over(s, item, "okafor", "laboratory"))
    assert buttons(a_card(office, qtbot, item)) == set()
    other = an_item(office)
    write_down(office, other, "okafor", "alvarez")
    assert buttons(a_card(office, qtbot, other)) == {"custody_sign", "custody_deny"}


def test_only_a_supervisor_settles_a_dispute(open_desk: Callable[..., Office], qtbot: QtBot):
    for role, found in ((Role.DETECTIVE, set()), (Role.SUPERVISOR, {"custody_settle_counts", "custody_settle_not"})):
        office = open_desk(role)
        item = an_item(office)
        transfer = office.do(lambda s, i=item: hand_over(s, i, "okafor", "laboratory"))
        told(office, transfer, "okafor", **stamp(office, "receiver", "denied", receiver_reason="Not mine"))
        card = a_card(office, qtbot, item)
        assert "One of the two denies it." in words(card)
        assert "okafor denied it" in words(card)
        assert buttons(card) == found


def test_locking_leaves_nothing_in_the_card(office: Office, qtbot: QtBot):
    item = an_item(office)
    office.do(lambda s: hand_over(s, item, "okafor", "laboratory", place="Laboratory desk"))
    card = a_card(office, qtbot, item)
    assert "okafor" in words(card)
    card.wipe()
    qtbot.waitUntil(lambda: "okafor" not in words(card))


def test_custody_in_every_theme(office: Office, qtbot: QtBot, clock: FakeClock, look_at: LookAt):
    item = an_item(office)
    first = office.do(lambda s: hand_over(s, item, "okafor", "storage", place="Station lobby", seal_number="S-1001"))
    clock.advance(1800)
    told(office, first, "okafor", **stamp(office, "receiver", "signed"))
    clock.advance(3600)
    second = write_down(office, item, "okafor", "reyes", purpose="laboratory", seal_number="S-1001", seal_intact=False)
    told(office, second, "okafor", **stamp(office, "giver", "denied", giver_reason="Still in my locker"))
    told(office, second, "reyes", **stamp(office, "receiver", "denied", receiver_reason="Never saw it"))
    clock.advance(3600)
    write_down(office, item, "okafor", "alvarez", purpose="court", place="Demo courthouse")
    screen = RecordScreen(office.desk)
    qtbot.addWidget(screen)
    screen.shown(record_type="evidence_item", record_id=item)
    office.settle()
    assert screen.page is not None
    qtbot.waitUntil(lambda: len(screen.page.custody.rows) == 3)
    look_at(screen, "evidence")
    dialog = HandOverDialog(screen, office.desk, ["okafor", "reyes"])
    qtbot.addWidget(dialog)
    look_at(dialog, "hand-over")


def test_long_line_of_an_item_does_not_widen_the_page_of_its_warrant(office: Office, qtbot: QtBot):
    warrant = office.do(lambda s: save_record(s, "search_warrant", {"number": "DEMO-SW-1", "kind": "account"}))
    an_item(office, search_warrant=warrant, storage_place="Demo property room, a shelf far at the back " * 3)
    screen = RecordScreen(office.desk)
    qtbot.addWidget(screen)
    screen.shown(record_type="search_warrant", record_id=warrant)
    office.settle()
    assert screen.page is not None
    sections = screen.page.children_shown
    qtbot.waitUntil(lambda: bool(sections[0].findChildren(QPushButton, QRegularExpression("child_.*"))))
    assert sections[0].minimumSizeHint().width() < 600


def test_paper_receipt_is_asked_of_whoever_handed_over_and_questioned_by_a_supervisor(
    open_desk: Callable[..., Office], qtbot: QtBot
):
    for role, found in ((Role.DETECTIVE, set()), (Role.SUPERVISOR, {"custody_settle_counts", "custody_settle_not"})):
        office = open_desk(role)
        item = an_item(office)
        office.do(lambda s, i=item: hand_over(s, i, "R. Demo, county laboratory", "laboratory"))
        assert buttons(a_card(office, qtbot, item)) == {"custody_receipt"}
        other = an_item(office)
        office.do(lambda s, i=other: hand_over(s, i, "R. Demo, laboratory", "laboratory", receipt_reference="L-17"))
        assert buttons(a_card(office, qtbot, other)) == found
