"""Where a warrant stands, and what the law says about where it stands."""

from datetime import UTC, datetime, timedelta

import pytest

from fieldapp.domain.clock import to_wire
from fieldapp.rules.warrant_life import step_problems, step_values, warrant_life

ISSUED = datetime(2026, 3, 1, 20, tzinfo=UTC)
DUE = ISSUED + timedelta(days=10)


def a_warrant(status="issued", **values):
    facts = {"kind": "premises", "status": status, "affidavit_at": to_wire(ISSUED - timedelta(hours=2))}
    if status != "submitted":
        facts["issued_at"] = to_wire(ISSUED)
    return facts | {name: to_wire(v) if isinstance(v, datetime) else v for name, v in values.items()}


def codes(values, days=1.0, due=DUE):
    return [problem.code for problem in warrant_life(values, ISSUED + timedelta(days=days), due).problems]


@pytest.mark.parametrize(
    ("status", "moves"),
    [
        ("drafting", ("affidavit",)),
        ("submitted", ("issued", "denied")),
        ("issued", ("served", "recalled")),
        ("served", ("returned",)),
        ("returned", ()),
        ("denied", ()),
        ("expired", ()),
        ("recalled", ()),
    ],
)
def test_each_state_leads_to_the_next_and_an_end_to_none(status, moves):
    assert warrant_life({"status": status, "kind": "premises"}, ISSUED, None).moves == moves


def test_warrant_of_which_nothing_is_known_begins_with_its_affidavit():
    life = warrant_life({}, ISSUED, None)
    assert life.moves == ("affidavit",)
    assert [stage.is_next for stage in life.stages] == [True, False, False, False]


def test_unserved_warrant_is_void_to_the_millisecond_after_its_ten_days():
    millisecond = timedelta(milliseconds=1)
    before = warrant_life(a_warrant(), DUE - millisecond, DUE)
    after = warrant_life(a_warrant(), DUE, DUE)
    assert (before.moves, before.problems) == (("served", "recalled"), ())
    assert after.moves == ("expired", "recalled")
    assert [problem.code for problem in after.problems] == ["WARRANT_VOID_UNSERVED"]
    assert [p.code for p in step_problems(a_warrant(), "served", DUE, DUE)] == ["WARRANT_VOID_UNSERVED"]
    assert list(step_problems(a_warrant(), "served", DUE - millisecond, DUE)) == []


def test_what_was_served_when_it_was_void_is_kept_and_said():
    late = a_warrant("served", served_at=DUE + timedelta(hours=1))
    assert codes(late, days=10.5) == ["WARRANT_SERVED_VOID", "WARRANT_RETURN_LATE"]
    assert codes(a_warrant("returned", served_at=ISSUED, returned_at=DUE + timedelta(days=1)), days=20) == []


def test_clock_that_nobody_can_reckon_stops_no_step():
    assert codes(a_warrant(), days=400, due=None) == []


@pytest.mark.parametrize(
    ("values", "days", "found"),
    [
        ({"kind": "account"}, 1, ["WARRANT_NOTICE_DUE"]),
        ({"kind": "device"}, 1, ["WARRANT_NOTICE_DUE"]),
        ({"kind": "premises"}, 1, []),
        ({"kind": "account", "notice_given_at": ISSUED}, 1, []),
        ({"kind": "account", "notice_delayed_until": ISSUED + timedelta(days=90)}, 1, []),
        ({"kind": "account", "notice_delayed_until": ISSUED + timedelta(days=92)}, 1, ["WARRANT_DELAY_LONG"]),
        ({"kind": "account", "notice_delayed_until": ISSUED + timedelta(days=90)}, 90, ["WARRANT_DELAY_OVER"]),
        ({"kind": "account", "notice_delayed_until": ISSUED + timedelta(days=170)}, 90, []),
    ],
)
def test_target_of_an_electronic_warrant_is_notified_or_a_court_delays_it(values, days, found):
    facts = a_warrant("returned", served_at=ISSUED, returned_at=ISSUED, **values)
    assert codes(facts, days) == found


def test_notice_can_be_noted_once_it_is_due_and_not_again():
    served = a_warrant("served", kind="account", served_at=ISSUED)
    assert warrant_life(served, ISSUED, DUE).moves == ("returned", "notice")
    assert warrant_life(served | {"notice_given_at": to_wire(ISSUED)}, ISSUED, DUE).moves == ("returned",)
    assert step_values("notice", to_wire(ISSUED)) == {"notice_given_at": to_wire(ISSUED)}


@pytest.mark.parametrize(
    ("step", "values", "code"),
    [
        ("issued", {"affidavit_at": None}, "WARRANT_STEP_BEFORE"),
        ("issued", {"affidavit_at": ISSUED + timedelta(days=2)}, "WARRANT_STEP_EARLY"),
        ("served", {"issued_at": None}, "WARRANT_STEP_BEFORE"),
        ("returned", {"served_at": None}, "WARRANT_STEP_BEFORE"),
        ("returned", {"served_at": ISSUED + timedelta(days=2)}, "WARRANT_STEP_EARLY"),
        ("notice", {}, "WARRANT_STEP_BEFORE"),
    ],
)
def test_step_waits_for_the_one_before_it(step, values, code):
    found = [problem.code for problem in step_problems(a_warrant(**values), step, ISSUED + timedelta(days=1), DUE)]
    assert found == [code]


def test_step_writes_its_status_and_its_time():
    at = to_wire(ISSUED)
    assert step_values("affidavit", at) == {"status": "submitted", "affidavit_at": at}
    assert step_values("served", at) == {"status": "served", "served_at": at}
    assert step_values("denied", at) == {"status": "denied"}
