"""Seed data: the partner agencies and the numbers to call."""

import re
from collections import Counter

from fieldapp.domain.ids import is_record_id
from fieldapp.domain.record import final_problems, value_problems
from fieldapp.records import vocabulary
from fieldapp.records.agency import Agency
from fieldapp.records.seed import agency_id, load_directory, seed_agencies


def test_partners_are_twenty_eight_by_kind():
    kinds = Counter(values["kind"] for values in seed_agencies().values())
    assert kinds == {"federal": 5, "state": 4, "county": 5, "city": 4, "community": 10}


def test_partners_have_fixed_ids_and_are_final_records():
    for record, values in seed_agencies().items():
        assert is_record_id(record)
        assert value_problems(Agency, values, vocabulary.codes) == []
        assert final_problems(Agency, values) == []
    assert agency_id("LASD") == "01510d97-5400-7000-8000-00000000000a"


def test_partners_have_distinct_names():
    for name in ("name", "short_name"):
        assert len({values[name] for values in seed_agencies().values()}) == 28


def test_no_partner_carries_a_number_that_nobody_read():
    assert not any({"phone", "on_call_phone", "email"} & set(values) for values in seed_agencies().values())


def test_numbers_to_call_are_dialable_sourced_and_in_both_languages():
    entries = load_directory()
    assert len({entry.phone for entry in entries}) == len(entries)
    for entry in entries:
        assert re.fullmatch(r"\d{3}-\d{3}-\d{4}", entry.phone)
        assert entry.source
        assert entry.label("es") != entry.label("en")
        assert entry.hours("en")
        assert entry.hours("es")


def test_child_protection_hotline_comes_first():
    assert load_directory()[0].phone == "800-540-4000"
