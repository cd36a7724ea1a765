"""Saving: change and row in one transaction, history kept, tables that can be made anew byte for byte."""

from __future__ import annotations

import random

import pytest

from fieldapp.actions.capture import (
    finalise_record,
    record_as_recovery,
    restore_record,
    save_record,
    undo,
    void_record,
)
from fieldapp.actions.conflict import load_clashes, resolve_clash
from fieldapp.actions.history import load_history
from fieldapp.actions.lookup import load_record, note_access
from fieldapp.domain.change import unseal
from fieldapp.domain.problems import Refused
from fieldapp.records.vocabulary import choices
from fieldapp.store.inbox import ForeignChange, take_page
from fieldapp.store.rebuild import rebuild
from tests.fakes.laptop import PASSPHRASE, a_laptop, a_session

NOTE_KIND = choices("note_kind")[0].code


@pytest.fixture
def session(tmp_path, clock):
    made = a_session(tmp_path / "mine", clock)
    yield made
    made.close()


@pytest.fixture
def other(tmp_path, clock):
    made = a_session(tmp_path / "other", clock, handle="baker", device="b" * 12)
    yield made
    made.close()


def everything(store):
    tables = [*store.tables.records.tables.values(), store.tables.records.tally]
    return {
        t.name: store.connection.exec_driver_sql(f'SELECT * FROM "{t.name}" ORDER BY 1, 2, 3').fetchall()
        for t in tables
    }


def hand_over(source, target, after=0):
    """Give another laptop every change, as headquarters would."""
    entries = source.store.journal.own_after(source.store.connection, after, 10_000, 1 << 30)
    take_page(target.store, [ForeignChange(1000 + e.counter, unseal(e.sealed), e.sealed) for e in entries], {})


def journal_length(session):
    return session.store.connection.exec_driver_sql("SELECT count(*) FROM journal").scalar_one()


@pytest.mark.parametrize("step", ["between journal and row", "before commit"])
def test_a_plug_pulled_within_a_save_leaves_nothing_of_it(session, step):
    before = save_record(session, "lead", {"summary": "safe"})

    def pull(at):
        if at == step:
            raise KeyboardInterrupt

    session.store.fault = pull
    with pytest.raises(KeyboardInterrupt):
        save_record(session, "lead", {"summary": "gone"})
    session.store.fault = lambda _: None
    assert journal_length(session) == 1
    assert load_record(session, "lead", before)
    save_record(session, "lead", {"summary": "goes on"})
    assert session.store.journal.verify(session.store.connection) == []


def test_saving_the_same_values_again_writes_nothing(session):
    lead = save_record(session, "lead", {"summary": "one"})
    for _ in range(50):
        assert save_record(session, "lead", {"summary": "one"}, record_id=lead) == lead
    assert journal_length(session) == 1


def test_a_new_record_gets_its_defaults_and_a_code_of_its_own(session):
    people = [save_record(session, "person", {}) for _ in range(3)]
    codes = [load_record(session, "person", person).title for person in people]
    assert len(set(codes)) == 3
    assert all(code.startswith("Doe-2026-") for code in codes)


def test_required_fields_block_finalising_and_never_saving(session):
    lead = save_record(session, "lead", {"summary": "half known"})
    with pytest.raises(Refused) as caught:
        finalise_record(session, "lead", lead)
    assert {problem.code for problem in caught.value.problems} == {"REQUIRED"}
    assert not load_record(session, "lead", lead).is_final


def test_a_final_record_changes_only_with_a_reason(session):
    note = save_record(session, "note", {"kind": NOTE_KIND, "written_at": "2026-01-02T03:04:05.678Z", "text": "x"})
    finalise_record(session, "note", note)
    with pytest.raises(Refused):
        save_record(session, "note", {"text": "y"}, record_id=note)
    save_record(session, "note", {"text": "y"}, record_id=note, reason="Misheard")
    assert load_history(session, "note", note)[0].reason == "Misheard"


def test_void_restore_and_undo_are_changes_like_any_other(session):
    lead = save_record(session, "lead", {"summary": "one"})
    void_record(session, "lead", lead, "Entered twice")
    assert load_record(session, "lead", lead).is_void
    restore_record(session, "lead", lead)
    assert not load_record(session, "lead", lead).is_void
    save_record(session, "lead", {"summary": "two"}, record_id=lead)
    undo(session)
    assert load_record(session, "lead", lead).values["summary"] == "one"
    undo(session)
    assert load_record(session, "lead", lead).is_void
    assert undo(session) is None
    assert journal_length(session) == 6


def test_looking_is_in_the_history_and_changes_nothing(session):
    person = save_record(session, "person", {"family_name": "Example"})
    before = everything(session.store)
    note_access(session, "person", person, "Court date")
    assert load_history(session, "person", person)[0].kind == "access"
    assert everything(session.store) == before


def test_history_says_from_what_to_what(session):
    lead = save_record(session, "lead", {"summary": "one"})
    save_record(session, "lead", {"summary": "two"}, record_id=lead)
    edit = load_history(session, "lead", lead)[0].edits[0]
    assert (edit.name, edit.before, edit.after) == ("summary", "one", "two")


def test_clashing_edits_are_listed_once_and_settled_by_a_person(session, other):
    lead = save_record(session, "lead", {"summary": "one"})
    hand_over(session, other)
    save_record(session, "lead", {"summary": "mine"}, record_id=lead)
    save_record(other, "lead", {"summary": "theirs"}, record_id=lead)
    hand_over(session, other, after=1)
    clashes = load_clashes(other)
    assert [(c.record_id, c.field, {h.value for h in c.heads}) for c in clashes] == [
        (lead, "summary", {"mine", "theirs"})
    ]
    with pytest.raises(Refused):
        resolve_clash(other, clashes[0], "both", reason=" ")
    resolve_clash(other, clashes[0], "both", reason="Talked to her")
    assert load_clashes(other) == []
    assert load_record(other, "lead", lead).values["summary"] == "both"


def test_tables_made_anew_from_the_journal_are_byte_equal(session, other):
    rng = random.Random(7)
    leads = [save_record(session, "lead", {"summary": f"lead {n}", "minor_involved": n % 2 == 0}) for n in range(30)]
    hand_over(session, other)
    for _ in range(100):
        who = rng.choice([session, other])
        lead = rng.choice(leads)
        if rng.random() < 0.1:
            void_record(who, "lead", lead, "No longer needed")
        else:
            save_record(who, "lead", {rng.choice(["summary", "city", "narrative"]): f"v{rng.random()}"}, record_id=lead)
    hand_over(session, other)
    hand_over(other, session)
    for store in (session.store, other.store):
        before = everything(store)
        assert rebuild(store) == len(leads)
        assert everything(store) == before
    mine, theirs = (
        s.store.connection.exec_driver_sql("SELECT id, digest, heads, summary FROM lead ORDER BY id").fetchall()
        for s in (session, other)
    )
    assert mine == theirs


def test_an_edit_after_a_restart_goes_on_with_the_same_chain(tmp_path, clock):
    session = a_session(tmp_path, clock)
    lead = save_record(session, "lead", {"summary": "one"})
    session.close()
    session = a_laptop(tmp_path, clock).unlock(PASSPHRASE)
    assert session.missing == 0
    save_record(session, "lead", {"summary": "two"}, record_id=lead)
    assert session.store.journal.verify(session.store.connection) == []
    session.close()


def test_a_minor_is_not_charged_with_selling_and_the_facts_go_over_to_a_recovery(session):
    person = save_record(session, "person", {"born_on": "2009-03-01", "age_basis": "documented"})
    arrest = save_record(
        session, "arrest", {"person": person, "arrested_at": "2026-01-02T03:04:05.678Z", "place": "Demo Street"}
    )
    with pytest.raises(Refused) as caught:
        save_record(session, "charge", {"arrest": arrest, "offence": "pc_647_b_1"})
    assert caught.value.problems[0].code == "ARREST_MINOR_PROSTITUTION"
    recovery = record_as_recovery(session, arrest, session.store.record("arrest", arrest))
    assert load_record(session, "recovery", recovery).values["place"] == "Demo Street"
    assert load_record(session, "arrest", arrest).is_void


def test_a_later_date_of_birth_is_not_saved_under_a_charge_that_it_forbids(session):
    person = save_record(session, "person", {"born_on": "1990-03-01", "age_basis": "documented"})
    arrest = save_record(session, "arrest", {"person": person, "arrested_at": "2026-01-02T03:04:05.678Z"})
    save_record(session, "charge", {"arrest": arrest, "offence": "pc_647_b_1"})
    with pytest.raises(Refused):
        save_record(session, "person", {"born_on": "2009-03-01"}, record_id=person)
    record_as_recovery(session, arrest, session.store.record("arrest", arrest))
    save_record(session, "person", {"born_on": "2009-03-01"}, record_id=person)


def test_a_flipped_byte_of_the_journal_is_named(session):
    for n in range(5):
        save_record(session, "lead", {"summary": f"lead {n}"})
    session.store.connection.exec_driver_sql(
        "UPDATE journal SET payload = replace(payload, 'lead 2', 'lead 9') WHERE n = 3"
    )
    faults = session.store.journal.verify(session.store.connection)
    assert len(faults) == 1
    assert faults[0].startswith(f"{session.store.device}-3")
