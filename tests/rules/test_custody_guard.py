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


LAB = FACTS | {"received_by": "R. Demo, county laboratory"}
PAPER = {"receipt_reference": "LAB-2026-17"}


@pytest.mark.parametrize(
    ("before", "after", "writer", "found"),
    [
        (None, LAB | SIGNED | PAPER, "ana", []),
        (LAB | SIGNED, LAB | SIGNED | PAPER, "ana", []),
        (LAB | SIGNED, LAB | SIGNED | PAPER, "carla", ["CUSTODY_RECEIPT_OF_ANOTHER"]),
        (None, LAB | PAPER, "ana", ["CUSTODY_RECEIPT_UNSIGNED"]),
        (None, FACTS | SIGNED | PAPER, "ana", ["CUSTODY_RECEIPT_OF_USER"]),
        (None, FACTS | SIGNED | PAPER | {"received_by": "Ben"}, "ana", ["CUSTODY_RECEIPT_OF_USER"]),
        (None, LAB | {"handed_by": "T. Demo, court"} | PAPER, "ana", ["CUSTODY_RECEIPT_OF_USER"]),
        (LAB | SIGNED | PAPER, LAB | SIGNED | {"receipt_reference": "LAB-18"}, "ana", ["CUSTODY_RECEIPT_FINAL"]),
        (LAB | SIGNED | PAPER, LAB | SIGNED | {"receipt_reference": None}, "ana", ["CUSTODY_RECEIPT_FINAL"]),
        (LAB | SIGNED | PAPER, LAB | SIGNED | PAPER | TAKEN, "ana", ["CUSTODY_ANSWER_OF_ANOTHER"]),
        (LAB | SIGNED | PAPER, LAB | SIGNED | PAPER | {"place": "Elsewhere"}, "ana", ["CUSTODY_FIXED"]),
        (LAB | SIGNED | PAPER, LAB | SIGNED | PAPER | {"_void": True}, "ana", ["CUSTODY_NOT_STRUCK"]),
    ],
)
def test_paper_counts_only_for_a_stranger_to_the_program_and_is_named_by_whoever_signed_here(
    before, after, writer, found
):
    assert codes(before, after, writer) == found


def test_giver_who_denies_names_no_receipt():
    denied = {"giver_answer": "denied", "giver_answered_at": AT, "giver_reason": "Still in my locker"}
    assert codes(LAB | denied, LAB | denied | PAPER, "ana") == ["CUSTODY_RECEIPT_UNSIGNED"]


def test_item_that_comes_back_is_signed_for_here_and_handed_over_on_paper():
    back = FACTS | {"handed_by": "R. Demo, county laboratory", "received_by": "ana"}
    assert codes(None, back | TAKEN | PAPER, "ana") == []
    assert codes(None, back | SIGNED | TAKEN | PAPER, "ana") == ["CUSTODY_ANSWER_OF_ANOTHER"]
