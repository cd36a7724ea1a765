"""The lint, case by case: what it says, of which cell; and a good checklist about which it says nothing."""

from __future__ import annotations

import time

import pytest

from fieldapp.forms.lint import lint_form
from fieldapp.forms.sentence import Sentence
from fieldapp.forms.xlsform_import import import_workbook
from tests.forms.linted import CAUTIOUS, a_draft, a_note, lint, places
from tests.forms.workbook import BANDS, CHOICES, DUTIES, ES, a_workbook, sheets, with_row


def test_good_checklist_gets_no_finding() -> None:
    assert lint(a_note("${harm} = 'yes' and ${times} > 2 and selected(${many}, 'no')")) == ()
    imported = import_workbook(a_workbook(sheets(settings=CAUTIOUS)), "good.xlsx")
    assert imported.draft is not None
    assert lint_form(imported.draft) == ()


@pytest.mark.parametrize(
    ("relevant", "code"),
    [
        ("nofunction(${harm})", "FUNCTION_UNKNOWN"),
        ("selected(${many})", "FUNCTION_ARITY"),
        ("substr('a')", "FUNCTION_ARITY"),
        ("(${harm} = 'yes'", "EXPRESSION_BROKEN"),
        ("${harm} = = 'yes'", "EXPRESSION_BROKEN"),
        ("${harm} = yes", "PATH_UNKNOWN"),
        ("/data/gone = 1", "PATH_UNKNOWN"),
        ("../gone/deeper = 1", "PATH_UNKNOWN"),
        ("instance('gone')/root/item[name = ${harm}]/label = 'x'", "INSTANCE_UNKNOWN"),
        ("instance('seen')/root/item[name = ${harm}]/colour = 'x'", "COLUMN_UNKNOWN"),
        ("instance('seen')/root/item[name = ${harm}]/label = 'x'", "COLUMN_UNKNOWN"),
        ("${times} = 'often'", "TYPE_CLASH"),
        ("'often' = ${times}", "TYPE_CLASH"),
        ("${times} > 'often'", "TYPE_CLASH"),
        ("${harm} > 'yes'", "TYPE_CLASH"),
        ("${harm} = 3", "TYPE_CLASH"),
        ("${harm} = true()", "TYPE_CLASH"),
        ("${day} > '2026-01-31'", "TYPE_CLASH"),
        ("${day} = 'monday'", "TYPE_CLASH"),
        ("${day} > 5", "TYPE_CLASH"),
        ("today() < 5", "TYPE_CLASH"),
        ("${words} + 1 = 2", "TYPE_CLASH"),
        ("'a' + 1 = 2", "TYPE_CLASH"),
        ("${many} = 'yes'", "MULTIPLE_COMPARED"),
        ("${many} != 'yes'", "MULTIPLE_COMPARED"),
        ("${harm} = 'yess'", "CHOICE_UNKNOWN"),
        ("selected(${many}, 'yess')", "CHOICE_UNKNOWN"),
        ("${harm} = 'yess'", "ALWAYS_FALSE"),
        ("selected(${harm}, 'yess')", "ALWAYS_FALSE"),
        ("${harm} = 'yes' and ${harm} = 'no'", "ALWAYS_FALSE"),
        ("${times} > 5 and ${times} < 3", "ALWAYS_FALSE"),
        ("${times} > 10", "ALWAYS_FALSE"),
        ("${times} < 0", "ALWAYS_FALSE"),
        ("${times} = 11", "ALWAYS_FALSE"),
        ("20 < ${times}", "ALWAYS_FALSE"),
        ("1 = 2", "ALWAYS_FALSE"),
        ("2 * 3 = 7", "ALWAYS_FALSE"),
        ("false()", "ALWAYS_FALSE"),
        ("not(true())", "ALWAYS_FALSE"),
        ("${harm} = 'yes' and false()", "ALWAYS_FALSE"),
        ("${harm} != 'yess'", "ALWAYS_TRUE"),
        ("${harm} != 'yes' or ${harm} != 'no'", "ALWAYS_TRUE"),
        ("${harm} = 'yes' or 1 = 1", "ALWAYS_TRUE"),
        ("true()", "ALWAYS_TRUE"),
        ("count(//harm) = 1", "NOT_PORTABLE"),
        ("count(../preceding-sibling::harm) = 1", "NOT_PORTABLE"),
    ],
)
def test_condition_is_found_fault_with_in_its_cell(relevant: str, code: str) -> None:
    assert places(lint(a_note(relevant)), code)[:1] == ["survey, row 7, column relevant"]


@pytest.mark.parametrize(
    "relevant",
    [
        "${times} > 3",
        "${times} > 3 or ${times} < 1",
        "${harm} = ''",
        "${harm} != 'yes'",
        "${harm} = 'yes' or ${harm} = 'no'",
        "${harm} != 'yes' and ${harm} != 'no'",
        "${many} = ''",
        "${day} > date('2026-01-31')",
        "${day} = '2026-01-31'",
        "today() - ${day} > 30",
        "int(${words}) + 1 = 2",
        "string-length(${words}) > 3",
        "count-selected(${many}) > 1",
        "jr:choice-name(${harm}, '${harm}') = 'Yes'",
        "instance('seen')/root/item[name = ${harm}]/name = 'x'",
        "regex(${words}, '^[a-z]+$')",
        "${words} = 'anything'",
        "position(..) > 1",
        "current()/../harm = 'yes'",
        "if(${times} > 3, 'a', 'b') = 'a'",
        "coalesce(${words}, 'x') = 'x'",
    ],
)
def test_ordinary_condition_is_let_be(relevant: str) -> None:
    assert lint(a_note(relevant)) == ()


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ({"type": "integer", "name": "n", "constraint": ". > 5 and . < 3"}, "ALWAYS_FALSE", "constraint"),
        ({"type": "integer", "name": "n", "constraint": "1 = 1"}, "ALWAYS_TRUE", "constraint"),
        ({"type": "integer", "name": "n", "constraint": ". > 'x'"}, "TYPE_CLASH", "constraint"),
        ({"type": "select_one seen", "name": "n", "choice_filter": "false()"}, "ALWAYS_FALSE", "choice_filter"),
        ({"type": "select_one seen", "name": "n", "choice_filter": "true()"}, "ALWAYS_TRUE", "choice_filter"),
        (
            {"type": "select_one seen", "name": "n", "choice_filter": "nam = ${words}"},
            "COLUMN_UNKNOWN",
            "choice_filter",
        ),
        ({"type": "calculate", "name": "n", "calculation": "'a' + ${times}"}, "TYPE_CLASH", "calculation"),
        ({"type": "calculate", "name": "n", "calculation": "nofunction()"}, "FUNCTION_UNKNOWN", "calculation"),
        ({"type": "geoshape", "name": "n"}, "TYPE_UNSUPPORTED", "type"),
        ({"type": "select_one_from_file towns.csv", "name": "n"}, "MEDIA_MISSING", "type"),
        ({"type": "image", "name": "n", "appearance": "signature"}, "APPEARANCE_IGNORED", "appearance"),
        ({"type": "text", "name": "n", ES: None}, "TRANSLATION_MISSING", ES),
        ({"type": "text", "name": "n", "hint::English (en)": "H"}, "TRANSLATION_MISSING", "hint::Español (es)"),
        ({"type": "text", "name": "n", "save_to": "nothing"}, "SAVE_TO_UNKNOWN", "save_to"),
        ({"type": "text", "name": "n", "save_to": "score"}, "SAVE_TO_UNKNOWN", "save_to"),
        ({"type": "text", "name": "n", "save_to": "disclosure_at"}, "SAVE_TO_KIND", "save_to"),
        ({"type": "select_one seen", "name": "n", "save_to": "signs_of_harm"}, "SAVE_TO_CHOICE", "save_to"),
        ({"type": "select_one seen", "name": "n", "score_weight": 0}, "WEIGHT_ZERO", "score_weight"),
        ({"type": "text", "name": "n", "score_weight": 2}, "WEIGHT_UNUSED", "score_weight"),
        ({"type": "text", "name": "n", "paramters": "x=1"}, "HEADING_MISSPELT", "paramters"),
    ],
)
def test_question_is_found_fault_with_in_its_cell(row: dict[str, object], code: str, column: str) -> None:
    number = 1 if code == "HEADING_MISSPELT" else 7
    assert places(lint(row), code)[:1] == [f"survey, row {number}, column {column}"]


def test_word_that_is_no_choice_is_answered_with_the_nearest_one() -> None:
    fixes = [each.fix for each in lint(a_note("${harm} = 'yess'")) if each.code == "CHOICE_UNKNOWN"]
    assert fixes == ["Did you mean 'yes'?"]


def test_several_choices_compared_with_one_are_answered_with_selected() -> None:
    fixes = [each.fix for each in lint(a_note("${many} != 'yes'")) if each.code == "MULTIPLE_COMPARED"]
    assert fixes == ["Write not(selected(${many}, 'yes'))."]


def test_question_that_hangs_on_one_never_asked_is_unreachable() -> None:
    found = lint(
        {"type": "begin_group", "name": "shut", "relevant": "${harm} = 'yess'"},
        {"type": "select_one seen", "name": "inner"},
        {"type": "end_group"},
        {"type": "text", "name": "after", "relevant": "${inner} = 'yes'"},
        {"type": "text", "name": "later", "relevant": "${after} = 'x' and ${times} > 1"},
        {"type": "text", "name": "open", "relevant": "${inner} = 'yes' or ${times} > 1"},
    )
    assert places(found, "ALWAYS_FALSE") == ["survey, row 7, column relevant"]
    assert places(found, "UNREACHABLE") == ["survey, row 10, column relevant", "survey, row 11, column relevant"]


def test_rows_of_a_repeat_are_not_taken_for_one_question() -> None:
    found = lint(
        {"type": "begin_repeat", "name": "contact"},
        {"type": "select_one seen", "name": "met"},
        {"type": "text", "name": "where", "relevant": "${met} = 'yes' and ${met} = 'no'"},
        {"type": "end_repeat"},
        a_note("${met} = 'yes' and ${met} = 'no'"),
    )
    assert places(found, "ALWAYS_FALSE") == ["survey, row 9, column relevant"]


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        (
            [
                {"type": "calculate", "name": "a", "calculation": "${b} + 1"},
                {"type": "calculate", "name": "b", "calculation": "${a} + 1"},
            ],
            "survey, row 7, column calculation",
        ),
        ([{"type": "text", "name": "a", "relevant": "${a} = 'x'"}], "survey, row 7, column relevant"),
        (
            [
                {"type": "text", "name": "a", "relevant": "${b} = 'x'"},
                {"type": "text", "name": "b", "relevant": "${a} = 'x'"},
            ],
            "survey, row 7, column relevant",
        ),
        (
            [
                {"type": "begin_group", "name": "g", "relevant": "${b} = 'x'"},
                {"type": "text", "name": "b"},
                {"type": "end_group"},
            ],
            "survey, row 7, column relevant",
        ),
        (
            [
                {"type": "begin_repeat", "name": "r", "repeat_count": "${b}"},
                {"type": "integer", "name": "b"},
                {"type": "end_repeat"},
            ],
            "survey, row 7, column repeat_count",
        ),
    ],
)
def test_circle_is_named_by_its_first_cell(rows: list[dict[str, object]], place: str) -> None:
    assert places(lint(*rows), "CYCLE") == [place]


@pytest.mark.parametrize(
    "rows",
    [
        [{"type": "calculate", "name": "a", "calculation": "once(random())"}],
        [{"type": "calculate", "name": "a", "calculation": "if(. = '', ${words}, .)"}],
        [
            {"type": "begin_repeat", "name": "r"},
            {"type": "integer", "name": "n"},
            {"type": "calculate", "name": "place", "calculation": "position(..)"},
            {"type": "calculate", "name": "whole", "calculation": "count(${r})"},
            {"type": "end_repeat"},
            {"type": "calculate", "name": "total", "calculation": "sum(${n})"},
        ],
    ],
)
def test_what_only_looks_like_a_circle_is_let_be(rows: list[dict[str, object]]) -> None:
    assert not places(lint(*rows), "CYCLE")


def test_lint_of_five_hundred_questions_takes_a_moment() -> None:
    rows = [
        {"type": "select_one seen", "name": f"q{number}", "relevant": f"${{q{number - 1}}} = 'yes'" if number else None}
        for number in range(500)
    ]
    draft = a_draft(*rows)
    began = time.process_time()
    assert lint_form(draft) == ()
    assert time.process_time() - began < 5


def test_every_finding_is_a_sentence_and_every_error_and_warning_says_what_to_do() -> None:
    found = [
        *lint(a_note("${harm} = 'yess' and ${day} > 5 and ${many} = 'x' and nofunction() = gone")),
        *lint(a_note("(")),
        *lint(bands=with_row(BANDS, 3, minimum=0), duties=with_row(DUTIES, 2, duty="dance", bands="huge")),
        *lint({"type": "text", "name": "n", "save_to": "nothing", ES: None}),
    ]
    assert len({finding.code for finding in found}) > 8
    for finding in found:
        assert isinstance(finding.message, Sentence), finding
        assert isinstance(finding.fix, Sentence) or not finding.fix, finding
        assert finding.message.endswith("."), finding
        assert finding.message[0].isupper() or not finding.message[0].isalpha(), finding
        assert finding.severity == "note" or finding.fix.endswith((".", "?")), finding


def test_long_lists_are_asked_for_membership_only() -> None:
    choices = [
        CHOICES[0],
        *CHOICES[1:],
        *(("town", f"t{number}", f"T{number}", f"T{number}") for number in range(3_000)),
    ]
    town = {"type": "select_one town", "name": "town"}
    began = time.process_time()
    assert places(lint(town, {**a_note("${town} = 'nowhere'")}, choices=choices), "ALWAYS_FALSE")
    assert not lint(town, a_note("${town} = 't77'"), choices=choices)
    assert time.process_time() - began < 10
