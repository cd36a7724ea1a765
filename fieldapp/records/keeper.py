"""Somebody who keeps half of the key to sealed names."""

import re
from collections.abc import Iterator

from fieldapp.domain.fields import Instant, field
from fieldapp.domain.problems import Problem
from fieldapp.domain.record import Record

_KEY = re.compile(r"[0-9a-f]{64}\Z")


class Keeper(
    Record,
    type_name="keeper",
    title="Keeper",
    zone="police",
    icon="mdi6.key-outline",
    label=("name",),
    columns=("name", "handle", "agency", "since"),
    sort="name",
    area="operations",
    part=True,
):
    """A member of the team to whom sealed names are locked; two of them open one together, and nobody alone."""

    handle: str | None = field("Name in the program", max_length=40, required=True)
    name: str | None = field("Name", max_length=120, required=True)
    agency: str | None = field("Agency", link="agency")
    public_key: str | None = field("Public key", max_length=64, required=True, help="X25519, 64 hexadecimal digits")
    since: Instant | None = field("Since", required=True)

    def check(self) -> Iterator[Problem]:
        """The shape of a key."""
        if self.public_key and not _KEY.match(self.public_key):
            yield Problem("KEY_SHAPE", "public_key")
