"""Lists: order and filters in one query, pages in place."""

from __future__ import annotations

import pytest

from fieldapp.domain.change import VOID
from fieldapp.store.inbox import withdraw
from fieldapp.store.list_filter import Among, Contains, Draft, During, Equals, InConflict, Mine, Waiting
from fieldapp.store.listing import open_listing
from fieldapp.store.store import Author
from fieldapp.store.tables import open_condition
from tests.fakes.laptop import a_session


@pytest.fixture
def session(tmp_path, clock):
    made = a_session(tmp_path, clock)
    yield made
    made.close()


@pytest.fixture
def store(session):
    return session.store


@pytest.fixture
def save(session):
    def write(record_type, record_id=None, author=None, **values):
        row = session.store.save(author or session.author, record_type, values, record_id=record_id)
        return row.state.record_id

    return write


def at(day, hour=12):
    return f"2026-03-{day:02}T{hour:02}:00:00.000Z"


@pytest.fixture
def leads(save):
    """Three leads: on the 3rd, 1st and 2nd of March."""
    return [
        save("lead", number="L-3", summary="pier", received_at=at(3), urgency="urgent", minor_involved=True),
        save("lead", number="L-1", summary="Arcade", received_at=at(1), urgency="routine", minor_involved=False),
        save("lead", number="L-2", summary="50% off_motel", received_at=at(2), urgency="routine", state="final"),
    ]


def ids(store, *filters, record_type="lead", **options):
    return open_listing(store, record_type, filters, **options).ids()


def test_list_opens_in_the_order_of_its_type(store, leads):
    third, first, second = leads
    assert ids(store) == [third, second, first]


def test_list_sorts_by_any_column_either_way(store, leads):
    third, first, second = leads
    assert ids(store, sort="summary") == [second, first, third]
    assert ids(store, sort="received_at") == [first, second, third]
    assert ids(store, sort="number", descending=True) == [third, second, first]


def test_choices_sort_as_they_are_offered_and_links_by_their_title(store, save, leads):
    assert ids(store, sort="urgency")[-1] != ids(store, sort="urgency", descending=True)[-1]
    zoe = save("person", code_name="Zed")
    amy = save("person", code_name="amber")
    late, early = save("arrest", person=zoe), save("arrest", person=amy)
    blank = save("arrest", place="Lobby")
    assert ids(store, record_type="arrest", sort="person") == [early, late, blank]
    assert ids(store, record_type="arrest", sort="person", descending=True) == [late, early, blank]


def test_list_by_title_is_narrowed_and_keeps_what_names_nobody_here(store, save):
    amy, zoe, nameless = save("person", code_name="amber"), save("person", code_name="Zed"), save("person")
    late, early = save("arrest", person=zoe), save("arrest", person=amy)
    second = save("arrest", person=amy, state="final")
    lost = [save("arrest", person=person) for person in (None, nameless, late)]
    by_person = {"record_type": "arrest", "sort": "person"}
    assert ids(store, **by_person) == [early, second, late, *lost]
    assert ids(store, descending=True, **by_person) == [late, second, early, *reversed(lost)]
    assert ids(store, Draft(), **by_person) == [early, late, *lost]


def test_blanks_come_last_either_way_up(store, save):
    blank, zero, upper, lower = (save("lead", summary=text) for text in (None, "0", "Pier", "arcade"))
    assert ids(store, sort="summary") == [zero, lower, upper, blank]
    assert ids(store, sort="summary", descending=True) == [upper, lower, zero, blank]
    few, none, many = (save("person", estimated_age=age) for age in (9, None, 40))
    assert ids(store, record_type="person", sort="estimated_age") == [few, many, none]
    assert ids(store, record_type="person", sort="estimated_age", descending=True) == [many, few, none]


def test_page_gives_rows_at_their_places_with_wire_values(store, leads):
    listing = open_listing(store, "lead")
    assert listing.count == 3
    (row,) = listing.page(1, 1)
    assert row.record_id == leads[2]
    assert row.values["received_at"] == at(2)
    assert (row.zone, row.state, row.conflicts, row.voided) == ("police", "final", 0, False)
    assert listing.page(2, 10)[0].record_id == leads[1]
    assert listing.page(3, 10) == []


def test_flags_and_choice_lists_are_wire_values(store, save):
    save("recovery", place="Lobby", needs=["rest", "food_water"], foreign_national_minor=True)
    listing = open_listing(store, "recovery", columns=("needs", "foreign_national_minor"))
    assert listing.page(0, 1)[0].values == {"needs": ["rest", "food_water"], "foreign_national_minor": True}


def test_filters_narrow_and_add_up(store, save, leads):
    third, first, second = leads
    assert ids(store, Equals("urgency", ("routine",))) == [second, first]
    assert ids(store, Equals("minor_involved", (True,))) == [third]
    assert ids(store, Equals("minor_involved", (False, None))) == [second, first]
    assert ids(store, During("received_at", at(1), at(2))) == [first]
    assert ids(store, During("received_at")) == [third, second, first]
    assert ids(store, Draft()) == [third, first]
    assert ids(store, Equals("urgency", ("routine",)), Draft()) == [first]
    assert ids(store, Among((first, third))) == [third, first]


def test_text_filter_takes_wildcards_as_they_are(store, leads):
    _third, first, second = leads
    assert ids(store, Contains("ARC")) == [first]
    assert ids(store, Contains("50%")) == [second]
    assert ids(store, Contains("off_m")) == [second]
    assert ids(store, Contains("o_f")) == []
    assert ids(store, Contains("' OR 1=1 --")) == []


def test_choice_list_filter_asks_for_any_of_the_codes(store, save):
    rest = save("recovery", place="Lobby", needs=["rest"])
    food = save("recovery", place="Pier", needs=["food_water", "medicine"])
    assert ids(store, Equals("needs", ("medicine",)), record_type="recovery") == [food]
    assert set(ids(store, Equals("needs", ("medicine", "rest")), record_type="recovery")) == {rest, food}


def test_links_to_what_is_called_by_another_record_sort_in_the_order_they_were_made(store, save):
    first, second = (save("recovery", person=save("person", code_name=name)) for name in ("Doe-2", "Doe-1"))
    notes = [save("note", text=text, recovery=about) for text, about in (("a", second), ("b", first), ("c", second))]
    blank = save("note", text="d")
    assert ids(store, record_type="note", sort="recovery") == [notes[1], notes[0], notes[2], blank]
    assert ids(store, record_type="note", sort="recovery", descending=True) == [notes[2], notes[0], notes[1], blank]


def test_link_filter_keeps_the_records_of_one_person(store, save):
    person = save("person", code_name="Doe-1")
    arrest = save("arrest", person=person)
    save("arrest", person=save("person", code_name="Doe-2"))
    assert ids(store, Equals("person", (person,)), record_type="arrest") == [arrest]


def test_mine_and_waiting_and_conflict(session, store, save, leads):
    other = save("lead", author=Author("baker", "x"), number="L-4", summary="theirs")
    assert set(ids(store, Mine(session.author.handle))) == set(leads)
    assert set(ids(store, Waiting())) == {*leads, other}
    store.set_meta("acked", str(store.journal.head(store.connection).counter - 1))
    assert ids(store, Waiting()) == [other]
    assert ids(store, InConflict()) == []


def test_void_records_show_only_when_asked_for(session, store, leads):
    store.save(session.author, "lead", {"_void": True}, record_id=leads[0], kind=VOID)
    assert leads[0] not in ids(store)
    listing = open_listing(store, "lead", voided=True)
    assert listing.count == 3
    assert listing.page(0, 1)[0].voided
    assert ids(store, Among((leads[0],))) == []
    assert ids(store, Among((leads[0],)), voided=True) == [leads[0]]


def test_record_that_left_the_laptop_leaves_a_gap_in_an_open_list(store, leads):
    listing = open_listing(store, "lead")
    with store.transaction() as connection:
        withdraw(store, connection, "lead", leads[2])
    rows = listing.page(0, 3)
    assert [row and row.record_id for row in rows] == [leads[0], None, leads[1]]


@pytest.mark.parametrize("name", ["no_such", "heads", 'x" --'])
def test_unknown_columns_are_refused(store, name):
    with pytest.raises(KeyError):
        open_listing(store, "lead", sort=name)
    with pytest.raises(KeyError):
        open_listing(store, "lead", columns=[name])
    for chosen in (Equals(name, ("x",)), During(name, "a")):
        with pytest.raises(KeyError):
            open_listing(store, "lead", [chosen])


def test_every_type_opens_in_its_own_order_from_its_index(store):
    for record_type, record in store.types.items():
        assert open_listing(store, record_type).count == 0
        if record.is_part:
            continue  # no list of its own, so no index for one
        key = record.sort.removeprefix("-")
        way = "DESC" if record.sort.startswith("-") else ""
        plan = store.connection.exec_driver_sql(
            f'EXPLAIN QUERY PLAN SELECT rowid FROM "{record_type}" WHERE voided = 0 ORDER BY "{key}" {way}'
        ).fetchall()
        assert "COVERING INDEX" in plan[0][3], record_type


def test_records_that_name_another_are_found_by_an_index(store):
    for record_type, record in store.types.items():
        sought = [name for name, field in record.fields.items() if field.link and field.link != "agency"]
        if record.is_part:
            sought = [record.parent] if record.parent else []
        sought += [each if isinstance(each, str) else each[0] for each in record.sought_by]
        for name in sought:
            plan = store.connection.exec_driver_sql(
                f'EXPLAIN QUERY PLAN SELECT id FROM "{record_type}" WHERE "{name}" = ? AND voided = 0', ("x",)
            ).fetchall()
            assert f"USING INDEX ix_{record_type}_{name}" in plan[0][3], (record_type, name)


def test_what_is_open_is_found_by_an_index_of_the_open_alone(store):
    for record_type in ("task", "service", "operation", "lead", "referral"):
        record = store.types[record_type]
        sql = f'SELECT id FROM "{record_type}" WHERE {open_condition(record)} ORDER BY "{record.sort.lstrip("-")}"'
        plan = store.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}").fetchall()
        assert [row[3] for row in plan] == [f"SCAN {record_type} USING COVERING INDEX ix_{record_type}_open"]
