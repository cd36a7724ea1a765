"""An operation from draft to debriefing, one press a step, offline; captures after closing; the provider notice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fieldapp.actions.capture import save_record
from fieldapp.actions.history import load_history
from fieldapp.actions.operation import (
    accept_after_closing,
    change_phase,
    release_notice,
    reopen_operation,
    sign_in_all,
    take_step,
)
from fieldapp.actions.operation_notice import note_given, part_of_day, provider_notice
from fieldapp.actions.operation_scene import load_scene
from fieldapp.actions.stamp import take_stamp_back
from fieldapp.domain.access import Role
from fieldapp.domain.clock import from_wire, to_wire
from fieldapp.domain.problems import Refused
from fieldapp.records.seed import agency_id
from fieldapp.rules.operation_guard import missing_for
from tests.fakes.laptop import a_session
from tests.fakes.sample import LIEUTENANT, a_person, a_recovery, approve

PLAN = {
    "name": "Quiet Harbor",
    "kind": "outreach",
    "objective": "Offer help in six motels",
    "risk_class": "moderate",
    "incident_commander": "Lieutenant Example",
    "medical_plan": "Demo Hospital",
    "abort_signal": "Umbrella",
    "victim_services_lead": "Robin Demoson",
    "deconfliction_result": "clear",
    "expected_victims": 3,
    "minors_expected": False,
    "languages": ["en", "es"],
    "command_post": "Station 4",
    "agency": agency_id("LASD"),
}
HOUR = 3600


@pytest.fixture
def supervisor(tmp_path, clock):
    made = a_session(tmp_path / "supervisor", clock, Role.SUPERVISOR)
    yield made
    made.close()


def an_operation(session, **values):
    starts_at = to_wire(session.clock.now() + timedelta(hours=1))
    return save_record(session, "operation", {**PLAN, "starts_at": starts_at, **values})


def status(session, operation):
    return session.store.record("operation", operation)["status"]


def codes(refused):
    return {problem.code for problem in refused.value.problems}


def review(session, operation):
    signed = {"status": "reviewed", "reviewed_by": LIEUTENANT.name, "reviewed_at": to_wire(session.clock.now())}
    session.store.save(LIEUTENANT, "operation", signed, record_id=operation)


def run(session, operation):
    review(session, operation)
    approve(session, operation)
    session.store.save(session.author, "operation", {"status": "approved"}, record_id=operation)
    take_step(session, operation, "briefed")
    return take_step(session, operation, "active")


def test_operation_goes_through_its_life_one_press_a_step(session, clock):
    operation = an_operation(session)
    run(session, operation)
    clock.advance(4 * HOUR)
    take_step(session, operation, "closed")
    with pytest.raises(Refused) as refused:
        take_step(session, operation, "debriefed")
    assert codes(refused) == {"OPERATION_STEP_NEEDS"}
    save_record(session, "operation", {"outcome": "Six motels visited"}, record_id=operation)
    take_step(session, operation, "debriefed")
    values = session.store.record("operation", operation)
    assert values["approved_by"] == "Lieutenant Example"
    assert values["reviewed_at"] < values["closed_at"] <= values["debriefed_at"]
    kinds = [event.kind for event in load_scene(session, operation).events]
    steps = ("reviewed", "approved", "briefed", "active", "closed", "debriefed")
    assert [kind for kind in kinds if kind.startswith("step_")] == [f"step_{step}" for step in steps]


def test_step_is_taken_back(supervisor):
    operation = an_operation(supervisor)
    made = take_step(supervisor, operation, "reviewed")
    assert supervisor.store.record("operation", operation)["reviewed_by"] == "Dana Alvarez"
    take_stamp_back(supervisor, made)
    values = supervisor.store.record("operation", operation)
    assert values["status"] == "draft"
    assert values["reviewed_by"] is None


def test_all_that_is_missing_is_said_at_once_and_nothing_is_written(supervisor):
    operation = an_operation(supervisor, medical_plan=None, abort_signal=None)
    take_step(supervisor, operation, "reviewed")
    with pytest.raises(Refused) as refused:
        take_step(supervisor, operation, "approved")
    assert {problem.field for problem in refused.value.problems} == {"medical_plan", "abort_signal"}
    assert status(supervisor, operation) == "reviewed"


def test_nobody_but_a_supervisor_reviews_or_approves_a_plan(session):
    operation = an_operation(session)
    for step in ("reviewed", "approved"):
        with pytest.raises(Refused) as refused:
            take_step(session, operation, step)
        assert codes(refused) == {"SUPERVISOR_NEEDED"}
    assert status(session, operation) == "draft"
    assert missing_for("approved", session.store.record("operation", operation)) == []


def test_supervisor_approves_in_their_own_name_and_in_no_other(supervisor):
    operation = an_operation(supervisor)
    signed = {"approved_by": "Captain Second", "approved_at": to_wire(supervisor.clock.now())}
    with pytest.raises(Refused) as refused:
        save_record(supervisor, "operation", signed, record_id=operation)
    assert codes(refused) == {"SIGNED_AS_ANOTHER"}
    take_step(supervisor, operation, "approved")
    assert supervisor.store.record("operation", operation)["approved_by"] == "Dana Alvarez"


@pytest.mark.parametrize("risk", ["high", "highest"])
def test_supervisor_does_not_approve_their_own_plan_at_high_risk(session, supervisor, risk):
    operation = an_operation(supervisor, risk_class=risk)
    with pytest.raises(Refused) as refused:
        take_step(supervisor, operation, "approved")
    assert codes(refused) == {"APPROVAL_BY_A_SECOND"}
    approve(session, other := an_operation(session, risk_class=risk))
    session.store.save(session.author, "operation", {"status": "approved"}, record_id=other)
    assert status(session, other) == "approved"
    take_step(supervisor, own := an_operation(supervisor), "approved")
    assert status(supervisor, own) == "approved"


def test_calling_off_takes_a_reason(session):
    operation = an_operation(session)
    with pytest.raises(Refused) as refused:
        take_step(session, operation, "cancelled")
    assert codes(refused) == {"CANCEL_REASON_MISSING"}
    take_step(session, operation, "cancelled", reason="Empty site")
    assert session.store.record("operation", operation)["cancelled_reason"] == "Empty site"


def test_capture_after_closing_is_kept_shown_accepted_or_reopened(session, clock):
    operation = an_operation(session)
    run(session, operation)
    before = a_recovery(session, a_person(session, "Doe-1"), operation=operation, first_contact_at=now(session))
    clock.advance(HOUR)
    take_step(session, operation, "closed")
    clock.advance(HOUR)
    late = a_recovery(session, a_person(session, "Doe-2"), operation=operation, first_contact_at=now(session))
    scene = load_scene(session, operation)
    assert scene.late == {late: "recovery"}
    assert scene.tally.recoveries == 2
    back = reopen_operation(session, operation)
    assert status(session, operation) == "active"
    assert load_scene(session, operation).late == {}
    take_stamp_back(session, back)
    accept_after_closing(session, operation, scene.late)
    assert load_scene(session, operation).late == {}
    assert status(session, operation) == "closed"
    assert before in {event.record_id for event in load_scene(session, operation).events}


def test_somebody_who_turns_18_during_the_operation_counts_as_they_were_met(session, clock):
    operation = an_operation(session)
    run(session, operation)
    tomorrow = (clock.now() + timedelta(days=1)).date()
    born_on = tomorrow.replace(year=tomorrow.year - 18).isoformat()
    person = a_person(session, "Doe-1", born_on=born_on)
    a_recovery(session, person, operation=operation, first_contact_at=now(session))
    assert load_scene(session, operation).of_age == ()
    clock.advance(48 * HOUR)
    scene = load_scene(session, operation)
    assert scene.of_age == ("Doe-1",)
    assert scene.tally.minors == 1


def test_victims_and_arrestees_do_not_wait_at_one_place(session):
    operation = an_operation(session)
    one = {"operation": operation, "name": "Hall A", "address": "12 Demo Street", "city": "Pomona"}
    save_record(session, "site", {**one, "purpose": "victim_space"})
    other = save_record(session, "site", {**one, "address": "12  demo street", "purpose": "arrestee_processing"})
    assert load_scene(session, operation).shared_place == "Hall A"
    save_record(session, "site", {"room": "2"}, record_id=other)
    assert load_scene(session, operation).shared_place == ""


def test_roster_signs_in_offline_and_names_no_undercover_officer(session):
    operation = an_operation(session)
    save_record(session, "roster_member", {"operation": operation, "role": "undercover", "alias_number": "UC-7"})
    save_record(session, "roster_member", {"operation": operation, "role": "cover", "name": "Det. Sample"})
    assert len(sign_in_all(session, operation)) == 2
    assert sign_in_all(session, operation) == []
    members = load_scene(session, operation).members
    assert [(member.role, member.name) for member in members] == [("cover", "Det. Sample"), ("undercover", "UC-7")]
    assert all(member.signed_in_at for member in members)


def test_phases_stand_on_the_time_line(session, clock):
    operation = an_operation(session)
    run(session, operation)
    clock.advance(60)
    change_phase(session, operation, "contact")
    events = load_scene(session, operation).events
    assert [event.title for event in events if event.kind == "phase"] == ["briefing", "staging", "contact"]
    with pytest.raises(Refused):
        change_phase(session, operation, "lunch")


def test_notice_holds_only_what_is_permitted_and_no_exact_time(session):
    operation = an_operation(session)
    notice = provider_notice(session, operation)
    starts_at = session.store.record("operation", operation)["starts_at"]
    assert {line.name for line in notice.lines} <= {
        *("number", "agency", "expected_victims", "minors_expected", "languages", "victim_services_lead")
    }
    told = str([(line.value, line.words) for line in notice.lines]) + notice.day + notice.part
    for secret in ("Quiet Harbor", "Station 4", starts_at[11:16], "Umbrella", "Lieutenant Example"):
        assert secret not in told


def test_commander_releases_the_exact_times_and_giving_out_is_logged(session, tmp_path, clock):
    operation = an_operation(session)
    with pytest.raises(Refused) as refused:
        release_notice(session, operation)
    assert codes(refused) == {"NOTICE_RELEASE_BY_COMMANDER"}
    save_record(session, "operation", {"incident_commander": session.profile.name or "alvarez"}, record_id=operation)
    release_notice(session, operation)
    assert "starts_at" in {line.name for line in provider_notice(session, operation).lines}
    with pytest.raises(Refused):
        note_given(session, operation, " ")
    note_given(session, operation, "CAST, by hand")
    acts = load_history(session, "operation", operation)
    assert acts[0].kind == "access"
    assert "CAST, by hand" in acts[0].reason


@pytest.mark.parametrize(
    ("hour", "part"),
    [(0, "night"), (4, "night"), (5, "morning"), (12, "afternoon"), (17, "evening"), (20, "evening"), (21, "night")],
)
def test_time_is_coarse(hour, part):
    assert part_of_day(from_wire(f"2026-03-01T{hour:02}:30:00.000Z")) == part


def now(session):
    return to_wire(session.clock.now())
