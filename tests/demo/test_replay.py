"""Playing the year on real stores."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from fieldapp.actions.session import Session
from fieldapp.demo.act import Act, Verb
from fieldapp.demo.deed import StoryError
from fieldapp.demo.reckoning import expected_figures, laptop_figures
from fieldapp.demo.replay import Replay, ReplayClock, Tally
from fieldapp.demo.scenario import DEPUTY, DETECTIVE, FIRST_DAY, HANDLES, LAST_DAY, SUPERVISOR, Scenario, accounts
from fieldapp.demo.script import ENROLLED_AT
from fieldapp.demo.team_story import LEAVER
from fieldapp.demo.year import write_year
from fieldapp.domain.change import VOID_FIELD
from fieldapp.reports.period import Period
from tests.fakes.laptop import a_session
from ui.stop import PICTURES

PERIOD = Period(FIRST_DAY, LAST_DAY)


def seats_at(session: Session) -> dict[str, Session]:
    """One laptop at which each sits down in turn: what is signed is signed in their own names."""
    return {
        each.handle: replace(
            session, profile=replace(session.profile, handle=each.handle, name=each.name, role=each.role.value)
        )
        for each in accounts()
    }


def play(session, clock, scenario):
    meetings = []
    tally = Replay(seats_at(session), clock, meetings.append).play(write_year(scenario))
    return tally, meetings


def figures_of(session):
    return {result.name: result.value for result in laptop_figures(session, PERIOD)}


def test_small_year_gives_its_own_figures(laptop, replay_clock):
    scenario = Scenario().scaled(0.06)
    tally, meetings = play(laptop, replay_clock, scenario)
    assert figures_of(laptop).items() >= expected_figures(scenario).items()
    assert set(meetings) == set(HANDLES)
    assert tally.acts[Verb.SYNC] == len(meetings)


@pytest.fixture(scope="module")
def played(tmp_path_factory, year, evening) -> Iterator[tuple[Session, Tally]]:
    """The whole year and the evening after it, played at one laptop."""
    clock = ReplayClock(ENROLLED_AT)
    session = a_session(tmp_path_factory.mktemp("year"), clock)
    tally = Replay(seats_at(session), clock, lambda _: None).play(year)
    Replay(seats_at(session), clock, lambda _: None).play(evening)
    yield session, tally
    session.close()


def count(session, sql) -> int:
    return int(session.store.connection.exec_driver_sql(f"SELECT count(*) FROM {sql}").fetchone()[0])


def test_full_year_gives_the_figures_of_the_report(played):
    laptop, tally = played
    found = figures_of(laptop)
    assert (found["victims_recovered"], found["minors_recovered"]) == (131, 98)
    lines = [found[f"arrests_{line}"] for line in ("buyer", "ht", "icac", "misc")]
    assert lines == [104, 132, 82, 36]
    assert found["arrests"] == sum(lines) == 354
    assert found["search_warrants_served"] == 361
    assert tally.total > 10_000
    assert laptop.store.journal.verify(laptop.store.connection) == []


def test_supervisor_approved_most_and_returned_some_which_came_back_mended(played):
    laptop, _ = played
    approved = count(laptop, "review WHERE decision = 'approved' AND record_type <> 'custody_transfer'")
    returned = count(
        laptop, "review WHERE decision = 'returned' AND comment <> '' AND record_type <> 'custody_transfer'"
    )
    assert approved > 300
    assert 5 < returned < approved / 10
    for name in ("arrest", "recovery", "operation"):
        assert count(laptop, f"review WHERE record_type = '{name}' AND decision = 'approved'") > 40
    mended = "(SELECT record_id FROM review GROUP BY record_id HAVING min(decision) < max(decision))"
    assert count(laptop, mended) > 5


def test_what_an_adult_declined_was_confirmed_by_the_supervisor(played):
    laptop, _ = played
    undone = "task WHERE duty IS NOT NULL AND status = 'not_needed'"
    assert count(laptop, undone) > 2
    assert count(laptop, f"{undone} AND updated_by = '{SUPERVISOR}'") == count(laptop, undone)


def test_check_ins_of_the_year_were_missed_and_made_up_for(played):
    laptop, _ = played
    assert count(laptop, "check_in WHERE kind = 'missed'") == count(laptop, "check_in WHERE kind = 'safe'") >= 3
    assert count(laptop, "check_in WHERE kind = 'checked_in'") > 30
    assert count(laptop, "check_in WHERE kind = 'help' AND voided = 1 AND remarks <> ''") == 3


def test_nothing_of_who_left_is_left_with_them(played):
    laptop, _ = played
    assert count(laptop, f"task WHERE assigned_to = '{LEAVER}'") == 0
    assert count(laptop, "task WHERE reassigned_reason IS NOT NULL") >= 3
    assert count(laptop, f"lead WHERE assigned_to = '{LEAVER}' AND status = 'assigned'") == 0


def test_items_are_with_the_laboratory_or_back_and_disputes_are_settled_or_open(played):
    laptop, _ = played
    assert count(laptop, "custody_transfer WHERE receipt_reference IS NOT NULL") > 20
    assert count(laptop, "custody_transfer WHERE receiver_answer = 'denied'") == 3
    assert count(laptop, "custody_transfer WHERE receiver_answer = 'denied' AND giver_answer = 'denied'") == 1
    assert count(laptop, "review WHERE record_type = 'custody_transfer' AND decision = 'returned'") == 2


def test_supervisor_keeps_who_answers_at_night(played):
    laptop, _ = played
    assert count(laptop, "agency WHERE acute_exam = 1 AND on_call_phone IS NOT NULL") == 1
    assert count(laptop, f"agency WHERE on_call_phone IS NOT NULL AND updated_by = '{SUPERVISOR}'") == 2


def test_every_picture_of_the_tour_finds_its_record(played):
    laptop, _ = played
    # The photograph is taken after the year, between the laptops of the whole demonstration.
    assert [name for name, sql in PICTURES.items() if count(laptop, f"({sql})") == 0] == ["photographed"]


def test_minor_is_recovered_where_a_charge_was_tried(laptop, replay_clock):
    acts = write_year(Scenario().scaled(0.02))
    attempt = next(act for act in acts if act.verb is Verb.CHARGE_MINOR)
    mine = [act for act in acts if act.who == DEPUTY and act.at < attempt.at and act.verb is not Verb.SYNC]
    before = [act for act in mine if act.record_type in {"person", "arrest"}]
    tally = Replay({DEPUTY: laptop}, replay_clock, lambda _: None).play([*before, attempt])
    assert tally.refused == 1
    arrest = laptop.store.load("arrest", attempt.record_id)
    assert arrest.state.values[VOID_FIELD] is True
    recoveries = laptop.store.linked("recovery", "person", arrest.state.values["person"])
    assert [recovery["first_contact_at"] for recovery in recoveries] == [arrest.state.values["arrested_at"]]


def test_records_bear_the_time_of_the_story(laptop, replay_clock):
    acts = write_year(Scenario().scaled(0.02))
    first = next(act for act in acts if act.verb is Verb.SAVE and act.who == DETECTIVE)
    Replay({DETECTIVE: laptop}, replay_clock, lambda _: None).play([first])
    row = laptop.store.load(first.record_type, first.record_id)
    assert row.created_at[:16] == first.at.isoformat()[:16]


def test_edit_of_a_record_that_a_laptop_does_not_hold_is_a_broken_story(tmp_path, laptop, replay_clock):
    other = a_session(tmp_path / "other", replay_clock, handle=DEPUTY)
    acts = write_year(Scenario().scaled(0.02))
    made = next(act for act in acts if act.verb is Verb.SAVE and act.who == DETECTIVE)
    edit = Act(
        at=made.at, who=DEPUTY, verb=Verb.SAVE, record_type=made.record_type, record_id=made.record_id, values={}
    )
    try:
        with pytest.raises(StoryError, match="does not hold"):
            Replay({DETECTIVE: laptop, DEPUTY: other}, replay_clock, lambda _: None).play([made, edit])
    finally:
        other.close()


def test_laptop_writes_nothing_before_it_was_handed_over():
    assert all(act.at > ENROLLED_AT for act in write_year(Scenario().scaled(0.05)))
