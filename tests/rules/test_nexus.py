"""What a reviewer considers of a minor's arrest: dated and cited, and a pack with a fault is refused by its row."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

import pytest

import resources
from fieldapp.rules.nexus import load_nexus, read_nexus
from fieldapp.rules.pack import RulesPackError


@pytest.fixture
def pack() -> dict[str, Any]:
    return copy.deepcopy(resources.load_toml("rules/nexus.toml"))


def codes_on(day: date) -> set[str]:
    return {question.code for question in load_nexus().on(day)}


def test_questions_are_those_of_the_law_and_practice_of_the_day():
    assert codes_on(date(2015, 11, 16)) == {"indicators"}
    assert "victim_then" not in codes_on(date(2016, 12, 31))
    assert {"victim_then", "made_to", "fear"} <= codes_on(date(2017, 1, 1))
    assert "own_safety" not in codes_on(date(2021, 2, 10))
    assert "own_safety" in codes_on(date(2021, 2, 11))


def test_every_question_is_asked_in_both_languages_and_says_where_it_comes_from():
    for question in load_nexus().questions:
        assert question.citation
        assert question.words("en") != question.words("es")
        assert question.words("fr") == question.en


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"citation": " "}, r"nexus, row 3 \(fear\): no citation"),
        ({"es": ""}, r"nexus, row 3 \(fear\): no es"),
        ({"effective_from": date(1999, 1, 1)}, r"row 3 \(fear\): it begins before covers_from"),
        ({"effective_to": date(2016, 1, 1)}, r"row 3 \(fear\): it ends on 2016-01-01, before it begins"),
        ({"effective_from": "2017"}, r"row 3 \(fear\): effective_from and effective_to are dates"),
        ({"confirmed": "maybe"}, r"row 3 \(fear\): confirmed is true or false"),
        ({"weight": 2}, r"row 3 \(fear\): unknown weight"),
        ({"code": "made_to"}, r"nexus, rows 2 and 3: made_to is given twice for the same days"),
    ],
)
def test_broken_question_is_refused_by_name(pack: dict[str, Any], changes: dict[str, Any], said: str):
    pack["question"][2].update(changes)
    with pytest.raises(RulesPackError, match=said):
        read_nexus(pack)


def test_question_may_be_asked_otherwise_from_a_day_on(pack: dict[str, Any]):
    old = pack["question"][2]
    pack["question"].append({**old, "en": "Was there reason to fear harm?", "effective_from": date(2030, 1, 1)})
    old["effective_to"] = date(2029, 12, 31)
    table = read_nexus(pack)
    assert [q.en for q in table.on(date(2030, 1, 1)) if q.code == "fear"] == ["Was there reason to fear harm?"]


@pytest.mark.parametrize(("name", "value"), [("question", []), ("question", "none"), ("covers_from", "2012")])
def test_pack_whose_head_is_wrong_is_refused(pack: dict[str, Any], name: str, value: object):
    pack[name] = value
    with pytest.raises(RulesPackError, match="nexus: "):
        read_nexus(pack)
