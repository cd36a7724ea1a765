"""The lint, case by case: what it says, of which cell; and a good checklist about which it says nothing."""

from __future__ import annotations

import time

import pytest

from fieldapp.forms.finding import Finding
from fieldapp.forms.lint import MOST_OF_ONE_CODE, lint_form
from fieldapp.forms.package import Package
from fieldapp.forms.xlsform_import import import_workbook
from fieldapp.records import vocabulary
from tests.forms.workbook import BANDS, CHOICES, DUTIES, EN, ES, SETTINGS, Rows, a_workbook, sheets, with_row

COLUMNS = ("type", "name", "relevant", "constraint", "calculation", "choice_filter", "appearance", "save_to")
BASE = (
    {"type": "select_one seen", "name": "harm"},
    {"type": "integer", "name": "times", "constraint": ". >= 0 and . <= 10"},
    {"type": "select_multiple seen", "name": "many"},
    {"type": "date", "name": "day"},
    {"type": "text", "name": "words"},
)
CAUTIOUS: Rows = (
    (*SETTINGS[0], "caution::English (en)", "caution::Español (es)"),
    (*SETTINGS[1], "Points are no proof.", "Los puntos no prueban nada."),
)


def survey(*rows: dict[str, object]) -> Rows:
    """Return a survey sheet: the five questions of BASE in rows 2 to 6, then these, each labelled in two languages."""
    said = {EN: "English words", ES: "Palabras"}
    extra = sorted({key for row in rows for key in row} - {*COLUMNS, EN, ES})
    headings = (*COLUMNS, EN, ES, *extra)
    labelled = [
        {**({} if row["type"] in {"calculate", "end_group", "end_repeat"} else said), **row} for row in (*BASE, *rows)
    ]
    return [headings, *([row.get(heading) for heading in headings] for row in labelled)]


def a_draft(*rows: dict[str, object], **changed: Rows | None) -> Package:
    content = sheets(**{"survey": survey(*rows), "settings": CAUTIOUS, "duties": None, **changed})
    imported = import_workbook(a_workbook(content), "checklist.xlsx")
    assert imported.draft is not None, imported.findings
    return imported.draft


def lint(*rows: dict[str, object], **changed: Rows | None) -> tuple[Finding, ...]:
    return lint_form(a_draft(*rows, **changed))


def places(findings: tuple[Finding, ...], code: str) -> list[str]:
    return [finding.place for finding in findings if finding.code == code]


def a_note(relevant: str) -> dict[str, object]:
    return {"type": "note", "name": "told", "relevant": relevant}


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


def test_answer_inside_a_repeat_cannot_fill_a_field() -> None:
    found = lint(
        {"type": "begin_repeat", "name": "contact"},
        {"type": "text", "name": "who", "save_to": "observations"},
        {"type": "end_repeat"},
    )
    assert places(found, "SAVE_TO_REPEATED") == ["survey, row 8, column save_to"]


def test_two_questions_cannot_fill_one_field() -> None:
    found = lint(
        {"type": "text", "name": "one", "save_to": "observations"},
        {"type": "text", "name": "two", "save_to": "observations"},
    )
    assert places(found, "SAVE_TO_TWICE") == ["survey, row 8, column save_to"]


@pytest.mark.parametrize(
    ("changed", "code", "place"),
    [
        ({"choices": with_row(CHOICES, 3, score=None)}, "CHOICE_UNSCORED", "choices, row 3, column score"),
        (
            {"choices": with_row(CHOICES, 4, unknown=None, score=0)},
            "SCORE_WITHOUT_UNKNOWN",
            "survey, row 2, column type",
        ),
        ({"choices": with_row(CHOICES, 4, score=3)}, "UNKNOWN_SCORED", "survey, row 2, column type"),
        ({"choices": with_row(CHOICES, 3, **{EN: "yes"})}, "LABEL_TWICE", f"choices, row 3, column {EN}"),
        ({"choices": with_row(CHOICES, 3, **{ES: None})}, "TRANSLATION_MISSING", f"choices, row 3, column {ES}"),
        ({"bands": with_row(BANDS, 3, **{ES: None})}, "TRANSLATION_MISSING", f"bands, row 3, column {ES}"),
        ({"bands": with_row(BANDS, 2, minimum=1)}, "BAND_GAP", "bands, row 2, column minimum"),
        ({"bands": with_row(BANDS, 3, minimum=0)}, "BAND_OVERLAP", "bands, row 3, column minimum"),
        ({"bands": with_row(BANDS, 3, minimum=3)}, "BAND_UNREACHABLE", "bands, row 3, column minimum"),
        (
            {"bands": [*BANDS, ("below", -5, "muted", "Below", "Abajo")]},
            "BAND_UNREACHABLE",
            "bands, row 4, column minimum",
        ),
        ({"choices": [row[:4] for row in CHOICES]}, "BANDS_WITHOUT_SCORES", "bands, row 1"),
        ({"settings": SETTINGS}, "CAUTION_MISSING", "settings, row 2, column caution"),
        ({"duties": with_row(DUTIES, 2, duty="dance", condition=None)}, "DUTY_UNKNOWN", "duties, row 2, column duty"),
        ({"duties": with_row(DUTIES, 2, bands="some huge")}, "DUTY_BAND_UNKNOWN", "duties, row 2, column bands"),
        ({"duties": with_row(DUTIES, 2, condition="${times} > 10")}, "ALWAYS_FALSE", "duties, row 2, column condition"),
        (
            {"duties": with_row(DUTIES, 2, condition="nofunction()")},
            "FUNCTION_UNKNOWN",
            "duties, row 2, column condition",
        ),
        ({"duties": with_row(DUTIES, 2, **{ES: None})}, "TRANSLATION_MISSING", f"duties, row 2, column {ES}"),
        (
            {"duties": with_row(DUTIES, 2, bands=None, condition=None, on_disclosure=None)},
            "DUTY_ALWAYS",
            "duties, row 2, column duty",
        ),
        ({"osm": [("list_name", "name")]}, "SHEET_IGNORED", "osm"),
        ({"band": [("code",)], "bands": None}, "SHEET_MISSPELT", "band"),
        ({"duties": [("dutty",)]}, "HEADING_MISSPELT", "duties, row 1, column dutty"),
        (
            {"bands": [(*BANDS[0], "colour of ink"), *BANDS[1:]]},
            "HEADING_UNKNOWN",
            "bands, row 1, column colour of ink",
        ),
        (
            {"choices": [(*CHOICES[0][:4], "scores", *CHOICES[0][5:]), *CHOICES[1:]]},
            "HEADING_MISSPELT",
            "choices, row 1, column scores",
        ),
    ],
)
def test_other_sheets_are_found_fault_with_in_their_cells(changed: dict[str, Rows], code: str, place: str) -> None:
    assert places(lint(**changed), code)[:1] == [place]


def test_choices_told_apart_by_their_filter_may_read_alike() -> None:
    rows = [(*row, number) for number, row in enumerate(with_row(CHOICES, 3, **{EN: "Yes"}))]
    rows[0] = (*CHOICES[0], "town")
    assert not places(lint(choices=rows), "LABEL_TWICE")


def test_every_duty_of_the_vocabulary_is_known() -> None:
    for duty in vocabulary.codes("duty"):
        assert not places(lint(duties=with_row(DUTIES, 2, duty=duty)), "DUTY_UNKNOWN")


def test_one_fault_in_very_many_cells_does_not_flood_the_screen() -> None:
    found = lint(*({"type": "text", "name": f"q{number}", ES: None} for number in range(300)))
    assert len(places(found, "TRANSLATION_MISSING")) == MOST_OF_ONE_CODE + 1
    assert "in 100 further cells" in found[0].message + found[-1].message + "".join(each.message for each in found)


def test_lint_of_five_hundred_questions_takes_a_moment() -> None:
    rows = [
        {"type": "select_one seen", "name": f"q{number}", "relevant": f"${{q{number - 1}}} = 'yes'" if number else None}
        for number in range(500)
    ]
    draft = a_draft(*rows)
    began = time.monotonic()
    assert lint_form(draft) == ()
    assert time.monotonic() - began < 5


def test_every_finding_is_a_sentence_and_every_error_and_warning_says_what_to_do() -> None:
    found = [
        *lint(a_note("${harm} = 'yess' and ${day} > 5 and ${many} = 'x' and nofunction() = gone")),
        *lint(a_note("(")),
        *lint(bands=with_row(BANDS, 3, minimum=0), duties=with_row(DUTIES, 2, duty="dance", bands="huge")),
        *lint({"type": "text", "name": "n", "save_to": "nothing", ES: None}),
    ]
    assert len({finding.code for finding in found}) > 8
    for finding in found:
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
    began = time.monotonic()
    assert places(lint(town, {**a_note("${town} = 'nowhere'")}, choices=choices), "ALWAYS_FALSE")
    assert not lint(town, a_note("${town} = 't77'"), choices=choices)
    assert time.monotonic() - began < 10
