"""A recovery: one victim, one event."""

import re
from collections.abc import Iterator

from fieldapp.domain.fields import Instant, Search, field
from fieldapp.domain.problems import Problem
from fieldapp.domain.record import Record

# The child-protection hotline numbers a referral only when it acts on it or evaluates it out.
NUMBERED_DISPOSITIONS = frozenset({"immediate", "five_days", "evaluated_out"})
_IN_ORDER = (
    ("advocate_called_at", "advocate_arrived_at", "ADVOCATE_ARRIVED_BEFORE_CALL"),
    ("missing_reported_at", "missing_entered_at", "MISSING_ENTERED_BEFORE_REPORT"),
    ("certification_requested_at", "certification_answered_at", "CERTIFICATION_BEFORE_REQUEST"),
    ("new_evidence_at", "reconsidered_at", "RECONSIDERED_BEFORE_EVIDENCE"),
)
_REFERRAL_NUMBER = re.compile(r"[0-9]{19}\Z")


class Recovery(
    Record,
    type_name="recovery",
    title="Recovery",
    plural="Recoveries",
    zone="police",
    icon="mdi6.lifebuoy",
    label=("person", "first_contact_at"),
    columns=("person", "first_contact_at", "place", "exploitation_type", "taken_into", "operation"),
    sort="-first_contact_at",
    area="people",
    keeps_drafts=True,
):
    """The recovery of one person from exploitation: first contact, needs, calls, care and where they went.

    A person recovered twice has two. What a minor's recovery needs besides is a rule about the person's age.
    """

    person: str | None = field("Victim", link="person", required=True, group="First contact")
    operation: str | None = field("Operation", link="operation", group="First contact")
    first_contact_at: Instant | None = field(
        "First contact", required=True, group="First contact", help="The clocks of the protocol run from here"
    )
    place: str | None = field("Place", max_length=200, required=True, search=Search.TEXT, group="First contact")
    city: str | None = field("City", max_length=80, search=Search.TEXT, group="First contact")
    agency: str | None = field("Agency", link="agency", required=True, group="First contact")
    recovered_by: str | None = field("Recovered by", max_length=120, group="First contact")
    origin: str | None = field("How it began", vocabulary="recovery_origin", group="First contact")
    report_number: str | None = field("Report number", max_length=40, search=Search.EXACT, group="First contact")

    estimated_age: int | None = field("Estimated age", minimum=0, maximum=120, group="Age")
    age_basis: str | None = field("How the age is known", vocabulary="age_basis", required=True, group="Age")
    foreign_national_minor: bool | None = field(
        "Foreign-national minor", group="Age", help="Only starts the 24-hour notice to Health and Human Services"
    )

    was_missing: bool | None = field("Was reported missing", group="Missing person")
    missing_reported_at: Instant | None = field("Reported missing", group="Missing person")
    missing_entered_at: Instant | None = field(
        "Entered in NCIC", group="Missing person", help="PC 14211: within 2 hours, under 21 or at risk"
    )
    foster_care: bool | None = field("Missing from foster care", group="Missing person")
    ncmec_notified_at: Instant | None = field(
        "NCMEC told", group="Missing person", help="42 U.S.C. 671(a)(35): within 24 hours, of a youth in foster care"
    )
    located_notice_at: Instant | None = field(
        "Found-person notice sent", group="Missing person", help="PC 14213: within 24 hours"
    )

    exploitation_type: str | None = field(
        "Exploitation", vocabulary="trafficking_type", required=True, group="Exploitation"
    )
    victim_status: str | None = field("Status", vocabulary="victim_status", default="potential", group="Exploitation")
    age_first_exploited: int | None = field("Age when it began", minimum=0, maximum=120, group="Exploitation")

    needs: list[str] | None = field("Needs now", vocabulary="immediate_need", required=True, group="Needs")
    medical_decision: str | None = field(
        "Medical decision", vocabulary="medical_decision", required=True, group="Needs"
    )
    assaulted_at: Instant | None = field(
        "Last assault", group="Needs", help="Within 96 hours an acute exam is arranged now"
    )
    comfort_given: list[str] | None = field("Given on the spot", vocabulary="comfort", group="Needs")
    restraints_used: bool | None = field("Restraints used", group="Needs")
    restraints_reason: str | None = field("Why restraints", max_length=300, group="Needs")

    exam_facility: str | None = field("Facility", max_length=120, search=Search.TEXT, group="Exam")
    exam_consent: str | None = field(
        "Consent to the exam",
        vocabulary="exam_consent",
        group="Exam",
        help="Fam. Code 6927: from 12 the minor decides",
    )
    exam_kit: str | None = field("Kit number", max_length=40, search=Search.EXACT, group="Exam")
    hub_visited_at: Instant | None = field("Medical hub visited", group="Exam", help="Within 72 hours")

    hotline_called_at: Instant | None = field("Hotline called", group="Child-protection hotline")
    hotline_worker: str | None = field("Hotline worker", max_length=120, group="Child-protection hotline")
    hotline_disposition: str | None = field(
        "Disposition", vocabulary="hotline_disposition", group="Child-protection hotline"
    )
    hotline_referral_number: str | None = field(
        "Referral number",
        max_length=19,
        search=Search.EXACT,
        group="Child-protection hotline",
        help="19 digits; given for immediate, five days and evaluated out",
    )

    advocate_notice_at: Instant | None = field(
        "Told of the right to an advocate", group="Advocate", help="Before the first interview"
    )
    advocate_answer: str | None = field("Answer", vocabulary="advocate_answer", group="Advocate")
    advocate_agency: str | None = field("Advocacy agency", link="agency", group="Advocate")
    advocate_called_at: Instant | None = field("Advocate called", group="Advocate")
    advocate_arrived_at: Instant | None = field("Advocate arrived", group="Advocate")
    support_person_answer: str | None = field("Support person", vocabulary="support_answer", group="Advocate")
    waiver_reference: str | None = field(
        "Waiver",
        max_length=80,
        search=Search.EXACT,
        group="Advocate",
        help="WIC 23020: where the signed form is; it may be revoked at any time",
    )
    waiver_revoked_at: Instant | None = field("Waiver revoked", group="Advocate")

    name_advice_given: bool | None = field(
        "Told how the name may become public", group="Confidentiality", help="PC 293"
    )
    name_advice_by: str | None = field("Told by", max_length=120, group="Confidentiality")
    name_advice_at: Instant | None = field("Told at", group="Confidentiality")
    name_confidentiality: str | None = field(
        "The victim's name is",
        vocabulary="name_confidentiality",
        default="confidential",
        required=True,
        group="Confidentiality",
    )

    taken_into: str | None = field("Taken into", vocabulary="taken_into", required=True, group="Placement")
    placement_type: str | None = field(
        "Placement", vocabulary="placement_type", group="Placement", help="The kind only, never the address"
    )

    informed_at: Instant | None = field(
        "Information received", group="Reports", help="The reports' clock runs from here; blank: from first contact"
    )
    written_report_at: Instant | None = field("Written report sent (SS 8572)", group="Reports")
    cross_reported_at: Instant | None = field(
        "Cross-reported", group="Reports", help="To child services and the district attorney, within 36 hours"
    )
    hhs_notified_at: Instant | None = field(
        "Health and Human Services told", group="Reports", help="Of a foreign-national minor, within 24 hours"
    )

    review_72h_at: Instant | None = field("72-hour review", group="Follow-up")
    mdt_at: Instant | None = field("First team meeting (MDT)", group="Follow-up")

    endorsement_given_at: Instant | None = field(
        "Endorsement given (I-914B)", group="Certification", help="PC 236.5: within 15 business days"
    )
    endorsement_refused_at: Instant | None = field("Letter of refusal given", group="Certification")
    new_evidence_at: Instant | None = field("New evidence received", group="Certification")
    reconsidered_at: Instant | None = field("Reconsidered", group="Certification", help="Within a week of new evidence")
    certification_requested_at: Instant | None = field("Certification requested", group="Certification")
    in_removal: bool | None = field(
        "Removal proceedings", group="Certification", help="Never required; only shortens the time to answer"
    )
    certification_answered_at: Instant | None = field("Certification answered", group="Certification")

    unscreened_reason: str | None = field(
        "Why not screened",
        max_length=300,
        group="Victim screening",
        help="PC 236.2: whoever is recovered is screened for trafficking first; otherwise a supervisor signs why",
    )
    unscreened_by: str | None = field("Signed by", max_length=120, group="Victim screening")
    unscreened_at: Instant | None = field("Signed", group="Victim screening")

    narrative: str | None = field("Narrative", multiline=True, search=Search.TEXT, group="Narrative")

    def check(self) -> Iterator[Problem]:
        """The referral number, the advice about the name, and the order of the times."""
        yield from self._referral_number_problems()
        if self.name_advice_given is None:
            yield Problem("NAME_ADVICE_MISSING", "name_advice_given")
        elif self.name_advice_given and not (self.name_advice_by and self.name_advice_at):
            yield Problem("NAME_ADVICE_INCOMPLETE", "name_advice_by")
        if self.name_confidentiality == "not_confidential" and not self.name_advice_given:
            yield Problem("NAME_PUBLIC_WITHOUT_ADVICE", "name_confidentiality")
        if self.needs and "none" in self.needs and len(self.needs) > 1:
            yield Problem("NEEDS_NONE_AND_SOME", "needs")
        if self.comfort_given and "none" in self.comfort_given and len(self.comfort_given) > 1:
            yield Problem("COMFORT_NONE_AND_SOME", "comfort_given")
        if self.restraints_used and not self.restraints_reason:
            yield Problem("RESTRAINTS_REASON_MISSING", "restraints_reason")
        yield from self._order_problems()

    def _order_problems(self) -> Iterator[Problem]:
        for earlier, later, code in _IN_ORDER:
            first, second = getattr(self, earlier), getattr(self, later)
            if first and second and second < first:
                yield Problem(code, later)

    def _referral_number_problems(self) -> Iterator[Problem]:
        number = self.hotline_referral_number
        if number and not _REFERRAL_NUMBER.match(number):
            yield Problem("REFERRAL_NUMBER_DIGITS", "hotline_referral_number")
        if not number and self.hotline_disposition in NUMBERED_DISPOSITIONS:
            yield Problem("REFERRAL_NUMBER_MISSING", "hotline_referral_number")
