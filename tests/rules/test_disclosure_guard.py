"""What left stays in the register as it was written, at both ends."""

from __future__ import annotations

from fieldapp.domain.access import Author, Role
from fieldapp.domain.change import VOID_FIELD
from fieldapp.rules.disclosure_guard import disclosure_problems

DANA = Author("alvarez", "lasd", Role.DETECTIVE, "Dana Alvarez")
ELI = Author("ekim", "lasd", Role.SUPERVISOR, "Eli Kim")
LINE = {
    "record_type": "arrest",
    "record_id": "0" * 36,
    "recipient": "District attorney",
    "basis": "discovery",
    "what": "Court packet",
    "given_by": "Dana Alvarez",
    "at": "2026-01-02T03:04:05.678Z",
}


def codes(before, after, writer=DANA, reason="") -> list[str]:
    return [problem.code for problem in disclosure_problems(before, after, "alvarez", writer, reason)]


def test_whole_line_in_the_writers_own_name_may_be_written() -> None:
    assert codes(None, LINE) == []
    assert codes(None, LINE, ELI) == ["SIGNED_AS_ANOTHER"]


def test_line_without_recipient_basis_or_day_is_none() -> None:
    for name in LINE:
        assert "REQUIRED" in codes(None, LINE | {name: None})


def test_nothing_of_a_line_is_changed_afterwards_not_even_by_a_supervisor() -> None:
    for name in [*LINE, "withheld", "sha256", "person", "state", "a_field_of_tomorrow"]:
        assert codes(LINE, LINE | {name: "another"}) == ["DISCLOSURE_STAYS"]
        assert codes(LINE, LINE | {name: "another"}, ELI, "why") == ["DISCLOSURE_STAYS"]
    assert codes(LINE, LINE) == []


def test_only_who_wrote_a_line_strikes_it_out_with_a_reason_and_nobody_brings_it_back() -> None:
    struck = LINE | {VOID_FIELD: True}
    assert codes(LINE, struck, reason="Nothing left") == []
    assert codes(LINE, struck) == ["DISCLOSURE_STAYS"]
    assert codes(LINE, struck, ELI, "No need") == ["DISCLOSURE_STAYS"]
    assert codes(struck, LINE | {VOID_FIELD: False}, reason="Again") == ["DISCLOSURE_STAYS"]
    assert codes(None, struck, reason="At once") == ["DISCLOSURE_STAYS"]
