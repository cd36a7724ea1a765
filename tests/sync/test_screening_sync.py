"""One screening at two laptops: every answer is kept, what clashes is settled, and what comes too late is said."""

from __future__ import annotations

from fieldapp.actions.conflict import load_clashes, resolve_clash
from fieldapp.actions.exchange_status import load_refused
from fieldapp.actions.screening import load_answers
from fieldapp.actions.screening_close import finalise_screening
from fieldapp.actions.screening_duty import close_duty, fire_duties, list_duties
from fieldapp.domain.access import Role
from tests.fakes.refusal import codes
from tests.fakes.screened import a_screening, answer
from tests.hostile.town import CAST, Seat, Town, meet

FEW = {"/data/moves": "yes", "/data/papers": "no", "/data/debt": "no"}


def shared(dana: Seat, eli: Seat) -> str:
    screening_id = a_screening(dana.session)
    meet(dana, eli)
    return screening_id


def test_two_people_answer_different_questions_and_nobody_has_to_settle_the_points(dana: Seat, eli: Seat) -> None:
    screening_id = shared(dana, eli)
    answer(dana.session, screening_id, {"/data/moves": "no"})
    answer(eli.session, screening_id, {"/data/papers": "yes"})
    answer(eli.session, screening_id, {"/data/debt": "no"})
    meet(dana, eli)
    assert {key: s.value for key, s in load_answers(dana.session, screening_id).items()} == {
        "/data/moves": "no",
        "/data/papers": "yes",
        "/data/debt": "no",
    }
    for duty in fire_duties(dana.session, screening_id):
        close_duty(dana.session, duty.task_id)
    finalise_screening(dana.session, screening_id)
    meet(dana, eli)
    row = eli.session.store.load("screening", screening_id).state
    assert (row.values["state"], row.values["score"], row.conflicts) == ("final", 4, ())


def test_one_question_answered_twice_is_settled_before_the_screening_is_final(dana: Seat, eli: Seat) -> None:
    screening_id = shared(dana, eli)
    answer(dana.session, screening_id, FEW)
    answer(eli.session, screening_id, {"/data/papers": "yes"})
    meet(dana, eli)
    assert "CONFLICT_OPEN" in codes(finalise_screening, eli.session, screening_id)
    clash = next(clash for clash in load_clashes(eli.session) if clash.record_type == "answer")
    assert sorted(str(head.value) for head in clash.heads) == ["no", "yes"]
    resolve_clash(eli.session, clash, "no", "Dana saw the papers")
    finalise_screening(eli.session, screening_id)
    meet(dana, eli)
    assert dana.session.store.record("screening", screening_id)["score"] == 0
    assert load_clashes(dana.session) == []


def test_duty_raised_on_two_laptops_is_one(dana: Seat, eli: Seat) -> None:
    screening_id = shared(dana, eli)
    clear = {"/data/moves": "no", "/data/papers": "yes"}
    for seat in (dana, eli):
        answer(seat.session, screening_id, clear)
        fire_duties(seat.session, screening_id)
    meet(dana, eli)
    duties = list_duties(dana.session, screening_id)
    assert [duty.duty for duty in duties] == ["report_phone", "report_written"]


def test_answer_that_comes_after_the_end_is_put_aside_and_said(dana: Seat, eli: Seat) -> None:
    screening_id = shared(dana, eli)
    answer(dana.session, screening_id, FEW)
    finalise_screening(dana.session, screening_id)
    answer(eli.session, screening_id, {"/data/remarks": "Heard later"})
    meet(dana, eli)
    assert {refused.change.reason for refused in load_refused(eli.session)} == {"SCREENING_LOCKED"}
    for seat in (dana, eli):
        assert set(load_answers(seat.session, screening_id)) == set(FEW)
        assert seat.session.store.record("screening", screening_id)["state"] == "final"
    assert rows(dana) == rows(eli)


def test_answer_that_came_before_the_end_is_settled_after_it(town: Town, dana: Seat, eli: Seat) -> None:
    screening_id = shared(dana, eli)
    answer(dana.session, screening_id, FEW)
    finalise_screening(dana.session, screening_id)
    answer(eli.session, screening_id, {"/data/papers": "yes"})
    meet(eli, dana)
    assert load_refused(dana.session) == []
    assert town.hq.rescorer.findings() != []
    while clashes := load_clashes(dana.session):
        ours = next(head.value for head in clashes[0].heads if head.origin.author == "dana")
        resolve_clash(dana.session, clashes[0], ours, "As it was finished")
    meet(dana, eli)
    assert load_refused(dana.session) == []
    assert load_answers(eli.session, screening_id)["/data/papers"].value == "no"
    assert town.hq.rescorer.findings() == []
    assert rows(dana) == rows(eli)


def rows(seat: Seat) -> list[tuple]:
    store = seat.session.store
    found = [store.projection.scan(store.connection, name, "", 1_000) for name in ("screening", "answer", "task")]
    return [(row.state.record_id, row.digest) for table in found for row in table]


def test_advocates_screening_reaches_no_police_laptop_and_the_other_way_round(town: Town, dana: Seat) -> None:
    ana, carl = town.enrol("ana", Role.ADVOCATE, CAST), town.enrol("carl", Role.ADVOCATE, CAST)
    theirs, ours = a_screening(ana.session), a_screening(dana.session)
    for seat, screening_id in ((ana, theirs), (dana, ours)):
        answer(seat.session, screening_id, {"/data/moves": "no", "/data/papers": "yes"})
        fire_duties(seat.session, screening_id)
    meet(ana, dana, carl)
    held = {
        seat.session.profile.handle: [row.state.record_id for row in _all(seat, "screening")]
        for seat in (ana, dana, carl)
    }
    assert held == {"ana": [theirs], "dana": [ours], "carl": [theirs]}
    assert len(_all(dana, "answer")) == len(_all(carl, "answer")) == 2
    assert len(_all(dana, "task")) == len(_all(carl, "task")) == 2


def _all(seat: Seat, name: str) -> list:
    store = seat.session.store
    return list(store.projection.scan(store.connection, name, "", 1_000))
