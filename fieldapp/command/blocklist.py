"""``fieldapp blocklist``: take in the agency's list of hashes of what is never kept, and say which is in force."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from fieldapp.command.laptop import unlocked


def add_verbs(verbs: Any) -> None:
    """Declare ``fieldapp blocklist …``."""
    family = verbs.add_parser(
        "blocklist",
        help="take in the agency's list of hashes of files that are never kept",
        description="One hash a line in hexadecimal digits: SHA-256, SHA-1 or MD5. Lines with # say nothing.",
    )
    acts = family.add_subparsers(metavar="ACT", required=True)
    taken = acts.add_parser("import", help="put a list in force on this laptop, in place of the one before")
    taken.add_argument("file", type=Path, metavar="FILE")
    taken.set_defaults(run=run_import)
    acts.add_parser("show", help="how many hashes are in force here, and since when").set_defaults(run=run_show)


def run_import(arguments: argparse.Namespace) -> int:
    """``fieldapp blocklist import FILE``."""
    from fieldapp.actions.block_list import import_list

    with unlocked() as session:
        made = import_list(session, arguments.file)
    print(f"{made.count:,} hashes in force. SHA-256 of the list: {made.source_sha256}")
    return 0


def run_show(_: argparse.Namespace) -> int:
    """``fieldapp blocklist show``."""
    from fieldapp.actions.block_list import block_list

    with unlocked() as session:
        found = block_list(session)
    if found is None:
        print("No list is in force on this laptop.")
        return 0
    print(f"{found.count:,} hashes in force since {found.imported_at}. SHA-256 of the list: {found.source_sha256}")
    return 0
