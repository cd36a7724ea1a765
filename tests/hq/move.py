"""What laptops do to a few records in any order: written, struck out, brought back; seen or not, sent or kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from fieldapp.domain.change import RESTORE, SET, VOID
from fieldapp.store.projection import Row
from sync.hq.headquarters import Headquarters


def moves_of(
    fields: Mapping[str, st.SearchStrategy[Any]], authors: Sequence[str]
) -> st.SearchStrategy[list[tuple[Any, ...]]]:
    """Draw lists of moves: kind of record, its fields, kind of change, which record, whose laptop, seen, sent."""
    return st.lists(
        st.sampled_from(sorted(fields)).flatmap(
            lambda name: st.tuples(
                st.just(name),
                fields[name],
                st.sampled_from([SET, SET, SET, SET, VOID, RESTORE]),
                st.sampled_from(["one", "other"]),
                st.sampled_from(authors),
                st.booleans(),  # whether the laptop has seen what headquarters holds
                st.booleans(),  # whether it sends now
            )
        ),
        min_size=4,
        max_size=24,
    )


def held(hq: Headquarters, record_type: str, key: str) -> Row | None:
    """What headquarters holds of a record."""
    with hq.database.read() as work:
        return hq.database.projection.load(work.connection, record_type, [key]).get(key)
