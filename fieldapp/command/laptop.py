"""Verbs of a laptop: enrol, sync, figures, and proofs and repairs of its store."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from fieldapp.actions.session import Session
from fieldapp.command.place import laptop_folder, this_laptop
from fieldapp.command.say import ask_passphrase


def add_verbs(verbs: Any) -> None:
    """Declare the verbs."""
    enrol = verbs.add_parser("enrol", help="make this laptop known to a headquarters, with a ticket on standard input")
    enrol.set_defaults(run=run_enrol)
    sync = verbs.add_parser("sync", help="exchange with headquarters now")
    sync.set_defaults(run=run_sync)
    passphrase = verbs.add_parser("passphrase", help="change the passphrase; the store and what waits stay as they are")
    passphrase.set_defaults(run=run_passphrase)
    release = verbs.add_parser("release", help="have headquarters release this laptop after too many wrong passphrases")
    release.set_defaults(run=run_release)
    figures = verbs.add_parser("figures", help="print the figures of a year from the records on this laptop")
    figures.add_argument("--year", type=int, default=None, help="bureau year that begins on 16 November of YEAR")
    figures.set_defaults(run=run_figures)
    store = verbs.add_parser("store", help="prove or repair the store of this laptop")
    acts = store.add_subparsers(metavar="ACT", required=True)
    acts.add_parser("verify", help="read every line of the journal and every page again").set_defaults(run=run_verify)
    acts.add_parser("rebuild", help="make every table anew from the journal").set_defaults(run=run_rebuild)


@contextmanager
def unlocked() -> Iterator[Session]:
    """Ask for the passphrase and give the session; it is closed in any case."""
    from fieldapp.actions.law_pack import take_packs

    for sentence in take_packs(laptop_folder()):
        print(f"Rules pack not in force: {sentence}", file=sys.stderr)
    session = this_laptop().unlock(ask_passphrase())
    try:
        yield session
    finally:
        session.close()


def run_enrol(_: argparse.Namespace) -> int:
    """``fieldapp enrol``: first the ticket, then the passphrase, a line each."""
    from sync.client.enrol import enrol

    print("Paste the ticket, then Enter:", file=sys.stderr)
    ticket = sys.stdin.readline()
    session = enrol(this_laptop(), ticket, ask_passphrase("New passphrase: "))
    print(f"Enrolled as {session.profile.handle} ({session.profile.role}) with {session.profile.workspace}.")
    session.close()
    return 0


def run_sync(_: argparse.Namespace) -> int:
    """``fieldapp sync``."""
    from sync.client.run import open_link

    with unlocked() as session:
        link = open_link(session)
        done = link.run()
        link.close()
        print(f"Sent {done.sent}, received {done.received}, refused {done.refused}, waiting {done.waiting}.")
    return 0


def run_passphrase(_: argparse.Namespace) -> int:
    """``fieldapp passphrase``."""
    old, new = ask_passphrase("Passphrase now: "), ask_passphrase("New passphrase: ")
    this_laptop().change_passphrase(old, new)
    print("Changed. What was saved, and what waits for headquarters, is as it was.")
    return 0


def run_release(_: argparse.Namespace) -> int:
    """``fieldapp release``: the challenge goes to headquarters by voice or paper, the answer comes back."""
    laptop = this_laptop()
    print(f"Challenge for headquarters (`fieldapp hq release …`):\n{laptop.release_challenge()}")
    print("Headquarters' answer, then Enter:", file=sys.stderr)
    laptop.release(sys.stdin.readline())
    print("Released. All tries are back.")
    return 0


def run_figures(arguments: argparse.Namespace) -> int:
    """``fieldapp figures``."""
    from fieldapp.reports import figure
    from fieldapp.reports.period import bureau_year

    with unlocked() as session:
        year = arguments.year if arguments.year is not None else _bureau_year_of(session.clock.now().date())
        store, profile = session.store, session.profile
        for result in figure.laptop_figures(
            store.connection, store.tables.records, bureau_year(year), scopes=profile.scopes, agency=profile.agency
        ):
            value = ("-" if result.is_held else "not held") if result.value is None else result.value
            print(f"{result.figure.title:<45} {value:>8}")
    return 0


def run_verify(_: argparse.Namespace) -> int:
    """``fieldapp store verify``: 0 when all holds."""
    with unlocked() as session:
        connection = session.store.connection
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        faults = session.store.journal.verify(connection)
        faults += [str(row[0]) for row in connection.exec_driver_sql("PRAGMA cipher_integrity_check")]
        if session.missing:
            faults.append(f"the store lacks at least {session.missing} of its last saves")
        for fault in faults:
            print(fault)
        print("All holds." if not faults else f"{len(faults)} faults.")
    return 1 if faults else 0


def run_rebuild(_: argparse.Namespace) -> int:
    """``fieldapp store rebuild``."""
    from fieldapp.store.rebuild import rebuild

    with unlocked() as session:
        count = rebuild(session.store, lambda done, total: print(f"\r{done} of {total}", end="", file=sys.stderr))
        print(f"\nMade {count} records anew from the journal.")
    return 0


def _bureau_year_of(day: date) -> int:
    return day.year if (day.month, day.day) >= (11, 16) else day.year - 1
