"""Files that travel with the program: vocabularies, rules packs, seed data, texts, icons, fonts.

`path` is the only way to reach them, so that a wheel, a source tree and a PyInstaller folder look the same.
"""

import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent


def path(name: str) -> Path:
    """Where the bundled file or folder `name` (with forward slashes, such as "rules/offences.toml") lies."""
    return ROOT.joinpath(*name.split("/"))


def load_toml(name: str) -> dict[str, Any]:
    """Parse the bundled TOML file `name`."""
    with path(name).open("rb") as stream:
        return tomllib.load(stream)
