"""Headquarters as a whole: made once, found again after a restart, honest about its log, healed after a restore."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from fieldapp.domain.access import Role
from fieldapp.domain.faults import StoreError, SyncError
from fieldapp.domain.problems import Refused
from fieldapp.records.seed import seed_agencies
from sync.hq.database import open_database
from sync.hq.headquarters import Headquarters, init_headquarters, report_bug
from sync.hq.log import verify_log
from sync.hq.table import SCHEMA_VERSION
from tests.fakes.clock import FakeClock
from tests.hq.conftest import CAST, LASD, NewLaptop


def _reopened(hq: Headquarters, folder: Path, url: str | None, clock: FakeClock) -> Headquarters:
    hq.close()
    return Headquarters(folder, url, clock=clock, random=os.urandom)


def test_restart_keeps_everything(
    hq: Headquarters, hq_folder: Path, database_url: str | None, clock: FakeClock, new_laptop: NewLaptop
) -> None:
    dana, eli = new_laptop("dana"), new_laptop("eli")
    dana.write("person", {"family_name": "Doe"})
    dana.push()
    digest = dana.pull().digest
    hq.accounts.grant("eli", f"services:{CAST}", "admin")
    again = _reopened(hq, hq_folder, database_url, clock)
    dana.hq = eli.hq = again
    assert dana.pull().digest == digest
    eli.scopes = eli.exchange().scopes
    assert f"services:{CAST}" in eli.scopes
    assert len(eli.pull().items) == 1
    dana.write("person", {"family_name": "Roe"})
    assert dana.push().verdicts == []
    assert again.verify_log().fault == ""
    again.close()


def test_second_headquarters_in_a_folder_is_refused(hq: Headquarters, hq_folder: Path, clock: FakeClock) -> None:
    with pytest.raises(StoreError, match="already"):
        init_headquarters(hq_folder, "Another", ["localhost"], clock=clock, random=os.urandom)
    assert hq.verify_log().fault == ""


def test_attempt_that_was_cut_short_is_not_continued_in_silence(tmp_path: Path, clock: FakeClock) -> None:
    (tmp_path / "database.key").write_text("half")
    with pytest.raises(StoreError, match="cut short"):
        init_headquarters(tmp_path, "Another", ["localhost"], clock=clock, random=os.urandom)


def test_folder_without_headquarters_is_left_alone(tmp_path: Path, clock: FakeClock) -> None:
    with pytest.raises(StoreError, match="no headquarters"):
        Headquarters(tmp_path, clock=clock, random=os.urandom)
    assert list(tmp_path.iterdir()) == []


def test_newer_database_is_refused_untouched(
    hq: Headquarters, hq_folder: Path, database_url: str | None, clock: FakeClock
) -> None:
    with hq.database.write() as work:
        work.run("UPDATE hq_schema SET version = 99")
    with pytest.raises(StoreError, match="newer version"):
        _reopened(hq, hq_folder, database_url, clock)
    if database_url:
        engine = create_engine(database_url)  # the server is shared by the whole session
        with engine.begin() as connection:
            connection.exec_driver_sql(f"UPDATE hq_schema SET version = {SCHEMA_VERSION}")
        engine.dispose()


def test_secrets_are_the_owners_alone(hq: Headquarters, hq_folder: Path) -> None:
    assert hq.public_key
    for name in ("database.key", "signing.key", "authority.pem", "server.pem"):
        assert stat.S_IMODE((hq_folder / name).stat().st_mode) == 0o600


def test_lost_secret_is_said(hq: Headquarters, hq_folder: Path, database_url: str | None, clock: FakeClock) -> None:
    (hq_folder / "signing.key").unlink()
    with pytest.raises(StoreError, match=r"signing\.key"):
        _reopened(hq, hq_folder, database_url, clock)


def test_other_kinds_of_database_are_refused() -> None:
    with pytest.raises(StoreError, match="postgresql"):
        open_database("mysql://localhost/x", "x", [])


def test_two_task_forces_in_one_database_do_not_meet(
    hq: Headquarters, tmp_path: Path, database_url: str | None, clock: FakeClock, new_laptop: NewLaptop
) -> None:
    other = init_headquarters(tmp_path / "other", "Other", ["localhost"], database_url, clock=clock, random=os.urandom)
    dana = new_laptop("dana")
    dana.write("person", {"family_name": "Doe"})
    dana.push()
    with other.database.read() as work:
        assert work.one("SELECT head_seq FROM workspace WHERE id = ?", work.workspace) == (len(seed_agencies()),)
    assert other.devices.find(dana.device) is None
    assert other.verify_log().fault == ""
    other.close()


def test_laptop_that_has_seen_more_than_a_restored_headquarters_begins_anew(
    hq: Headquarters, new_laptop: NewLaptop
) -> None:
    dana = new_laptop("dana")
    head = dana.cursor
    hq.begin_anew("admin")
    ahead = dana.exchange(cursor=head + 5)
    assert (ahead.cursor, ahead.items, ahead.more) == (head, [], True)
    assert ahead.incarnation != dana.incarnation
    assert int.from_bytes(ahead.incarnation[4:], "big") == head


def test_laptop_that_has_seen_more_than_there_is_is_told(new_laptop: NewLaptop) -> None:
    dana = new_laptop("dana")
    reply = dana.exchange(cursor=dana.cursor + 5)
    assert (reply.cursor, reply.more) == (dana.cursor, True)


def _fault_after(hq: Headquarters, sql: str, values: tuple[object, ...]) -> str:
    """Return what the proof says right after a statement, which is then undone."""
    faults: list[str] = []
    try:
        with hq.database.write() as work:
            assert work.run(sql, *values, work.workspace) == 1
            faults.append(verify_log(work).fault)
            raise InterruptedError
    except InterruptedError:
        return faults[0]


TAMPERINGS = {
    "UPDATE change_log SET entry = ? WHERE seq = 30": (b"[1]",),
    "UPDATE change_log SET payload = ? WHERE seq = 30": (b"{}",),
    "UPDATE change_log SET hash = ? WHERE seq = 30": ("0" * 64,),
    "UPDATE change_log SET seq = 99 WHERE seq = 30": (),
    "DELETE FROM change_log WHERE seq = 30": (),
    "DELETE FROM change_log WHERE seq = 32": (),
    "UPDATE workspace SET log_hash = ?": (bytes(32),),
    "UPDATE device SET acked = 3 WHERE handle = 'dana'": (),
}


def test_tampering_with_the_log_is_found(hq: Headquarters, new_laptop: NewLaptop) -> None:
    dana = new_laptop("dana")
    for number in range(4):
        dana.write("person", {"family_name": f"Doe {number}"})
    dana.push()
    assert hq.verify_log().length == 32
    for sql, values in TAMPERINGS.items():
        here = f"{sql} {'AND' if 'WHERE' in sql else 'WHERE'} {'id' if 'workspace SET' in sql else 'workspace'} = ?"
        assert _fault_after(hq, here, values) != "", sql
    assert hq.verify_log().fault == ""


def test_payload_that_a_court_had_destroyed_leaves_the_log_whole(hq: Headquarters) -> None:
    with hq.database.write() as work:
        work.run("UPDATE change_log SET payload = ?, salt = ? WHERE workspace = ?", b"", b"", work.workspace)
    assert hq.verify_log().fault == ""


def test_clerk_writes_ordinary_changes(hq: Headquarters, new_laptop: NewLaptop) -> None:
    cast = new_laptop("cast", Role.ADVOCATE, CAST)
    hq.clerk.write([("agency", CAST, {"city": "Los Angeles"})])
    assert len(cast.pull().items) == 1
    with pytest.raises(Refused):
        hq.clerk.write([("arrest", CAST, {"city": "Los Angeles"})])
    assert hq.verify_log().fault == ""


def test_grants_are_given_taken_and_given_back(hq: Headquarters) -> None:
    hq.accounts.add("dana", "Dana", Role.DETECTIVE, LASD, "admin")
    assert hq.accounts.grant("dana", "services:x", "admin").scopes == ("police", "services:x", "shared")
    assert hq.accounts.withdraw("dana", "services:x", "admin").scopes == ("police", "shared")
    assert hq.accounts.withdraw("dana", "police", "admin").scopes == ("shared",)
    assert hq.accounts.withdraw("dana", "police", "admin").scopes == ("shared",)
    assert hq.accounts.grant("dana", "police", "admin").scopes == ("police", "shared")
    with pytest.raises(SyncError, match="not a scope"):
        hq.accounts.grant("dana", "everything", "admin")
    acts = [act.act for act in hq.accounts.acts()]
    assert acts[:4] == ["SCOPE_GRANTED", "SCOPE_WITHDRAWN", "SCOPE_WITHDRAWN", "SCOPE_GRANTED"]


def test_everybody_is_listed(hq: Headquarters) -> None:
    assert [member.handle for member in hq.accounts.everybody()] == ["admin", "hq"]
    assert hq.accounts.find("nobody") is None


def test_health_of_a_laptop_is_written_down(hq: Headquarters, clock: FakeClock, new_laptop: NewLaptop) -> None:
    dana = new_laptop("dana")
    dana.exchange(unsent=7, wall_ms=0)
    dana.exchange(unsent=7, wall_ms=1)
    (device,) = [device for device in hq.devices.all() if device.handle == "dana"]
    assert (device.unsent, device.app_version, device.delivered) == (7, "1.0", dana.cursor)
    assert device.clock_skew_ms < -1_000_000_000
    assert device.last_contact is not None
    assert device.lease_until is not None
    assert device.last_contact < device.lease_until


def test_bug_report_names_the_place_and_no_value(caplog: pytest.LogCaptureFixture) -> None:
    try:
        raise ValueError("Jane Doe")
    except ValueError as error:
        report_bug(error)
    assert "ValueError at test_headquarters.py" in caplog.text
    assert "Jane" not in caplog.text
