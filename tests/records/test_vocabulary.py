"""Vocabularies: complete in both languages, loud when broken, patient with newer peers."""

import pytest

from fieldapp.records import vocabulary
from fieldapp.records.vocabulary import Choice, VocabularyError


@pytest.mark.parametrize("name", vocabulary.names())
def test_vocabulary_has_choices_with_distinct_labels(name):
    every = vocabulary.choices(name, retired=True)
    assert every
    for language in vocabulary.LANGUAGES:
        labels = [choice.label(language) for choice in every]
        assert len(set(labels)) == len(labels)


def test_label_is_given_in_the_language_asked_for():
    assert vocabulary.label("trafficking_type", "labour") == "Labor"
    assert vocabulary.label("trafficking_type", "labour", "es") == "Laboral"
    assert vocabulary.label("trafficking_type", "labour", "fr") == "Labor"


def test_code_of_a_newer_version_is_shown_as_it_is():
    assert vocabulary.label("trafficking_type", "from_next_year") == "from_next_year"


def test_unknown_vocabulary_is_an_error():
    with pytest.raises(KeyError):
        vocabulary.choices("no_such_list")


def test_offences_of_the_rules_pack_are_choices():
    assert vocabulary.label("offence", "pc_236_1_c").startswith("PC 236.1(c): ")
    assert "pc_647_b_purchaser" in vocabulary.codes("offence")


def test_retired_choice_stays_valid_and_is_not_offered(monkeypatch):
    old, new = Choice("old", "Old", "Viejo", retired=True), Choice("new", "New", "Nuevo")
    monkeypatch.setattr(vocabulary, "_vocabularies", lambda: {"colour": {"old": old, "new": new}})
    assert vocabulary.choices("colour") == (new,)
    assert vocabulary.choices("colour", retired=True) == (old, new)
    assert vocabulary.codes("colour") == {"old", "new"}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([{"code": "a", "en": "A"}], "row 1: no es"),
        ([{"code": "a", "en": "A", "es": "A"}, {"code": "a", "en": "B", "es": "B"}], "row 2: a appears twice"),
        ([{"code": "a", "en": "A", "es": "A", "fr": "A"}], "row 1: unknown fr"),
    ],
)
def test_broken_row_is_named(rows, said):
    with pytest.raises(VocabularyError, match=said):
        vocabulary.read_choices("people.toml [gender]", rows)
