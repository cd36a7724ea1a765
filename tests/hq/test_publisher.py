"""Publishing: what supervisors hand in is judged, signed by headquarters, and reaches every laptop as changes do."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldapp.actions.guard import GUARDS
from fieldapp.domain.access import Role
from fieldapp.domain.change import VOID, Change
from fieldapp.domain.faults import SyncError
from fieldapp.domain.wire import Json
from fieldapp.forms.package import Licence, Package, publication_statement
from fieldapp.vault.identity import verify
from sync.hq.headquarters import Headquarters
from sync.hq.publisher import ListedChecklist
from tests.fakes.clock import FakeClock
from tests.fakes.publication import a_package, checklist_values, part_values
from tests.hq.conftest import CAST, LASD, SAVING, Laptop, NewLaptop


def hand_in(laptop: Laptop, package: Package, agency: str | None = LASD, parts: int = 1, **values: Json) -> Change:
    """Write a checklist with its parts and hand it in; return the change that made its record."""
    made = laptop.write("checklist", checklist_values(package, agency, parts, **values), zone="shared")
    for part in part_values(package, made.record_id, agency, parts):
        laptop.write("checklist_part", part, zone="shared")
    laptop.write("checklist", {"status": "submitted"}, zone="shared", record_id=made.record_id, seen=_seen(made))
    return made


def _seen(change: Change) -> dict[str, list[str]]:
    return {name: [change.id] for name in (*change.fields, "_void")}


def row_of(hq: Headquarters, record_id: str, record_type: str = "checklist") -> dict[str, Json]:
    """What headquarters holds of a record."""
    with hq.database.read() as work:
        return dict(hq.database.projection.load(work.connection, record_type, [record_id])[record_id].state.values)


def listed(hq: Headquarters) -> list[tuple[str, str, str]]:
    """Form, version and status of every checklist."""
    return [(found.form_id, found.version, found.status) for found in hq.publisher.checklists()]


@pytest.fixture
def lena(new_laptop: NewLaptop) -> Laptop:
    """A lieutenant of the sheriff's department."""
    return new_laptop("lena", Role.SUPERVISOR)


def test_what_a_supervisor_hands_in_is_signed_for_everybody(hq: Headquarters, lena: Laptop) -> None:
    package = a_package()
    made = hand_in(lena, package, parts=3)
    assert lena.push().verdicts == []
    values = row_of(hq, made.record_id)
    assert (values["status"], values.get("agency"), values.get("refusal")) == ("published", None, None)
    statement = publication_statement(package.form_id, package.version, package.sha256, "")
    assert verify(hq.public_key, bytes.fromhex(str(values["signature"])), statement)
    assert values["published_at"]
    assert hq.verify_log().fault == ""
    with hq.database.read() as work:
        audiences = work.rows("SELECT DISTINCT audience FROM checklist_part WHERE workspace = ?", work.workspace)
    assert [row[0] for row in audiences] == ["*"]


def test_publication_settles_what_it_writes(hq: Headquarters, lena: Laptop) -> None:
    made = hand_in(lena, a_package())
    lena.push()
    with hq.database.read() as work:
        row = hq.database.projection.load(work.connection, "checklist", [made.record_id])[made.record_id]
    assert row.state.conflicts == ()


def test_published_checklist_reaches_every_laptop_with_its_parts(lena: Laptop, new_laptop: NewLaptop) -> None:
    advocate = new_laptop("ana", Role.ADVOCATE, CAST)
    made = hand_in(lena, a_package(), parts=2)
    lena.push()
    told = {item.record_id: item for item in advocate.pull().items if hasattr(item, "values")}
    assert made.record_id in told
    assert len(told) == 3


def test_agencys_instrument_stays_with_it(hq: Headquarters, new_laptop: NewLaptop) -> None:
    saving = new_laptop("sam", Role.ADVOCATE, SAVING)
    cast = new_laptop("ana", Role.ADVOCATE, CAST)
    decision = hq.publisher.publish(a_package(agency="CAST"), "command line")
    assert decision.refusal == ""
    assert len(cast.pull().items) == 3
    assert saving.pull().items == []
    assert [item for item in saving.exchange(cursor=-1).items if item.record_type.startswith("checklist")] == []


def test_licensed_checklist_open_to_everybody_is_put_aside_at_the_door(lena: Laptop) -> None:
    package = a_package(agency="CAST")
    made = lena.write("checklist", checklist_values(package, None), zone="shared")
    lena.write("checklist_part", part_values(package, made.record_id, None)[0], zone="shared")
    assert [v.reason for v in lena.push().verdicts] == ["CHECKLIST_FOR_ITS_AGENCY", "CHECKLIST_MISSING"]


def test_part_of_an_agencys_checklist_is_not_opened_to_others(lena: Laptop) -> None:
    package = a_package(agency="LASD")
    made = lena.write("checklist", checklist_values(package, LASD), zone="shared")
    lena.write("checklist_part", part_values(package, made.record_id, None)[0], zone="shared")
    assert [v.reason for v in lena.push().verdicts] == ["CHECKLIST_FOR_ITS_AGENCY"]


def _broken(package: Package) -> Iterator[tuple[str, dict[str, Json], Package, str]]:
    yield "wrong hash", {"sha256": "0" * 64}, package, "SHA-256"
    yield "another version on the record", {"version": "2"}, package, "(version)"
    yield "another licence on the record", {"licence_holder": "Nobody"}, package, "(licence_holder)"
    yield "roles left out", {"roles": None}, package, "(roles)"
    yield "no holder", {}, a_package(licence=Licence(" ", "Free")), "licence_holder"
    yield "form_id of blanks", {}, a_package("two words"), "form_id"
    yield "version without a digit", {}, a_package(version="final"), "version"
    yield "unknown agency", {}, a_package(agency="Nowhere"), "Nowhere"
    yield "agency of others", {}, a_package(agency="CAST"), "licensed to CAST"


def test_checklist_that_is_not_fit_is_refused_with_a_sentence(hq: Headquarters, lena: Laptop) -> None:
    for name, lie, package, word in _broken(a_package()):
        made = hand_in(lena, package, **lie)
        lena.push()
        values = row_of(hq, made.record_id)
        assert values["status"] == "refused", name
        assert word in str(values["refusal"]), name
        assert str(values["refusal"]).endswith("."), name
        assert "signature" not in values, name


def test_garbled_truncated_and_doubled_parts_are_refused(hq: Headquarters, lena: Laptop) -> None:
    package = a_package()
    for number, spoil in enumerate(("garbled", "cut", "twice")):
        made = lena.write("checklist", checklist_values(package, LASD, 2), zone="shared")
        parts = part_values(package, made.record_id, LASD, 2)
        if spoil == "twice":
            parts.append(parts[0])
        else:
            parts[1]["content"] = "not base64!" if spoil == "garbled" else str(parts[1]["content"])[:-8]
        for part in parts:
            lena.write("checklist_part", part, zone="shared")
        lena.write("checklist", {"status": "submitted"}, zone="shared", record_id=made.record_id, seen=_seen(made))
        lena.push()
        assert row_of(hq, made.record_id)["status"] == "refused", (number, spoil)


def test_checklist_waits_for_its_last_part(hq: Headquarters, lena: Laptop) -> None:
    package = a_package()
    made = lena.write("checklist", checklist_values(package, LASD, 2), zone="shared")
    first, second = part_values(package, made.record_id, LASD, 2)
    lena.write("checklist_part", first, zone="shared")
    lena.write("checklist", {"status": "submitted"}, zone="shared", record_id=made.record_id, seen=_seen(made))
    lena.push()
    assert row_of(hq, made.record_id)["status"] == "submitted"
    (waiting,) = hq.publisher.checklists()
    assert (waiting.held, waiting.parts) == (1, 2)
    lena.write("checklist_part", second, zone="shared")
    lena.push()
    assert row_of(hq, made.record_id)["status"] == "published"


@pytest.mark.parametrize(
    ("first", "second", "stands"),
    [
        ("1", "1", False),
        ("1.9", "1.10", True),
        ("1.10", "1.9", False),
        ("2026110901", "2026110902", True),
        ("2", "10", True),
        ("v3", "v3.0.1", True),
        ("1.0", "1", False),
    ],
)
def test_version_must_grow(hq: Headquarters, lena: Laptop, first: str, second: str, stands: bool) -> None:
    hand_in(lena, a_package(version=first))
    lena.push()
    made = hand_in(lena, a_package(version=second, title={"": "Changed"}))
    lena.push()
    assert row_of(hq, made.record_id)["status"] == ("published" if stands else "refused")


def test_withdrawn_version_is_not_given_again(hq: Headquarters, lena: Laptop) -> None:
    hand_in(lena, a_package(version="2"))
    lena.push()
    hq.publisher.withdraw("safety_tonight", "2", "admin")
    made = hand_in(lena, a_package(version="2", title={"": "Changed"}))
    lena.push()
    assert "published already" in str(row_of(hq, made.record_id)["refusal"])


def test_of_two_laptops_with_one_version_the_first_wins(hq: Headquarters, lena: Laptop, new_laptop: NewLaptop) -> None:
    omar = new_laptop("omar", Role.SUPERVISOR)
    theirs, ours = (
        hand_in(laptop, a_package(title={"": name})) for laptop, name in ((omar, "Omar's"), (lena, "Lena's"))
    )
    omar.push()
    lena.push()
    assert row_of(hq, theirs.record_id)["status"] == "published"
    refused = row_of(hq, ours.record_id)
    assert (refused["status"], refused["refusal"]) == (
        "refused",
        "Version 1 is published already. Give this one a higher version.",
    )


@pytest.mark.parametrize("role", [Role.DEPUTY, Role.DETECTIVE, Role.ANALYST, Role.ADVOCATE])
def test_others_do_not_publish(hq: Headquarters, new_laptop: NewLaptop, role: Role) -> None:
    agency = CAST if role is Role.ADVOCATE else LASD
    laptop = new_laptop("dana", role, agency)
    made = hand_in(laptop, a_package(), agency)
    assert laptop.push().verdicts == []
    assert "supervisor" in str(row_of(hq, made.record_id)["refusal"])


def test_form_belongs_to_the_agency_that_published_it_first(hq: Headquarters, new_laptop: NewLaptop) -> None:
    lena, other = new_laptop("lena", Role.SUPERVISOR), new_laptop("uma", Role.SUPERVISOR, SAVING)
    hand_in(lena, a_package(version="1"))
    lena.push()
    theirs = hand_in(other, a_package(version="2"), SAVING)
    other.push()
    assert "another agency" in str(row_of(hq, theirs.record_id)["refusal"])
    licensed = hand_in(lena, a_package(version="3", agency="LASD"))
    lena.push()
    assert "another licence" in str(row_of(hq, licensed.record_id)["refusal"])


def test_what_headquarters_brought_in_any_supervisor_renews(hq: Headquarters, lena: Laptop) -> None:
    assert hq.publisher.publish(a_package(version="1"), "command line").refusal == ""
    made = hand_in(lena, a_package(version="2"))
    lena.push()
    assert row_of(hq, made.record_id)["status"] == "published"


def test_headquarters_judges_its_own_by_the_same_rules(hq: Headquarters) -> None:
    assert hq.publisher.publish(a_package(version="1"), "command line").refusal == ""
    again = hq.publisher.publish(a_package(version="1"), "command line")
    assert "published already" in again.refusal
    assert listed(hq) == [("safety_tonight", "1", "published")]


def test_laptop_does_not_publish_by_itself(hq: Headquarters, lena: Laptop) -> None:
    package = a_package()
    lies: list[dict[str, Json]] = [
        {"status": "published", "signature": "00" * 64},
        {"status": "published"},
        {"status": "refused", "refusal": "Because."},
        {"signature": "00" * 64},
        {"published_at": "2026-01-02T03:04:05.678Z"},
    ]
    for lie in lies:
        lena.write("checklist", checklist_values(package, LASD) | lie, zone="shared")
    assert {v.reason for v in lena.push().verdicts} == {"CHECKLIST_BY_HEADQUARTERS"}
    assert listed(hq) == []


def test_nobody_enrols_as_headquarters(hq: Headquarters) -> None:
    with pytest.raises(SyncError, match="belongs to somebody"):
        hq.enrolment.issue_ticket("hq", "admin")


def test_published_checklist_is_not_changed_by_a_laptop(hq: Headquarters, lena: Laptop) -> None:
    package = a_package()
    made = hand_in(lena, package)
    lena.push()
    with hq.database.read() as work:
        part_id = work.one("SELECT id FROM checklist_part WHERE workspace = ?", work.workspace)[0]
    before = row_of(hq, made.record_id), row_of(hq, part_id, "checklist_part")
    attempts: list[tuple[str, str, dict[str, Json], str]] = [
        ("checklist", made.record_id, {"sha256": "1" * 64}, "set"),
        ("checklist", made.record_id, {"name": "Another"}, "set"),
        ("checklist", made.record_id, {"age_max": 99}, "set"),
        ("checklist", made.record_id, {"agency": CAST}, "set"),
        ("checklist", made.record_id, {"status": "draft"}, "set"),
        ("checklist", made.record_id, {"status": "submitted"}, "set"),
        ("checklist", made.record_id, {"_void": True}, VOID),
        ("checklist_part", part_id, {"content": "AAAA"}, "set"),
        ("checklist_part", part_id, {"_void": True}, VOID),
    ]
    for record_type, record_id, fields, kind in attempts:
        lena.write(record_type, fields, zone="shared", record_id=record_id, kind=kind)
        assert [v.reason for v in lena.push().verdicts] == ["CHECKLIST_PUBLISHED"], (record_type, fields)
    lena.write("checklist_part", part_values(package, made.record_id, None)[0], zone="shared")
    assert [v.reason for v in lena.push().verdicts] == ["CHECKLIST_PUBLISHED"]
    assert (row_of(hq, made.record_id), row_of(hq, part_id, "checklist_part")) == before


def test_part_is_not_carried_away_from_a_published_checklist(hq: Headquarters, lena: Laptop) -> None:
    hand_in(lena, a_package())
    lena.push()
    with hq.database.read() as work:
        part_id = work.one("SELECT id FROM checklist_part WHERE workspace = ?", work.workspace)[0]
    draft = lena.write("checklist", checklist_values(a_package(version="2"), LASD), zone="shared")
    lena.write("checklist_part", {"checklist": draft.record_id}, zone="shared", record_id=part_id)
    assert [v.reason for v in lena.push().verdicts] == ["CHECKLIST_PUBLISHED"]


def test_submitted_checklist_is_not_changed_before_it_is_judged(lena: Laptop) -> None:
    package = a_package()
    made = lena.write("checklist", checklist_values(package, LASD, 2), zone="shared")
    first, _ = part_values(package, made.record_id, LASD, 2)
    part = lena.write("checklist_part", first, zone="shared")
    lena.write("checklist", {"status": "submitted"}, zone="shared", record_id=made.record_id, seen=_seen(made))
    lena.push()
    lena.write("checklist", {"sha256": "1" * 64}, zone="shared", record_id=made.record_id)
    lena.write("checklist_part", {"content": "AAAA"}, zone="shared", record_id=part.record_id)
    assert [v.reason for v in lena.push().verdicts] == ["CHECKLIST_SUBMITTED", "CHECKLIST_SUBMITTED"]


def test_supervisor_withdraws_and_a_deputy_does_not(hq: Headquarters, lena: Laptop, new_laptop: NewLaptop) -> None:
    made = hand_in(lena, a_package(agency="LASD"))
    lena.push()
    deputy = new_laptop("dee", Role.DEPUTY)
    deputy.write("checklist", {"status": "withdrawn"}, zone="shared", record_id=made.record_id)
    assert [v.reason for v in deputy.push().verdicts] == ["NO_PERMISSION"]
    lena.write("checklist", {"status": "withdrawn"}, zone="shared", record_id=made.record_id)
    assert lena.push().verdicts == []
    assert listed(hq) == [("safety_tonight", "1", "withdrawn")]
    lena.write("checklist", {"name": "Another"}, zone="shared", record_id=made.record_id)
    assert [v.reason for v in lena.push().verdicts] == ["CHECKLIST_PUBLISHED"]


def test_headquarters_withdraws_what_it_published(hq: Headquarters) -> None:
    hq.publisher.publish(a_package(agency="CAST"), "command line")
    hq.publisher.withdraw("safety_tonight", "1", "admin")
    hq.publisher.withdraw("safety_tonight", "1", "admin")
    (found,) = hq.publisher.checklists()
    assert dataclasses.replace(found, published_at="") == ListedChecklist(
        "safety_tonight", "1", "withdrawn", "CAST", "Safety tonight", 1, 1
    )
    assert [line.act for line in hq.accounts.acts()][:2] == ["CHECKLIST_WITHDRAWN", "CHECKLIST_PUBLISHED"]
    with pytest.raises(SyncError, match="No checklist"):
        hq.publisher.withdraw("safety_tonight", "9", "admin")


class _PlugPulledError(Exception):
    """Power is gone."""


def test_plug_pulled_between_taking_and_signing_costs_nothing(
    hq: Headquarters, hq_folder: Path, database_url: str | None, clock: FakeClock, lena: Laptop, new_laptop: NewLaptop
) -> None:
    other = new_laptop("omar", Role.SUPERVISOR)
    made = hand_in(lena, a_package())
    commits = 0

    def pull_the_plug(step: str) -> None:
        nonlocal commits
        commits += step == "before commit"
        if commits == 3:  # the counter of the request, the batch, and then the publication
            raise _PlugPulledError

    hq.database.fault = pull_the_plug
    with pytest.raises(AssertionError):
        lena.push()
    hq.close()
    again = Headquarters(hq_folder, database_url, clock=clock, random=os.urandom, guards=GUARDS)
    assert row_of(again, made.record_id)["status"] == "submitted"
    other.hq = lena.hq = again
    other.exchange()  # anybody's next round signs it
    assert row_of(again, made.record_id)["status"] == "published"
    assert lena.push().expected == lena.counter + 1
    assert again.verify_log().fault == ""
    again.close()


def test_publishing_twice_changes_nothing(hq: Headquarters, lena: Laptop) -> None:
    hand_in(lena, a_package())
    lena.push()
    head = lena.pull().cursor
    assert hq.publisher.publish_submitted() == []
    assert lena.pull().cursor == head


def test_disabled_supervisors_checklist_is_refused(hq: Headquarters, lena: Laptop) -> None:
    made = lena.write("checklist", checklist_values(a_package(), LASD, 2), zone="shared")
    first, second = part_values(a_package(), made.record_id, LASD, 2)
    lena.write("checklist_part", first, zone="shared")
    lena.write("checklist", {"status": "submitted"}, zone="shared", record_id=made.record_id, seen=_seen(made))
    lena.push()
    hq.accounts.disable("lena", "admin")
    hq.clerk.write([("checklist_part", made.record_id[:-4] + "abcd", second)])
    assert [d.refusal[:4] for d in hq.publisher.publish_submitted()] == ["Only"]


def test_restored_headquarters_goes_on_with_a_chain_of_its_own(hq: Headquarters, lena: Laptop) -> None:
    hand_in(lena, a_package())
    lena.push()
    hq.begin_anew("admin")
    assert hq.publisher.publish(a_package(version="2"), "command line").refusal == ""
    assert hq.verify_log().fault == ""
    clerks = [device for device in hq.devices.all() if device.handle == "hq"]
    assert [device.revoked_at is None for device in sorted(clerks, key=lambda d: d.acked, reverse=True)] == [
        False,
        True,
    ]
