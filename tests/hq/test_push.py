"""Pushing: what continues the chain is taken once, in order, with a receipt."""

from __future__ import annotations

from sync.hq.headquarters import Headquarters
from tests.hq.conftest import NewLaptop


def test_what_one_laptop_pushes_another_pulls(hq: Headquarters, new_laptop: NewLaptop) -> None:
    dana, eli = new_laptop("dana"), new_laptop("eli")
    change = dana.write("person", {"family_name": "Doe"})
    reply = dana.push()
    assert reply.expected == 2
    assert reply.verdicts == []
    page = eli.pull()
    assert [item.entry for item in page.items] == [dana_entry for dana_entry in [page.items[0].entry]]
    assert not page.more
    assert hq.verify_log().fault == ""
    assert change.counter == 1
