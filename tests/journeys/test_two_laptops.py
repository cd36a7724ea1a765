"""Unlock, capture, lock, unlock, sync; the other laptop sees it; both edit; the conflict is settled by a person."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton

from fieldapp.actions.conflict import count_clashes
from fieldapp.actions.exchange_status import load_status
from fieldapp.actions.lookup import load_record
from fieldapp.domain.access import Role


def newest(record_type):
    def ask(session):
        sql = f'SELECT id FROM "{record_type}" WHERE voided = 0 ORDER BY created_at DESC LIMIT 1'
        row = session.store.connection.exec_driver_sql(sql).fetchone()
        return row[0] if row else None

    return ask


def place_of(record_id):
    return lambda session: load_record(session, "recovery", record_id).values["place"]


def test_a_recovery_goes_from_one_laptop_to_the_other_and_a_conflict_is_settled(sit_down):
    detective, deputy = sit_down("detective"), sit_down("deputy", Role.DEPUTY)
    detective.unlock()
    detective.press("capture_recovery")
    detective.type("place", "Example Motel, 12 Demo Street")
    detective.lock()
    assert detective.window.findChildren(QLineEdit, "place") == []

    detective.unlock()
    recovery = detective.ask(newest("recovery"))
    assert detective.ask(place_of(recovery)) == "Example Motel, 12 Demo Street"
    assert detective.ask(load_status).waiting >= 1
    detective.sync()
    assert detective.ask(load_status).waiting == 0

    deputy.unlock()
    deputy.sync()
    assert deputy.ask(place_of(recovery)) == "Example Motel, 12 Demo Street"

    for who, text in ((detective, "Example Motel, room 5"), (deputy, "Example Motel, car park")):
        who.go("record", record_type="recovery", record_id=recovery)
        who.type("place", text)
    detective.sync()
    deputy.sync()
    assert deputy.ask(count_clashes) == 1

    deputy.go("conflicts")
    words = deputy.words()
    assert "Why" in words
    takes = [b for b in deputy.window.findChildren(QPushButton) if b.isVisible() and b.text() == "Take this one"]
    assert len(takes) == 2
    deputy.qtbot.mouseClick(takes[0], Qt.MouseButton.LeftButton)
    deputy.type("conflict_reason", "Was there myself")
    deputy.press("conflict_decide")
    assert deputy.ask(count_clashes) == 0
    chosen = deputy.ask(place_of(recovery))
    assert chosen in {"Example Motel, room 5", "Example Motel, car park"}
    deputy.sync()
    detective.sync()
    assert detective.ask(place_of(recovery)) == chosen
    assert detective.ask(count_clashes) == 0


def test_a_partner_sees_the_call_out_and_nothing_of_the_police(sit_down):
    detective, advocate = sit_down("detective"), sit_down("advocate", Role.ADVOCATE, "CAST")
    detective.unlock()
    detective.press("capture_recovery")
    detective.type("place", "Example Motel, 12 Demo Street")
    recovery = detective.ask(newest("recovery"))

    def ask_partner(session):
        from fieldapp.actions.capture import save_record
        from fieldapp.records.seed import agency_id

        values = {"recovery": recovery, "client_code": "Demo-7", "agency": agency_id("CAST"), "status": "sent"}
        return save_record(session, "referral", values)

    referral = detective.ask(ask_partner)
    detective.sync()
    advocate.unlock()
    advocate.sync()
    assert advocate.ask(lambda session: load_record(session, "referral", referral)).values["client_code"] == "Demo-7"
    assert advocate.ask(newest("recovery")) is None
    advocate.go("board")
    assert "Demo-7" in advocate.words()
    assert "Example Motel" not in advocate.words()


def test_headquarters_away_is_said_and_nothing_is_lost(sit_down, hq, monkeypatch):
    detective = sit_down("detective")
    detective.unlock()
    detective.press("capture_recovery")
    detective.type("place", "Example Motel")
    monkeypatch.setattr(type(hq.door), "handle", lambda *_: (_ for _ in ()).throw(ConnectionError))
    detective.sync()
    status = detective.ask(load_status)
    assert status.waiting >= 1
    assert status.fault
    monkeypatch.undo()
    detective.sync()
    assert detective.ask(load_status).waiting == 0


def test_f9_puts_an_ordinary_sheet_in_front_and_locks(sit_down):
    detective = sit_down("detective")
    detective.unlock()
    title = detective.window.windowTitle()
    detective.come_to_front()
    detective.qtbot.keyClick(detective.window, Qt.Key.Key_F9)
    detective.qtbot.waitUntil(detective.window.is_locked, timeout=10_000)
    assert detective.window.is_hidden()
    assert "recover" not in (title + detective.window.windowTitle()).lower()
