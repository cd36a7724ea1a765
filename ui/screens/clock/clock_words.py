"""A clock of the law in words: how it stands, until when, since what, and the law that says so."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from fieldapp.domain.clock import to_wire
from fieldapp.records import find_type
from fieldapp.rules.deadline import ClockState, Deadline
from fieldapp.rules.law import load_law
from ui.forms.local_time import show_instant, show_zone
from ui.screens.board.due_time import spell_due, spell_span
from ui.style.token import Tone
from ui.text import chosen_language, declared_text, tr

_DOT: Final = " \N{MIDDLE DOT} "


def spell_clock(deadline: Deadline, now: datetime) -> tuple[str, str, Tone]:
    """Return words, icon and tone of how a clock stands now."""
    state, due, soon = deadline.state, deadline.due_at, deadline.soon_at
    if state is ClockState.DONE:
        return tr("clock.done" if deadline.done_at is None else "clock.in_time"), "check-circle", Tone.MUTED
    if state is ClockState.DONE_LATE and due is not None and deadline.done_at is not None:
        return tr("clock.late", span=spell_span(deadline.done_at - due)), "check-circle", Tone.SOON
    if state is ClockState.PAUSED and due is not None:
        return tr("clock.paused", span=spell_span(due - now)), "pause-circle", Tone.SOON
    if due is None or soon is None:
        return tr("clock.no_calendar"), "calendar-x", Tone.SOON
    return spell_due(due, soon, now)


def title_of(deadline: Deadline) -> str:
    """Return what is to be done by then."""
    return deadline.rule.label(chosen_language())


def law_of(deadline: Deadline) -> str:
    """Return where it stands, and whether somebody still has to confirm that."""
    law = deadline.citation.law
    return law if deadline.rule.confirmed else f"{law}{_DOT}{tr('clock.unconfirmed')}"


def hint_of(deadline: Deadline) -> str:
    """Return the words of the law, with what the table notes about them; the English where it stands translated."""
    citation, language = deadline.citation, chosen_language()
    words = citation.words(language)
    parts = [f"{citation.law}: {words}", deadline.rule.remark(language)]
    if words != citation.says:
        parts.append(tr("clock.translated_from", says=citation.says))
    if deadline.due_at is not None:
        parts.append(tr("clock.due_hint", when=show_zone(to_wire(deadline.due_at))))
    return "\n".join(part for part in parts if part)


def due_words(deadline: Deadline) -> str:
    """Return when it is due: an instant in local time, or the end of a day."""
    if deadline.due_at is None:
        return tr("clock.due_unknown")
    if deadline.ends_a_day:
        # The day that is over in that moment, where the county is.
        day = (deadline.due_at - timedelta(seconds=1)).astimezone(load_law().clocks.zone).date()
        return tr("clock.due_day", day=day.isoformat())
    key = "clock.due_paused" if deadline.state is ClockState.PAUSED else "clock.due"
    return tr(key, when=show_instant(to_wire(deadline.due_at)))


def source_words(deadline: Deadline) -> str:
    """Return what started it, and when."""
    when = show_instant(to_wire(deadline.starts_at))
    if deadline.changes.new_start is not None:
        return tr("clock.since_moved", when=when)
    record = find_type(deadline.rule.record)
    declared = record.fields.get(deadline.source) if record is not None else None
    before = load_law().clocks.newest(deadline.source) if declared is None else None
    what = declared_text(declared.label) if declared is not None else ""
    what = before.label(chosen_language()) if before is not None else what
    return tr("clock.since", what=what, when=when)


def doubt_words(deadline: Deadline) -> list[str]:
    """Return what is odd about its times, a sentence each."""
    return [tr(f"clock.doubt_{doubt}") for doubt in deadline.doubts]


def has_another_zone(now: datetime) -> bool:
    """Say whether this computer keeps another time than the county's."""
    return now.astimezone().utcoffset() != now.astimezone(load_law().clocks.zone).utcoffset()
