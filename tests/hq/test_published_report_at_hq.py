"""A published report at headquarters: a supervisor's, signed by the laptop that hands it in, and never changed."""

from __future__ import annotations

import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fieldapp.domain.access import Role
from fieldapp.domain.change import VOID
from fieldapp.domain.ids import IdSource
from fieldapp.domain.wire import Json
from fieldapp.reports.report_text import part_digest
from fieldapp.rules.report_guard import PART, REPORT, report_statement
from sync.hq.headquarters import Headquarters
from tests.fakes.clock import FakeClock
from tests.hq.conftest import Laptop, NewLaptop

CONTENT = "eJyrVkpUslIqSa1QqgUAFz8EFw=="


def a_report(laptop: Laptop, clock: FakeClock, *, key: Ed25519PrivateKey | None = None, by: str = "") -> str:
    """Write a report of one part, signed."""
    signer = key or laptop.key
    record_id = IdSource(clock, lambda size: b"r" * size).new()
    values: dict[str, Json] = {
        "name": "January",
        "first_day": "2026-01-01",
        "last_day": "2026-01-31",
        "as_of": "2026-01-02T08:00:00.000Z",
        "published_at": "2026-01-02T08:00:00.000Z",
        "published_by": by or laptop.handle,
        "program_version": "0.1.0",
        "sha256": hashlib.sha256(b"").hexdigest(),
        "parts": 1,
        "part_digests": part_digest(CONTENT),
        "public_key": signer.public_key().public_bytes_raw().hex(),
    }
    values["signature"] = signer.sign(report_statement(record_id, values)).hex()
    laptop.write(PART, {"published_report": record_id, "number": 0, "content": CONTENT})
    laptop.write(REPORT, values, record_id=record_id)
    return record_id


def reasons(laptop: Laptop) -> list[str]:
    return [verdict.reason for verdict in laptop.push().verdicts]


@pytest.fixture
def lena(new_laptop: NewLaptop) -> Laptop:
    """A supervisor's laptop."""
    return new_laptop("lena", role=Role.SUPERVISOR)


def test_report_of_a_supervisor_is_taken(lena: Laptop, clock: FakeClock):
    a_report(lena, clock)
    assert reasons(lena) == []


def test_report_of_a_detective_is_put_aside(new_laptop: NewLaptop, clock: FakeClock):
    dana = new_laptop("dana")
    a_report(dana, clock)
    assert reasons(dana) == ["REPORT_ROLE", "REPORT_ROLE"]


def test_report_signed_by_another_laptop_is_put_aside(lena: Laptop, clock: FakeClock):
    a_report(lena, clock, key=Ed25519PrivateKey.from_private_bytes(b"k" * 32))
    assert reasons(lena) == ["REPORT_KEY"]


def test_report_in_another_name_is_put_aside(lena: Laptop, clock: FakeClock):
    a_report(lena, clock, by="Somebody Else")
    assert reasons(lena) == ["SIGNED_AS_ANOTHER"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "February"),
        ("as_of", "2026-01-03T08:00:00.000Z"),
        ("sha256", "0" * 64),
        ("part_digests", "0" * 64),
        ("signature", "00" * 64),
    ],
)
def test_no_field_of_a_report_is_changed_by_anybody(lena: Laptop, clock: FakeClock, field: str, value: str):
    report = a_report(lena, clock)
    assert reasons(lena) == []
    lena.write(REPORT, {field: value}, record_id=report)
    assert reasons(lena) == ["REPORT_FIXED"]


def test_report_is_not_struck_out_nor_its_parts(lena: Laptop, clock: FakeClock):
    report = a_report(lena, clock)
    part = lena.waiting[0]
    assert reasons(lena) == []
    lena.write(REPORT, {"_void": True}, record_id=report, kind=VOID, reason="No longer wanted")
    part_id = part.entry.decode().split(",")[6].strip('"')
    lena.write(PART, {"_void": True}, record_id=part_id, kind=VOID, reason="No longer wanted")
    lena.write(PART, {"content": "other"}, record_id=part_id)
    lena.write(PART, {"published_report": report, "number": 1, "content": CONTENT})
    assert reasons(lena) == ["REPORT_FIXED"] * 4


def test_headquarters_has_the_report_as_it_was_signed(lena: Laptop, hq: Headquarters, clock: FakeClock):
    report = a_report(lena, clock)
    assert reasons(lena) == []
    lena.write(REPORT, {"name": "February"}, record_id=report)
    assert reasons(lena) == ["REPORT_FIXED"]
    with hq.database.read() as work:
        assert work.one("SELECT name, voided FROM published_report WHERE id = ?", report) == ("January", 0)
