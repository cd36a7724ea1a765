"""Old files are opened by today's program and say what they said: one folder for each version that was ever in use.

``laptop_v1`` and ``laptop_v2`` are the data folders of laptops of store versions 1 and 2, written by the programs of
their time (commits 01ced2c and a17c654) with a synthetic night's work; the second has screenings by a checklist, with
their answers, duties and a file. ``expected.json`` is what each program itself read in its own.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fieldapp.actions.attachment import load_attachment
from fieldapp.actions.capture import save_record
from fieldapp.actions.lookup import load_record
from fieldapp.actions.screening import open_screening
from fieldapp.actions.screening_duty import list_duties
from fieldapp.actions.session import Session
from fieldapp.domain.problems import Refused
from fieldapp.store.migrations import version_of
from fieldapp.store.rebuild import rebuild
from fieldapp.store.store import SCHEMA_VERSION
from tests.fakes.clock import FakeClock
from tests.fakes.laptop import PASSPHRASE, a_laptop
from tests.fakes.screened import answer

MUSEUM = Path(__file__).parent


@pytest.fixture(params=["laptop_v1", "laptop_v2"])
def exhibit(request: pytest.FixtureRequest) -> str:
    """Which old laptop: each in turn, unless a test is about one of them."""
    return str(request.param)


@pytest.fixture
def folder(exhibit: str, tmp_path: Path) -> Path:
    """A copy of an old laptop."""
    shutil.copytree(MUSEUM / exhibit, tmp_path / "laptop")
    return tmp_path / "laptop"


@pytest.fixture
def session(folder: Path, clock: FakeClock) -> Iterator[Session]:
    """An old laptop, unlocked by today's program."""
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


@pytest.mark.parametrize("exhibit", ["laptop_v1"])
def test_old_screening_is_still_final_and_keeps_its_indicators(session: Session):
    row = session.store.connection.exec_driver_sql("SELECT id FROM screening WHERE state = 'final'").fetchone()
    assert row is not None
    view = load_record(session, "screening", row[0])
    assert view is not None
    assert view.is_final
    assert view.values["contact_controlled"] == "present"
    assert view.values.get("checklist") is None


@pytest.mark.parametrize("exhibit", ["laptop_v2"])
def test_old_checklist_screening_is_still_locked_with_its_duties_and_its_file(
    session: Session, expected: dict[str, Any]
):
    screening = expected["final_screening"]
    duties = {duty.duty: duty for duty in list_duties(session, screening)}
    assert duties["report_phone"].status == "done"
    assert duties["safety_plan"].approved_by == "Lt. Moreno"
    for attachment, sha256 in expected["attached"].items():
        assert hashlib.sha256(load_attachment(session, attachment)).hexdigest() == sha256
    with pytest.raises(Refused, match="SCREENING_LOCKED"):
        answer(session, screening, {"/data/moves": "yes"})


@pytest.mark.parametrize("exhibit", ["laptop_v2"])
def test_old_interrupted_screening_goes_on_where_it_was(session: Session, expected: dict[str, Any]):
    screening = expected["open_screening"]
    assert {stored.value for stored in open_screening(session, screening).stored.values()} == {"unsure", "yes"}
    answer(session, screening, {"/data/debt": "yes"})
    assert open_screening(session, screening).stored["/data/debt"].value == "yes"


def test_upgraded_laptop_takes_what_only_the_new_version_knows(session: Session, expected: dict[str, Any]):
    task = save_record(session, "task", {"what": "Call an advocate", "assigned_to": "alvarez", "duty": "advocate_call"})
    assert session.store.record("task", task)["duty"] == "advocate_call"  # type: ignore[index]
    checklist = save_record(session, "checklist", {"form_id": "demo", "version": "1", "name": "Demo"})
    assert session.store.load("checklist", checklist).audience == "*"  # type: ignore[union-attr]
    recovery = next(iter(expected["records"]["recovery"]))
    save_record(session, "recovery", {"comfort_given": ["food", "water"]}, record_id=recovery)
    interview = save_record(session, "interview", {"recovery": recovery, "kind": "forensic"})
    assert [row["id"] for row in session.store.linked("interview", "recovery", recovery)] == [interview]
    person = expected["conflict_on"]
    assert session.store.load("person", person).state.conflicts == ("estimated_age",)  # type: ignore[union-attr]
