"""What is on the agency's block list is never kept: a pointer to it is."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from fieldapp.actions.attachment import BlockedError, attach_to_record, list_files
from fieldapp.actions.block_list import BlockListError, block_list, import_list, is_blocked
from fieldapp.actions.capture import save_record, undo
from fieldapp.actions.digital_evidence import note_pointer
from fieldapp.actions.history import load_history
from fieldapp.actions.screening_attachment import attach_file
from fieldapp.actions.session import Session
from tests.fakes.clock import FakeClock
from tests.fakes.laptop import PASSPHRASE, a_laptop, a_session
from tests.fakes.picture import a_png
from tests.fakes.screened import a_screening

LISTED = a_png(note=b"zqk block list marker bytes 7f31 of a picture that is never kept")
OTHER = a_png(3, 3)
Importer = Callable[..., object]


@pytest.fixture
def take(session: Session, tmp_path: Path) -> Importer:
    """Import a list of these lines."""

    def run(*lines: str) -> object:
        path = tmp_path / "list.txt"
        path.write_text("\n".join(lines) + "\n", "utf-8")
        return import_list(session, path)

    return run


def blocked(session: Session, record_type: str, record_id: str, name: str = "a.png") -> str:
    with pytest.raises(BlockedError) as caught:
        attach_to_record(session, record_type, record_id, name, LISTED)
    return caught.value.item_id


@pytest.mark.parametrize("kind", ["sha256", "sha1", "md5"])
def test_file_is_found_by_each_kind_of_hash_in_either_case(session: Session, take: Importer, kind: str):
    digest = hashlib.new(kind, LISTED).hexdigest()
    take("# a list", "", digest.upper(), digest, "0" * 64)
    assert block_list(session).count == 2
    assert is_blocked(session, LISTED)
    assert not is_blocked(session, OTHER)


def test_without_a_list_nothing_is_blocked(session: Session):
    assert block_list(session) is None
    assert not is_blocked(session, LISTED)


def test_listed_file_leaves_a_pointer_and_no_byte(session: Session, take: Importer, tmp_path: Path):
    take(hashlib.sha256(LISTED).hexdigest())
    recovery = save_record(session, "recovery", {})
    item_id = blocked(session, "recovery", recovery, "secret name.png")
    item = session.store.record("evidence_item", item_id)
    assert (item["contraband"], item["kind"], item["recovery"]) == (True, "forensic_only", recovery)
    assert item["sha256"] == hashlib.sha256(LISTED).hexdigest()
    assert list_files(session, "recovery", recovery) == ()
    (said,) = [act.reason for act in load_history(session, "recovery", recovery) if act.reason]
    assert item["number"] in said
    assert "secret name" not in said
    note_pointer(session, item_id, "ICAC-2026-0042")
    assert session.store.record("evidence_item", item_id)["forensic_reference"] == "ICAC-2026-0042"
    rows = session.store.connection.exec_driver_sql("SELECT count(*) FROM attachment_part").scalar_one()
    assert rows == 0
    assert [p for p in tmp_path.rglob("*") if p.is_file() and LISTED[60:100] in p.read_bytes()] == []


def test_same_file_again_is_the_same_pointer_and_undo_does_not_take_it_back(session: Session, take: Importer):
    take(hashlib.md5(LISTED, usedforsecurity=False).hexdigest())
    lead, item = save_record(session, "lead", {}), save_record(session, "evidence_item", {"kind": "device"})
    session.undone.clear()
    first = blocked(session, "lead", lead)
    assert blocked(session, "evidence_item", item) == first != item
    assert undo(session) is None


def test_listed_answer_of_a_screening_is_pointed_at_too(session: Session, take: Importer):
    take(hashlib.sha256(LISTED).hexdigest())
    screening = a_screening(session)
    with pytest.raises(BlockedError) as caught:
        attach_file(session, screening, "/data/remarks", "a.png", "image/png", LISTED)
    assert session.store.record("evidence_item", caught.value.item_id)["contraband"] is True


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["0" * 64, "0" * 63], "line 2"),
        (["# x", "", "g" * 32], "line 3"),
        (["0" * 40 + ",name"], "line 1"),
        (["0" * 300], "line 1"),
        (["\u0660" * 16], "line 1"),
        (["# nothing"], "no hash"),
    ],
)
def test_malformed_list_is_refused_by_its_line_and_the_one_before_stays(
    session: Session, take: Importer, lines: list[str], said: str
):
    take(hashlib.sha256(LISTED).hexdigest())
    with pytest.raises(BlockListError, match=said):
        take(*lines)
    assert is_blocked(session, LISTED)


def test_list_that_cannot_be_read_is_said(session: Session, tmp_path: Path):
    with pytest.raises(BlockListError, match="cannot be read"):
        import_list(session, tmp_path / "none")


def test_damaged_list_lets_no_file_in_until_it_is_imported_again(session: Session, take: Importer, tmp_path: Path):
    take(hashlib.sha256(LISTED).hexdigest())
    (place,) = tmp_path.rglob("*.blocklist")
    lead = save_record(session, "lead", {})
    spoilt = bytearray(place.read_bytes())
    spoilt[0] ^= 1
    for damage in (lambda: place.write_bytes(spoilt), place.unlink):
        damage()
        with pytest.raises(BlockListError, match="Import it again"):
            attach_to_record(session, "lead", lead, "a.png", OTHER)
    take(hashlib.sha256(LISTED).hexdigest())
    attach_to_record(session, "lead", lead, "a.png", OTHER)


def test_list_on_the_disk_tells_no_hash_and_holds_after_unlocking(tmp_path: Path, clock: FakeClock):
    digest, source, home = hashlib.sha256(LISTED), tmp_path / "list.txt", tmp_path / "laptop"
    source.write_text(digest.hexdigest(), "utf-8")
    session = a_session(home, clock)
    import_list(session, source)
    (place,) = home.rglob("*.blocklist")
    assert place.stat().st_size == 16
    for file in (each for each in home.rglob("*") if each.is_file()):
        content = file.read_bytes()
        assert digest.digest()[:12] not in content
        assert digest.hexdigest().encode() not in content
    session.close()
    again = a_laptop(home, clock).unlock(PASSPHRASE)
    assert is_blocked(again, LISTED)
    again.close()
