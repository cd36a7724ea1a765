"""A minor is not arrested for selling: the refusal is in the log, the strike-out is not, the facts go over."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldapp.actions.capture import finalise_record, record_as_recovery, save_record, void_record
from fieldapp.actions.history import load_history
from fieldapp.actions.lookup import note_access
from fieldapp.actions.session import Session
from fieldapp.domain.change import ACCESS
from fieldapp.domain.clock import to_wire
from fieldapp.domain.problems import Refused
from tests.fakes.sample import LIEUTENANT, a_person, ago

SELLING = "pc_647_b_1"
LOS_ANGELES = ZoneInfo("America/Los_Angeles")


def an_arrest(session: Session, person: str | None, **values: object) -> str:
    facts = {"person": person, "role": "other", "report_bucket": "MISC", "place": "Example Motel"}
    return save_record(session, "arrest", facts | {"arrested_at": ago(session, hours=1)} | values)


def refused(session: Session, record_type: str, values: dict, record_id: str | None = None) -> list[str]:
    with pytest.raises(Refused) as found:
        save_record(session, record_type, values, record_id=record_id)
    return [problem.code for problem in found.value.problems]


def looks(session: Session, record_type: str, record_id: str) -> list[str | None]:
    return [act.reason for act in load_history(session, record_type, record_id) if act.kind == ACCESS]


def test_refused_charge_is_in_the_history_of_the_arrest(session: Session):
    arrest = an_arrest(session, a_person(session, "Doe-1"), apparent_minor=True)
    assert refused(session, "charge", {"arrest": arrest, "offence": SELLING}) == ["ARREST_MINOR_PROSTITUTION"]
    assert looks(session, "arrest", arrest) == ["Refused: ARREST_MINOR_PROSTITUTION, PC 647(b)(1)"]
    assert session.store.linked("charge", "arrest", arrest) == []


def test_refused_correction_of_an_age_is_in_the_history_of_the_person(session: Session):
    person = a_person(session, "Doe-1", born_on="1990-01-01", age_basis="claimed")
    save_record(session, "charge", {"arrest": an_arrest(session, person), "offence": SELLING})
    assert refused(session, "person", {"born_on": "2012-01-01"}, person) == ["ARREST_MINOR_PROSTITUTION"]
    assert looks(session, "person", person) == ["Refused: ARREST_MINOR_PROSTITUTION"]


def test_other_refusals_leave_no_line(session: Session):
    arrest = an_arrest(session, a_person(session, "Doe-1", born_on="1980-01-01"), offence_on="2023-01-01")
    assert refused(session, "charge", {"arrest": arrest, "offence": "pc_653_22"}) == ["CHARGE_NOT_IN_FORCE"]
    assert looks(session, "arrest", arrest) == []


def test_recorded_as_a_recovery_the_facts_go_over_and_the_arrest_is_struck_out(session: Session):
    arrest = an_arrest(session, a_person(session, "Doe-1"), estimated_age=16, age_basis="apparent", city="Compton")
    refused(session, "charge", {"arrest": arrest, "offence": SELLING})
    recovery = record_as_recovery(session, arrest, session.store.load("arrest", arrest).state.values)
    facts = session.store.record("recovery", recovery)
    assert (facts["city"], facts["estimated_age"], facts["age_basis"]) == ("Compton", 16, "apparent")
    assert session.store.record("arrest", arrest) is None
    assert looks(session, "arrest", arrest) == ["Refused: ARREST_MINOR_PROSTITUTION, PC 647(b)(1)"]


def test_charge_that_came_to_stand_on_a_minor_can_be_looked_at_and_struck_out_but_not_restored(session: Session):
    person = a_person(session, "Doe-1", born_on="1990-01-01", age_basis="claimed")
    arrest = an_arrest(session, person)
    charge = save_record(session, "charge", {"arrest": arrest, "offence": SELLING})
    guards, session.store.guards = session.store.guards, ()
    save_record(session, "person", {"born_on": "2012-01-01"}, record_id=person)  # as it comes from headquarters
    session.store.guards = guards
    note_access(session, "arrest", arrest, "Asked by the advocate")
    void_record(session, "charge", charge, "They were a child")
    assert refused(session, "charge", {"counts": 2}, charge) == ["ARREST_MINOR_PROSTITUTION"]
    save_record(session, "arrest", {"city": "Pomona"}, record_id=arrest)


def test_minor_is_not_charged_either_while_their_record_is_struck_out(session: Session):
    person = a_person(session, "Doe-1", born_on="2012-01-01")
    arrest = an_arrest(session, person)
    void_record(session, "person", person, "Entered twice")
    assert refused(session, "charge", {"arrest": arrest, "offence": SELLING}) == ["ARREST_MINOR_PROSTITUTION"]
    save_record(session, "charge", {"arrest": arrest, "offence": "pc_148_a_1"})


@pytest.mark.parametrize("born_on", ["1990-01-01", "2012-01-01"])
def test_victim_recovered_in_the_event_is_not_charged_there_with_selling(session: Session, born_on: str):
    person = a_person(session, "Doe-1", born_on=born_on, age_basis="verified")
    recovered_at = ago(session, hours=2)
    recovery = save_record(session, "recovery", {"person": person, "first_contact_at": recovered_at, "place": "Motel"})
    arrest = an_arrest(session, person)
    assert "CHARGE_ON_VICTIM" in refused(session, "charge", {"arrest": arrest, "offence": SELLING})
    save_record(session, "charge", {"arrest": arrest, "offence": "pc_148_a_1"})
    if born_on == "1990-01-01":
        save_record(session, "recovery", {"victim_status": "not_trafficking"}, record_id=recovery)
        save_record(session, "charge", {"arrest": arrest, "offence": SELLING})


def test_no_way_of_saving_makes_a_minors_arrest_final_before_the_review(session: Session):
    arrest = an_arrest(session, a_person(session, "Doe-1", born_on="2012-01-01"), offence_on="2026-01-01")
    save_record(session, "charge", {"arrest": arrest, "offence": "pc_148_a_1"})
    assert refused(session, "arrest", {"state": "final"}, arrest) == ["ARREST_MINOR_NEEDS_REVIEW"] * 3
    with pytest.raises(Refused):
        finalise_record(session, "arrest", arrest)
    seen = {"nexus_reviewed": True, "approved_by": LIEUTENANT.name, "approved_at": to_wire(session.clock.now())}
    assert refused(session, "arrest", seen, arrest) == ["SUPERVISOR_NEEDED"]
    session.store.save(LIEUTENANT, "arrest", seen, record_id=arrest)
    finalise_record(session, "arrest", arrest)


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(
    st.sampled_from([date(2026, 3, 7), date(2026, 3, 8), date(2025, 11, 1), date(2025, 11, 2), date(2024, 2, 29)]),
    st.sampled_from([-1, 0, 1]),
    st.sampled_from(["00:00", "00:59", "01:30", "03:00", "23:59"]),
)
def test_local_midnight_decides_across_the_change_of_the_clocks(session: Session, day: date, offset: int, hour: str):
    birthday = (day + timedelta(days=offset)).replace(year=day.year - 18) if (day.month, day.day) != (2, 29) else None
    if birthday is None:
        birthday = date(day.year - 18, 3, 1) + timedelta(days=offset - 1)
    person = a_person(session, "Doe-1", born_on=birthday.isoformat(), age_basis="verified")
    # The laptop may stand in any zone: the day is the bureau's.
    arrested_at = to_wire(datetime.fromisoformat(f"{day} {hour}").replace(tzinfo=LOS_ANGELES))
    arrest = an_arrest(session, person, arrested_at=arrested_at)
    charge = {"arrest": arrest, "offence": SELLING}
    if offset > 0:
        assert refused(session, "charge", charge) == ["ARREST_MINOR_PROSTITUTION"]
    else:
        save_record(session, "charge", charge)


@pytest.mark.parametrize(
    ("offence", "arrested_at", "stands"),
    [
        ("pc_653_22", "2023-01-01T07:59:00.000Z", True),  # 23:59 on its last day in Los Angeles
        ("pc_653_22", "2023-01-01T08:00:00.000Z", False),  # repealed since midnight
        ("pc_653_25", "2026-01-01T07:59:00.000Z", False),
        ("pc_653_25", "2026-01-01T08:00:00.000Z", True),
    ],
)
def test_midnight_in_the_bureaus_zone_decides_which_law_was_in_force(session: Session, offence, arrested_at, stands):
    arrest = an_arrest(session, a_person(session, "Doe-1", born_on="1980-01-01"), arrested_at=arrested_at)
    charge = {"arrest": arrest, "offence": offence}
    if stands:
        save_record(session, "charge", charge)
    else:
        assert refused(session, "charge", charge) == ["CHARGE_NOT_IN_FORCE"]
