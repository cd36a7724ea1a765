"""A place that an operation uses."""

from fieldapp.domain.fields import Search, field
from fieldapp.domain.record import Record


class Site(
    Record,
    type_name="site",
    title="Site",
    zone="police",
    icon="mdi6.map-marker-outline",
    label=("purpose", "name"),
    parent="operation",
    columns=("purpose", "name", "kind", "address", "city"),
    sort="purpose",
    area="operations",
):
    """A target, a command post, a staging place or a space for victims."""

    operation: str | None = field("Operation", link="operation", required=True)
    purpose: str | None = field("Purpose", vocabulary="site_purpose", default="target", required=True)
    kind: str | None = field("Kind", vocabulary="site_kind")
    name: str | None = field("Name", max_length=120, required=True, search=Search.TEXT)
    address: str | None = field("Address", max_length=200, search=Search.TEXT)
    city: str | None = field("City", max_length=80, search=Search.TEXT)
    room: str | None = field("Room or unit", max_length=40)
    contact: str | None = field("Contact at the site", max_length=120)
    filmed_before: bool | None = field("Filmed before the search")
    filmed_after: bool | None = field("Filmed after the search")
    hazards: str | None = field("Hazards", multiline=True, search=Search.TEXT)
    remarks: str | None = field("Remarks", multiline=True, search=Search.TEXT)
