"""Find and lists as a screen sees them: titles in words, code names for people."""

from __future__ import annotations

from fieldapp.actions.capture import save_record
from fieldapp.actions.find import find_records, find_similar, index_all, index_some
from fieldapp.actions.listing import Mine, choice_filter, list_columns, list_page, open_list, titles_of
from fieldapp.domain.fields import Kind
from fieldapp.records import RECORD_TYPES
from tests.fakes.sample import a_person, fill_night


def test_true_name_finds_the_code_name(session):
    person = a_person(session, "Doe-2026-0007", family_name="Lopezgarza")
    groups = find_records(session, "lopezgarza").groups
    assert [(row.record_id, row.title, row.matched) for row in groups["person"]] == [(person, "Doe-2026-0007", "name")]


def test_alias_says_whose_it_is_and_not_what_it_is(session):
    person = a_person(session, "Doe-2026-0007")
    save_record(session, "alias", {"person": person, "name": "Starlight", "kind": "street", "used_where": "Track 3"})
    (row,) = find_records(session, "starlight").groups["alias"]
    assert row.belongs_to == "Doe-2026-0007"
    assert "Starlight" not in row.title


def test_identifier_of_nobody_yet_is_found(session):
    save_record(session, "identifier", {"kind": "phone", "value": "(213) 555-0142"})
    (row,) = find_records(session, "0142").groups["identifier"]
    assert row.belongs_to == ""
    assert "555-0142" in row.title


def test_similar_record_is_named_while_another_is_typed(session):
    a_person(session, "Doe-2026-0007", family_name="Lopezgarza")
    typed = a_person(session, "Doe-2026-0008", family_name="Lopesgarza")
    values = {"family_name": "Lopesgarza"}
    assert [row.title for row in find_similar(session, "person", values, exclude=typed)] == ["Doe-2026-0007"]


def test_nothing_to_look_for_is_told_apart_from_nothing_found(session):
    assert find_records(session, "?!").reason == "NOTHING_TO_FIND"
    nothing = find_records(session, "zzyzx")
    assert (nothing.groups, nothing.reason) == ({}, None)


def test_waiting_records_are_indexed_bit_by_bit(session, clock):
    fill_night(session, clock)
    left = index_some(session, 5)
    assert left > 0
    assert index_some(session, left) == 0


def test_whole_index_is_made_at_once(session, clock):
    fill_night(session, clock)
    steps = []
    indexed = index_all(session, lambda done, total: steps.append((done, total)))
    assert steps[-1] == (indexed, indexed)
    assert index_some(session, 1) == 0
    assert "operation" in find_records(session, "safe harbor").groups


def test_page_names_the_records_it_links_to(session, clock):
    operation = fill_night(session, clock)
    listing = open_list(session, "recovery", [choice_filter("operation", operation)], sort="person")
    page = list_page(session, "recovery", listing, 1, 3)
    assert (listing.count, len(page.rows)) == (5, 3)
    assert [page.titles[row.values["person"]] for row in page.rows] == [f"Doe-2026-{n:04}" for n in (1, 2, 3)]
    assert "Safe Harbor West" in page.titles[operation]


def test_titles_of_records_not_held_here_are_left_out(session):
    assert titles_of(session, "person", ["01890000-0000-7000-8000-000000000000"]) == {}


def test_list_columns_follow_the_declaration():
    columns = {column.name: column for column in list_columns("alias")}
    assert columns["name"].hidden
    assert columns["kind"].vocabulary == "alias_kind"
    assert {column.name: column.link for column in list_columns("arrest")}["person"] == "person"
    assert {column.name: column.kind for column in list_columns("arrest")}["arrested_at"] is Kind.INSTANT
    for record in RECORD_TYPES:
        assert [column.name for column in list_columns(record.type_name)] == list(record.columns)


def test_my_own_records_are_mine(session, clock):
    fill_night(session, clock)
    assert open_list(session, "lead", [Mine(session.author.handle)]).count == 5
    assert open_list(session, "lead", [Mine("baker")]).count == 0
