"""A request to open a sealed name."""

from collections.abc import Iterator

from fieldapp.domain.fields import Instant, field
from fieldapp.domain.problems import Problem
from fieldapp.domain.record import Record


class NameOpening(
    Record,
    type_name="name_opening",
    title="Opening of a sealed name",
    plural="Openings of sealed names",
    zone="police",
    icon="mdi6.lock-open-outline",
    label=("sealed_name", "asked_at"),
    parent="sealed_name",
    columns=("asked_at", "asked_by", "reason", "answer", "answered_by", "answered_at"),
    sort="-asked_at",
    area="operations",
    part=True,
):
    """One keeper asks and says why; another answers with their half, locked to whoever asked. Both stay on record."""

    sealed_name: str | None = field("Sealed name", link="sealed_name", required=True)
    asked_by: str | None = field("Asked by", max_length=40, required=True)
    asked_at: Instant | None = field("Asked", required=True)
    reason: str | None = field("Why", max_length=300, required=True)
    asked_with: str | None = field("Keeper who asks", link="keeper", required=True)
    once_key: str | None = field(
        "Key for this once", max_length=64, required=True, help="X25519, 64 hexadecimal digits"
    )
    answer: str | None = field("Answer", vocabulary="opening_answer")
    answered_by: str | None = field("Answered by", max_length=40)
    answered_with: str | None = field("Keeper who answers", link="keeper")
    answered_at: Instant | None = field("Answered")
    answer_reason: str | None = field("Why refused", max_length=300)
    half: str | None = field("Locked half", max_length=2_000)
    opened_at: Instant | None = field("Opened")

    def check(self) -> Iterator[Problem]:
        """Nobody answers themselves."""
        if self.answered_by and self.answered_by == self.asked_by:
            yield Problem("OPENING_ALONE", "answered_by")
