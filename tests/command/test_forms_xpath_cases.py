"""``fieldapp forms xpath-cases``: how anyone can hold the evaluator against recorded answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from fieldapp.__main__ import main

DOCUMENT = "<data><a>2</a><a>3</a><!-- note --><when>2020-02-29</when></data>"


def a_case(expression: str, value: Any, result_type: int = 0, **changed: Any) -> dict[str, Any]:
    kinds = {str: 2, bool: 3}
    found = {"suite": "own", "test": "", "xml": "d", "context": "/", "expression": expression, "value": value}
    return {**found, "result_type": result_type, "type": kinds.get(type(value), 1), **changed}


def run(tmp_path: Path, *cases: dict[str, Any], options: tuple[str, ...] = ()) -> int:
    file = tmp_path / "cases.json"
    file.write_text(json.dumps({"documents": {"d": DOCUMENT, "none": None}, "cases": cases}), "utf-8")
    return main(["forms", "xpath-cases", str(file), *options])


def test_agreement_is_one_line_and_ends_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases = (a_case("sum(/data/a)", 5), a_case("/data/a", "2", 2), a_case("/data/a", True, 3), a_case("1 + 1", 2))
    assert run(tmp_path, *cases, a_case("1 div 0", "Infinity", 1), a_case("0 div 0", "NaN", 1)) == 0
    assert capsys.readouterr().out == "6/6\n"


def test_a_difference_shows_the_expression_and_both_answers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, a_case("1 + 1", 3), a_case("1 + 1", 2)) == 1
    assert capsys.readouterr().out.splitlines() == ["1/2", "0 own: 1 + 1", "    expected 3", "    found    '2'"]


def test_a_refusal_agrees_with_a_recorded_error_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bare = {"expression": "nope()", "error": "no such function"}
    refusals = (a_case("nope()", None, type="error"), a_case("1", None, type="error"), bare)
    assert run(tmp_path, *refusals, a_case("nope()", 1)) == 1
    assert capsys.readouterr().out.startswith("2/4\n")


def test_time_stands_on_the_day_that_the_cases_say_or_on_the_one_that_is_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = (a_case("today() = '2024-02-29'", True), a_case("today()", "2024-02-29", 2))
    assert run(tmp_path, *cases) == 0
    assert run(tmp_path, *cases, options=("--now", "2025-01-01T12:00:00-07:00")) == 1
    assert capsys.readouterr().out.startswith("2/2\n0/2\n")


def test_contexts_are_found_also_below_comments_and_without_a_document(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at_comment = a_case("string()", " note ", 2, context="/data[1]/#8[2]")
    assert (
        run(tmp_path, at_comment, a_case("count(../a)", 2, context="/data[1]/when[1]"), a_case("2", 2, xml="none")) == 0
    )
    assert capsys.readouterr().out == "3/3\n"


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"documents": {}, "cases": [1]}', "[" * 100_000, "\ud800"])
def test_what_is_no_file_of_cases_is_a_sentence(
    content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "cases.json"
    file.write_bytes(content.encode("utf-8", "surrogatepass"))
    assert main(["forms", "xpath-cases", str(file)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "This is not" in said.err


def test_no_file_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["forms", "xpath-cases", str(tmp_path / "absent.json")]) == 1
    assert "cannot be read" in capsys.readouterr().err


def test_a_document_that_is_no_xml_fails_its_case_and_no_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "cases.json"
    bomb = '<!DOCTYPE a [<!ENTITY b "cc">]><a>&b;</a>'
    cases = [a_case("1", 1, xml="bad"), a_case("1", 1, xml="bomb"), a_case("1", 1)]
    file.write_text(json.dumps({"documents": {"d": DOCUMENT, "bad": "<a>", "bomb": bomb}, "cases": cases}), "utf-8")
    assert main(["forms", "xpath-cases", str(file)]) == 1
    assert capsys.readouterr().out.startswith("1/3\n")
