"""Screenings and checklists at headquarters: whose they are, who gets them, and what may not be final yet."""

from __future__ import annotations

from fieldapp.domain.access import Role
from fieldapp.domain.change import Change
from fieldapp.domain.wire import Json
from fieldapp.rules.screening_guard import duty_id
from sync.hq.headquarters import Headquarters
from sync.protocol import ChangeItem, Reply, StateItem
from tests.hq.conftest import CAST, LASD, SAVING, Laptop, NewLaptop

SCREENING = {"checklist": "concern_demo", "client_code": "Doe-2026-0131", "started_at": "2026-01-02T03:00:00.000Z"}


def arrived(reply: Reply) -> int:
    return sum(isinstance(item, ChangeItem | StateItem) for item in reply.items)


def reasons(reply: Reply) -> list[str | None]:
    return [verdict.reason for verdict in reply.verdicts]


def test_advocates_screening_stays_with_the_agency_that_made_it(new_laptop: NewLaptop) -> None:
    cora, carl = new_laptop("cora", Role.ADVOCATE, CAST), new_laptop("carl", Role.ADVOCATE, CAST)
    dana, sam = new_laptop("dana"), new_laptop("sam", Role.ADVOCATE, SAVING)
    zone = f"services:{CAST}"
    screening = cora.write("screening", dict(SCREENING), zone=zone)
    cora.write("answer", {"screening": screening.record_id, "question": "/data/q1", "value": "yes"}, zone=zone)
    cora.write("task", {"screening": screening.record_id, "duty": "safety_plan", "status": "open"}, zone=zone)
    assert reasons(cora.push()) == []
    assert arrived(carl.pull()) == 3
    assert arrived(dana.pull()) == 0
    assert arrived(sam.pull()) == 0


def test_screening_in_another_agencys_zone_is_put_aside(new_laptop: NewLaptop) -> None:
    cora, dana = new_laptop("cora", Role.ADVOCATE, CAST), new_laptop("dana")
    cora.write("screening", dict(SCREENING), zone=f"services:{SAVING}")
    assert reasons(cora.push()) == ["NO_PERMISSION"]
    dana.write("screening", dict(SCREENING), zone=f"services:{CAST}")
    assert reasons(dana.push()) == ["NO_PERMISSION"]


def test_screening_with_an_open_duty_is_not_final_at_headquarters_either(new_laptop: NewLaptop) -> None:
    dana = new_laptop("dana")
    screening = dana.write("screening", dict(SCREENING))
    task = duty_id(screening.record_id, "report_phone")
    raised = dana.write(
        "task", {"screening": screening.record_id, "duty": "report_phone", "status": "open"}, record_id=task
    )
    dana.write("screening", {"state": "final"}, record_id=screening.record_id)
    assert reasons(dana.push()) == ["DUTY_OPEN"]
    dana.write("task", {"status": "done"}, record_id=task, seen={"status": [raised.id]})
    dana.write("screening", {"state": "final"}, record_id=screening.record_id)
    assert reasons(dana.push()) == []


def test_screening_without_duties_and_an_older_one_are_final_at_once(new_laptop: NewLaptop) -> None:
    dana = new_laptop("dana")
    dana.write("screening", {**SCREENING, "state": "final"})
    dana.write("screening", {"started_at": "2026-01-02T03:00:00.000Z", "state": "final"})
    assert reasons(dana.push()) == []


def test_checklist_reaches_its_own_agency_and_every_agency_once_it_is_nobodys(new_laptop: NewLaptop) -> None:
    vera = new_laptop("vera", Role.SUPERVISOR)
    cora, sam = new_laptop("cora", Role.ADVOCATE, CAST), new_laptop("sam", Role.ADVOCATE, SAVING)
    draft = cora.write("checklist", {"form_id": "intake", "version": "1", "agency": CAST}, zone="shared")
    part = cora.write(
        "checklist_part", {"checklist": draft.record_id, "number": 0, "content": "QQ==", "agency": CAST}, zone="shared"
    )
    assert reasons(cora.push()) == []
    assert arrived(vera.pull()) == 2
    assert arrived(sam.pull()) == 0
    for made, record_type in ((draft, "checklist"), (part, "checklist_part")):
        vera.write(record_type, {"agency": None}, zone="shared", record_id=made.record_id, seen={"agency": [made.id]})
    assert reasons(vera.push()) == []
    assert arrived(sam.pull()) == 2


def test_nobody_but_a_supervisor_gives_a_checklist_to_every_agency(new_laptop: NewLaptop) -> None:
    dana, cora = new_laptop("dana"), new_laptop("cora", Role.ADVOCATE, CAST)
    for laptop in (dana, cora):
        laptop.write("checklist", {"form_id": "intake", "version": "1"}, zone="shared")
        assert reasons(laptop.push()) == ["NO_PERMISSION"]
    own = dana.write("checklist", {"form_id": "intake", "version": "1", "agency": LASD}, zone="shared")
    dana.write("checklist", {"agency": None}, zone="shared", record_id=own.record_id, seen={"agency": [own.id]})
    assert reasons(dana.push()) == ["NO_PERMISSION"]


def test_part_of_the_largest_size_travels_as_one_change(new_laptop: NewLaptop) -> None:
    dana, eli = new_laptop("dana"), new_laptop("eli")
    whole = dana.write("checklist", {"form_id": "intake", "version": "1", "agency": LASD}, zone="shared").record_id
    part = {"checklist": whole, "agency": LASD}
    for number in range(3):
        dana.write("checklist_part", {**part, "number": number, "content": "A" * 90_000}, zone="shared")
    assert reasons(dana.push()) == []
    assert arrived(eli.pull()) == 4
    dana.write("checklist_part", {**part, "number": 3, "content": "A" * 90_001}, zone="shared")
    assert reasons(dana.push()) == ["VALUE_REFUSED"]


def found_by(hq: Headquarters) -> dict[str, str]:
    return {finding.field: finding.computed for finding in hq.rescorer.findings()}


def a_final(laptop: Laptop, **values: Json) -> Change:
    made = laptop.write("screening", {**SCREENING, "state": "final", **values})
    assert reasons(laptop.push()) == []
    return made


def test_final_screening_is_locked_and_its_determination_is_not(new_laptop: NewLaptop) -> None:
    dana = new_laptop("dana")
    final = a_final(dana)
    seen = {"seen": {"state": [final.id], "started_at": [final.id]}, "record_id": final.record_id}
    dana.write("screening", {"determination": "unclear", "determined_by": "Lieutenant Example"}, **seen)
    assert reasons(dana.push()) == []
    dana.write("screening", {"state": "draft"}, **seen)
    dana.write("screening", {"started_at": "2026-01-02T04:00:00.000Z"}, **seen)
    dana.write("answer", {"screening": final.record_id, "question": "/data/q1", "value": "yes"})
    assert reasons(dana.push()) == ["SCREENING_LOCKED"] * 3


def test_value_on_which_people_disagreed_is_settled_in_a_final_screening_too(
    hq: Headquarters, new_laptop: NewLaptop
) -> None:
    dana, eli = new_laptop("dana"), new_laptop("eli")
    screening = dana.write("screening", dict(SCREENING))
    answer = dana.write("answer", {"screening": screening.record_id, "question": "/data/q1", "value": "no"})
    assert reasons(dana.push()) == []
    theirs = eli.write("answer", {"value": "yes"}, record_id=answer.record_id)
    assert reasons(eli.push()) == []
    dana.write("screening", {"state": "final"}, record_id=screening.record_id, seen={"state": [screening.id]})
    assert reasons(dana.push()) == []
    assert found_by(hq)["/data/q1"] == "two people disagree"
    both = [answer.id, theirs.id]
    dana.write("answer", {"value": "no"}, record_id=answer.record_id, seen={"value": both}, kind="resolve")
    dana.write("answer", {"value": "yes"}, record_id=answer.record_id, seen={"value": both}, kind="resolve")
    assert reasons(dana.push()) == ["SCREENING_LOCKED"]
    assert "/data/q1" not in found_by(hq)


def test_final_that_does_not_hold_together_is_listed_and_taken_in(hq: Headquarters, new_laptop: NewLaptop) -> None:
    dana = new_laptop("dana")
    a_final(dana, checklist_sha256="0" * 64)
    found = found_by(hq)
    assert found["checklist_sha256"] == "not at headquarters"
    assert found["others_present"] == "REQUIRED"
    a_final(dana)
    assert found_by(hq)["checklist_sha256"] in {"not at headquarters", "not pinned"}
    assert len({finding.record_id for finding in hq.rescorer.findings()}) == 2


def test_older_screening_is_corrected_with_a_reason_as_ever(hq: Headquarters, new_laptop: NewLaptop) -> None:
    dana = new_laptop("dana")
    made = dana.write("screening", {"started_at": "2026-01-02T03:00:00.000Z", "state": "final"})
    dana.write(
        "screening", {"others_present": "Nobody"}, record_id=made.record_id, seen={"state": [made.id]}, reason="A slip"
    )
    assert reasons(dana.push()) == []
    assert hq.rescorer.findings() == []


def test_headquarters_takes_no_waiver_of_a_minors_report_either(new_laptop: NewLaptop) -> None:
    lena = new_laptop("lena", Role.SUPERVISOR)
    youth = lena.write("person", {"code_name": "Doe-2026-0131", "estimated_age": 15})
    screening = lena.write("screening", {**SCREENING, "person": youth.record_id})
    task = duty_id(screening.record_id, "report_written")
    raised = {"screening": screening.record_id, "duty": "report_written", "what": "Report", "assigned_to": "Lena"}
    waived = {"status": "not_needed", "approved_by": "Lena", "details": "CSW Example, 77"}
    for reason in ("done_by_other_agency", "not_applicable_supervisor", "declined_by_person_adult"):
        lena.write("task", {**raised, **waived, "not_done_reason": reason}, record_id=task)
    assert reasons(lena.push()) == ["DUTY_NOT_WAIVED", "DUTY_NOT_WAIVED", "DUTY_NOT_DECLINED"]
    lena.write("task", {**raised, **waived, "not_done_reason": "reported_by_team"}, record_id=task)
    assert reasons(lena.push()) == []
