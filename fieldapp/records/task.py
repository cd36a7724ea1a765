"""Something to be done by somebody by some time."""

from collections.abc import Iterator

from fieldapp.domain.fields import Instant, Search, field
from fieldapp.domain.problems import Problem
from fieldapp.domain.record import Record


class Task(
    Record,
    type_name="task",
    title="Task",
    zone="police",
    icon="mdi6.checkbox-marked-circle-outline",
    label=("what",),
    columns=("what", "assigned_to", "due_at", "priority", "status"),
    sort="due_at",
    open_while=("open", "started", "waiting"),
    area="operations",
):
    """A duty with its owner and its hour, about whatever it links to."""

    what: str | None = field("What", max_length=200, required=True, search=Search.TEXT)
    assigned_to: str | None = field("Assigned to", max_length=120, required=True)
    reassigned_reason: str | None = field("Why reassigned", max_length=300)
    due_at: Instant | None = field("Due")
    priority: str | None = field("Priority", vocabulary="task_priority", default="normal")
    status: str | None = field("Status", vocabulary="task_status", default="open", required=True)
    done_at: Instant | None = field("Done at")
    done_by: str | None = field("Done by", max_length=120)
    details: str | None = field("Details", multiline=True, search=Search.TEXT)
    recovery: str | None = field("Recovery", link="recovery", group="About")
    operation: str | None = field("Operation", link="operation", group="About")
    lead: str | None = field("Lead", link="lead", group="About")
    arrest: str | None = field("Arrest", link="arrest", group="About")
    search_warrant: str | None = field("Search warrant", link="search_warrant", group="About")
    person: str | None = field("Person", link="person", group="About")
    screening: str | None = field("Screening", link="screening", group="About")

    duty: str | None = field("Duty", vocabulary="duty", group="Duty")
    raised_by: str | None = field("Raised by", max_length=60, group="Duty", help="The level of concern that brought it")
    raised_earlier: bool | None = field(
        "Raised by an earlier result", group="Duty", help="The result was corrected since; the duty stays"
    )
    not_done_reason: str | None = field("Why not done", vocabulary="duty_not_done", group="Duty")
    asked_supervisor: str | None = field("Supervisor asked", max_length=120, group="Duty")
    approved_by: str | None = field("Approved by", max_length=120, group="Duty")

    def check(self) -> Iterator[Problem]:
        """A task that is done has its hour; a duty not done has a reason and whoever agreed, or was asked to."""
        if self.status == "done" and not self.done_at:
            yield Problem("TASK_DONE_TIME_MISSING", "done_at")
        if self.duty and self.status == "not_needed" and not self.not_done_reason:
            yield Problem("DUTY_REASON_MISSING", "not_done_reason")
        if self.not_done_reason and not (self.approved_by or self.asked_supervisor):
            yield Problem("DUTY_APPROVAL_MISSING", "approved_by")
