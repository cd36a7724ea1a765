"""The ratchet: the differences that are known, each with its reason (expectations.toml)."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).with_name("expectations.toml")


@lru_cache
def known(family: str, *, sometimes: bool = False) -> frozenset[str]:
    """Return the known differences of a family: those that always show, or those that hang on what is drawn."""
    found: set[str] = set()
    for entry in tomllib.loads(_FILE.read_text("utf-8")).get(family, []):
        assert entry["reason"].strip(), "a difference without a reason"
        if entry.get("sometimes", False) is sometimes:
            assert found.isdisjoint(entry["cases"]), "named twice"
            found.update(entry["cases"])
    return frozenset(found)


def assert_known(family: str, form: str, differences: list[str]) -> None:
    """Hold the differences of a form, ``kind path: example``, against those known of it: none more and none fewer."""
    found = {f"{form}: {each.partition(': ')[0]}": each for each in differences}
    expected = {case for case in known(family) if case.startswith(f"{form}: ")}
    assert [found[case] for case in sorted(found.keys() - expected - known(family, sometimes=True))] == []
    assert sorted(expected - found.keys()) == [], "agrees now: take it off expectations.toml"
