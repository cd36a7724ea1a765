"""When a photograph was taken, out of bytes that nobody vouches for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.exif import taken_at
from tests.fakes.picture import a_dated_jpeg, a_png

PLAIN = b"\xff\xd8\xff\xda\x00\x02"
DATED = a_dated_jpeg(PLAIN)


def test_time_and_its_offset_are_read():
    assert taken_at(DATED) == datetime(2026, 3, 15, 4, 30, 5, tzinfo=UTC)


def test_camera_without_an_offset_is_set_to_local_time():
    pacific = timezone(timedelta(hours=-8))
    assert taken_at(a_dated_jpeg(PLAIN, offset=""), pacific) == datetime(2026, 3, 15, 5, 30, 5, tzinfo=UTC)


def test_what_says_nothing_has_no_time():
    for content in (b"", b"\xff\xd8", PLAIN, a_png(), b"%PDF-1.7", a_dated_jpeg(PLAIN, taken="0000:00:00 00:00:00")):
        assert taken_at(content) is None


@given(st.integers(0, len(DATED)), st.integers(0, len(DATED) - 1), st.integers(0, 255))
def test_broken_exif_is_no_answer_and_no_error(cut: int, at: int, byte: int):
    spoilt = bytearray(DATED)
    spoilt[at] = byte
    for content in (DATED[:cut], bytes(spoilt)):
        found = taken_at(content, UTC)
        assert found is None or found.tzinfo is not None
