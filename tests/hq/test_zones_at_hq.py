"""Zones: nobody receives what they may not see, and nobody writes where they may not."""

from __future__ import annotations

import itertools

import pytest

from fieldapp.domain.access import Role
from fieldapp.domain.change import ACCESS, RESTORE, SET, VOID
from fieldapp.domain.wire import Json
from sync.hq.headquarters import Headquarters
from sync.protocol import ChangeItem, Reply, StateItem, Withdrawal
from tests.hq.conftest import CAST, LASD, SAVING, Laptop, NewLaptop

PEOPLE = {
    "detective": (Role.DETECTIVE, LASD),
    "analyst": (Role.ANALYST, LASD),
    "supervisor": (Role.SUPERVISOR, LASD),
    "admin2": (Role.ADMINISTRATOR, LASD),
    "cast": (Role.ADVOCATE, CAST),
    "saving": (Role.ADVOCATE, SAVING),
}
PLACES: dict[str, tuple[str, str, dict[str, Json]]] = {
    "police": ("arrest", "police", {"city": "Pomona"}),
    "shared, CAST": ("referral", "shared", {"agency": CAST, "client_code": "Wren"}),
    "shared, nobody": ("referral", "shared", {"client_code": "Lark"}),
    "directory": ("agency", "shared", {"name": "A new partner"}),
    "services of CAST": ("service", f"services:{CAST}", {"remarks": "A bed for tonight"}),
    "privileged of CAST": ("note", f"privileged:{CAST}", {"body": "Sealed elsewhere"}),
    "local": ("note", "local", {"body": "A draft"}),
    "a zone of tomorrow": ("note", "orbit", {"body": "Nobody"}),
}
SWORN = {"detective", "analyst", "supervisor"}
READERS = {
    "police": SWORN,
    "shared, CAST": SWORN | {"cast"},
    "shared, nobody": SWORN,
    "directory": set(PEOPLE),
    "services of CAST": {"cast"},
    "privileged of CAST": set(),
    "local": set(),
    "a zone of tomorrow": set(),
}
WRITERS = READERS | {"directory": {"supervisor", "admin2"}}


def _reason(reply: Reply) -> str:
    return reply.verdicts[0].reason if reply.verdicts else ""


def test_everybody_writes_where_they_may_and_only_there(new_laptop: NewLaptop) -> None:
    laptops = {name: new_laptop(name, *who) for name, who in PEOPLE.items()}
    for (name, laptop), (place, (record_type, zone, fields)) in itertools.product(laptops.items(), PLACES.items()):
        laptop.write(record_type, fields, zone=zone)
        reason = _reason(laptop.push())
        expected = "" if name in WRITERS[place] else "LOCAL_ZONE" if zone == "local" else "NO_PERMISSION"
        assert reason == expected, (name, place)


@pytest.mark.parametrize("kind", [SET, VOID, RESTORE, ACCESS])
def test_every_verb_on_a_record_of_others_needs_the_right(new_laptop: NewLaptop, kind: str) -> None:
    laptops = {name: new_laptop(name, *who) for name, who in PEOPLE.items()}
    owners = {"police": "detective", "shared, CAST": "detective", "directory": "supervisor", "services of CAST": "cast"}
    for place, owner in owners.items():
        record_type, zone, values = PLACES[place]
        made = laptops[owner].write(record_type, values, zone=zone)
        laptops[owner].push()
        allowed = READERS[place] if kind == ACCESS else WRITERS[place]
        fields: dict[str, Json] = {"_void": kind == VOID} if kind in {VOID, RESTORE} else {"state": "final"}
        for name, laptop in laptops.items():
            laptop.write(record_type, {} if kind == ACCESS else fields, zone=zone, record_id=made.record_id, kind=kind)
            assert (_reason(laptop.push()) == "") is (name in allowed), (name, place, kind)


def test_everybody_receives_what_they_may_read_and_nothing_else(hq: Headquarters, new_laptop: NewLaptop) -> None:
    laptops = {name: new_laptop(name, *who) for name, who in PEOPLE.items()}
    writers = {"services of CAST": "cast", "directory": "supervisor"}
    ids: dict[str, str] = {}
    for place in ("police", "shared, CAST", "shared, nobody", "directory", "services of CAST"):
        record_type, zone, fields = PLACES[place]
        writer = new_laptop(f"w{len(ids)}", *PEOPLE[writers.get(place, "detective")])
        ids[place] = writer.write(record_type, fields, zone=zone).record_id
        assert _reason(writer.push()) == ""
    for name, laptop in laptops.items():
        by_changes = {place for place, record_id in ids.items() if record_id in _ids_by_changes(laptop)}
        by_states = {place for place, record_id in ids.items() if record_id in _ids_by_states(laptop)}
        expected = {place for place in ids if name in READERS[place]}
        assert by_changes == by_states == expected, name


def _ids_by_changes(laptop: Laptop) -> str:
    return " ".join(item.entry.decode() for item in laptop.exchange().items if isinstance(item, ChangeItem))


def _ids_by_states(laptop: Laptop) -> set[str]:
    return {item.record_id for item in laptop.exchange(cursor=-1).items if isinstance(item, StateItem)}


def test_cursor_moves_past_what_is_kept_back(new_laptop: NewLaptop) -> None:
    dana, cast = new_laptop("dana"), new_laptop("cast", Role.ADVOCATE, CAST)
    before = cast.cursor
    for _ in range(3):
        dana.write("arrest", {"city": "Pomona"})
    dana.push()
    page = cast.pull()
    assert (page.items, page.cursor, page.more) == ([], before + 3, False)


def _moved(dana: Laptop, agency: str, record_id: str, seen: list[str]) -> str:
    change = dana.write(
        "referral", {"agency": agency}, zone="shared", record_id=record_id, seen={"agency": seen, "_void": seen}
    )
    dana.push()
    return change.id


def test_record_handed_to_another_agency_leaves_one_and_arrives_whole_at_the_other(new_laptop: NewLaptop) -> None:
    dana, eli = new_laptop("dana"), new_laptop("eli")
    cast, saving = new_laptop("cast", Role.ADVOCATE, CAST), new_laptop("saving", Role.ADVOCATE, SAVING)
    made = dana.write("referral", {"agency": CAST, "client_code": "Wren"}, zone="shared")
    dana.push()
    assert [type(item) for item in cast.pull().items] == [ChangeItem]
    assert saving.pull().items == []
    _moved(dana, SAVING, made.record_id, [made.id])
    (gone,) = cast.pull().items
    assert (type(gone), gone.record_id) == (Withdrawal, made.record_id)
    (whole,) = saving.pull().items
    assert isinstance(whole, StateItem)
    assert b'"Wren"' in whole.values
    assert [type(item) for item in eli.pull().items] == [ChangeItem, ChangeItem]


def test_what_was_theirs_for_a_while_is_not_sent_once_it_is_not(new_laptop: NewLaptop) -> None:
    dana, cast = new_laptop("dana"), new_laptop("cast", Role.ADVOCATE, CAST)
    made = dana.write("referral", {"agency": SAVING, "client_code": "Wren"}, zone="shared")
    dana.push()
    to_cast = _moved(dana, CAST, made.record_id, [made.id])
    _moved(dana, SAVING, made.record_id, [to_cast])
    assert [type(item) for item in cast.pull().items] == [Withdrawal]


def test_record_that_comes_back_arrives_whole_again(new_laptop: NewLaptop) -> None:
    dana, cast = new_laptop("dana"), new_laptop("cast", Role.ADVOCATE, CAST)
    made = dana.write("referral", {"agency": CAST, "client_code": "Wren"}, zone="shared")
    dana.push()
    away = _moved(dana, SAVING, made.record_id, [made.id])
    _moved(dana, CAST, made.record_id, [away])
    assert [type(item) for item in cast.pull().items] == [ChangeItem, Withdrawal, StateItem]


def test_advocate_can_neither_take_nor_give_away_a_referral(new_laptop: NewLaptop) -> None:
    dana, cast = new_laptop("dana"), new_laptop("cast", Role.ADVOCATE, CAST)
    theirs = dana.write("referral", {"agency": SAVING, "client_code": "Wren"}, zone="shared")
    ours = dana.write("referral", {"agency": CAST, "client_code": "Lark"}, zone="shared")
    dana.push()
    cast.write("referral", {"agency": CAST}, zone="shared", record_id=theirs.record_id)
    cast.write("referral", {"agency": SAVING}, zone="shared", record_id=ours.record_id)
    cast.write("referral", {"status": "accepted"}, zone="shared", record_id=ours.record_id)
    assert [(v.counter, v.reason) for v in cast.push().verdicts] == [(1, "NO_PERMISSION"), (2, "NO_PERMISSION")]


def test_scope_that_ends_is_told_before_anything_else_is_sent(hq: Headquarters, new_laptop: NewLaptop) -> None:
    dana, eli = new_laptop("dana"), new_laptop("eli")
    dana.write("arrest", {"city": "Pomona"})
    dana.push()
    hq.accounts.withdraw("eli", "police", "admin")
    told = eli.exchange()
    assert (told.scopes, told.items, told.more, told.cursor) == (["shared"], [], True, eli.cursor)
    eli.scopes = told.scopes
    page = eli.pull()
    assert (page.scopes, page.items, page.more) == (None, [], False)
    eli.write("arrest", {"city": "Pomona"})
    assert _reason(eli.push()) == "NO_PERMISSION"


def test_scope_that_is_gained_is_filled_from_its_beginning(hq: Headquarters, new_laptop: NewLaptop) -> None:
    cast, saving = new_laptop("cast", Role.ADVOCATE, CAST), new_laptop("saving", Role.ADVOCATE, SAVING)
    made = cast.write("service", {"remarks": "A bed"}, zone=f"services:{CAST}")
    cast.push()
    scope = f"services:{CAST}"
    hq.accounts.grant("saving", scope, "admin")
    saving.scopes = saving.exchange().scopes
    page = saving.exchange(page=([scope], "", ""))
    assert [item.record_id for item in page.items] == [made.record_id]
    assert (page.page, page.cursor) == (None, saving.cursor)
    assert not saving.pull().more


def test_scope_asked_for_but_not_had_covers_nothing(new_laptop: NewLaptop) -> None:
    dana, cast = new_laptop("dana"), new_laptop("cast", Role.ADVOCATE, CAST)
    dana.write("arrest", {"city": "Pomona"})
    dana.push()
    page = cast.exchange(page=(["police"], "", ""))
    assert page.items == []
