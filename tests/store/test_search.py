"""Finding: identifiers, names, words and slips of the finger; nothing typed is ever syntax."""

from __future__ import annotations

import gc
import weakref

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldapp.domain.access import Role
from fieldapp.domain.change import RESTORE, VOID
from fieldapp.domain.fields import Search
from fieldapp.records import RECORD_TYPES
from fieldapp.store.inbox import withdraw
from fieldapp.store.search import EXACT, NAME, NEAR, WORDS, find, similar
from fieldapp.store.search_index import drain, names, queued, rebuild_index, searched_fields
from tests.fakes.laptop import a_session


@pytest.fixture
def session(tmp_path, clock):
    made = a_session(tmp_path, clock, Role.SUPERVISOR)  # who may write a record of every type
    yield made
    made.close()


@pytest.fixture
def store(session):
    return session.store


@pytest.fixture
def save(session):
    def write(record_type, record_id=None, **values):
        row = session.store.save(session.author, record_type, values, record_id=record_id)
        return row.state.record_id

    return write


def found(store, text):
    return [hit.record_id for hit in find(store, text)]


def matched(store, text):
    return {hit.record_id: hit.matched for hit in find(store, text)}


@pytest.fixture
def maria(save):
    return save("person", code_name="Doe-2026-0007", family_name="Lópezgarza", given_name="María", born_on="2009-05-04")


def test_name_is_found_without_accents_case_or_order(store, maria):
    for text in ("maria lopezgarza", "LÓPEZGARZA", "lopezgarza María", "mar lop"):
        assert matched(store, text) == {maria: NAME}


@pytest.mark.parametrize("name", ["Nguyễn", "Øster", "Łukasz", "किरण", "ชื่อเล่น", "王小明", "Ñandú", "ALİ", "O_Neil"])
def test_name_in_any_script_is_found_as_it_was_written(store, save, name):
    person = save("person", code_name="Doe-1", family_name=name)
    assert matched(store, name) == {person: NAME}


def test_every_word_has_to_begin_one_of_the_words(store, maria):
    assert found(store, "mari lopezg") == [maria]
    assert found(store, "mari unknown") == []


@pytest.mark.parametrize("typo", ["Lopezgraza", "Lopesgarza", "lopzgarza", "Mraia Lopezgarza", "lopezgarzza"])
def test_misspelt_name_is_found_as_near(store, maria, typo):
    assert matched(store, typo) == {maria: NEAR}


def test_name_that_sounds_the_same_is_near(store, save):
    filip = save("person", code_name="Doe-1", given_name="Filipson")
    assert matched(store, "Phylypson") == {filip: NEAR}


@pytest.mark.parametrize(
    "text", ["(213) 555-0142", "213-555-0142", "+1 213 555 0142", "12135550142", "5550142", "0142", "213555"]
)
def test_phone_is_found_however_it_is_written(store, save, text):
    phone = save("identifier", kind="phone", value="+1 (213) 555-0142")
    save("identifier", kind="phone", value="(310) 555-0177")
    assert matched(store, text) == {phone: EXACT}


@pytest.mark.parametrize("text", ["8ABC123", "8 abc-123", "8abc"])
def test_plate_is_found_with_or_without_gaps(store, save, text):
    plate = save("identifier", kind="plate", value="8 ABC 123")
    assert matched(store, text) == {plate: EXACT}


def test_code_name_and_number_are_found(store, save, maria):
    warrant = save("search_warrant", number="SW-26-4410", target="Room 110")
    assert matched(store, "doe 2026 0007") == {maria: EXACT}
    assert matched(store, "sw264410") == {warrant: EXACT}
    assert matched(store, "SW-26-4410") == {warrant: EXACT}


def test_names_come_before_words_and_identifiers_before_both(store, save):
    by_word = save("lead", number="L-1", summary="Met a man who calls himself Rochford")
    by_name = save("person", code_name="Doe-1", family_name="Rochford")
    by_handle = save("identifier", kind="handle", value="rochford")
    hits = list(find(store, "rochford"))
    assert [(hit.record_id, hit.matched) for hit in hits] == [(by_handle, EXACT), (by_name, NAME), (by_word, WORDS)]


def test_hits_are_grouped_by_type_the_best_group_first(store, save):
    lead = save("lead", number="L-1", summary="Vehicle near Holtville")
    site = save("site", name="Holtville", purpose="target")
    groups = find(store, "holtville").groups
    assert {name: [hit.record_id for hit in group] for name, group in groups.items()} == {
        "site": [site],
        "lead": [lead],
    }


def test_alias_is_found_as_itself(store, save, maria):
    alias = save("alias", person=maria, name="Starlight", kind="street")
    assert [(hit.record_type, hit.record_id) for hit in find(store, "starlight")] == [("alias", alias)]


def test_void_record_leaves_the_index_and_a_restored_one_returns(session, store, maria):
    assert found(store, "lopezgarza") == [maria]
    store.save(session.author, "person", {"_void": True}, record_id=maria, kind=VOID, reason="entered twice")
    assert found(store, "lopezgarza") == []
    store.save(session.author, "person", {"_void": False}, record_id=maria, kind=RESTORE)
    assert found(store, "lopezgarza") == [maria]


def test_changed_words_replace_the_old_ones(store, save, maria):
    assert found(store, "lopezgarza") == [maria]
    save("person", record_id=maria, family_name="Quintero")
    assert found(store, "lopezgarza") == []
    assert found(store, "quintero") == [maria]


def test_withdrawn_record_cannot_be_found(store, maria):
    assert found(store, "lopezgarza") == [maria]
    with store.transaction() as connection:
        withdraw(store, connection, "person", maria)
    assert found(store, "lopezgarza") == []
    assert store.connection.exec_driver_sql("SELECT count(*) FROM search_doc").scalar_one() == 0


def test_search_says_how_much_is_not_indexed_yet(store, save):
    for number in range(3):
        save("lead", number=f"L-{number}", summary="Harborview")
    assert drain(store, 2) == 1
    assert queued(store) == 1
    assert find(store, "harborview").catching_up == 0


def test_full_disk_still_answers_from_what_is_indexed(store, save, maria):
    assert found(store, "lopezgarza") == [maria]
    save("person", code_name="Doe-2", family_name="Lopezgarza")
    store.connection.exec_driver_sql("PRAGMA query_only = ON")
    hits = find(store, "lopezgarza")
    assert ([hit.record_id for hit in hits], hits.catching_up) == ([maria], 1)
    store.connection.exec_driver_sql("PRAGMA query_only = OFF")


def test_rebuilt_index_finds_what_the_drained_one_did(session, store, save, maria):
    gone = save("person", code_name="Doe-9", family_name="Lopezgarza")
    store.save(session.author, "person", {"_void": True}, record_id=gone, kind=VOID)
    phone = save("identifier", kind="phone", value="(213) 555-0142", person=maria)
    drain(store)
    steps = []
    assert rebuild_index(store, lambda done, total: steps.append((done, total))) == 2
    assert steps[-1] == (2, 2)
    assert queued(store) == 0
    assert found(store, "lopezgarza") == [maria]
    assert found(store, "5550142") == [phone]
    save("person", record_id=maria, given_name="Marisol")
    assert found(store, "marisol") == [maria]


def test_limit_cuts_the_list_and_says_so(store, save):
    for number in range(6):
        save("lead", number=f"L-{number}", summary="Harborview")
    hits = find(store, "harborview", limit=4)
    assert (len(hits), hits.more) == (4, True)
    assert find(store, "harborview", limit=6).more is False


@pytest.mark.parametrize("text", ["", "   ", "\0", "-- ;", '"*', "😀"])
def test_nothing_to_look_for_is_a_clear_empty_answer(store, maria, text):
    hits = find(store, text)
    assert (len(hits), hits.reason) == (0, "NOTHING_TO_FIND")


def test_enormous_query_is_refused_without_work(store, maria):
    assert find(store, "maria " * 20_000).reason == "TOO_LONG"


@pytest.mark.parametrize(
    "text",
    ['maria" OR name:*', "maria NEAR(lopezgarza)", "name : maria", "NOT maria", "maria) OR (1", "^maria", "a*b*c*"],
)
def test_operators_are_only_words(store, maria, text):
    save_count = store.connection.exec_driver_sql("SELECT count(*) FROM person").scalar_one()
    find(store, text)
    assert store.connection.exec_driver_sql("SELECT count(*) FROM person").scalar_one() == save_count


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
def test_no_text_breaks_the_search(store, text):
    find(store, text)


def test_names_are_read_once_and_gone_when_the_store_closes(tmp_path, clock):
    session = a_session(tmp_path / "short", clock)
    session.store.save(session.author, "person", {"family_name": "Lopezgarza", "given_name": "Maria"})
    kept = names(session.store)
    assert len(kept) == 2
    assert names(session.store) is kept
    remembered = weakref.ref(kept)
    del kept
    session.close()
    gc.collect()
    assert remembered() is None


def test_every_type_with_searched_fields_can_be_indexed(store, save, session):
    # A receipt on paper stands beside the signature of whoever handed the item to a stranger.
    signed = {"handed_by": session.profile.handle, "received_by": "R. Demo, laboratory", "giver_answer": "signed"}
    beside = {"custody_transfer": signed | {"giver_answered_at": "2026-01-02T03:04:05.678Z"}}
    # An age is stated whole, and so is a line of the register of what left.
    person, given_by = save("person"), session.profile.handle
    beside["age_evidence"] = {"person": person, "basis": "claimed", "age": 17, "stated_on": "2026-01-02"}
    given = {"record_type": "person", "record_id": person, "basis": "discovery", "given_by": given_by}
    beside["disclosure"] = given | {"at": "2026-01-02T03:04:05.678Z"}
    for record in RECORD_TYPES:
        fields = searched_fields(record)
        texts = {name: "Zzyzx" for kind in (Search.NAME, Search.EXACT, Search.TEXT) for name in fields.get(kind, ())}
        texts |= beside.get(record.type_name, {})
        if texts:
            made = session.store.save(session.author, record.type_name, texts).state.record_id
            assert made in found(store, "zzyzx"), record.type_name


def test_same_phone_is_similar(store, save):
    phone = save("identifier", kind="phone", value="(213) 555-0142")
    assert [hit.record_id for hit in similar(store, "identifier", {"value": "213 555 0142"})] == [phone]
    assert similar(store, "identifier", {"value": "213 555 0142"}, exclude=phone) == []
    assert similar(store, "identifier", {"value": "213 555 0143"}) == []


def test_near_name_is_similar_unless_the_dates_of_birth_differ(store, maria):
    near = {"family_name": "Lopesgarza", "given_name": "Maria"}
    assert [hit.record_id for hit in similar(store, "person", near)] == [maria]
    assert [hit.record_id for hit in similar(store, "person", {**near, "born_on": "2009-05-04"})] == [maria]
    assert similar(store, "person", {**near, "born_on": "1990-01-01"}) == []


def test_same_name_and_birthday_comes_before_same_name(store, save, maria):
    later = save("person", code_name="Doe-2", family_name="Lópezgarza", given_name="María")
    typed = {"family_name": "Lopezgarza", "given_name": "Maria", "born_on": "2009-05-04"}
    assert [hit.record_id for hit in similar(store, "person", typed)] == [maria, later]


def test_person_is_similar_to_an_alias(store, save, maria):
    alias = save("alias", person=maria, name="Starlight", kind="street")
    assert [hit.record_id for hit in similar(store, "person", {"given_name": "Starlight"})] == [alias]


def test_blank_values_are_similar_to_nothing(store, maria):
    assert similar(store, "person", {}) == []
    assert similar(store, "person", {"family_name": None, "code_name": ""}) == []
