"""A supervisor's word is written by a supervisor, in their own name; the report line is changed with one."""

import pytest

from fieldapp.domain.access import Author, Role
from fieldapp.rules.supervisor_guard import APPROVED, EMPTIED, SUPERVISED, report_line_problems, supervisor_problems

AT = "2026-03-01T20:00:00.000Z"
LENA = Author("lena", "agency", Role.SUPERVISOR, "Lena Ortiz")
DANA = Author("dana", "agency", Role.DETECTIVE, "Dana Alvarez")
SIGNED = {"unscreened_reason": "Taken to hospital at once", "unscreened_by": "Lena Ortiz", "unscreened_at": AT}
EVERY = [(kind, name) for kind, names in SUPERVISED.items() for name in names]


def codes(kind, before, writer, **after):
    problems = supervisor_problems(kind, before, {**(before or {}), **after}, writer)
    return [(problem.code, problem.field) for problem in problems]


def a_value(name, writer=LENA):
    return True if name == "nexus_reviewed" else writer.name if name.endswith("_by") else AT


@pytest.mark.parametrize(("kind", "name"), EVERY)
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SUPERVISOR] + [None])
def test_nobody_else_writes_changes_or_empties_what_a_supervisor_signs(kind, name, role):
    writer = Author("dana", "agency", role, "Dana Alvarez")
    assert codes(kind, None, writer, **{name: a_value(name)}) == [("SUPERVISOR_NEEDED", name)]
    emptied = [] if kind in EMPTIED else [("SUPERVISOR_NEEDED", name)]
    assert codes(kind, {name: a_value(name)}, writer, **{name: None}) == emptied
    assert codes(kind, {name: a_value(name)}, writer, city="Carson") == []


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, name in EVERY if not name.startswith("unscreened")])
def test_a_supervisor_signs_in_their_own_name_and_takes_it_back(kind, name):
    assert codes(kind, None, LENA, **{name: a_value(name)}) == []
    assert codes(kind, {name: a_value(name)}, LENA, **{name: None}) == []


@pytest.mark.parametrize(
    ("name", "is_own"),
    [("Lena Ortiz", True), (" lena  ORTIZ", True), ("lena", True), ("Sgt. Vega", False), ("Lena", True), ("L", False)],
)
def test_a_name_or_a_handle_signs_and_no_other_persons(name, is_own):
    assert codes("arrest", None, LENA, approved_by=name) == ([] if is_own else [("SIGNED_AS_ANOTHER", "approved_by")])


@pytest.mark.parametrize("left_out", SIGNED)
def test_why_not_who_and_when_go_together(left_out):
    assert codes("arrest", None, LENA, **SIGNED) == []
    assert codes("arrest", SIGNED, LENA, **dict.fromkeys(SIGNED)) == []
    assert codes("arrest", SIGNED, LENA, **{left_out: None}) == [("UNSCREENED_INCOMPLETE", left_out)]
    assert codes("arrest", None, LENA, **{**SIGNED, left_out: None}) == [("UNSCREENED_INCOMPLETE", left_out)]


def test_a_blank_reason_is_none_and_a_tick_that_is_not_set_is_no_word_of_anybodys():
    assert codes("arrest", None, LENA, **{**SIGNED, "unscreened_reason": "  "}) == [
        ("UNSCREENED_INCOMPLETE", "unscreened_reason")
    ]
    assert codes("arrest", None, DANA, nexus_reviewed=False, approved_by=None) == []


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, names in APPROVED.items() for name in names])
def test_what_was_approved_is_not_changed_under_the_word_by_anybody_else(kind, name):
    approved = {"approved_by": "Lena Ortiz", name: "was"}
    (found,) = supervisor_problems(kind, approved, {**approved, name: "is"}, DANA)
    assert (found.code, found.field) == ("SUPERVISOR_NEEDED", name)
    assert list(supervisor_problems(kind, approved, {**approved, name: "is"}, LENA)) == []
    assert list(supervisor_problems(kind, {name: "was"}, {name: "is"}, DANA)) == []


def test_other_records_have_nothing_of_the_kind():
    assert codes("person", None, DANA, approved_by="Lena Ortiz") == []


FINAL_HT = {"report_bucket": "HT", "state": "final"}
LINE = {"report_bucket": "MISC", "bucket_reason": "Another unit's case", "approved_by": "Lena Ortiz"}


@pytest.mark.parametrize(
    ("before", "after", "writer", "becomes_final", "expected"),
    [
        (None, {"report_bucket": "MISC"}, DANA, False, []),  # proposed in a draft
        ({"report_bucket": "MISC"}, {}, DANA, True, ["bucket_reason", "approved_by"]),
        (LINE, {}, DANA, True, []),
        ({**LINE, "bucket_reason": None}, {}, DANA, True, ["bucket_reason"]),
        (LINE, {"report_bucket": "BUYER"}, DANA, False, ["report_bucket"]),  # approved already: a supervisor's again
        (LINE, {"bucket_reason": "Mine"}, DANA, False, ["bucket_reason"]),
        (LINE, {"report_bucket": "BUYER"}, LENA, False, []),
        (LINE, {"report_bucket": "HT"}, DANA, False, []),  # back to what the charges say
        (FINAL_HT, {"report_bucket": "MISC"}, DANA, False, ["bucket_reason", "approved_by"]),
        ({"report_bucket": "MISC", "state": "final"}, {"city": "Carson"}, DANA, False, []),  # an old one stays
    ],
)  # fmt: skip
def test_another_line_than_the_charges_suggest_takes_a_reason_and_a_supervisor(
    before, after, writer, becomes_final, expected
):
    merged = {**(before or {}), **after}
    problems = report_line_problems(before, merged, "HT", writer, becomes_final=becomes_final)
    assert [problem.field for problem in problems] == expected
    assert list(report_line_problems(before, merged, None, writer, becomes_final=becomes_final)) == []
