"""A covered picture stays covered, and a look at one is its viewer's own word, at both ends."""

from __future__ import annotations

import pytest

from fieldapp.domain.access import Author, Role
from fieldapp.domain.change import VOID_FIELD
from fieldapp.rules.attachment_guard import attachment_problems, is_covered, view_problems

DANA = Author("dana", "LASD", Role.DETECTIVE, "Dana Alvarez")
BOSS = Author("boss", "LASD", Role.SUPERVISOR, "Bo Demo")
FILE = {"record_type": "lead", "record_id": "1", "media_type": "image/png", "sha256": "a", "parts": 1}
LOOK = {"attachment": "1", "viewer": "dana", "viewed_at": "2026-01-01T00:00:00.000Z", "reason": "Interview"}


def codes(problems: object) -> list[str]:
    return [problem.code for problem in problems]


@pytest.mark.parametrize(
    ("values", "covered"),
    [
        ({}, False),
        ({"distressing": True}, True),
        ({"distressing": False}, False),
        ({"record_type": "evidence_item"}, True),
        ({"record_type": "evidence_item", "distressing": False}, False),
        ({"record_type": "evidence_item", "media_type": "application/pdf"}, False),
        ({"distressing": True, "media_type": "text/plain"}, False),
    ],
)
def test_which_files_are_covered(values: dict, covered: bool):
    assert is_covered({**FILE, **values}) is covered


@pytest.mark.parametrize("kind", ["lead", "evidence_item"])
def test_only_a_supervisor_uncovers_a_picture(kind: str):
    before = {**FILE, "record_type": kind, "distressing": True}
    for after in ({**before, "distressing": False}, {**before, "distressing": None}):
        if is_covered(after):
            continue
        assert codes(attachment_problems(before, after, DANA)) == ["SUPERVISOR_NEEDED"]
        assert codes(attachment_problems(before, after, BOSS)) == []
    assert codes(attachment_problems({**before, "distressing": False}, before, DANA)) == [], "anybody covers one"


def test_new_file_belongs_to_a_question_or_to_a_record_and_no_picture_of_evidence_begins_uncovered():
    question = {"screening": "1", "question": "/data/a"}
    bare = {"media_type": "image/png"}
    assert codes(attachment_problems(None, {**bare, **question}, DANA)) == []
    assert codes(attachment_problems(None, FILE, DANA)) == []
    for owner in ({}, {**FILE, **question}, {"screening": "1"}, {"record_id": "1"}):
        assert codes(attachment_problems(None, {**bare, **owner}, DANA)) == ["ATTACHMENT_OWNER"], owner
    of_evidence = {**FILE, "record_type": "evidence_item", "distressing": False}
    assert codes(attachment_problems(None, of_evidence, DANA)) == ["SUPERVISOR_NEEDED"]
    assert codes(attachment_problems(None, of_evidence, BOSS)) == []


def test_kind_of_a_covered_file_is_not_changed_to_uncover_it():
    before = {**FILE, "distressing": True}
    assert codes(attachment_problems(before, {**before, "media_type": "text/plain"}, BOSS)) == ["ATTACHMENT_FIXED"]


def test_look_is_ones_own_with_a_reason_and_stays():
    assert codes(view_problems(None, LOOK, DANA)) == []
    assert codes(view_problems(None, LOOK, BOSS)) == ["SIGNED_AS_ANOTHER"]
    for lack in ("attachment", "viewed_at", "reason"):
        assert codes(view_problems(None, {**LOOK, lack: None}, DANA)) == ["VIEW_INCOMPLETE"]
    assert codes(view_problems(None, {**LOOK, "reason": " "}, DANA)) == ["VIEW_INCOMPLETE"]
    for change in ({"reason": "Other"}, {"viewer": "boss"}, {VOID_FIELD: True}, {"viewed_at": None}):
        assert codes(view_problems(LOOK, {**LOOK, **change}, BOSS)) == ["VIEW_FIXED"]
    assert codes(view_problems(LOOK, dict(LOOK), DANA)) == []
