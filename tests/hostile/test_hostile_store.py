"""What may happen to the files of a laptop: each time a sentence, nothing lost, and never other rows in silence."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldapp.actions.capture import save_record
from fieldapp.actions.find import find_records
from fieldapp.actions.laptop import Laptop
from fieldapp.actions.listing import list_page, open_list
from fieldapp.actions.session import Session
from fieldapp.domain.faults import StoreError, VaultError, WorldError
from fieldapp.records import RECORD_TYPES
from fieldapp.store.engine import world_fault
from fieldapp.store.store import open_store
from fieldapp.vault.anchor import Anchor, AnchorState, compare
from tests.fakes.clock import FakeClock
from tests.fakes.laptop import PASSPHRASE, a_laptop, a_session
from tests.hostile.town import is_sentence, rows_of

FLIPS = 2_000


def reopened(folder: Path, clock: FakeClock) -> Session:
    return a_laptop(folder, clock).unlock(PASSPHRASE)


def test_every_fault_of_the_disk_has_a_sentence_of_its_own() -> None:
    texts = {
        "database or disk is full": "DISK_FULL",
        "attempt to write a readonly database": "FOLDER_READ_ONLY",
        "disk I/O error": "DISK_FAULT",
        "database is locked": "STORE_BUSY",
        "database disk image is malformed": "STORE_UNREADABLE",
        "file is not a database": "STORE_UNREADABLE",
        "unable to open database file": "STORE_UNAVAILABLE",
    }
    for text, kind in texts.items():
        fault = world_fault(OSError(text))
        assert fault.kind == kind
        assert is_sentence(str(fault))


def spoil_index(session: Session) -> None:
    connection = session.store.connection
    connection.exec_driver_sql("UPDATE search_data SET block = zeroblob(length(block)) WHERE id > 1")
    connection.exec_driver_sql("UPDATE search_data SET block = randomblob(40) WHERE id = 10")


@pytest.mark.parametrize("act", ["find", "find after saving", "index"])
def test_damaged_index_is_made_anew_and_said_and_nothing_else_suffers(session: Session, act: str) -> None:
    for number in range(30):
        save_record(session, "person", {"family_name": f"Quetzal{number}", "given_name": "Ana"})
    assert len(find_records(session, "Ana").groups["person"]) == 30
    before = rows_of(session)
    spoil_index(session)
    session.store.connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    expected = 30
    if act != "find":
        save_record(session, "person", {"family_name": "Newcomer", "given_name": "Ana"})
        expected = 31
    if act == "index":
        from fieldapp.actions.find import index_some

        assert index_some(session) == 0
    findings = find_records(session, "Ana")
    assert len(findings.groups["person"]) == expected
    assert findings.mended
    assert not find_records(session, "Ana").mended
    assert {row[0] for row in before["person"]} <= {row[0] for row in rows_of(session)["person"]}
    assert session.store.journal.verify(session.store.connection) == []


def test_damaged_page_under_a_read_is_a_sentence(tmp_path: Path, clock: FakeClock) -> None:
    session = a_session(tmp_path, clock)
    ids = [save_record(session, "lead", {"summary": f"lead {n}", "narrative": "x" * 3_000}) for n in range(60)]
    device = session.store.device
    session.close()
    path = tmp_path / f"{device}.db"
    whole = path.read_bytes()
    session = reopened(tmp_path, clock)
    pages = (
        [
            row[0]
            for row in session.store.connection.exec_driver_sql(
                "SELECT pageno FROM dbstat WHERE name = 'lead'"
            ).fetchall()
        ]
        if has_dbstat(session)
        else list(range(len(whole) // 4096 - 60, len(whole) // 4096))
    )
    session.close()
    spoilt = bytearray(whole)
    for page in pages:
        spoilt[(page - 1) * 4096 + 100] ^= 1
    path.write_bytes(spoilt)
    faults = []
    try:
        session = reopened(tmp_path, clock)
    except WorldError as error:
        faults.append(error)
    else:
        for read in (
            lambda: [session.store.load("lead", record_id) for record_id in ids],
            lambda: list_page(session, "lead", open_list(session, "lead"), 0, 60),
            lambda: find_records(session, "lead"),
        ):
            try:
                read()
            except WorldError as error:
                faults.append(error)
        session.close()
    assert faults
    assert {fault.kind for fault in faults} == {"STORE_UNREADABLE"}
    assert all(is_sentence(str(fault)) for fault in faults)
    path.write_bytes(whole)
    session = reopened(tmp_path, clock)
    assert all(session.store.load("lead", record_id) for record_id in ids)
    session.close()


def has_dbstat(session: Session) -> bool:
    return bool(
        session.store.connection.exec_driver_sql("SELECT 1 FROM pragma_module_list WHERE name = 'dbstat'").fetchall()
    )


def test_stores_of_two_laptops_swapped_open_on_neither(tmp_path: Path, clock: FakeClock) -> None:
    paths = []
    for name, device in (("one", "k7m2q9x4c1ab"), ("two", "z7m2q9x4c1ab")):
        session = a_session(tmp_path / name, clock, device=device)
        save_record(session, "lead", {"summary": name})
        session.close()
        paths.append(tmp_path / name / f"{device}.db")
    one, two = (path.read_bytes() for path in paths)
    paths[0].write_bytes(two)
    paths[1].write_bytes(one)
    for name in ("one", "two"):
        with pytest.raises(StoreError) as caught:
            reopened(tmp_path / name, clock)
        assert caught.value.kind == "STORE_UNREADABLE"
        assert is_sentence(str(caught.value))
    paths[0].write_bytes(one)
    session = reopened(tmp_path / "one", clock)
    assert [row[2]["summary"] for row in rows_of(session)["lead"]] == ["one"]
    session.close()


def test_folder_that_vanishes_while_open_is_a_sentence(tmp_path: Path, clock: FakeClock) -> None:
    session = a_session(tmp_path / "stick", clock)
    save_record(session, "lead", {"summary": "kept"})
    (tmp_path / "stick").rename(tmp_path / "pulled")
    with pytest.raises(WorldError) as caught:
        save_record(session, "lead", {"summary": "on a folder that is gone"})
    assert is_sentence(str(caught.value))
    session.close()
    session = reopened(tmp_path / "pulled", clock)
    assert "kept" in [row[2]["summary"] for row in rows_of(session)["lead"]]
    assert session.store.journal.verify(session.store.connection) == []
    session.close()


READ_ONLY = """
import os, sys
sys.path.insert(0, sys.argv[2])
from pathlib import Path
import fieldapp.vault.vault
from fieldapp.domain.faults import WorldError
from tests.fakes.clock import FakeClock
from tests.fakes.laptop import PASSPHRASE, a_laptop
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
try:
    a_laptop(Path(sys.argv[1]), FakeClock()).unlock(PASSPHRASE)
except WorldError as error:
    print(error.kind, error, sep="|")
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user of the machine can reach."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


def test_folder_that_may_not_be_written_is_a_sentence(open_folder: Path, clock: FakeClock) -> None:
    folder = open_folder / "laptop"
    session = a_session(folder, clock)
    save_record(session, "lead", {"summary": "kept"})
    session.close()
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    for file in folder.iterdir():
        file.chmod(0o444)
    folder.chmod(0o555)
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-B", "-c", READ_ONLY, str(folder), str(root)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    folder.chmod(0o700)
    kind, _, sentence = done.stdout.strip().partition("|")
    assert kind == "FOLDER_READ_ONLY", done.stderr[-500:]
    assert is_sentence(sentence)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


@pytest.fixture(scope="module")
def specimen(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, bytes, list]:
    """A small store with a log not yet written back, its key, the anchor's key and the rows that are true of it."""
    folder = tmp_path_factory.mktemp("specimen")
    clock = FakeClock()
    session = a_session(folder / "laptop", clock)
    for number in range(6):
        save_record(session, "lead", {"summary": f"in the file {number}"})
    session.store.connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    for number in range(6):
        save_record(session, "lead", {"summary": f"in the log {number}"})
    key = Laptop._vault(a_laptop(folder / "laptop", clock)).unlock(PASSPHRASE)
    secret, logmac = key.sqlcipher_key(), bytes(key.logmac)
    shutil.copytree(folder / "laptop", folder / "copy", ignore=shutil.ignore_patterns("*-shm", "*.lock"))
    truth = [*rows_of(session)["lead"], *session.store.projection.tallies(session.store.connection)]
    session.close()
    return folder / "copy", secret, logmac, truth


def look(folder: Path, secret: str, logmac: bytes, clock: FakeClock) -> tuple[str, object]:
    """Open what is there as unlocking does, and read all of it: ("refused", kind), ("behind", n) or ("rows", them)."""
    device = next(folder.glob("*.anchor")).stem
    try:
        store = open_store(
            folder / f"{device}.db", lambda: secret, RECORD_TYPES, device=device, clock=clock, random=os.urandom
        )
    except StoreError as error:
        return "refused", error
    try:
        noted = Anchor(folder / f"{device}.anchor", bytearray(logmac)).read()
        heads = {name: (head.counter, head.hash) for name, head in store.journal.chains(store.connection).items()}
        verdict = compare(noted, AnchorState(store.commit_count(), heads))
        if not verdict.is_normal:
            return "behind", verdict
        leads = store.projection.scan(store.connection, "lead", "", 1_000)
        rows = [(row.state.record_id, row.digest, dict(row.state.values)) for row in leads]
        rows += store.projection.tallies(store.connection)
        faults = store.journal.verify(store.connection)
        return ("refused", faults) if faults else ("rows", rows)
    except WorldError as error:
        return "refused", error
    finally:
        store.close()


def test_no_flipped_bit_changes_a_row_in_silence(specimen, tmp_path: Path, clock: FakeClock) -> None:
    folder, secret, logmac, truth = specimen
    rng = random.Random(int(os.environ.get("FIELDAPP_SEED", "20261124")))
    files = {file.name: file.read_bytes() for file in folder.iterdir() if file.suffix in {".db", ".db-wal", ".anchor"}}
    assert len(files) == 3
    place = tmp_path / "flipped"
    place.mkdir()
    for name, content in files.items():
        (place / name).write_bytes(content)
    assert look(place, secret, logmac, clock) == ("rows", truth)
    seen: dict[str, int] = {}
    for _ in range(FLIPS):
        for leftover in place.iterdir():
            leftover.unlink()
        for name, content in files.items():
            (place / name).write_bytes(content)
        name = rng.choice(sorted(files))
        spoilt = bytearray(files[name])
        bit = rng.randrange(len(spoilt) * 8)
        spoilt[bit // 8] ^= 1 << bit % 8
        (place / name).write_bytes(spoilt)
        outcome, what = look(place, secret, logmac, clock)
        seen[outcome] = seen.get(outcome, 0) + 1
        if outcome == "rows":
            assert what == truth, (name, bit)
        elif isinstance(what, WorldError):
            assert is_sentence(str(what)), (name, bit, what)
    assert seen.keys() == {"refused", "behind", "rows"}


def test_flipped_key_file_opens_nothing_and_loses_nothing(specimen, tmp_path: Path, clock: FakeClock) -> None:
    folder, *_ = specimen
    place = tmp_path / "flipped"
    shutil.copytree(folder, place)
    content = (place / "vault.json").read_bytes()
    rng = random.Random(7)
    for _ in range(60):
        spoilt = bytearray(content)
        bit = rng.randrange(len(spoilt) * 8)
        spoilt[bit // 8] ^= 1 << bit % 8
        (place / "vault.json").write_bytes(spoilt)
        with pytest.raises(VaultError) as caught:
            reopened(place, clock)
        assert is_sentence(str(caught.value)), caught.value
    (place / "vault.json").write_bytes(content)
    session = reopened(place, clock)
    assert session.missing == 0
    session.close()
