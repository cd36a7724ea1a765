"""``fieldapp forms fill``: a form filled by a list of answers, its result as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from fieldapp.__main__ import main
from tests.fakes.checklist import a_package
from tests.forms.workbook import SETTINGS, a_workbook, sheets, with_row

NOW = ("--now", "2026-03-01T10:00:00-08:00")


class Fill:
    """The verb on a form and answers in a folder."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.form, self.answers, self._capsys = folder / "form.xlsx", folder / "answers.json", capsys
        self.form.write_bytes(a_workbook())

    def __call__(self, *steps: dict[str, Any], options: tuple[str, ...] = NOW) -> dict[str, Any]:
        self.answers.write_text(json.dumps(steps), "utf-8")
        assert main(["forms", "fill", str(self.form), str(self.answers), *options]) == 0
        found: dict[str, Any] = json.loads(self._capsys.readouterr().out)
        return found

    def refusal(self, content: str, *options: str) -> str:
        self.answers.write_text(content, "utf-8")
        assert main(["forms", "fill", str(self.form), str(self.answers), *options]) == 1
        said = self._capsys.readouterr()
        assert said.out == ""
        assert "Traceback" not in said.err
        return said.err


@pytest.fixture
def fill(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Fill:
    return Fill(tmp_path, capsys)


def test_result_tells_instance_relevance_violations_scores_and_duties(fill: Fill) -> None:
    before = fill()
    assert before["relevance"]["/data/first/fear"] is False
    assert before["scores"]["points"] == 0
    after = fill(
        {"path": "/data/first/harm", "value": "yes"},
        {"path": "/data/first/fear", "value": "yes"},
        {"path": "/data/first/times", "value": 5},
    )
    assert after["relevance"]["/data/first/fear"] is True
    assert after["values"]["/data/twice"] == "10"
    assert "<harm>yes</harm>" in after["instance"]
    assert after["violations"] == []
    assert (after["scores"]["points"], after["scores"]["band"]) == (3, "some")
    assert after["scores"]["asked"] == after["scores"]["answered"] == 2
    assert [duty["duty"] for duty in after["duties"]] == ["advocate_call"]


def test_violations_name_the_question_by_its_path(fill: Fill) -> None:
    violations = fill({"path": "/data/first/times", "value": "-1"})["violations"]
    assert ("/data/first/times", "constraint") in [(each["path"], each["kind"]) for each in violations]


def test_the_same_moment_and_seed_give_the_same_result(fill: Fill) -> None:
    assert fill(options=(*NOW, "--seed", "7")) == fill(options=(*NOW, "--seed", "7"))


def test_a_workbook_without_a_licence_is_filled_and_what_it_lacks_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form, answers = tmp_path / "plain.xlsx", tmp_path / "answers.json"
    survey = (("type", "name", "label"), ("integer", "q1", "Q1"), ("calculate", "q2", None))
    survey = (
        *((*row, "calculation" if n == 0 else None) for n, row in enumerate(survey[:2])),
        (*survey[2], "${q1} + 1"),
    )
    form.write_bytes(a_workbook({"survey": survey}))
    answers.write_text('[{"path": "/data/q1", "value": "4"}]', "utf-8")
    assert main(["forms", "fill", str(form), str(answers)]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["values"]["/data/q2"] == "5"
    assert json.loads(said.out)["scores"] is None
    assert "LICENCE_HOLDER_MISSING" in said.err


def test_an_xform_is_filled_too_with_rows_and_positions(fill: Fill) -> None:
    fill.form.write_text(a_package().xform, "utf-8")
    found = fill(
        {"repeat": "/data/contacts", "add": 2},
        {"path": "/data/contacts[2]/name", "value": "B"},
        {"repeat": "/data/contacts", "remove": 1},
    )
    assert found["values"]["/data/contacts[1]/name"] == "B"
    names = fill(
        {"repeat": "/data/contacts", "add": 3},
        *({"path": f"/data/contacts[{n}]/name", "value": f"{n}"} for n in (1, 2, 3)),
        {"repeat": "/data/contacts", "add": 1},
    )["values"]
    assert [names[f"/data/contacts[{n}]/name"] for n in (1, 2, 3, 4)] == ["1", "2", "3", ""]
    assert "/data/contacts[2]" not in found["relevance"]


def test_tables_beside_the_form_are_looked_up(fill: Fill) -> None:
    survey = (
        ("type", "name", "label", "calculation"),
        ("text", "code", "Code", None),
        ("calculate", "town", None, "pulldata('places', 'town', 'code', ${code})"),
    )
    fill.form.write_bytes(a_workbook({"survey": survey}))
    fill.form.with_name("places.csv").write_text("code,town\nm,Malibu\n", "utf-8")
    fill.form.with_name("other.csv").write_bytes(b"\xff")
    assert fill({"path": "/data/code", "value": "m"})["values"]["/data/town"] == "Malibu"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "this is not JSON"),
        ('[{"path": }]', "Line 1, column 11"),
        ("{}", "A list of steps"),
        ("[1]", "Step 1 is neither"),
        ('[{"path": "/data/q", "valeu": 1}]', "Step 1 is neither"),
        ('[{"path": "/data/nope", "value": 1}]', "Step 1: There is nothing at /data/nope."),
        ('[{"value": 1}]', "Step 1: A path is missing."),
        ('[{"path": ["/data"], "value": 1}]', "Step 1: There is nothing"),
        ('[{"path": "/data/first", "value": 1}]', "is a group"),
        ('[{"path": "/data/first/harm", "value": {}}]', "An answer is text"),
        ('[{"path": "/data/first/harm", "value": "yes", "known": "guessed"}]', "no way of knowing"),
        ('[{"repeat": "/data/first", "add": 1}]', "is no repeat"),
        ('[{"repeat": "", "add": 1}]', "is no repeat"),
        ("[" * 100_000, "can be read"),
    ],
)
def test_answers_that_cannot_be_given_are_a_sentence(content: str, said: str, fill: Fill) -> None:
    assert said in fill.refusal(content)


def test_rows_that_cannot_be_added_or_removed_are_a_sentence(fill: Fill) -> None:
    fill.form.write_text(a_package().xform, "utf-8")
    for step, said in (
        ({"add": -1}, "whole number"),
        ({"add": True}, "whole number"),
        ({"add": 501}, "more than 500"),
        ({"remove": 3}, "no row 3"),
    ):
        assert said in fill.refusal(json.dumps([{"repeat": "/data/contacts", **step}]))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\x89PNG", b"<a>", b"<html/>", b"a,b\n1,2\n"])
def test_a_form_that_is_none_is_a_sentence(content: bytes, fill: Fill) -> None:
    fill.form.write_bytes(content)
    assert fill.refusal("[]").strip()


def test_a_workbook_that_cannot_be_converted_says_why(fill: Fill) -> None:
    survey = (("type", "name", "label"), ("select_one nope", "q1", "Q1"))
    fill.form.write_bytes(a_workbook({"survey": survey}))
    assert "LIST_MISSING" in fill.refusal("[]")


def test_absent_files_are_a_sentence(fill: Fill, tmp_path: Path) -> None:
    fill.form.unlink()
    assert "cannot be read" in fill.refusal("[]")
    fill.answers.unlink()
    assert main(["forms", "fill", str(fill.form), str(tmp_path / "absent.json")]) == 1


@pytest.mark.parametrize("options", [("--now", "today"), ("--now", "2026-03-01T10:00:00"), ("--zone", "Mars/Base")])
def test_options_that_make_no_sense_are_refused(options: tuple[str, str], fill: Fill) -> None:
    with pytest.raises(SystemExit) as stop:
        fill(options=options)
    assert stop.value.code == 2


def test_licence_columns_change_nothing_of_the_result(fill: Fill) -> None:
    whole = fill({"path": "/data/first/harm", "value": "yes"})
    fill.form.write_bytes(a_workbook(sheets(settings=with_row(SETTINGS, 2, licence_holder=None))))
    assert fill({"path": "/data/first/harm", "value": "yes"}) == whole
