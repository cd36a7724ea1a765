"""Somebody's part in an operation."""

from collections.abc import Iterator

from fieldapp.domain.fields import Instant, Search, field
from fieldapp.domain.problems import Problem
from fieldapp.domain.record import Record


class RosterMember(
    Record,
    type_name="roster_member",
    title="Roster member",
    zone="police",
    icon="mdi6.account-group-outline",
    label=("role", "name", "alias_number"),
    parent="operation",
    columns=("role", "name", "alias_number", "call_sign", "agency", "signed_in_at"),
    sort="role",
    sought_by=(("handle", "name", "voided"),),
    area="operations",
):
    """One place on the roster, with its briefing sign-in. An undercover officer is an alias number and no name."""

    operation: str | None = field("Operation", link="operation", required=True)
    role: str | None = field("Role", vocabulary="roster_role", required=True)
    name: str | None = field("Name", max_length=120, search=Search.TEXT, help="Left blank for an undercover officer")
    handle: str | None = field(
        "Name in the program", max_length=40, search=Search.EXACT, help="Left blank for an undercover officer"
    )
    alias_number: str | None = field("Alias number", max_length=40, help="Stands for an undercover officer")
    agency: str | None = field("Agency", link="agency")
    call_sign: str | None = field("Call sign", max_length=40)
    vehicle: str | None = field("Vehicle", max_length=120)
    equipment: str | None = field("Equipment", max_length=300)
    signed_in_at: Instant | None = field("Signed in")
    signed_out_at: Instant | None = field("Signed out")

    on_site_at: Instant | None = field("On site", group="In the field")
    next_check_in_at: Instant | None = field("Next check-in due", group="In the field")
    checked_in_at: Instant | None = field("Last checked in", group="In the field")
    off_site_at: Instant | None = field("Off site", group="In the field")
    remarks: str | None = field("Remarks", multiline=True, group="Remarks")

    def check(self) -> Iterator[Problem]:
        """Undercover officers have an alias number and no name; everybody else has a name."""
        if self.role == "undercover":
            for name in ("name", "handle"):
                if getattr(self, name):
                    yield Problem("UNDERCOVER_NAMED", name)
            if not self.alias_number:
                yield Problem("UNDERCOVER_WITHOUT_ALIAS", "alias_number")
        elif not self.name:
            yield Problem("REQUIRED", "name", {"label": self.fields["name"].label})
        if self.signed_in_at and self.signed_out_at and self.signed_out_at < self.signed_in_at:
            yield Problem("SIGNED_OUT_BEFORE_IN", "signed_out_at")
        if self.on_site_at and self.off_site_at and self.off_site_at < self.on_site_at:
            yield Problem("OFF_SITE_BEFORE_ON", "off_site_at")
