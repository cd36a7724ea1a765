"""``fieldapp demo``: a year of a bureau's work on four laptops and a headquarters, in a minute."""

from __future__ import annotations

import argparse
import tempfile
from functools import partial
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
    demo.add_argument(
        "--size", type=_size, default=(1280, 800), metavar="WIDTHxHEIGHT", help="of the window in the pictures, pixels"
    )
    demo.add_argument("--text", type=_scale, default=100, metavar="PER CENT", help="text size in the pictures, 100-200")
    demo.set_defaults(run=run_demo)


def _size(words: str) -> tuple[int, int]:
    width, _, height = words.partition("x")
    return int(width), int(height)


def _scale(words: str) -> int:
    from ui.style.token import TEXT_SCALES

    if int(words) not in TEXT_SCALES:
        raise argparse.ArgumentTypeError("it is one of " + ", ".join(map(str, TEXT_SCALES)))
    return int(words)


def run_demo(arguments: argparse.Namespace) -> int:
    """``fieldapp demo``: 0 when both ends find the same figures, and those the year holds."""
    from fieldapp.command.picture import take_pictures
    from fieldapp.command.window import has_display, open_desk
    from fieldapp.demo.run import run_demo as run

    window = open_desk if has_display() and not arguments.headless else None
    arguments.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="fieldbook-demo-") as folder:
        pictures = partial(take_pictures, size=arguments.size, scale=arguments.text)
        result = run(Path(folder), arguments.out, take_pictures=pictures, open_window=window)
    return result.status
