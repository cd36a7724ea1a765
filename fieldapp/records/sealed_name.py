"""The true name behind an alias number, sealed."""

from fieldapp.domain.fields import Instant, field
from fieldapp.domain.record import Record


class SealedName(
    Record,
    type_name="sealed_name",
    title="Sealed name",
    zone="police",
    icon="mdi6.lock-outline",
    label=("alias_number",),
    columns=("alias_number", "agency", "sealed_by", "sealed_at"),
    sort="alias_number",
    sought_by=("alias_number",),
    area="operations",
    part=True,
):
    """Cipher text: who an undercover officer is, for any two of the keepers together and for nobody alone."""

    alias_number: str | None = field("Alias number", max_length=40, required=True)
    agency: str | None = field("Agency", link="agency")
    content: str | None = field("Sealed content", max_length=4_000, required=True)
    boxes: str | None = field("Locked halves", max_length=60_000, required=True)
    sealed_by: str | None = field("Sealed by", max_length=40, required=True)
    sealed_at: Instant | None = field("Sealed", required=True)
