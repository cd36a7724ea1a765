"""The file itself: encrypted, never made by accident, refused when it is not what it should be."""

from __future__ import annotations

import multiprocessing
import os
import resource
import shutil
import signal

import pytest
import sqlcipher3
from sqlalchemy.exc import DBAPIError

from fieldapp.actions.capture import save_record
from fieldapp.domain.clock import SystemClock
from fieldapp.domain.faults import StoreError, VaultError
from fieldapp.domain.problems import Refused
from fieldapp.records import RECORD_TYPES
from fieldapp.store.engine import HQ_APPLICATION_ID, open_engine
from fieldapp.store.store import SCHEMA_VERSION, Author, create_store, open_store
from tests.fakes.laptop import PASSPHRASE, a_laptop, a_session

KEY = "ab" * 48


def key():
    return KEY


@pytest.fixture
def path(tmp_path):
    create_store(tmp_path / "store.db", key, RECORD_TYPES)
    return tmp_path / "store.db"


def reopen(path, clock, key=key):
    return open_store(path, key, RECORD_TYPES, device="a" * 12, clock=clock, random=os.urandom)


def test_nothing_on_the_disk_is_readable(tmp_path, clock):
    session = a_session(tmp_path, clock)
    canary = "Canary-5309"
    save_record(session, "person", {"family_name": canary, "remarks": canary * 50})
    session.store.connection.exec_driver_sql("SELECT * FROM person ORDER BY remarks").fetchall()
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert len(files) >= 4
    assert not [
        file.name for file in files if canary.encode() in file.read_bytes() or b"SQLite format" in file.read_bytes()
    ]
    session.close()


def test_a_missing_store_is_not_created(tmp_path, clock):
    with pytest.raises(StoreError) as caught:
        reopen(tmp_path / "store.db", clock)
    assert caught.value.kind == "STORE_MISSING"
    assert not (tmp_path / "store.db").exists()


def test_an_empty_file_is_not_a_new_store(path, clock):
    path.write_bytes(b"")
    with pytest.raises(StoreError) as caught:
        reopen(path, clock)
    assert caught.value.kind == "STORE_EMPTY"
    assert path.stat().st_size == 0


def test_a_store_is_never_created_over_another(path):
    before = path.read_bytes()
    with pytest.raises(StoreError) as caught:
        create_store(path, key, RECORD_TYPES)
    assert caught.value.kind == "STORE_EXISTS"
    assert path.read_bytes() == before


@pytest.mark.parametrize("wrong", ["cd" * 48, "cd" * 32 + KEY[64:], KEY[:64] + "cd" * 16])
def test_another_key_or_another_salt_opens_nothing(path, clock, wrong):
    before = path.read_bytes()
    with pytest.raises(StoreError) as caught:
        reopen(path, clock, lambda: wrong)
    assert caught.value.kind == "STORE_UNREADABLE"
    assert path.read_bytes() == before


@pytest.mark.parametrize("keep", [0.5, 0.1, 4096 * 3 + 17])
def test_a_store_cut_short_is_said_to_be_and_left_alone(path, clock, keep):
    size = path.stat().st_size
    cut = int(size * keep) if keep < 1 else int(keep)
    os.truncate(path, cut)
    assert _condition(path, clock) in {"refused", "malformed", "reported"}


def _condition(path, clock):
    try:
        store = reopen(path, clock)
        faults = store.connection.exec_driver_sql("PRAGMA integrity_check").fetchall()
        store.close()
    except StoreError as error:
        return "refused" if error.kind == "STORE_UNREADABLE" else error.kind
    except DBAPIError as error:
        return "malformed" if "malformed" in str(error.orig) else str(error.orig)
    return "reported" if faults != [("ok",)] else "silent"


def test_a_store_of_a_newer_version_is_refused_untouched(path, clock):
    engine = open_engine(path, key, version=SCHEMA_VERSION)
    with engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    engine.dispose()
    before = path.read_bytes()
    with pytest.raises(StoreError) as caught:
        reopen(path, clock)
    assert caught.value.kind == "STORE_NEWER"
    assert path.read_bytes() == before


def test_the_store_of_a_headquarters_is_not_a_laptops(tmp_path, clock):
    open_engine(tmp_path / "hq.db", key, create=True, application_id=HQ_APPLICATION_ID, version=1).dispose()
    with pytest.raises(StoreError) as caught:
        reopen(tmp_path / "hq.db", clock)
    assert caught.value.kind == "STORE_FOREIGN"


def test_attaching_another_database_is_denied(path, clock, tmp_path):
    store = reopen(path, clock)
    with pytest.raises(DBAPIError, match="not authorized"):
        store.connection.exec_driver_sql(f"ATTACH '{tmp_path / 'plain.db'}' AS plain KEY ''")
    store.close()
    assert not (tmp_path / "plain.db").exists()


def test_errors_do_not_print_what_people_typed(path, clock):
    store = reopen(path, clock)
    with pytest.raises(DBAPIError) as caught:
        store.connection.exec_driver_sql("INSERT INTO nowhere VALUES (?)", ("VICTIM NAME",))
    assert "VICTIM NAME" not in str(caught.value)
    store.close()


def test_a_second_program_is_kept_out_of_the_folder(tmp_path, clock):
    session = a_session(tmp_path, clock)
    with pytest.raises(VaultError) as caught:
        a_laptop(tmp_path, clock).unlock(PASSPHRASE)
    assert caught.value.kind == "FOLDER_IN_USE"
    session.close()
    a_laptop(tmp_path, clock).unlock(PASSPHRASE).close()


def test_an_old_copy_of_the_store_put_back_is_noticed_and_not_written_to(tmp_path, clock):
    session = a_session(tmp_path, clock)
    device = session.store.device
    session.close()
    shutil.copy(tmp_path / f"{device}.db", tmp_path / "old.copy")
    session = a_laptop(tmp_path, clock).unlock(PASSPHRASE)
    save_record(session, "lead", {"summary": "lost by the copy"})
    session.close()
    shutil.copy(tmp_path / "old.copy", tmp_path / f"{device}.db")
    session = a_laptop(tmp_path, clock).unlock(PASSPHRASE)
    assert session.missing >= 1
    with pytest.raises(StoreError) as caught:
        save_record(session, "lead", {"summary": "x"})
    assert caught.value.kind == "STORE_BEHIND"
    session.close()


def test_a_deleted_log_with_saves_in_it_is_noticed(tmp_path, clock):
    session = a_session(tmp_path, clock)
    device = session.store.device
    session.store.connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    save_record(session, "lead", {"summary": "only in the log"})
    shutil.copytree(tmp_path, tmp_path / "stolen", ignore=shutil.ignore_patterns("*-wal", "*-shm", "stolen"))
    session.close()
    copied = a_laptop(tmp_path / "stolen", clock).unlock(PASSPHRASE)
    assert copied.missing >= 1
    assert copied.store.device == device
    copied.close()


def test_a_full_disk_loses_nothing_that_was_saved(path, clock):
    store = reopen(path, clock)
    pages = store.connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    store.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 40}")
    author, saved = Author("a", "g"), []

    def fill():
        for number in range(500):
            row = store.save(author, "lead", {"summary": f"lead {number}", "narrative": "x" * 2_000})
            saved.append(row.state.record_id)

    with pytest.raises(StoreError) as caught:
        fill()
    assert caught.value.kind == "DISK_FULL"
    assert saved
    store.connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    again = store.save(author, "lead", {"summary": "there is room again"})
    assert all(store.load("lead", record_id) for record_id in [*saved, again.state.record_id])
    assert store.journal.verify(store.connection) == []
    store.close()


def _save_until_killed(path, pipe):
    store = open_store(path, key, RECORD_TYPES, device="a" * 12, clock=SystemClock(), random=os.urandom)
    while True:
        row = store.save(Author("a", "g"), "lead", {"summary": "one more", "narrative": "x" * 300})
        pipe.send(row.state.record_id)


def test_what_was_acknowledged_survives_a_killed_process(path, clock):
    context = multiprocessing.get_context("fork")
    acknowledged = []
    for _ in range(8):
        ours, theirs = context.Pipe(duplex=False)
        child = context.Process(target=_save_until_killed, args=(path, theirs), daemon=True)
        child.start()
        theirs.close()
        count = 0
        while ours.poll(10) and count < 20:
            acknowledged.append(ours.recv())
            count += 1
        os.kill(child.pid, signal.SIGKILL)
        child.join()
        while ours.poll(0):
            try:
                acknowledged.append(ours.recv())
            except EOFError:
                break
        ours.close()
        store = reopen(path, clock)
        assert all(store.load("lead", record_id) for record_id in acknowledged)
        journal = store.connection.exec_driver_sql("SELECT count(*) FROM journal").scalar_one()
        rows = store.connection.exec_driver_sql("SELECT count(*) FROM lead").scalar_one()
        assert journal == rows >= len(acknowledged)
        assert store.journal.verify(store.connection) == []
        store.close()


def test_a_file_size_limit_in_mid_save_is_a_sentence_and_not_a_loss(path, clock):
    store = reopen(path, clock)
    author = Author("a", "g")
    kept = store.save(author, "lead", {"summary": "kept"}).state.record_id

    def fill():
        for _ in range(200):
            store.save(author, "lead", {"summary": "x", "narrative": "y" * 5_000})

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    old = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size // 2, hard))
    try:
        with pytest.raises(StoreError) as caught:
            fill()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, old)
    assert caught.value.kind in {"DISK_FULL", "DISK_FAULT"}
    assert store.load("lead", kept)
    store.save(author, "lead", {"summary": "works again"})
    store.close()


def test_the_bundled_library_is_new_enough():
    assert sqlcipher3.sqlite_version_info >= (3, 51, 3)


def test_a_name_of_a_hundred_thousand_characters_is_refused_with_its_limit(tmp_path, clock):
    session = a_session(tmp_path, clock)
    with pytest.raises(Refused) as caught:
        save_record(session, "person", {"family_name": "x" * 100_000})
    assert caught.value.problems[0].code == "TEXT_TOO_LONG"
    assert session.store.connection.exec_driver_sql("SELECT count(*) FROM journal").scalar_one() == 0
    session.close()
