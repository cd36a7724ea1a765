"""Ids, instants, hybrid stamps, canonical JSON and field values at their edges."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.access import EVERY_AGENCY, Role, may_read, may_write, scopes_of, zone_for
from fieldapp.domain.clock import HybridClock, from_wire, to_wire
from fieldapp.domain.fields import Field, Kind
from fieldapp.domain.ids import IdSource, is_device_id, is_record_id, new_device_id
from fieldapp.domain.people import age_on, is_minor
from fieldapp.domain.wire import clean_text, decode, encode
from tests.fakes.clock import FakeClock


def test_ids_rise_also_when_the_clock_steps_back():
    clock = FakeClock()
    source = IdSource(clock, os.urandom)
    made = []
    for step in range(2_000):
        made.append(source.new())
        if step == 1_000:
            clock.set_wall(clock.now() - timedelta(days=3650))
    assert made == sorted(made)
    assert len(set(made)) == len(made)
    assert all(map(is_record_id, made))


def test_device_ids_are_recognised():
    assert all(is_device_id(new_device_id(os.urandom)) for _ in range(200))
    assert not is_device_id("illegal-name")


@given(st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)))  # noqa: DTZ001 - the zone is put on below
def test_instants_survive_the_wire(moment):
    moment = moment.replace(microsecond=moment.microsecond // 1000 * 1000, tzinfo=UTC)
    assert from_wire(to_wire(moment)) == moment


@pytest.mark.parametrize("text", ["", "2026-01-02", "2026-01-02T03:04:05Z", "2026-01-02 03:04:05.678Z", "x" * 24])
def test_other_texts_are_no_instants(text):
    with pytest.raises(ValueError, match=r"."):
        from_wire(text)


def test_stamps_rise_and_a_peer_decades_ahead_is_not_followed():
    clock = FakeClock()
    hybrid = HybridClock(clock)
    first = hybrid.tick()
    hybrid.observe(first + (50 * 365 * 24 * 3600 * 1000 << 16))
    assert first < hybrid.tick() < first + (1000 << 16)
    hybrid.observe(first + (60_000 << 16))
    assert hybrid.tick() > first + (60_000 << 16)


@pytest.mark.parametrize("text", ['{"a":1,"a":2}', "NaN", "1.5", "1e308", "[" * 100_000, "", "{"])
def test_hostile_json_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        decode(text.encode())


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="ascii")), inner),
    max_leaves=20,
)


@given(JSON_VALUES)
def test_equal_values_have_equal_text(value):
    text = encode(value)
    assert decode(text) == value
    assert encode(decode(text)) == text


@pytest.mark.parametrize("text", ["a\0b", "\ud800"])
def test_text_that_cannot_be_stored_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        clean_text(text)
    assert Field(label="Name", name="name").problem(text).code == "TEXT_UNSTORABLE"


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        (Kind.TEXT, "x" * 501, "TEXT_TOO_LONG"),
        (Kind.TEXT, 5, "TEXT_EXPECTED"),
        (Kind.TEXT, "e\u0301", "TEXT_NOT_NORMALISED"),
        (Kind.DATE, "0000-00-00", "DATE_IMPOSSIBLE"),
        (Kind.DATE, "1900-02-29", "DATE_IMPOSSIBLE"),
        (Kind.DATE, "2199-01-01", "DATE_IMPOSSIBLE"),
        (Kind.DATE, "\uff12\uff10\uff11\uff16-01-01", "DATE_EXPECTED"),
        (Kind.DATE, "1.1.2016", "DATE_EXPECTED"),
        (Kind.COUNT, -1, "COUNT_TOO_SMALL"),
        (Kind.COUNT, 151, "COUNT_TOO_LARGE"),
        (Kind.COUNT, True, "COUNT_EXPECTED"),
        (Kind.COUNT, 2**63 + 1, "COUNT_EXPECTED"),
        (Kind.COUNT, "12", "COUNT_EXPECTED"),
        (Kind.FLAG, "yes", "FLAG_EXPECTED"),
        (Kind.CHOICES, [], "CHOICES_EXPECTED"),
        (Kind.CHOICES, ["unheard of"], "CHOICE_UNKNOWN"),
        (Kind.CHOICE, "unheard of", "CHOICE_UNKNOWN"),
        (Kind.INSTANT, "2016-01-01T00:00:00Z", "INSTANT_EXPECTED"),
        (Kind.LINK, "somebody", "LINK_EXPECTED"),
    ],
)
def test_a_value_that_does_not_fit_has_its_problem(kind, value, code):
    declared = Field(label="X", name="x", kind=kind, minimum=0, maximum=150)
    assert declared.problem(value, {"known"}).code == code


def test_blank_is_never_wrong():
    assert all(Field(label="X", kind=kind, required=True).problem(None) is None for kind in Kind)


def test_a_birthday_on_29_february_counts_on_1_march():
    born = date(2000, 2, 29)
    assert age_on(born, date(2018, 2, 28)) == 17
    assert age_on(born, date(2018, 3, 1)) == 18


def test_nobody_knows_an_age_from_nothing():
    assert is_minor(None, date(2016, 1, 1)) is None
    assert is_minor(None, date(2016, 1, 1), 17) is True
    assert is_minor(date(1990, 1, 1), date(2016, 1, 1), 17) is False


ZONES = ("police", "shared", "services:cast", "services:other", "privileged:cast", "local")


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("audience", [None, "cast", "other", EVERY_AGENCY])
def test_who_reads_what(role, zone, audience):
    sworn = role in {Role.DETECTIVE, Role.DEPUTY, Role.SUPERVISOR, Role.ANALYST}
    advocate = role is Role.ADVOCATE
    allowed = {
        "police": sworn,
        "shared": sworn or audience == EVERY_AGENCY or (advocate and audience == "cast"),
        "services:cast": advocate,
    }.get(zone, False)
    assert may_read(scopes_of(role, "cast"), zone, audience) is allowed


@pytest.mark.parametrize("role", list(Role))
def test_nobody_writes_what_they_may_not_read_and_reference_data_has_its_editors(role):
    scopes = scopes_of(role, "cast")
    for zone in ZONES:
        for audience in (None, "cast", "other"):
            assert not may_write(role, scopes, zone, audience) or may_read(scopes, zone, audience)
    assert may_write(role, scopes, "shared", EVERY_AGENCY) is (role in {Role.SUPERVISOR, Role.ADMINISTRATOR})


def test_an_agencys_own_zone_bears_its_name():
    assert zone_for("services", "cast") == "services:cast"
    assert zone_for("police", "cast") == "police"
