"""A step of the protocol in words: how it stands, and what bears it out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from fieldapp.domain.clock import from_wire
from fieldapp.rules.protocol_run import ANSWERED, RunStep, StepState
from ui.forms.local_time import show_clock
from ui.screens.clock.clock_words import spell_clock
from ui.style.token import Tone
from ui.text import chosen_language, declared_text, tr

_DOT: Final = " \N{MIDDLE DOT} "
_SAID: Final = {
    StepState.DECLINED: ("minus-circle", Tone.MUTED),
    StepState.NOT_APPLICABLE: ("minus-circle", Tone.MUTED),
    StepState.UNABLE: ("warning", Tone.SOON),
}


def spell_step(run: RunStep, now: datetime) -> tuple[str, str, Tone]:
    """Return words, icon and tone of how a step stands now."""
    if run.state in _SAID:
        return tr(f"protocol.{run.state}"), *_SAID[run.state]
    if run.state is StepState.LATE and run.deadline is not None:
        return spell_clock(run.deadline, now)
    if run.state is StepState.DONE:
        if run.done_at and from_wire(run.done_at) > now:
            # A step may be done by fixing the day on which the thing itself will be.
            return tr("protocol.planned"), "calendar-check", Tone.MUTED
        return tr("protocol.done"), "check-circle", Tone.MUTED
    if run.deadline is not None:
        return spell_clock(run.deadline, now)
    return tr("protocol.to_do"), "clock", Tone.MUTED


def beside_words(run: RunStep, now: datetime) -> str:
    """Return what stands beside that: whose a step is while it is open, when it was done afterwards."""
    if run.state not in ANSWERED:
        return run.step.owner(chosen_language())
    return show_clock(run.done_at, now) if run.done_at else ""


def evidence_words(run: RunStep, evidence: Iterable[tuple[str, str]]) -> str:
    """Return what bears a step out, in one line; blank where nothing does yet."""
    parts = [f"{declared_text(label)}: {words}" for label, words in evidence]
    record = run.record if run.is_said else None
    if record is not None:
        parts += [str(record[name]) for name in ("reason", "contact", "by") if record.get(name)]
    return _DOT.join(parts)
