"""Days, moments, zones and summer time. It is 21:30 of 4 July 2026 in Denver, six hours behind Greenwich."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.forms.conformance import BareEnvironment
from fieldapp.forms.tree import Node
from fieldapp.forms.xpath import Context, ExpressionError, compile_expression, to_number, to_text
from fieldapp.forms.xpath.value import Value, date_text, day_of, days_since_epoch, parse_date

CASES = {
    "today()": "2026-07-04",  # in Greenwich it is the 5th already
    "now()": "2026-07-04T21:30:00.000-06:00",
    "date(now()) = today()": "true",
    # a day is a whole number of days
    "number(date('1970-01-01'))": "0",
    "number(day)": "18321",
    "date('2020-02-28') + 1": "18321",
    "date(date('2020-02-28') + 1)": "2020-02-29",
    "date('2020-03-01') - date('2020-02-28')": "2",
    "date(0)": "1970-01-01",
    "date(-1)": "1969-12-31",
    "date(1.9)": "1970-01-02",
    "day = '2020-02-29'": "true",
    "day < date('2020-03-01')": "true",
    "day + 1 = date('2020-03-01')": "true",
    # what is no day
    "date('')": "",
    "date('2021-02-29')": "",
    "date('nonsense')": "",
    "date(true())": "",
    "date(0 div 0) != date(0 div 0)": "true",
    "number(date('2021-02-29'))": "NaN",
    "date('2020-1-5')": "2020-01-05",
    # moments: as written, and as days since 1970 began in Greenwich
    "date(at)": "2026-03-08",
    "date('2020-01-01T23:30:00.000-08:00')": "2020-01-01",
    "date-time('1970-01-01T21:50:49Z')": "1970-01-01T14:50:49.000-07:00",
    "date-time(0)": "1969-12-31T17:00:00.000-07:00",
    "date-time(1.5)": "1970-01-02T05:00:00.000-07:00",
    "date-time('2020-01-01')": "2020-01-01",
    "date-time('2020-01-01T10:00')": "2020-01-01T10:00:00.000-07:00",
    "decimal-date-time('1970-01-01T00:00:00Z')": "0",
    "decimal-date-time('1970-01-02T12:00:00+00:00')": "1.5",
    "round(decimal-date-time('1970-01-01') * 24)": "7",  # winter: seven hours behind
    "round((decimal-date-time('2018-07-24') - 17736) * 24)": "6",  # summer: six
    "decimal-date-time('')": "NaN",
    "decimal-time('06:00:00.000-07:00')": "0.25",
    "decimal-time('18:00')": "0.75",
    "decimal-time('24:00')": "NaN",
    # writing
    "format-date('2020-03-05T04:05:06.789-07:00', '%Y %y %m %n %b %d %e %a')": "2020 20 03 3 Mar 05 5 Thu",
    "format-date-time('2020-03-05T04:05:06.789-07:00', '%H %h %M %S %3 %%')": "04 4 05 06 789 %",
    "format-date(day, '%e.%n.%Y')": "29.2.2020",
    "format-date('', '%Y')": "",
    "format-date('nonsense', '%Y')": "",
    "format-date-time(1.5, '%Y-%m-%d %H:%M')": "1970-01-02 05:00",
    "concat('on ', day)": "on 2020-02-29",
    # of the Community Health Toolkit, where a form asks for them
    "format-date(add-date('2020-01-31', 0, 1), '%Y-%m-%d')": "2020-02-29",
    "difference-in-months('2020-01-31', '2020-03-30')": "1",
}


@pytest.mark.parametrize(("expression", "expected"), CASES.items())
def test_days_and_moments(expression: str, expected: str, text: Callable[[str], str]) -> None:
    assert text(expression) == expected


def test_a_letter_that_a_pattern_does_not_know_is_refused(value: Callable[[str], Value]) -> None:
    with pytest.raises(ExpressionError, match="%q"):
        value("format-date(today(), '%q')")


def test_the_hour_that_summer_time_takes_or_gives_is_counted_rightly() -> None:
    zone = ZoneInfo("America/Los_Angeles")
    environment = BareEnvironment(datetime(2026, 1, 1, tzinfo=zone), zone)

    def days(moment: str) -> float:
        context = Context(Node("data"), environment)
        return to_number(compile_expression(f"decimal-date-time('{moment}')").value(context))

    assert round((days("2026-03-09T00:00") - days("2026-03-08T00:00")) * 24) == 23
    assert round((days("2026-11-02T00:00") - days("2026-11-01T00:00")) * 24) == 25
    assert round((days("2026-11-01T01:30:00-08:00") - days("2026-11-01T01:30:00-07:00")) * 24) == 1


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "America/St_Johns", "UTC"])
def test_a_day_is_the_same_number_in_every_zone(zone: str) -> None:
    environment = BareEnvironment(datetime(2026, 1, 1, tzinfo=ZoneInfo("UTC")), ZoneInfo(zone))
    context = Context(Node("data"), environment)
    assert compile_expression("number(date('2020-02-29'))").value(context) == 18_321
    assert compile_expression("date('2020-02-29T23:59:59.999-11:00') = date('2020-02-29')").value(context) is True


@given(st.dates())
def test_a_day_survives_becoming_a_number_and_text(day: date) -> None:
    assert day_of(days_since_epoch(day)) == day
    assert parse_date(date_text(day), None) == day


@given(
    st.datetimes(min_value=datetime(1900, 1, 2), max_value=datetime(2200, 1, 1)),  # noqa: DTZ001 - the zone follows
    st.sampled_from(["America/Denver", "Asia/Kolkata", "Pacific/Auckland", "UTC"]),
)
def test_a_moment_survives_becoming_text_and_the_days_since_1970(naive: datetime, name: str) -> None:
    zone = ZoneInfo(name)
    moment = naive.replace(microsecond=naive.microsecond // 1000 * 1000, tzinfo=zone)
    if moment.astimezone(ZoneInfo("UTC")).astimezone(zone) != moment or moment.utcoffset().seconds % 60:
        return  # an hour that a clock skipped, or an offset with seconds, which ISO 8601 cannot write
    environment = BareEnvironment(moment, zone)
    context = Context(Node("data", date_text(moment)), environment)
    assert parse_date(date_text(moment), zone) == moment
    assert to_text(compile_expression("date-time(decimal-date-time(.)) = date-time(.)").value(context)) == "true"
