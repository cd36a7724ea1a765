"""A check-in of somebody in an operation."""

from fieldapp.domain.fields import Instant, Search, field
from fieldapp.domain.record import Record


class CheckIn(
    Record,
    type_name="check_in",
    title="Check-in",
    zone="police",
    icon="mdi6.account-check-outline",
    label=("kind", "at"),
    parent="roster_member",
    columns=("kind", "at", "due_at", "place", "roster_member", "operation"),
    sort="-at",
    area="operations",
):
    """A sign of life from somebody in the field, or the lack of one when it was due.

    A missed one has an id that follows from the place on the roster and the time it was due, so that two laptops
    raise one alarm.
    """

    roster_member: str | None = field("Roster member", link="roster_member", required=True)
    operation: str | None = field("Operation", link="operation", required=True)
    kind: str | None = field("Kind", vocabulary="check_in_kind", required=True)
    at: Instant | None = field("When", required=True)
    due_at: Instant | None = field("Due")
    place: str | None = field("Place", max_length=200)
    remarks: str | None = field("Remarks", multiline=True, search=Search.TEXT)
