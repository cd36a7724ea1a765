"""What leaves the task force: no formulas, no small cells."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from fieldapp.domain.csv_cell import safe_cell
from fieldapp.reports.export import suppressed, write_figures, write_rows
from fieldapp.reports.figure import all_figures, find_figure
from fieldapp.reports.period import Period
from fieldapp.reports.question import FigureResult
from fieldapp.reports.wording import wording

MARCH = Period(date(2016, 3, 1), date(2016, 3, 31))


def came_to(name, n, base=None):
    ids = tuple(f"id-{i}" for i in range(n))
    return FigureResult(find_figure(name), MARCH, ids, ids if base is None else tuple(f"id-{i}" for i in range(base)))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =cmd|' /C calc'!A0", "\r=1"])
def test_text_that_a_spreadsheet_would_run_is_led_by_an_apostrophe(text):
    assert safe_cell(text) == "'" + text


@pytest.mark.parametrize(
    ("value", "cell"), [(None, ""), (-5, "-5"), ("a=b", "a=b"), (["a", "b"], "a; b"), (True, "True")]
)
def test_other_values_are_written_as_they_are(value, cell):
    assert safe_cell(value) == cell


def test_list_cannot_smuggle_a_formula():
    assert safe_cell(["=1", "b"]) == "'=1; b"


def test_small_counts_are_held_back_and_nought_is_not():
    values = suppressed([came_to("victims_recovered", 4), came_to("leads_received", 5), came_to("services_given", 0)])
    assert values == {"victims_recovered": "<5", "leads_received": "5", "services_given": "0"}


def test_single_held_line_takes_the_next_smallest_with_it():
    lines = {"arrests_ht": 30, "arrests_icac": 3, "arrests_buyer": 20, "arrests_misc": 0}
    values = suppressed([came_to("arrests", 53), *(came_to(name, n) for name, n in lines.items())])
    assert values["arrests"] == "53"
    assert [values[name] for name in lines] == ["30", "<5", "held back", "0"]


def test_lone_part_of_a_total_is_not_found_by_subtraction():
    values = suppressed([came_to("victims_recovered", 20), came_to("minors_recovered", 17)])
    assert values["minors_recovered"] == "held back"  # 20 less 17 adults would be 3


def test_share_of_few_is_held_back():
    assert suppressed([came_to("responders_in_time", 2, base=4)]) == {"responders_in_time": "held back"}
    assert suppressed([came_to("responders_in_time", 2, base=5)]) == {"responders_in_time": "40"}


def test_figures_are_written_with_their_definitions():
    stream = io.StringIO()
    write_figures(stream, [came_to("victims_recovered", 131)])
    heading, row = csv.reader(io.StringIO(stream.getvalue()))
    assert dict(zip(heading, row, strict=True))["value"] == "131"
    assert dict(zip(heading, row, strict=True))["last day"] == "2016-03-31"
    stream = io.StringIO()
    write_figures(stream, [came_to("victims_recovered", 2)], floor=None)
    assert ",2," in stream.getvalue()


def test_rows_are_written_with_blank_cells_where_nothing_is_known():
    stream = io.StringIO()
    write_rows(stream, ("number", "summary"), [{"number": "L-1", "summary": "=HYPERLINK()"}, {"number": "L-2"}])
    assert list(csv.reader(io.StringIO(stream.getvalue()))) == [
        ["number", "summary"],
        ["L-1", "'=HYPERLINK()"],
        ["L-2", ""],
    ]


def test_figures_of_a_spanish_window_have_spanish_words_and_the_same_codes_dates_and_values():
    results = [came_to("victims_recovered", 131), came_to("minors_recovered", 3)]
    written = {}
    for language in ("en", "es"):
        stream = io.StringIO()
        write_figures(stream, results, as_of="2016-11-17T08:00:00.000Z", language=language)
        written[language] = list(csv.reader(io.StringIO(stream.getvalue())))
    english, spanish = written["en"], written["es"]
    assert spanish[0][:3] == ["indicador", "título", "valor"]
    assert len(set(english[0]) & set(spanish[0])) == 0
    for before, after in zip(english[1:], spanish[1:], strict=True):
        assert before[0] == after[0]
        assert before[3:7] == after[3:7]
        assert before[1] != after[1]
        assert before[8] != after[8]
    assert [row[2] for row in spanish[1:]] == ["131", "<5"]
    stream = io.StringIO()
    write_figures(stream, [FigureResult(find_figure("arrests"), MARCH, (), (), is_held=False)], language="es")
    assert "no está aquí" in stream.getvalue()


def test_english_words_of_a_figure_are_those_it_was_declared_with():
    for figure in all_figures():
        words = wording(figure)
        assert (words.title, words.whole_definition) == (figure.title, figure.whole_definition)
