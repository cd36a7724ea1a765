"""What others did to a person's records is told once, survives a restart, and goes when it was looked at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldapp.actions.board import load_board
from fieldapp.actions.capture import save_record, void_record
from fieldapp.actions.keeper import become_keeper, note_compared
from fieldapp.actions.name_opening import ask_to_open
from fieldapp.actions.news import load_news, see_news, unsee_news
from fieldapp.actions.sealed_name import TrueName, seal_name
from fieldapp.domain.access import Role
from tests.fakes.clock import FakeClock
from tests.hostile.town import CAST, Seat, Town, meet


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = Town(tmp_path, FakeClock())
    yield made
    made.close()


def told(seat: Seat) -> list[tuple[str, str, str]]:
    return [(news.what, news.record_type, news.who) for news in load_news(seat.session)]


def test_record_that_somebody_else_changed_is_news_to_whoever_made_it(town: Town) -> None:
    ana, ben = town.enrol("ana"), town.enrol("ben")
    lead = save_record(ana.session, "lead", {"summary": "made by Ana"})
    ana.sync()
    ben.sync()
    assert told(ben) == []  # it is not Ben's
    save_record(ben.session, "lead", {"remarks": "seen by Ben"}, record_id=lead)
    ben.sync()
    assert told(ana) == []  # nothing has come yet
    ana.sync()
    assert told(ana) == [("changed", "lead", "ben")]
    ana.sync()
    ana.reopen()
    ana.sync()
    assert told(ana) == [("changed", "lead", "ben")]


def test_work_that_somebody_is_given_and_what_was_struck_out_is_said_so(town: Town) -> None:
    ana, ben = town.enrol("ana"), town.enrol("ben")
    gone = save_record(ana.session, "lead", {"summary": "made by Ana"})
    ana.sync()
    ben.sync()
    save_record(ben.session, "task", {"what": "Call the hotel", "assigned_to": "Ana"})
    void_record(ben.session, "lead", gone, "entered twice")
    ben.sync()
    ana.sync()
    assert sorted(told(ana)) == [("given", "task", "ben"), ("struck", "lead", "ben")]


def test_question_about_a_sealed_name_is_news_to_the_other_keeper_and_to_whoever_sealed_it(town: Town) -> None:
    ana, ben, caro = (town.enrol(handle, Role.SUPERVISOR) for handle in ("ana", "ben", "caro"))
    keepers = [become_keeper(seat.session) for seat in (ana, ben)]
    meet(ana, ben, caro)
    note_compared(ana.session, keepers[1])
    sealed = seal_name(ana.session, "UC-7", TrueName("Sample Quillon"))
    meet(ana, ben, caro)
    for seat in (ana, ben, caro):
        see_news(seat.session)
    ask_to_open(ben.session, sealed, "Court")
    meet(ben, ana, caro)
    assert told(ana) == [("came", "name_opening", "ben")]
    assert load_news(ana.session)[0].title.startswith("UC-7")
    assert load_board(ana.session).asked == 1
    assert told(ben) == told(caro) == []
    assert load_board(ben.session).asked == load_board(caro.session).asked == 0


def test_part_added_to_a_record_is_news_to_whoever_made_the_record(town: Town) -> None:
    ana, ben = town.enrol("ana"), town.enrol("ben")
    person = save_record(ana.session, "person", {"code_name": "Doe-1"})
    recovery = save_record(ana.session, "recovery", {"person": person})
    ana.sync()
    ben.sync()
    save_record(ben.session, "responder", {"recovery": recovery, "kind": "advocate"})
    ben.sync()
    ana.sync()
    assert told(ana) == [("changed", "responder", "ben")]


def test_call_out_is_news_to_the_advocates_of_the_agency(town: Town) -> None:
    ana, eve = town.enrol("ana"), town.enrol("eve", Role.ADVOCATE, CAST)
    call = {"client_code": "C-1", "kind": "call_out", "agency": CAST, "status": "sent"}
    save_record(ana.session, "referral", call | {"sent_at": "2026-01-02T03:00:00.000Z"})
    ana.sync()
    eve.sync()
    assert told(eve) == [("came", "referral", "ana")]


def test_what_was_looked_at_is_no_news_until_it_changes_again(town: Town) -> None:
    ana, ben = town.enrol("ana"), town.enrol("ben")
    leads = [save_record(ana.session, "lead", {"summary": f"made by Ana, {number}"}) for number in range(3)]
    for seat in (ana, ben):
        seat.sync()
    for lead in leads:
        save_record(ben.session, "lead", {"remarks": "seen"}, record_id=lead)
    ben.sync()
    ana.sync()
    assert len(told(ana)) == 3
    seen = see_news(ana.session, [leads[0]])
    assert {news.record_id for news in load_news(ana.session)} == set(leads[1:])
    unsee_news(ana.session, seen)
    assert {news.record_id for news in load_news(ana.session)} == set(leads)
    see_news(ana.session)
    assert told(ana) == []
    save_record(ben.session, "lead", {"remarks": "seen again"}, record_id=leads[1])
    ben.sync()
    ana.sync()
    assert [news.record_id for news in load_news(ana.session)] == [leads[1]]


def test_first_exchange_of_a_laptop_is_no_news(town: Town) -> None:
    ana, ben = town.enrol("ana"), town.enrol("ben")
    save_record(ben.session, "task", {"what": "Call the hotel", "assigned_to": "cay"})
    for seat in (ben, ana):
        seat.sync()
    assert told(town.enrol("cay")) == []


def test_record_that_this_laptop_no_longer_holds_is_not_told(town: Town) -> None:
    ana, ben = town.enrol("ana"), town.enrol("ben")
    lead = save_record(ana.session, "lead", {"summary": "made by Ana"})
    ana.sync()
    ben.sync()
    save_record(ben.session, "lead", {"remarks": "seen"}, record_id=lead)
    ben.sync()
    ana.sync()
    town.hq.accounts.withdraw("ana", "police", "admin")
    ana.sync()
    assert told(ana) == []
