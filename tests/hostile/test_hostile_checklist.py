"""Checklists from somebody who means harm: refused with a sentence, and nobody else's round is held up."""

from __future__ import annotations

import base64
import hashlib
import zlib

import pytest

from fieldapp.actions.checklist import list_checklists
from fieldapp.domain.access import Role
from fieldapp.domain.wire import Json
from fieldapp.forms.package import MAX_PACKAGE_BYTES
from tests.fakes.publication import a_package, checklist_values, part_values
from tests.hostile.town import LASD, Seat, Town, is_sentence

_BOMB = zlib.compress(b"[" * (MAX_PACKAGE_BYTES + 1), 9)
_DEEP = zlib.compress(b"[" * 1_000_000, 9)
_ENTITIES = '<!DOCTYPE h [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><h:html xmlns:h="x">&b;</h:html>'


def _submit(seat: Seat, values: dict[str, Json], parts: list[dict[str, Json]]) -> str:
    """Write the records past the acts, as a program that is not ours would, and hand them in."""
    store, author = seat.session.store, seat.session.author
    record_id = store.save(author, "checklist", values).state.record_id
    for part in parts:
        store.save(author, "checklist_part", part | {"checklist": record_id})
    store.save(author, "checklist", {"status": "submitted"}, record_id=record_id)
    return record_id


def _of_bytes(data: bytes) -> tuple[dict[str, Json], list[dict[str, Json]]]:
    """Records that carry these bytes as a package."""
    values = checklist_values(a_package(), LASD) | {"sha256": hashlib.sha256(data).hexdigest()}
    return values, [{"number": 0, "agency": LASD, "content": base64.b64encode(data).decode()[:90_000]}]


def _of_parts(numbers: list[int], parts: int) -> tuple[dict[str, Json], list[dict[str, Json]]]:
    content = part_values(a_package(), "", LASD)[0]["content"]
    return checklist_values(a_package(), LASD, parts), [
        {"number": number, "agency": LASD, "content": content} for number in numbers
    ]


def _of_form(**words: object) -> tuple[dict[str, Json], list[dict[str, Json]]]:
    package = a_package(**words)
    return checklist_values(package, LASD), [part_values(package, "", LASD)[0]]


@pytest.mark.parametrize(
    ("values", "parts"),
    [
        _of_bytes(_BOMB),
        _of_bytes(_DEEP),
        _of_bytes(b""),
        _of_bytes(b"PK\x03\x04 a workbook"),
        _of_bytes(zlib.compress(b'{"form_id": 1}')),
        _of_parts([0], 10**9),
        _of_parts([0, 0], 1),
        _of_parts([1, 2], 2),
        _of_form(xform=_ENTITIES),
        _of_form(xform="no form"),
        _of_form(form_id="../../etc/passwd"),
        _of_form(version="9" * 50 + " x"),
        _of_form(version="\u0663"),
    ],
)
def test_hostile_checklist_is_refused_with_a_sentence(
    town: Town, values: dict[str, Json], parts: list[dict[str, Json]]
) -> None:
    lena, dee = town.enrol("lena", Role.SUPERVISOR), town.enrol("dee", Role.DEPUTY)
    record_id = _submit(lena, values, parts)
    lena.sync()
    dee.sync()
    record = dee.session.store.record("checklist", record_id)
    assert record["status"] == "refused"
    assert is_sentence(str(record["refusal"]))
    assert all(not head.is_usable for head in list_checklists(dee.session) if head.record_id == record_id)
    assert town.hq.verify_log().fault == ""


def test_one_that_never_comes_whole_holds_up_nobody(town: Town) -> None:
    lena, omar = town.enrol("lena", Role.SUPERVISOR), town.enrol("omar", Role.SUPERVISOR)
    stuck = _submit(lena, *_of_parts([0], 400))
    lena.sync()
    fine = _submit(omar, *_of_form())
    omar.sync()
    assert omar.session.store.record("checklist", fine)["status"] == "published"
    assert omar.session.store.record("checklist", stuck)["status"] == "submitted"
