"""State pages: a fresh laptop gets rows with their heads, then goes on with the log from the first page's moment."""

from __future__ import annotations

import json

import pytest

from fieldapp.domain.access import Role
from fieldapp.domain.merge import RecordState
from fieldapp.records.seed import seed_agencies
from sync.hq import state_page
from sync.hq.headquarters import Headquarters
from sync.protocol import Reply, StateItem
from tests.hq.conftest import CAST, Laptop, NewLaptop, RefusalError


def _walk(laptop: Laptop) -> tuple[list[StateItem], list[Reply]]:
    items: list[StateItem] = []
    replies = [laptop.exchange(cursor=-1, page=(laptop.scopes, "", ""))]
    while replies[-1].page is not None:
        items += replies[-1].items
        replies.append(laptop.exchange(cursor=-1, page=replies[-1].page))
    return items + replies[-1].items, replies


def test_fresh_laptop_gets_the_directory(new_laptop: NewLaptop) -> None:
    cast = new_laptop("cast", Role.ADVOCATE, CAST)
    items, _ = _walk(cast)
    assert {item.record_id for item in items} == set(seed_agencies())
    by_id = {item.record_id: json.loads(item.values) for item in items}
    assert by_id[CAST]["short_name"] == "CAST"


def test_page_holds_all_that_the_record_is(hq: Headquarters, new_laptop: NewLaptop) -> None:
    dana, eli = new_laptop("dana"), new_laptop("eli")
    made = dana.write(
        "recovery",
        {
            "place": "Pomona",
            "needs": ["clothing", "food"],
            "foreign_national_minor": False,
            "estimated_age": 16,
            "city": None,
        },
    )
    dana.write("recovery", {"tomorrow": {"deep": [1, None]}}, record_id=made.record_id)
    dana.push()
    (item,) = [item for item in _walk(eli)[0] if item.record_id == made.record_id]
    values = json.loads(item.values)
    assert values == {
        "place": "Pomona",
        "needs": ["clothing", "food"],
        "foreign_national_minor": False,
        "estimated_age": 16,
        "tomorrow": {"deep": [1, None]},
    }
    with hq.database.read() as work:
        stored = hq.database.projection.load(work.connection, "recovery", [made.record_id])[made.record_id]
    assert RecordState.from_heads("recovery", made.record_id, "police", values, item.heads) == stored.state
    assert (item.seq, item.created_by, item.updated_at) == (stored.hq_seq, "dana", stored.updated_at)


def test_pages_follow_one_another_without_loss_or_repetition(
    new_laptop: NewLaptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    dana, eli = new_laptop("dana"), new_laptop("eli")
    made = {dana.write(kind, {"remarks": "x"}).record_id for kind in ("arrest", "person", "charge") * 7}
    dana.push()
    whole, _ = _walk(eli)
    monkeypatch.setattr(state_page, "PAGE_ITEMS", 5)
    monkeypatch.setattr(state_page, "_STEP", 2)
    items, replies = _walk(eli)
    assert items == whole
    assert made <= {item.record_id for item in items}
    assert len(items) == len({item.record_id for item in items}) == 21 + len(seed_agencies())
    assert len(replies) == 10
    assert replies[0].cursor > 0
    assert {reply.cursor for reply in replies[1:]} == {-1}


def test_page_is_bounded_in_bytes(new_laptop: NewLaptop, monkeypatch: pytest.MonkeyPatch) -> None:
    dana, eli = new_laptop("dana"), new_laptop("eli")
    for _ in range(3):
        dana.write("note", {"body": "x" * 90_000})
    dana.push()
    monkeypatch.setattr(state_page, "_MAX_PAGE_BYTES", 100_000)
    _, replies = _walk(eli)
    assert max(len(reply.items) for reply in replies) <= len(seed_agencies()) + 1
    assert len(replies) >= 3


def test_what_changes_between_two_pages_arrives_in_one_or_the_other(
    new_laptop: NewLaptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(state_page, "PAGE_ITEMS", 3)
    dana, eli = new_laptop("dana"), new_laptop("eli")
    made = dana.write("person", {"family_name": "Doe"})
    dana.push()
    first = eli.exchange(cursor=-1, page=(eli.scopes, "", ""))
    dana.write("person", {"family_name": "Dowe"}, record_id=made.record_id, seen={"family_name": [made.id]})
    dana.push()
    later = eli.exchange(cursor=first.cursor)
    assert [item.seq for item in later.items] == [first.cursor + 1]


def test_place_that_cannot_be_is_refused(new_laptop: NewLaptop) -> None:
    with pytest.raises(RefusalError, match="BAD_MESSAGE"):
        new_laptop("dana").exchange(page=([], "sqlite_master", ""))


def test_records_of_a_type_of_tomorrow_are_kept_and_handed_on(hq: Headquarters, new_laptop: NewLaptop) -> None:
    dana, eli = new_laptop("dana"), new_laptop("eli")
    made = dana.write("vehicle", {"plate": "4ABC123", "seats": 5})
    assert dana.push().verdicts == []
    assert len(eli.pull().items) == 1
    (item,) = [item for item in _walk(eli)[0] if item.record_id == made.record_id]
    assert (item.record_type, json.loads(item.values)) == ("vehicle", {"plate": "4ABC123", "seats": 5})
    assert dana.pull().digest == eli.pull().digest
