"""A planned operation."""

from collections.abc import Iterator

from fieldapp.domain.fields import Instant, Search, field
from fieldapp.domain.problems import Problem
from fieldapp.domain.record import Record

# What a plan must hold before anybody moves, and the status from which it must hold it.
UNDER_WAY = frozenset({"active", "closed", "debriefed"})
NEEDED_UNDER_WAY = (
    "approved_by",
    "approved_at",
    "risk_class",
    "deconfliction_result",
    "medical_plan",
    "abort_signal",
    "victim_services_lead",
)


class Operation(
    Record,
    type_name="operation",
    title="Operation",
    zone="police",
    icon="mdi6.target",
    label=("number", "name"),
    code="Op",
    columns=("number", "name", "kind", "status", "starts_at", "risk_class"),
    sort="-starts_at",
    open_while=("draft", "reviewed", "approved", "briefed", "active"),
    area="operations",
    keeps_drafts=True,
):
    """A sting, a warrant service, an inspection or an outreach, from its plan to its debriefing."""

    number: str | None = field("Number", max_length=40, required=True, search=Search.EXACT)
    name: str | None = field("Name", max_length=120, required=True, search=Search.TEXT)
    kind: str | None = field("Type", vocabulary="operation_type", required=True)
    status: str | None = field("Status", vocabulary="operation_status", default="draft", required=True)
    phase: str | None = field("Phase", vocabulary="operation_phase")
    agency: str | None = field("Lead agency", link="agency")
    starts_at: Instant | None = field("Starts", required=True)
    ends_at: Instant | None = field("Ends")

    objective: str | None = field("Objective", multiline=True, search=Search.TEXT, group="Plan")
    legal_basis: str | None = field("Legal basis", vocabulary="legal_basis", group="Plan")
    risk_class: str | None = field("Risk", vocabulary="risk_class", group="Plan")
    threat_assessment: str | None = field("Threat assessment", multiline=True, search=Search.TEXT, group="Plan")
    contingency: str | None = field("If it goes wrong", multiline=True, search=Search.TEXT, group="Plan")

    incident_commander: str | None = field("Incident commander", max_length=120, group="Command")
    case_agent: str | None = field("Case agent", max_length=120, group="Command")
    command_post: str | None = field("Command post", max_length=200, group="Command")
    rally_point: str | None = field("Rally point", max_length=200, group="Command")
    radio_channel: str | None = field("Tactical channel", max_length=60, group="Command")
    check_in_minutes: int | None = field("Check-in every (minutes)", minimum=5, maximum=240, group="Command")
    arrest_signal: str | None = field("Arrest signal", max_length=120, group="Command")
    abort_signal: str | None = field("Abort signal", max_length=120, group="Command")

    minors_expected: bool | None = field("Minors expected", group="Victims")
    expected_victims: int | None = field("Victims expected", minimum=0, maximum=500, group="Victims")
    languages: list[str] | None = field("Languages", vocabulary="language", group="Victims")
    victim_services_lead: str | None = field("Victim-services lead", max_length=120, group="Victims")
    cps_liaison: str | None = field("Child-services liaison", max_length=120, group="Victims")
    advocate_staging: str | None = field(
        "Advocate staging", max_length=200, group="Victims", help="Away from the scene, ready straight after"
    )
    medical_plan: str | None = field("Hospital and route", max_length=500, group="Victims")
    notice_released_at: Instant | None = field(
        "Exact times released to providers",
        group="Victims",
        help="Until then a notice says only the day and its part",
    )
    notice_released_by: str | None = field("Released by", max_length=120, group="Victims")

    deconfliction_system: str | None = field("System", vocabulary="deconfliction_system", group="Deconfliction")
    deconfliction_number: str | None = field("Event number", max_length=60, search=Search.EXACT, group="Deconfliction")
    deconfliction_at: Instant | None = field("Entered at", group="Deconfliction")
    deconfliction_by: str | None = field("Entered by", max_length=120, group="Deconfliction")
    deconfliction_result: str | None = field("Result", vocabulary="deconfliction_result", group="Deconfliction")
    deconfliction_contact: str | None = field("Contact, or why it was not run", max_length=300, group="Deconfliction")

    reviewed_by: str | None = field("Reviewed by", max_length=120, group="Approval")
    reviewed_at: Instant | None = field("Reviewed at", group="Approval")
    approved_by: str | None = field("Approved by", max_length=120, group="Approval")
    approved_at: Instant | None = field("Approved at", group="Approval")
    briefed_at: Instant | None = field("Briefed at", group="Approval")
    closed_at: Instant | None = field("Closed at", group="Approval")
    closed_by: str | None = field("Closed by", max_length=120, group="Approval")
    debriefed_at: Instant | None = field("Debriefed at", group="Approval")
    cancelled_reason: str | None = field("Why cancelled", max_length=300, search=Search.TEXT, group="Approval")
    outcome: str | None = field("Outcome and lessons", multiline=True, search=Search.TEXT, group="Approval")

    places_visited: int | None = field("Places visited", minimum=0, maximum=10_000, group="Outreach")
    people_reached: int | None = field("People reached", minimum=0, maximum=100_000, group="Outreach")
    signs_posted: int | None = field("Signs posted", minimum=0, maximum=100_000, group="Outreach")
    materials: str | None = field("Materials given", multiline=True, search=Search.TEXT, group="Outreach")

    def check(self) -> Iterator[Problem]:
        """What a plan needs before it is under way, and the order of its times."""
        if self.starts_at and self.ends_at and self.ends_at < self.starts_at:
            yield Problem("ENDS_BEFORE_STARTS", "ends_at")
        if self.deconfliction_result in {"conflict", "exigent"} and not self.deconfliction_contact:
            yield Problem("DECONFLICTION_UNEXPLAINED", "deconfliction_contact")
        if self.status == "cancelled" and not self.cancelled_reason:
            yield Problem("CANCEL_REASON_MISSING", "cancelled_reason")
        if self.status not in UNDER_WAY:
            return
        for name in NEEDED_UNDER_WAY:
            if not getattr(self, name):
                yield Problem("OPERATION_NOT_READY", name, {"label": self.fields[name].label})
        if self.deconfliction_result == "pending":
            yield Problem("DECONFLICTION_PENDING", "deconfliction_result")
        if self.minors_expected and not self.cps_liaison:
            yield Problem("OPERATION_NOT_READY", "cps_liaison", {"label": self.fields["cps_liaison"].label})
