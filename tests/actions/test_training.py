"""Trainings: which count, which run out, who lacks one, and what a screening reads of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from fieldapp.actions.board import load_board
from fieldapp.actions.capture import save_record
from fieldapp.actions.session import Session
from fieldapp.actions.training import SOON_DAYS, load_trainings, trained_on
from fieldapp.domain.problems import Refused


def day(session: Session, days: int) -> str:
    return (session.clock.now().astimezone().date() + timedelta(days=days)).isoformat()


def a_training(session: Session, completed: int = -30, expires: int | None = None, **values: object) -> str:
    until = day(session, expires) if expires is not None else None
    facts = {"who": "Dana Alvarez", "course": "csec_patrol", "completed_on": day(session, completed)}
    return save_record(session, "training", {**facts, "expires_on": until, **values})


@pytest.mark.parametrize(
    ("expires", "state"),
    [(-1, "expired"), (0, "soon"), (SOON_DAYS, "soon"), (SOON_DAYS + 1, "valid"), (None, "valid")],
)
def test_training_is_amber_before_it_runs_out_and_red_after(session: Session, expires: int | None, state: str):
    a_training(session, expires=expires)
    assert [each.state for each in load_trainings(session)] == [state]


def test_the_newest_training_of_a_course_counts(session: Session):
    a_training(session, -800, -70)
    newest = a_training(session, -10, 700)
    assert [(each.record_id, each.state) for each in load_trainings(session)] == [(newest, "valid")]


def test_who_has_another_course_only_lacks_the_one_for_patrol(session: Session):
    a_training(session, course="cjis_security", who="Dep. Demowood")
    assert [(each.who, each.course, each.state) for each in load_trainings(session)] == [
        ("Dep. Demowood", "csec_patrol", "lacking"),
        ("Dep. Demowood", "cjis_security", "valid"),
    ]


def test_screening_reads_the_training_of_whoever_screens(session: Session):
    assert trained_on(session) is None
    a_training(session, -30, 10)
    assert trained_on(session) == date.fromisoformat(day(session, -30))


def test_training_that_ran_out_does_not_count_for_a_screening(session: Session):
    a_training(session, -800, -1)
    assert trained_on(session) is None


def test_own_training_that_runs_out_stands_on_the_board(session: Session):
    own = a_training(session, -700, 20)
    a_training(session, -700, 20, who="Somebody Else")
    assert [each.record_id for each in load_board(session).trainings] == [own]


def test_training_that_expires_before_it_was_completed_is_refused_when_final(session: Session):
    from fieldapp.actions.capture import finalise_record

    wrong = a_training(session, -10, -20)
    with pytest.raises(Refused) as refused:
        finalise_record(session, "training", wrong)
    assert [problem.code for problem in refused.value.problems] == ["TRAINING_EXPIRES_BEFORE"]
