"""The checklists of the program on a real laptop: begun, answered, their duties done, locked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldapp.actions.screening import start_screening
from fieldapp.actions.screening_close import finalise_problems, finalise_screening, note_disclosure
from fieldapp.actions.screening_duty import close_duty, fire_duties, list_duties
from fieldapp.actions.session import Session
from fieldapp.domain.access import Role
from fieldapp.domain.wire import Json
from fieldapp.forms.bundle import bundled_heads
from fieldapp.records.screening import INDICATORS
from fieldapp.records.seed import agency_id
from tests.fakes.clock import FakeClock
from tests.fakes.laptop import a_session
from tests.fakes.refusal import codes
from tests.fakes.sample import a_person
from tests.fakes.screened import HEADER, a_screening, answer
from tests.forms.running import bundled, form_of


@pytest.fixture
def deputy(tmp_path: Path, clock: FakeClock) -> Iterator[Session]:
    """A deputy's fresh laptop."""
    made = a_session(tmp_path / "deputy", clock, Role.DEPUTY)
    yield made
    made.close()


@pytest.fixture
def advocate(tmp_path: Path, clock: FakeClock) -> Iterator[Session]:
    """The laptop of a partner's advocate."""
    made = a_session(tmp_path / "ngo", clock, Role.ADVOCATE, handle="moreno", agency=agency_id("CAST"))
    yield made
    made.close()


def paths(form_id: str) -> dict[str, str]:
    """Return where each question of a form stands, by its name."""
    return {control.path.rpartition("/")[2]: control.path for control in form_of(bundled(form_id).sha256).controls()}


def put(session: Session, screening_id: str, form_id: str, known: str = "observed", **answers: str) -> None:
    where = paths(form_id)
    answer(session, screening_id, {where[name]: value for name, value in answers.items()}, known)


def stored(session: Session, screening_id: str) -> dict[str, Json]:
    return dict(session.store.record("screening", screening_id) or {})


def test_indicators_of_a_youth_reach_the_record_and_hold_it_up_until_their_duties_are_done(deputy: Session) -> None:
    screening_id = a_screening(deputy, bundled("pc_236_2"))
    put(deputy, screening_id, "pc_236_2", age_group="under_18", signs_of_harm="present", silenced="not_observed")
    assert [stored(deputy, screening_id).get(name) for name in INDICATORS] == ["present", "not_observed", *[None] * 5]
    rest = dict.fromkeys(INDICATORS[2:], "not_present")
    put(deputy, screening_id, "pc_236_2", **rest)
    assert codes(finalise_screening, deputy, screening_id) == ["DUTY_OPEN"] * 4
    for duty in list_duties(deputy, screening_id):
        close_duty(deputy, duty.task_id)
    finalise_screening(deputy, screening_id)
    record = stored(deputy, screening_id)
    assert record["state"] == "final"
    assert (record.get("score"), record.get("band"), record["answered"], record["asked"]) == (None, None, 8, 8)
    assert (record["checklist"], record["checklist_sha256"]) == ("pc_236_2", bundled("pc_236_2").sha256)


def test_what_was_not_asked_is_blank_in_the_locked_record(deputy: Session) -> None:
    screening_id = a_screening(deputy, bundled("pc_236_2"))
    assert codes(finalise_screening, deputy, screening_id) == ["QUESTION_UNANSWERED"] * 8
    put(deputy, screening_id, "pc_236_2", "not_asked", **dict.fromkeys(("age_group", *INDICATORS), ""))
    assert finalise_problems(deputy, screening_id) == ()
    finalise_screening(deputy, screening_id)
    record = stored(deputy, screening_id)
    assert record["state"] == "final"
    assert {record.get(name) for name in INDICATORS} == {None}


def test_disclosure_ends_the_questions_and_brings_its_duties(deputy: Session) -> None:
    screening_id = a_screening(deputy, bundled("pc_236_2"))
    duties = note_disclosure(deputy, screening_id, "He keeps my phone")
    assert {duty.duty for duty in duties} == {
        *("report_phone", "report_written", "advocate_call", "bureau_notification", "immediate_needs", "hotline")
    }
    assert set(codes(finalise_screening, deputy, screening_id)) == {"DUTY_OPEN"}


def test_clear_concern_brings_the_duties_of_the_county_protocol(deputy: Session) -> None:
    screening_id = a_screening(deputy, bundled("demo_concern"))
    put(deputy, screening_id, "demo_concern", missing="yes", afraid="clearly", earning="yes")
    duties = fire_duties(deputy, screening_id)
    assert [duty.duty for duty in duties if duty.is_mandated] == ["report_phone", "report_written"]
    assert {duty.duty for duty in duties} == {
        *("report_phone", "report_written", "advocate_call", "safety_plan", "bureau_notification")
    }
    record = stored(deputy, screening_id)
    assert (record["score"], record["score_highest"], record["band"]) == (12, 22, "clear_concern")


def test_immediate_danger_is_the_first_duty_on_the_list(deputy: Session) -> None:
    screening_id = a_screening(deputy, bundled("field_needs"))
    put(deputy, screening_id, "field_needs", immediate_danger="yes", injury="yes", food="yes")
    duties = fire_duties(deputy, screening_id)
    assert [duty.duty for duty in duties] == ["safety_plan", "medical", "immediate_needs"]
    assert duties[0].what.startswith("Immediate danger")


def test_ahtst_is_for_adults_and_not_for_officers(deputy: Session, advocate: Session) -> None:
    assert codes(a_screening, deputy, bundled("ahtst_2018"), age=30) == ["CHECKLIST_ROLE"]
    about: dict[str, Json] = {**HEADER, "client_code": "Doe-2026-0131"}
    sha256 = bundled("ahtst_2018").sha256
    assert codes(start_screening, advocate, sha256, about) == ["SCREENING_AGE_UNKNOWN"]
    assert codes(start_screening, advocate, sha256, about, apparent_age=15) == ["SCREENING_AGE_OUTSIDE"]
    screening_id = start_screening(advocate, sha256, about, apparent_age=30)
    put(advocate, screening_id, "ahtst_2018", "disclosed", papers_kept="yes", kept_apart="declined")
    assert {duty.duty for duty in fire_duties(advocate, screening_id)} == {"advocate_call", "hotline"}
    record = stored(advocate, screening_id)
    assert (record["score"], record["score_highest"], record.get("band"), record["answered"]) == (1, 8, None, 1)


def test_tvit_asks_when_the_screener_was_trained(advocate: Session) -> None:
    about: dict[str, Json] = {**HEADER, "client_code": "Doe-2026-0131"}
    sha256 = bundled("tvit_short").sha256
    assert codes(start_screening, advocate, sha256, about) == ["SCREENING_TRAINING"]
    assert start_screening(advocate, sha256, {**about, "screener_trained_on": "2026-02-01"})


def test_demonstration_is_for_youths(deputy: Session) -> None:
    adult = a_person(deputy, "Doe-2026-0132", estimated_age=25, age_basis="apparent")
    about: dict[str, Json] = {**HEADER, "person": adult}
    assert codes(start_screening, deputy, bundled("demo_concern").sha256, about) == ["SCREENING_AGE_OUTSIDE"]


def test_none_of_them_is_a_record_until_a_screening_is_made_with_it(deputy: Session) -> None:
    a_screening(deputy, bundled("pc_236_2"))
    held = deputy.store.connection.exec_driver_sql("SELECT count(*) FROM checklist").scalar_one()
    assert held == 0
    assert len(bundled_heads()) >= 6
