"""Work off the GUI thread: order, results, errors, owners that are gone, cancelling."""

from __future__ import annotations

import threading

import pytest
import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fieldapp.domain.faults import StoreError, SyncError, VaultError
from fieldapp.domain.problems import Problem, Refused
from ui.jobs import Jobs, Progress


@pytest.fixture
def owner(qapp: QApplication) -> QObject:
    return QObject()


def test_store_work_runs_on_one_thread_in_order_and_answers_on_the_gui_thread(
    jobs: Jobs, owner: QObject, qtbot: QtBot
) -> None:
    worked_on: set[str] = set()
    answered: list[tuple[int, bool]] = []

    def work(number: int) -> int:
        worked_on.add(threading.current_thread().name)
        return number

    for number in range(20):
        jobs.store(
            lambda number=number: work(number),
            lambda done: answered.append((done, threading.current_thread() is threading.main_thread())),
            None,
            owner,
        )
    qtbot.waitUntil(lambda: len(answered) == 20)
    assert answered == [(number, True) for number in range(20)]
    assert len(worked_on) == 1
    assert threading.main_thread().name not in worked_on


def test_network_work_does_not_wait_for_the_store(jobs: Jobs, owner: QObject, qtbot: QtBot) -> None:
    gate = threading.Event()
    answered: list[str] = []
    jobs.store(gate.wait, lambda _: answered.append("store"), None, owner)
    jobs.network(lambda: "net", answered.append, None, owner)
    qtbot.waitUntil(lambda: answered == ["net"])
    gate.set()
    qtbot.waitUntil(lambda: answered == ["net", "store"])


@pytest.mark.parametrize(
    "fault",
    [
        StoreError("DISK_FULL", "The disk is full."),
        VaultError("WRONG_PASSPHRASE", "Wrong."),
        SyncError("AWAY", "Headquarters is away."),
        Refused([Problem("REQUIRED", "name")]),
    ],
)
def test_faults_reach_the_screen(jobs: Jobs, owner: QObject, qtbot: QtBot, fault: Exception) -> None:
    told: list[Exception] = []

    def fail() -> None:
        raise fault

    jobs.store(fail, None, told.append, owner)
    qtbot.waitUntil(lambda: told == [fault])


def test_bug_reaches_the_crash_sink_and_not_the_screen(jobs: Jobs, owner: QObject, qtbot: QtBot) -> None:
    told: list[object] = []
    jobs.store(lambda: 1 // 0, told.append, told.append, owner, on_end=lambda: told.append("end"))
    qtbot.waitUntil(jobs.is_idle)
    assert [type(crash) for crash in jobs.crashes] == [ZeroDivisionError]
    assert told == ["end"]
    jobs.crashes.clear()


def test_result_for_a_screen_that_is_gone_is_dropped_but_the_work_is_done(
    jobs: Jobs, owner: QObject, qtbot: QtBot
) -> None:
    worked: list[str] = []
    told: list[object] = []
    gate = threading.Event()
    jobs.store(gate.wait, None, None, owner)
    jobs.store(lambda: worked.append("saved"), told.append, None, owner)
    shiboken6.delete(owner)
    gate.set()
    qtbot.waitUntil(jobs.is_idle)
    assert worked == ["saved"]
    assert told == []


def test_failed_save_of_a_screen_that_is_gone_is_still_told(jobs: Jobs, owner: QObject, qtbot: QtBot) -> None:
    def fail() -> None:
        raise StoreError("DISK_FULL", "The disk is full.")

    with qtbot.waitSignal(jobs.orphan_failed) as told:
        jobs.store(fail, None, None, owner)
        shiboken6.delete(owner)
    assert told.args[0].kind == "DISK_FULL"


def test_cancelled_search_neither_runs_nor_answers(jobs: Jobs, owner: QObject, qtbot: QtBot) -> None:
    gate = threading.Event()
    told: list[object] = []
    jobs.store(gate.wait, None, None, owner)
    search = jobs.store(lambda: told.append("ran"), told.append, None, owner)
    search.cancel()
    gate.set()
    qtbot.waitUntil(jobs.is_idle)
    assert told == []


def test_progress_reports_and_stops_the_work(jobs: Jobs, owner: QObject, qtbot: QtBot) -> None:
    progress = Progress()
    reports: list[tuple[int, int]] = []
    told: list[object] = []
    reached = threading.Event()
    stopped = threading.Event()
    progress.reported.connect(lambda done, total: reports.append((done, total)))

    def work() -> str:
        progress(1, 3)
        reached.set()
        stopped.wait()
        progress(2, 3)
        return "never"

    jobs.network(work, told.append, told.append, owner, on_end=lambda: told.append("end"))
    qtbot.waitUntil(reached.is_set)
    progress.cancel()
    stopped.set()
    qtbot.waitUntil(jobs.is_idle)
    assert reports == [(1, 3)]
    assert told == ["end"]


def test_closing_finishes_what_was_asked(qapp: QApplication, owner: QObject) -> None:
    jobs = Jobs(print)
    saved: list[int] = []
    for number in range(50):
        jobs.store(lambda number=number: saved.append(number), None, None, owner)
    jobs.close()
    assert saved == list(range(50))
