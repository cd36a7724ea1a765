"""Times as people type them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from fieldapp.domain.clock import to_wire
from fieldapp.rules.offence import load_offences
from fieldapp.rules.recovery_guard import is_minor_at_recovery
from ui.forms.local_time import UnreadableError, read_date, read_instant, show_clock, show_instant, show_zone

HERE = ZoneInfo("America/Los_Angeles")
# Half past midnight on 2 January, local.
NOW = datetime(2026, 1, 2, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "local"),
    [
        ("2330", "2026-01-01 23:30"),
        ("23:30", "2026-01-01 23:30"),
        ("\uff12\uff13\uff13\uff10", "2026-01-01 23:30"),
        ("11:30 pm", "2026-01-01 23:30"),
        ("11 PM", "2026-01-01 23:00"),
        ("0015", "2026-01-02 00:15"),
        ("9:05", "2026-01-02 09:05"),
        ("yesterday 23:30", "2026-01-01 23:30"),
        ("ayer 2330", "2026-01-01 23:30"),
        ("today 6:00", "2026-01-02 06:00"),
        ("1/1 2330", "2026-01-01 23:30"),
        ("12/31 2330", "2025-12-31 23:30"),
        ("2025-12-24 18:00", "2025-12-24 18:00"),
        ("24 Dec 2025, 6 pm", "2025-12-24 18:00"),
        ("dec 24 1800", "2025-12-24 18:00"),
        ("now", "2026-01-02 00:30"),
        ("  NOW ", "2026-01-02 00:30"),
    ],
)
def test_time_is_read_as_people_say_it(typed: str, local: str) -> None:
    moment = read_instant(typed, NOW, HERE)
    assert moment.tzinfo is UTC
    assert moment.astimezone(HERE).strftime("%Y-%m-%d %H:%M") == local


@pytest.mark.parametrize("typed", ["", "soon", "25:00", "12:75", "2/30 10:00", "yesterday", "1/1", "7", "13 pm", "-5"])
def test_what_is_no_time_is_not_guessed_at(typed: str) -> None:
    with pytest.raises(UnreadableError):
        read_instant(typed, NOW, HERE)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("today", date(2026, 1, 2)),
        ("yesterday", date(2026, 1, 1)),
        ("1/1", date(2026, 1, 1)),
        ("12/31", date(2025, 12, 31)),
        ("5/2/10", date(2010, 5, 2)),
        ("5/2/88", date(1988, 5, 2)),
        ("2010-5-2", date(2010, 5, 2)),
        ("2 May 2010", date(2010, 5, 2)),
        ("2 de mayo de 2010", date(2010, 5, 2)),
        ("May 2, 2010", date(2010, 5, 2)),
    ],
)
def test_day_is_read_as_people_write_it(typed: str, day: date) -> None:
    assert read_date(typed, date(2026, 1, 2)) == day


@pytest.mark.parametrize("typed", ["2/30/2026", "31/12/2025", "someday", "5", "99/99"])
def test_impossible_day_is_refused(typed: str) -> None:
    with pytest.raises(UnreadableError):
        read_date(typed, date(2026, 1, 2))


def test_time_is_shown_local_with_its_zone_on_hover() -> None:
    wire = "2026-01-02T07:30:05.000Z"
    assert show_instant(wire, HERE) == "2026-01-01 23:30"
    assert show_zone(wire, HERE) == "2026-01-01 23:30:05 PST (UTC-08:00)"
    assert show_clock(wire, NOW, HERE) == "2026-01-01 23:30"
    assert show_clock("2026-01-02T08:02:00.000Z", NOW, HERE) == "00:02"


@pytest.mark.parametrize(
    ("zone", "typed"),
    [
        ("America/Los_Angeles", "2016-03-01 23:59"),
        ("Asia/Manila", "2016-03-02 15:59"),
        ("Europe/Berlin", "2016-03-02 08:59"),
    ],
)
def test_time_typed_on_another_continent_is_the_same_moment_and_judged_by_the_countys_day(
    zone: str, typed: str
) -> None:
    now = datetime(2016, 3, 3, tzinfo=UTC)
    moment = to_wire(read_instant(typed, now, ZoneInfo(zone)))
    assert moment == "2016-03-02T07:59:00.000Z"
    born = {"born_on": "1998-03-02"}
    table = load_offences()
    assert is_minor_at_recovery({"first_contact_at": moment}, born, table) is True
    later = to_wire(read_instant(typed, now, ZoneInfo(zone)) + timedelta(minutes=1))
    assert is_minor_at_recovery({"first_contact_at": later}, born, table) is False
