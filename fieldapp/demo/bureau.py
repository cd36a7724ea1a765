"""The demonstration's hardware: a headquarters behind TLS on loopback, four enrolled laptops, and the wire between."""

from __future__ import annotations

import secrets
import shutil
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from sqlalchemy import func, select

from fieldapp.actions.guard import GUARDS
from fieldapp.actions.laptop import Laptop
from fieldapp.actions.session import Session
from fieldapp.demo.replay import ReplayClock
from fieldapp.demo.scenario import HANDLES, accounts
from fieldapp.domain.clock import SystemClock
from fieldapp.domain.faults import StoreError
from fieldapp.records import RECORD_TYPES
from fieldapp.reports.period import Period
from fieldapp.reports.question import FigureResult
from fieldapp.vault.kdf import KdfLimits, KdfParameters
from sync.client.enrol import enrol
from sync.client.round import Progress
from sync.client.run import Link, open_link
from sync.hq.certificate import prepare_certificates
from sync.hq.headquarters import Headquarters, init_headquarters
from sync.hq.past import count_at
from sync.hq.server import Server, build_app

PASSPHRASE: Final = "granite lantern orbit meadow"  # noqa: S105 - of laptops that hold nobody; printed for who looks in
_HOST: Final = "127.0.0.1"
_MARK: Final = ".synthetic"
_BY: Final = "demonstration"


@dataclass(frozen=True)
class Economy:
    """A cheap key derivation for tests; without it every laptop calibrates its own, as anywhere."""

    kdf: KdfParameters
    limits: KdfLimits


class Bureau:
    """An open headquarters and the laptops enrolled there, all of which read the same clock."""

    def __init__(self, hq: Headquarters, clock: ReplayClock, folder: Path) -> None:
        self.hq = hq
        self.clock = clock
        self.folder = folder
        self.sessions: dict[str, Session] = {}
        self._links: dict[str, Link] = {}

    def enrol_everybody(self, economy: Economy | None = None) -> None:
        """Enrol the four people, each with a ticket."""
        for account in accounts():
            ticket = self.hq.enrolment.enrol(account.handle, account.name, account.role, account.agency, _BY)
            limits = economy.limits if economy else None
            laptop = Laptop(self.laptop_folder(account.handle), self.clock, secrets.token_bytes, limits)
            session = enrol(laptop, ticket, PASSPHRASE, kdf=economy.kdf if economy else None)
            self.sessions[account.handle] = session
            self._links[account.handle] = open_link(session)

    def laptop_folder(self, handle: str) -> Path:
        """Return where a person's laptop keeps its data."""
        return self.folder / accounts()[HANDLES.index(handle)].role.value

    def meet(self, handle: str) -> Progress:
        """Run one round between a laptop and headquarters, over TLS. Raises SyncError."""
        return self._links[handle].run()

    def hq_figures(self, period: Period, day: date | None = None) -> list[FigureResult]:
        """Ask the figures of headquarters' own records, as of the end of a day or of now."""
        with self.hq.database.read() as work:
            return count_at(self.hq.database, work, period, day)

    def hq_clashes(self) -> int:
        """Return how many records are in conflict at headquarters."""
        database = self.hq.database
        tables = [database.records.table(record.type_name) for record in RECORD_TYPES]
        with database.read() as work:
            counts = (
                work.connection.execute(
                    select(func.count())
                    .select_from(table)
                    .where(table.c.conflicts > 0, table.c.workspace == database.workspace)
                ).scalar_one()
                for table in tables
            )
            return sum(counts)

    def hq_violations(self) -> tuple[int, int]:
        """Return how many changes headquarters put aside, and how many findings about screenings it lists."""
        return len(self.hq.quarantine.changes(settled=True)), len(self.hq.rescorer.findings())

    def put_away(self) -> None:
        """Close the laptops; headquarters stays."""
        for link in self._links.values():
            link.close()
        for session in self.sessions.values():
            session.close()
        self._links.clear()
        self.sessions.clear()


@contextmanager
def open_bureau(folder: Path, clock: ReplayClock) -> Iterator[Bureau]:
    """Make a headquarters in a folder and serve it on loopback until the body is done. Raises StoreError."""
    hq_folder = folder / "headquarters"
    # The clock of TLS is the machine's, whatever the story says.
    prepare_certificates(hq_folder, [_HOST], SystemClock())
    with ExitStack() as stack:
        hq = init_headquarters(
            hq_folder,
            "Synthetic task force",
            [_HOST],
            clock=clock,
            random=secrets.token_bytes,
            port=_free_port(),
            guards=GUARDS,
        )
        stack.callback(hq.close)
        server = stack.enter_context(Server(build_app(hq.door), hq.certificates.server_pem, _HOST, hq.settings.port))
        bureau = Bureau(hq, clock, folder)
        stack.callback(bureau.put_away)
        assert server.port == hq.settings.port  # noqa: S101 - what the tickets say
        yield bureau


def clear_folder(folder: Path) -> None:
    """Make an empty folder for the demonstration; takes away only what an earlier one left. Raises StoreError."""
    if folder.exists() and any(folder.iterdir()):
        if not (folder / _MARK).exists():
            raise StoreError("FOLDER_IN_USE", "There is something else in that folder. It was left as it is.")
        shutil.rmtree(folder)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / _MARK).touch()


def _free_port() -> int:
    """Return a port that nobody listens on; the tickets need it before the server can be made."""
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        port: int = probe.getsockname()[1]
        return port
