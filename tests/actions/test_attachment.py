"""Files kept with any record: their bytes, their context, and who may have them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fieldapp.actions.attachment import (
    MAX_ATTACHMENT_BYTES,
    OWNERS,
    attach_to_record,
    list_files,
    load_attachment,
    sniff,
    strike_file,
)
from fieldapp.actions.capture import restore_record, save_record, void_record
from fieldapp.actions.history import load_history
from fieldapp.actions.session import Session
from fieldapp.domain.access import Role
from fieldapp.domain.problems import Refused
from fieldapp.records import require_type
from tests.fakes.clock import FakeClock
from tests.fakes.picture import a_dated_jpeg, a_png
from tests.hostile.town import CAST, Seat, Town, meet

JPEG = a_dated_jpeg(b"\xff\xd8\xff\xda\x00\x02")


def codes(act: Callable[..., object], *args: object) -> list[str]:
    with pytest.raises(Refused) as caught:
        act(*args)
    return [problem.code for problem in caught.value.problems]


def reasons(session: Session, record_type: str, record_id: str) -> str:
    return "\n".join(act.reason or "" for act in load_history(session, record_type, record_id))


@pytest.mark.parametrize("record_type", sorted(OWNERS))
def test_every_kind_of_record_that_keeps_files_gives_one_back_whole(session: Session, record_type: str):
    record_id = save_record(session, record_type, {})
    file = attach_to_record(session, record_type, record_id, "scene.png", a_png())
    assert list_files(session, record_type, record_id) == (file,)
    assert load_attachment(session, file.attachment_id) == a_png()
    assert f"scene.png, SHA-256 {file.sha256}" in reasons(session, record_type, record_id)
    zone = session.store.load("attachment", file.attachment_id).state.zone
    assert zone == (
        "police"
        if require_type(record_type).zone == "shared"
        else session.store.load(record_type, record_id).state.zone
    )


def test_same_bytes_are_kept_once_with_a_record(session: Session):
    lead = save_record(session, "lead", {"summary": "A tip"})
    first = attach_to_record(session, "lead", lead, "a.png", a_png())
    assert attach_to_record(session, "lead", lead, "b.png", a_png()) == first
    assert len(list_files(session, "lead", lead)) == 1
    other = save_record(session, "lead", {"summary": "Another"})
    assert attach_to_record(session, "lead", other, "a.png", a_png()) != first


def test_kind_is_told_by_content_and_not_by_name(session: Session):
    lead = save_record(session, "lead", {})
    assert attach_to_record(session, "lead", lead, "a.txt", a_png()).media_type == "image/png"
    assert attach_to_record(session, "lead", lead, "a.png", b"%PDF-1.7 \x00").media_type == "application/pdf"
    assert attach_to_record(session, "lead", lead, "a.png", "días".encode()).media_type == "text/plain"
    for content in (b"", b"GIF89a\x01\x00", b"MZ\x90\x00", b"PK\x03\x04\x00", b"\x00", b"\xff\xfe\x00"):
        assert codes(attach_to_record, session, "lead", lead, "a.png", content) == ["ATTACHMENT_KIND"], content
        assert sniff(content) == ""
    assert codes(attach_to_record, session, "lead", lead, "a.txt", b"a" * (MAX_ATTACHMENT_BYTES + 1)) == [
        "ATTACHMENT_TOO_LARGE"
    ]


def test_time_that_the_file_says_is_kept_with_its_source(session: Session):
    lead = save_record(session, "lead", {})
    dated = attach_to_record(session, "lead", lead, "a.jpg", JPEG)
    assert (dated.taken_at, dated.taken_source) == ("2026-03-15T04:30:05.000Z", "file")
    undated = attach_to_record(session, "lead", lead, "a.png", a_png())
    assert (undated.taken_at, undated.taken_source) == ("", "")


def test_final_record_takes_a_file_with_a_reason_only(session: Session):
    lead = save_record(session, "lead", {})
    session.store.save(session.author, "lead", {"state": "final"}, record_id=lead)
    assert codes(attach_to_record, session, "lead", lead, "a.png", a_png()) == ["REASON_REQUIRED"]
    attach_to_record(session, "lead", lead, "a.png", a_png(), "Came by post")
    assert "Came by post" in reasons(session, "lead", lead)


def test_no_file_goes_with_what_is_gone_struck_out_or_of_another_kind(session: Session):
    lead = save_record(session, "lead", {})
    void_record(session, "lead", lead, "Twice")
    for kind, key in (("lead", lead), ("lead", "00000000-0000-7000-8000-000000000000"), ("answer", lead)):
        assert codes(attach_to_record, session, kind, key, "a.png", a_png()) == ["ATTACHMENT_RECORD_MISSING"]


def test_nothing_is_kept_with_what_is_only_pointed_at(session: Session):
    item = save_record(session, "evidence_item", {"contraband": True, "forensic_reference": "F-1"})
    assert codes(attach_to_record, session, "evidence_item", item, "a.png", a_png()) == ["CONTRABAND_NOT_READ"]
    assert session.store.linked("attachment", "record_id", item) == []


def test_file_is_struck_out_with_a_reason_and_brought_back(session: Session):
    lead = save_record(session, "lead", {})
    file = attach_to_record(session, "lead", lead, "a.png", a_png())
    assert codes(strike_file, session, file.attachment_id, " ") == ["REASON_REQUIRED"]
    strike_file(session, file.attachment_id, "Wrong record")
    assert list_files(session, "lead", lead) == ()
    assert f"struck out: a.png, SHA-256 {file.sha256}. Wrong record" in reasons(session, "lead", lead)
    restore_record(session, "attachment", file.attachment_id)
    assert load_attachment(session, file.attachment_id) == a_png()


def test_what_a_file_is_never_changes(session: Session):
    lead = save_record(session, "lead", {})
    file = attach_to_record(session, "lead", lead, "a.png", a_png())
    for values in ({"sha256": "0" * 64}, {"record_id": "x"}, {"media_type": "text/plain"}, {"parts": 9}):
        assert codes(lambda v=values: save_record(session, "attachment", v, record_id=file.attachment_id)) == [
            "ATTACHMENT_FIXED"
        ]
    save_record(session, "attachment", {"description": "The gate"}, record_id=file.attachment_id)
    assert list_files(session, "lead", lead)[0].description == "The gate"


def test_two_laptops_that_attach_to_one_record_have_both_files(dana: Seat, eli: Seat, clock):
    lead = save_record(dana.session, "lead", {"summary": "A tip"})
    meet(dana, eli)
    attach_to_record(dana.session, "lead", lead, "a.png", a_png(2, 3))
    clock.advance(60)
    attach_to_record(eli.session, "lead", lead, "b.png", a_png(3, 2))
    meet(dana, eli)
    meet(dana, eli)
    for seat in (dana, eli):
        files = list_files(seat.session, "lead", lead)
        assert {file.name for file in files} == {"a.png", "b.png"}
        assert {load_attachment(seat.session, file.attachment_id) for file in files} == {a_png(2, 3), a_png(3, 2)}


@pytest.mark.parametrize("role", [Role.DEPUTY, Role.SUPERVISOR])
def test_picture_on_which_two_people_disagree_is_covered(town: Town, clock: FakeClock, role: Role):
    dana, other = town.enrol("dana"), town.enrol("other", role)
    lead = save_record(dana.session, "lead", {"summary": "A tip"})
    file = attach_to_record(dana.session, "lead", lead, "a.png", a_png())
    meet(dana, other)
    save_record(dana.session, "attachment", {"distressing": True}, record_id=file.attachment_id)
    clock.advance(60)
    save_record(other.session, "attachment", {"distressing": False}, record_id=file.attachment_id)
    meet(dana, other)
    meet(dana, other)
    for seat in (dana, other):
        assert list_files(seat.session, "lead", lead)[0].is_covered


def test_photograph_of_the_police_never_reaches_an_advocate_who_reads_its_record(town: Town):
    officer, advocate = town.enrol("dana"), town.enrol("ada", Role.ADVOCATE, CAST)
    referral = save_record(officer.session, "referral", {"agency": advocate.session.profile.agency})
    attach_to_record(officer.session, "referral", referral, "uc.png", a_png())
    meet(officer, advocate)
    assert advocate.session.store.record("referral", referral) is not None
    for table in ("attachment", "attachment_part"):
        rows = advocate.session.store.connection.exec_driver_sql(f"SELECT count(*) FROM {table}")
        assert rows.scalar_one() == 0
    mine = attach_to_record(advocate.session, "referral", referral, "bed.png", a_png(4, 4))
    meet(advocate, officer)
    assert officer.session.store.record("attachment", mine.attachment_id) is None
