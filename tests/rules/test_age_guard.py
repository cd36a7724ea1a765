"""Evidence of an age is whole, does not contradict itself, and is not edited over."""

import pytest

from fieldapp.domain.people import age_rank
from fieldapp.rules.age_guard import age_problems

STATED = {"person": "p", "basis": "verified", "born_on": "2009-06-01", "stated_on": "2026-03-01", "_void": False}


def codes(before, after, reason="", disputed=()):
    return [problem.code for problem in age_problems(before, after, reason, disputed)]


def test_stated_age_is_whole_from_its_first_save():
    assert codes(None, STATED) == []
    assert codes(None, {**STATED, "born_on": None, "age": 16}) == []
    assert codes(None, {**STATED, "born_on": None}) == ["AGE_MISSING"]
    for name in ("person", "basis", "stated_on"):
        assert "REQUIRED" in codes(None, {**STATED, name: None})


@pytest.mark.parametrize(
    ("born_on", "age", "code"),
    [
        ("2026-03-02", None, "AGE_BORN_LATER"),
        ("2099-01-01", 16, "AGE_BORN_LATER"),
        ("2009-06-01", 18, "AGE_CONTRADICTS"),
        ("2009-06-01", 14, "AGE_CONTRADICTS"),
    ],
)
def test_age_that_contradicts_itself_is_refused(born_on, age, code):
    assert codes(None, {**STATED, "born_on": born_on, "age": age}) == [code]


@pytest.mark.parametrize("age", [15, 16, 17])
def test_age_may_differ_from_the_date_of_birth_by_a_year(age):
    assert codes(None, {**STATED, "age": age}) == []


def test_somebody_born_on_the_day_is_no_contradiction():
    assert codes(None, {**STATED, "born_on": "2026-03-01", "age": 0}) == []


@pytest.mark.parametrize("name", ["person", "basis", "born_on", "age", "stated_on", "source", "noted_by"])
def test_stated_age_is_not_edited_over(name):
    assert codes(STATED, {**STATED, name: "2009-06-02"}) == ["AGE_FIXED"]
    assert codes(STATED, {**STATED, name: "2009-06-02"}, disputed=(name,)) == []


def test_it_is_struck_out_with_the_reason_and_comes_back():
    struck = {**STATED, "_void": True}
    assert codes(STATED, struck) == codes(STATED, struck, "  ") == ["AGE_STRUCK_WHY"]
    assert codes(STATED, struck, "Another person's papers") == []
    assert codes(struck, STATED) == []


def test_same_age_kept_by_two_laptops_is_one():
    assert codes(STATED, dict(STATED)) == []


def test_verified_outranks_a_document_and_a_document_what_is_claimed_or_seen():
    assert age_rank("verified") > age_rank("documented") > age_rank("claimed")
    assert age_rank("claimed") == age_rank("apparent") == age_rank(None) == age_rank("from another version")
