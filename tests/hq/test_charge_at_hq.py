"""Rules R4 and R5 at headquarters: a victim is not charged in the same event, and no charge was not the law."""

from __future__ import annotations

import pytest

from fieldapp.domain.access import Role
from fieldapp.domain.wire import Json
from sync.hq.headquarters import Headquarters
from tests.hq.conftest import Laptop, NewLaptop

NOON = "2026-01-02T20:00:00.000Z"
SELLING = "pc_647_b_1"


def an_arrest(laptop: Laptop, person: str, **values: Json) -> str:
    facts: dict[str, Json] = {"person": person, "arrested_at": NOON, "place": "Example Motel", "role": "other"}
    return laptop.write("arrest", facts | values).record_id


def a_person(laptop: Laptop, born_on: str = "1990-01-01") -> str:
    return laptop.write("person", {"born_on": born_on, "age_basis": "documented"}).record_id


def reasons(laptop: Laptop) -> list[str]:
    return [verdict.reason for verdict in laptop.push().verdicts]


def charges_of(hq: Headquarters, arrest: str) -> list[str]:
    with hq.database.read() as work:
        table = hq.database.records.table("charge")
        rows = work.connection.execute(table.select().where(table.c.arrest == arrest, table.c.voided == 0)).all()
    return [row.offence for row in rows]


def test_victim_recovered_by_another_laptop_is_not_charged_with_selling_in_the_same_event(
    hq: Headquarters, new_laptop: NewLaptop
):
    dana, eli = new_laptop("dana"), new_laptop("eli")
    person = a_person(dana)
    dana.write("recovery", {"person": person, "first_contact_at": NOON, "place": "Example Motel"})
    dana.push()
    arrest = an_arrest(eli, person)
    eli.write("charge", {"arrest": arrest, "offence": SELLING})
    assert reasons(eli) == ["CHARGE_ON_VICTIM"]
    assert charges_of(hq, arrest) == []
    eli.write("charge", {"arrest": arrest, "offence": "pc_148_a_1"})
    assert reasons(eli) == []


@pytest.mark.parametrize(
    ("status", "first_contact_at", "aside"),
    [
        ("potential", NOON, ["CHARGE_ON_VICTIM"]),
        ("confirmed", NOON, ["CHARGE_ON_VICTIM"]),
        ("not_trafficking", NOON, []),
        ("confirmed", "2025-12-01T20:00:00.000Z", []),  # another day, another event
    ],
)
def test_only_who_was_a_victim_in_that_event_is_kept_from_the_charge(
    new_laptop: NewLaptop, status: str, first_contact_at: str, aside: list[str]
):
    dana = new_laptop("dana")
    person = a_person(dana)
    dana.write("recovery", {"person": person, "first_contact_at": first_contact_at, "victim_status": status})
    dana.write("charge", {"arrest": an_arrest(dana, person), "offence": SELLING})
    assert reasons(dana) == aside


def test_minor_recovered_in_the_event_is_charged_by_neither_rule(hq: Headquarters, new_laptop: NewLaptop):
    dana = new_laptop("dana")
    child = a_person(dana, "2011-01-01")
    dana.write("recovery", {"person": child, "first_contact_at": NOON})
    arrest = an_arrest(dana, child)
    dana.write("charge", {"arrest": arrest, "offence": SELLING})
    (reason,) = reasons(dana)
    assert reason in {"CHARGE_ON_VICTIM", "ARREST_MINOR_PROSTITUTION"}
    assert charges_of(hq, arrest) == []


@pytest.mark.parametrize(
    ("offence_on", "aside"),
    [("2022-12-31", []), ("2023-01-01", ["CHARGE_NOT_IN_FORCE"]), (None, ["CHARGE_NOT_IN_FORCE"])],
)
def test_charge_whose_statute_was_repealed_the_day_before_is_put_aside(
    new_laptop: NewLaptop, offence_on: str | None, aside: list[str]
):
    dana = new_laptop("dana")
    arrest = an_arrest(dana, a_person(dana))
    dana.write("charge", {"arrest": arrest, "offence": "pc_653_22", "offence_on": offence_on})
    assert reasons(dana) == aside


def test_day_of_the_offence_that_moves_past_the_repeal_is_put_aside_with_its_charge_standing(
    hq: Headquarters, new_laptop: NewLaptop
):
    dana = new_laptop("dana")
    arrest = an_arrest(dana, a_person(dana), offence_on="2022-12-31")
    dana.write("charge", {"arrest": arrest, "offence": "pc_653_22"})
    assert reasons(dana) == []
    dana.write("arrest", {"offence_on": "2023-01-01"}, record_id=arrest)
    assert reasons(dana) == ["CHARGE_NOT_IN_FORCE"]
    with hq.database.read() as work:
        held = hq.database.projection.load(work.connection, "arrest", [arrest])[arrest]
    assert held.state.values["offence_on"] == "2022-12-31"
    assert charges_of(hq, arrest) == ["pc_653_22"]


def test_minors_arrest_is_final_at_headquarters_only_once_a_supervisor_reviewed_it(
    hq: Headquarters, new_laptop: NewLaptop
):
    dana, sergeant = new_laptop("dana"), new_laptop("sergeant", Role.SUPERVISOR)
    arrest = an_arrest(dana, a_person(dana, "2011-01-01"))
    dana.write("charge", {"arrest": arrest, "offence": "pc_148_a_1"})
    assert reasons(dana) == []
    dana.write("arrest", {"state": "final"}, record_id=arrest)
    assert reasons(dana) == ["ARREST_MINOR_NEEDS_REVIEW"]
    review = {"nexus_reviewed": True, "approved_by": "Sergeant", "approved_at": NOON}
    sergeant.write("arrest", review, record_id=arrest)
    assert reasons(sergeant) == []
    dana.write("arrest", {"state": "final"}, record_id=arrest)
    assert reasons(dana) == []


@pytest.mark.parametrize(
    ("role", "aside"),
    [("purchaser", []), ("other", ["BUCKET_WITHOUT_PURCHASER"]), (None, ["BUCKET_WITHOUT_PURCHASER"])],
)
def test_arrest_counts_as_a_purchasers_only_when_one_was_arrested(
    new_laptop: NewLaptop, role: str | None, aside: list[str]
):
    dana = new_laptop("dana")
    an_arrest(dana, a_person(dana), role=role, report_bucket="BUYER")
    assert reasons(dana) == []  # as a draft it may be incomplete
    an_arrest(dana, a_person(dana), role=role, report_bucket="BUYER", state="final")
    assert reasons(dana) == aside


def test_part_of_a_final_purchasers_arrest_is_not_changed_under_its_line(new_laptop: NewLaptop):
    dana = new_laptop("dana")
    arrest = an_arrest(dana, a_person(dana), role="purchaser", report_bucket="BUYER", state="final")
    dana.write("arrest", {"role": "facilitator"}, record_id=arrest)
    assert reasons(dana) == ["BUCKET_WITHOUT_PURCHASER"]
    dana.write("arrest", {"city": "Pomona"}, record_id=arrest)
    assert reasons(dana) == []
