"""A headquarters that an older version of the program made is upgraded when it is opened, and serves."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect

from fieldapp.actions.guard import GUARDS
from fieldapp.domain.access import Role
from fieldapp.domain.fields import Instant, field
from fieldapp.domain.record import Record
from fieldapp.records import RECORD_TYPES
from sync.hq.headquarters import Headquarters, init_headquarters
from sync.hq.table import SCHEMA_VERSION
from tests.fakes.clock import FakeClock
from tests.hq.conftest import CAST, LASD, Laptop, NewLaptop, enrol

OF_CHECKLISTS = {"checklist", "checklist_part", "answer", "attachment", "attachment_part"}
OF_ENFORCEMENT = {
    *("protocol_step", "responder", "interview", "check_in", "custody_transfer", "clock_change", "training", "review"),
}


class OldTask(Record, type_name="task", title="Task", zone="police", label=("what",)):
    """A task as version 1 knew it, or near enough."""

    what: str | None = field("What", max_length=200, required=True)
    due_at: Instant | None = field("Due")
    status: str | None = field("Status", vocabulary="task_status", default="open")


class OldRosterMember(Record, type_name="roster_member", title="Roster member", zone="police", label=("name",)):
    """A place on the roster as version 2 knew it, or near enough."""

    role: str | None = field("Role", vocabulary="roster_role", required=True)
    name: str | None = field("Name", max_length=120)
    signed_in_at: Instant | None = field("Signed in")


_OF_2: dict[str, type[Record]] = {"roster_member": OldRosterMember}
_OF_1: dict[str, type[Record]] = {**_OF_2, "task": OldTask}
TYPES_OF: dict[int, tuple[type[Record], ...]] = {
    1: tuple(_OF_1.get(r.type_name, r) for r in RECORD_TYPES if r.type_name not in OF_CHECKLISTS | OF_ENFORCEMENT),
    2: tuple(_OF_2.get(r.type_name, r) for r in RECORD_TYPES if r.type_name not in OF_ENFORCEMENT),
}


@pytest.fixture(params=["sqlcipher", "postgresql"])
def own_url(request: pytest.FixtureRequest) -> str | None:
    """A database that nobody else uses: its tables are to be old ones."""
    if request.param == "sqlcipher":
        return None
    shared: str = request.getfixturevalue("postgres_url")
    engine = create_engine(shared, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("DROP DATABASE IF EXISTS grown_old")
        connection.exec_driver_sql("CREATE DATABASE grown_old")
    engine.dispose()
    head, _, query = shared.partition("?")
    return head.rsplit("/", 1)[0] + "/grown_old" + (f"?{query}" if query else "")


def an_old_headquarters(folder: Path, url: str | None, clock: FakeClock, version: int = 1) -> Headquarters:
    """Headquarters as an older version left it: fewer types, fewer fields."""
    types = TYPES_OF[version]
    made = init_headquarters(
        folder, "Old task force", ["localhost"], url, clock=clock, random=os.urandom, types=types, guards=GUARDS
    )
    with made.database.write() as work:
        work.run("UPDATE hq_schema SET version = ?", version)
        if made.database.is_embedded:
            work.connection.exec_driver_sql(f"PRAGMA user_version = {version}")
    return made


def columns(hq: Headquarters, table: str) -> set[str]:
    with hq.database.read() as work:
        return {column["name"] for column in inspect(work.connection).get_columns(table)}


def a_laptop_of(hq: Headquarters, clock: FakeClock, handle: str, role: Role, agency: str) -> Laptop:
    laptop = enrol(hq, clock, hq.enrolment.enrol(handle, handle.title(), role, agency, "admin"))
    laptop.cursor = laptop.exchange(cursor=-1).cursor
    return laptop


def test_old_headquarters_is_upgraded_and_what_it_kept_aside_finds_its_place(
    tmp_path: Path, own_url: str | None, clock: FakeClock
) -> None:
    old = an_old_headquarters(tmp_path / "hq", own_url, clock)
    dana = a_laptop_of(old, clock, "dana", Role.DETECTIVE, LASD)
    plain = dana.write("task", {"what": "Call the shelter", "status": "open"})
    # A laptop that is newer than its headquarters: unknown fields and types are kept as they came.
    duty = dana.write("task", {"what": "Report by phone", "status": "open", "duty": "report_phone"})
    fields = {"form_id": "demo", "version": "1", "name": "Demo", "agency": LASD, "questions": 7}
    checklist = dana.write("checklist", fields, zone="shared")
    dana.push()
    digest = dana.pull().digest
    assert "duty" not in columns(old, "task")
    old.close()

    hq = Headquarters(tmp_path / "hq", own_url, clock=clock, random=os.urandom, guards=GUARDS)
    assert "duty" in columns(hq, "task")
    with hq.database.read() as work:
        assert work.one("SELECT max(version), count(*) FROM hq_schema") == (SCHEMA_VERSION, 1)
        assert work.one("SELECT count(*) FROM other_record") == (0,)
        assert work.one("SELECT duty, extra FROM task WHERE id = ?", duty.record_id) == ("report_phone", None)
        assert work.one("SELECT duty, extra FROM task WHERE id = ?", plain.record_id) == (None, None)
        kept = work.one("SELECT name, questions, audience, zone FROM checklist WHERE id = ?", checklist.record_id)
        assert kept == ("Demo", 7, LASD, "shared")
    dana.hq = hq
    assert dana.pull().digest == digest
    dana.write("task", {"status": "done"}, record_id=duty.record_id, seen={"status": [duty.id]})
    assert dana.push().verdicts == []
    cast = a_laptop_of(hq, clock, "cora", Role.ADVOCATE, CAST)
    answer = cast.write("answer", {"question": "/data/q1", "value": "yes"}, zone=f"services:{CAST}")
    assert cast.push().verdicts == []
    with hq.database.read() as work:
        assert work.one("SELECT value FROM answer WHERE id = ?", answer.record_id) == ("yes",)
    assert hq.verify_log().fault == ""
    hq.close()


def test_headquarters_of_version_2_houses_the_interviews_and_check_ins_that_newer_laptops_sent(
    tmp_path: Path, own_url: str | None, clock: FakeClock
) -> None:
    old = an_old_headquarters(tmp_path / "hq", own_url, clock, version=2)
    dana = a_laptop_of(old, clock, "dana", Role.DETECTIVE, LASD)
    member = dana.write("roster_member", {"role": "medic", "name": "R. Ito", "handle": "ito"})
    check_in = dana.write("check_in", {"roster_member": member.record_id, "kind": "checked_in"})
    interview = dana.write("interview", {"kind": "forensic", "summary": "Planned"})
    dana.push()
    digest = dana.pull().digest
    assert "handle" not in columns(old, "roster_member")
    old.close()

    hq = Headquarters(tmp_path / "hq", own_url, clock=clock, random=os.urandom, guards=GUARDS)
    with hq.database.read() as work:
        assert work.one("SELECT max(version), count(*) FROM hq_schema") == (SCHEMA_VERSION, 1)
        assert work.one("SELECT count(*) FROM other_record") == (0,)
        kept = work.one("SELECT handle, extra FROM roster_member WHERE id = ?", member.record_id)
        assert kept == ("ito", None)
        kept = work.one("SELECT kind, roster_member FROM check_in WHERE id = ?", check_in.record_id)
        assert kept == ("checked_in", member.record_id)
        assert work.one("SELECT summary, zone FROM interview WHERE id = ?", interview.record_id) == (
            "Planned",
            "police",
        )
    dana.hq = hq
    assert dana.pull().digest == digest
    assert hq.verify_log().fault == ""
    hq.close()


@pytest.mark.parametrize("version", TYPES_OF)
def test_upgraded_headquarters_has_the_tables_of_a_new_one(
    tmp_path: Path, own_url: str | None, clock: FakeClock, version: int
) -> None:
    an_old_headquarters(tmp_path / "hq", own_url, clock, version).close()
    hq = Headquarters(tmp_path / "hq", own_url, clock=clock, random=os.urandom)
    for table in hq.database.records.metadata.sorted_tables:
        assert columns(hq, table.name) == {column.name for column in table.columns}
        with hq.database.read() as work:
            made = {index["name"] for index in inspect(work.connection).get_indexes(table.name)}
        assert {index.name for index in table.indexes} <= made
    hq.close()


def test_opening_an_upgraded_headquarters_again_changes_nothing(
    hq: Headquarters, hq_folder: Path, database_url: str | None, clock: FakeClock, new_laptop: NewLaptop
) -> None:
    dana = new_laptop("dana")
    dana.write("task", {"what": "Call", "duty": "hotline"})
    dana.push()
    digest = dana.pull().digest
    hq.close()
    again = Headquarters(hq_folder, database_url, clock=clock, random=os.urandom)
    dana.hq = again
    assert dana.pull().digest == digest
    again.close()
