"""Checklists between real laptops: handed in on one, published by headquarters, verified on every other."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from fieldapp.actions.checklist import (
    find_checklist,
    install_draft,
    list_checklists,
    load_package,
    submit_for_publication,
    withdraw,
)
from fieldapp.actions.session import Session
from fieldapp.domain.access import Role
from fieldapp.domain.wire import Json
from fieldapp.forms.package import Package
from fieldapp.records.seed import agency_id
from sync.client.enrol import enrol
from sync.client.transport import DirectTransport
from sync.protocol import Reply, StateItem
from tests.fakes.clock import FakeClock
from tests.fakes.laptop import PASSPHRASE, QUICK, a_laptop
from tests.fakes.publication import a_package, an_xform
from tests.fakes.refusal import codes
from tests.hostile.town import CAST, LASD, Seat, Town, Wire, replace

SAVING = agency_id("Saving Innocence")
_PACKAGE_WORDS = {"xform": an_xform("safety_tonight", "1") + "<!-- a long form -->" * 9_000}


@pytest.fixture
def lena(town: Town) -> Seat:
    """A lieutenant at her laptop."""
    return town.enrol("lena", Role.SUPERVISOR)


def hand_in(seat: Seat, package: Package) -> str:
    """Bring a package in and hand it in; return the id of its record."""
    record_id = install_draft(seat.session, package)
    submit_for_publication(seat.session, record_id)
    return record_id


def own(session: Session) -> list[tuple[str, str, str]]:
    """Form, version and status of what did not come with the program."""
    heads = list_checklists(session)
    return [(h.form_id, h.version, h.status) for h in heads if h.status != "bundled"]


def test_published_checklist_is_on_a_second_laptop_after_one_round_each(town: Town, lena: Seat) -> None:
    deputy, advocate = town.enrol("dee", Role.DEPUTY), town.enrol("ana", Role.ADVOCATE, CAST)
    package = a_package()
    hand_in(lena, package)
    for seat in (lena, deputy, advocate):
        seat.sync()
        head = find_checklist(seat.session, package.sha256)
        assert head is not None
        assert (head.status, head.is_usable, head.why_not) == ("published", True, "")
        seat.session.packages.clear()
        assert load_package(seat.session, package.sha256) == package


def test_draft_stays_with_the_agency_of_whoever_wrote_it(town: Town, lena: Seat) -> None:
    advocate = town.enrol("ana", Role.ADVOCATE, CAST)
    install_draft(lena.session, a_package())
    lena.sync()
    advocate.sync()
    assert own(advocate.session) == []


def test_agencys_instrument_never_reaches_another_agency(town: Town) -> None:
    cast, saving = town.enrol("ana", Role.ADVOCATE, CAST), town.enrol("sam", Role.ADVOCATE, SAVING)
    package = a_package(agency="CAST")
    assert town.hq.publisher.publish(package, "command line").refusal == ""
    for seat in (cast, saving):
        seat.sync()
    assert own(cast.session) == [("safety_tonight", "1", "published")]
    late = town.enrol("late", Role.ADVOCATE, SAVING)
    for seat in (saving, late):
        assert own(seat.session) == []
        for table in ("checklist", "checklist_part", "base", "journal"):
            where = "" if table.startswith("checklist") else f" WHERE record_id IN ({_ids(cast)})"
            count = seat.session.store.connection.exec_driver_sql(f"SELECT count(*) FROM {table}{where}").scalar_one()
            assert count == 0, table
    assert codes(lambda: load_package(saving.session, package.sha256)) == ["CHECKLIST_MISSING"]


def _ids(seat: Seat) -> str:
    rows = seat.session.store.connection.exec_driver_sql("SELECT id FROM checklist UNION SELECT id FROM checklist_part")
    return ", ".join(f"'{row[0]}'" for row in rows)


def test_supervisor_of_the_agency_hands_its_instrument_in(town: Town, lena: Seat) -> None:
    advocate, deputy = town.enrol("ana", Role.ADVOCATE, CAST), town.enrol("dee", Role.DEPUTY)
    hand_in(lena, a_package(agency="LASD"))
    for seat in (lena, advocate, deputy):
        seat.sync()
    assert own(lena.session) == own(deputy.session) == [("safety_tonight", "1", "published")]
    assert own(advocate.session) == []


def test_second_of_two_with_one_version_learns_why(town: Town, lena: Seat) -> None:
    omar = town.enrol("omar", Role.SUPERVISOR)
    hand_in(omar, a_package(title={"": "Omar's"}))
    theirs = a_package(title={"": "Lena's"})
    hand_in(lena, theirs)
    omar.sync()
    lena.sync()
    head = find_checklist(lena.session, theirs.sha256)
    assert head is not None
    assert (head.status, head.is_usable) == ("refused", False)
    assert head.refusal == "Version 1 is published already. Give this one a higher version."


def test_published_checklist_is_not_changed_here_but_taken_out_of_use(town: Town, lena: Seat) -> None:
    package = a_package()
    record_id = hand_in(lena, package)
    lena.sync()
    store, author = lena.session.store, lena.session.author
    change: dict[str, Json] = {"name": "Another"}
    assert codes(lambda: store.save(author, "checklist", change, record_id=record_id)) == ["CHECKLIST_PUBLISHED"]
    assert codes(lambda: submit_for_publication(lena.session, record_id)) == ["CHECKLIST_NOT_A_DRAFT"]
    withdraw(lena.session, record_id, "A newer one is coming")
    assert lena.sync().refused == 0
    deputy = town.enrol("dee", Role.DEPUTY)
    head = find_checklist(deputy.session, package.sha256)
    assert head is not None
    assert (head.status, head.is_usable) == ("withdrawn", False)
    assert load_package(deputy.session, package.sha256) == package


def test_change_made_offline_to_what_was_published_meanwhile_is_put_aside(town: Town, lena: Seat) -> None:
    omar = town.enrol("omar", Role.SUPERVISOR)
    package = a_package()
    record_id = install_draft(lena.session, package)
    lena.sync()
    omar.sync()
    submit_for_publication(lena.session, record_id)
    omar.session.store.save(omar.session.author, "checklist", {"age_max": 99}, record_id=record_id)
    lena.sync()
    assert omar.sync().refused == 1
    omar.sync()
    deputy = town.enrol("dee", Role.DEPUTY)
    assert deputy.session.store.record("checklist", record_id)["age_max"] == 25


Tamper = Callable[[dict[str, Json]], dict[str, Json]]


def _forged(change: dict[str, Tamper]) -> Callable[[Reply], Reply]:
    def forge(reply: Reply) -> Reply:
        return replace(reply, items=[_item(item, change) for item in reply.items])

    return forge


def _item(item: object, change: dict[str, Tamper]) -> object:
    if not isinstance(item, StateItem) or item.record_type not in change:
        return item
    values = change[item.record_type](msgspec.json.decode(item.values))
    return msgspec.structs.replace(item, values=msgspec.json.encode(values, order="sorted"))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"checklist": lambda v: v | {"signature": "00" * 64}}, "CHECKLIST_UNSIGNED"),
        ({"checklist": lambda v: v | {"signature": "no hex"}}, "CHECKLIST_UNSIGNED"),
        ({"checklist": lambda v: v | {"signature": None}}, "CHECKLIST_UNSIGNED"),
        ({"checklist": lambda v: v | {"version": "9"}}, "CHECKLIST_UNSIGNED"),
        ({"checklist": lambda v: v | {"form_id": "another"}}, "CHECKLIST_UNSIGNED"),
        ({"checklist": lambda v: v | {"sha256": "0" * 64}}, "CHECKLIST_UNSIGNED"),
        ({"checklist": lambda v: v | {"licence_agency": "CAST"}}, "CHECKLIST_UNSIGNED"),
        ({"checklist_part": lambda v: v | {"content": v["content"][:-16]}}, "CHECKLIST_DAMAGED"),
        ({"checklist_part": lambda v: v | {"content": "A" * len(v["content"])}}, "CHECKLIST_DAMAGED"),
        ({"checklist_part": lambda v: v | {"content": "no base64"}}, "CHECKLIST_DAMAGED"),
        ({"checklist_part": lambda v: v | {"number": 7}}, ""),
    ],
)
def test_checklist_that_was_tampered_with_is_not_used(town: Town, change: dict[str, Tamper], code: str) -> None:
    package = a_package()
    town.hq.publisher.publish(package, "command line")
    fresh = _enrol_with(town, change)
    sha256 = str(fresh.session.store.record("checklist", _checklist(fresh))["sha256"])
    head = find_checklist(fresh.session, sha256)
    assert head is not None
    if code == "CHECKLIST_UNSIGNED":
        assert (head.is_usable, head.why_not) == (False, code)
    if code:
        found = codes(lambda: load_package(fresh.session, sha256))
        assert found[0] in {code, "CHECKLIST_DAMAGED"}
    else:
        assert load_package(fresh.session, sha256) == package


def _checklist(seat: Seat) -> str:
    return str(seat.session.store.connection.exec_driver_sql("SELECT id FROM checklist").scalar_one())


def _enrol_with(town: Town, change: dict[str, Tamper]) -> Seat:
    """A new laptop whose every page was tampered with by whoever holds headquarters' line and key."""
    ticket = town.hq.enrolment.enrol("fresh", "Fresh", Role.DEPUTY, LASD, "admin")
    laptop = a_laptop(town.folder / "fresh", town.clock)
    wire = Wire(town.hq)
    session = enrol(
        laptop, ticket, PASSPHRASE, open_transport=lambda t: DirectTransport(wire, t.hq_public_key), kdf=QUICK
    )
    seat = town.seats["fresh"] = Seat(laptop, session, wire)
    wire.meddle = town.forge(_forged(change), seat)
    seat.sync()
    wire.meddle = None
    return seat


@pytest.mark.parametrize("is_said", [True, False])
def test_headquarters_put_back_from_a_backup_publishes_again(
    town: Town, lena: Seat, tmp_path: Path, clock: FakeClock, is_said: bool
) -> None:
    deputy = town.enrol("dee", Role.DEPUTY)
    town.hq.publisher.publish(a_package("first_form"), "command line")
    town.hq.close()
    shutil.copytree(town.folder / "hq", tmp_path / "backup")
    town.reopen_hq()
    package = a_package(**_PACKAGE_WORDS)
    hand_in(lena, package)
    lena.sync()
    deputy.sync()
    town.hq.close()
    shutil.rmtree(town.folder / "hq")
    shutil.copytree(tmp_path / "backup", town.folder / "hq")
    clock.advance(3600)
    town.reopen_hq()
    if is_said:
        town.hq.begin_anew("admin")
    for seat in (lena, deputy, lena):
        seat.sync()
        assert ("safety_tonight", "1", "published") in own(seat.session)
    assert town.hq.verify_log().fault == ""
    deputy.session.packages.clear()
    assert load_package(deputy.session, package.sha256) == package
