"""A search warrant through the window by keyboard: sworn, issued, served, returned; void when nobody serves it."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton

from fieldapp.actions.capture import save_record
from fieldapp.actions.conflict import count_clashes
from fieldapp.actions.lookup import load_record
from fieldapp.actions.warrant import load_life
from fieldapp.domain.access import Role
from fieldapp.domain.clock import to_wire


def a_warrant(status="drafting", days_ago=0, kind="account"):
    def ask(session):
        values = {"number": "DEMO-SW-1", "kind": kind, "target": "Account demo-1", "status": status}
        if days_ago:
            then = session.clock.now() - timedelta(days=days_ago)
            values |= {"affidavit_at": to_wire(then - timedelta(hours=2)), "issued_at": to_wire(then)}
        return save_record(session, "search_warrant", values)

    return ask


def values_of(warrant):
    return lambda session: load_record(session, "search_warrant", warrant).values


def open_page(desk, warrant):
    desk.come_to_front()
    desk.go("record", record_type="search_warrant", record_id=warrant)


def test_warrant_goes_from_affidavit_to_return_with_one_key_each(sit_down):
    detective, supervisor = sit_down("detective"), sit_down("supervisor", Role.SUPERVISOR)
    detective.unlock()
    warrant = detective.ask(a_warrant())
    open_page(detective, warrant)
    for step in ("affidavit", "issued", "served"):
        detective.enter(f"warrant_{step}")
    words = detective.words()
    assert "The target is to be notified with the service" in words
    assert "Penal Code 1534(a)" in words
    detective.enter("warrant_notice")
    assert "The target is to be notified with the service" not in detective.words()
    detective.sync()
    supervisor.unlock()
    supervisor.sync()
    open_page(supervisor, warrant)
    supervisor.enter("warrant_returned")
    supervisor.sync()
    detective.sync()
    found = detective.ask(values_of(warrant))
    assert found["status"] == "returned"
    times = [found[name] for name in ("affidavit_at", "issued_at", "served_at", "returned_at")]
    assert times == sorted(times)
    assert found["served_by"] == "Detective"
    assert detective.ask(count_clashes) == 0


def test_warrant_that_nobody_served_is_void_and_says_so_on_both_laptops(sit_down):
    detective, deputy = sit_down("detective"), sit_down("deputy", Role.DEPUTY)
    detective.unlock()
    warrant = detective.ask(a_warrant("issued", days_ago=11, kind="premises"))
    detective.sync()
    deputy.unlock()
    deputy.sync()
    open_page(deputy, warrant)
    assert "Void: it was not served in the time that the law gives" in deputy.words()
    assert not [b for b in deputy.window.findChildren(QPushButton, "warrant_served") if b.isVisible()]
    open_page(detective, warrant)
    detective.enter("warrant_expired")
    dialog = next(d for d in detective.window.findChildren(QDialog, "reason_dialog") if d.isVisible())
    line = dialog.findChild(QLineEdit, "reason")
    detective.qtbot.keyClicks(line, "Nobody was there")
    go = dialog.findChild(QPushButton, "reason_go")
    go.setFocus()
    detective.qtbot.keyClick(go, Qt.Key.Key_Return)
    detective.settle()
    assert "Expired unserved" in detective.words()
    assert detective.ask(values_of(warrant))["void_reason"] == "Nobody was there"
    assert detective.ask(lambda s: load_life(s, warrant)).life.moves == ()


def test_step_is_taken_back_by_ctrl_z(sit_down):
    detective = sit_down("detective")
    detective.unlock()
    warrant = detective.ask(a_warrant("issued", days_ago=2, kind="premises"))
    open_page(detective, warrant)
    detective.enter("warrant_served")
    assert detective.ask(values_of(warrant))["status"] == "served"
    detective.window.desk.undo()
    detective.settle()
    assert detective.ask(values_of(warrant))["status"] == "issued"


def test_two_laptops_that_serve_and_recall_offline_leave_a_conflict_and_lose_nothing(sit_down):
    detective, deputy = sit_down("detective"), sit_down("deputy", Role.DEPUTY)
    detective.unlock()
    warrant = detective.ask(a_warrant("issued", days_ago=2, kind="premises"))
    detective.sync()
    deputy.unlock()
    deputy.sync()
    open_page(detective, warrant)
    detective.enter("warrant_served")
    open_page(deputy, warrant)
    deputy.enter("warrant_recalled")
    dialog = next(d for d in deputy.window.findChildren(QDialog, "reason_dialog") if d.isVisible())
    deputy.qtbot.keyClicks(dialog.findChild(QLineEdit, "reason"), "Court called")
    go = dialog.findChild(QPushButton, "reason_go")
    go.setFocus()
    deputy.qtbot.keyClick(go, Qt.Key.Key_Return)
    deputy.settle()
    detective.sync()
    deputy.sync()
    detective.sync()
    for desk in (detective, deputy):
        assert desk.ask(count_clashes) == 1
        found = desk.ask(values_of(warrant))
        assert found["served_at"]
        assert found["void_reason"] == "Court called"
