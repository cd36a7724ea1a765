"""Rule R6 in the save: an arrest for selling is final only beside a screening, or a supervisor's word for none."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from fieldapp.actions.capture import finalise_record, restore_record, save_record, unfinished_problems, void_record
from fieldapp.actions.screening import start_screening
from fieldapp.actions.screening_close import finalise_screening
from fieldapp.actions.screening_duty import close_duty, fire_duties
from fieldapp.actions.session import Session
from fieldapp.actions.victim_screening import load_standing, sign_unscreened, take_signature_back
from fieldapp.domain.access import Role
from fieldapp.domain.problems import Refused
from fieldapp.forms.bundle import load_bundled
from fieldapp.forms.package import Package
from fieldapp.records.screening import INDICATORS
from tests.fakes.laptop import a_session
from tests.fakes.sample import LIEUTENANT, a_person, a_recovery, ago
from tests.fakes.screened import HEADER, answer

SELLING = "pc_647_b_1"
A_FULL_RECOVERY = {"name_advice_given": False, "name_confidentiality": "confidential"}


@pytest.fixture
def supervisor(tmp_path, clock) -> Iterator[Session]:
    made = a_session(tmp_path / "supervisor", clock, Role.SUPERVISOR)
    yield made
    made.close()


def an_arrest(session: Session, *offences: str, **values: object) -> str:
    person = a_person(session, "Doe-2026-0007", born_on="1990-01-01", age_basis="documented")
    facts = {"person": person, "role": "other", "report_bucket": "MISC", "place": "Motel", "arrested_at": ago(session)}
    arrest = save_record(session, "arrest", facts | values)
    for offence in offences:
        save_record(session, "charge", {"arrest": arrest, "offence": offence})
    return arrest


def indicators() -> Package:
    (found,) = [package for package in load_bundled().values() if set(INDICATORS) <= set(package.save_to.values())]
    return found


def screen(session: Session, arrest: str, found: str = "not_present") -> str:
    """Go through the bundled checklist that covers the indicators, do what it asks for, lock it."""
    package, standing = indicators(), load_standing(session, "arrest", arrest)
    assert standing is not None
    screening = start_screening(session, package.sha256, {**HEADER, **standing.preset})
    answers = {"/data/about/age_group": "adult"} | dict.fromkeys(package.save_to, found)
    answer(session, screening, answers)
    for duty in fire_duties(session, screening):
        close_duty(session, duty.task_id)
    finalise_screening(session, screening)
    return screening


def codes(act, *args, **kwargs) -> list[str]:
    with pytest.raises(Refused) as refused:
        act(*args, **kwargs)
    return [problem.code for problem in refused.value.problems]


def sign(session: Session, arrest: str, **values: object) -> None:
    """A lieutenant's signature, as it comes over from a laptop of theirs."""
    at = session.store.record("arrest", arrest)["arrested_at"]
    signed = {"unscreened_reason": "In hospital", "unscreened_by": LIEUTENANT.name, "unscreened_at": at}
    session.store.save(LIEUTENANT, "arrest", signed | values, record_id=arrest, reason="Signed")


def test_of_the_bundled_checklists_the_statutes_own_alone_fills_every_indicator():
    assert indicators().licence.citation == "California Penal Code section 236.2"


@pytest.mark.parametrize(("role", "offence"), [("seller", "pc_148_a_1"), ("other", SELLING)])
def test_no_way_of_saving_makes_an_arrest_for_selling_final_before_the_screening(session: Session, role, offence):
    arrest = an_arrest(session, offence, role=role)
    for act in (
        lambda: finalise_record(session, "arrest", arrest),
        lambda: save_record(session, "arrest", {"state": "final"}, record_id=arrest),
        lambda: session.store.save(session.author, "arrest", {"state": "final"}, record_id=arrest),
    ):
        assert codes(act) == ["SCREENING_FIRST"]
    screen(session, arrest)
    finalise_record(session, "arrest", arrest)
    assert session.store.record("arrest", arrest)["state"] == "final"


def test_a_screening_of_somebody_else_of_another_time_or_in_draft_does_not_count(session: Session):
    arrest = an_arrest(session, SELLING)
    screen(session, an_arrest(session, SELLING))  # somebody else's
    person = session.store.record("arrest", arrest)["person"]
    about = {"person": person, **dict.fromkeys(INDICATORS, "not_present")}
    early = {"state": "final", "started_at": ago(session, days=40)}
    session.store.save(session.author, "screening", about | early)
    draft = session.store.save(session.author, "screening", about | {"started_at": ago(session)}).state.record_id
    assert codes(finalise_record, session, "arrest", arrest) == ["SCREENING_FIRST"]
    standing = load_standing(session, "arrest", arrest)
    assert (standing.is_screened, standing.screening_id) == (False, draft)
    session.store.save(session.author, "screening", {"state": "final"}, record_id=draft)
    void_record(session, "screening", draft, "Entered twice")
    assert codes(finalise_record, session, "arrest", arrest) == ["SCREENING_FIRST"]
    restore_record(session, "screening", draft)
    finalise_record(session, "arrest", arrest)


def test_every_other_arrest_is_final_without(session: Session):
    arrest = an_arrest(session, "pc_647_b_2", role="purchaser", report_bucket="BUYER")
    assert load_standing(session, "arrest", arrest) is None
    finalise_record(session, "arrest", arrest)


def test_supervisor_signs_why_not_and_takes_it_back(supervisor: Session):
    arrest = an_arrest(supervisor, SELLING)
    assert codes(sign_unscreened, supervisor, "arrest", arrest, "  ") == ["REASON_REQUIRED"]
    signed = sign_unscreened(supervisor, "arrest", arrest, "Taken to hospital at once")
    standing = load_standing(supervisor, "arrest", arrest)
    assert (standing.reason, standing.signed_by, standing.is_settled) == (
        "Taken to hospital at once", "Dana Alvarez", True,
    )  # fmt: skip
    take_signature_back(supervisor, signed)
    assert codes(finalise_record, supervisor, "arrest", arrest) == ["SCREENING_FIRST"]
    signed = sign_unscreened(supervisor, "arrest", arrest, "Taken to hospital at once")
    finalise_record(supervisor, "arrest", arrest)
    assert codes(take_signature_back, supervisor, signed) == ["SCREENING_FIRST"]  # it rests on it now


def test_nobody_else_signs_nor_half_of_it_nor_where_nobody_sold(session: Session, supervisor: Session):
    arrest = an_arrest(session, SELLING)
    assert codes(sign_unscreened, session, "arrest", arrest, "In hospital") == ["SUPERVISOR_NEEDED"]
    half = {"unscreened_reason": "In hospital"}
    assert codes(save_record, supervisor, "arrest", half, record_id=an_arrest(supervisor, SELLING)) == [
        "UNSCREENED_INCOMPLETE", "UNSCREENED_INCOMPLETE",
    ]  # fmt: skip
    other = an_arrest(supervisor, "pc_148_a_1")
    assert codes(sign_unscreened, supervisor, "arrest", other, "In hospital") == ["UNSCREENED_NOBODY"]
    sign(session, arrest)
    finalise_record(session, "arrest", arrest)


def test_what_is_missing_stands_in_the_list_with_all_else(session: Session):
    arrest = an_arrest(session, SELLING, place=None)
    found = unfinished_problems(session, "arrest", arrest, session.store.record("arrest", arrest))
    assert {problem.code for problem in found} == {"REQUIRED", "SCREENING_FIRST"}


def test_a_final_arrest_that_comes_to_be_for_selling_is_judged_then(session: Session):
    arrest = an_arrest(session, "pc_148_a_1")
    finalise_record(session, "arrest", arrest)
    assert codes(save_record, session, "charge", {"arrest": arrest, "offence": SELLING}) == ["SCREENING_FIRST"]
    (charge,) = session.store.linked("charge", "arrest", arrest)
    assert codes(save_record, session, "charge", {"offence": SELLING}, record_id=charge["id"]) == ["SCREENING_FIRST"]
    assert codes(save_record, session, "arrest", {"role": "seller"}, record_id=arrest, reason="Typing error") == [
        "SCREENING_FIRST"
    ]
    void_record(session, "arrest", arrest, "Entered twice")
    assert codes(save_record, session, "charge", {"arrest": arrest, "offence": SELLING}) == ["SCREENING_FIRST"]
    restore_record(session, "arrest", arrest)
    sign(session, arrest)
    save_record(session, "charge", {"arrest": arrest, "offence": SELLING})


def test_final_arrests_from_before_the_rule_stay_valid_and_are_corrected(session: Session):
    guards, session.store.guards = session.store.guards, ()
    arrest = an_arrest(session, SELLING)
    finalise = {"state": "final"}
    session.store.save(session.author, "arrest", finalise, record_id=arrest)
    session.store.guards = guards
    save_record(session, "arrest", {"city": "Carson"}, record_id=arrest, reason="Typing error")
    save_record(session, "charge", {"arrest": arrest, "offence": SELLING})
    void_record(session, "arrest", arrest, "Entered twice")
    restore_record(session, "arrest", arrest)
    other = a_person(session, "Doe-2", born_on="1990-01-01")
    assert codes(save_record, session, "arrest", {"person": other}, record_id=arrest, reason="Mistaken") == [
        "SCREENING_FIRST"
    ]


@pytest.mark.parametrize(("found", "tells"), [("present", True), ("not_present", False), ("not_observed", False)])
def test_a_screening_that_tells_of_trafficking_advises_and_blocks_nothing(session: Session, found: str, tells: bool):
    arrest = an_arrest(session, SELLING)
    screening = screen(session, arrest, found)
    standing = load_standing(session, "arrest", arrest)
    assert (standing.is_screened, standing.screening_id, standing.tells) == (True, screening, tells)
    finalise_record(session, "arrest", arrest)


@pytest.mark.parametrize(
    ("facts", "born_on", "reason"),
    [
        ({}, "2012-01-01", "minor_commercial_sex"),
        ({"exploitation_type": "labour"}, "1990-01-01", "deprived_of_liberty"),
        ({"assaulted_at": True}, "1990-01-01", "sexual_assault"),
    ],
)
def test_no_way_of_saving_makes_a_recovery_final_before_the_screening(session: Session, facts, born_on, reason):
    person = a_person(session, "Doe-2026-0008", born_on=born_on, age_basis="documented")
    if "assaulted_at" in facts:
        facts = {"assaulted_at": ago(session, hours=5)}
    recovery = a_recovery(session, person, **A_FULL_RECOVERY, **{"exploitation_type": "sex", **facts})
    for act in (
        lambda: finalise_record(session, "recovery", recovery),
        lambda: save_record(session, "recovery", {"state": "final"}, record_id=recovery),
        lambda: session.store.save(session.author, "recovery", {"state": "final"}, record_id=recovery),
    ):
        assert "VICTIM_SCREENED_FIRST" in codes(act)
    standing = load_standing(session, "recovery", recovery)
    assert standing.preset == {"person": person, "recovery": recovery, "reason": reason}
    seen = {**standing.preset, "started_at": ago(session), "state": "final", **dict.fromkeys(INDICATORS, "present")}
    session.store.save(session.author, "screening", seen)
    save_record(session, "recovery", {"state": "final"}, record_id=recovery)
    standing = load_standing(session, "recovery", recovery)
    assert (standing.is_screened, standing.tells) == (True, False)  # whoever is a victim is told nothing of charges


def test_supervisor_signs_why_nobody_recovered_was_screened_and_nobody_else_does(session: Session, supervisor: Session):
    for here in (session, supervisor):
        recovery = a_recovery(here, a_person(here, "Doe-2026-0008", estimated_age=30, age_basis="apparent"))
        if here is session:
            assert codes(sign_unscreened, here, "recovery", recovery, "In surgery") == ["SUPERVISOR_NEEDED"]
            continue
        signed = sign_unscreened(here, "recovery", recovery, "In surgery")
        here.store.save(here.author, "recovery", A_FULL_RECOVERY | {"state": "final"}, record_id=recovery)
        assert codes(take_signature_back, here, signed) == ["VICTIM_SCREENED_FIRST"]  # it rests on it now


def test_final_recoveries_from_before_the_rule_stay_valid_and_are_corrected(session: Session):
    person = a_person(session, "Doe-2026-0008", estimated_age=30, age_basis="apparent")
    recovery = a_recovery(session, person, **A_FULL_RECOVERY)
    guards, session.store.guards = session.store.guards, ()
    session.store.save(session.author, "recovery", {"state": "final"}, record_id=recovery)
    session.store.guards = guards
    save_record(session, "recovery", {"city": "Carson"}, record_id=recovery, reason="Typing error")
    void_record(session, "recovery", recovery, "Entered twice")
    restore_record(session, "recovery", recovery)
    other = a_person(session, "Doe-2", estimated_age=30)
    assert codes(save_record, session, "recovery", {"person": other}, record_id=recovery, reason="Mistaken") == [
        "VICTIM_SCREENED_FIRST"
    ]
