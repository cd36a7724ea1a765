"""The program's one door: no argument opens the window, a verb runs a command."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from fieldapp.domain.faults import WorldError
from fieldapp.domain.problems import Refused


def main(argv: Sequence[str] | None = None) -> int:
    """Run and return the exit status: 0 done, 1 refused or failed (with a sentence), 2 the words were off."""
    words = list(sys.argv[1:] if argv is None else argv)
    if getattr(sys, "frozen", False):
        from fieldapp.vault.hardening import harden_process

        harden_process(os.environ)
    if not words:
        from fieldapp.command.window import run_window

        return run_window()
    arguments = _parser().parse_args(words)
    try:
        return int(arguments.run(arguments) or 0)
    except Refused as error:
        from fieldapp.command.say import sentence_of

        for problem in error.problems:
            print(sentence_of(problem), file=sys.stderr)
    except WorldError as error:
        print(error, file=sys.stderr)
    except KeyboardInterrupt:
        print("Stopped. What was saved is safe.", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    from fieldapp.command import blocklist, demo, form, headquarters, laptop, packet, papers, rules

    parser = argparse.ArgumentParser(
        prog="fieldapp",
        description="Records of a human-trafficking task force, offline first. Without a verb it opens the window.",
        epilog="The laptop's data folder is FIELDAPP_HOME, else the usual place of this system.",
    )
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    for family in (laptop, headquarters, form, rules, blocklist, demo, papers, packet):
        family.add_verbs(verbs)
    return parser


if __name__ == "__main__":
    sys.exit(main())
