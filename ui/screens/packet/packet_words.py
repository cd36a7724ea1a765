"""What a packet says of time and of what is withheld, in the words of the window."""

from __future__ import annotations

from fieldapp.actions.packet import Packet
from fieldapp.actions.packet_layer import LAYER_OF
from fieldapp.actions.packet_time import ClockWarning, hours_minutes
from fieldapp.domain.clock import from_wire
from ui.text import tr

_MET = frozenset({"done"})
_RAN_OUT = frozenset({"done_late", "overdue"})


def warning_words(packet: Packet) -> list[str]:
    """Return a plain sentence for each laptop whose clock was off; one that all was right when none was."""
    said = [_warning(warning) for warning in packet.warnings] or [tr("packet.clock_right")]
    return said + ([tr("packet.earlier")] if packet.has_earlier else [])


def withheld_words(packet: Packet) -> list[tuple[str, int]]:
    """Return each kind of what is withheld with its layer, and how many."""
    found = []
    for why, count in packet.withheld.items():
        layer, kind = tr(f"packet.layer_{LAYER_OF[why]}"), tr(f"packet.kind_{why.value}")
        found.append((f"{layer}: {kind}", count))
    return found


def clock_word(state: str) -> str:
    """Return the key of the text that says how a clock stands."""
    if state in _MET:
        return "packet.clock_met"
    return "packet.clock_ran_out" if state in _RAN_OUT else "packet.clock_running"


def _warning(warning: ClockWarning) -> str:
    # With the zone: a packet is read elsewhere, and much later.
    first, last = (f"{from_wire(at):%Y-%m-%d %H:%M:%S} UTC" for at in (warning.first_at, warning.last_at))
    told = {"laptop": warning.laptop, "count": warning.acts, "first": first, "last": last}
    if warning.ahead_ms is None:
        return tr("packet.warn_unknown", **told)
    hours, minutes = hours_minutes(warning.ahead_ms)
    key = "packet.warn_ahead" if warning.ahead_ms > 0 else "packet.warn_behind"
    return tr(key, hours=hours, minutes=minutes, **told)
