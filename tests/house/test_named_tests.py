"""A document that names a test as its proof names one that exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
PROVEN = ("docs/features.md", "docs/reliability.md")


def _named(document: str) -> set[tuple[str, str]]:
    return set(NAMED.findall((ROOT / document).read_text(encoding="utf-8")))


@pytest.mark.parametrize("document", PROVEN)
def test_tests_named_in_the_documents_exist(document: str) -> None:
    missing = [
        f"{path}::{name}"
        for path, name in sorted(_named(document))
        if not (ROOT / path).exists() or not re.search(rf"def {name}\(", (ROOT / path).read_text(encoding="utf-8"))
    ]
    assert _named(document)
    assert not missing


def test_every_row_of_the_features_that_is_there_names_its_proof() -> None:
    rows = [line for line in (ROOT / "docs" / "features.md").read_text(encoding="utf-8").splitlines() if "| **" in line]
    bare = [row for row in rows if "**no**" not in row and not NAMED.search(row)]
    assert rows
    assert not bare
