"""A type of record speaks Spanish whole or not at all, and nothing is translated that is not declared."""

import pytest

import resources
from fieldapp.domain.record import Record
from fieldapp.records import RECORD_TYPES
from fieldapp.records.translation import translate

SPANISH = set(resources.load_toml("labels/es.toml"))


def declared_texts(record: type[Record]) -> set[str]:
    texts = {record.title, record.plural}
    for field in record.fields.values():
        texts |= {field.label, field.group, field.help}
    return texts - {""}


@pytest.mark.parametrize("record", RECORD_TYPES, ids=lambda record: record.type_name)
def test_type_is_translated_whole_or_not_at_all(record):
    if record.title in SPANISH:
        assert declared_texts(record) <= SPANISH


def test_types_of_the_task_force_are_translated():
    assert len([record for record in RECORD_TYPES if record.title in SPANISH]) >= 20


def test_nothing_is_translated_that_no_type_declares():
    assert set().union(*(declared_texts(record) for record in RECORD_TYPES)) >= SPANISH


def test_text_is_given_in_the_language_asked_for():
    assert translate("First contact", "es") == "Primer contacto"
    assert translate("First contact") == "First contact"
    assert translate("First contact", "fr") == "First contact"
    assert translate("Not declared", "es") == "Not declared"


def test_fields_of_one_section_keep_distinct_spanish_labels():
    for record in RECORD_TYPES:
        shown = [(field.group, translate(field.label, "es")) for field in record.fields.values()]
        assert len(set(shown)) == len(shown), record.type_name
