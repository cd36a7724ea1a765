"""A sealed name against one keeper alone, against headquarters' bytes, against what was changed or put elsewhere."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from fieldapp.actions.find import find_records
from fieldapp.actions.history import load_history
from fieldapp.actions.keeper import become_keeper, keeper_key, load_keepers, note_compared, own_keeper, retire_keeper
from fieldapp.actions.name_opening import (
    GOOD_FOR,
    agree_to_open,
    ask_to_open,
    count_asked,
    load_opening_log,
    load_openings,
    open_name,
    refuse_to_open,
)
from fieldapp.actions.sealed_name import TrueName, load_sealed_names, require_seal, seal_name
from fieldapp.store.outbox import quarantined
from fieldapp.vault.sealed_name import open_seal, own_half, read_boxes
from tests.fakes.keepers import MARK, NAME, WORDS, a_seal, agreed, ana, ben, caro, keep, refusal
from tests.hostile.town import Seat, Town, meet

__all__ = ["ana", "ben", "caro"]


def texts(seat: Seat) -> Iterator[str]:
    """Every text in every table of a laptop's store, the search index too, as whoever holds it open reads it."""
    connection = seat.session.store.connection
    for (table,) in list(connection.exec_driver_sql("SELECT name FROM sqlite_schema WHERE type = 'table'")):
        for row in connection.exec_driver_sql(f'SELECT * FROM "{table}"'):
            yield from (each.decode("latin-1") if isinstance(each, bytes) else str(each) for each in row)


def hq_texts(town: Town) -> Iterator[str]:
    """The same of headquarters' database, as its administrator reads it."""
    with town.hq.database.read() as work:
        names = [row[0] for row in work.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        for table in names:
            for row in work.rows(f'SELECT * FROM "{table}"'):
                yield from (each.decode("latin-1") if isinstance(each, bytes) else str(each) for each in row)


def test_two_keepers_open_it_and_the_journal_names_both(town: Town, ana: Seat, ben: Seat):
    sealed = a_seal(ana, ben)
    opening = agreed(ana, ben, sealed)
    assert open_name(ana.session, opening) == NAME
    meet(ana, ben)
    for seat in (ana, ben):
        log = load_opening_log(seat.session, sealed)
        assert [(line.act, line.who) for line in log] == [
            ("opened", "Ana"),
            ("agreed", "Ben"),
            ("asked", "Ana"),
            ("sealed", "Ana"),
        ]
        assert {line.device for line in log if line.who == "Ben"} == {ben.session.store.device}
        assert "Subpoena of the court" in [line.words for line in log]
        assert {act.author for act in load_history(seat.session, "name_opening", opening)} == {"ana", "ben"}
    from sync.hq.timeline import load_timeline

    events = load_timeline(town.hq.database, sealed)
    assert sorted(event.handle for event in events) == ["ana", "ana", "ana", "ben"]


def test_one_keeper_with_every_byte_of_their_laptop_does_not_open_it(ana: Seat, ben: Seat, caro: Seat):
    sealed = a_seal(ana, ben, caro)
    ask_to_open(ben.session, sealed, "Curious")
    session = ben.session
    seal, mine = require_seal(session, sealed), keeper_key(session)
    others = [each.key for each in load_keepers(session) if not each.is_own]
    halves = [own_half(seal, mine, other) for other in others]
    keys = [*halves, bytes(32), mine.private_bytes(), session.identity.private_bytes()]
    for first, second in itertools.product(keys, keys):
        assert refusal(lambda a=first, b=second: open_seal(seal, a, b)) == "SEAL_CONTENT_DAMAGED"
    boxes = read_boxes(seal.boxes)
    for box in boxes.halves.values():  # what is locked to others does not open, for no purpose that stands anywhere
        for info in (b"", box):
            assert mine.unlock(box, info) is None


def test_one_keeper_cannot_answer_themselves(ana: Seat, ben: Seat):
    sealed = a_seal(ana, ben)
    opening = ask_to_open(ana.session, sealed, "Alone")
    assert refusal(lambda: agree_to_open(ana.session, opening)) == "OPENING_ALONE"
    assert refusal(lambda: open_name(ana.session, opening)) == "OPENING_ALONE"
    own = own_keeper(ana.session)
    forged = {"answer": "agreed", "answered_by": "ben", "answered_with": own.record_id, "half": "x"}
    assert refusal(lambda: ana.session.store.save(ana.session.author, "name_opening", forged, record_id=opening)) == (
        "OPENING_ALONE"
    )


def test_second_laptop_of_one_keeper_is_no_second_person(town: Town, ana: Seat, ben: Seat):
    sealed = a_seal(ana, ben)
    opening = ask_to_open(ana.session, sealed, "Alone")
    seal = require_seal(ana.session, sealed)
    assert {holder.handle for holder in read_boxes(seal.boxes).holders} == {"ana", "ben"}
    assert refusal(lambda: agree_to_open(ana.session, opening)) == "OPENING_ALONE"


def test_name_is_in_no_byte_of_laptops_packets_or_headquarters(town: Town, ana: Seat, ben: Seat):
    sealed = a_seal(ana, ben)
    assert open_name(ana.session, agreed(ana, ben, sealed)).name.startswith(MARK)
    meet(ana, ben)
    for seat in (ana, ben):
        assert not find_records(seat.session, MARK).groups
        for text in texts(seat):
            assert not any(word in text for word in WORDS)
        assert not any(word.encode() in sent[3] for sent in seat.wire.sent for word in WORDS)
    for text in hq_texts(town):
        assert not any(word in text for word in WORDS)
    for path in town.folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert not any(word.encode() in data for word in WORDS), path


def test_key_of_a_question_is_gone_once_it_was_opened(ana: Seat, ben: Seat):
    sealed = a_seal(ana, ben)
    opening = agreed(ana, ben, sealed)
    once = ana.session.store.meta(f"opening {opening}")
    assert any(once in text for text in texts(ana))
    open_name(ana.session, opening)
    assert not any(once in text for text in texts(ana))
    assert refusal(lambda: open_name(ana.session, opening)) == "OPENING_OVER"
    ana.reopen()
    assert refusal(lambda: open_name(ana.session, opening)) == "OPENING_OVER"


def test_yes_is_good_for_three_days(town: Town, ana: Seat, ben: Seat):
    sealed = a_seal(ana, ben)
    kept, lapsed = agreed(ana, ben, sealed), agreed(ana, ben, sealed)
    town.clock.advance(GOOD_FOR.total_seconds() - 60)
    assert open_name(ana.session, kept) == NAME
    town.clock.advance(120)
    assert refusal(lambda: open_name(ana.session, lapsed)) == "OPENING_LAPSED"
    assert {each.state for each in load_openings(ana.session)} == {"opened", "lapsed"}
    assert not ana.session.store.meta(f"opening {lapsed}")


def test_answer_survives_a_restart_of_both(ana: Seat, ben: Seat):
    sealed = a_seal(ana, ben)
    opening = ask_to_open(ana.session, sealed, "Court")
    meet(ana, ben)
    ana.reopen()
    ben.reopen()
    agree_to_open(ben.session, opening)
    meet(ben, ana)
    assert open_name(ana.session, opening) == NAME


def test_refusal_says_why_and_opens_nothing(ana: Seat, ben: Seat):
    sealed = a_seal(ana, ben)
    opening = ask_to_open(ana.session, sealed, "Curious")
    meet(ana, ben)
    assert count_asked(ben.session) == 1
    assert refusal(lambda: refuse_to_open(ben.session, opening, " ")) == "REFUSAL_REASON_MISSING"
    refuse_to_open(ben.session, opening, "No case number")
    meet(ben, ana)
    told = load_openings(ana.session)[0]
    assert (told.state, told.answered_by, told.answer_reason) == ("refused", "Ben", "No case number")
    assert refusal(lambda: open_name(ana.session, opening)) == "OPENING_ALONE"
    assert count_asked(ben.session) == 0


def test_two_who_answer_without_knowing_of_each_other_leave_the_first_standing(ana: Seat, ben: Seat, caro: Seat):
    sealed = a_seal(ana, ben, caro)
    opening = ask_to_open(ana.session, sealed, "Court")
    meet(ana, ben, caro)
    agree_to_open(ben.session, opening)
    refuse_to_open(caro.session, opening, "Not today")
    meet(ben, caro, ana)
    assert [each.reason for each in quarantined(caro.session.store)] == ["OPENING_ANSWERED"]
    assert load_openings(ana.session)[0].answered_by == "Ben"
    assert open_name(ana.session, opening) == NAME


def test_two_supervisors_who_seal_one_alias_offline_keep_both_and_are_told(ana: Seat, ben: Seat):
    keep(ana, ben)
    other = TrueName("Somebodyelsealtogether")
    first, second = seal_name(ana.session, "UC-7", NAME), seal_name(ben.session, "uc-7 ", other)
    meet(ana, ben)
    for seat in (ana, ben):
        shown = load_sealed_names(seat.session)
        assert {each.record_id for each in shown} == {first, second}
        assert all(each.is_twice for each in shown)
    assert open_name(ana.session, agreed(ana, ben, first)) == NAME
    assert open_name(ana.session, agreed(ana, ben, second)) == other


def test_keeper_who_leaves_is_named_until_the_name_is_sealed_anew(ana: Seat, ben: Seat, caro: Seat):
    sealed = a_seal(ana, ben, caro)
    gone = next(each for each in load_keepers(ana.session) if each.handle == "caro")
    retire_keeper(ana.session, gone.record_id, "Left the task force")
    meet(ana, ben, caro)
    (shown,) = load_sealed_names(ben.session)
    assert shown.left == ("Caro",)
    assert refusal(lambda: ask_to_open(caro.session, sealed, "One more look")) == "SEAL_NOT_YOURS"
    anew = seal_name(ana.session, "UC-7", NAME, instead_of=sealed)
    meet(ana, ben, caro)
    (shown,) = load_sealed_names(ben.session)
    assert (shown.record_id, shown.left, len(shown.holders)) == (anew, (), 2)
    assert not load_sealed_names(caro.session)[0].is_mine
    assert open_name(ben.session, agreed(ben, ana, anew)) == NAME
    acts = [line.act for line in load_opening_log(ana.session, sealed)]
    assert acts == ["struck", "sealed"]


def test_name_is_sealed_for_nobody_whose_digits_were_not_compared(ana: Seat, ben: Seat, caro: Seat):
    for seat in (ana, ben, caro):
        become_keeper(seat.session)
    meet(ana, ben, caro)
    assert refusal(lambda: seal_name(ana.session, "UC-7", NAME)) == "SEAL_KEEPERS"
    other = next(each for each in load_keepers(ana.session) if each.handle == "ben")
    digits = next(each for each in load_keepers(ben.session) if each.is_own).fingerprint
    assert other.fingerprint == digits
    note_compared(ana.session, other.record_id)
    sealed = seal_name(ana.session, "UC-7", NAME)
    meet(ana, ben, caro)
    assert {h.handle for h in read_boxes(require_seal(caro.session, sealed).boxes).holders} == {"ana", "ben"}
    assert refusal(lambda: ask_to_open(caro.session, sealed, "Look")) == "SEAL_NOT_YOURS"
