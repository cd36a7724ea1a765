"""Questions that the board asks of the tables themselves, each within a bound."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from fieldapp.actions.session import Session
from fieldapp.domain.access import Role

# How far back into the most recently touched records of one type to look where no index narrows the question.
RECENT: Final = 2_000
# What a rule asks of the age of the person beside a row; the table of people is named p.
PERSON_AGE_COLUMNS: Final = (
    "p.born_on AS born_on, p.estimated_age AS own_age, p.estimated_on AS own_age_on, p.age_basis AS own_basis"
)
_SEES_EVERYBODYS: Final = frozenset({Role.SUPERVISOR, Role.ANALYST})


def query_rows(session: Session, sql: str, *values: object) -> list[Mapping[str, Any]]:
    """Run a query and return its rows by column name."""
    result = session.store.connection.exec_driver_sql(sql, values)
    return [dict(row) for row in result.mappings()]


def person_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the wire values of the age of the person beside a row, which holds ``PERSON_AGE_COLUMNS``."""
    return {
        "born_on": row["born_on"],
        "estimated_age": row["own_age"],
        "estimated_on": row["own_age_on"],
        "age_basis": row["own_basis"],
    }


def sees_everybodys(session: Session) -> bool:
    """Say whether this person's board shows what others work on as well."""
    return session.role in _SEES_EVERYBODYS
