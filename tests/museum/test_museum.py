"""Old files are opened by today's program and say what they said: one folder for each version that was ever in use.

``laptop_v1`` is the data folder of a laptop of store version 1, written by the program of that time (commit 01ced2c)
with a synthetic night's work; ``expected.json`` is what that program itself read in it.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fieldapp.actions.capture import save_record
from fieldapp.actions.lookup import load_record
from fieldapp.actions.session import Session
from fieldapp.store.migrations import version_of
from fieldapp.store.rebuild import rebuild
from fieldapp.store.store import SCHEMA_VERSION
from tests.fakes.clock import FakeClock
from tests.fakes.laptop import PASSPHRASE, a_laptop

MUSEUM = Path(__file__).parent


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the oldest laptop."""
    shutil.copytree(MUSEUM / "laptop_v1", tmp_path / "laptop")
    return tmp_path / "laptop"


@pytest.fixture
def session(folder: Path, clock: FakeClock) -> Iterator[Session]:
    """The oldest laptop, unlocked by today's program."""
    clock.advance(86_400)
    opened = a_laptop(folder, clock).unlock(PASSPHRASE)
    yield opened
    opened.close()


@pytest.fixture
def expected(folder: Path) -> dict[str, Any]:
    """What the program of that time read in it."""
    return dict(json.loads((folder / "expected.json").read_text(encoding="utf-8")))


def as_read(session: Session) -> dict[str, Any]:
    """Every record, in the words of ``expected.json``."""
    found: dict[str, Any] = {}
    store = session.store
    for name in store.types:
        for row in store.projection.scan(store.connection, name, "", 1_000):
            found.setdefault(name, {})[row.state.record_id] = {
                "values": row.state.values,
                "zone": row.state.zone,
                "audience": row.audience,
                "digest": str(row.digest),
                "conflicts": list(row.state.conflicts),
                "updated_at": row.updated_at,
            }
    return found


def tallies(session: Session) -> list[list[Any]]:
    rows = session.store.projection.tallies(session.store.connection)
    return sorted([*row[:4], str(row[4])] for row in rows)


def test_old_laptop_opens_is_upgraded_and_shows_every_record_as_it_was(session: Session, expected: dict[str, Any]):
    assert version_of(session.store.connection) == SCHEMA_VERSION
    assert session.missing == 0
    assert as_read(session) == expected["records"]
    assert tallies(session) == expected["tallies"]
    journal = session.store.connection.exec_driver_sql("SELECT count(*) FROM journal").scalar_one()
    assert journal == expected["journal"]


def test_upgraded_laptop_is_upgraded_once_and_makes_the_same_tables_anew(folder: Path, clock: FakeClock):
    clock.advance(86_400)
    a_laptop(folder, clock).unlock(PASSPHRASE).close()
    again = a_laptop(folder, clock).unlock(PASSPHRASE)
    before = as_read(again)
    rebuild(again.store)
    assert as_read(again) == before
    again.close()


def test_old_screening_is_still_final_and_keeps_its_indicators(session: Session):
    row = session.store.connection.exec_driver_sql("SELECT id FROM screening WHERE state = 'final'").fetchone()
    assert row is not None
    view = load_record(session, "screening", row[0])
    assert view is not None
    assert view.is_final
    assert view.values["contact_controlled"] == "present"
    assert view.values.get("checklist") is None


def test_upgraded_laptop_takes_what_only_the_new_version_knows(session: Session, expected: dict[str, Any]):
    task = save_record(session, "task", {"what": "Call an advocate", "assigned_to": "alvarez", "duty": "advocate_call"})
    assert session.store.record("task", task)["duty"] == "advocate_call"  # type: ignore[index]
    checklist = save_record(session, "checklist", {"form_id": "demo", "version": "1", "name": "Demo"})
    assert session.store.load("checklist", checklist).audience == "*"  # type: ignore[union-attr]
    person = expected["conflict_on"]
    assert session.store.load("person", person).state.conflicts == ("estimated_age",)  # type: ignore[union-attr]
