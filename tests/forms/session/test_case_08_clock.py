"""Hard case 8: days and moments in a draft that stays open over midnight, and across zones."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from tests.fakes.clock import FakeClock
from tests.forms.session.filled import a_form, asked, at, bind, put, run, value

LOS_ANGELES = ZoneInfo("America/Los_Angeles")
EVENING = datetime(2026, 3, 3, 7, 50, tzinfo=UTC)
"""Ten minutes before midnight in Los Angeles."""

DAYS = a_form(
    "<q/><born/><today/><age/><noted/><late/><begun/>",
    bind("today", calculate="today()")
    + bind("age", calculate="int((today() - date(/data/born)) div 365.25)")
    + bind("noted", calculate="once(today())")
    + bind("late", calculate="if(/data/q != '', now(), '')")
    + bind("born", constraint=". <= today()")
    + '<bind nodeset="/data/begun" type="dateTime" jr:preload="timestamp" jr:preloadParams="start"/>',
    asked("q", "born"),
)


def test_day_is_the_local_one() -> None:
    session = run(DAYS, clock=FakeClock(EVENING), zone=LOS_ANGELES)
    assert value(session, "today") == "2026-03-02"
    assert value(session, "begun").startswith("2026-03-02T23:50")


def test_first_act_after_midnight_follows_the_new_day() -> None:
    clock = FakeClock(EVENING)
    session = run(DAYS, clock=clock, zone=LOS_ANGELES)
    put(session, "born", "2026-03-03")
    assert session.violations()[0].kind == "constraint"
    clock.advance(20 * 60)
    changes = session.answer(at(session, "q"), "x")
    assert value(session, "today") == "2026-03-03"
    assert {"/data/q", "/data/today", "/data/late"} <= {item.path for item in changes.values}
    assert at(session, "born") in changes.states
    assert not session.violations()


def test_day_noted_once_stays_whatever_day_it_becomes() -> None:
    clock = FakeClock(EVENING)
    session = run(DAYS, clock=clock, zone=LOS_ANGELES)
    clock.advance(20 * 60)
    session.revalidate()
    assert value(session, "noted") == "2026-03-02"
    assert value(run(DAYS, clock=clock, zone=LOS_ANGELES, stored=session.stored()), "noted") == "2026-03-02"


def test_moment_stands_still_while_other_questions_are_answered() -> None:
    clock = FakeClock(EVENING)
    session = run(DAYS, clock=clock, zone=LOS_ANGELES)
    put(session, "q", "x")
    noted = value(session, "late")
    clock.advance(60)
    put(session, "born", "2000-01-01")
    assert value(session, "late") == noted
    session.revalidate()
    assert value(session, "late") != noted


def test_form_resumed_on_another_day_tells_what_came_out_otherwise_with_its_first_act() -> None:
    clock = FakeClock(EVENING)
    stored = run(DAYS, clock=clock, zone=LOS_ANGELES).stored()
    clock.advance(24 * 3600)
    resumed = run(DAYS, clock=clock, zone=LOS_ANGELES, stored=stored)
    changed = resumed.answer(at(resumed, "q"), "x").stored
    assert changed["/data/today"].value == "2026-03-03"
    assert "/data/noted" not in changed


def test_age_is_right_over_the_change_of_clocks() -> None:
    clock = FakeClock(datetime(2026, 3, 8, 12, tzinfo=UTC))
    session = run(DAYS, clock=clock, zone=LOS_ANGELES)
    put(session, "born", "2008-03-07")
    assert value(session, "age") == "18"
