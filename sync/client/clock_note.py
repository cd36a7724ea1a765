"""What headquarters says of the clocks that the changes of a reply were dated by, kept with the changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from fieldapp.store.clock_mark import Run, note_clock
from fieldapp.store.inbox import ForeignChange, PageItem
from fieldapp.store.store import Store
from sync.protocol import Reply


def note_clocks(store: Store, reply: Reply, items: Sequence[PageItem]) -> None:
    """Keep how the clock stood for every change that arrived or was taken in; nothing when headquarters tells nothing.

    Belongs into the transaction that takes the reply in.
    """
    if reply.clocks is None:
        return
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for item in items:
        if isinstance(item, ForeignChange):
            spans[item.change.device].append((item.change.counter, item.change.counter))
    for receipt in reply.receipts:
        spans[receipt.device].append((receipt.first, receipt.last))
    for device, told in spans.items():
        off = [(first, last, ahead) for named, first, last, ahead in reply.clocks if named == device]
        note_clock(store, device, [run for span in sorted(told) for run in _runs(*span, off)])


def _runs(first: int, last: int, off: Sequence[Run]) -> list[Run]:
    """Split a span of changes where the clock was off: what is not said to have been off was right."""
    runs: list[Run] = []
    at = first
    for named_first, named_last, ahead in off:
        begin, end = max(named_first, at), min(named_last, last)
        if begin > end:
            continue
        if at < begin:
            runs.append((at, begin - 1, 0))
        runs.append((begin, end, ahead))
        at = end + 1
    return [*runs, (at, last, 0)] if at <= last else runs
