"""What every declared record type owes to the tables, forms, lists and search derived from it."""

import json
import unicodedata
from pathlib import Path

import pytest
import qtawesome

from fieldapp.domain.access import EVERY_AGENCY
from fieldapp.domain.fields import Kind, Search, Sensitivity
from fieldapp.domain.record import Record, final_problems, value_problems
from fieldapp.records import RECORD_TYPES, children_of, find_type, require_type, vocabulary

TYPES = pytest.mark.parametrize("record", RECORD_TYPES, ids=lambda record: record.type_name)

# The columns that every table has beside its declared fields.
SYSTEM_COLUMNS = {
    "id", "zone", "audience", "created_at", "created_by", "updated_at", "updated_by", "voided", "conflicts",
    "hq_seq", "heads", "extra",
}  # fmt: skip


def test_types_hold_the_twenty_of_the_task_force():
    assert {record.type_name for record in RECORD_TYPES} >= {
        "person", "alias", "identifier", "recovery", "screening", "operation", "roster_member", "site", "arrest",
        "charge", "search_warrant", "evidence_item", "lead", "service", "referral", "contact_attempt", "task",
        "consent", "agency", "note",
    }  # fmt: skip
    assert len({record.type_name for record in RECORD_TYPES}) == len(RECORD_TYPES)


def test_every_type_has_a_file_of_its_own():
    for record in RECORD_TYPES:
        assert record.__module__ == f"fieldapp.records.{record.type_name}"


@TYPES
def test_type_says_what_it_is(record: type[Record]):
    assert record.title
    assert record.plural != record.title
    assert record.__doc__
    assert record.zone in {"police", "shared", "services", "local"}
    assert record.area in {"operations", "people", "enforcement", "leads", "services"}


@TYPES
def test_icon_is_in_the_icon_font(record: type[Record]):
    prefix, _, name = record.icon.partition(".")
    [charmap] = (Path(qtawesome.__file__).parent / "fonts").glob("materialdesignicons6-webfont-charmap-*.json")
    assert prefix == "mdi6"
    assert name in json.loads(charmap.read_text())


@TYPES
def test_label_columns_and_sort_are_fields(record: type[Record]):
    assert record.label
    assert set(record.label) <= set(record.fields)
    assert set(record.columns) <= set(record.fields)
    assert record.sort.removeprefix("-") in set(record.fields) | SYSTEM_COLUMNS


@TYPES
def test_label_never_shows_what_is_hidden(record: type[Record]):
    assert all(record.fields[name].sensitivity is Sensitivity.NORMAL for name in record.label)


@TYPES
def test_fields_do_not_shadow_system_columns_or_the_declaration(record: type[Record]):
    assert not set(record.fields) & SYSTEM_COLUMNS
    assert not set(record.fields) & (set(vars(Record)) - {"state"})


@TYPES
def test_field_labels_are_written_and_single_in_their_group(record: type[Record]):
    shown = [(field.group, field.label) for field in record.fields.values()]
    assert all(label and label == label.strip() for _, label in shown)
    assert len(set(shown)) == len(shown)


@TYPES
def test_sections_of_the_form_are_not_interleaved(record: type[Record]):
    groups = [field.group for name, field in record.fields.items() if name != "state"]
    seen: list[str] = []
    for group in groups:
        if not seen or seen[-1] != group:
            assert group not in seen
            seen.append(group)


@TYPES
def test_vocabularies_exist_in_both_languages(record: type[Record]):
    for field in record.fields.values():
        if field.vocabulary:
            assert all(choice.en and choice.es for choice in vocabulary.choices(field.vocabulary))


@TYPES
def test_defaults_are_valid_values(record: type[Record]):
    defaults = {name: field.default for name, field in record.fields.items() if field.default is not None}
    assert value_problems(record, defaults, vocabulary.codes) == []


@TYPES
def test_links_point_at_registered_types(record: type[Record]):
    for field in record.fields.values():
        if field.kind is Kind.LINK:
            assert find_type(field.link) is not None


@TYPES
def test_parent_and_audience_are_link_fields(record: type[Record]):
    if record.parent:
        assert record.fields[record.parent].kind is Kind.LINK
        assert (record in children_of(record.fields[record.parent].link)) is not record.is_part
    if record.audience and record.audience != EVERY_AGENCY:
        assert record.fields[record.audience].link == "agency"
        assert record.fields[record.audience].required is not record.blank_is_everybody
    assert (record.audience is not None) == (record.zone == "shared")


@TYPES
def test_narratives_are_searched_as_words(record: type[Record]):
    for field in record.fields.values():
        if field.kind is Kind.NARRATIVE and record.type_name != "roster_member":
            assert field.search is Search.TEXT, field.name


@TYPES
def test_empty_record_is_unfinished_not_broken(record: type[Record]):
    assert value_problems(record, {}, vocabulary.codes) == []
    assert {problem.code for problem in final_problems(record, {})} >= {"REQUIRED"}


@TYPES
def test_record_survives_the_wire(record: type[Record]):
    values = record().to_wire()
    assert record.from_wire(values).to_wire() == values
    assert all(unicodedata.is_normalized("NFC", value) for value in values.values() if isinstance(value, str))


def test_unknown_type_is_found_as_none_and_required_with_an_error():
    assert find_type("spaceship") is None
    with pytest.raises(KeyError):
        require_type("spaceship")


def test_true_name_is_hidden_and_the_code_name_stands_for_the_person():
    person = require_type("person")
    assert person.label == ("code_name",)
    for name in ("family_name", "given_name", "middle_name", "address"):
        assert person.fields[name].sensitivity is Sensitivity.IDENTITY
    assert person.fields["family_name"].search is Search.NAME


def test_citizenship_is_only_in_the_providers_own_file_and_never_required():
    holders = [record for record in RECORD_TYPES if "citizenship" in record.fields]
    assert [record.zone for record in holders] == ["services"]
    assert not holders[0].fields["citizenship"].required


def test_shared_records_hold_no_identity():
    for record in RECORD_TYPES:
        if record.zone == "shared":
            assert all(field.sensitivity is Sensitivity.NORMAL for field in record.fields.values())
            assert not any(field.link == "person" for field in record.fields.values())
