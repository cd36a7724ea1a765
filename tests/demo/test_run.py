"""The demonstration over a real headquarters, TLS and three real laptops, with a small year."""

import os

import pytest

from fieldapp.actions.board import load_board
from fieldapp.actions.laptop import Laptop
from fieldapp.demo import people
from fieldapp.demo.act import Verb
from fieldapp.demo.bureau import PASSPHRASE, Economy, clear_folder, open_bureau
from fieldapp.demo.evening import write_evening
from fieldapp.demo.replay import Replay, ReplayClock
from fieldapp.demo.run import Desk, run_demo
from fieldapp.demo.scenario import DEPUTY, DETECTIVE, HANDLES, RESPONDER, Scenario, accounts
from fieldapp.demo.schedule import Schedule
from fieldapp.demo.script import ENROLLED_AT, YEAR_OVER_AT
from fieldapp.demo.year import write_year
from fieldapp.domain.faults import StoreError
from fieldapp.records.seed import agency_id
from fieldapp.store.outbox import unsent
from tests.fakes.laptop import QUICK, KdfLimits

SMALL = Scenario().scaled(0.04)
CHEAP = Economy(QUICK, KdfLimits(floor_kib=64))


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """One run with everything it said, and the board of the desk it left."""
    said, boards = [], []
    folder = tmp_path_factory.mktemp("demo")

    def look(desk: Desk, out):
        session = Laptop(desk.folder, desk.clock, os.urandom, CHEAP.limits).unlock(desk.passphrase)
        boards.append(load_board(session))
        session.close()
        return [out / "board.png"]

    result = run_demo(folder / "data", folder / "out", said.append, scenario=SMALL, economy=CHEAP, take_pictures=look)
    return result, said, boards[0]


def test_headquarters_and_laptops_agree_with_each_other_and_with_the_scenario(shown):
    result, said, _ = shown
    assert result.agrees
    assert result.status == 0
    assert "HQ and laptop agree." in said
    held = {line.figure.name: [value for value in line.laptops.values() if value is not None] for line in result.lines}
    assert held["victims_recovered"] == [SMALL.victims] * 2
    assert len(held["services_given"]) == 1


def test_clashes_left_open_are_counted_alike_everywhere(shown):
    result, _, _ = shown
    assert set(result.clashes.values()) == {SMALL.open_clashes}
    assert result.tally.acts[Verb.SETTLE] == SMALL.settled
    assert (result.waiting, result.refused, result.log_fault) == (0, 0, "")


def test_nothing_said_carries_a_name(shown):
    _, said, _ = shown
    text = "\n".join(said)
    names = [*people.FAMILY_NAMES, *people.GIVEN_NAMES, *HANDLES, *(account.name for account in accounts())]
    words = {word.strip(".,:;()") for word in text.split()}
    assert words.isdisjoint(names)
    assert "Doe-" not in text
    assert PASSPHRASE not in text


def test_figures_that_differ_fail_the_run(shown):
    result, *_ = shown
    first = result.lines[0]
    wrong = type(first)(first.figure, {**first.laptops, DETECTIVE: -1}, first.wanted)
    assert not wrong.agrees
    assert not type(first)(first.figure, first.laptops, first.hq + 1).agrees
    assert type(result)(lines=[wrong], clashes=result.clashes, wanted_clashes=result.wanted_clashes).status == 1


def test_desk_is_left_with_an_operation_under_way_and_work_that_waits(shown):
    result, _, board = shown
    assert board.operation is not None
    assert board.operation.is_active
    assert board.operation.tally.recoveries == 2
    assert board.operation.tally.minors == 1
    assert board.due
    assert board.drafts
    assert board.waiting > 0
    assert board.new_leads >= 3
    assert [picture.name for picture in result.pictures] == ["board.png"]


def test_responder_holds_the_own_agencys_part_and_no_more(tmp_path):
    clock = ReplayClock(ENROLLED_AT)
    with open_bureau(tmp_path, clock) as bureau:
        bureau.enrol_everybody(CHEAP)
        Replay(bureau.sessions, clock, bureau.meet).play(write_year(Scenario().scaled(0.02)))
        responder = bureau.sessions[RESPONDER].store
        held = {name for name, *_ in responder.projection.tallies(responder.connection)}
        assert held == {"agency", "referral", "consent", "service", "contact_attempt"}
        referrals = responder.connection.exec_driver_sql("SELECT DISTINCT agency FROM referral").fetchall()
        assert [row[0] for row in referrals] == [agency_id("CAST")]
        for who in (DETECTIVE, DEPUTY):
            police = bureau.sessions[who].store
            assert "service" not in {name for name, *_ in police.projection.tallies(police.connection)}
        assert [unsent(session.store) for session in bureau.sessions.values()] == [0, 0, 0]


def test_evening_follows_the_year_and_leaves_no_trace_in_its_figures():
    evening = write_evening()
    assert evening == write_evening()
    year = {act.record_id for act in write_year()}
    assert all(act.at > YEAR_OVER_AT and (act.verb is Verb.SYNC or act.record_id not in year) for act in evening)


def test_folder_with_something_else_in_it_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("keep")
    with pytest.raises(StoreError, match="something else"):
        clear_folder(tmp_path)
    assert (tmp_path / "letter.txt").read_text() == "keep"


def test_folder_of_an_earlier_run_is_cleared(tmp_path):
    folder = tmp_path / "data"
    clear_folder(folder)
    (folder / "old.db").touch()
    clear_folder(folder)
    assert not (folder / "old.db").exists()


def test_nobody_meets_headquarters_at_the_same_minute():
    schedule = Schedule(ENROLLED_AT, YEAR_OVER_AT)
    meetings = [at for times in schedule.meetings.values() for at in times]
    assert len(meetings) == len(set(meetings))
    assert schedule.known_from(DETECTIVE, DETECTIVE, ENROLLED_AT) == ENROLLED_AT
    assert schedule.known_from(DETECTIVE, DEPUTY, YEAR_OVER_AT) == YEAR_OVER_AT
