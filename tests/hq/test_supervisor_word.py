"""A supervisor's word at headquarters: it counts by the role that the account has when the change arrives."""

from __future__ import annotations

import pytest

from fieldapp.domain.access import Role
from fieldapp.domain.wire import Json
from fieldapp.rules.supervisor_guard import EMPTIED, SUPERVISED
from sync.hq.headquarters import Headquarters
from sync.protocol import DUPLICATE, QUARANTINED
from tests.hq.conftest import Laptop, NewLaptop

NOON = "2026-01-02T20:00:00.000Z"
PLAN: dict[str, Json] = {
    "name": "Quiet Harbor",
    "objective": "Recover, not arrest",
    "risk_class": "moderate",
    "medical_plan": "Demo Hospital",
    "abort_signal": "Umbrella",
    "victim_services_lead": "Robin Demoson",
}
SIGNED: dict[str, dict[str, Json]] = {
    "nexus": {"nexus_reviewed": True},
    "line": {"approved_by": "Lena", "approved_at": NOON},
    "unscreened": {"unscreened_reason": "In hospital", "unscreened_by": "Lena", "unscreened_at": NOON},
    "victim": {"unscreened_reason": "In hospital", "unscreened_by": "Lena", "unscreened_at": NOON},
    "duty": {"approved_by": "Lena", "status": "not_needed", "not_done_reason": "unsafe_now"},
    "clock": {"approved_by": "Lena"},
    "reviewed": {"reviewed_by": "Lena", "reviewed_at": NOON, "status": "reviewed"},
    "approved": {"approved_by": "Lena", "approved_at": NOON, "status": "approved"},
}
KINDS = dict.fromkeys(("nexus", "line", "unscreened"), "arrest") | {
    "victim": "recovery",
    "duty": "task",
    "clock": "clock_change",
    "reviewed": "operation",
    "approved": "operation",
}


def a_record(laptop: Laptop, kind: str) -> str:
    """An adult's arrest or recovery, or a plan that is ready, at headquarters."""
    person = laptop.write("person", {"born_on": "1990-01-01", "age_basis": "documented"}).record_id
    facts: dict[str, dict[str, Json]] = {
        "operation": {**PLAN, "status": "draft"},
        "arrest": {"person": person, "role": "seller", "arrested_at": NOON, "report_bucket": "MISC"},
        "recovery": {"person": person, "first_contact_at": NOON},
        "task": {"what": "Safety plan", "assigned_to": "Dana", "duty": "safety_plan", "status": "open"},
        "clock_change": {"clock": "review_72h", "kind": "pause", "at": NOON, "reason": "In hospital"},
    }
    record = laptop.write(kind, facts[kind]).record_id
    assert laptop.push().verdicts == []
    return record


def verdicts(laptop: Laptop) -> list[tuple[str, str]]:
    return [(verdict.reason, verdict.detail) for verdict in laptop.push().verdicts]


def held(hq: Headquarters, kind: str, record: str) -> dict[str, Json]:
    with hq.database.read() as work:
        return dict(hq.database.projection.load(work.connection, kind, [record])[record].state.values)


def test_every_field_that_is_a_supervisors_is_signed_in_one_of_these_ways():
    signed = {(KINDS[way], name) for way, fields in SIGNED.items() for name in fields if name in SUPERVISED[KINDS[way]]}
    assert signed == {(kind, name) for kind, names in SUPERVISED.items() for name in names}


@pytest.mark.parametrize("way", SIGNED)
@pytest.mark.parametrize("role", [Role.DETECTIVE, Role.DEPUTY, Role.ANALYST])
def test_what_is_a_supervisors_to_sign_comes_from_no_one_else(hq: Headquarters, new_laptop: NewLaptop, way, role):
    dana, lena = new_laptop("dana", role), new_laptop("lena", Role.SUPERVISOR)
    record = a_record(dana, KINDS[way])
    first = next(name for name in SUPERVISED[KINDS[way]] if name in SIGNED[way])
    names_dana = {name: "Dana" if value == "Lena" else value for name, value in SIGNED[way].items()}
    dana.write(KINDS[way], names_dana, record_id=record)
    assert verdicts(dana) == [("SUPERVISOR_NEEDED", first)]
    assert first not in held(hq, KINDS[way], record)
    lena.write(KINDS[way], SIGNED[way], record_id=record)
    assert verdicts(lena) == []
    if KINDS[way] in EMPTIED:
        return
    dana.write(KINDS[way], {first: None}, record_id=record)
    assert verdicts(dana) == [("SUPERVISOR_NEEDED", first)]
    assert held(hq, KINDS[way], record)[first] == SIGNED[way][first]


@pytest.mark.parametrize(("way", "name"), [(w, n) for w, fields in SIGNED.items() for n in fields if n[-3:] == "_by"])
def test_a_supervisor_signs_in_no_other_name(new_laptop: NewLaptop, way: str, name: str):
    lena = new_laptop("lena", Role.SUPERVISOR)
    record = a_record(lena, KINDS[way])
    lena.write(KINDS[way], {**SIGNED[way], name: "Lt. Moreno"}, record_id=record)
    assert verdicts(lena) == [("SIGNED_AS_ANOTHER", name)]
    lena.write(KINDS[way], {**SIGNED[way], name: "lena"}, record_id=record)
    assert verdicts(lena) == []


@pytest.mark.parametrize(("way", "change"), [("duty", {"not_done_reason": "duplicate"}), ("clock", {"kind": "resume"})])
def test_what_a_supervisor_approved_is_not_made_into_something_else_under_their_word(
    new_laptop: NewLaptop, way: str, change: dict[str, Json]
):
    lena, dana = new_laptop("lena", Role.SUPERVISOR), new_laptop("dana")
    record = a_record(lena, KINDS[way])
    lena.write(KINDS[way], SIGNED[way], record_id=record)
    assert verdicts(lena) == []
    dana.write(KINDS[way], change, record_id=record)
    assert verdicts(dana) == [("SUPERVISOR_NEEDED", next(iter(change)))]


def test_anybody_opens_a_duty_again_and_takes_the_word_away_with_it(hq: Headquarters, new_laptop: NewLaptop):
    lena, dana = new_laptop("lena", Role.SUPERVISOR), new_laptop("dana")
    record = a_record(lena, "task")
    lena.write("task", SIGNED["duty"], record_id=record)
    assert verdicts(lena) == []
    dana.write("task", {"approved_by": None, "not_done_reason": None, "status": "open"}, record_id=record)
    assert verdicts(dana) == []
    assert not held(hq, "task", record).get("approved_by")


def test_a_role_taken_away_before_the_change_arrives_is_not_spoken_with_any_more(
    hq: Headquarters, new_laptop: NewLaptop
):
    lena = new_laptop("lena", Role.SUPERVISOR)
    record = a_record(lena, "operation")
    lena.write("operation", SIGNED["approved"], record_id=record)  # offline, and still a supervisor
    hq.accounts.change_role("lena", Role.DETECTIVE, "admin")
    assert verdicts(lena) == [("SUPERVISOR_NEEDED", "approved_by")]
    assert held(hq, "operation", record)["status"] == "draft"
    hq.accounts.change_role("lena", Role.SUPERVISOR, "admin")
    lena.write("operation", SIGNED["approved"], record_id=record)  # sent again
    assert verdicts(lena) == []


def test_a_role_taken_away_afterwards_leaves_what_was_signed_and_its_replay_alone(
    hq: Headquarters, new_laptop: NewLaptop
):
    lena, dana = new_laptop("lena", Role.SUPERVISOR), new_laptop("dana")
    record = a_record(lena, "operation")
    lena.write("operation", SIGNED["approved"], record_id=record)
    sent = list(lena.waiting)
    assert verdicts(lena) == []
    hq.accounts.change_role("lena", Role.DETECTIVE, "admin")
    again = lena.push(sent, acked=lena.acked - 1)
    assert [each.outcome for each in again.verdicts] == [DUPLICATE]
    assert held(hq, "operation", record)["status"] == "approved"
    dana.write("operation", {"status": "briefed", "briefed_at": NOON}, record_id=record)
    assert verdicts(dana) == []
    lena.write("operation", {"approved_by": None}, record_id=record)
    assert verdicts(lena) == [("SUPERVISOR_NEEDED", "approved_by")]


def test_what_was_put_aside_stays_so_on_replay_though_the_role_has_come(hq: Headquarters, new_laptop: NewLaptop):
    dana = new_laptop("dana")
    record = a_record(dana, "operation")
    dana.write("operation", {**SIGNED["approved"], "approved_by": "Dana"}, record_id=record)
    sent = list(dana.waiting)
    assert verdicts(dana) == [("SUPERVISOR_NEEDED", "approved_by")]
    hq.accounts.change_role("dana", Role.SUPERVISOR, "admin")
    again = dana.push(sent, acked=dana.acked - 1)
    assert [(each.outcome, each.reason) for each in again.verdicts] == [(QUARANTINED, "SUPERVISOR_NEEDED")]
    assert held(hq, "operation", record)["status"] == "draft"


def test_a_change_of_role_stands_in_the_audit(hq: Headquarters):
    hq.enrolment.enrol("lena", "Lena", Role.SUPERVISOR, "0198a5d0-0000-7000-8000-000000000001", "admin")
    assert hq.accounts.change_role("lena", Role.DETECTIVE, "chief").role is Role.DETECTIVE
    hq.accounts.change_role("lena", Role.DETECTIVE, "chief")  # nothing more to say
    changed = [line for line in hq.accounts.acts() if line.act == "ROLE_CHANGED"]
    assert [(line.actor, line.target) for line in changed] == [("chief", "lena")]


def test_another_report_line_takes_a_reason_and_a_supervisor_at_headquarters_too(new_laptop: NewLaptop):
    dana, lena = new_laptop("dana"), new_laptop("lena", Role.SUPERVISOR)
    person = dana.write("person", {"born_on": "1980-01-01", "age_basis": "documented"}).record_id
    facts: dict[str, Json] = {"person": person, "role": "other", "arrested_at": NOON, "report_bucket": "MISC"}
    arrest = dana.write("arrest", facts).record_id
    dana.write("charge", {"arrest": arrest, "offence": "pc_266h"})
    dana.write("arrest", {"state": "final"}, record_id=arrest)
    assert verdicts(dana) == [("BUCKET_REASON_MISSING", "bucket_reason")]
    lena.write("arrest", {"bucket_reason": "Part of another case", **SIGNED["line"]}, record_id=arrest)
    assert verdicts(lena) == []
    dana.write("arrest", {"state": "final"}, record_id=arrest)
    assert verdicts(dana) == []
    dana.write("arrest", {"report_bucket": "BUYER"}, record_id=arrest)
    assert verdicts(dana) == [("SUPERVISOR_NEEDED", "report_bucket")]
