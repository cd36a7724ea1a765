"""How things stand with headquarters in the few words of the top strip."""

from __future__ import annotations

from datetime import datetime

from fieldapp.actions.exchange_status import ExchangeStatus
from fieldapp.domain.clock import from_wire
from ui.desk import SyncState
from ui.models.row_words import spell_when
from ui.style.token import Tone
from ui.text import tr


def sync_state(status: ExchangeStatus, now: datetime) -> SyncState:
    """Return the words: what was refused matters most, then what waits, then when it last worked."""
    if status.refused:
        return SyncState(tr("exchange.words_refused", count=status.refused), "x-circle", Tone.DANGER)
    if status.last_ok_at is None:
        return SyncState(tr("exchange.words_never"), "cloud-slash", Tone.MUTED)
    if status.waiting:
        return SyncState(tr("exchange.words_waiting", count=status.waiting), "cloud-arrow-up", Tone.SOON)
    when = spell_when(from_wire(status.last_ok_at), now)
    return SyncState(tr("exchange.words_ok", when=when), "cloud-check", Tone.OK)
