"""How far the arrests of a period came: each step some of the one before, counted by hand, on every database."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.reports.export import suppressed, write_figures
from fieldapp.reports.figure import all_figures, find_figure
from fieldapp.reports.period import Period
from fieldapp.reports.question import FigureResult
from fieldapp.reports.wording import wording

NOON = "2016-03-10T20:00:00.000Z"
APRIL = "2016-04-10T20:00:00.000Z"
MARCH = Period(date(2016, 3, 1), date(2016, 3, 31))
STEPS = ("presented", "filed", "declined", "diverted", "undecided", "convicted")


def came(ledger) -> dict[str, int]:
    return {name.removeprefix("arrests_"): value for name, value in ledger.values().items() if name[8:] in STEPS}


@pytest.mark.parametrize(
    ("arrest", "charge", "steps"),
    [
        ({}, {}, {}),
        ({"presented_at": APRIL}, {}, {"presented": 1, "undecided": 1}),
        ({"presented_at": APRIL, "da_decision": "pending"}, {}, {"presented": 1, "undecided": 1}),
        ({"da_decision": "pending"}, {}, {}),
        ({"da_decision": "further_investigation"}, {}, {"presented": 1, "undecided": 1}),
        ({"presented_at": APRIL, "da_decision": "filed"}, {}, {"presented": 1, "filed": 1}),
        ({"da_decision": "filed"}, {"disposition": "dismissed"}, {"presented": 1, "filed": 1}),
        ({"da_decision": "declined"}, {}, {"presented": 1, "declined": 1}),
        ({"da_decision": "diverted"}, {"disposition": "diverted"}, {"presented": 1, "diverted": 1}),
        ({"da_decision": "filed"}, {"disposition": "plea"}, {"presented": 1, "filed": 1, "convicted": 1}),
        ({"da_decision": "filed"}, {"disposition": "vacated"}, {"presented": 1, "filed": 1}),
        # What was left blank or is out of date does not break the way.
        ({}, {"disposition": "convicted"}, {"presented": 1, "filed": 1, "convicted": 1}),
        ({"da_decision": "declined"}, {"disposition": "convicted"}, {"presented": 1, "filed": 1, "convicted": 1}),
        ({"da_decision": "filed"}, {"disposition": "convicted", "voided": True}, {"presented": 1, "filed": 1}),
    ],
)
def test_arrest_counts_as_far_as_it_came(ledger, arrest, charge, steps):
    made = ledger.write("arrest", arrested_at=NOON, **arrest)
    if charge:
        ledger.write("charge", arrest=made, offence="pc_266h", **charge)
    assert came(ledger) == steps


def test_two_convictions_in_one_arrest_are_one_person(ledger):
    made = ledger.write("arrest", arrested_at=NOON, da_decision="filed")
    for offence in ("pc_266h", "pc_148_a_1"):
        ledger.write("charge", arrest=made, offence=offence, disposition="plea")
    assert ledger.ask()["arrests_convicted"].ids == (made,)


def test_period_is_that_of_the_arrest_and_void_arrests_do_not_count(ledger):
    ledger.write("arrest", arrested_at=APRIL, presented_at=APRIL, da_decision="filed")
    ledger.write("arrest", arrested_at=NOON, da_decision="filed", voided=True)
    stands = ledger.write(
        "arrest", arrested_at=NOON, presented_at=APRIL, da_decision="filed", da_decided_on="2016-04-12"
    )
    assert ledger.ask()["arrests_filed"].ids == (stands,)


def test_steps_narrow_and_the_four_decisions_add_up_to_what_was_presented(ledger):
    for number, decision in enumerate(["filed"] * 4 + ["declined"] * 2 + ["diverted", "further_investigation", None]):
        made = ledger.write("arrest", arrested_at=NOON, da_decision=decision)
        if number < 2:
            ledger.write("charge", arrest=made, offence="pc_266h", disposition="convicted")
    asked = ledger.ask()
    ids = {name: set(asked[f"arrests_{name}"].ids) for name in STEPS}
    assert {name: len(found) for name, found in ids.items()} == {
        "presented": 8, "filed": 4, "declined": 2, "diverted": 1, "undecided": 1, "convicted": 2,
    }  # fmt: skip
    assert ids["convicted"] < ids["filed"] < ids["presented"] < set(asked["arrests"].ids)
    lines = [result for result in asked.values() if result.figure.part_of == "arrests_presented"]
    assert sorted(record_id for line in lines for record_id in line.ids) == sorted(ids["presented"])


def test_every_step_names_one_that_it_is_some_of():
    names = [figure.name for figure in all_figures()]
    for figure in all_figures():
        whole = figure.stage_of or figure.part_of
        assert whole is None or names.index(whole) < names.index(figure.name)


def came_to(name: str, n: int) -> FigureResult:
    ids = tuple(f"id-{i}" for i in range(n))
    return FigureResult(find_figure(name), MARCH, ids, ids)


def published(arrests: int, **steps: int) -> dict[str, str]:
    counts = {"arrests": arrests, **{f"arrests_{name}": steps.get(name, 0) for name in STEPS}}
    values = suppressed([came_to(name, n) for name, n in counts.items()])
    return {name.removeprefix("arrests_"): value for name, value in values.items()}


def test_large_steps_are_published_as_they_are():
    values = published(100, presented=90, filed=60, declined=15, diverted=8, undecided=7, convicted=40)
    assert values == {
        "arrests": "100", "presented": "90", "filed": "60", "declined": "15", "diverted": "8", "undecided": "7",
        "convicted": "40",
    }  # fmt: skip


def test_small_step_is_held_back_and_not_found_by_subtraction():
    values = published(100, presented=90, filed=60, declined=20, diverted=8, undecided=2, convicted=57)
    assert values["undecided"] == "<5"
    assert values["diverted"] == "held back"  # else 90 less the others
    assert values["convicted"] == "held back"  # 60 less 57 who were not convicted
    assert values["presented"] == "90"


def test_step_that_leaves_a_small_rest_is_not_found_by_adding_its_lines():
    values = published(20, presented=18, filed=10, declined=8)
    assert values["presented"] == "held back"  # 20 less 18 never presented
    assert "held back" in {values["filed"], values["declined"]}


@given(st.lists(st.integers(0, 30), min_size=6, max_size=6))
def test_no_small_count_can_be_reckoned_from_what_is_published(drawn):
    filed, declined, diverted, undecided, waiting, others = drawn
    presented = filed + declined + diverted + undecided
    shown = {
        name: int(value)
        for name, value in published(
            presented + waiting,
            presented=presented, filed=filed, declined=declined, diverted=diverted, undecided=undecided,
            convicted=max(filed - others, 0),
        ).items()
        if value.isdigit()
    }  # fmt: skip
    for earlier, later in (("arrests", "presented"), ("arrests", "filed"), ("arrests", "convicted"),
                           ("presented", "filed"), ("presented", "convicted"), ("filed", "convicted")):  # fmt: skip
        if shown.get(later) and earlier in shown:
            assert not 0 < shown[earlier] - shown[later] < 5, (earlier, later)
    lines = [shown.get(name) for name in ("filed", "declined", "diverted", "undecided")]
    assert all(count not in range(1, 5) for count in shown.values())
    if "presented" in shown:
        # One line that is not shown would be the rest; two that are not shown have a sum, and neither is known.
        assert lines.count(None) != 1 or presented == sum(count for count in lines if count)
    elif presented:
        assert None in lines


def test_stages_are_exported_with_their_definitions():
    stream = io.StringIO()
    write_figures(stream, [came_to("arrests", 30), came_to("arrests_presented", 20)])
    rows = list(csv.DictReader(io.StringIO(stream.getvalue())))
    assert [(row["figure"], row["value"]) for row in rows] == [("arrests", "30"), ("arrests_presented", "20")]
    assert rows[1]["definition"].startswith("Arrests of the period that were presented")


def test_every_figure_is_called_something_in_spanish():
    for figure in all_figures():
        words, own = wording(figure, "es"), wording(figure)
        assert (own.title, own.definition, own.parting) == (figure.title, figure.definition, figure.parting)
        assert words.title != own.title
        assert words.definition != own.definition
        assert bool(words.parting) == bool(own.parting)
        assert "{" not in words.parting


def test_lines_of_a_figure_share_what_sets_them_apart_in_spanish_too():
    for whole in ("arrests", "arrests_presented"):
        lines = [figure for figure in all_figures() if figure.part_of == whole]
        assert len({wording(figure, "es").parting for figure in lines}) == 1
