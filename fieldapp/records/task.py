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
    area="operations",
):
    """A duty with its owner and its hour, about whatever it links to."""

    what: str | None = field("What", max_length=200, required=True, search=Search.TEXT)
    assigned_to: str | None = field("Assigned to", max_length=120, required=True)
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

    def check(self) -> Iterator[Problem]:
        """A task that is done has its hour."""
        if self.status == "done" and not self.done_at:
            yield Problem("TASK_DONE_TIME_MISSING", "done_at")
