"""The figures of the yearly report: each with its definition, the date it goes by, and the select that answers it.

What only a calendar can tell (an age on a day, minutes between two instants) is judged on the selected rows by the
same functions that the rest of the program uses. The lines of the arrests come from the offence table.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, Table, and_, case, func, select
from sqlalchemy.sql.elements import ColumnElement

from fieldapp.domain.clock import from_wire
from fieldapp.domain.people import is_minor, noted_age
from fieldapp.reports.period import Period
from fieldapp.reports.prosecution import PROSECUTION
from fieldapp.reports.question import Figure, FigureResult, Scope, answer
from fieldapp.rules.offence import OffenceTable, load_offences
from fieldapp.store.tables import RecordTables

RESPONSE_TARGET: Final = timedelta(minutes=90)  # responders on scene, counted from first contact

NOT_A_VICTIM: Final = "not_trafficking"
_BUCKET_TITLES: Final[Mapping[str, str]] = {
    "HT": "Arrests related to trafficking",
    "ICAC": "Arrests for internet crimes against children",
    "BUYER": "Arrests of purchasers",
    "MISC": "Miscellaneous arrests",
}


def run_figures(
    connection: Connection,
    tables: RecordTables,
    period: Period,
    *,
    workspace: str | None = None,
    figures: Iterable[Figure] | None = None,
) -> list[FigureResult]:
    """Ask every figure (or these) of the records that this connection can see."""
    if tables.workspace != (workspace is not None):
        msg = "headquarters counts one workspace, a laptop has none"
        raise ValueError(msg)
    scope = Scope(tables, period, workspace)
    return answer(connection, scope, all_figures() if figures is None else figures)


def laptop_figures(
    connection: Connection, tables: RecordTables, period: Period, *, scopes: Collection[str], agency: str
) -> list[FigureResult]:
    """Ask every figure on a laptop; one whose records these scopes do not cover has no value, rather than nought."""
    return [
        result
        if result.figure.is_held_whole(scopes, agency)
        else FigureResult(result.figure, period, (), (), is_held=False)
        for result in run_figures(connection, tables, period)
    ]


def all_figures() -> tuple[Figure, ...]:
    """Return the figures of the yearly report in its order; the lines of the arrests come from the rules pack."""
    buckets = tuple(_bucket_figure(bucket) for bucket in load_offences().bucket_precedence)
    return (VICTIMS, MINORS, ARRESTS, *buckets, *PROSECUTION, WARRANTS, SCREENINGS, LEADS, SERVICES, RESPONSES)


def find_figure(name: str) -> Figure | None:
    """Return the figure of that name."""
    return next((figure for figure in all_figures() if figure.name == name), None)


def _victims(scope: Scope) -> Select[Any]:
    """One row a person: their first recovery in the period. Who nobody has linked to a person yet is a person."""
    recovery, live = scope.live("recovery")
    person = scope.tables.table("person").alias("victim")
    who = func.coalesce(recovery.c.person, recovery.c.id)
    place = func.row_number().over(partition_by=who, order_by=(recovery.c.first_contact_at, recovery.c.id))
    columns = [recovery.c[name] for name in ("id", "person", "first_contact_at", "estimated_age", "age_basis")]
    is_victim = func.coalesce(recovery.c.victim_status, "") != NOT_A_VICTIM
    first = (
        select(*columns, place.label("place"))
        .where(*live, *scope.during(recovery.c.first_contact_at), is_victim)
        .subquery("first_recovery")
    )
    joined = first.outerjoin(person, and_(person.c.id == first.c.person, *scope.same_workspace(person)))
    return (
        select(
            first.c.id,
            first.c.first_contact_at,
            first.c.estimated_age,
            first.c.age_basis,
            person.c.born_on,
            person.c.estimated_age.label("person_age"),
            person.c.estimated_on,
            person.c.age_basis.label("person_basis"),
        )
        .select_from(joined)
        .where(first.c.place == 1)
        .order_by(first.c.first_contact_at, first.c.id)
    )


def _was_minor(row: Row[Any], period: Period) -> bool:
    """Judge by date of birth, else the age noted at the recovery, else the person's or where it rests on more."""
    day = period.local_day(row.first_contact_at)
    born_on = date.fromisoformat(row.born_on) if row.born_on else None
    noted = {"estimated_age": row.estimated_age, "age_basis": row.age_basis}
    known = {"estimated_age": row.person_age, "estimated_on": row.estimated_on, "age_basis": row.person_basis}
    other, _ = noted_age(noted, known, day)
    return bool(is_minor(born_on, day, other))


def _arrests(scope: Scope) -> Select[Any]:
    arrest, live = scope.live("arrest")
    return (
        select(arrest.c.id)
        .where(*live, *scope.during(arrest.c.arrested_at))
        .order_by(arrest.c.arrested_at, arrest.c.id)
    )


def _arrests_of(bucket: str) -> Callable[[Scope], Select[Any]]:
    def chosen(scope: Scope) -> Select[Any]:
        arrest = scope.tables.table("arrest")
        return _arrests(scope).where(_bucket(scope, arrest, load_offences()) == bucket)

    return chosen


def _bucket(scope: Scope, arrest: Table, offences: OffenceTable) -> ColumnElement[str]:
    """Return the line of the report as SQL: the supervisor's word, else the strongest live charge, else the last."""
    charge, live = scope.live("charge")
    lines = offences.bucket_precedence
    codes = {line: [offence.code for offence in offences.offences if offence.bucket == line] for line in lines}
    strength = case(*((charge.c.offence.in_(codes[line]), place) for place, line in enumerate(lines)))
    strongest = (
        select(func.min(strength)).where(*live, charge.c.arrest == arrest.c.id).correlate(arrest).scalar_subquery()
    )
    return case(
        (arrest.c.report_bucket.in_(lines), arrest.c.report_bucket),
        *((strongest == place, line) for place, line in enumerate(lines)),
        else_=lines[-1],
    )


def _dated(
    record_type: str, basis: str, *also: Callable[[Table], ColumnElement[bool]]
) -> Callable[[Scope], Select[Any]]:
    """Return a select of the live records of a type whose date or instant lies in the period."""

    def chosen(scope: Scope) -> Select[Any]:
        table, live = scope.live(record_type)
        column = table.c[basis]
        within = scope.on_days(column) if basis.endswith("_on") else scope.during(column)
        return select(table.c.id).where(*live, *within, *(more(table) for more in also)).order_by(column, table.c.id)

    return chosen


def _call_outs(scope: Scope) -> Select[Any]:
    """Call-outs sent in the period, with when the responder came and when the clock began to run."""
    referral, live = scope.live("referral")
    recovery = scope.tables.table("recovery").alias("called_for")
    joined = referral.outerjoin(recovery, and_(recovery.c.id == referral.c.recovery, *scope.same_workspace(recovery)))
    began = func.coalesce(recovery.c.first_contact_at, referral.c.sent_at)
    return (
        select(referral.c.id, referral.c.arrived_at, began.label("began_at"))
        .select_from(joined)
        .where(
            *live,
            *scope.during(referral.c.sent_at),
            referral.c.kind == "call_out",
            func.coalesce(referral.c.status, "") != "revoked",
        )
        .order_by(referral.c.sent_at, referral.c.id)
    )


def _came_in_time(row: Row[Any], _period: Period) -> bool:
    return bool(row.arrived_at) and from_wire(row.arrived_at) - from_wire(row.began_at) <= RESPONSE_TARGET


def _bucket_figure(bucket: str) -> Figure:
    return Figure(
        name=f"arrests_{bucket.lower()}",
        title=_BUCKET_TITLES.get(bucket, f"Arrests: {bucket}"),
        definition=f"Arrests whose line in the report is {bucket}.",
        date_basis="Arrested",
        record_type="arrest",
        select=_arrests_of(bucket),
        part_of="arrests",
        parting=(
            "An arrest's line is the one that the supervisor set, else the first that one of its charges has in the "
            f"order {', '.join(load_offences().bucket_precedence)}; without either, the last of these."
        ),
    )


VICTIMS: Final = Figure(
    name="victims_recovered",
    title="Victims recovered",
    definition="Persons with a recovery in the period, each once however often; records of other harm are left out.",
    date_basis="First contact",
    record_type="recovery",
    select=_victims,
)
MINORS: Final = Figure(
    name="minors_recovered",
    title="of them minors",
    definition=(
        "Victims recovered who were under 18 on the local day of first contact, by date of birth; where that is not "
        "known, by the age noted at the recovery or on the person."
    ),
    date_basis="First contact",
    record_type="recovery",
    select=_victims,
    judge=_was_minor,
    part_of="victims_recovered",
)
ARRESTS: Final = Figure(
    name="arrests",
    title="Arrests",
    definition="Persons arrested: one for each person on each occasion, whatever the number of charges.",
    date_basis="Arrested",
    record_type="arrest",
    select=_arrests,
)
WARRANTS: Final = Figure(
    name="search_warrants_served",
    title="Search warrants served",
    definition="Search warrants with a time of service in the period.",
    date_basis="Served",
    record_type="search_warrant",
    select=_dated("search_warrant", "served_at"),
)
SCREENINGS: Final = Figure(
    name="screenings_done",
    title="Screenings done",
    definition="Screenings begun in the period and ended, whatever they found.",
    date_basis="Started",
    record_type="screening",
    select=_dated("screening", "started_at", lambda table: table.c.stopped_at.is_not(None)),
)
LEADS: Final = Figure(
    name="leads_received",
    title="Leads received",
    definition="Tips and leads received in the period, whatever became of them.",
    date_basis="Received",
    record_type="lead",
    select=_dated("lead", "received_at"),
)
SERVICES: Final = Figure(
    name="services_given",
    title="Services given",
    definition="Services delivered on a day of the period; each record counts once.",
    date_basis="Delivered on",
    record_type="service",
    select=_dated("service", "delivered_on", lambda table: table.c.status == "delivered"),
)
RESPONSES: Final = Figure(
    name="responders_in_time",
    title="Responders within 90 minutes (%)",
    definition=(
        "Of the call-outs sent in the period and not revoked, the share whose responder arrived within 90 minutes of "
        "first contact (of sending, where the recovery is not held here). No arrival counts as late."
    ),
    date_basis="Sent",
    record_type="referral",
    select=_call_outs,
    judge=_came_in_time,
    is_share=True,
)
__all__ = ["Figure", "FigureResult", "Period", "Scope", "all_figures", "find_figure", "laptop_figures", "run_figures"]
