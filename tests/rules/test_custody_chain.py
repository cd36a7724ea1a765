"""Who holds an item follows from what both sides signed; whatever does not follow is said."""

import pytest

from fieldapp.rules.custody_chain import custody_chain, open_side

ITEM = {"seized_by": "ana", "seized_at": "2026-03-01T10:00:00.000Z"}


def at(hour):
    return f"2026-03-01T{hour:02}:00:00.000Z"


def a_transfer(number, giver, receiver, answers="ss", hour=None, **values):
    """``answers``: giver's, then receiver's: s signed, d denied, - none."""
    hour = 11 + number if hour is None else hour
    words = {"s": "signed", "d": "denied", "-": None}
    facts = {"id": f"t{number}", "handed_by": giver, "received_by": receiver, "handed_at": at(hour)}
    for side, letter in zip(("giver", "receiver"), answers, strict=True):
        if letter != "-":
            facts |= {f"{side}_answer": words[letter], f"{side}_answered_at": at(hour)}
    return facts | values


def told(*transfers, **kwargs):
    chain = custody_chain(ITEM, transfers, **kwargs)
    return chain.custodian, [(link.state, *link.doubts) for link in chain.links]


def test_item_that_nobody_handed_on_is_held_by_whoever_seized_it():
    assert told() == ("ana", [])


def test_custody_passes_with_both_signatures_and_not_before():
    assert told(a_transfer(1, "ana", "ben", "s-")) == ("ana", [("open",)])
    assert told(a_transfer(1, "ana", "ben", "-s")) == ("ana", [("open",)])
    assert told(a_transfer(1, "ana", "ben", "ss")) == ("ben", [("complete",)])


def test_chain_of_three_ends_with_the_last_receiver_in_whatever_order_it_came():
    one, two, three = a_transfer(1, "ana", "ben"), a_transfer(2, "ben", "cy"), a_transfer(3, "cy", "ana")
    assert told(three, one, two) == ("ana", [("complete",)] * 3)
    assert told(one, two) == ("cy", [("complete",)] * 2)


def test_transfer_that_both_deny_is_a_dispute_and_moves_nothing():
    chain = custody_chain(ITEM, [a_transfer(1, "ana", "ben", "dd")])
    assert chain.custodian == "ana"
    assert chain.is_disputed
    assert chain.links[0].doubts == ("denied_by_both",)


@pytest.mark.parametrize("answers", ["sd", "ds", "d-", "-d"])
def test_transfer_that_one_denies_is_a_dispute_and_moves_nothing(answers):
    assert told(a_transfer(1, "ana", "ben", answers)) == ("ana", [("denied", "denied_by_one")])


def test_transfer_from_somebody_who_did_not_hold_it_is_flagged_and_moves_nothing():
    custodian, lines = told(a_transfer(1, "ana", "ben"), a_transfer(2, "mal", "eve"))
    assert custodian == "ben"
    assert lines[1] == ("complete", "not_custodian")


def test_item_handed_to_two_people_at_once_stays_disputed_until_one_falls_away():
    both = a_transfer(1, "ana", "ben"), a_transfer(2, "ana", "cy")
    assert told(*both) == ("ana", [("complete", "rival"), ("complete", "rival")])
    assert told(a_transfer(1, "ana", "ben"), a_transfer(2, "ana", "cy", "sd")) == (
        "ben",
        [("complete",), ("denied", "denied_by_one")],
    )


def test_item_that_came_back_can_be_handed_on_again():
    lines = told(a_transfer(1, "ana", "ben"), a_transfer(2, "ben", "ana"), a_transfer(3, "ana", "cy"))
    assert lines == ("cy", [("complete",)] * 3)


def test_supervisor_settles_which_of_two_counts():
    both = a_transfer(1, "ana", "ben"), a_transfer(2, "ana", "cy")
    yes, no = {"decision": "approved", "comment": "Saw it"}, {"decision": "returned", "comment": "Slip"}
    chain = custody_chain(ITEM, both, reviews={"t1": no, "t2": yes})
    assert (chain.custodian, chain.is_disputed) == ("cy", False)
    chain = custody_chain(ITEM, both, reviews={"t2": no})
    assert (chain.custodian, chain.is_disputed) == ("ben", False)


def test_wrong_clocks_are_said_and_stop_nothing():
    early = a_transfer(1, "ana", "ben", hour=9)
    assert told(early) == ("ben", [("complete", "before_seizure")])
    skewed = a_transfer(1, "ana", "ben") | {"receiver_answered_at": at(3)}
    assert told(skewed) == ("ben", [("complete", "answer_before")])


def test_broken_seal_and_fields_in_conflict_are_said():
    assert told(a_transfer(1, "ana", "ben", seal_intact=False))[1] == [("complete", "seal_broken")]
    chain = custody_chain(ITEM, [a_transfer(1, "ana", "ben")], conflicts={"t1": ("place",)})
    assert chain.is_disputed
    assert chain.custodian == "ana"


def test_name_on_the_seizure_that_nobody_knows_is_said_once_and_stops_nothing():
    item = {"seized_by": "Ana Placeholder", "seized_at": at(10)}
    chain = custody_chain(item, [a_transfer(1, "ana", "ben"), a_transfer(2, "ben", "cy")], author="zoe")
    assert [link.doubts for link in chain.links] == [("start_unsure",), ()]
    assert chain.custodian == "cy"
    assert custody_chain(item, [a_transfer(1, "ana", "ben")], author="ana").links[0].doubts == ()


def test_side_that_is_still_open_is_asked_of_the_person_named():
    transfer = a_transfer(1, "ana", "ben", "s-")
    assert [open_side(transfer, who) for who in ("ana", "ben", "cy")] == ["", "receiver", ""]


LAB = "R. Demo, county laboratory"


def test_receipt_on_paper_passes_custody_and_is_told_apart_from_a_signature():
    waiting = a_transfer(1, "ana", LAB, "s-")
    assert told(waiting) == ("ana", [("open",)])
    chain = custody_chain(ITEM, [waiting | {"receipt_reference": "L-17"}])
    assert (chain.custodian, chain.is_on_paper, chain.links[0].paper) == (LAB, True, "receiver")
    assert chain.links[0].state == "complete"
    back = a_transfer(2, LAB, "ben", "-s", receipt_reference="L-18")
    chain = custody_chain(ITEM, [waiting | {"receipt_reference": "L-17"}, back])
    assert (chain.custodian, chain.is_on_paper, chain.links[1].paper) == ("ben", False, "giver")
    signed = custody_chain(ITEM, [a_transfer(1, "ana", "ben")])
    assert (signed.is_on_paper, signed.links[0].paper, signed.links[0].can_be_settled) == (False, "", False)


def test_receipt_in_the_name_of_a_user_counts_for_nothing():
    assert told(a_transfer(1, "ana", "ben", "s-", receipt_reference="L-17")) == ("ana", [("open",)])
    assert told(a_transfer(1, "ana", LAB, "d-", receipt_reference="L-17")) == ("ana", [("denied", "denied_by_one")])


def test_paper_that_a_supervisor_finds_wrong_does_not_count():
    transfer = a_transfer(1, "ana", LAB, "s-", receipt_reference="L-17")
    chain = custody_chain(ITEM, [transfer], reviews={"t1": {"decision": "returned"}})
    assert (chain.custodian, chain.is_on_paper) == ("ana", False)
