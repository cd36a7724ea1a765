"""The year by itself: the same for a seed, sound in every value, and of the composition that was asked for."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from fieldapp.demo import people
from fieldapp.demo.act import Verb
from fieldapp.demo.scenario import DEPUTY, DETECTIVE, FIRST_DAY, LAST_DAY, RESPONDER, SUPERVISOR, Scenario
from fieldapp.demo.script import local_day
from fieldapp.demo.year import write_year
from fieldapp.domain.clock import from_wire
from fieldapp.domain.ids import is_record_id
from fieldapp.domain.record import value_problems
from fieldapp.records import require_type
from fieldapp.records.vocabulary import codes
from fieldapp.rules.offence import load_offences

SCENARIO = Scenario()


def is_in_period(instant: str) -> bool:
    return FIRST_DAY <= local_day(from_wire(instant)) <= LAST_DAY


def recovered(shown) -> Iterator[tuple[str, dict]]:
    for recovery in shown["recovery"].values():
        if is_in_period(recovery["first_contact_at"]) and recovery.get("victim_status") != "not_trafficking":
            yield recovery["person"], recovery


def is_under_age(person: dict, recovery: dict) -> bool:
    day = local_day(from_wire(recovery["first_contact_at"]))
    if "born_on" in person:
        born_on = date.fromisoformat(person["born_on"])
        return day < born_on.replace(year=born_on.year + 18)
    return recovery.get("estimated_age", 99) < 18


def test_same_seed_tells_the_same_year(year):
    assert write_year(SCENARIO) == year


def test_another_seed_tells_another_year(year):
    assert write_year(Scenario(seed=7)) != year


def test_acts_come_in_the_order_of_time(year):
    assert all(one.at <= other.at for one, other in pairwise(year))


def test_every_value_may_be_stored(year):
    saves = [act for act in year if act.verb is Verb.SAVE]
    assert [value_problems(require_type(act.record_type), act.values, codes) for act in saves if act.values] == [
        []
    ] * len(saves)
    assert all(is_record_id(act.record_id) for act in saves)
    assert {name for act in saves for name in act.values if name not in require_type(act.record_type).fields} == set()


def test_distinct_victims_of_the_period_are_as_many_as_asked_for(shown):
    by_person = defaultdict(list)
    for person, recovery in recovered(shown):
        by_person[person].append(recovery)
    assert len(by_person) == SCENARIO.victims == 131
    assert sum(len(recoveries) > 1 for recoveries in by_person.values()) == SCENARIO.victims_again
    minors = [who for who, found in by_person.items() if is_under_age(shown["person"][who], found[0])]
    assert len(minors) == SCENARIO.victims_minor == 98


def test_nobody_recovered_twice_comes_of_age_in_between(shown):
    ages = defaultdict(set)
    for person, recovery in recovered(shown):
        ages[person].add(is_under_age(shown["person"][person], recovery))
    assert all(len(found) == 1 for found in ages.values())


def test_arrests_count_by_their_charges_or_by_the_supervisors_word(shown):
    offences = load_offences()
    charges = defaultdict(list)
    for charge in shown["charge"].values():
        charges[charge["arrest"]].append(charge["offence"])
    lines: Counter[str | None] = Counter()
    moved = mixed = 0
    for record_id, arrest in shown["arrest"].items():
        if is_in_period(arrest["arrested_at"]):
            by_charges = offences.bucket_of(charges[record_id])
            moved += "bucket_reason" in arrest
            mixed += len({offences.bucket_of([code]) for code in charges[record_id]}) > 1
            lines[arrest["report_bucket"] if "bucket_reason" in arrest else by_charges] += 1
    assert lines == {"BUYER": 104, "HT": 132, "ICAC": 82, "MISC": 36}
    assert lines.total() == SCENARIO.arrested == 354
    assert moved == SCENARIO.arrests_reassigned
    assert mixed >= SCENARIO.arrests_mixed


def test_purchasers_are_booked_as_such_and_sellers_are_adults(shown):
    for arrest in shown["arrest"].values():
        assert arrest["report_bucket"] != "BUYER" or arrest["role"] == "purchaser"
    assert all(charge["offence"] in codes("offence") for charge in shown["charge"].values())


def test_warrants_count_on_the_day_they_are_served(shown):
    served = [w["served_at"] for w in shown["search_warrant"].values() if "served_at" in w]
    assert sum(map(is_in_period, served)) == SCENARIO.warrants_served == 361
    assert len(served) - sum(map(is_in_period, served)) == SCENARIO.warrants_outside


def test_each_does_only_what_the_role_does(year):
    done = defaultdict(set)
    for act in year:
        done[act.who].add(require_type(act.record_type).zone if act.record_type else "")
    assert done == {
        DETECTIVE: {"", "police", "shared"},
        DEPUTY: {"", "police", "shared"},
        RESPONDER: {"", "shared", "services"},
        SUPERVISOR: {"", "police", "shared"},
    }


def test_numbers_belong_to_nobody(shown):
    for identifier in shown["identifier"].values():
        patterns = {"phone": r"\d{3}-555-01\d\d", "plate": r"DEMO\d{3}", "email": r".+@mail\.example"}
        assert re.fullmatch(patterns.get(identifier["kind"], r"[a-z]+_demo\d{4}"), identifier["value"])
    names = {person["family_name"] for person in shown["person"].values()}
    assert names <= set(people.FAMILY_NAMES)


@pytest.mark.parametrize("seed", range(12))
def test_any_seed_writes_a_sound_year(seed):
    scenario = replace(SCENARIO, seed=seed).scaled(0.15)
    acts = write_year(scenario)
    charged = [act for act in acts if act.verb is Verb.CHARGE_MINOR]
    people_recovered = {
        act.values["person"]
        for act in acts
        if act.record_type == "recovery"
        and is_in_period(act.values.get("first_contact_at", "2000-01-01T00:00:00.000Z"))
    }
    left_out = scenario.found_otherwise + scenario.recoveries_void
    assert len(people_recovered) + len(charged) == scenario.victims + left_out
    assert sum(act.verb is Verb.SETTLE for act in acts) == scenario.settled


def test_share_of_the_year_is_the_same_year_in_small(shown):
    small = write_year(SCENARIO.scaled(0.1))
    assert len(small) < sum(map(len, shown.values())) / 2
    assert {act.record_type for act in small} >= set(shown)
