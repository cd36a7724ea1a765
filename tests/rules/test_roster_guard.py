"""An undercover officer is an alias number on a roster: no name stands beside it, nor ever stood."""

import pytest

from fieldapp.rules.roster_guard import roster_problems

ALIAS = {"role": "undercover", "alias_number": "UC-7"}
NAMED = {"role": "cover", "name": "Det. Sample", "handle": "sample"}


def codes(before, after):
    return [problem.code for problem in roster_problems(before, after)]


@pytest.mark.parametrize("name", ["name", "handle"])
def test_alias_takes_no_name(name):
    for before in (None, ALIAS):
        assert codes(before, ALIAS | {name: "sample"}) == ["UNDERCOVER_NAMED"]
    assert codes(None, {"role": "undercover", name: "sample"}) == ["UNDERCOVER_NAMED"]


def test_alias_that_changes_its_role_takes_no_name_either():
    assert codes(ALIAS, ALIAS | {"role": "cover"}) == []
    assert codes(ALIAS, {"role": "cover", "name": "Det. Sample"}) == ["UNDERCOVER_NAMED"]
    assert codes({"role": "cover", "alias_number": "UC-7"}, NAMED | {"alias_number": "UC-7"}) == ["UNDERCOVER_NAMED"]


def test_place_that_stood_in_a_name_becomes_no_alias():
    assert codes(NAMED, ALIAS | {"name": None, "handle": None}) == ["UNDERCOVER_NAMED_BEFORE"]
    assert codes(NAMED, NAMED | {"role": "undercover"}) == ["UNDERCOVER_NAMED"]


def test_everybody_else_goes_on_as_before():
    assert codes(None, NAMED) == codes(NAMED, NAMED | {"role": "arrest"}) == codes(None, ALIAS) == []
    assert codes(ALIAS, ALIAS | {"call_sign": "Kite 2"}) == []
