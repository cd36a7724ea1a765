"""The arrests of the year followed to their end: codes, who was screened first, what the prosecutor and courts made."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from fieldapp.demo.act import Verb
from fieldapp.demo.scenario import SUPERVISOR, name_of
from fieldapp.domain.record import final_problems
from fieldapp.records import require_type
from fieldapp.records.screening import INDICATORS
from fieldapp.rules.nibrs import known_codes
from fieldapp.rules.offence import load_offences


@pytest.fixture(scope="module")
def charges(shown) -> dict[str, list[dict]]:
    """The charges of the year by the arrest they belong to."""
    found = defaultdict(list)
    for charge in shown["charge"].values():
        found[charge["arrest"]].append(charge)
    return found


def line_of(arrest, charges) -> str:
    offences = load_offences()
    return arrest["report_bucket"] if "bucket_reason" in arrest else offences.bucket_of(c["offence"] for c in charges)


def test_every_charge_carries_a_code_of_the_table(shown):
    assert {charge["nibrs"] for charge in shown["charge"].values()} <= known_codes()
    assert {"64A", "64B", "40B", "40C", "370"} <= {charge["nibrs"] for charge in shown["charge"].values()}


def test_trafficking_charges_name_the_victim_and_a_minor_makes_it_64a(shown):
    about = [charge for charge in shown["charge"].values() if charge.get("victim")]
    assert len(about) > 20
    induced = [charge for charge in about if charge["offence"] == "pc_236_1_c"]
    assert induced
    assert {charge["nibrs"] for charge in induced} == {"64A"}


def test_arrests_are_presented_and_decided_in_a_plausible_share(shown, charges):
    arrests = {key: arrest for key, arrest in shown["arrest"].items() if charges[key]}
    presented = sum("presented_at" in arrest for arrest in arrests.values())
    assert 0.85 < presented / len(arrests) < 1
    decided = Counter((line_of(a, charges[key]), a.get("da_decision")) for key, a in arrests.items())
    for line, least in (("HT", 0.6), ("ICAC", 0.6), ("BUYER", 0.35), ("MISC", 0.2)):
        of_line = sum(count for (each, _), count in decided.items() if each == line)
        assert least < decided[line, "filed"] / of_line < 0.95
        assert decided[line, "declined"] > 0
    assert decided["BUYER", "diverted"] > 15
    assert decided["HT", "diverted"] == 0


def test_what_was_filed_comes_to_its_end_in_court_or_is_still_open(shown):
    ends = Counter(charge.get("disposition") for charge in shown["charge"].values())
    assert ends["plea"] > ends["convicted"] > 0
    assert ends["filed"] > 50
    assert min(ends[each] for each in ("dismissed", "acquitted", "rejected", "diverted")) > 0
    for charge in shown["charge"].values():
        assert charge.get("disposition") not in {"plea", "convicted"} or charge["sentence"]


def test_nothing_of_the_prosecution_breaks_a_rule_of_its_record(shown):
    for kind, assumed in (("arrest", {}), ("charge", {"disposition": "pending"})):
        for record in shown[kind].values():
            assert final_problems(require_type(kind), assumed | record) == []


def test_adults_taken_for_selling_were_screened_or_a_supervisor_signed_why_not(year, shown, charges):
    screened = defaultdict(list)
    for act in (act for act in year if act.verb is Verb.SCREEN):
        screened[act.values["person"]].append(act)
    locked = {act.record_id: act.at for act in year if act.verb is Verb.FINALISE and act.record_type == "screening"}
    finals = {act.record_id: act.at for act in year if act.verb is Verb.FINALISE and act.record_type == "arrest"}
    ways = Counter()
    for key, arrest in shown["arrest"].items():
        if key not in finals or all(charge["offence"] != "pc_647_b_seller" for charge in charges[key]):
            continue
        if "unscreened_reason" in arrest:
            signed = next(act for act in year if act.record_id == key and "unscreened_reason" in act.values)
            assert (signed.who, arrest["unscreened_by"]) == (SUPERVISOR, name_of(SUPERVISOR))
            assert signed.at < finals[key]
            ways["signed"] += 1
            continue
        (screening,) = screened[arrest["person"]]
        assert all(screening.values[name] for name in INDICATORS)
        assert locked[screening.record_id] < finals[key]
        ways["screened"] += 1
    assert ways["screened"] > ways["signed"] > 0


def test_supervisor_moves_arrests_to_another_line_on_a_laptop_of_their_own(year):
    moved = [act for act in year if "bucket_reason" in act.values]
    assert {(act.who, act.values["approved_by"]) for act in moved} == {(SUPERVISOR, name_of(SUPERVISOR))}
