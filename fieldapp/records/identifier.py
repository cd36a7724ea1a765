"""Something that leads to a person: a phone, a handle, a plate."""

import re
from collections.abc import Iterator
from datetime import date

from fieldapp.domain.fields import Search, field
from fieldapp.domain.problems import Problem
from fieldapp.domain.record import Record

_NOT_DIGITS = re.compile(r"\D", re.ASCII)
SHORTEST_PHONE = 7
LONGEST_PHONE = 15


class Identifier(
    Record,
    type_name="identifier",
    title="Identifier",
    zone="police",
    icon="mdi6.card-search-outline",
    label=("kind", "value"),
    parent="person",
    columns=("kind", "value", "platform", "person", "last_seen_on"),
    area="leads",
):
    """A phone, e-mail, handle, plate or document: often known before the person whose it is."""

    kind: str | None = field("Kind", vocabulary="identifier_kind", required=True)
    value: str | None = field("Number, address or name", max_length=300, required=True, search=Search.EXACT)
    platform: str | None = field("Site, carrier or issuer", max_length=120, search=Search.TEXT)
    region: str | None = field("State or country", max_length=60)
    person: str | None = field("Person", link="person", help="Leave blank while nobody knows whose it is")
    lead: str | None = field("Lead", link="lead")
    first_seen_on: date | None = field("First seen")
    last_seen_on: date | None = field("Last seen")
    verified: bool | None = field("Verified")
    remarks: str | None = field("Remarks", multiline=True, search=Search.TEXT)

    def check(self) -> Iterator[Problem]:
        """The shape of phones and e-mails, and the order of the two dates."""
        if self.kind == "phone" and self.value:
            digits = _NOT_DIGITS.sub("", self.value)
            if not SHORTEST_PHONE <= len(digits) <= LONGEST_PHONE:
                yield Problem("PHONE_DIGITS", "value", {"minimum": SHORTEST_PHONE, "maximum": LONGEST_PHONE})
        if self.kind == "email" and self.value and "@" not in self.value[1:-1]:
            yield Problem("EMAIL_SHAPE", "value")
        if self.first_seen_on and self.last_seen_on and self.last_seen_on < self.first_seen_on:
            yield Problem("LAST_SEEN_BEFORE_FIRST", "last_seen_on")
