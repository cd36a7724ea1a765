"""The agency's own numbers of how many looks in a week are many."""

from __future__ import annotations

from datetime import date

import pytest

from fieldapp.records.rulebook import bundled
from fieldapp.rules.exposure import load_budget, read_exposure
from fieldapp.rules.pack import RulesPackError


def test_week_is_ok_then_amber_then_red():
    budget = load_budget(date(2026, 1, 1))
    looks = (0, budget.amber - 1, budget.amber, budget.red - 1, budget.red)
    assert [budget.state_of(count) for count in looks] == ["ok", "ok", "amber", "amber", "red"]
    assert load_budget(date(1990, 1, 1)) is None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"amber": 0}, r"exposure, row 1 \(week\): amber is a whole number"),
        ({"red": True}, "red is a whole number"),
        ({"amber": 50}, "amber comes before red"),
        ({"more": 1}, "unknown more"),
        ({"citation": " "}, "no citation"),
        ({"effective_from": "soon"}, "effective_from"),
    ],
)
def test_row_that_says_nothing_sensible_is_refused_by_name(change: dict, said: str):
    pack = bundled("exposure").parsed()
    pack["budget"][0] |= change
    with pytest.raises(RulesPackError, match=said):
        read_exposure(pack)


def test_two_budgets_for_one_day_are_refused():
    pack = bundled("exposure").parsed()
    pack["budget"] *= 2
    with pytest.raises(RulesPackError, match="rows 1 and 2: their days overlap"):
        read_exposure(pack)
