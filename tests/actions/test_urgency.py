"""What is looked at first of all that runs out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from fieldapp.actions.urgency import most_urgent

NOW = datetime(2026, 3, 14, 3, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Row:
    code: str
    due_at: datetime


def over(code: str, **span: float) -> Row:
    return Row(code, NOW - timedelta(**span))


def coming(code: str, **span: float) -> Row:
    return Row(code, NOW + timedelta(**span))


def codes(*rows: Row, limit: int = 12) -> list[str]:
    return [row.code for row in most_urgent(rows, NOW, limit)]


def test_responder_half_an_hour_late_stands_above_a_paper_of_last_month():
    assert codes(over("report", days=30), coming("mdt", days=2), over("responders", minutes=30)) == [
        "responders",
        "report",
        "mdt",
    ]


def test_call_for_help_stands_above_all_and_a_missed_check_in_next():
    rows = (over("responders", minutes=1), over("check_in", minutes=40), over("help", hours=2), coming("task", hours=1))
    assert codes(*rows) == ["help", "check_in", "responders", "task"]


def test_what_is_to_come_is_seen_however_much_ran_out():
    rows = [over(f"old_{days}", days=days) for days in range(1, 30)] + [coming("responders", minutes=20)]
    assert codes(*rows)[-1] == "responders"
    assert codes(*rows)[:2] == ["old_1", "old_2"]


@given(
    st.lists(st.integers(-5_000, 5_000), max_size=40),
    st.integers(1, 20),
)
def test_rows_are_bounded_and_none_stands_twice(minutes: list[int], limit: int):
    rows = [Row(f"row_{number}", NOW + timedelta(minutes=each)) for number, each in enumerate(minutes)]
    found = codes(*rows, limit=limit)
    assert len(found) == min(limit, len(rows)) == len(set(found))
