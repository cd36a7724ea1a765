"""``fieldapp demo``: a year of a bureau's work on four laptops and a headquarters, in a minute."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Any


def add_verbs(verbs: Any) -> None:
    """Declare the verb."""
    demo = verbs.add_parser(
        "demo",
        help="replay a synthetic year on four laptops and a headquarters, print both ends' figures",
        description="Starts a headquarters on loopback with TLS, enrols four laptops, works a year offline on them, "
        "brings them online at different times and prints the year's figures at both ends. No real person is in it.",
    )
    demo.add_argument("--out", type=Path, default=Path("demo-output"), help="where the pictures go")
    demo.add_argument("--headless", action="store_true", help="never open the window")
    demo.set_defaults(run=run_demo)


def run_demo(arguments: argparse.Namespace) -> int:
    """``fieldapp demo``: 0 when both ends find the same figures, and those the year holds."""
    from fieldapp.command.picture import take_pictures
    from fieldapp.command.window import has_display, open_desk
    from fieldapp.demo.run import run_demo as run

    window = open_desk if has_display() and not arguments.headless else None
    arguments.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="fieldbook-demo-") as folder:
        result = run(Path(folder), arguments.out, take_pictures=take_pictures, open_window=window)
    return result.status
