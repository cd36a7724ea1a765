"""A victim whom two laptops enter without a network, under a code name each: both stay, and each names the other."""

from __future__ import annotations

from fieldapp.actions.capture import save_record
from fieldapp.actions.conflict import count_clashes
from fieldapp.actions.find import find_similar, index_news
from fieldapp.actions.repeat import list_repeats
from fieldapp.domain.clock import to_wire
from tests.fakes.clock import FakeClock
from tests.fakes.sample import a_person, a_recovery
from tests.hostile.test_hostile_custody import meet, refusals
from tests.hostile.town import Seat, Town


def enter(seat: Seat, code_name: str, **values: object) -> tuple[str, str]:
    session = seat.session
    person = a_person(session, code_name, family_name="Lopezgarza", given_name="Maria", **values)
    return person, a_recovery(session, person, first_contact_at=to_wire(session.clock.now()))


def alike(seat: Seat, person: str) -> list[str]:
    index_news(seat.session)
    values = seat.session.store.record("person", person)
    return [found.record_id for found in find_similar(seat.session, "person", values, exclude=person)]


def test_victim_entered_twice_under_two_code_names_is_kept_twice_and_each_is_shown_beside_the_other(
    town: Town, clock: FakeClock
) -> None:
    dana, eli = town.enrol("dana"), town.enrol("eli")
    one, first = enter(dana, "Doe-2026-0001")
    clock.advance(300)
    two, second = enter(eli, "Doe-2026-0077")
    assert alike(dana, one) == alike(eli, two) == []
    meet(dana, eli)
    for seat in (dana, eli):
        assert alike(seat, one) == [two]
        assert alike(seat, two) == [one]
        assert {first, second} <= {
            row["id"] for p in (one, two) for row in seat.session.store.linked("recovery", "person", p)
        }
        assert count_clashes(seat.session) == 0
        assert refusals(seat) == []
        assert list_repeats(seat.session, first) == ()


def test_recovery_moved_to_the_one_person_is_a_repeat_and_nothing_is_lost(town: Town, clock: FakeClock) -> None:
    dana, eli = town.enrol("dana"), town.enrol("eli")
    one, first = enter(dana, "Doe-2026-0001")
    clock.advance(300)
    two, second = enter(eli, "Doe-2026-0077", born_on="2011-05-05")
    meet(dana, eli)
    save_record(dana.session, "recovery", {"person": one}, record_id=second, reason="The same person")
    meet(dana, eli)
    for seat in (dana, eli):
        assert [each.recovery_id for each in list_repeats(seat.session, first)] == [second]
        assert seat.session.store.record("person", two)["born_on"] == "2011-05-05"
