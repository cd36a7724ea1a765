"""``fieldapp rules``: see which tables of law are in force, check a changed copy, install it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldapp.command.place import hq_folder, laptop_folder

if TYPE_CHECKING:
    from fieldapp.records.rulebook import Pack


def add_verbs(verbs: Any) -> None:
    """Declare ``fieldapp rules …``."""
    rules = verbs.add_parser(
        "rules",
        help="see, check and install the tables of law (offences, clocks, holidays, nexus, exposure)",
        description="A pack that is installed takes the place of the program's own, from the next start on.",
    )
    acts = rules.add_subparsers(metavar="ACT", required=True)
    listed = acts.add_parser("list", help="which packs are in force here: version, rows, SHA-256")
    listed.set_defaults(run=run_list)
    check = acts.add_parser("check", help="say what is wrong with a pack, by row, and what it would change")
    check.add_argument("file", type=Path, metavar="FILE.toml")
    check.set_defaults(run=run_check)
    install = acts.add_parser("install", help="check a pack and put it in force")
    install.add_argument("file", type=Path, metavar="FILE.toml")
    install.set_defaults(run=run_install)
    remove = acts.add_parser("remove", help="go by the program's own pack again")
    remove.add_argument("name", choices=["offences", "clocks", "holidays", "nexus", "exposure"])
    remove.set_defaults(run=run_remove)
    for act in (listed, check, install, remove):
        act.add_argument("--hq", action="store_true", help="those of the headquarters on this machine")


def run_list(arguments: argparse.Namespace) -> int:
    """``fieldapp rules list``."""
    from fieldapp.actions.law_pack import row_count, take_packs
    from fieldapp.records.rulebook import NAMES, in_force

    refused = take_packs(_folder(arguments))
    for name in NAMES:
        pack = in_force(name)
        origin = "installed" if pack.is_installed else "the program's own"
        print(f"{name:<9} {pack.version:<12} {row_count(pack):>4} rows  {pack.sha256}  {origin}")
    for sentence in refused:
        print(f"Not in force: {sentence}", file=sys.stderr)
    return 1 if refused else 0


def run_check(arguments: argparse.Namespace) -> int:
    """``fieldapp rules check FILE.toml``."""
    from fieldapp.actions.law_pack import read_pack, take_packs
    from fieldapp.rules.pack import RulesPackError

    take_packs(_folder(arguments))
    try:
        pack = read_pack(_read(arguments.file))
    except RulesPackError as error:
        print(error, file=sys.stderr)
        return 1
    _say(pack)
    return 0


def run_install(arguments: argparse.Namespace) -> int:
    """``fieldapp rules install FILE.toml``."""
    from fieldapp.actions.law_pack import install_pack, read_pack, take_packs
    from fieldapp.rules.pack import RulesPackError

    folder = _folder(arguments)
    take_packs(folder)
    try:
        data = _read(arguments.file)
        _say(read_pack(data))
        install_pack(folder, data)
    except RulesPackError as error:
        print(error, file=sys.stderr)
        return 1
    print("In force from the next start on.")
    return 0


def run_remove(arguments: argparse.Namespace) -> int:
    """``fieldapp rules remove NAME``."""
    from fieldapp.actions.law_pack import remove_pack

    removed = remove_pack(_folder(arguments), arguments.name)
    print("The program's own is in force from the next start on." if removed else "The program's own is in force.")
    return 0


def _folder(arguments: argparse.Namespace) -> Path:
    return hq_folder() if arguments.hq else laptop_folder()


def _read(path: Path) -> bytes:
    from fieldapp.rules.pack import RulesPackError

    try:
        return path.read_bytes()
    except OSError as error:
        raise RulesPackError(f"{path}: it cannot be read ({error.strerror})") from error


def _say(pack: Pack) -> None:
    from fieldapp.actions.law_pack import difference, row_count

    print(f"{pack.name} {pack.version}: {row_count(pack)} rows, nothing is wrong. SHA-256 {pack.sha256}")
    found = difference(pack)
    for words, codes in (("New", found.added), ("Changed", found.changed), ("Gone", found.removed)):
        if codes:
            print(f"{words}: {', '.join(codes)}")
    if not (found.added or found.changed or found.removed):
        print("It says the same as the pack in force.")
