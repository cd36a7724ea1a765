"""A consent to release."""

from collections.abc import Iterator
from datetime import date

from fieldapp.domain.fields import Instant, Search, field
from fieldapp.domain.problems import Problem
from fieldapp.domain.record import Record


class Consent(
    Record,
    type_name="consent",
    title="Consent",
    zone="shared",
    icon="mdi6.file-check-outline",
    label=("client_code", "agency"),
    parent="recovery",
    audience="agency",
    columns=("client_code", "agency", "scope", "given_at", "expires_on", "revoked_at"),
    sort="-given_at",
    area="services",
):
    """What may be told to one agency about one client, who allowed it, until when, and whether it was taken back."""

    recovery: str | None = field("Recovery", link="recovery", help="Partners see only its number")
    client_code: str | None = field("Client code name", max_length=40, required=True, search=Search.EXACT)
    agency: str | None = field("Released to", link="agency", required=True)
    scope: list[str] | None = field("What may be told", vocabulary="consent_scope", required=True)
    purpose: str | None = field("Purpose", max_length=300)
    given_by: str | None = field("Given by", vocabulary="consent_giver", required=True)
    method: str | None = field("How", vocabulary="consent_method", required=True)
    language: str | None = field("Language it was explained in", vocabulary="language")
    given_at: Instant | None = field("Given", required=True)
    obtained_by: str | None = field("Obtained by", max_length=120, required=True)
    witness: str | None = field("Witness", max_length=120)
    limits: str | None = field("Limits", max_length=500, search=Search.TEXT)
    expires_on: date | None = field("Expires on")
    revoked_at: Instant | None = field("Revoked")

    def check(self) -> Iterator[Problem]:
        """Expiry and revocation come after the consent; a spoken one has a witness."""
        if self.given_at and self.revoked_at and self.revoked_at < self.given_at:
            yield Problem("REVOKED_BEFORE_GIVEN", "revoked_at")
        # An instant's UTC day may be one ahead of the local day on which the form was signed.
        if self.given_at and self.expires_on and (self.given_at.date() - self.expires_on).days > 1:
            yield Problem("EXPIRES_BEFORE_GIVEN", "expires_on")
        if self.method == "verbal" and not self.witness:
            yield Problem("WITNESS_MISSING", "witness")
