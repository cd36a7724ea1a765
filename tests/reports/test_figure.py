"""The figures of the yearly report over small data sets counted by hand, on every database."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import MetaData

from fieldapp.domain.access import Role, scopes_of
from fieldapp.records import RECORD_TYPES, require_type
from fieldapp.reports.figure import all_figures, find_figure, laptop_figures, run_figures
from fieldapp.reports.period import Period, bureau_year
from fieldapp.rules.offence import load_offences
from fieldapp.store.projection import Projection
from fieldapp.store.tables import record_tables

NOON = "2016-03-10T20:00:00.000Z"
LATER = "2016-03-20T20:00:00.000Z"
APRIL = "2016-04-10T20:00:00.000Z"


def test_person_recovered_twice_in_a_period_is_one_victim(ledger):
    person = ledger.write("person", code_name="Doe-1", born_on="2001-01-01")
    first = ledger.write("recovery", person=person, first_contact_at=NOON)
    ledger.write("recovery", person=person, first_contact_at=LATER)
    ledger.write("recovery", person=person, first_contact_at=APRIL)
    assert ledger.values() == {"victims_recovered": 1, "minors_recovered": 1}
    assert ledger.ask()["victims_recovered"].ids == (first,)


def test_void_recovery_does_not_hide_the_one_that_stands(ledger):
    person = ledger.write("person", code_name="Doe-1", born_on="1980-01-01")
    ledger.write("recovery", person=person, first_contact_at=NOON, voided=True)
    stands = ledger.write("recovery", person=person, first_contact_at=LATER)
    assert ledger.ask()["victims_recovered"].ids == (stands,)


def test_recovery_that_nobody_linked_to_a_person_counts_as_one(ledger):
    ledger.write("recovery", first_contact_at=NOON, estimated_age=15)
    ledger.write("recovery", first_contact_at=NOON, estimated_age=30)
    assert ledger.values() == {"victims_recovered": 2, "minors_recovered": 1}


def test_other_harm_is_no_trafficking_victim(ledger):
    ledger.write("recovery", first_contact_at=NOON, victim_status="not_trafficking")
    ledger.write("recovery", first_contact_at=NOON, victim_status="confirmed")
    assert ledger.values() == {"victims_recovered": 1}


@pytest.mark.parametrize(
    ("born_on", "first_contact_at", "is_minor"),
    [
        ("1998-03-10", "2016-03-10T07:59:59.999Z", True),  # the evening before, in Los Angeles
        ("1998-03-10", "2016-03-10T08:00:00.000Z", False),  # midnight that begins the eighteenth birthday
        ("1998-03-11", "2016-03-11T07:30:00.000Z", True),  # UTC has the birthday already, the bureau has not
        ("1998-03-20", "2016-03-20T07:00:00.000Z", False),  # the same midnight once the clocks have changed
        ("1998-03-20", "2016-03-20T06:59:59.999Z", True),
    ],
)
def test_eighteenth_birthday_begins_at_local_midnight(ledger, born_on, first_contact_at, is_minor):
    person = ledger.write("person", code_name="Doe-1", born_on=born_on)
    ledger.write("recovery", person=person, first_contact_at=first_contact_at)
    assert ledger.ask()["minors_recovered"].value == int(is_minor)


def test_person_who_turns_18_between_two_recoveries_counts_by_the_first(ledger):
    person = ledger.write("person", code_name="Doe-1", born_on="1998-03-15")
    ledger.write("recovery", person=person, first_contact_at=LATER)
    ledger.write("recovery", person=person, first_contact_at=NOON)
    assert ledger.values() == {"victims_recovered": 1, "minors_recovered": 1}


@pytest.mark.parametrize(
    ("person", "estimated_age", "is_minor"),
    [
        ({"born_on": "1990-01-01"}, 15, False),  # a date of birth outweighs an estimate
        ({"born_on": "2002-01-01"}, 25, True),
        ({}, 17, True),
        ({}, 18, False),
        ({}, None, False),  # nothing known: not counted as a minor
        ({"estimated_age": 16}, None, True),
        ({"estimated_age": 16, "estimated_on": "2014-03-10"}, None, False),  # two years ago
        ({"estimated_age": 16, "estimated_on": "2014-03-11"}, None, True),
        ({"estimated_age": 18, "estimated_on": "2016-03-11"}, None, False),  # noted the day after
        ({"estimated_age": 16}, 19, False),  # what was noted at the recovery comes first
    ],
)
def test_age_rests_on_birth_then_on_the_recovery_then_on_the_person(ledger, person, estimated_age, is_minor):
    who = ledger.write("person", code_name="Doe-1", **person)
    ledger.write("recovery", person=who, first_contact_at=NOON, estimated_age=estimated_age)
    assert ledger.ask()["minors_recovered"].value == int(is_minor)


def test_void_person_does_not_void_the_recovery(ledger):
    who = ledger.write("person", code_name="Doe-1", born_on="2001-01-01", voided=True)
    ledger.write("recovery", person=who, first_contact_at=NOON)
    assert ledger.values() == {"victims_recovered": 1, "minors_recovered": 1}


def code_in(bucket: str) -> str:
    return next(offence.code for offence in load_offences().offences if offence.bucket == bucket)


@pytest.mark.parametrize(
    ("report_bucket", "charged", "line"),
    [
        ("BUYER", ["HT"], "arrests_buyer"),  # the supervisor's word
        (None, ["MISC", "BUYER", "ICAC", "HT"], "arrests_ht"),
        (None, ["MISC", "BUYER", "ICAC"], "arrests_icac"),
        (None, ["MISC", "BUYER"], "arrests_buyer"),
        (None, ["MISC"], "arrests_misc"),
        (None, [], "arrests_misc"),
        ("NEWER", ["ICAC"], "arrests_icac"),  # a line that only a newer version knows
    ],
)
def test_arrest_stands_in_exactly_one_line(ledger, report_bucket, charged, line):
    arrest = ledger.write("arrest", arrested_at=NOON, report_bucket=report_bucket)
    for bucket in charged:
        ledger.write("charge", arrest=arrest, offence=code_in(bucket))
    assert ledger.values() == {"arrests": 1, line: 1}


def test_void_charges_and_unknown_offences_do_not_place_an_arrest(ledger):
    arrest = ledger.write("arrest", arrested_at=NOON)
    ledger.write("charge", arrest=arrest, offence=code_in("HT"), voided=True)
    ledger.write("charge", arrest=arrest, offence="pc_of_2031")
    ledger.write("charge", arrest=arrest, offence=code_in("BUYER"))
    assert ledger.values() == {"arrests": 1, "arrests_buyer": 1}


def test_lines_add_up_to_the_arrests_and_say_whose_lines_they_are(ledger):
    for bucket, n in {"HT": 3, "ICAC": 2, "BUYER": 4, None: 1}.items():
        for _ in range(n):
            ledger.write("arrest", arrested_at=NOON, report_bucket=bucket)
    ledger.write("arrest", arrested_at=NOON, report_bucket="HT", voided=True)
    asked = ledger.ask()
    lines = [result for result in asked.values() if result.figure.part_of == "arrests"]
    assert [line.value for line in lines] == [3, 2, 4, 1]
    assert asked["arrests"].value == sum(line.value for line in lines)
    assert sorted(asked["arrests"].ids) == sorted(record_id for line in lines for record_id in line.ids)


@pytest.mark.parametrize(
    ("served_at", "counts"),
    [
        ("2016-03-01T07:59:59.999Z", False),  # 29 February, a minute to midnight, standard time
        ("2016-03-01T08:00:00.000Z", True),
        ("2016-04-01T06:59:59.999Z", True),  # 31 March, daylight time
        ("2016-04-01T07:00:00.000Z", False),
        (None, False),
    ],
)
def test_days_begin_and_end_where_the_bureau_is(ledger, served_at, counts):
    ledger.write("search_warrant", number="SW-1", status="issued", served_at=served_at)
    assert ledger.ask()["search_warrants_served"].value == int(counts)


def test_the_other_figures_count_by_their_own_dates(ledger):
    ledger.write("screening", started_at=NOON, stopped_at=NOON)
    ledger.write("screening", started_at=NOON)
    ledger.write("lead", received_at=NOON, status="unfounded")
    ledger.write("service", status="delivered", delivered_on="2016-03-31")
    ledger.write("service", status="delivered", delivered_on="2016-04-01")
    ledger.write("service", status="planned", delivered_on="2016-03-02")
    assert ledger.values() == {"screenings_done": 1, "leads_received": 1, "services_given": 1}


def test_responders_are_timed_from_first_contact(ledger):
    recovery = ledger.write("recovery", first_contact_at="2016-03-10T20:00:00.000Z")
    call = {"kind": "call_out", "recovery": recovery, "sent_at": "2016-03-10T20:20:00.000Z"}
    in_time = ledger.write("referral", **call, arrived_at="2016-03-10T21:30:00.000Z")
    ledger.write("referral", **call, arrived_at="2016-03-10T21:30:00.001Z")
    ledger.write("referral", **call)
    ledger.write("referral", **call, status="revoked")
    ledger.write("referral", **{**call, "kind": "shelter"})
    result = ledger.ask()["responders_in_time"]
    assert (result.ids, len(result.base), result.value) == ((in_time,), 3, 33)


def test_responders_are_timed_from_sending_where_the_recovery_is_not_held(ledger):
    ledger.write("referral", kind="call_out", sent_at=NOON, arrived_at="2016-03-10T21:29:00.000Z")
    assert ledger.ask()["responders_in_time"].value == 100


def test_share_of_nothing_is_no_number(ledger):
    assert ledger.ask()["responders_in_time"].value is None


@pytest.mark.parametrize("place", ["small_hq_ledger", "large_hq_ledger"])
def test_another_workspace_is_not_counted(place, request):
    ours = request.getfixturevalue(place)
    who = ours.write("person", code_name="Doe-1", born_on="1980-01-01")
    ours.write("recovery", person=who, first_contact_at=NOON)
    arrest = ours.write("arrest", arrested_at=NOON)
    mark, tables = ours.projection.mark, ours.projection.records
    ours.projection = Projection(tables, mark, "elsewhere")
    ours.write("recovery", first_contact_at=NOON)
    ours.write("charge", arrest=arrest, offence=code_in("HT"))
    assert ours.values() == {"victims_recovered": 1, "arrests": 1, "arrests_misc": 1}


def test_headquarters_cannot_be_counted_without_a_workspace(laptop_ledger):
    with pytest.raises(ValueError, match="workspace"):
        run_figures(laptop_ledger.connection, laptop_ledger.projection.records, bureau_year(2015), workspace="x")
    hq = record_tables(RECORD_TYPES, MetaData(), workspace=True)
    with pytest.raises(ValueError, match="workspace"):
        run_figures(laptop_ledger.connection, hq, bureau_year(2015))


def test_every_figure_opens_rows_of_a_type_and_names_its_date():
    names = [figure.name for figure in all_figures()]
    assert len(set(names)) == len(names)
    for figure in all_figures():
        assert figure.date_basis in {field.label for field in require_type(figure.record_type).fields.values()}
        assert figure.definition.endswith(".")
        assert figure.part_of is None or figure.part_of in names
        assert find_figure(figure.name).title == figure.title
    assert find_figure("no_such") is None


def test_laptop_has_no_value_for_what_its_user_may_not_hold(laptop_ledger):
    laptop_ledger.write("recovery", first_contact_at=NOON)
    tables, period = laptop_ledger.projection.records, bureau_year(2015)
    for role, held in ((Role.DETECTIVE, 1), (Role.ADVOCATE, None)):
        scopes = scopes_of(role, "pia")
        results = laptop_figures(laptop_ledger.connection, tables, period, scopes=scopes, agency="pia")
        found = {result.name: result.value for result in results}
        assert found["victims_recovered"] == held
        assert found["services_given"] == (None if held else 0)


def test_lines_of_a_figure_share_what_sets_them_apart():
    lines = [figure for figure in all_figures() if figure.part_of == "arrests"]
    assert len({figure.parting for figure in lines}) == 1
    assert all(figure.whole_definition.endswith(figure.parting) for figure in lines)


def test_period_is_whole_local_days_and_knows_the_clock_changes():
    assert Period(date(2016, 3, 13), date(2016, 3, 13)).start == "2016-03-13T08:00:00.000Z"
    assert Period(date(2016, 3, 13), date(2016, 3, 13)).end == "2016-03-14T07:00:00.000Z"
    year = bureau_year(2015)
    assert (year.start, year.end) == ("2015-11-16T08:00:00.000Z", "2016-11-17T08:00:00.000Z")
    with pytest.raises(ValueError, match="ends before"):
        Period(date(2016, 3, 2), date(2016, 3, 1))
