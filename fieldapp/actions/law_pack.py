"""An agency's own rules packs: checked row by row, laid beside the laptop's or headquarters' data, and put in force.

They lie as plain TOML in the folder ``rules``: a table of law is no secret, and whoever may write there can read it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from fieldapp.domain.faults import StoreError
from fieldapp.records.rulebook import NAMES, Pack, bundled, in_force, put_in_force
from fieldapp.rules.calendar import read_calendars
from fieldapp.rules.clock_reading import read_clocks
from fieldapp.rules.exposure import read_exposure
from fieldapp.rules.nexus import read_nexus
from fieldapp.rules.offence import read_offences
from fieldapp.rules.pack import RulesPackError
from fieldapp.vault.file import read_small, write_whole

FOLDER: Final = "rules"
LARGEST_BYTES: Final = 4_000_000
_ROWS: Final = {
    "offences": "offence",
    "clocks": "clock",
    "holidays": "holiday",
    "nexus": "question",
    "exposure": "budget",
}
_READERS: Final[dict[str, Callable[[Mapping[str, Any]], object]]] = {
    "offences": read_offences,
    "clocks": read_clocks,
    "holidays": read_calendars,
    "nexus": read_nexus,
    "exposure": read_exposure,
}


@dataclass(frozen=True)
class Difference:
    """What a pack says otherwise than another, by the codes of its rows."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


def read_pack(data: bytes) -> Pack:
    """Read and check a pack. Raises RulesPackError, which names the row, or the line where it is no TOML."""
    if len(data) > LARGEST_BYTES:
        raise RulesPackError(f"the file is larger than {LARGEST_BYTES:,} bytes")
    try:
        parsed = Pack("", data).parsed()
    except ValueError as error:
        raise RulesPackError(f"the file is no TOML: {error}") from error
    name = parsed.get("pack")
    if name not in NAMES:
        raise RulesPackError(f'the file says of no pack that it is one: pack = "…" is one of {", ".join(NAMES)}')
    version = parsed.get("version")
    if not isinstance(version, str) or not version.strip():
        raise RulesPackError(f"{name}: version is a text such as 2026-11-01")
    try:
        _READERS[name](parsed)
    except (TypeError, AttributeError, LookupError, ValueError) as error:
        # A value of a kind that no table has, such as a number for a list.
        raise RulesPackError(f"{name}: a value is of the wrong kind: {error}") from error
    if name == "offences":
        _check_floor(parsed)
    return Pack(name, data, is_installed=True)


def install_pack(folder: Path, data: bytes) -> Pack:
    """Check a pack and put it in force in the data folder, in place of the one before. Raises RulesPackError.

    A changed pack has a version of its own, so that two machines that name the same version go by the same law.
    """
    pack = read_pack(data)
    for known in (bundled(pack.name), _installed(folder, pack.name)):
        if known is not None and known.version == pack.version and known.data != pack.data:
            raise RulesPackError(f"{pack.name}: version {pack.version} is another pack already; give it its own")
    place = folder / FOLDER
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError("FOLDER_UNWRITABLE", f"The folder for rules packs cannot be made: {error}") from error
    write_whole(place / f"{pack.name}.toml", data)
    take_packs(folder)
    return pack


def remove_pack(folder: Path, name: str) -> bool:
    """Go by the program's own pack again; False when it was in force already."""
    found = _installed(folder, name)
    if found is not None:
        (folder / FOLDER / f"{name}.toml").unlink()
    take_packs(folder)
    return found is not None


def take_packs(folder: Path) -> list[str]:
    """Put in force what is installed in a data folder; return what is wrong with the packs that are not taken.

    A pack that cannot be read never keeps anybody from work: the program's own stays in force, and that is said.
    """
    packs, refused = [], []
    for name in NAMES:
        found = _installed(folder, name)
        if found is None:
            continue
        try:
            pack = read_pack(found.data)
        except RulesPackError as error:
            refused.append(str(error))
            continue
        if pack.name == name:
            packs.append(pack)
        else:
            refused.append(f"{name}: the file {name}.toml holds the pack {pack.name}")
    put_in_force(packs, refused)
    return refused


def difference(pack: Pack, other: Pack | None = None) -> Difference:
    """Compare a pack with another of its name, the one in force without it."""
    rows, before = _rows(pack), _rows(other or in_force(pack.name))
    return Difference(
        tuple(sorted({code for code, _ in rows.keys() - before.keys()})),
        tuple(sorted({code for code, day in rows.keys() & before.keys() if rows[code, day] != before[code, day]})),
        tuple(sorted({code for code, _ in before.keys() - rows.keys()})),
    )


def row_count(pack: Pack) -> int:
    """Return how many rows a pack has."""
    return len(pack.parsed()[_ROWS[pack.name]])


def _installed(folder: Path, name: str) -> Pack | None:
    data = read_small(folder / FOLDER / f"{name}.toml", LARGEST_BYTES)
    return Pack(name, data, is_installed=True) if data is not None else None


def _rows(pack: Pack) -> dict[tuple[str, str], Mapping[str, Any]]:
    found = {}
    for row in pack.parsed()[_ROWS[pack.name]]:
        # A holiday may have a row for each calendar on the same days.
        found[str(row["code"]), f"{row['effective_from']} {row.get('calendars', '')}"] = row
    return found


def _check_floor(parsed: Mapping[str, Any]) -> None:
    """No pack lets a minor be charged with what the program's own never lets them be charged with (rule R1)."""
    own, theirs = read_offences(bundled("offences").parsed()), read_offences(parsed)
    if theirs.adult_at < own.adult_at:
        raise RulesPackError(f"offences: adult_at is {own.adult_at} or more")
    if missing := sorted(own.minor_never_charged - theirs.minor_never_charged):
        raise RulesPackError(f"offences: minor_never_charged has to name {', '.join(missing)}")
    for offence in own.offences:
        found = theirs.find(offence.code)
        if offence.group in own.minor_never_charged and (found is None or found.group != offence.group):
            raise RulesPackError(f"offences: {offence.code} has to stay, in the group {offence.group}")
