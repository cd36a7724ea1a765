"""A service to a victim, in the provider's own file."""

from collections.abc import Iterator
from datetime import date

from fieldapp.domain.fields import Search, field
from fieldapp.domain.problems import Problem
from fieldapp.domain.record import Record


class Service(
    Record,
    type_name="service",
    title="Service",
    zone="services",
    icon="mdi6.hand-heart-outline",
    label=("category", "client_code"),
    parent="referral",
    columns=("client_code", "category", "status", "due_on", "delivered_on", "provider"),
    sort="due_on",
    open_while=("planned", "started"),
    area="services",
):
    """What a provider does for a client. Only that agency reads it; headquarters sees totals."""

    referral: str | None = field("Referral", link="referral")
    client_code: str | None = field("Client code name", max_length=40, required=True, search=Search.EXACT)
    category: str | None = field("Service", vocabulary="service_category", required=True)
    status: str | None = field("Status", vocabulary="service_status", default="planned", required=True)
    provider: str | None = field("Provider", link="agency")
    worker: str | None = field("Caseworker", max_length=120)
    delivery: str | None = field("Delivery", vocabulary="service_delivery", default="direct")
    requested_on: date | None = field("Requested on")
    due_on: date | None = field("Due on")
    delivered_on: date | None = field("Delivered on")
    minutes: int | None = field("Minutes", minimum=0, maximum=100_000)
    events: int | None = field("Times", minimum=0, maximum=10_000, help="Where a service is counted, not timed")
    paid_by: str | None = field("Paid by", vocabulary="paid_by")

    age_group: str | None = field("Age group", vocabulary="age_group", group="Client, for the funder's totals")
    gender: str | None = field("Gender", vocabulary="gender", group="Client, for the funder's totals")
    exploitation_type: str | None = field(
        "Exploitation", vocabulary="trafficking_type", group="Client, for the funder's totals"
    )
    citizenship: str | None = field(
        "Citizenship",
        vocabulary="citizenship",
        group="Client, for the funder's totals",
        help="Never required, never shown to police",
    )
    remarks: str | None = field("Remarks", multiline=True, search=Search.TEXT, group="Remarks")

    def check(self) -> Iterator[Problem]:
        """A service that was given has its day, and none was given before it was asked for."""
        if self.status == "delivered" and not self.delivered_on:
            yield Problem("SERVICE_DATE_MISSING", "delivered_on")
        if self.requested_on and self.delivered_on and self.delivered_on < self.requested_on:
            yield Problem("DELIVERED_BEFORE_REQUESTED", "delivered_on")
