"""A screening by a checklist; the statutory indicators of trafficking (PC 236.2) have fields of their own."""

from collections.abc import Iterator
from datetime import date

from fieldapp.domain.fields import Instant, Search, field
from fieldapp.domain.problems import Problem
from fieldapp.domain.record import Record

INDICATORS = (
    "signs_of_harm",
    "silenced",
    "no_freedom_of_movement",
    "lives_where_works",
    "owes_debt",
    "contact_controlled",
    "papers_withheld",
)


class Screening(
    Record,
    type_name="screening",
    title="Screening",
    zone="police",
    icon="mdi6.clipboard-check-outline",
    label=("person", "client_code", "started_at"),
    parent="person",
    columns=(
        *("person", "client_code", "started_at", "screener", "reason"),
        *("checklist_title", "band_label", "disclosure_made"),
    ),
    sort="-started_at",
    area="people",
    keeps_drafts=True,
):
    """A checklist gone through with somebody; it tells of concern, never that somebody is no victim.

    The seven indicators that an officer shall consider stand here whichever checklist asks for them. Each is present,
    not present or not observed, and one left blank stays blank. The answers themselves are records beside it.
    """

    person: str | None = field("Person", link="person", group="About")
    client_code: str | None = field(
        "Client code name", max_length=40, search=Search.EXACT, group="About", help="Of a partner agency's client"
    )
    operation: str | None = field("Operation", link="operation", group="About")
    recovery: str | None = field("Recovery", link="recovery", group="About")
    reason: str | None = field("Reason", vocabulary="screening_reason", required=True, group="About")
    screener: str | None = field("Screener", max_length=120, required=True, group="About")
    screener_role: str | None = field("Role", vocabulary="screener_role", required=True, group="About")
    screener_trained_on: date | None = field("Last trained", group="About")
    mode: str | None = field("How", vocabulary="screening_mode", required=True, group="About")
    location: str | None = field("Where", vocabulary="screening_location", required=True, group="About")
    others_present: str | None = field(
        "Who else was present", max_length=300, required=True, group="About", help='"Nobody" is an answer'
    )
    language: str | None = field("Language spoken", vocabulary="language", required=True, group="About")
    interpreter: str | None = field(
        "Interpreter", max_length=120, group="About", help="Independent, never somebody who came with the person"
    )
    started_at: Instant | None = field("Started", required=True, group="About")

    checklist: str | None = field("Form", max_length=120, search=Search.EXACT, group="Checklist")
    checklist_title: str | None = field("Checklist", max_length=200, group="Checklist")
    checklist_version: str | None = field("Version", max_length=60, group="Checklist")
    checklist_sha256: str | None = field("SHA-256", max_length=64, group="Checklist")
    shown_language: str | None = field("Language shown", max_length=60, group="Checklist")
    gate_override: str | None = field(
        "Why used outside its terms", max_length=300, group="Checklist", help="Age or training that it asks for"
    )

    signs_of_harm: str | None = field(
        "Signs of trauma, fatigue, injury or poor care",
        vocabulary="indicator_answer",
        group="Indicators",
    )
    silenced: str | None = field(
        "Withdrawn, afraid to talk, or somebody else controls what is said",
        vocabulary="indicator_answer",
        group="Indicators",
    )
    no_freedom_of_movement: str | None = field(
        "No freedom of movement", vocabulary="indicator_answer", group="Indicators"
    )
    lives_where_works: str | None = field(
        "Lives and works in one place", vocabulary="indicator_answer", group="Indicators"
    )
    owes_debt: str | None = field("Owes a debt to the employer", vocabulary="indicator_answer", group="Indicators")
    contact_controlled: str | None = field(
        "Security measures control who has contact", vocabulary="indicator_answer", group="Indicators"
    )
    papers_withheld: str | None = field(
        "Has no control of own identity or immigration papers",
        vocabulary="indicator_answer",
        group="Indicators",
    )

    disclosure_made: bool | None = field(
        "Disclosure made", group="Disclosure", help="Ends the questions: needs, advocate and hotline come next"
    )
    disclosure_at: Instant | None = field("Disclosed at", group="Disclosure")
    own_words: str | None = field("In the person's own words", multiline=True, search=Search.TEXT, group="Disclosure")
    immediate_danger: bool | None = field("In immediate danger", group="Disclosure")

    score: int | None = field("Points", group="Result", help="Unknown answers left out")
    score_highest: int | None = field("Points at most", group="Result", help="Were every unknown of most concern")
    band: str | None = field("Level", max_length=60, group="Result")
    band_highest: str | None = field("Level at most", max_length=60, group="Result")
    band_label: str | None = field("Level of concern", max_length=200, group="Result")
    answered: int | None = field("Questions answered", minimum=0, group="Result")
    asked: int | None = field("Questions asked", minimum=0, group="Result")
    determination: str | None = field("Determination", vocabulary="screening_determination", group="Result")
    determined_by: str | None = field("Determined by", max_length=120, group="Result")

    stopped_at: Instant | None = field("Stopped", required=True, group="Close")
    observations: str | None = field("Observations", multiline=True, search=Search.TEXT, group="Close")

    def check(self) -> Iterator[Problem]:
        """Whom it is about; every indicator answered unless a checklist or a disclosure says otherwise; the times."""
        if not self.person and not self.client_code:
            yield Problem("SCREENED_MISSING", "person")
        if not self.disclosure_made and not self.checklist:
            for name in self.unanswered_indicators():
                yield Problem("INDICATOR_UNANSWERED", name, {"label": self.fields[name].label})
        if self.started_at and self.stopped_at and self.stopped_at < self.started_at:
            yield Problem("STOPPED_BEFORE_STARTED", "stopped_at")
        if self.disclosure_made and not self.disclosure_at:
            yield Problem("DISCLOSURE_TIME_MISSING", "disclosure_at")

    def present_indicators(self) -> tuple[str, ...]:
        """Return the names of the indicators answered "present", in the order of the statute."""
        return tuple(name for name in INDICATORS if getattr(self, name) == "present")

    def unanswered_indicators(self) -> tuple[str, ...]:
        """Return the names of the indicators still blank."""
        return tuple(name for name in INDICATORS if getattr(self, name) is None)
