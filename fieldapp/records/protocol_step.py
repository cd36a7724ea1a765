"""One step of the first-responder protocol in one recovery."""

from collections.abc import Iterator

from fieldapp.domain.fields import Instant, Search, field
from fieldapp.domain.problems import Problem
from fieldapp.domain.record import Record

UNDONE = frozenset({"declined", "not_applicable", "unable"})


class ProtocolStep(
    Record,
    type_name="protocol_step",
    title="Protocol step",
    zone="police",
    icon="mdi6.format-list-numbered",
    label=("step", "status"),
    parent="recovery",
    columns=("step", "status", "at", "by", "recovery"),
    sort="-at",
    open_while=("unable",),
    area="people",
):
    """What became of a step: done, declined, not applicable or impossible, by whom and when.

    One that is still to do has none.
    Its id follows from the recovery and the step, so that two laptops meet in one record.
    """

    recovery: str | None = field("Recovery", link="recovery", required=True)
    step: str | None = field("Step", vocabulary="protocol_step", required=True)
    status: str | None = field("Status", vocabulary="step_status", required=True)
    at: Instant | None = field("When", required=True)
    by: str | None = field("By", max_length=120)
    owner: str | None = field("Owner", max_length=120, help="Whose step it is")
    contact: str | None = field("Contact", max_length=200, help="Who was spoken to, and the number called")
    reason: str | None = field("Reason", max_length=300, help="Needed when declined or not applicable")
    note: str | None = field("Note", multiline=True, search=Search.TEXT)
    template: str | None = field("Protocol", max_length=60, required=True, help="The version that the step comes from")

    def check(self) -> Iterator[Problem]:
        """A step that is not done says why."""
        if self.status in UNDONE and not self.reason:
            yield Problem("STEP_REASON_MISSING", "reason")
