"""What is pointed at as abusive imagery stays a pointer; a supervisor takes that back with a reason."""

import pytest

from fieldapp.domain.access import Author, Role
from fieldapp.rules.evidence_guard import evidence_problems

ITEM = {"number": "E-1", "kind": "digital_file", "description": "See the forensic system"}
POINTER = ITEM | {"contraband": True, "forensic_reference": "F-1"}
CHANGES = (
    {"contraband": None},
    {"contraband": False},
    {"description": "What is to be seen"},
    {"forensic_reference": None},
)


def codes(before, after, role=Role.DETECTIVE, reason="", disputed=()):
    writer = Author("ana", "LASD", role)
    return [problem.code for problem in evidence_problems(before, after, writer, reason, disputed)]


@pytest.mark.parametrize("role", sorted(Role, key=str))
@pytest.mark.parametrize("change", CHANGES)
def test_only_a_supervisor_with_a_reason_takes_back_a_pointer_or_its_words(change, role):
    found = codes(POINTER, POINTER | change, role, "The forensic unit says so")
    assert found == ([] if role is Role.SUPERVISOR else ["POINTER_KEPT"])
    assert codes(POINTER, POINTER | change, Role.SUPERVISOR, " ") == ["POINTER_REASON"]


def test_item_held_only_in_the_forensic_system_becomes_nothing_else():
    held = ITEM | {"kind": "forensic_only", "forensic_reference": "F-1"}
    assert codes(held, held | {"kind": "photograph"}) == ["POINTER_KEPT"]
    assert codes(held, held | {"contraband": True}) == []


def test_what_is_blank_is_filled_in_and_everything_else_goes_on():
    blank = {"number": "E-1", "kind": "device", "contraband": True}
    assert codes(blank, blank | {"description": "See F-1", "forensic_reference": "F-1"}) == []
    assert codes(POINTER, POINTER | {"storage_place": "Forensic unit", "forensic_reference": "F-2"}) == []
    assert codes(ITEM, ITEM | {"description": "Another", "contraband": True}) == []
    assert codes(None, POINTER) == []


def test_where_two_disagree_it_stays_a_pointer_until_a_supervisor_says_otherwise():
    assert codes(ITEM, ITEM | {"contraband": False}, disputed=("contraband",)) == ["POINTER_KEPT"]
    assert codes(ITEM, POINTER, disputed=("contraband",)) == []
