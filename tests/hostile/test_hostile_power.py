"""The power goes while somebody screens: what was acknowledged is there, and answers, result and duties agree."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fieldapp.actions.screening import load_answers, open_screening
from fieldapp.actions.screening_close import finalise_screening, note_disclosure
from fieldapp.actions.screening_duty import close_duty, fire_duties, list_duties, summarise_stored
from fieldapp.actions.screening_version import move_to_version
from fieldapp.actions.session import Session
from fieldapp.forms.summary import differences
from tests.fakes.checklist import a_package, an_xform
from tests.fakes.clock import FakeClock
from tests.fakes.laptop import PASSPHRASE, a_laptop, a_session
from tests.fakes.screened import a_checklist, a_screening, answer

CLEAR = {"/data/moves": "no", "/data/papers": "yes", "/data/debt": "yes"}
OTHER = a_package("2", xform=an_xform("2", has_remarks=False), save_to={})


@pytest.fixture
def session(tmp_path: Path, clock: FakeClock) -> Iterator[Session]:
    """A detective's fresh laptop."""
    made = a_session(tmp_path, clock)
    yield made
    made.close()


def told(session: Session, screening_id: str) -> tuple:
    """All that there is of a screening."""
    row = session.store.record("screening", screening_id)
    duties = [(duty.duty, duty.status) for duty in list_duties(session, screening_id)]
    return dict(row), load_answers(session, screening_id), duties


def is_in_step(session: Session, screening_id: str) -> bool:
    screening = open_screening(session, screening_id)
    return not differences(summarise_stored(screening), screening.values)


def an_answer(session: Session, screening_id: str) -> None:
    answer(session, screening_id, {"/data/papers": "yes"})


def a_disclosure(session: Session, screening_id: str) -> None:
    note_disclosure(session, screening_id, "He keeps my phone")


def a_move(session: Session, screening_id: str) -> None:
    move_to_version(session, screening_id, OTHER.sha256)


def an_end(session: Session, screening_id: str) -> None:
    finalise_screening(session, screening_id)


@pytest.mark.parametrize("act", [an_answer, a_disclosure, a_move, an_end])
def test_plug_pulled_at_any_step_leaves_the_screening_as_it_was_or_as_it_became(
    session: Session, act: Callable[[Session, str], None]
) -> None:
    a_checklist(session, OTHER)
    screening_id = a_screening(session)
    answer(session, screening_id, {**CLEAR, "/data/papers": "no", "/data/remarks": "Quiet"})
    for duty in fire_duties(session, screening_id):
        close_duty(session, duty.task_id)
    before = told(session, screening_id)
    for last in itertools.count(1):
        steps = itertools.count(1)

        def pull(_step: str, steps: Iterator[int] = steps, last: int = last) -> None:
            if next(steps) == last:
                raise KeyboardInterrupt

        session.store.fault = pull
        try:
            act(session, screening_id)
        except KeyboardInterrupt:
            session.store.fault = lambda _: None
            if told(session, screening_id) != before:
                break  # the plug was pulled behind the commit: the act stands whole
            assert is_in_step(session, screening_id)
        else:
            break
    session.store.fault = lambda _: None
    assert last > 2
    assert told(session, screening_id) != before
    assert is_in_step(session, screening_id)
    assert session.store.journal.verify(session.store.connection) == []


def _answer_until_killed(folder: Path, screening_id: str, pipe) -> None:
    from tests.fakes.clock import FakeClock

    session = a_laptop(folder, FakeClock()).unlock(PASSPHRASE)
    for number in itertools.count():
        value = ("yes", "no")[number % 2]
        answer(session, screening_id, {"/data/papers": value, "/data/remarks": f"Note {number}"})
        fire_duties(session, screening_id)
        pipe.send(number)


def test_what_was_acknowledged_survives_a_killed_process_and_agrees_with_its_result(
    tmp_path: Path, clock: FakeClock
) -> None:
    session = a_session(tmp_path, clock)
    screening_id = a_screening(session)
    session.close()
    context = multiprocessing.get_context("fork")
    for round_number in range(5):
        ours, theirs = context.Pipe(duplex=False)
        child = context.Process(target=_answer_until_killed, args=(tmp_path, screening_id, theirs), daemon=True)
        child.start()
        theirs.close()
        done = -1
        while done < 3 + round_number and ours.poll(30):
            done = ours.recv()
        os.kill(child.pid or 0, signal.SIGKILL)
        child.join()
        ours.close()
        session = a_laptop(tmp_path, clock).unlock(PASSPHRASE)
        note = int(load_answers(session, screening_id)["/data/remarks"].value.removeprefix("Note "))
        assert note >= done >= 3
        assert is_in_step(session, screening_id)
        assert session.store.journal.verify(session.store.connection) == []
        session.close()
