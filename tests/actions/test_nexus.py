"""A minor's arrest for something else: a supervisor who did not write it reviews the link to exploitation first."""

from __future__ import annotations

import pytest

from fieldapp.actions.capture import finalise_record, save_record, void_record
from fieldapp.actions.history import load_history
from fieldapp.actions.nexus import load_review, review_nexus, take_review_back
from fieldapp.domain.access import Role
from fieldapp.domain.problems import Refused
from fieldapp.store.outbox import quarantined
from tests.fakes.sample import a_person, ago
from tests.hostile.town import Seat, Town

FOUND = "He was sent in to steal by the man who also sold him"


@pytest.fixture
def detective(town: Town) -> Seat:
    return town.enrol("detective")


@pytest.fixture
def sergeant(town: Town) -> Seat:
    return town.enrol("sergeant", Role.SUPERVISOR)


def an_arrest(seat: Seat, born_on: str = "2010-01-01") -> str:
    session = seat.session
    facts = {"role": "other", "report_bucket": "MISC", "place": "Example Store", "arrested_at": ago(session, hours=2)}
    person = a_person(session, "Doe-1", born_on=born_on)
    arrest = save_record(session, "arrest", facts | {"person": person})
    save_record(session, "charge", {"arrest": arrest, "offence": "pc_148_a_1"})
    return arrest


def share(*seats: Seat) -> None:
    for seat in (*seats, *seats):
        seat.sync()


def codes(seat: Seat, arrest: str, finding: str = FOUND) -> list[str]:
    with pytest.raises(Refused) as refused:
        review_nexus(seat.session, arrest, finding)
    return [problem.code for problem in refused.value.problems]


def test_review_by_another_supervisor_lets_the_arrest_become_final_and_says_who_when_and_what(
    detective: Seat, sergeant: Seat
):
    arrest = an_arrest(detective)
    before = load_review(detective.session, arrest)
    assert before.questions
    assert before.refusal == "REVIEW_ROLE"
    share(detective, sergeant)
    with pytest.raises(Refused):
        finalise_record(sergeant.session, "arrest", arrest)
    assert load_review(sergeant.session, arrest).refusal == ""
    review_nexus(sergeant.session, arrest, FOUND)
    share(sergeant, detective)
    seen = load_review(detective.session, arrest)
    assert (seen.reviewer, seen.finding, seen.questions) == ("Sergeant", FOUND, ())
    assert seen.reviewed_at == detective.session.store.record("arrest", arrest)["approved_at"]
    finalise_record(detective.session, "arrest", arrest)


def test_nobody_reviews_their_own_arrest_nor_without_saying_what_was_found(detective: Seat, sergeant: Seat):
    own = an_arrest(sergeant)
    assert codes(sergeant, own) == ["REVIEW_OWN"]
    assert codes(detective, an_arrest(detective)) == ["REVIEW_ROLE"]
    arrest = an_arrest(detective)
    share(detective, sergeant)
    assert codes(sergeant, arrest, "  ") == ["NEXUS_FINDING_MISSING"]
    assert not sergeant.session.store.record("arrest", arrest).get("nexus_reviewed")


def test_adults_arrest_asks_for_no_review(detective: Seat, sergeant: Seat):
    arrest = an_arrest(detective, born_on="1980-01-01")
    share(detective, sergeant)
    assert load_review(sergeant.session, arrest) is None
    assert codes(sergeant, arrest) == ["NEXUS_NO_MINOR"]
    finalise_record(detective.session, "arrest", arrest)


def test_review_is_taken_back_whole(detective: Seat, sergeant: Seat):
    arrest = an_arrest(detective)
    share(detective, sergeant)
    review = review_nexus(sergeant.session, arrest, FOUND)
    take_review_back(sergeant.session, review)
    held = sergeant.session.store.record("arrest", arrest)
    assert [held.get(name) for name in ("nexus_reviewed", "approved_by", "approved_at")] == [None] * 3
    assert sergeant.session.store.linked("note", "arrest", arrest) == []
    assert load_review(sergeant.session, arrest).questions


def test_struck_out_arrest_asks_for_nothing(detective: Seat):
    arrest = an_arrest(detective)
    void_record(detective.session, "arrest", arrest, "Entered twice")
    assert load_review(detective.session, arrest) is None


def test_review_that_replaced_anothers_approval_is_taken_back_without_signing_for_them(
    detective: Seat, sergeant: Seat, town: Town
):
    lieutenant = town.enrol("lieutenant", Role.SUPERVISOR)
    arrest = an_arrest(detective)
    share(detective, sergeant, lieutenant)
    approved = {"approved_by": "Lieutenant", "approved_at": ago(lieutenant.session)}
    save_record(lieutenant.session, "arrest", approved, record_id=arrest)
    share(lieutenant, sergeant)
    review = review_nexus(sergeant.session, arrest, FOUND)
    take_review_back(sergeant.session, review)
    after = sergeant.session.store.record("arrest", arrest)
    assert (after.get("nexus_reviewed"), after.get("approved_by"), after.get("approved_at")) == (None, None, None)
    acts = load_history(sergeant.session, "arrest", arrest)
    assert "Lieutenant" in [edit.after for act in acts for edit in act.edits]  # what was said stands in the history
    share(sergeant, lieutenant)
    assert list(quarantined(sergeant.session.store)) == []
    save_record(lieutenant.session, "arrest", approved, record_id=arrest)
