"""A change of a statutory clock."""

from collections.abc import Iterator

from fieldapp.domain.fields import Instant, Search, field
from fieldapp.domain.problems import Problem
from fieldapp.domain.record import Record

SUBJECTS = ("recovery", "search_warrant", "arrest")


class ClockChange(
    Record,
    type_name="clock_change",
    title="Change of a clock",
    plural="Changes of clocks",
    zone="police",
    icon="mdi6.timer-cog-outline",
    label=("clock", "kind"),
    columns=("clock", "kind", "at", "new_start", "until", "approved_by"),
    sort="-at",
    area="operations",
):
    """A clock that somebody stopped, started again, moved or gave more time, and why. The clock itself is reckoned."""

    clock: str | None = field("Clock", max_length=60, required=True, search=Search.EXACT)
    kind: str | None = field("Kind", vocabulary="clock_change_kind", required=True)
    at: Instant | None = field("When", required=True)
    new_start: Instant | None = field("Runs from", help="When it is moved")
    until: Instant | None = field("Runs until", help="When it is given more time")
    reason: str | None = field("Reason", multiline=True, required=True, search=Search.TEXT)
    approved_by: str | None = field("Approved by", max_length=120)
    recovery: str | None = field("Recovery", link="recovery", group="About")
    search_warrant: str | None = field("Search warrant", link="search_warrant", group="About")
    arrest: str | None = field("Arrest", link="arrest", group="About")

    def check(self) -> Iterator[Problem]:
        """It is about one record, and says from or until when where that is what it changes."""
        if sum(1 for name in SUBJECTS if getattr(self, name)) != 1:
            yield Problem("CLOCK_SUBJECT", "recovery")
        if self.kind == "rebase" and not self.new_start:
            yield Problem("CLOCK_START_MISSING", "new_start")
        if self.kind == "extend" and not self.until:
            yield Problem("CLOCK_UNTIL_MISSING", "until")
