"""The parts of a packet for machines, and the page that says what the packet is and how to verify it.

Text stands in JSON as ASCII: a mark that turns the direction of writing, or an invisible character, is seen as what it
is and cannot disguise what stands beside it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from fieldapp.actions.packet import Packet, withheld_table
from fieldapp.actions.packet_file import VERIFIER
from fieldapp.domain.plain_text import seen

PDF: Final = "packet.pdf"
_README: Final = """\
COURT PACKET

Made {made_at} by {made_by} on the laptop {laptop}.
Given to: {recipient}
On the basis: {basis}
Why: {reason}
Names: {names}

packet.pdf     the same for people to read
records.json   the records and their fields
history.json   who changed what, when, from what to what, and who looked
time.json      when each act was done: by the laptop's own clock, and corrected by headquarters'
clocks.json    the law's clocks with their citation, when each ran out or was met
custody.json   in whose hands each item of evidence was
packet.json    what this packet is, the warnings and what is withheld

HOW TO VERIFY IT
Install Python 3.11 or later and its package "cryptography", then without any network:
    python {verifier} THIS-FILE.zip
It says VALID or INVALID and names the part at fault. Ask headquarters for the fingerprint of laptop {laptop} and
compare. Whoever doubts the copy of {verifier} in here takes it from the publisher of the program.

TIME
{warnings}

WITHHELD, BY COUNT
{withheld}
This list says how many, never what.
"""
_RIGHT: Final = "No clock of a laptop is known to have been off for the acts in this packet."
_EARLIER: Final = "Some history from before this laptop received a record is at headquarters only."


def packet_parts(packet: Packet, pdf: bytes) -> list[tuple[str, bytes]]:
    """Return the parts (name, content) in the order in which they lie in the file."""
    return [
        ("README.txt", _readme(packet)),
        (PDF, pdf),
        ("packet.json", _json(_head(packet))),
        ("records.json", _json(packet.records)),
        ("history.json", _json(packet.history)),
        ("time.json", _json(_time(packet))),
        ("clocks.json", _json(packet.clocks)),
        ("custody.json", _json(packet.custody)),
    ]


def warning_sentences(packet: Packet) -> list[str]:
    """Return what is to be said about time, in English; never nothing."""
    said = [warning.sentence() for warning in packet.warnings] or [_RIGHT]
    return said + ([_EARLIER] if packet.has_earlier else [])


def _head(packet: Packet) -> Mapping[str, Any]:
    return {
        **asdict(packet.order),
        "title": packet.title,
        "made_at": packet.made_at,
        "made_by": packet.made_by,
        "laptop": packet.laptop,
        "warnings": warning_sentences(packet),
        "withheld": withheld_table(packet),
    }


def _time(packet: Packet) -> Mapping[str, Any]:
    return {
        "warnings": warning_sentences(packet),
        "acts": [{**asdict(act), "is_known": act.ahead_ms is not None} for act in packet.acts],
    }


def _readme(packet: Packet) -> bytes:
    order = packet.order
    text = _README.format(
        made_at=packet.made_at,
        made_by=packet.made_by,
        laptop=packet.laptop,
        recipient=order.recipient,
        basis=order.basis,
        reason=order.reason,
        names="true names where the law allows" if order.is_named else "code names",
        verifier=VERIFIER,
        warnings="\n".join(warning_sentences(packet)),
        withheld="\n".join(f"{why.value}: {count}" for why, count in packet.withheld.items()) or "nothing",
    )
    return seen(text).encode()


def _json(content: Sequence[Any] | Mapping[str, Any]) -> bytes:
    return json.dumps(content, indent=1, ensure_ascii=True).encode("ascii") + b"\n"
