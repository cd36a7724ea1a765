"""A responder called to a recovery."""

from collections.abc import Iterator

from fieldapp.domain.fields import Instant, Search, field
from fieldapp.domain.problems import Problem
from fieldapp.domain.record import Record


class Responder(
    Record,
    type_name="responder",
    title="Responder",
    zone="police",
    icon="mdi6.account-clock-outline",
    label=("kind", "name"),
    parent="recovery",
    columns=("kind", "agency", "called_at", "arrived_at", "declined_at", "recovery"),
    sort="-called_at",
    area="people",
):
    """Somebody called to a victim's side: when, whether they came, and when they left. Their arrival is counted."""

    recovery: str | None = field("Recovery", link="recovery", required=True)
    kind: str | None = field("Kind", vocabulary="responder_kind", required=True)
    agency: str | None = field("Agency", link="agency")
    name: str | None = field("Name", max_length=120, search=Search.TEXT)
    called_at: Instant | None = field("Called", required=True)
    called_by: str | None = field("Called by", max_length=120)
    arrived_at: Instant | None = field("Arrived")
    left_at: Instant | None = field("Left")
    declined_at: Instant | None = field("Declined")
    declined_reason: str | None = field("Why declined", max_length=300)
    remarks: str | None = field("Remarks", multiline=True, search=Search.TEXT)

    def check(self) -> Iterator[Problem]:
        """Whoever came did not decline, and nothing happens before the call."""
        if self.arrived_at and self.declined_at:
            yield Problem("RESPONDER_CAME_AND_DECLINED", "declined_at")
        for name in ("arrived_at", "declined_at"):
            moment = getattr(self, name)
            if self.called_at and moment and moment < self.called_at:
                yield Problem("RESPONDER_BEFORE_CALL", name)
        if self.arrived_at and self.left_at and self.left_at < self.arrived_at:
            yield Problem("LEFT_BEFORE_ARRIVED", "left_at")
