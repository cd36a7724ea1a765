"""The rules that each record type checks by itself."""

from datetime import UTC, date, datetime

import pytest

from fieldapp.domain.record import Record, final_problems
from fieldapp.records import require_type
from fieldapp.records.screening import INDICATORS

NOON = datetime(2016, 3, 1, 20, 0, tzinfo=UTC)
EARLIER = datetime(2016, 3, 1, 19, 0, tzinfo=UTC)
LATER = datetime(2016, 3, 1, 21, 0, tzinfo=UTC)
PERSON = "01510d97-5400-7000-8000-00000000000a"


def codes_of(record: Record) -> set[str]:
    return {problem.code for problem in record.check()}


@pytest.mark.parametrize(
    ("type_name", "values", "code"),
    [
        ("person", {"born_on": date(2000, 1, 1)}, "AGE_BASIS_MISSING"),
        ("identifier", {"kind": "phone", "value": "555-01"}, "PHONE_DIGITS"),
        ("identifier", {"kind": "email", "value": "nobody"}, "EMAIL_SHAPE"),
        (
            "identifier",
            {"first_seen_on": date(2016, 2, 2), "last_seen_on": date(2016, 2, 1)},
            "LAST_SEEN_BEFORE_FIRST",
        ),
        ("recovery", {"hotline_disposition": "immediate"}, "REFERRAL_NUMBER_MISSING"),
        ("recovery", {"hotline_disposition": "five_days"}, "REFERRAL_NUMBER_MISSING"),
        ("recovery", {"hotline_disposition": "evaluated_out"}, "REFERRAL_NUMBER_MISSING"),
        ("recovery", {"hotline_referral_number": "123"}, "REFERRAL_NUMBER_DIGITS"),
        ("recovery", {"hotline_referral_number": "\N{ARABIC-INDIC DIGIT ONE}" * 19}, "REFERRAL_NUMBER_DIGITS"),
        ("recovery", {}, "NAME_ADVICE_MISSING"),
        ("recovery", {"name_advice_given": True}, "NAME_ADVICE_INCOMPLETE"),
        ("recovery", {"name_confidentiality": "not_confidential"}, "NAME_PUBLIC_WITHOUT_ADVICE"),
        ("recovery", {"needs": ["none", "rest"]}, "NEEDS_NONE_AND_SOME"),
        ("recovery", {"advocate_called_at": NOON, "advocate_arrived_at": EARLIER}, "ADVOCATE_ARRIVED_BEFORE_CALL"),
        ("screening", {"started_at": NOON, "stopped_at": EARLIER}, "STOPPED_BEFORE_STARTED"),
        ("screening", {"disclosure_made": True}, "DISCLOSURE_TIME_MISSING"),
        ("screening", {"checklist": "concern_demo"}, "SCREENED_MISSING"),
        ("checklist", {"status": "refused"}, "CHECKLIST_REFUSAL_MISSING"),
        ("task", {"duty": "advocate_call", "status": "not_needed"}, "DUTY_REASON_MISSING"),
        ("task", {"duty": "advocate_call", "not_done_reason": "unsafe_now"}, "DUTY_APPROVAL_MISSING"),
        ("screening", {}, "INDICATOR_UNANSWERED"),
        ("operation", {"starts_at": NOON, "ends_at": EARLIER}, "ENDS_BEFORE_STARTS"),
        ("operation", {"status": "active"}, "OPERATION_NOT_READY"),
        ("operation", {"status": "active", "deconfliction_result": "pending"}, "DECONFLICTION_PENDING"),
        ("operation", {"deconfliction_result": "exigent"}, "DECONFLICTION_UNEXPLAINED"),
        ("roster_member", {"role": "undercover", "name": "Somebody"}, "UNDERCOVER_NAMED"),
        ("roster_member", {"role": "undercover"}, "UNDERCOVER_WITHOUT_ALIAS"),
        ("roster_member", {"role": "medic"}, "REQUIRED"),
        ("roster_member", {"signed_in_at": NOON, "signed_out_at": EARLIER}, "SIGNED_OUT_BEFORE_IN"),
        ("arrest", {"report_bucket": "BUYER", "role": "trafficker"}, "BUCKET_WITHOUT_PURCHASER"),
        ("arrest", {"estimated_age": 30}, "AGE_BASIS_MISSING"),
        ("arrest", {"arrested_at": NOON, "approved_at": EARLIER}, "APPROVED_BEFORE_ARREST"),
        ("charge", {"disposition": "convicted"}, "DISPOSITION_DATE_MISSING"),
        ("charge", {"filed_on": date(2016, 2, 2), "disposed_on": date(2016, 2, 1)}, "DISPOSED_BEFORE_FILED"),
        ("search_warrant", {"affidavit_at": NOON, "issued_at": EARLIER}, "WARRANT_ISSUED_BEFORE_SWORN"),
        ("search_warrant", {"issued_at": NOON, "served_at": EARLIER}, "WARRANT_SERVED_BEFORE_ISSUED"),
        ("search_warrant", {"served_at": NOON, "returned_at": EARLIER}, "WARRANT_RETURNED_BEFORE_SERVED"),
        ("search_warrant", {"status": "served"}, "WARRANT_TIME_MISSING"),
        ("evidence_item", {"sha256": "abc"}, "SHA256_SHAPE"),
        ("evidence_item", {"kind": "forensic_only"}, "FORENSIC_REFERENCE_MISSING"),
        ("lead", {"status": "intelligence"}, "LEAD_BASIS_MISSING"),
        ("lead", {"status": "intelligence"}, "LEAD_REVIEW_MISSING"),
        ("lead", {"status": "referred"}, "LEAD_AGENCY_MISSING"),
        ("lead", {"status": "closed"}, "LEAD_CLOSED_DATE_MISSING"),
        ("service", {"status": "delivered"}, "SERVICE_DATE_MISSING"),
        (
            "service",
            {"requested_on": date(2016, 2, 2), "delivered_on": date(2016, 2, 1)},
            "DELIVERED_BEFORE_REQUESTED",
        ),
        ("referral", {"status": "sent"}, "REFERRAL_SENT_TIME_MISSING"),
        ("referral", {"status": "accepted"}, "REFERRAL_ANSWER_TIME_MISSING"),
        ("referral", {"status": "rejected"}, "REJECTION_REASON_MISSING"),
        ("referral", {"sent_at": NOON, "answered_at": EARLIER}, "ANSWERED_BEFORE_SENT"),
        ("referral", {"sent_at": NOON, "arrived_at": EARLIER}, "ARRIVED_BEFORE_SENT"),
        ("consent", {"given_at": NOON, "revoked_at": EARLIER}, "REVOKED_BEFORE_GIVEN"),
        ("consent", {"given_at": NOON, "expires_on": date(2016, 2, 1)}, "EXPIRES_BEFORE_GIVEN"),
        ("consent", {"method": "verbal"}, "WITNESS_MISSING"),
        ("task", {"status": "done"}, "TASK_DONE_TIME_MISSING"),
        ("operation", {"status": "cancelled"}, "CANCEL_REASON_MISSING"),
        ("roster_member", {"role": "undercover", "handle": "alvarez"}, "UNDERCOVER_NAMED"),
        ("roster_member", {"on_site_at": NOON, "off_site_at": EARLIER}, "OFF_SITE_BEFORE_ON"),
        ("recovery", {"comfort_given": ["food", "none"]}, "COMFORT_NONE_AND_SOME"),
        ("recovery", {"restraints_used": True}, "RESTRAINTS_REASON_MISSING"),
        (
            "recovery",
            {"missing_reported_at": NOON, "missing_entered_at": EARLIER},
            "MISSING_ENTERED_BEFORE_REPORT",
        ),
        (
            "recovery",
            {"certification_requested_at": NOON, "certification_answered_at": EARLIER},
            "CERTIFICATION_BEFORE_REQUEST",
        ),
        ("recovery", {"new_evidence_at": NOON, "reconsidered_at": EARLIER}, "RECONSIDERED_BEFORE_EVIDENCE"),
        ("protocol_step", {"status": "declined"}, "STEP_REASON_MISSING"),
        ("protocol_step", {"status": "not_applicable"}, "STEP_REASON_MISSING"),
        ("responder", {"called_at": NOON, "arrived_at": EARLIER}, "RESPONDER_BEFORE_CALL"),
        ("responder", {"called_at": NOON, "declined_at": EARLIER}, "RESPONDER_BEFORE_CALL"),
        ("responder", {"arrived_at": NOON, "declined_at": NOON}, "RESPONDER_CAME_AND_DECLINED"),
        ("responder", {"arrived_at": NOON, "left_at": EARLIER}, "LEFT_BEFORE_ARRIVED"),
        ("interview", {"started_at": NOON}, "INTERVIEW_WITHOUT_NOTICE"),
        ("interview", {"started_at": NOON, "advocate_notice_at": LATER}, "INTERVIEW_WITHOUT_NOTICE"),
        ("interview", {"advocate_answer": "declined"}, "WAIVER_MISSING"),
        ("interview", {"waiver_signed_at": NOON, "waiver_revoked_at": EARLIER}, "WAIVER_REVOKED_BEFORE_SIGNED"),
        ("interview", {"advocate_called_at": NOON, "advocate_arrived_at": EARLIER}, "ADVOCATE_ARRIVED_BEFORE_CALL"),
        ("interview", {"started_at": NOON, "ended_at": EARLIER}, "INTERVIEW_ENDS_BEFORE_STARTS"),
        ("arrest", {"da_decision": "filed"}, "FILING_DATE_MISSING"),
        ("arrest", {"da_decision": "declined"}, "FILING_REASON_MISSING"),
        (
            "search_warrant",
            {"emergency_acquired_at": NOON, "court_notified_at": EARLIER},
            "COURT_NOTIFIED_BEFORE_EMERGENCY",
        ),
        ("evidence_item", {"contraband": True}, "FORENSIC_REFERENCE_MISSING"),
        ("custody_transfer", {"handed_by": "alvarez", "received_by": "alvarez"}, "CUSTODY_SAME_PERSON"),
        ("custody_transfer", {"giver_answer": "denied"}, "CUSTODY_REASON_MISSING"),
        ("custody_transfer", {"receiver_answer": "denied"}, "CUSTODY_REASON_MISSING"),
        ("clock_change", {}, "CLOCK_SUBJECT"),
        ("clock_change", {"recovery": PERSON, "arrest": PERSON}, "CLOCK_SUBJECT"),
        ("clock_change", {"kind": "rebase"}, "CLOCK_START_MISSING"),
        ("clock_change", {"kind": "extend"}, "CLOCK_UNTIL_MISSING"),
        ("review", {"decision": "returned"}, "REVIEW_COMMENT_MISSING"),
        (
            "training",
            {"completed_on": date(2016, 2, 2), "expires_on": date(2016, 2, 1)},
            "TRAINING_EXPIRES_BEFORE",
        ),
    ],
)
def test_broken_rule_is_named(type_name, values, code):
    assert code in codes_of(require_type(type_name)(**values))


@pytest.mark.parametrize(
    ("type_name", "values"),
    [
        ("person", {"born_on": date(2000, 1, 1), "age_basis": "claimed"}),
        ("identifier", {"kind": "phone", "value": "(213) 555-0142"}),
        ("identifier", {"kind": "email", "value": "a@example.org"}),
        (
            "recovery",
            {
                "hotline_disposition": "immediate",
                "hotline_referral_number": "1234567890123456789",
                "name_advice_given": True,
                "name_advice_by": "Deputy Example",
                "name_advice_at": NOON,
                "needs": ["food_water", "rest"],
            },
        ),
        ("recovery", {"name_advice_given": False, "hotline_disposition": "consultation"}),
        ("screening", {"person": PERSON, "disclosure_made": True, "disclosure_at": NOON}),
        ("screening", {"person": PERSON, **dict.fromkeys(INDICATORS, "not_observed")}),
        ("screening", {"client_code": "Doe-2026-0131", "checklist": "concern_demo"}),
        ("checklist", {"status": "refused", "refusal": "No permission of the rights holder"}),
        ("task", {"duty": "advocate_call", "status": "not_needed", "not_done_reason": "duplicate", "approved_by": "L"}),
        ("roster_member", {"role": "undercover", "alias_number": "UC-7"}),
        ("arrest", {"report_bucket": "BUYER", "role": "purchaser"}),
        (
            "search_warrant",
            {
                "status": "returned",
                "affidavit_at": EARLIER,
                "issued_at": EARLIER,
                "served_at": NOON,
                "returned_at": LATER,
            },
        ),
        ("evidence_item", {"sha256": "0f" * 32}),
        (
            "operation",
            {
                "status": "active",
                "approved_by": "Lieutenant Example",
                "approved_at": EARLIER,
                "risk_class": "moderate",
                "deconfliction_result": "clear",
                "medical_plan": "General hospital, north on Example Avenue",
                "abort_signal": "Blue light",
                "victim_services_lead": "Advocate Example",
                "minors_expected": True,
                "cps_liaison": "Worker Example",
            },
        ),
        ("consent", {"given_at": NOON, "expires_on": date(2016, 2, 29), "method": "written"}),
        ("operation", {"status": "cancelled", "cancelled_reason": "The site was empty"}),
        ("protocol_step", {"status": "done"}),
        ("protocol_step", {"status": "not_applicable", "reason": "The victim is an adult"}),
        ("responder", {"called_at": EARLIER, "arrived_at": NOON, "left_at": LATER}),
        ("responder", {"called_at": NOON, "declined_at": NOON, "declined_reason": "Nobody on call"}),
        ("interview", {"scheduled_for": LATER, "advocate_answer": "declined_unsigned"}),
        ("interview", {"advocate_notice_at": NOON, "started_at": NOON, "ended_at": LATER}),
        ("interview", {"advocate_answer": "declined", "waiver_signed_at": NOON}),
        ("arrest", {"da_decision": "pending"}),
        ("arrest", {"da_decision": "declined", "da_decided_on": date(2016, 3, 2), "da_decline_reason": "Not enough"}),
        ("evidence_item", {"contraband": True, "forensic_reference": "F-16-0042"}),
        ("custody_transfer", {"handed_by": "alvarez", "received_by": "okafor", "giver_answer": "signed"}),
        ("clock_change", {"search_warrant": PERSON, "kind": "pause"}),
        ("clock_change", {"recovery": PERSON, "kind": "rebase", "new_start": EARLIER}),
        ("review", {"decision": "approved"}),
        ("training", {"completed_on": date(2016, 2, 1), "expires_on": date(2018, 2, 1)}),
    ],
)
def test_sound_record_has_no_problem_of_its_own(type_name, values):
    assert codes_of(require_type(type_name)(**values)) == set()


def test_name_is_confidential_until_somebody_answers():
    assert require_type("recovery")().name_confidentiality == "confidential"


def test_disclosure_ends_the_questions_so_blank_indicators_may_stay_blank():
    screening = require_type("screening")(person=PERSON, disclosure_made=True, disclosure_at=NOON, owes_debt="present")
    assert codes_of(screening) == set()
    assert screening.present_indicators() == ("owes_debt",)
    assert len(screening.unanswered_indicators()) == 6


def test_blank_indicator_is_never_turned_into_an_answer():
    assert not any(name in require_type("screening")().to_wire() for name in INDICATORS)


def test_required_fields_that_are_blank_stop_finalising_by_name():
    blank = {problem.field for problem in final_problems(require_type("recovery"), {})}
    assert {"person", "first_contact_at", "place", "agency", "exploitation_type", "needs", "taken_into"} <= blank
