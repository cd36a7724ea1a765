"""Questions that the board asks of the tables themselves, each within a bound."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from fieldapp.actions.session import Session
from fieldapp.domain.access import Role

# How far back into the most recently touched records of one type to look where no index narrows the question.
RECENT: Final = 2_000
_SEES_EVERYBODYS: Final = frozenset({Role.SUPERVISOR, Role.ANALYST})


def query_rows(session: Session, sql: str, *values: object) -> list[Mapping[str, Any]]:
    """Run a query and return its rows by column name."""
    result = session.store.connection.exec_driver_sql(sql, values)
    return [dict(row) for row in result.mappings()]


def sees_everybodys(session: Session) -> bool:
    """Say whether this person's board shows what others work on as well."""
    return session.role in _SEES_EVERYBODYS
