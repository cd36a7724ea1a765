"""Another name of a person."""

from fieldapp.domain.fields import Search, Sensitivity, field
from fieldapp.domain.record import Record


class Alias(
    Record,
    type_name="alias",
    title="Alias",
    plural="Aliases",
    zone="police",
    icon="mdi6.tag-text-outline",
    label=("kind", "used_where"),
    parent="person",
    columns=("name", "kind", "used_where"),
    sort="kind",
    area="people",
):
    """A name somebody goes by, was advertised under or gave. A victim's may lead home, so it is hidden too."""

    person: str | None = field("Person", link="person", required=True)
    name: str | None = field(
        "Name", max_length=120, required=True, sensitivity=Sensitivity.PERSONAL, search=Search.NAME
    )
    kind: str | None = field("Kind", vocabulary="alias_kind", required=True)
    used_where: str | None = field("Where it is used", max_length=120, help="A track, a site, an application")
    remarks: str | None = field("Remarks", multiline=True, search=Search.TEXT)
