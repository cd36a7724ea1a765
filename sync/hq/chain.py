"""A pushed batch against the chain of its device: what is new, what is known, what does not fit."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass, field

from fieldapp.domain.change import Change, MalformedChangeError, Sealed, chain_hash, read_entry, unseal
from fieldapp.store.codec import decode
from sync.protocol import WireChange


@dataclass(slots=True)
class Arrival:
    """One pushed change. ``change`` is None when it cannot be opened; its bytes still count in the chain."""

    counter: int
    hash: str
    sealed: WireChange
    change: Change | None


class Fit(enum.Enum):
    """Whether a batch continues the chain that headquarters knows."""

    CONTINUES = "continues"
    GAP = "gap"
    FORKED = "forked"


@dataclass(slots=True)
class Batch:
    """``known`` are at or below the acknowledged counter (to be compared with the log), ``fresh`` continue the chain.

    After a GAP nothing more was taken; a FORKED batch is not to be taken at all.
    """

    fit: Fit = Fit.CONTINUES
    known: list[Arrival] = field(default_factory=list)
    fresh: list[Arrival] = field(default_factory=list)


def open_batch(device: str, acked: int, chain: str, start: int, changes: Sequence[WireChange]) -> Batch:
    """Sort a batch by where it stands on the device's chain, which is at ``chain`` after ``acked`` changes.

    ``start`` is the counter that the first change has if it cannot be read.
    """
    batch = Batch()
    position, expected, head = start, acked + 1, chain
    for wire in changes:
        arrival, prev = _open(device, position, wire)
        position = arrival.counter + 1
        if arrival.counter <= acked:
            batch.known.append(arrival)
        elif arrival.counter < expected:
            if batch.fresh[arrival.counter - acked - 1].hash != arrival.hash:
                batch.fit = Fit.FORKED
                return batch
        elif arrival.counter > expected:
            batch.fit = Fit.GAP
            return batch
        elif prev is not None and prev != head:
            batch.fit = Fit.FORKED
            return batch
        else:
            batch.fresh.append(arrival)
            expected, head = expected + 1, arrival.hash
    return batch


def _open(device: str, position: int, wire: WireChange) -> tuple[Arrival, str | None]:
    """Open one change; return with it the hash that it names as the one before, None when that cannot be read.

    ValueError beside our own: a lone surrogate in the entry cannot be encoded again to be compared.
    """
    digest = chain_hash(wire.entry)
    try:
        change = unseal(Sealed(wire.entry, wire.payload, wire.salt), decode)
    except (MalformedChangeError, ValueError):
        change = None
    if change is not None and change.device == device:
        return Arrival(change.counter, digest, wire, change), change.prev
    try:
        envelope = read_entry(wire.entry)
    except (MalformedChangeError, ValueError):
        return Arrival(position, digest, wire, None), None
    if envelope[1] != device:
        return Arrival(position, digest, wire, None), None
    return Arrival(envelope[2], digest, wire, None), envelope[3]
