"""The ratchet: the differences that are known, each with its reason (expectations.toml)."""

from __future__ import annotations

import tomllib
from pathlib import Path

_FILE = Path(__file__).with_name("expectations.toml")


def known(family: str) -> dict[str, str]:
    """Return the known differences of a family, each with its reason."""
    found: dict[str, str] = {}
    for entry in tomllib.loads(_FILE.read_text("utf-8")).get(family, []):
        for case in entry["cases"]:
            assert case not in found, f"named twice: {case}"
            found[case] = " ".join(entry["reason"].split())
    assert all(found.values()), "a difference without a reason"
    return found
