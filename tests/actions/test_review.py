"""Review by a supervisor: what waits, approve, return with a comment, and who may not."""

from __future__ import annotations

import pytest

from fieldapp.actions.board import load_board
from fieldapp.actions.capture import save_record, void_record
from fieldapp.actions.clock import approve_change, pause_clock
from fieldapp.actions.review import (
    Decision,
    count_inbox,
    load_inbox,
    load_returned,
    load_standing,
    review_record,
    take_review_back,
)
from fieldapp.domain.access import Role
from fieldapp.domain.problems import Refused
from fieldapp.domain.record import FINAL
from fieldapp.store.outbox import quarantined
from tests.fakes.sample import a_person, a_recovery
from tests.hostile.town import Seat, Town


@pytest.fixture
def author(town: Town) -> Seat:
    return town.enrol("author")


@pytest.fixture
def sergeant(town: Town) -> Seat:
    return town.enrol("sergeant", Role.SUPERVISOR)


def an_operation(seat: Seat, state: str = FINAL) -> str:
    return save_record(seat.session, "operation", {"name": "Amber", "state": state})


def share(*seats: Seat) -> None:
    for seat in (*seats, *seats):
        seat.sync()


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def decide(seat: Seat, record: str, decision: str = "approved", comment: str = "") -> Decision:
    seat.laptop.clock.advance(60)
    return review_record(seat.session, "operation", record, decision, comment)


def test_final_record_of_somebody_else_waits_and_a_draft_does_not(author: Seat, sergeant: Seat):
    final, _draft = an_operation(author), an_operation(author, "draft")
    share(author, sergeant)
    assert [(each.record_id, each.why, each.author) for each in load_inbox(sergeant.session)] == [
        (final, "first", "author")
    ]
    assert load_inbox(author.session) == ()
    assert load_standing(sergeant.session, "operation", final).may_review
    assert not load_standing(author.session, "operation", final).may_review


def test_approved_record_no_longer_waits_on_any_laptop(author: Seat, sergeant: Seat):
    record = an_operation(author)
    share(author, sergeant)
    decide(sergeant, record)
    share(sergeant, author)
    assert load_inbox(sergeant.session) == ()
    standing = load_standing(author.session, "operation", record)
    assert (standing.state, standing.reviewer) == ("approved", "Sergeant")


def test_returned_record_is_its_authors_draft_again_with_the_comment(author: Seat, sergeant: Seat):
    record = an_operation(author)
    share(author, sergeant)
    decide(sergeant, record, "returned", "Name the case agent")
    share(sergeant, author)
    (came_back,) = load_returned(author.session)
    assert (came_back.record_id, came_back.comment) == (record, "Name the case agent")
    assert load_board(author.session).returned == (came_back,)
    assert author.session.store.record("operation", record)["state"] == "draft"
    assert load_returned(sergeant.session) == ()
    author.laptop.clock.advance(60)
    save_record(author.session, "operation", {"case_agent": "Det. Protoley", "state": FINAL}, record_id=record)
    assert load_returned(author.session) == ()
    share(author, sergeant)
    assert [each.why for each in load_inbox(sergeant.session)] == ["again"]


def test_record_changed_after_approval_waits_again(author: Seat, sergeant: Seat):
    record = an_operation(author)
    share(author, sergeant)
    decide(sergeant, record)
    share(sergeant, author)
    author.laptop.clock.advance(60)
    save_record(author.session, "operation", {"city": "Pomona"}, record_id=record, reason="Typing error")
    share(author, sergeant)
    assert [each.why for each in load_inbox(sergeant.session)] == ["changed"]


def test_decision_is_taken_back_as_one(author: Seat, sergeant: Seat):
    record = an_operation(author)
    share(author, sergeant)
    decision = decide(sergeant, record, "returned", "Name the case agent")
    take_review_back(sergeant.session, decision)
    share(sergeant, author)
    assert load_returned(author.session) == ()
    assert author.session.store.record("operation", record)["state"] == FINAL
    assert len(load_inbox(sergeant.session)) == 1


def test_nobody_reviews_their_own_record(sergeant: Seat):
    record = an_operation(sergeant)
    assert load_inbox(sergeant.session) == ()
    with pytest.raises(Refused) as refused:
        decide(sergeant, record)
    assert codes(refused) == ["REVIEW_OWN"]
    assert load_standing(sergeant.session, "operation", record).state == "waiting"


def test_only_a_supervisor_reviews_and_only_what_is_final(author: Seat, sergeant: Seat):
    record, draft = an_operation(sergeant), an_operation(author, "draft")
    share(author, sergeant, author)
    with pytest.raises(Refused) as refused:
        decide(author, record)
    assert codes(refused) == ["REVIEW_ROLE"]
    with pytest.raises(Refused) as refused:
        decide(sergeant, draft)
    assert codes(refused) == ["REVIEW_NOT_FINAL"]


def test_return_without_a_comment_is_refused_and_changes_nothing(author: Seat, sergeant: Seat):
    record = an_operation(author)
    share(author, sergeant)
    with pytest.raises(Refused) as refused:
        decide(sergeant, record, "returned", "  ")
    assert codes(refused) == ["REVIEW_COMMENT_MISSING"]
    assert sergeant.session.store.record("operation", record)["state"] == FINAL


@pytest.mark.parametrize(
    ("kind", "code"), [("operation", "REVIEW_ROLE"), ("custody_transfer", "CUSTODY_SETTLED_BY_SUPERVISOR")]
)
def test_headquarters_refuses_a_review_by_whoever_is_no_supervisor(author: Seat, sergeant: Seat, kind: str, code: str):
    record = an_operation(sergeant)
    share(sergeant, author)
    forged = {"record_type": kind, "record_id": record, "decision": "approved", "reviewer": "Author"}
    with pytest.raises(Refused) as refused:
        save_record(author.session, "review", forged)
    assert codes(refused) == [code]
    author.session.store.guards = ()  # a program that knows of no such rule
    save_record(author.session, "review", {**forged, "reviewed_at": "2030-01-01T00:00:00.000Z"})
    share(author, sergeant)
    assert sergeant.session.store.linked("review", "record_id", record) == []
    assert [refusal.reason for refusal in quarantined(author.session.store)] == [code]


def test_nobody_but_a_supervisor_strikes_a_review_out_or_reviews_in_anothers_name(author: Seat, sergeant: Seat):
    record = an_operation(author)
    share(author, sergeant)
    decision = decide(sergeant, record)
    share(sergeant, author)
    with pytest.raises(Refused) as refused:
        void_record(author.session, "review", decision.review_id, "Not mine")
    assert codes(refused) == ["REVIEW_ROLE"]
    named = {"record_type": "operation", "record_id": record, "decision": "approved", "reviewer": "Lt. Moreno"}
    with pytest.raises(Refused) as refused:
        save_record(sergeant.session, "review", named)
    assert codes(refused) == ["SIGNED_AS_ANOTHER"]


def test_a_review_is_not_rewritten(author: Seat, sergeant: Seat):
    record = an_operation(author)
    share(author, sergeant)
    decision = decide(sergeant, record)
    with pytest.raises(Refused) as refused:
        save_record(sergeant.session, "review", {"decision": "returned", "comment": "x"}, record_id=decision.review_id)
    assert codes(refused) == ["REVIEW_FIXED"]


def test_two_supervisors_who_decide_apart_lose_nothing(author: Seat, sergeant: Seat, town: Town):
    lieutenant = town.enrol("lieutenant", Role.SUPERVISOR)
    record = an_operation(author)
    share(author, sergeant, lieutenant)
    decide(sergeant, record)
    decide(lieutenant, record, "returned", "Name the case agent")
    share(sergeant, lieutenant, author)
    reviews = author.session.store.linked("review", "record_id", record)
    assert {review["decision"] for review in reviews} == {"approved", "returned"}
    assert load_standing(author.session, "operation", record).state == "returned"
    assert load_inbox(sergeant.session) == load_inbox(lieutenant.session) == ()


def test_clock_that_somebody_changed_waits_for_a_supervisors_word_and_no_longer_than_that(author: Seat, sergeant: Seat):
    session = author.session
    recovery = a_recovery(session, a_person(session, "Doe-2026-0001", estimated_age=15))
    change = pause_clock(session, "recovery", recovery, "review_72h", "In hospital")
    share(author, sergeant)
    assert load_inbox(session) == ()
    (waiting,) = load_inbox(sergeant.session)
    assert (waiting.record_type, waiting.record_id, waiting.why) == ("recovery", recovery, "clock")
    assert count_inbox(sergeant.session) == 1
    approve_change(sergeant.session, change)
    assert load_inbox(sergeant.session) == ()
    share(sergeant, author)
    assert session.store.record("clock_change", change)["approved_by"] == "Sergeant"
