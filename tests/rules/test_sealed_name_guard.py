"""Who may keep, seal, ask and answer: in their own name, once, and never both sides of one opening."""

from __future__ import annotations

import pytest

from fieldapp.domain.access import Author, Role
from fieldapp.domain.change import VOID_FIELD
from fieldapp.rules.sealed_name_guard import ANSWERED, ASKED, keeper_problems, opening_problems, seal_problems

ANA = Author("ana", "lasd", Role.SUPERVISOR, "Ana")
BEN = Author("ben", "lasd", Role.SUPERVISOR, "Ben")
DANA = Author("dana", "lasd", Role.DETECTIVE, "Dana")
NOON = "2026-01-02T20:00:00.000Z"
KEEPER = {"handle": "ana", "name": "Ana", "agency": "lasd", "public_key": "ab" * 32, "since": NOON}
SEAL = {"alias_number": "UC-7", "content": "c", "boxes": "b", "sealed_by": "ana", "sealed_at": NOON}
QUESTION = {
    "sealed_name": "seal",
    "asked_by": "ana",
    "asked_at": NOON,
    "reason": "Subpoena",
    "asked_with": "keeper-ana",
    "once_key": "cd" * 32,
}
YES = {"answer": "agreed", "answered_by": "ben", "answered_at": NOON, "answered_with": "keeper-ben", "half": "h"}
NO = {**YES, "answer": "refused", "half": None, "answer_reason": "No reason given"}


def find(record_type, record_id):
    known = {"keeper-ana": KEEPER, "keeper-ben": KEEPER | {"handle": "ben"}, "seal": SEAL}
    return known.get(record_id) if record_type in {"keeper", "sealed_name"} else None


def keeping(before, after, writer=ANA):
    return [problem.code for problem in keeper_problems(before, after, writer)]


def sealing(before, after, writer=ANA):
    return [problem.code for problem in seal_problems(before, after, writer)]


def opening(before, after, writer):
    return [problem.code for problem in opening_problems(before, after, writer, find)]


def test_supervisor_becomes_a_keeper_in_their_own_name():
    assert keeping(None, KEEPER) == []
    assert keeping(None, KEEPER, BEN) == ["SIGNED_AS_ANOTHER"]
    assert keeping(None, KEEPER | {"handle": "dana"}, DANA) == ["KEEPER_ROLE"]
    assert keeping(None, KEEPER | {"public_key": "short"}) == ["KEY_SHAPE"]
    assert keeping(None, {"handle": "ana"}) == ["SEALING_INCOMPLETE", "SEALING_INCOMPLETE", "KEY_SHAPE"]


@pytest.mark.parametrize("name", ["public_key", "handle", "name", "since", "agency"])
@pytest.mark.parametrize("writer", [ANA, BEN])
def test_keepers_key_is_never_replaced(name, writer):
    assert keeping(KEEPER, KEEPER | {name: "ef" * 32}, writer) == ["KEEPER_FIXED"]
    assert keeping(KEEPER, KEEPER | {name: None}, writer) == ["KEEPER_FIXED"]


def test_any_supervisor_strikes_a_keeper_out_and_only_they_come_back():
    gone = KEEPER | {VOID_FIELD: True}
    assert keeping(KEEPER, gone, BEN) == keeping(gone, KEEPER | {VOID_FIELD: False}, ANA) == []
    assert keeping(gone, KEEPER | {VOID_FIELD: False}, BEN) == ["SIGNED_AS_ANOTHER"]
    assert keeping(KEEPER, gone, DANA) == ["KEEPER_ROLE"]


def test_supervisor_seals_in_their_own_name_and_never_over_it():
    assert sealing(None, SEAL) == []
    assert sealing(None, SEAL, BEN) == ["SIGNED_AS_ANOTHER"]
    assert sealing(None, SEAL | {"sealed_by": "dana"}, DANA) == ["SEAL_ROLE"]
    assert sealing(None, {"alias_number": "UC-7", "sealed_by": "ana"}) == ["SEALING_INCOMPLETE"] * 3
    assert sealing(SEAL, SEAL | {VOID_FIELD: True}, BEN) == []
    assert sealing(SEAL, SEAL | {VOID_FIELD: True}, DANA) == ["SEAL_ROLE"]


@pytest.mark.parametrize("name", SEAL)
@pytest.mark.parametrize("value", [None, "other"])
def test_what_is_sealed_is_never_written_over(name, value):
    assert sealing(SEAL, SEAL | {name: value}) == ["SEAL_FIXED"]


def test_keeper_asks_in_their_own_name_with_a_reason():
    assert opening(None, QUESTION, ANA) == []
    assert "SIGNED_AS_ANOTHER" in opening(None, QUESTION, BEN)
    assert "KEEPER_NEEDED" in opening(None, QUESTION | {"asked_with": "keeper-ben"}, ANA)
    assert "KEEPER_NEEDED" in opening(None, QUESTION | {"asked_with": "nobody"}, ANA)
    assert "SEAL_GONE" in opening(None, QUESTION | {"sealed_name": "gone"}, ANA)
    assert "KEY_SHAPE" in opening(None, QUESTION | {"once_key": "short"}, ANA)
    for name in ASKED:
        assert "SEALING_INCOMPLETE" in opening(None, QUESTION | {name: None}, ANA)


def test_keeper_who_is_no_supervisor_any_more_neither_asks_nor_answers():
    demoted = Author("ana", "lasd", Role.DETECTIVE, "Ana")
    assert opening(None, QUESTION, demoted) == ["KEEPER_NEEDED"]
    demoted = Author("ben", "lasd", Role.DETECTIVE, "Ben")
    assert opening(QUESTION, QUESTION | YES, demoted) == ["KEEPER_NEEDED"]


@pytest.mark.parametrize("name", [*ANSWERED, "opened_at"])
def test_question_brings_no_answer_with_it(name):
    assert "OPENING_ALONE" in opening(None, QUESTION | {name: "agreed"}, ANA)


def test_another_keeper_answers_once():
    assert opening(QUESTION, QUESTION | YES, BEN) == opening(QUESTION, QUESTION | NO, BEN) == []
    assert opening(QUESTION, QUESTION | YES, ANA) == ["OPENING_ALONE"]
    own = YES | {"answered_by": "ana", "answered_with": "keeper-ana"}
    assert opening(QUESTION, QUESTION | own, ANA) == ["OPENING_ALONE"]
    assert opening(QUESTION | NO, QUESTION | YES, BEN) == ["OPENING_ANSWERED"]
    assert opening(QUESTION, QUESTION | YES, DANA) == ["SIGNED_AS_ANOTHER"]
    assert opening(QUESTION, QUESTION | YES | {"answered_by": "dana"}, DANA) == ["KEEPER_NEEDED"]
    assert opening(QUESTION, QUESTION | YES | {"answered_with": "keeper-ana"}, BEN) == ["KEEPER_NEEDED"]


def test_answer_is_whole():
    assert opening(QUESTION, QUESTION | YES | {"half": None}, BEN) == ["HALF_WITH_CONSENT"]
    assert opening(QUESTION, QUESTION | NO | {"half": "h"}, BEN) == ["HALF_WITH_CONSENT"]
    assert opening(QUESTION, QUESTION | NO | {"answer_reason": None}, BEN) == ["REFUSAL_REASON_MISSING"]
    assert opening(QUESTION, QUESTION | YES | {"answered_at": None}, BEN) == ["SEALING_INCOMPLETE"]
    assert opening(QUESTION, QUESTION | YES | {"opened_at": NOON}, BEN) == ["OPENING_ALONE"]


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize("writer", [ANA, BEN])
def test_what_was_asked_stays(name, writer):
    assert opening(QUESTION, QUESTION | {name: "other"}, writer) == ["OPENING_FIXED"]


def test_whoever_asked_opens_once_and_only_after_a_yes():
    agreed = QUESTION | YES
    assert opening(agreed, agreed | {"opened_at": NOON}, ANA) == []
    assert opening(agreed, agreed | {"opened_at": NOON}, BEN) == ["SIGNED_AS_ANOTHER"]
    assert opening(QUESTION, QUESTION | {"opened_at": NOON}, ANA) == ["OPENING_ALONE"]
    assert opening(QUESTION | NO, QUESTION | NO | {"opened_at": NOON}, ANA) == ["OPENING_ALONE"]
    opened = agreed | {"opened_at": NOON}
    assert opening(opened, agreed, ANA) == opening(opened, opened | {"opened_at": "later"}, ANA) == ["OPENING_FIXED"]


def test_opening_is_never_struck_out():
    assert opening(QUESTION, QUESTION | {VOID_FIELD: True}, ANA) == ["OPENING_NOT_STRUCK"]
