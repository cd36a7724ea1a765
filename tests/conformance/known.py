"""The ratchet: the differences that are known, each with its reason (expectations.toml)."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).with_name("expectations.toml")


@lru_cache
def known(family: str) -> dict[str, str]:
    """Return the known differences of a family, each with its reason."""
    found: dict[str, str] = {}
    for entry in tomllib.loads(_FILE.read_text("utf-8")).get(family, []):
        for case in entry["cases"]:
            assert case not in found, f"named twice: {case}"
            found[case] = " ".join(entry["reason"].split())
    assert all(found.values()), "a difference without a reason"
    return found


def assert_known(family: str, form: str, differences: list[str]) -> None:
    """Hold the differences of a form, ``kind path: example``, against those known of it: none more and none fewer."""
    found = {f"{form}: {each.partition(': ')[0]}": each for each in differences}
    expected = {case for case in known(family) if case.startswith(f"{form}: ")}
    assert [found[case] for case in sorted(found.keys() - expected)] == []
    assert sorted(expected - found.keys()) == [], "agrees now: take it off expectations.toml"
