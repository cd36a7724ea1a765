"""The checklists that come with the program: packages compiled from the workbooks in ``resources/forms``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

import resources
from fieldapp.forms.package import Package, unpack_package

SUFFIX: Final = ".json.z"


@dataclass(frozen=True)
class BundledHead:
    """What a bundled package's file name tells, without opening it."""

    form_id: str
    version: str
    file: Path


def folder() -> Path:
    """Where the workbooks and their packages lie."""
    return resources.path("forms")


def bundled_heads() -> tuple[BundledHead, ...]:
    """Return which packages there are, in the order of their names."""
    heads = []
    for file in sorted(folder().glob(f"*{SUFFIX}")):
        form_id, _, version = file.name.removesuffix(SUFFIX).partition(".")
        heads.append(BundledHead(form_id, version, file))
    return tuple(heads)


@cache
def load_bundled() -> Mapping[str, Package]:
    """Return the bundled packages by SHA-256, read once. Raises PackageError when a file is damaged."""
    packages = (unpack_package(head.file.read_bytes()) for head in bundled_heads())
    return MappingProxyType({package.sha256: package for package in packages})


def package_file(package: Package) -> Path:
    """Return where a bundled package lies."""
    return folder() / f"{package.form_id}.{package.version}{SUFFIX}"
