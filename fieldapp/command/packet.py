"""``fieldapp packet verify``: the same check of a court packet that anybody can run with the one file that is in it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any


def add_verbs(verbs: Any) -> None:
    """Declare the verb."""
    packet = verbs.add_parser("packet", help="look a court packet over; needs no passphrase and no network")
    acts = packet.add_subparsers(metavar="ACT", required=True)
    verify = acts.add_parser("verify", help="say whether a packet is whole and as it was signed, else what is at fault")
    verify.add_argument("file", type=Path)
    verify.add_argument(
        "--key", default="", help="the laptop's key or fingerprint, as headquarters tells it (hq devices)"
    )
    verify.set_defaults(run=run_verify)


def run_verify(arguments: argparse.Namespace) -> int:
    """``fieldapp packet verify``: 0 valid, 1 not, 2 when there is no such file."""
    from resources.verify_packet import main

    return main([str(arguments.file), *(["--key", arguments.key] if arguments.key else [])])
