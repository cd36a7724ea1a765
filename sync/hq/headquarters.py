"""A headquarters, put together: its folder, its database, its door, and what an administrator may do.

The folder holds the secrets (see ``secret``), the certificates, ``hq.json`` with what never changes, and, unless
PostgreSQL is used, the store itself.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Final

from fieldapp.domain.access import Role
from fieldapp.domain.clock import Clock, to_wire
from fieldapp.domain.faults import StoreError
from fieldapp.domain.ids import RandomBytes, new_device_id
from fieldapp.domain.record import Record
from fieldapp.forms.bundle import bundled_heads
from fieldapp.records import RECORD_TYPES
from fieldapp.records.seed import agency_id, seed_agencies
from fieldapp.store.store import Guard
from fieldapp.vault.identity import DeviceIdentity
from fieldapp.vault.release import sign_release
from sync.hq.account import Accounts, Member, add_account
from sync.hq.audit import note_act
from sync.hq.certificate import Certificates, prepare_certificates
from sync.hq.clerk import HANDLE, Clerk, add_clerk
from sync.hq.database import Database, open_database
from sync.hq.desk import Desk
from sync.hq.device import Devices
from sync.hq.door import Door
from sync.hq.enrolment import Address, Enrolment
from sync.hq.follow_up import FollowUp
from sync.hq.intake import Intake
from sync.hq.log import LogCheck, verify_log
from sync.hq.publisher import Publisher
from sync.hq.quarantine import Quarantine
from sync.hq.rescorer import Rescorer
from sync.hq.secret import enrolment_key, load_database_key, load_signing_key, make_secrets
from sync.hq.workspace import add_workspace, load_workspace, make_incarnation

DATABASE_FILE: Final = "hq.db"
SETTINGS_FILE: Final = "hq.json"
DEFAULT_PORT: Final = 8443
FIRST_ADMINISTRATOR: Final = "admin"
HOST_AGENCY: Final = "LASD"
_WORKSPACE_CHARACTERS: Final = 6  # it stands in every row and every index

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Settings:
    """What is settled at the start. ``hosts`` are the names that it is reached under; tickets have the first."""

    workspace: str
    name: str
    hosts: list[str]
    port: int = DEFAULT_PORT

    @property
    def url(self) -> str:
        """Where laptops find it."""
        host = self.hosts[0]
        return f"https://{f'[{host}]' if ':' in host else host}:{self.port}"


def report_bug(error: Exception) -> None:
    """Log the kind of a mistake of ours and where it happened; never its text, which may hold values."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f"{Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}" if place is not None else "?"
    _log.error("mistake at headquarters: %s at %s", type(error).__name__, where)


class Headquarters:
    """An open headquarters. Raises StoreError when its folder or database is not as it should be."""

    def __init__(
        self,
        folder: Path,
        database_url: str | None = None,
        *,
        clock: Clock,
        random: RandomBytes,
        types: Iterable[type[Record]] = RECORD_TYPES,
        guards: Sequence[Guard] = (),
        report: Callable[[Exception], None] = report_bug,
        settings: Settings | None = None,
    ) -> None:
        """Open what is in ``folder``; ``settings`` are those of a headquarters that is just being made."""
        self.settings = settings or _load_settings(folder)
        self.certificates: Certificates = prepare_certificates(folder, self.settings.hosts, clock)
        key = load_signing_key(folder)
        self.public_key = key.public_key().public_bytes_raw()
        self._identity = DeviceIdentity(key.private_bytes_raw())
        self._clock = clock
        self._random = random
        self.database = _open(folder, database_url, self.settings.workspace, types)
        address = Address(self.settings.url, self.certificates.authority_der, self.public_key)
        intake = Intake(self.database, clock, key, guards)
        self.accounts = Accounts(self.database, clock)
        self.devices = Devices(self.database, clock)
        self.enrolment = Enrolment(self.database, clock, random, enrolment_key(key), address)
        self.quarantine = Quarantine(self.database, clock)
        self.clerk = Clerk(self.database, clock, random, intake)
        self.publisher = Publisher(self.database, clock, random, key, self.clerk, _bundled_versions)
        self.rescorer = Rescorer(self.database, clock, random, report)
        follow_up = FollowUp(self.database, self.publisher, self.rescorer)
        desk = Desk(self.database, clock, intake, self.enrolment, follow_up)
        self.door = Door(self.devices, desk, key, clock, report)

    def verify_log(self) -> LogCheck:
        """Prove the whole log, or say where it stops being true."""
        with self.database.read() as work:
            return verify_log(work)

    def release(self, challenge: str, by: str) -> str:
        """Answer the challenge of a laptop that was locked by too many wrong passphrases; it is noted who asked."""
        with self.database.write() as work:
            note_act(work, to_wire(self._clock.now()), by, "LAPTOP_RELEASED", challenge[:100], "")
        return sign_release(self._identity, challenge)

    def begin_anew(self, by: str) -> None:
        """Say that this headquarters was put back from a backup: laptops then send again what it lacks."""
        with self.database.write() as work:
            head_seq = load_workspace(work).head_seq
            work.run(
                "UPDATE workspace SET incarnation = ? WHERE id = ?",
                *(make_incarnation(self._random, head_seq), work.workspace),
            )
            self.clerk.open_chain(work)
            note_act(work, to_wire(self._clock.now()), by, "HEADQUARTERS_RESTORED", work.workspace, str(head_seq))

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()


def init_headquarters(
    folder: Path,
    name: str,
    hosts: Sequence[str],
    database_url: str | None = None,
    *,
    clock: Clock,
    random: RandomBytes,
    port: int = DEFAULT_PORT,
    administrator: str = "Administrator",
    types: Iterable[type[Record]] = RECORD_TYPES,
    guards: Sequence[Guard] = (),
    report: Callable[[Exception], None] = report_bug,
    app_version: str = "",
) -> Headquarters:
    """Make a headquarters in an empty folder: secrets, database, partner agencies and a first administrator.

    The ticket for the administrator's laptop is ``hq.enrolment.issue_ticket(FIRST_ADMINISTRATOR, ...)``.
    Raises StoreError HEADQUARTERS_EXISTS, HEADQUARTERS_CUT_SHORT.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if (folder / SETTINGS_FILE).exists():
        raise StoreError("HEADQUARTERS_EXISTS", "There is a headquarters in this folder already. It was left as it is.")
    try:
        make_secrets(folder, random)
    except FileExistsError:
        raise StoreError(
            "HEADQUARTERS_CUT_SHORT",
            "An earlier attempt to make a headquarters in this folder was cut short, before it was ever used. Empty "
            "the folder, or take another.",
        ) from None
    settings = Settings(new_device_id(random)[:_WORKSPACE_CHARACTERS], name, list(hosts), port)
    made = Headquarters(
        folder,
        database_url,
        clock=clock,
        random=random,
        types=types,
        guards=guards,
        report=report,
        settings=settings,
    )
    now = to_wire(clock.now())
    with made.database.write() as work:
        add_workspace(work, now, name, random)
        add_clerk(work, now, made.public_key, random, app_version)
        first = Member(FIRST_ADMINISTRATOR, administrator, Role.ADMINISTRATOR, agency_id(HOST_AGENCY), ())
        add_account(work, now, HANDLE, first)
    made.clerk.write([("agency", record_id, values) for record_id, values in seed_agencies().items()])
    (folder / SETTINGS_FILE).write_text(json.dumps(asdict(settings), indent=2), encoding="utf-8")
    return made


def _bundled_versions(form_id: str) -> list[str]:
    return [head.version for head in bundled_heads() if head.form_id == form_id]


def _open(folder: Path, database_url: str | None, workspace: str, types: Iterable[type[Record]]) -> Database:
    target = database_url or folder / DATABASE_FILE
    return open_database(target, workspace, types, partial(load_database_key, folder))


def _load_settings(folder: Path) -> Settings:
    try:
        return Settings(**json.loads((folder / SETTINGS_FILE).read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise StoreError(
            "HEADQUARTERS_MISSING", "There is no headquarters in this folder. Nothing was created in its place."
        ) from None
