"""A court packet tells what the investigation has; of the rest it says how many, and not one byte more."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from fieldapp.actions.capture import save_record, void_record
from fieldapp.actions.custody import make_sheet
from fieldapp.actions.disclosure import load_register, note_not_written
from fieldapp.actions.handoff import note_sheet
from fieldapp.actions.packet import Order, load_packet, note_packet, require_order
from fieldapp.actions.packet_file import seal_packet
from fieldapp.actions.packet_layer import Withheld, withheld_whole
from fieldapp.actions.packet_part import packet_parts
from fieldapp.actions.session import Session
from fieldapp.domain.access import Role
from fieldapp.domain.change import ACCESS, Sealed, unseal
from fieldapp.domain.problems import Refused
from fieldapp.records import RECORD_TYPES
from resources.verify_packet import verify
from tests.fakes.case import (
    ARRESTEE_NAME,
    PRIVILEGED_MARK,
    SERVICE_MARK,
    VICTIM_NAME,
    VICTIM_STREET,
    MixedCase,
    a_mixed_case,
)
from tests.fakes.clock import FakeClock
from tests.fakes.laptop import a_session
from tests.fakes.sample import fill_agencies


@pytest.fixture
def supervisor(tmp_path: Path, clock: FakeClock) -> Iterator[Session]:
    made = a_session(tmp_path, clock, Role.SUPERVISOR)
    fill_agencies(made)
    yield made
    made.close()


@pytest.fixture
def case(supervisor: Session) -> MixedCase:
    return a_mixed_case(supervisor)


def an_order(case: MixedCase, **values: object) -> Order:
    order = Order("arrest", case.arrest, "District attorney, unit 4", "discovery", "Filing of 26-104")
    return replace(order, **values)


def the_file(session: Session, order: Order) -> bytes:
    packet = load_packet(session, order)
    return seal_packet(packet_parts(packet, b"%PDF"), packet.laptop, packet.made_at, session.identity).data


def kinds(session: Session, order: Order) -> set[str]:
    return {record["type"] for record in load_packet(session, order).records}


def journal_of(session: Session, kind: str = "", record_type: str = "") -> int:
    rows = session.store.connection.exec_driver_sql("SELECT entry, payload, salt FROM journal").fetchall()
    changes = [unseal(Sealed(*map(bytes, row))) for row in rows]
    return sum(1 for change in changes if kind in {"", change.kind} and record_type in {"", change.record_type})


def test_packet_holds_the_investigation_and_not_a_byte_of_the_other_layers(
    supervisor: Session, case: MixedCase
) -> None:
    everything = [
        an_order(case),
        an_order(case, is_named=True),
        an_order(case, with_screenings=True),
        an_order(case, record_type="search_warrant", record_id=case.warrant),
        an_order(case, record_type="recovery", record_id=case.recovery, with_screenings=True),
    ]
    for order in everything:
        data = the_file(supervisor, order)
        assert not verify(data).faults
        for mark in (PRIVILEGED_MARK, SERVICE_MARK, VICTIM_NAME, VICTIM_STREET):
            assert mark.casefold().encode() not in data.lower(), (order.record_type, mark)
    assert b"Motel on Holt Avenue" in the_file(supervisor, everything[0])
    told = kinds(supervisor, everything[0])
    assert told >= {"arrest", "charge", "person", "evidence_item", "custody_transfer", "search_warrant", "note"}
    assert told >= {"recovery", "interview", "operation", "roster_member"}
    assert told.isdisjoint({"service", "contact_attempt", "referral", "responder", "screening", "answer", "task"})


def test_what_is_withheld_is_listed_by_kind_and_count_only(supervisor: Session, case: MixedCase) -> None:
    packet = load_packet(supervisor, an_order(case))
    counts = packet.withheld
    assert counts[Withheld.CASEWORKER] == 3  # a service, a contact, a note of the agency's own
    assert counts[Withheld.SCREENING] == 3  # the screening, its answer, the note on it
    assert counts[Withheld.VICTIM_SERVICE] >= 3
    assert counts[Withheld.MEDICAL] == 2  # what the recovery says of it, and its clock
    assert counts[Withheld.IDENTITY] == 2
    assert counts[Withheld.OPERATION] == 2  # the plan and a site of it
    assert counts[Withheld.INTERNAL] == 1
    assert counts[Withheld.REDACTED] >= 2
    table = json.loads(dict(packet_parts(packet, b""))["packet.json"])["withheld"]
    assert all(row.keys() == {"layer", "kind", "count"} for row in table)
    assert {row["layer"] for row in table} == {"investigative", "victim_services", "privileged"}


def test_true_name_of_the_arrestee_is_told_only_when_a_supervisor_says_so(
    supervisor: Session, case: MixedCase, tmp_path: Path, clock: FakeClock
) -> None:
    assert ARRESTEE_NAME.encode() not in the_file(supervisor, an_order(case))
    assert ARRESTEE_NAME.encode() in the_file(supervisor, an_order(case, is_named=True))
    detective = a_session(tmp_path / "other", clock, device="m3m2q9x4c1ab")
    try:
        arrest = save_record(detective, "arrest", {"place": "Here"})
        with pytest.raises(Refused, match="PACKET_NAMED_BY_SUPERVISOR"):
            load_packet(detective, Order("arrest", arrest, is_named=True))
        load_packet(detective, Order("arrest", arrest))
    finally:
        detective.close()


def test_true_name_of_a_minor_is_told_to_nobody(supervisor: Session, case: MixedCase) -> None:
    save_record(supervisor, "person", {"estimated_age": 15}, record_id=case.arrestee)
    assert ARRESTEE_NAME.encode() not in the_file(supervisor, an_order(case, is_named=True))


def test_result_of_a_screening_is_told_when_chosen_and_never_an_answer(supervisor: Session, case: MixedCase) -> None:
    order = an_order(case, with_screenings=True)
    assert "screening" in kinds(supervisor, order)
    assert load_packet(supervisor, order).withheld[Withheld.SCREENING] >= 2


def test_type_that_nobody_decided_about_stays() -> None:
    decided = {kind.type_name for kind in RECORD_TYPES if withheld_whole(kind.type_name, "police", {}) is None}
    assert decided == {
        *("arrest", "charge", "search_warrant", "recovery", "interview", "evidence_item", "custody_transfer", "person"),
        *("alias", "identifier", "age_evidence", "operation", "roster_member", "note", "clock_change", "attachment"),
    }
    assert withheld_whole("a_type_of_tomorrow", "police", {}) is Withheld.INTERNAL


def test_undercover_officer_is_the_alias_number(supervisor: Session, case: MixedCase) -> None:
    records = load_packet(supervisor, an_order(case)).records
    roster = next(record for record in records if record["type"] == "roster_member")
    assert {field["name"]: field["value"] for field in roster["fields"]}["alias_number"] == "UC-17"
    assert "name" not in {field["name"] for field in roster["fields"]}


def test_sealed_affidavit_stays_under_seal(supervisor: Session, case: MixedCase) -> None:
    order = an_order(case, record_type="search_warrant", record_id=case.warrant)
    save_record(supervisor, "search_warrant", {"probable_cause": "Because of Vexling"}, record_id=case.warrant)
    assert b"Vexling" in the_file(supervisor, order)
    save_record(supervisor, "search_warrant", {"sealed": True}, record_id=case.warrant)
    assert b"Vexling" not in the_file(supervisor, order)
    assert load_packet(supervisor, order).withheld[Withheld.SEALED] == 1


def test_history_says_who_changed_what_from_what_to_what(supervisor: Session, case: MixedCase) -> None:
    save_record(supervisor, "arrest", {"place": "Truck stop, exit 43"}, record_id=case.arrest)
    acts = [act for act in load_packet(supervisor, an_order(case)).history if act["id"] == case.arrest]
    place = next(edit for edit in acts[-1]["edits"] if edit["name"] == "place")
    assert (place["before"], place["after"]) == ("Motel on Holt Avenue", "Truck stop, exit 43")
    assert (acts[-1]["author"], acts[-1]["laptop"]) == ("alvarez", supervisor.store.device)


def test_struck_out_charge_is_told_as_struck_out(supervisor: Session, case: MixedCase) -> None:
    void_record(supervisor, "charge", case.charge, "Entered twice")
    charge = next(r for r in load_packet(supervisor, an_order(case)).records if r["type"] == "charge")
    assert charge["is_struck"]


def test_order_without_recipient_basis_or_reason_is_refused(supervisor: Session, case: MixedCase) -> None:
    for name in ("recipient", "basis", "reason"):
        with pytest.raises(Refused, match="REQUIRED"):
            require_order(an_order(case, **{name: " "}))
    with pytest.raises(Refused, match="REQUIRED"):
        require_order(an_order(case, basis="not_said"))
    assert load_register(supervisor, "arrest", case.arrest) == []


def test_nobody_but_sworn_roles_makes_a_packet(tmp_path: Path, clock: FakeClock) -> None:
    advocate = a_session(tmp_path, clock, Role.ADVOCATE)
    with pytest.raises(Refused, match="PACKET_SWORN"):
        load_packet(advocate, Order("arrest", "0"))
    advocate.close()


def test_everything_that_left_has_exactly_one_line_and_the_register_is_as_long_as_the_log(
    supervisor: Session, case: MixedCase
) -> None:
    before = journal_of(supervisor, ACCESS)
    packet = load_packet(supervisor, an_order(case))
    line = note_packet(supervisor, packet, "ab" * 32)
    make_sheet(supervisor, case.item)
    note_sheet(supervisor, case.recovery)
    of_arrest, of_item = (
        load_register(supervisor, *key) for key in (("arrest", case.arrest), ("evidence_item", case.item))
    )
    assert [found.id for found in of_arrest] == [line]
    assert of_arrest[0].values["sha256"] == "ab" * 32
    assert "caseworker: 3" in str(of_arrest[0].values["withheld"])
    assert len(of_item) == len(load_register(supervisor, "recovery", case.recovery)) == 1
    assert journal_of(supervisor, record_type="disclosure") == journal_of(supervisor, ACCESS) - before == 3
    assert [found.id for found in load_register(supervisor, "person", case.arrestee)] == [line]
    of_victim = [found.values["what"] for found in load_register(supervisor, "person", case.victim)]
    assert sorted(of_victim) == ["Court packet, with code names", "Hand-off sheet"]


def test_line_whose_file_was_not_written_stays_struck_out(supervisor: Session, case: MixedCase) -> None:
    line = note_packet(supervisor, load_packet(supervisor, an_order(case)), "ab" * 32)
    note_not_written(supervisor, line)
    assert [(found.id, found.is_struck) for found in load_register(supervisor, "arrest", case.arrest)] == [(line, True)]
    for values in ({"recipient": "Nobody"}, {"withheld": None}, {"sha256": "0" * 64}):
        with pytest.raises(Refused, match="DISCLOSURE_STAYS"):
            save_record(supervisor, "disclosure", values, record_id=line, reason="To mend it")


def test_hostile_text_is_told_as_what_it_is(supervisor: Session, case: MixedCase) -> None:
    hostile = "gpj.\u202efdp\u2066 \x07\x1b[31m <script>alert(1)</script> {order} %s \u200b"
    save_record(supervisor, "note", {"arrest": case.arrest, "written_at": None, "text": hostile + "x" * 90_000})
    save_record(supervisor, "arrest", {"narrative": hostile}, record_id=case.arrest)
    parts = dict(packet_parts(load_packet(supervisor, an_order(case, recipient=hostile[:40])), b""))
    for name, content in parts.items():
        if name.endswith(".json"):
            assert content.isascii()
            json.loads(content)
    assert "\u202e" not in parts["README.txt"].decode()
    assert "[U+202E]" in parts["README.txt"].decode()
    records = json.loads(parts["records.json"])
    narrative = next(
        f["value"] for r in records if r["type"] == "arrest" for f in r["fields"] if f["name"] == "narrative"
    )
    assert narrative == hostile
