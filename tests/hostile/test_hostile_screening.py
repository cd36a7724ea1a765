"""A laptop that lies about a screening: what the rules forbid is put aside, and what does not fit is listed."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest

from fieldapp.actions.checklist import install_draft, submit_for_publication
from fieldapp.actions.exchange_status import load_refused
from fieldapp.actions.screening import open_screening, pinned_values, write_answers
from fieldapp.actions.screening_close import finalise_screening
from fieldapp.actions.screening_duty import close_duty, confirm_duty, fire_duties
from fieldapp.domain.access import Role
from fieldapp.domain.change import RESTORE, VOID, VOID_FIELD
from fieldapp.forms.form_session import Stored
from fieldapp.rules.screening_guard import duty_id
from tests.fakes.checklist import a_package, an_xform
from tests.fakes.publication import endless
from tests.fakes.screened import a_screening, answer
from tests.hostile.town import CAST, Seat, Town, is_sentence

# What ends a form that never ends may meet a finaliser of the interpreter's own, which says that it ignores it.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

CLEAR = {"/data/moves": "no", "/data/papers": "yes", "/data/debt": "no"}
BY_ANOTHER = {"is_done": False, "reason": "reported_by_team", "details": "CSW Example, 77"}
FEW = {"/data/moves": "yes", "/data/papers": "no", "/data/debt": "no"}


@pytest.fixture
def liar(town: Town) -> Iterator[Seat]:
    """A laptop whose own rules somebody took out."""
    seat = town.enrol("liam")
    seat.session.store.guards = ()
    return seat


def findings(town: Town) -> dict[str, tuple[str, str]]:
    return {found.field: (found.said, found.computed) for found in town.hq.rescorer.findings()}


def write(seat: Seat, record_type: str, record_id: str, kind: str = "set", **values) -> None:
    store = seat.session.store
    store.save(seat.session.author, record_type, values, record_id=record_id, kind=kind, reason="Because")


def refusals(seat: Seat) -> list[str]:
    seat.sync()
    return [refused.change.reason for refused in load_refused(seat.session)]


def a_lie(seat: Seat, answers=CLEAR, **values) -> str:
    """A screening made final past every rule, with a result that its answers do not have."""
    screening_id = a_screening(seat.session)
    answer(seat.session, screening_id, answers)
    claimed = {"score": 0, "band": "low", "state": "final", "stopped_at": "2026-01-02T03:30:00.000Z"}
    write(seat, "screening", screening_id, **claimed | values)
    return screening_id


def test_result_that_the_answers_do_not_have_and_duties_never_raised_are_found(town: Town, liar: Seat) -> None:
    screening_id = a_lie(liar)
    assert refusals(liar) == []
    found = findings(town)
    assert found["score"] == ("0", "4")
    assert found["band"] == ("low", "clear")
    assert found["duty.report_phone"] == ("not raised", "due")
    assert found["duty.report_written"] == ("not raised", "due")
    assert {f.record_id for f in town.hq.rescorer.findings()} == {screening_id}


def test_final_in_the_same_change_that_hides_its_checklist_is_put_aside(liar: Seat) -> None:
    screening_id = a_screening(liar.session)
    answer(liar.session, screening_id, CLEAR)
    fire_duties(liar.session, screening_id)
    write(liar, "screening", screening_id, state="final", checklist=None, checklist_sha256=None)
    assert refusals(liar) == ["DUTY_OPEN"]


def test_duties_struck_out_or_turned_into_something_else_are_put_aside(liar: Seat) -> None:
    screening_id = a_screening(liar.session)
    answer(liar.session, screening_id, CLEAR)
    first, second = (duty.task_id for duty in fire_duties(liar.session, screening_id))
    write(liar, "task", first, VOID, **{VOID_FIELD: True})
    write(liar, "task", second, duty=None)
    write(liar, "screening", screening_id, state="final")
    assert refusals(liar) == ["DUTY_NOT_STRUCK", "DUTY_FIXED", "DUTY_OPEN"]


def test_duties_struck_out_with_their_screening_are_missed_when_it_comes_back(town: Town, liar: Seat) -> None:
    screening_id = a_screening(liar.session)
    answer(liar.session, screening_id, CLEAR)
    duties = fire_duties(liar.session, screening_id)
    write(liar, "screening", screening_id, VOID, **{VOID_FIELD: True})
    for duty in duties:
        write(liar, "task", duty.task_id, VOID, **{VOID_FIELD: True})
    write(liar, "screening", screening_id, RESTORE, **{VOID_FIELD: False})
    write(liar, "screening", screening_id, state="final", stopped_at="2026-01-02T03:30:00.000Z")
    assert refusals(liar) == []
    assert findings(town)["duty.report_phone"] == ("not raised", "due")


def test_final_screening_and_its_answers_are_not_changed_behind_the_back(town: Town, liar: Seat) -> None:
    screening_id = a_screening(liar.session)
    answer(liar.session, screening_id, FEW)
    finalise_screening(liar.session, screening_id)
    liar.sync()
    write(liar, "screening", screening_id, score=0, state="draft")
    zone = liar.session.store.load("screening", screening_id).state.zone
    write_answers(liar.session, screening_id, zone, {"/data/papers": Stored("yes")})
    write_answers(liar.session, screening_id, zone, {"/data/remarks": Stored("none")})
    write_answers(liar.session, screening_id, zone, {"/data/debt": None})
    assert set(refusals(liar)) == {"SCREENING_LOCKED"}
    assert findings(town) == {}


def test_answer_is_not_carried_away_from_a_final_screening(liar: Seat) -> None:
    screening_id, other = a_screening(liar.session), a_screening(liar.session)
    answer(liar.session, screening_id, FEW)
    finalise_screening(liar.session, screening_id)
    liar.sync()
    mine = liar.session.store.linked("answer", "screening", screening_id)[0]["id"]
    write(liar, "answer", str(mine), screening=other)
    assert refusals(liar) == ["SCREENING_LOCKED"]


def test_final_without_what_its_form_and_its_header_ask_for_is_found(town: Town, liar: Seat) -> None:
    a_lie(liar, {"/data/moves": "yes", "/data/remarks": "x" * 300}, others_present=None, score=0)
    assert refusals(liar) == []
    found = findings(town)
    assert found["/data/papers"] == ("", "required")
    assert found["/data/remarks"] == ("", "constraint")
    assert found["others_present"] == ("", "REQUIRED")


def test_final_that_names_no_package_is_found(town: Town, liar: Seat) -> None:
    a_lie(liar, FEW, checklist_sha256=None)
    assert refusals(liar) == []
    assert findings(town)["checklist_sha256"] == ("", "not pinned")


def test_reason_that_no_supervisor_confirmed_is_listed_until_one_does(town: Town) -> None:
    dana, lena = town.enrol("dana"), town.enrol("lena", Role.SUPERVISOR)
    screening_id = a_screening(dana.session)
    answer(dana.session, screening_id, CLEAR)
    for duty in fire_duties(dana.session, screening_id):
        close_duty(dana.session, duty.task_id, is_done=False, reason="reported_by_team", asked="Lena", details="7")
    finalise_screening(dana.session, screening_id)
    dana.sync()
    lena.sync()
    waiting = {
        "duty.report_phone": ("reported_by_team", "not confirmed"),
        "duty.report_written": ("reported_by_team", "not confirmed"),
    }
    assert findings(town) == waiting
    confirm_duty(lena.session, duty_id(screening_id, "report_phone"))
    lena.sync()
    del waiting["duty.report_phone"]
    assert findings(town) == waiting
    dana.sync()
    assert dana.session.store.record("task", duty_id(screening_id, "report_phone"))["approved_by"] == "Lena"


def test_form_that_never_ends_holds_up_neither_the_exchange_nor_the_other_screenings(town: Town, liar: Seat) -> None:
    town.hq.rescorer.longest_s = town.hq.publisher.trial.longest_s = 0.2
    lena, package = town.enrol("lena", Role.SUPERVISOR), endless()
    handed_in = install_draft(liar.session, package)
    write(liar, "checklist", handed_in, status="draft")
    for number in range(3):
        made = {"client_code": f"Doe-{number}", "state": "final", **pinned_values(package)}
        liar.session.store.save(liar.session.author, "screening", made)
    assert refusals(liar) == []
    fine = a_lie(lena)
    for _ in range(3):
        lena.sync()
    said = [found.computed for found in town.hq.rescorer.findings() if found.field == "checklist"]
    assert said == ["takes too long"] * 3
    assert fine in {found.record_id for found in town.hq.rescorer.findings()}
    mine = install_draft(lena.session, endless("again"))
    submit_for_publication(lena.session, mine)
    lena.sync()
    record = lena.session.store.record("checklist", mine)
    assert record["status"] == "refused"
    assert is_sentence(str(record["refusal"]))


def test_duty_opened_again_after_the_end_is_listed(town: Town, liar: Seat) -> None:
    screening_id = a_screening(liar.session)
    answer(liar.session, screening_id, CLEAR)
    duties = fire_duties(liar.session, screening_id)
    for duty in duties:
        close_duty(liar.session, duty.task_id)
    finalise_screening(liar.session, screening_id)
    assert refusals(liar) == []
    assert findings(town) == {}
    write(liar, "task", duties[0].task_id, status="open")
    assert refusals(liar) == []
    assert findings(town) == {f"duty.{duties[0].duty}": ("open", "open")}


def test_partner_agencys_own_approval_is_its_own_matter(town: Town) -> None:
    ana = town.enrol("ana", Role.ADVOCATE, CAST)
    screening_id = a_screening(ana.session)
    answer(ana.session, screening_id, CLEAR)
    for duty in fire_duties(ana.session, screening_id):
        close_duty(ana.session, duty.task_id, is_done=False, reason="reported_by_team", asked="Director", details="7")
    finalise_screening(ana.session, screening_id)
    ana.sync()
    assert findings(town) == {}


def test_screening_reckoned_the_same_at_both_ends_has_no_finding(town: Town, liar: Seat) -> None:
    package = a_package(
        xform=an_xform().replace('<bind nodeset="/data/debt" ', '<bind nodeset="/data/debt" required="true()" ')
    )
    screening_id = a_screening(liar.session, msgspec.structs.replace(package))
    answer(liar.session, screening_id, FEW)
    finalise_screening(liar.session, screening_id)
    assert open_screening(liar.session, screening_id).is_final
    assert refusals(liar) == []
    assert findings(town) == {}


def test_headquarters_does_not_tell_what_a_partner_agency_found(town: Town) -> None:
    ana = town.enrol("ana", Role.ADVOCATE, CAST)
    ana.session.store.guards = ()
    a_lie(ana)
    assert refusals(ana) == []
    found = findings(town)
    assert {"score", "band", "duty.report_phone"} <= set(found)
    assert set(found.values()) == {("", "does not fit")}
