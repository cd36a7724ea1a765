"""Somebody whom headquarters made something else is told above every screen, once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pytestqt.qtbot import QtBot

from fieldapp.actions.session import Session
from fieldapp.domain.access import Role
from tests.fakes.clock import FakeClock
from tests.fakes.laptop import PASSPHRASE, a_laptop, a_session
from ui.jobs import Jobs
from ui.role_watch import RoleWatch
from ui.screens.unlock.gate import Gate
from ui.workspace import build_workspace


def test_demoted_supervisor_is_told_once_and_what_becomes_of_unsent_words(
    tmp_path: Path, clock: FakeClock, qtbot: QtBot, jobs: Jobs
):
    a_session(tmp_path, clock, Role.SUPERVISOR).close()
    gate = Gate(lambda: True, a_laptop(tmp_path, clock).unlock, lambda *_: None, Session.close)
    window = build_workspace(gate, jobs, clock, None)
    qtbot.addWidget(window)
    jobs.store(lambda: gate.unlock(PASSPHRASE), window._on_unlocked, None, window)
    qtbot.waitUntil(lambda: not window.is_locked())
    session, said = window.desk.session, []
    window.desk.warned.connect(lambda headline, detail: said.append((headline, detail)))
    (watch,) = window.findChildren(RoleWatch)
    watch.look()
    assert said == []
    session.profile = replace(session.profile, role="detective")
    watch.look()
    watch.look()
    ((headline, detail),) = said
    assert headline == "Headquarters changed your role: Detective."
    assert "had not sent is kept" in detail
    window.lock()
    qtbot.waitUntil(jobs.is_idle)
