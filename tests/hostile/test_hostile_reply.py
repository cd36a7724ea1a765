"""What comes back from the network, or from a headquarters that is not what it was: taken whole or not at all."""

from __future__ import annotations

import shutil

import pytest

from fieldapp.actions.capture import save_record
from fieldapp.actions.exchange_status import load_status
from fieldapp.actions.find import find_records
from fieldapp.domain.access import Role
from fieldapp.domain.faults import SyncError
from sync.client.reply import HqBusyError
from sync.holding import holdings_digest
from sync.protocol import MEDIA_TYPE, ChangeItem, Reply, StateItem
from tests.hostile.town import CAST, Seat, Town, is_sentence, journal_size, replace, rows_of

PORTALS = {
    "page": (200, {"content-type": "text/html"}, b"<html>Please sign in</html>"),
    "redirect": (302, {"location": "http://portal.example/"}, b""),
    "nothing": (204, {}, b""),
    "page that says it is ours": (200, {"content-type": MEDIA_TYPE}, b"<html>"),
    "squeezed": (200, {"content-type": MEDIA_TYPE, "content-encoding": "gzip"}, b"\x1f\x8b"),
    "busy": (503, {"content-type": "text/html", "retry-after": "315360000"}, b"busy"),
}


def refused(seat: Seat) -> SyncError:
    """Run a round that must fail; return the fault, having seen that nothing moved."""
    store = seat.session.store
    before = rows_of(seat.session), journal_size(seat.session), store.meta("cursor"), store.meta("acked")
    with pytest.raises(SyncError) as caught:
        seat.sync()
    after = rows_of(seat.session), journal_size(seat.session), store.meta("cursor"), store.meta("acked")
    assert before == after
    assert is_sentence(str(caught.value)), str(caught.value)
    assert load_status(seat.session).fault == str(caught.value)
    return caught.value


def agree(*seats: Seat) -> None:
    """Hold that these laptops have nothing to say any more and show the same."""
    for seat in (*seats, *seats):
        seat.sync()
        assert load_status(seat.session).waiting == 0
    first = rows_of(seats[0].session)
    assert all(rows_of(seat.session) == first for seat in seats)


@pytest.mark.parametrize("portal", PORTALS)
def test_network_that_answers_itself_takes_nothing(town: Town, portal: str) -> None:
    ana, ben = town.enrol("ana"), town.enrol("ben")
    save_record(ben.session, "lead", {"summary": "from elsewhere"})
    ben.sync()
    save_record(ana.session, "lead", {"summary": "kept"})
    ana.wire.meddle = lambda _: PORTALS[portal]
    fault = refused(ana)
    assert fault.kind in {"NETWORK_SIGN_IN", "REPLY_FORGED", "HQ_BUSY"}
    if isinstance(fault, HqBusyError):
        assert fault.retry_after_s == 900
    ana.wire.meddle = None
    agree(ana, ben)


def test_reply_cut_at_every_byte_costs_nothing_but_the_round(town: Town) -> None:
    ana, ben = town.enrol("ana"), town.enrol("ben")
    save_record(ben.session, "lead", {"summary": "from elsewhere"})
    save_record(ana.session, "lead", {"summary": "from here"})
    ben.sync()
    length = 1
    cut = 0
    while cut < length:
        if cut % 50 == 0:
            save_record(ben.session, "lead", {"summary": f"cut at {cut}"})
            save_record(ana.session, "lead", {"summary": f"here at {cut}"})
            ben.sync()
        at = cut

        def shorten(answer, at=at):
            nonlocal length
            length = len(answer[2])
            return answer[0], answer[1], answer[2][: min(at, length - 1)]  # one round says less than another

        ana.wire.meddle = shorten
        assert refused(ana).kind == "REPLY_FORGED"
        ana.wire.meddle = None
        if cut % 50 == 49:
            ana.sync()
        cut += 1
    assert cut > 100
    agree(ana, ben)
    assert town.hq.verify_log().fault == ""


def test_reply_to_another_request_is_not_taken(town: Town) -> None:
    ana, ben = town.enrol("ana"), town.enrol("ben")
    kept: list[tuple] = []
    ana.wire.meddle = lambda answer: (kept.append(answer), answer)[1]
    ana.sync()
    save_record(ben.session, "lead", {"summary": "from elsewhere"})
    ben.sync()
    ana.wire.meddle = lambda _: kept[0]
    assert refused(ana).kind == "REPLY_FORGED"
    ana.wire.meddle = None
    agree(ana, ben)


def swapped(items: list) -> list:
    return [items[-1], *items[1:-1], items[0]]


PAGES = {
    "twice the same change": lambda reply: replace(reply, items=[*reply.items, reply.items[-1]]),
    "descending": lambda reply: replace(reply, items=reply.items[::-1]),
    "first and last swapped": lambda reply: replace(reply, items=swapped(reply.items)),
    "a sequence that the laptop has": lambda reply: replace(
        reply, items=[*(replace(i, seq=1) for i in reply.items[:1]), *reply.items[1:]]
    ),
    "beyond its own cursor": lambda reply: replace(
        reply, items=[*reply.items[:-1], replace(reply.items[-1], seq=reply.cursor + 9)]
    ),
    "a payload that nobody sealed": lambda reply: replace(
        reply, items=[replace(reply.items[0], payload=b'{"fields":{},"seen":{}}'), *reply.items[1:]]
    ),
    "an entry of nothing": lambda reply: replace(reply, items=[ChangeItem(reply.cursor, b"", b"", b"")]),
    "a record with heads of nothing": lambda reply: replace(
        reply, items=[a_state(reply.cursor, values=b"{}", heads="{}")]
    ),
    "a record with values that are no object": lambda reply: replace(
        reply, items=[a_state(reply.cursor, values=b"[1]", heads='{"c":{},"d":""}')]
    ),
    "a record with values that are no JSON": lambda reply: replace(
        reply, items=[a_state(reply.cursor, values=b"\xff{", heads='{"c":{},"d":""}')]
    ),
    "a record with a lone surrogate": lambda reply: replace(
        reply, items=[a_state(reply.cursor, values=b'{"summary":"\\ud800"}', heads='{"c":{},"d":""}')]
    ),
    "a record with a rival that cannot be read": lambda reply: replace(
        reply, items=[a_state(reply.cursor, values=b"{}", heads='{"c":{},"d":"","r":{"summary":1}}')]
    ),
}


def a_state(seq: int, *, values: bytes, heads: str) -> StateItem:
    at = "2026-01-02T03:04:05.678Z"
    record_id = "01890000-0000-7000-8000-000000000001"
    return StateItem(seq, "lead", record_id, "police", values, heads, at, "ben", at, "ben")


@pytest.mark.parametrize("page", PAGES)
def test_page_that_cannot_be_is_refused_whole_and_the_next_is_taken(town: Town, page: str) -> None:
    ana, ben = town.enrol("ana"), town.enrol("ben")
    lead = save_record(ben.session, "lead", {"summary": "first"})
    save_record(ben.session, "lead", {"summary": "second"}, record_id=lead)
    save_record(ben.session, "lead", {"summary": "other"})
    ben.sync()
    save_record(ana.session, "lead", {"summary": "mine"})
    ana.wire.meddle = town.forge(PAGES[page], ana)
    store = ana.session.store
    before = rows_of(ana.session), store.meta("cursor")
    with pytest.raises(SyncError) as caught:
        ana.sync()
    assert caught.value.kind == "PAGE_DAMAGED"
    assert is_sentence(str(caught.value))
    assert (rows_of(ana.session), store.meta("cursor")) == before
    ana.wire.meddle = None
    agree(ana, ben)
    assert ana.session.store.journal.verify(ana.session.store.connection) == []


def test_page_with_a_hole_is_found_by_comparing_and_healed(town: Town) -> None:
    ana, ben = town.enrol("ana"), town.enrol("ben")
    for number in range(3):
        save_record(ben.session, "lead", {"summary": f"lead {number}"})
    ben.sync()
    forged: list[Reply] = []

    def leave_out(reply: Reply) -> Reply:
        if forged or len(reply.items) < 3:
            return reply
        forged.append(reply)
        return replace(reply, items=[reply.items[0], reply.items[2]])

    ana.wire.meddle = town.forge(leave_out, ana)
    ana.sync()
    assert forged
    agree(ana, ben)


def test_holdings_that_stay_different_are_said_and_nothing_is_lost(town: Town) -> None:
    ana = town.enrol("ana")
    save_record(ana.session, "lead", {"summary": "mine"})
    before = rows_of(ana.session)
    ana.wire.meddle = town.forge(lambda reply: replace(reply, digest=12345), ana)
    with pytest.raises(SyncError) as caught:
        ana.sync()
    assert caught.value.kind == "HOLDINGS_DIFFER"
    assert is_sentence(str(caught.value))
    ana.wire.meddle = None
    ana.sync()
    assert rows_of(ana.session) == before


def test_message_of_another_incarnation_makes_the_laptop_begin_anew_and_lose_nothing(town: Town) -> None:
    ana, ben = town.enrol("ana"), town.enrol("ben")
    save_record(ana.session, "lead", {"summary": "sent"})
    ana.sync()
    save_record(ana.session, "lead", {"summary": "waits"})
    before = rows_of(ana.session)
    forged: list[Reply] = []

    def another(reply: Reply) -> Reply:
        if forged:
            return reply
        forged.append(reply)
        return replace(reply, incarnation=b"\1\2\3\4" + (5).to_bytes(8, "big"))

    ana.wire.meddle = town.forge(another, ana)
    ana.sync()
    ana.wire.meddle = None
    assert rows_of(ana.session) == before
    agree(ana, ben)


def copy_hq(town: Town) -> None:
    town.hq.close()
    shutil.copytree(town.folder / "hq", town.folder / "backup")
    town.reopen_hq()


def restore_hq(town: Town) -> None:
    town.hq.close()
    shutil.rmtree(town.folder / "hq")
    shutil.copytree(town.folder / "backup", town.folder / "hq")
    town.reopen_hq()


@pytest.mark.parametrize("is_told", [True, False], ids=["begun anew", "not told"])
@pytest.mark.parametrize("goes_on", [0, 1, 9], ids=["at once", "after one change", "after nine changes"])
def test_headquarters_put_back_from_a_backup_is_healed_by_the_laptops(town: Town, is_told: bool, goes_on: int) -> None:
    ana, ben, cy = town.enrol("ana"), town.enrol("ben"), town.enrol("cy")
    shared = save_record(ana.session, "lead", {"summary": "before the backup"})
    agree(ana, ben, cy)
    copy_hq(town)
    lost = [save_record(ana.session, "lead", {"summary": f"after the backup {n}"}) for n in range(4)]
    save_record(ben.session, "lead", {"summary": "edited after it"}, record_id=shared)
    agree(ana, ben, cy)
    save_record(ana.session, "lead", {"summary": "edited last"}, record_id=shared)
    ana.sync()
    restore_hq(town)
    if is_told:
        town.hq.begin_anew("admin")
    lost += [save_record(cy.session, "lead", {"summary": f"on the restored one {n}"}) for n in range(goes_on)]
    for seat in (cy, ben, ana, cy, ben, ana):
        seat.sync()
    agree(ana, ben, cy)
    shown = rows_of(ben.session)["lead"]
    assert {row[0] for row in shown} >= {shared, *lost}
    assert {row[0]: row[2]["summary"] for row in shown}[shared] == "edited last"
    assert town.hq.verify_log().fault == ""
    database = town.hq.database
    with database.read() as work:
        tallies = database.projection.tallies(work.connection)
    own = ana.session.store.projection.tallies(ana.session.store.connection)
    scopes = ana.session.scopes
    assert holdings_digest(own, scopes) == holdings_digest(tallies, scopes)
    for seat in (ana, ben, cy):
        assert seat.session.store.journal.verify(seat.session.store.connection) == []


def test_scope_that_ends_between_push_and_pull_takes_everything_but_unsent_work(town: Town) -> None:
    ana, ben = town.enrol("ana"), town.enrol("ben")
    town.hq.accounts.grant("ana", f"services:{CAST}", "admin")
    cast = town.enrol("cast", Role.ADVOCATE, CAST)
    secret = save_record(cast.session, "service", {"client_code": "Zebrafinch", "category": "case_management"})
    cast.sync()
    ana.sync()
    assert ana.session.store.load("service", secret)
    assert find_records(ana.session, "Zebrafinch").groups
    save_record(ana.session, "service", {"remarks": "Quetzal unsent"}, record_id=secret)
    own = save_record(ana.session, "lead", {"summary": "unsent too"})

    def withdraw(answer):
        town.hq.accounts.withdraw("ana", f"services:{CAST}", "admin")
        ana.wire.meddle = None
        return answer

    ana.wire.meddle = withdraw
    ana.sync()
    ana.sync()
    store = ana.session.store
    assert store.load("service", secret) is None
    for table, column in (("base", "record_id"), ("service", "id"), ("search_doc", "record_id")):
        count = store.connection.exec_driver_sql(f"SELECT count(*) FROM {table} WHERE {column} = ?", (secret,))
        assert count.scalar_one() == 0, table
    theirs = "SELECT count(*) FROM journal WHERE record_id = ? AND device <> ?"
    assert store.connection.exec_driver_sql(theirs, (secret, store.device)).scalar_one() == 0
    payloads = store.connection.exec_driver_sql("SELECT payload FROM journal").scalars()
    assert not any(b"Zebrafinch" in payload for payload in payloads)
    assert not find_records(ana.session, "Zebrafinch").groups
    assert not find_records(ana.session, "Zebrafinhc").groups
    words = store.connection.exec_driver_sql("CREATE VIRTUAL TABLE temp.v USING fts5vocab('main', 'search', 'row')")
    words = store.connection.exec_driver_sql("SELECT term FROM temp.v").scalars().all()
    assert "zebrafinch" not in words
    assert load_status(ana.session).waiting == 0
    cast.sync()
    assert cast.session.store.load("service", secret).state.values["remarks"] == "Quetzal unsent"
    ben.sync()
    assert ben.session.store.load("lead", own)
    assert store.journal.verify(store.connection) == []
