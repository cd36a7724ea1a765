"""A table of clocks with a fault is refused as a whole, and the refusal names the row."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

import pytest

import resources
from fieldapp.rules.clock_reading import read_clocks
from fieldapp.rules.law import load_law
from fieldapp.rules.pack import RulesPackError

TABLE = load_law().clocks


@pytest.fixture
def pack() -> dict[str, Any]:
    return copy.deepcopy(resources.load_toml("rules/clocks.toml"))


def row_of(pack: dict[str, Any], code: str) -> dict[str, Any]:
    return next(row for row in pack["clock"] if row["code"] == code)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"citation": "pc_9999"}, r"row 3 \(hhs_notice\): unknown citation pc_9999"),
        ({"citation": " "}, r"row 3 \(hhs_notice\): no citation"),
        ({"es": ""}, r"row 3 \(hhs_notice\): no es"),
        ({"record": "rescue"}, r"row 3 \(hhs_notice\): unknown record rescue"),
        ({"start": ["contacted_at"]}, r"row 3 \(hhs_notice\): start: recovery has no field contacted_at"),
        ({"start": ["place"]}, r"row 3 \(hhs_notice\): start: place is no time"),
        ({"start": []}, r"row 3 \(hhs_notice\): either start names fields or after names a clock"),
        ({"after": "responders"}, r"row 3 \(hhs_notice\): either start names fields or after names a clock"),
        ({"done": ["told_at"]}, r"row 3 \(hhs_notice\): done: recovery has no field told_at"),
        ({"done": []}, r"row 3 \(hhs_notice\): no done: it would never stop"),
        ({"until": ["place"]}, r"row 3 \(hhs_notice\): until: place is no time"),
        ({"due": "24 moons"}, r"row 3 \(hhs_notice\): due: a span is one such as"),
        ({"due": "-24 hours"}, r"row 3 \(hhs_notice\): due: a span is one such as"),
        ({"soon": "36 hours"}, r"row 3 \(hhs_notice\): it is pressing only after it has run out"),
        ({"who": "adults"}, r"row 3 \(hhs_notice\): who is one of anybody, minor"),
        ({"when": {"moon": [True]}}, r"row 3 \(hhs_notice\): when: recovery has no field moon"),
        ({"when": {"foreign_national_minor": ["yes"]}}, r"foreign_national_minor has no answer yes"),
        ({"when": {"foreign_national_minor": []}}, r"foreign_national_minor has a list of answers"),
        ({"unless": {"advocate_answer": ["maybe"]}}, r"unless: advocate_answer has no answer maybe"),
        ({"done_when": {"needs": ["none"]}}, r"row 3 \(hhs_notice\): done_when: needs has no answer none"),
        ({"unless": ["advocate_answer"]}, r"unless gives for each field a list of its answers"),
        ({"changes": ["forget"]}, r"row 3 \(hhs_notice\): changes names some of pause, extend"),
        ({"done": "hhs_notified_at"}, r"row 3 \(hhs_notice\): done is a list of names"),
        ({"effective_from": date(1999, 1, 1)}, r"row 3 \(hhs_notice\): it begins before covers_from"),
        ({"effective_to": date(2014, 1, 1)}, r"row 3 \(hhs_notice\): it ends on 2014-01-01, before it begins"),
        ({"effective_from": "2015"}, r"row 3 \(hhs_notice\): effective_from and effective_to are dates"),
        ({"confirmed": 1}, r"row 3 \(hhs_notice\): confirmed is true or false"),
        ({"penalty": "none"}, r"row 3 \(hhs_notice\): unknown penalty"),
        ({"code": "responders"}, r"rows 1 and 3: responders is given twice for the same days"),
    ],
)
def test_broken_clock_is_refused_by_name(pack: dict[str, Any], changes: dict[str, Any], said: str):
    row_of(pack, "hhs_notice").update(changes)
    with pytest.raises(RulesPackError, match=said):
        read_clocks(pack)


def test_rows_of_one_code_on_overlapping_days_are_refused(pack: dict[str, Any]):
    row_of(pack, "certification")["effective_to"] = date(2020, 1, 1)
    with pytest.raises(RulesPackError, match=r"rows 13 and 14: certification is given twice for the same days"):
        read_clocks(pack)


def test_rows_of_one_code_about_different_records_are_refused(pack: dict[str, Any]):
    row_of(pack, "certification").update(
        record="arrest", start=["arrested_at"], done=["presented_at"], unless={"disposition": ["cited"]}
    )
    with pytest.raises(RulesPackError, match=r"row 14 \(certification\): its rows are about different records"):
        read_clocks(pack)


def chained(row: dict[str, Any], code: str) -> None:
    row.pop("start", None)
    row["after"] = code


def test_clocks_that_start_each_other_are_refused_with_the_row(pack: dict[str, Any]):
    chained(row_of(pack, "tracking_use"), "tracking_notice")
    said = r"row 18 \(tracking_use\): a cycle: tracking_use after tracking_notice after tracking_use"
    with pytest.raises(RulesPackError, match=said):
        read_clocks(pack)


def test_clock_that_starts_itself_is_refused(pack: dict[str, Any]):
    chained(row_of(pack, "tracking_notice"), "tracking_notice")
    with pytest.raises(RulesPackError, match=r"row 19 \(tracking_notice\): a cycle"):
        read_clocks(pack)


@pytest.mark.parametrize(
    ("code", "said"),
    [("moonrise", "after names no clock of this pack: moonrise"), ("responders", "after names a clock of another")],
)
def test_clock_after_one_that_cannot_start_it_is_refused(pack: dict[str, Any], code: str, said: str):
    chained(row_of(pack, "tracking_notice"), code)
    with pytest.raises(RulesPackError, match=rf"row 19 \(tracking_notice\): {said}"):
        read_clocks(pack)


def test_zone_that_does_not_exist_is_refused(pack: dict[str, Any]):
    pack["time_zone"] = "America/Fieldbook"
    with pytest.raises(RulesPackError, match="time_zone is one such as"):
        read_clocks(pack)


def test_citation_without_its_words_is_refused(pack: dict[str, Any]):
    pack["citations"]["pc_825"]["says"] = ""
    with pytest.raises(RulesPackError, match="citation pc_825: no says"):
        read_clocks(pack)


def test_citation_without_spanish_is_shown_in_english_and_one_with_blank_spanish_is_refused(pack: dict[str, Any]):
    del pack["citations"]["pc_825"]["says_es"]
    untranslated = read_clocks(pack).citations["pc_825"]
    assert untranslated.words("es") == untranslated.says
    pack["citations"]["pc_825"]["says_es"] = " "
    with pytest.raises(RulesPackError, match="citation pc_825: no says_es"):
        read_clocks(pack)


@pytest.mark.parametrize("name", ["version", "covers_from", "time_zone", "citations", "clock"])
def test_pack_without_its_head_is_refused(pack: dict[str, Any], name: str):
    del pack[name]
    with pytest.raises(RulesPackError, match=f"clocks: the pack has no {name}"):
        read_clocks(pack)


@pytest.mark.parametrize("rows", [[], {}, ["responders"], "responders"])
def test_pack_whose_rows_are_none_is_refused(pack: dict[str, Any], rows: object):
    pack["clock"] = rows
    with pytest.raises(RulesPackError, match="is a list of rows"):
        read_clocks(pack)


def test_every_clock_cites_the_law_and_says_what_it_asks_in_both_languages():
    for rule in TABLE.clocks:
        assert rule.citation.law
        assert rule.citation.says.endswith(".")
        assert rule.citation.words("es").endswith(".")
        assert rule.citation.words("es") != rule.citation.says == rule.citation.words("en")
        assert bool(rule.remark("en")) == bool(rule.note_es)
        assert rule.label("en") != rule.label("es")
    assert {rule.citation.key for rule in TABLE.clocks} == set(TABLE.citations)


def test_what_nobody_read_in_the_statute_is_marked():
    unconfirmed = {rule.code for rule in TABLE.clocks if not rule.confirmed}
    assert {"mdt", "presentation", "certification_removal"} <= unconfirmed
    assert "warrant_return" not in unconfirmed


def test_row_of_a_day_is_the_one_that_was_the_law():
    before, after = TABLE.find("certification", date(2019, 12, 31)), TABLE.find("certification", date(2020, 1, 1))
    assert before is not None
    assert after is not None
    assert (before.due.count, after.due.count) == (90, 30)
    assert TABLE.newest("certification") is after
    assert TABLE.find("certification", date(2015, 12, 31)) is None
    assert TABLE.newest("moonrise") is None
