"""A partner agency."""

from datetime import date

from fieldapp.domain.fields import Search, field
from fieldapp.domain.record import Record


class Agency(
    Record,
    type_name="agency",
    title="Agency",
    plural="Agencies",
    zone="shared",
    icon="mdi6.domain",
    label=("name",),
    audience="*",
    columns=("name", "kind", "city", "on_call_phone", "mou_expires_on"),
    sort="name",
    area="services",
):
    """A partner of the task force: everybody reads the directory, supervisors keep it."""

    name: str | None = field("Name", max_length=160, required=True, search=Search.TEXT)
    short_name: str | None = field("Short name", max_length=40, search=Search.EXACT)
    kind: str | None = field("Kind", vocabulary="agency_kind", required=True)
    offers: list[str] | None = field("Services offered", vocabulary="service_category")
    acute_exam: bool | None = field("Acute exams", help="Examines within 96 hours of an assault, at any hour")
    languages: list[str] | None = field("Languages", vocabulary="language")
    phone: str | None = field("Phone", max_length=40, search=Search.EXACT)
    on_call_phone: str | None = field("On call", max_length=40, search=Search.EXACT)
    email: str | None = field("E-mail", max_length=120, search=Search.EXACT)
    web: str | None = field("Web address", max_length=200)
    address: str | None = field("Address", max_length=200)
    city: str | None = field("City", max_length=80, search=Search.TEXT)
    ori: str | None = field("ORI", max_length=9, search=Search.EXACT, help="Of a law-enforcement agency")
    mou_reference: str | None = field("Agreement", max_length=60)
    mou_expires_on: date | None = field("Agreement expires")
    active: bool | None = field("Active partner", default=True)
    remarks: str | None = field("Remarks", multiline=True, search=Search.TEXT)
