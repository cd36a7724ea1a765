"""Each of the two people named in a transfer answers for themselves, once; nobody answers for another."""

import pytest

from fieldapp.rules.custody_guard import custody_problems

AT = "2026-03-01T20:00:00.000Z"
FACTS = {
    "evidence_item": "019b7cb3-2c1e-7000-82fa-e5efebeadf1d",
    "handed_by": "ana",
    "received_by": "ben",
    "handed_at": AT,
    "purpose": "storage",
}
SIGNED = {"giver_answer": "signed", "giver_answered_at": AT}
TAKEN = {"receiver_answer": "signed", "receiver_answered_at": AT}
DENIED = {"receiver_answer": "denied", "receiver_answered_at": AT, "receiver_reason": "Was on leave"}


def codes(before, after, writer, disputed=()):
    return [problem.code for problem in custody_problems(before, after, writer, disputed)]


@pytest.mark.parametrize("writer", ["ana", "ben", "carla"])
def test_anybody_may_write_down_a_transfer_that_waits_for_both(writer):
    assert codes(None, FACTS, writer) == []


@pytest.mark.parametrize(
    ("answers", "writer", "found"),
    [
        (SIGNED, "ana", []),
        (SIGNED, "ben", ["CUSTODY_ANSWER_OF_ANOTHER"]),
        (SIGNED, "carla", ["CUSTODY_ANSWER_OF_ANOTHER"]),
        (TAKEN, "ben", []),
        (TAKEN, "ana", ["CUSTODY_ANSWER_OF_ANOTHER"]),
        (DENIED, "ana", ["CUSTODY_ANSWER_OF_ANOTHER"]),
        (DENIED, "Ben", ["CUSTODY_ANSWER_OF_ANOTHER"]),
        (SIGNED | TAKEN, "ana", ["CUSTODY_ANSWER_OF_ANOTHER"]),
        ({"receiver_reason": "Was on leave"}, "ana", ["CUSTODY_ANSWER_OF_ANOTHER"]),
        ({"receiver_answer": "denied", "receiver_answered_at": AT}, "ben", ["CUSTODY_REASON_MISSING"]),
        ({"receiver_answer": "signed"}, "ben", ["CUSTODY_ANSWER_TIME"]),
    ],
)
def test_only_the_named_person_answers(answers, writer, found):
    assert codes(None, FACTS | answers, writer) == found
    assert codes(FACTS, FACTS | answers, writer) == found


@pytest.mark.parametrize("writer", ["ana", "ben", "carla"])
@pytest.mark.parametrize("name", sorted(FACTS))
def test_what_somebody_signed_does_not_change(name, writer):
    before = FACTS | SIGNED
    changed = "2026-03-01T21:00:00.000Z" if name == "handed_at" else f"{FACTS[name]}x"
    found = codes(before, before | {name: changed}, writer)
    assert "CUSTODY_FIXED" in found


def test_answer_is_final_also_for_whoever_gave_it():
    before = FACTS | SIGNED | TAKEN
    assert codes(before, before | DENIED, "ben") == ["CUSTODY_ANSWER_FINAL"]
    assert codes(before, before | {"receiver_answered_at": None, "receiver_answer": None}, "ben") == [
        "CUSTODY_ANSWER_FINAL"
    ]
    assert codes(FACTS | DENIED, FACTS | DENIED | {"receiver_reason": "Was ill"}, "ben") == ["CUSTODY_ANSWER_FINAL"]


def test_transfer_that_somebody_answered_is_not_struck_out():
    before = FACTS | DENIED
    assert codes(before, before | {"_void": True}, "ben") == ["CUSTODY_NOT_STRUCK"]
    assert codes(FACTS, FACTS | {"_void": True}, "ana") == []


def test_second_answer_leaves_the_first_alone():
    before = FACTS | SIGNED
    assert codes(before, before | DENIED, "ben") == []
    assert codes(before, before | DENIED | {"remarks": "x"}, "ben") == ["CUSTODY_FIXED"]


def test_nobody_signs_a_transfer_to_themselves():
    own = FACTS | {"received_by": "ana"}
    assert "CUSTODY_SAME_PERSON" in codes(None, own | SIGNED, "ana")


def test_field_that_two_wrote_differently_can_be_settled_after_the_signature():
    before = FACTS | SIGNED | {"place": "Station"}
    after = before | {"place": "Laboratory"}
    assert codes(before, after, "carla", ("place",)) == []
    assert codes(before, after, "carla") == ["CUSTODY_FIXED"]


@pytest.mark.parametrize(("writer", "found"), [("ana", []), ("dan", []), ("carla", ["CUSTODY_FIXED"])])
def test_who_received_a_signed_item_is_settled_only_by_the_people_named(writer, found):
    before = FACTS | SIGNED
    assert codes(before, before | {"received_by": "dan"}, writer, ("received_by",)) == found


def test_disputed_answer_is_settled_by_nobody_but_its_author():
    before = FACTS | SIGNED | TAKEN
    assert codes(before, before | DENIED, "carla", ("receiver_answer",)) == ["CUSTODY_ANSWER_OF_ANOTHER"]
