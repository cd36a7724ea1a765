"""The guard of sealed names: it finds what the rules about keepers, seals and openings ask for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from fieldapp.domain.problems import Problem, Refused
from fieldapp.domain.wire import Json
from fieldapp.rules.sealed_name_guard import keeper_problems, opening_problems, seal_problems
from fieldapp.store.store import Lookup
from fieldapp.vault.sealed_name import read_boxes

_TYPES: Final = frozenset({"keeper", "sealed_name", "name_opening"})


def guard_sealing(lookup: Lookup, record_type: str, record_id: str, values: Mapping[str, Json]) -> Iterable[Problem]:
    """A sealed name takes two: who keeps, seals, asks and answers does it in their own name, and once."""
    if record_type not in _TYPES:
        return ()
    before = lookup.kept(record_type, record_id)
    if record_type == "keeper":
        return keeper_problems(before, values, lookup.writer)
    if record_type == "name_opening":
        return opening_problems(before, values, lookup.writer, lookup.record)
    found = list(seal_problems(before, values, lookup.writer, lookup.disputed(record_type, record_id)))
    return found or ([] if before else _holder_problems(lookup, values))


def _holder_problems(lookup: Lookup, values: Mapping[str, Json]) -> list[Problem]:
    """A name is sealed for people who keep, under the keys that their records show; for nobody that was made up."""
    try:
        boxes = read_boxes(str(values.get("boxes") or ""))
    except Refused as refusal:
        return list(refusal.problems)
    for holder in boxes.holders:
        keeper = lookup.record("keeper", holder.keeper) or {}
        if (keeper.get("handle"), keeper.get("public_key")) != (holder.handle, holder.key):
            return [Problem("SEAL_KEEPER_UNKNOWN", "boxes")]
    return []
