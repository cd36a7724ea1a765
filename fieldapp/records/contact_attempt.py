"""An attempt to reach a client."""

from datetime import date

from fieldapp.domain.fields import Instant, Search, field
from fieldapp.domain.record import Record


class ContactAttempt(
    Record,
    type_name="contact_attempt",
    title="Contact attempt",
    zone="services",
    icon="mdi6.phone-outline",
    label=("client_code", "attempted_at"),
    parent="referral",
    columns=("client_code", "attempted_at", "kind", "outcome", "next_attempt_on"),
    sort="-attempted_at",
    sought_by=("next_attempt_on",),
    area="services",
):
    """One try to reach a client, how it went, and when to try again."""

    referral: str | None = field("Referral", link="referral")
    client_code: str | None = field("Client code name", max_length=40, required=True, search=Search.EXACT)
    attempted_at: Instant | None = field("When", required=True)
    kind: str | None = field("How", vocabulary="contact_kind", required=True)
    outcome: str | None = field("Outcome", vocabulary="contact_outcome", required=True)
    worker: str | None = field("Caseworker", max_length=120)
    language: str | None = field("Language", vocabulary="language")
    next_attempt_on: date | None = field("Try again on")
    remarks: str | None = field("Remarks", multiline=True, search=Search.TEXT)
