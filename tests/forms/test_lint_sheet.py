"""The lint of everything around the questions: choices, points, levels, duties, headings, saved fields."""

from __future__ import annotations

import pytest

from fieldapp.forms.lint import MOST_OF_ONE_CODE
from fieldapp.records import vocabulary
from tests.forms.linted import lint, places
from tests.forms.workbook import BANDS, CHOICES, DUTIES, EN, ES, SETTINGS, Rows, with_row


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
