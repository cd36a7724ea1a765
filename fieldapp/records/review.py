"""A supervisor's review of a record."""

from collections.abc import Iterator

from fieldapp.domain.fields import Instant, Search, field
from fieldapp.domain.problems import Problem
from fieldapp.domain.record import Record

RETURNED = "returned"


class Review(
    Record,
    type_name="review",
    title="Review",
    zone="police",
    icon="mdi6.clipboard-account-outline",
    label=("decision", "reviewed_at"),
    sought_by=("record_id",),
    columns=("reviewed_at", "decision", "record_type", "reviewer", "comment"),
    sort="-reviewed_at",
    area="operations",
):
    """What a supervisor decided about a record: approved, or returned with what is to be mended.

    Of several reviews of one record the last one counts; the earlier ones stay.
    """

    record_type: str | None = field("Kind of record", max_length=40, required=True)
    record_id: str | None = field("Record", max_length=36, required=True)
    decision: str | None = field("Decision", vocabulary="review_decision", required=True)
    comment: str | None = field("Comment", multiline=True, search=Search.TEXT)
    reviewer: str | None = field("Reviewer", max_length=120, required=True)
    reviewed_at: Instant | None = field("Reviewed", required=True)

    def check(self) -> Iterator[Problem]:
        """Who returns a record says what is to be mended."""
        if self.decision == RETURNED and not self.comment:
            yield Problem("REVIEW_COMMENT_MISSING", "comment")
