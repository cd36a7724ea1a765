"""``access.may_read`` as a condition of a query: the zone is never looked at only after the rows have been read."""

from __future__ import annotations

from collections.abc import Iterable

from fieldapp.domain.access import EVERY_AGENCY, SHARED


def scope_condition(scopes: Iterable[str], audience: str = "audience") -> tuple[str, list[str]]:
    """Return ``access.may_read`` as a condition on ``zone`` and the column ``audience``, with its values."""
    zones = [scope for scope in scopes if not scope.startswith(f"{SHARED}:")]
    agencies = [scope.partition(":")[2] for scope in scopes if scope.startswith(f"{SHARED}:")]
    parts, values = [], [*zones]
    if zones:
        parts.append(f"zone IN ({_marks(zones)})")
    if agencies:
        parts.append(f"(zone = ? AND {audience} IN ({_marks(agencies)}, ?))")
        values += [SHARED, *agencies, EVERY_AGENCY]
    return (f"({' OR '.join(parts)})" if parts else "1 = 0"), values


def _marks(values: list[str]) -> str:
    return ", ".join(["?"] * len(values))
