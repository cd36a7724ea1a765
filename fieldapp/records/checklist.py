"""A checklist: one version of a questionnaire, as it lies on every laptop that may use it."""

from collections.abc import Iterator

from fieldapp.domain.fields import Instant, Search, field
from fieldapp.domain.problems import Problem
from fieldapp.domain.record import Record


class Checklist(
    Record,
    type_name="checklist",
    title="Checklist",
    zone="shared",
    icon="mdi6.format-list-checks",
    label=("name", "version"),
    audience="agency",
    blank_is_everybody=True,
    columns=("name", "version", "status", "licence_holder", "languages", "questions"),
    sort="name",
    area="people",
):
    """One version of a questionnaire. Its package lies beside it in parts and never changes; only its status does.

    With an agency it stays with that agency; without one every agency has it, and headquarters has signed it.
    """

    form_id: str | None = field("Form", max_length=120, required=True, search=Search.EXACT)
    version: str | None = field("Version", max_length=60, required=True)
    name: str | None = field("Title", max_length=200, required=True, search=Search.TEXT)
    status: str | None = field("Status", vocabulary="checklist_status", default="draft", required=True)
    agency: str | None = field("Stays with", link="agency", help="Blank: every agency may use it")
    refusal: str | None = field("Why refused", max_length=500, search=Search.TEXT)
    published_at: Instant | None = field("Published")
    imported_by: str | None = field("Imported by", max_length=120)

    languages: str | None = field("Languages", max_length=300, group="Use")
    questions: int | None = field("Questions", minimum=0, group="Use")
    administration: str | None = field("Administration", vocabulary="checklist_administration", group="Use")
    roles: str | None = field("Roles", max_length=200, group="Use", help="Blank: everybody")
    age_min: int | None = field("From age", minimum=0, maximum=130, group="Use")
    age_max: int | None = field("To age", minimum=0, maximum=130, group="Use")

    licence_holder: str | None = field("Rights holder", max_length=200, required=True, group="Licence")
    licence_terms: str | None = field("Terms", max_length=500, required=True, group="Licence")
    licence_agency: str | None = field("Licensed to", max_length=60, group="Licence")

    sha256: str | None = field("SHA-256", max_length=64, required=True, search=Search.EXACT, group="Package")
    package_bytes: int | None = field("Size in bytes", minimum=1, required=True, group="Package")
    parts: int | None = field("Parts", minimum=1, required=True, group="Package")
    signature: str | None = field("Signature of headquarters", max_length=128, group="Package")

    def check(self) -> Iterator[Problem]:
        """A refusal says why."""
        if self.status == "refused" and not self.refusal:
            yield Problem("CHECKLIST_REFUSAL_MISSING", "refusal")
