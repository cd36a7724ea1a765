"""A clock in three words: how long is left, or how far over it is."""

from __future__ import annotations

from datetime import datetime, timedelta

from ui.style.token import Tone
from ui.text import tr


def spell_due(due_at: datetime, soon_at: datetime, now: datetime) -> tuple[str, str, Tone]:
    """Return words, icon and tone of a clock: red only when it has run out, amber when it is pressing."""
    left = due_at - now
    if left <= timedelta(0):
        return _spell("over", -left), "warning-octagon", Tone.DANGER
    if now >= soon_at:
        return _spell("in", left), "hourglass", Tone.SOON
    return _spell("in", left), "clock", Tone.MUTED


def spell_ago(since: datetime, now: datetime) -> str:
    """Return how long ago something was."""
    return _spell("ago", max(now - since, timedelta(0)))


def spell_span(span: timedelta) -> str:
    """Return a length of time in two words: ``5 min``, ``3 h``, ``4 d``."""
    return _spell("span", max(span, timedelta(0)))


def _spell(way: str, span: timedelta) -> str:
    minutes = int(span.total_seconds()) // 60
    if minutes < 1 and way != "span":
        return tr("when.now")
    if minutes < 120:
        return tr(f"when.{way}_minutes", count=minutes)
    if minutes < 48 * 60:
        return tr(f"when.{way}_hours", count=minutes // 60)
    return tr(f"when.{way}_days", count=minutes // (24 * 60))
