"""A recovery: one victim, one event."""

import re
from collections.abc import Iterator

from fieldapp.domain.fields import Instant, Search, field
from fieldapp.domain.problems import Problem
from fieldapp.domain.record import Record

# The child-protection hotline numbers a referral only when it acts on it or evaluates it out.
NUMBERED_DISPOSITIONS = frozenset({"immediate", "five_days", "evaluated_out"})
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
    written_report_at: Instant | None = field("Written report sent (SS 8572)", group="Placement")
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
        if self.advocate_called_at and self.advocate_arrived_at and self.advocate_arrived_at < self.advocate_called_at:
            yield Problem("ADVOCATE_ARRIVED_BEFORE_CALL", "advocate_arrived_at")
        if self.needs and "none" in self.needs and len(self.needs) > 1:
            yield Problem("NEEDS_NONE_AND_SOME", "needs")

    def _referral_number_problems(self) -> Iterator[Problem]:
        number = self.hotline_referral_number
        if number and not _REFERRAL_NUMBER.match(number):
            yield Problem("REFERRAL_NUMBER_DIGITS", "hotline_referral_number")
        if not number and self.hotline_disposition in NUMBERED_DISPOSITIONS:
            yield Problem("REFERRAL_NUMBER_MISSING", "hotline_referral_number")
