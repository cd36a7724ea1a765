"""Five tests for every migration: head equals the declarations, up, down, up and down change nothing, data survives."""

from __future__ import annotations

import os
import re

import pytest
from sqlalchemy import text

from fieldapp.domain.faults import StoreError
from fieldapp.records import RECORD_TYPES
from fieldapp.store import migrations
from fieldapp.store.engine import open_engine
from fieldapp.store.migrations import STEPS, load_steps, migrate, version_of
from fieldapp.store.migrations.__main__ import difference
from fieldapp.store.store import SCHEMA_VERSION, create_store, open_store

KEY = "ab" * 48


def key():
    return KEY


def schema(connection):
    """Every table and index of a store, in words that do not depend on how they were made."""
    found = connection.execute(text("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"))
    return {(kind, name): re.sub(r"[\s\"]+|IFNOTEXISTS", "", sql or "").lower() for kind, name, sql in found}


def columns(connection):
    names = [name for kind, name in schema(connection) if kind == "table"]
    return {
        name: {tuple(row)[1:4] for row in connection.execute(text(f'PRAGMA table_info("{name}")'))} for name in names
    }


def indexes(connection):
    """What each index holds and of which records, however that was written."""
    found = {}
    for kind, name in schema(connection):
        if kind == "index":
            rows = connection.execute(text(f'PRAGMA index_xinfo("{name}")'))
            sql = connection.execute(text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": name})
            found[name] = [(row[2], row[4]) for row in rows], str(sql.scalar_one()).partition(" WHERE ")[2]
    return found


@pytest.fixture
def connection(tmp_path):
    """An empty encrypted file, of version 0."""
    engine = open_engine(tmp_path / "empty.db", key, create=True, version=0)
    with engine.connect() as opened:
        yield opened
    engine.dispose()


def test_the_last_step_makes_what_the_declarations_say(connection, tmp_path):
    create_store(tmp_path / "declared.db", key, RECORD_TYPES)
    declared = open_engine(tmp_path / "declared.db", key, version=SCHEMA_VERSION)
    migrate(connection, len(STEPS))
    with declared.connect() as other:
        assert columns(connection) == columns(other)
        assert schema(connection).keys() == schema(other).keys()
        assert indexes(connection) == indexes(other)
    declared.dispose()
    assert difference(connection) == ("pass", "pass")
    assert len(STEPS) == SCHEMA_VERSION


@pytest.mark.parametrize("number", range(1, len(STEPS) + 1))
def test_each_step_goes_up_and_down_again_and_changes_nothing(connection, number):
    migrate(connection, number - 1)
    before = schema(connection)
    migrate(connection, number)
    assert version_of(connection) == number
    assert schema(connection) != before
    migrate(connection, number - 1)
    assert schema(connection) == before
    assert version_of(connection) == number - 1


def test_every_step_has_both_ways():
    assert all(callable(step.upgrade) and callable(step.downgrade) for step in load_steps())


class Clumsy:
    """A step that falls over half-way."""

    def upgrade(self, op):
        op.execute("CREATE TABLE half (done INTEGER)")
        op.execute("CREATE TABLE half (again INTEGER)")

    def downgrade(self, op):
        op.execute("DROP TABLE half")


def test_a_step_that_fails_leaves_the_store_as_it_was(connection, monkeypatch):
    migrate(connection, len(STEPS))
    before = schema(connection)
    monkeypatch.setattr(migrations, "load_steps", lambda: [*load_steps(), Clumsy()])
    with pytest.raises(StoreError) as caught:
        migrate(connection, len(STEPS) + 1)
    assert caught.value.kind == "MIGRATION_FAILED"
    assert schema(connection) == before
    assert version_of(connection) == len(STEPS)


def test_records_of_a_type_that_an_upgrade_brings_are_applied_from_the_journal(tmp_path, clock):
    from fieldapp.store.store import Author

    older = [record for record in RECORD_TYPES if record.type_name != "lead"]
    create_store(tmp_path / "store.db", key, RECORD_TYPES)

    def opened(types):
        return open_store(tmp_path / "store.db", key, types, device="a" * 12, clock=clock, random=os.urandom)

    store = opened(RECORD_TYPES)
    lead = store.save(Author("a", "g"), "lead", {"summary": "from a newer version"}).state.record_id
    store.connection.exec_driver_sql("DELETE FROM lead")
    store.close()

    from fieldapp.store.rebuild import rebuild

    store = opened(older)
    rebuild(store)
    assert store.projection.load(store.connection, "lead", [lead])[lead].state.values["summary"]
    assert store.connection.exec_driver_sql("SELECT count(*) FROM other_record").scalar_one() == 1
    store.close()
    store = opened(RECORD_TYPES)
    rebuild(store)
    assert store.load("lead", lead).state.values["summary"] == "from a newer version"
    assert store.connection.exec_driver_sql("SELECT count(*) FROM other_record").scalar_one() == 0
    store.close()
