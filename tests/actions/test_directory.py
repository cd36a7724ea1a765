"""The numbers to call: a supervisor writes the agency's own, and every laptop shows them above the bundled ones."""

from __future__ import annotations

import pytest

from fieldapp.actions.capture import save_record, void_record
from fieldapp.actions.directory import exam_places, load_numbers
from fieldapp.domain.access import Role
from fieldapp.records.seed import agency_id, load_directory
from tests.fakes.laptop import a_session
from tests.fakes.sample import fill_agencies
from tests.hostile.town import Town

DCFS = agency_id("DCFS")
HOSPITAL = {"name": "Demo Hospital", "kind": "county", "acute_exam": True, "on_call_phone": "555-0100", "city": "Demo"}


def phones(session, kind):
    return [entry.phone for entry in load_numbers(session) if entry.kind == kind]


@pytest.fixture
def session(tmp_path, clock):
    made = a_session(tmp_path / "laptop", clock, Role.SUPERVISOR)
    fill_agencies(made)
    yield made
    made.close()


def test_directory_as_it_is_bundled_holds_no_number_of_a_partner(session):
    assert load_numbers(session) == load_directory()
    assert exam_places(load_numbers(session), is_acute=True) == ()
    assert [each.phone for each in exam_places(load_numbers(session), is_acute=False)] == ["424-338-2900"]


def test_own_number_stands_above_the_bundled_one_of_its_kind(session):
    save_record(session, "agency", {"on_call_phone": "555-0111"}, record_id=DCFS)
    assert phones(session, "child_protection")[:2] == ["555-0111", "800-540-4000"]
    assert load_numbers(session)[0].phone == "555-0111"
    offers = {"offers": ["crisis_intervention"], "on_call_phone": "555-0112"}
    save_record(session, "agency", offers, record_id=agency_id("CAST"))
    assert phones(session, "hotline") == ["555-0112", "888-373-7888"]


def test_only_what_is_marked_for_acute_exams_is_a_place_for_one(session):
    hospital = save_record(session, "agency", HOSPITAL)
    save_record(session, "agency", {**HOSPITAL, "name": "Clinic", "acute_exam": None, "offers": ["medical_routine"]})
    found = exam_places(load_numbers(session), is_acute=True)
    assert [(each.label("es"), each.phone, each.address) for each in found] == [("Demo Hospital", "555-0100", "Demo")]
    assert next(each.label() for each in exam_places(load_numbers(session), is_acute=False)) == "Clinic"
    save_record(session, "agency", {"on_call_phone": None}, record_id=hospital)
    assert [each.phone for each in exam_places(load_numbers(session), is_acute=True)] == [""]


def test_partner_that_left_or_was_struck_out_is_not_called(session):
    hospital = save_record(session, "agency", HOSPITAL)
    save_record(session, "agency", {"active": False}, record_id=hospital)
    assert phones(session, "hospital") == []
    save_record(session, "agency", {"active": True}, record_id=hospital)
    void_record(session, "agency", hospital, "Closed")
    assert phones(session, "hospital") == []


def test_number_that_a_supervisor_writes_is_on_every_laptop_after_a_round(tmp_path, clock):
    town = Town(tmp_path / "town", clock)
    chief, deputy = town.enrol("chief", Role.SUPERVISOR), town.enrol("deputy", Role.DEPUTY)
    fill_agencies(chief.session)
    hospital = save_record(chief.session, "agency", HOSPITAL)
    save_record(chief.session, "agency", {"on_call_phone": "555-0111"}, record_id=DCFS)
    for seat in (chief, deputy):
        seat.sync()
    assert phones(deputy.session, "hospital") == ["555-0100"]
    assert phones(deputy.session, "child_protection")[0] == "555-0111"
    save_record(chief.session, "agency", {"on_call_phone": "555-0199"}, record_id=hospital)
    for seat in (chief, deputy):
        seat.sync()
    assert phones(deputy.session, "hospital") == ["555-0199"]
    town.close()
