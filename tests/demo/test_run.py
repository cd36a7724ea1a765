"""The demonstration over a real headquarters, TLS and three real laptops, with a small year."""

import os
from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from fieldapp.actions.board import Board, load_board
from fieldapp.actions.exposure import load_exposure
from fieldapp.actions.laptop import Laptop
from fieldapp.demo import people
from fieldapp.demo.act import Verb
from fieldapp.demo.bureau import PASSPHRASE, Economy, clear_folder
from fieldapp.demo.evening import write_evening
from fieldapp.demo.run import DemoResult, Desk, run_demo
from fieldapp.demo.scenario import DEPUTY, DETECTIVE, HANDLES, RESPONDER, SUPERVISOR, Scenario, accounts
from fieldapp.demo.schedule import Schedule
from fieldapp.demo.script import ENROLLED_AT, YEAR_OVER_AT
from fieldapp.domain.faults import StoreError
from fieldapp.records.seed import agency_id
from fieldapp.reports.archive import OpenedReport, list_reports, open_report
from tests.fakes.laptop import QUICK, KdfLimits
from ui.stop import PICTURES

SMALL = Scenario().scaled(0.04)
CHEAP = Economy(QUICK, KdfLimits(floor_kib=64))


@dataclass
class Left:
    """What one run said and came to, and what it left on the laptops."""

    result: DemoResult
    said: list[str]
    boards: dict[str, Board]
    held: dict[str, set[str]]
    asked: set[str]
    reports: dict[str, OpenedReport]
    looks: dict[str, int]
    pictured: set[str]


@pytest.fixture(scope="module")
def left(tmp_path_factory) -> Left:
    folder = tmp_path_factory.mktemp("demo")
    said, boards, held, asked, reports, looks, pictured = [], {}, {}, set(), {}, {}, set()

    def look(desks: Sequence[Desk], out):
        assert [each.folder.name for each in desks] == ["detective", "supervisor"]
        desk = desks[0]
        for account in accounts():
            laptop = Laptop(desk.folder.parent / account.role.value, desk.clock, os.urandom, CHEAP.limits)
            session = laptop.unlock(desk.passphrase)
            store = session.store
            boards[account.handle] = load_board(session)
            held[account.handle] = {name for name, *_ in store.projection.tallies(store.connection)}
            for head in list_reports(store):
                reports[account.handle] = open_report(store, head.record_id)
            if account.handle == DETECTIVE:
                pictured.update(row[0] for row in store.connection.exec_driver_sql(PICTURES["photographed"]))
            if account.handle == SUPERVISOR:
                looks.update({each.who: each.looks[0] for each in load_exposure(session)})
            if account.handle == RESPONDER:
                asked.update(row[0] for row in store.connection.exec_driver_sql("SELECT agency FROM referral"))
            session.close()
        return [out / "board.png"]

    result = run_demo(folder / "data", folder / "out", said.append, scenario=SMALL, economy=CHEAP, take_pictures=look)
    return Left(result, said, boards, held, asked, reports, looks, pictured)


def test_headquarters_and_laptops_agree_with_each_other_and_with_the_scenario(left):
    result, said = left.result, left.said
    assert result.agrees
    assert result.status == 0
    assert "HQ and laptop agree." in said
    held = {line.figure.name: [value for value in line.laptops.values() if value is not None] for line in result.lines}
    assert held["victims_recovered"] == [SMALL.victims] * 3
    assert len(held["services_given"]) == 1


def test_figures_of_the_middle_of_the_year_agree_and_are_fewer(left):
    now = {line.figure.name: line.hq for line in left.result.lines}
    then = {line.figure.name: line for line in left.result.middle}
    assert all(line.agrees for line in left.result.middle)
    assert 0 < then["arrests"].hq < now["arrests"]
    assert {who for who, value in then["arrests"].laptops.items() if value is not None} >= {DETECTIVE, SUPERVISOR}
    assert then["services_given"].laptops[RESPONDER] is not None


def test_yearly_report_is_published_and_is_as_the_figures_were(left):
    found = left.reports
    assert set(found) == {DETECTIVE, SUPERVISOR}
    for opened in found.values():
        assert opened.is_genuine
        signed = {figure.name: figure.value for figure in opened.text.figures if figure.is_held}
        assert signed.items() <= {line.figure.name: line.hq for line in left.result.lines}.items()


def test_clashes_left_open_are_counted_alike_everywhere(left):
    result = left.result
    assert set(result.clashes.values()) == {SMALL.open_clashes}
    assert result.tally.acts[Verb.SETTLE] == SMALL.settled
    assert (result.waiting, result.refused, result.log_fault) == (0, 0, "")


def test_headquarters_lists_no_violation(left):
    result = left.result
    assert (result.put_aside, result.findings) == (0, 0)
    assert result.tally.acts[Verb.STEP] >= 6 * SMALL.operations
    assert not type(result)(lines=result.lines, clashes=result.clashes, put_aside=1).agrees


def test_supervisors_board_shows_what_waits_for_review_and_the_evenings_operation(left):
    board = left.boards[SUPERVISOR]
    assert board.operation is not None
    assert board.operation.is_active
    assert board.for_review > 0


def test_nothing_said_carries_a_name(left):
    said = left.said
    text = "\n".join(said)
    names = [*people.FAMILY_NAMES, *people.GIVEN_NAMES, *HANDLES, *(account.name for account in accounts())]
    words = {word.strip(".,:;()") for word in text.split()}
    assert words.isdisjoint(names)
    assert "Doe-" not in text
    assert PASSPHRASE not in text


def test_figures_that_differ_fail_the_run(left):
    result = left.result
    first = result.lines[0]
    wrong = type(first)(first.figure, {**first.laptops, DETECTIVE: -1}, first.wanted)
    assert not wrong.agrees
    assert not type(first)(first.figure, first.laptops, first.hq + 1).agrees
    assert type(result)(lines=[wrong], clashes=result.clashes, wanted_clashes=result.wanted_clashes).status == 1


def test_desk_is_left_with_an_operation_under_way_and_work_that_waits(left):
    result, board = left.result, left.boards[DETECTIVE]
    assert board.operation is not None
    assert board.operation.is_active
    assert board.operation.tally.recoveries == 2
    assert board.operation.tally.minors == 1
    assert board.operation.tally.screenings == 1
    assert board.due
    assert board.drafts
    assert board.waiting > 0
    assert board.new_leads >= 3
    assert [picture.name for picture in result.pictures] == ["board.png"]


def test_looks_at_a_covered_photograph_are_the_supervisors_to_see(left):
    assert len(left.pictured) == 1
    assert left.looks == {"Dana Exampleton": 2, "Kim Placeholder": 1}


def test_responder_holds_the_own_agencys_part_and_no_more(left):
    assert left.held[RESPONDER] == {"agency", "referral", "consent", "service", "contact_attempt"}
    assert left.asked == {agency_id("CAST")}
    for who in (DETECTIVE, DEPUTY, SUPERVISOR):
        assert left.held[who].isdisjoint({"service", "contact_attempt"})


def test_responders_board_shows_the_evenings_call_out(left):
    calls = left.boards[RESPONDER].call_outs
    assert "sent" in {call.status for call in calls}


def test_evening_follows_the_year_and_leaves_no_trace_in_its_figures(year, evening):
    assert evening == write_evening()
    known = {act.record_id for act in year}
    assert all(act.at > YEAR_OVER_AT and (act.verb is Verb.SYNC or act.record_id not in known) for act in evening)


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
