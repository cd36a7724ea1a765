"""Where a record is with headquarters, in words, with icon and tone."""

from __future__ import annotations

from datetime import datetime

from fieldapp.actions.lookup import RecordView
from ui.forms.local_time import show_clock
from ui.style.token import Tone
from ui.text import tr


def place_words(view: RecordView, now: datetime) -> tuple[str, str, Tone]:
    """Return what a chip says of a record: on this laptop only, with headquarters since when, or not accepted."""
    where, at = view.whereabouts.place, view.whereabouts.at
    if where == "waiting":
        return tr("record.place_waiting"), "laptop", Tone.MUTED
    if where == "refused":
        return tr("record.place_refused_short"), "warning-octagon", Tone.DANGER
    if at is not None:
        return tr("record.place_received_at", when=show_clock(at, now)), "cloud-check", Tone.OK
    return tr("record.place_received"), "cloud-check", Tone.OK
