"""An item of evidence."""

import re
from collections.abc import Iterator
from datetime import date

from fieldapp.domain.fields import Instant, Search, field
from fieldapp.domain.problems import Problem
from fieldapp.domain.record import Record

_SHA256 = re.compile(r"[0-9a-f]{64}\Z")


class EvidenceItem(
    Record,
    type_name="evidence_item",
    title="Evidence item",
    zone="police",
    icon="mdi6.package-variant-closed",
    label=("number", "kind"),
    parent="search_warrant",
    code="Ev",
    columns=("number", "kind", "description", "seized_at", "storage_place", "disposition"),
    sort="number",
    area="enforcement",
    keeps_drafts=True,
):
    """That something exists and where it is. Abusive imagery is named by its number and hash only, never held here."""

    number: str | None = field("Item number", max_length=60, required=True, search=Search.EXACT)
    kind: str | None = field("Kind", vocabulary="evidence_kind", required=True)
    contraband: bool | None = field(
        "Abusive imagery: pointer only", help="Never the item: only its number, its hash and where it is held"
    )
    description: str | None = field("Description", max_length=1000, required=True, search=Search.TEXT)
    search_warrant: str | None = field("Search warrant", link="search_warrant", group="Where it belongs")
    operation: str | None = field("Operation", link="operation", group="Where it belongs")
    arrest: str | None = field("Arrest", link="arrest", group="Where it belongs")
    recovery: str | None = field("Recovery", link="recovery", group="Where it belongs")
    person: str | None = field("Taken from", link="person", group="Where it belongs")

    seized_at: Instant | None = field("Seized", required=True, group="Seizure")
    seized_by: str | None = field("Seized by", max_length=120, required=True, group="Seizure")
    place: str | None = field("Where", max_length=200, search=Search.TEXT, group="Seizure")
    serial_number: str | None = field("Serial or IMEI", max_length=80, search=Search.EXACT, group="Digital")
    sha256: str | None = field("SHA-256", max_length=64, search=Search.EXACT, group="Digital")
    forensic_reference: str | None = field(
        "Forensic system reference", max_length=120, search=Search.EXACT, group="Digital"
    )
    container: str | None = field("Container", max_length=120, group="Custody")
    seal_number: str | None = field("Seal", max_length=60, search=Search.EXACT, group="Custody")
    storage_place: str | None = field("Kept at", max_length=200, required=True, group="Custody")
    photo_reference: str | None = field("Photographs", max_length=120, group="Custody", help="Their reference only")
    disposition: str | None = field("Disposition", vocabulary="evidence_disposition", default="held", group="Custody")
    disposed_on: date | None = field("Disposed on", group="Custody")
    remarks: str | None = field("Remarks", multiline=True, search=Search.TEXT, group="Custody")

    def check(self) -> Iterator[Problem]:
        """The shape of a hash, and where an item lives that may only be in the forensic system."""
        if self.sha256 and not _SHA256.match(self.sha256):
            yield Problem("SHA256_SHAPE", "sha256")
        if (self.kind == "forensic_only" or self.contraband) and not self.forensic_reference:
            yield Problem("FORENSIC_REFERENCE_MISSING", "forensic_reference")
