"""The dated offence table: what was the law when, and a pack that is broken says where."""

import copy
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from fieldapp.records import vocabulary
from fieldapp.rules import offence
from fieldapp.rules.offence import RulesPackError, load_offences, read_offences

TABLE = load_offences()
CODES = [row.code for row in TABLE.offences]


@pytest.fixture
def pack() -> dict:
    return copy.deepcopy(resources.load_toml("rules/offences.toml"))


def codes_on(day: date) -> set[str]:
    return {row.code for row in offence.offences_on(day)}


def test_single_solicitation_statute_was_the_law_in_the_bureaus_first_year():
    for day in (date(2015, 11, 16), date(2016, 11, 16), date(2016, 12, 31)):
        assert {"pc_647_b_seller", "pc_647_b_purchaser"} <= codes_on(day)
        assert not {"pc_647_b_1", "pc_647_b_2", "pc_647_b_3"} & codes_on(day)


def test_sub_paragraphs_replaced_it_overnight():
    assert {"pc_647_b_1", "pc_647_b_2", "pc_647_b_3"} <= codes_on(date(2017, 1, 1))
    assert not {"pc_647_b_seller", "pc_647_b_purchaser"} & codes_on(date(2017, 1, 1))


def test_loitering_to_sell_was_the_law_until_its_repeal():
    assert "pc_653_22" in codes_on(date(2022, 12, 31))
    assert "pc_653_22" not in codes_on(date(2023, 1, 1))


def test_loitering_to_purchase_is_the_law_from_2026():
    assert "pc_653_25" not in codes_on(date(2025, 12, 31))
    assert "pc_653_25" in codes_on(date(2026, 1, 1))


def test_both_limbs_of_solicitation_are_told_apart():
    assert offence.group_of("pc_647_b_seller") == "prostitution_seller"
    assert offence.group_of("pc_647_b_purchaser") == "purchaser"
    assert offence.group_of("not_in_this_table") is None
    assert offence.find("not_in_this_table") is None


def test_every_group_that_a_minor_is_never_charged_with_has_rows():
    for group in TABLE.minor_never_charged:
        assert [row for row in TABLE.offences if row.group == group]
    assert {row.code for row in TABLE.offences if row.group == "prostitution_seller"} == {
        "pc_647_b_seller", "pc_647_b_1", "pc_647_a", "pc_653_22",
    }  # fmt: skip


def test_buckets_of_the_pack_are_those_of_the_report():
    assert set(offence.bucket_precedence()) == vocabulary.codes("report_bucket")
    assert offence.bucket_precedence() == ("HT", "ICAC", "BUYER", "MISC")


def test_labels_of_the_table_and_of_the_vocabulary_agree():
    for row in TABLE.offences:
        for language in vocabulary.LANGUAGES:
            assert row.label(language) == vocabulary.label("offence", row.code, language)


@given(st.lists(st.sampled_from(CODES)), st.randoms())
def test_bucket_of_an_arrest_is_the_first_by_precedence_in_any_order(codes, random):
    bucket = TABLE.bucket_of(codes)
    shuffled = list(codes)
    random.shuffle(shuffled)
    assert TABLE.bucket_of(shuffled) == bucket
    ranks = [TABLE.bucket_precedence.index(row.bucket) for row in TABLE.offences if row.code in codes]
    assert bucket == (TABLE.bucket_precedence[min(ranks)] if ranks else None)


def test_arrest_with_unknown_charges_only_has_no_bucket():
    assert TABLE.bucket_of(["from_a_newer_table"]) is None


@given(st.dates(date(2012, 11, 7), date(2040, 1, 1)))
def test_no_statute_limb_is_in_force_twice_on_one_day(day):
    limbs = [(row.statute, row.group) for row in TABLE.on(day)]
    assert len(set(limbs)) == len(limbs)


def broken(pack: dict, changes: dict[str, object]) -> dict:
    row = next(row for row in pack["offence"] if row["code"] == "pc_647_b_2")
    for name, value in changes.items():
        if value is None:
            row.pop(name)
        else:
            row[name] = value
    return pack


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"citation": None}, r"\(pc_647_b_2\): no citation"),
        ({"citation": "  "}, r"\(pc_647_b_2\): no citation"),
        ({"effective_from": "2017"}, r"\(pc_647_b_2\): effective_from and effective_to are dates"),
        ({"effective_to": date(2016, 1, 1)}, r"\(pc_647_b_2\): it ends on 2016-01-01, before it begins"),
        ({"effective_from": date(1990, 1, 1)}, r"\(pc_647_b_2\): it begins before covers_from"),
        ({"confirmed": "maybe"}, r"\(pc_647_b_2\): confirmed is true or false"),
        ({"group": "strangers"}, r"\(pc_647_b_2\): unknown group strangers"),
        ({"bucket": "OTHER"}, r"\(pc_647_b_2\): bucket OTHER is not in bucket_precedence"),
        ({"penalty": "none"}, r"\(pc_647_b_2\): unknown penalty"),
        ({"code": "pc_647_b_3"}, r"offences, rows \d+ and \d+: the code pc_647_b_3 appears twice"),
        (
            {"statute": "PC 647(b)", "effective_from": date(2016, 12, 31)},
            r"rows \d+ and \d+: pc_647_b_purchaser and .* are both PC 647.b. on",
        ),
    ],
)
def test_broken_row_is_refused_by_name(pack, changes, said):
    with pytest.raises(RulesPackError, match=said):
        read_offences(broken(pack, changes))


def test_pack_without_a_header_is_refused(pack):
    del pack["time_zone"], pack["version"]
    with pytest.raises(RulesPackError, match="no time_zone, version"):
        read_offences(pack)


def test_pack_that_guards_an_unknown_group_is_refused(pack):
    pack["minor_never_charged"].append("nobody")
    with pytest.raises(RulesPackError, match="unknown groups: nobody"):
        read_offences(pack)


def test_pack_with_a_bucket_twice_is_refused(pack):
    pack["bucket_precedence"].append("HT")
    with pytest.raises(RulesPackError, match="a bucket twice"):
        read_offences(pack)
