"""Where things are kept on this machine."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from fieldapp.actions.laptop import Laptop
from fieldapp.domain.clock import SystemClock

# The folder's name says nothing about what the program is for.
_FOLDER = "Fieldbook"


def laptop_folder() -> Path:
    """Return the laptop's data folder: ``FIELDAPP_HOME``, else the system's place for local application data."""
    chosen = os.environ.get("FIELDAPP_HOME")
    if chosen:
        return Path(chosen).expanduser()
    import platformdirs

    return Path(platformdirs.user_data_dir(_FOLDER, appauthor=False, roaming=False))


def this_laptop() -> Laptop:
    """Return the laptop in its folder, with the machine's own clock and randomness."""
    return Laptop(laptop_folder(), SystemClock(), secrets.token_bytes)


def hq_folder(chosen: Path | None = None) -> Path:
    """Return a headquarters' folder: the one chosen, ``FIELDAPP_HQ_HOME``, else ``hq`` beside the laptop's."""
    if chosen is not None:
        return chosen
    named = os.environ.get("FIELDAPP_HQ_HOME")
    return Path(named).expanduser() if named else laptop_folder().parent / f"{_FOLDER}-hq"


def hq_database() -> str | None:
    """Return the PostgreSQL address a headquarters is told to use, None for its own encrypted file."""
    return os.environ.get("FIELDAPP_HQ_DATABASE") or None
