"""Text, numbers and dates as nobody should type them: kept as they are or refused with a sentence, never half."""

from __future__ import annotations

import unicodedata

import pytest

from fieldapp.actions.capture import save_record, void_record
from fieldapp.actions.find import find_records
from fieldapp.actions.session import Session
from fieldapp.command.say import sentence_of
from fieldapp.domain.problems import Refused
from tests.hostile.town import Town, is_sentence, journal_size, rows_of

NAMES = {
    "right to left override": "Ana\u202eaiv\u202c Doe",
    "arabic": "\u0645\u0631\u064a\u0645",
    "zero width joiners": "Ana\u200d\u200cDoe",
    "family of four": "Doe \U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466",
    "decomposed": "Zoe\u0308 Nun\u0303ez",
    "hangul in parts": "\u1112\u1161\u11ab",
    "devanagari": "\u0928\u0940\u0932\u0940\u092e\u093e",
    "markup": "<img src=http://127.0.0.1:9/x><script>1</script>",
    "a formula": "=cmd|'/c calc'!A1",
    "sql": "'; DROP TABLE person; --",
    "full width digits": "\uff11\uff12",
}


@pytest.mark.parametrize("name", NAMES)
def test_name_comes_back_composed_and_byte_equal_on_every_laptop(town: Town, name: str) -> None:
    ana, ben = town.enrol("ana"), town.enrol("ben")
    text = unicodedata.normalize("NFC", NAMES[name])
    person = save_record(ana.session, "person", {"family_name": text, "remarks": text * 10})
    ana.sync()
    ben.sync()
    for seat in (ana, ben):
        values = seat.session.store.load("person", person).state.values
        assert values["family_name"].encode() == text.encode()
        find_records(seat.session, text)
    assert rows_of(ana.session) == rows_of(ben.session)


REFUSED = {
    "NUL": {"family_name": "Ana\0Doe"},
    "lone surrogate": {"family_name": "Ana\ud800"},
    "other half of a pair": {"family_name": "\udc00Ana"},
    "not composed": {"family_name": "Zoe\u0308"},
    "a hundred thousand letters": {"family_name": "x" * 100_000},
    "a number for a name": {"family_name": 7},
    "year nought": {"born_on": "0000-00-00"},
    "a leap day that was none": {"born_on": "1900-02-29"},
    "the thirtieth of February": {"born_on": "2026-02-30"},
    "year 9999": {"born_on": "9999-12-31"},
    "a date in full width": {"born_on": "\uff12\uff10\uff12\uff16-01-01"},
    "negative age": {"estimated_age": -1},
    "age of 1e308": {"estimated_age": 1e308},
    "age with a fraction": {"estimated_age": 12.5},
    "age as text": {"estimated_age": "12,5"},
    "age of full width digits": {"estimated_age": "\uff11\uff12"},
    "age beyond any integer": {"estimated_age": 2**63 + 1},
    "yes for an age": {"estimated_age": True},
    "an answer nobody offers": {"gender": "of tomorrow"},
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_kept_is_refused_with_a_sentence_and_nothing_is_written(session: Session, what: str) -> None:
    with pytest.raises(Refused) as caught:
        save_record(session, "person", {"marks": "a good value beside it", **REFUSED[what]})
    assert caught.value.problems
    for language in ("en", "es"):
        assert all(is_sentence(sentence_of(problem, language)) for problem in caught.value.problems)
    assert journal_size(session) == 0
    assert rows_of(session)["person"] == []
    save_record(session, "person", {"marks": "a good value alone"})
    assert len(rows_of(session)["person"]) == 1


@pytest.mark.parametrize("reason", ["Twice\ud800", "Twice\0", "x" * 501])
def test_reason_that_cannot_be_kept_is_refused(session: Session, reason: str) -> None:
    lead = save_record(session, "lead", {"summary": "kept"})
    with pytest.raises(Refused) as caught:
        void_record(session, "lead", lead, reason)
    assert all(is_sentence(sentence_of(problem)) for problem in caught.value.problems)
    assert not session.store.load("lead", lead).state.voided


def test_texts_too_long_for_one_change_are_refused_together_and_taken_one_by_one(town: Town) -> None:
    ana, ben = town.enrol("ana"), town.enrol("ben")
    long = "\U0001f5d2" * 100_000
    names = ["objective", "threat_assessment"]
    with pytest.raises(Refused) as caught:
        save_record(ana.session, "operation", dict.fromkeys(names, long))
    assert [problem.code for problem in caught.value.problems] == ["CHANGE_TOO_LARGE"]
    assert is_sentence(sentence_of(caught.value.problems[0]))
    operation = save_record(ana.session, "operation", {names[0]: long})
    save_record(ana.session, "operation", {names[1]: long}, record_id=operation)
    assert ana.sync().refused == 0
    ben.sync()
    assert rows_of(ana.session) == rows_of(ben.session)


def test_fifty_saves_at_once_of_the_same_values_are_one_change(session: Session) -> None:
    lead = save_record(session, "lead", {"summary": "pressed"})
    before = journal_size(session)
    for _ in range(50):
        save_record(session, "lead", {"summary": "pressed again"}, record_id=lead)
    assert journal_size(session) == before + 1
