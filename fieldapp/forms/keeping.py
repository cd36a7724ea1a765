"""What must be kept of a running form to go on with it, and putting it back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from fieldapp.forms.instance import Instance
from fieldapp.forms.item import ROW, Item, Stored
from fieldapp.forms.settle import Settlement


class Keeping:
    """Knows what is kept already, so that an act says only what it changed."""

    def __init__(self, instance: Instance, settlement: Settlement) -> None:
        self._instance = instance
        self._settlement = settlement
        self._kept: dict[str, Stored] = {}
        self._owed: dict[str, Stored | None] = {}

    def restore(self, stored: Mapping[str, Stored]) -> None:
        """Put rows and answers back; what the form has no place for is left as it is kept."""
        for ref in sorted(ref for ref, each in stored.items() if each.known == ROW):
            above, _, last = ref.rpartition("/")
            name, _, key = last.partition("[@")
            holder = self._instance.find(above)
            if holder is not None and self._instance.find(ref) is None:
                path = f"{holder.path}/{name}"
                if self._instance.is_repeat(path):
                    self._settlement.add_row(path, holder, key.rstrip("]"), has_defaults=False)
        for ref, each in stored.items():
            item = self._instance.find(ref)
            if item is not None and not item.row:
                item.value, item.known = each.value, each.known

    def begin(self, stored: Mapping[str, Stored]) -> None:
        """Take what is kept for known; what came out otherwise since then is told with the first act."""
        self._kept = dict(stored)
        now = self.stored()
        self._owed = {ref: each for ref, each in now.items() if stored.get(ref) != each}
        self._owed |= {ref: None for ref in stored if ref not in now and self._instance.find(ref) is not None}

    def stored(self) -> dict[str, Stored]:
        """Return everything that must be kept, by ref, in the order of the form."""
        found = ((item.ref, _stored(item)) for item in self._instance.root.items())
        return {ref: each for ref, each in found if each is not None}

    def owe(self, items: Iterable[Item]) -> None:
        """Tell with the next act what must be kept otherwise of these."""
        self._owed |= {item.ref: _stored(item) for item in items}

    def changed(self, items: Iterable[Item]) -> dict[str, Stored | None]:
        """Return what must be kept otherwise than it is, of these items; None for what must be taken away."""
        changed: dict[str, Stored | None] = dict(self._owed)
        self._owed = {}
        for item in items:
            if item.row or item.value or item.known or item.ref in self._kept or item.ref in changed:
                changed[item.ref] = _stored(item) if self._instance.holds(item) else None
        changed = {ref: each for ref, each in changed.items() if self._kept.get(ref) != each}
        for ref, each in changed.items():
            if each is None:
                self._kept.pop(ref, None)
            else:
                self._kept[ref] = each
        return changed


def _stored(item: Item) -> Stored | None:
    if item.row:
        return Stored("", ROW)
    return Stored(item.value, item.known) if item.value or item.known else None
