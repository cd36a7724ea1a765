"""Something about a person that left the system."""

from fieldapp.domain.fields import Instant, Search, field
from fieldapp.domain.record import Record


class Disclosure(
    Record,
    type_name="disclosure",
    title="Disclosure",
    zone="police",
    icon="mdi6.export-variant",
    label=("recipient", "at"),
    parent="person",
    sought_by=("record_id",),
    columns=("at", "recipient", "basis", "what", "person", "given_by"),
    sort="-at",
    area="operations",
    part=True,
):
    """To whom, when, on what basis and what: the register that a court or the person themselves may ask for."""

    record_type: str | None = field("Kind of record", max_length=40, required=True)
    record_id: str | None = field("Record", max_length=36, required=True)
    person: str | None = field("Person", link="person")
    recipient: str | None = field("Given to", max_length=200, required=True, search=Search.TEXT)
    basis: str | None = field("On what basis", vocabulary="disclosure_basis", required=True)
    reason: str | None = field("Reason", max_length=300)
    what: str | None = field("What", max_length=300, required=True, search=Search.TEXT)
    given_by: str | None = field("Given by", max_length=120, required=True)
    at: Instant | None = field("When", required=True)
    withheld: str | None = field("Withheld", max_length=500, help="How much of which kind was left out")
    sha256: str | None = field("SHA-256", max_length=64, search=Search.EXACT)
