"""Custody in the synthetic year: handed on and signed for, denied, settled, waiting; and warrants that notify."""

from __future__ import annotations

from collections import Counter

import pytest

from fieldapp.demo.act import Verb
from fieldapp.demo.scenario import DEPUTY, DETECTIVE, SUPERVISOR


@pytest.fixture(scope="module")
def acts(year, evening):
    return [*year, *evening]


def handed(acts):
    """Those that their giver wrote down and signed."""
    return [act for act in written(acts) if act.values.get("giver_answer")]


def written(acts):
    return [act for act in acts if act.record_type == "custody_transfer" and act.verb is Verb.SAVE]


def answers_to(acts, transfers):
    ids = {act.record_id for act in transfers}
    return [act for act in acts if act.verb is Verb.ANSWER and act.record_id in ids]


def test_items_go_both_ways_and_each_giver_signs_for_themselves(acts):
    givers = Counter(act.who for act in handed(acts))
    assert set(givers) == {DETECTIVE, DEPUTY}
    assert sum(givers.values()) > 40
    for act in handed(acts):
        assert act.values["handed_by"] == act.who != act.values["received_by"]


def test_all_are_signed_but_two_denied_and_two_that_wait(acts):
    answers = {act.record_id: act for act in answers_to(acts, handed(acts))}
    denied = [act for act in answers.values() if act.reason]
    waiting = [act for act in handed(acts) if act.record_id not in answers]
    assert [act.who for act in denied] == [DEPUTY, DEPUTY]
    # The second is of the last evening.
    assert [act.values["received_by"] for act in waiting] == [DETECTIVE, DEPUTY]
    for act in handed(acts):
        if act.record_id in answers:
            assert answers[act.record_id].who == act.values["received_by"]
            assert answers[act.record_id].at > act.at


def test_supervisor_settles_one_dispute_and_leaves_the_other_open(acts):
    denied = {act.record_id: act for act in answers_to(acts, handed(acts)) if act.reason}
    (settled,) = (act for act in acts if act.verb is Verb.SETTLE_TRANSFER and act.record_id in denied)
    assert (settled.who, settled.values) == (SUPERVISOR, {"counts": False})
    assert settled.at > denied[settled.record_id].at
    assert settled.reason


def test_hand_over_that_both_sides_deny_ends_with_the_supervisor(acts):
    (entered,) = (act for act in written(acts) if not act.values.get("giver_answer"))
    answers = answers_to(acts, [entered])
    assert (
        {act.who for act in answers}
        == {DETECTIVE, DEPUTY}
        == {entered.values["handed_by"], entered.values["received_by"]}
    )
    assert all(act.reason for act in answers)
    (settled,) = (act for act in acts if act.verb is Verb.SETTLE_TRANSFER and act.record_id == entered.record_id)
    assert (settled.who, settled.values) == (SUPERVISOR, {"counts": False})
    assert entered.at < min(act.at for act in answers) < max(act.at for act in answers) < settled.at


def test_laboratory_signs_on_paper_both_ways(acts):
    gone = {act.record_id: act for act in acts if act.verb is Verb.HAND_OVER}
    back = {act.record_id: act for act in acts if act.verb is Verb.TAKE_OVER}
    assert len(gone) > 10
    assert back.keys() <= gone.keys()
    papers = [act.values["receipt_reference"] for act in (*gone.values(), *back.values())]
    assert len(set(papers)) == len(papers)
    assert all(back[item].at > gone[item].at for item in back)


def test_targets_of_electronic_warrants_are_notified_or_a_court_delays_it(acts):
    kinds, notified, served = {}, set(), set()
    for act in acts:
        if act.record_type == "search_warrant" and act.verb is Verb.SAVE:
            kinds.setdefault(act.record_id, act.values.get("kind"))
            served |= {act.record_id} if act.values.get("returned_at") else set()
            notified |= {act.record_id} if {"notice_given_at", "notice_delayed_until"} & act.values.keys() else set()
    electronic = {key for key in served if kinds[key] in {"account", "device"}}
    assert electronic
    assert electronic == notified & served
    delayed = [act for act in acts if "notice_delayed_until" in act.values]
    assert delayed


def test_abusive_imagery_is_a_pointer_and_nothing_more(acts):
    pointers = [act for act in acts if act.values.get("contraband")]
    assert pointers
    for act in pointers:
        assert act.values["forensic_reference"]
        assert "sha256" not in act.values
