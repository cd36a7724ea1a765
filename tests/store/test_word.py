"""Words as they are indexed and looked for."""

from __future__ import annotations

import pytest

from fieldapp.store.name_list import NameList
from fieldapp.store.word import compact, identifier_words, phone_digits, words_of


def test_words_lose_case_and_accents():
    assert words_of("José O'Neil-Muñoz") == ["jose", "o", "neil", "munoz"]
    assert compact("8 ABC·123") == "8abc123"


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("+1 (213) 555-0142", "2135550142"),
        ("213.555.0142", "2135550142"),
        ("555-0142", "5550142"),
        ("+52 55 5555 0142", "525555550142"),
        ("555-014", None),
        ("8ABC123", None),
        ("2026-03-04 x", None),
    ],
)
def test_phone_is_its_digits_without_the_one(text, digits):
    assert phone_digits(text) == digits


def test_identifier_is_indexed_whole_in_parts_and_by_its_last_digits():
    assert identifier_words("(213) 555-0142", None).split() == ["2135550142", "213", "555", "0142", "5550142"]
    assert identifier_words("ana@example.org").split() == ["anaexampleorg", "ana", "example", "org"]
    assert identifier_words(None, "") == ""


def test_nearest_names_come_first_and_far_ones_not_at_all():
    names = NameList()
    names.add(["Lopez", "Lopes", "Gonzalez", "Ng"])
    assert names.near("lopez") == ["lopez", "lopes"]
    assert names.near("gonzales") == ["gonzalez"]
    assert names.near("smith") == []
    assert names.near("ng") == []


def test_names_that_nobody_has_are_told_apart_by_their_beginning():
    names = NameList()
    names.add(["Lopez", "Gonzalez"])
    assert [names.may_begin(word) for word in ("lop", "lopez", "lopezz", "motel", "zz")] == [
        True,
        True,
        False,
        False,
        True,
    ]
    names.add(["Motels"])
    assert names.may_begin("motel")
