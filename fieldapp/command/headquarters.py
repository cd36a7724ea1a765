"""Verbs of a headquarters: make it, run it, let people and laptops in and out, see how it is."""

from __future__ import annotations

import argparse
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldapp.command import credit, figure, publication
from fieldapp.command.place import hq_database, hq_folder
from fieldapp.domain.access import Role
from fieldapp.domain.clock import SystemClock

if TYPE_CHECKING:
    from sync.hq.headquarters import Headquarters

_BY = "command line"


def add_verbs(verbs: Any) -> None:
    """Declare ``fieldapp hq …``."""
    hq = verbs.add_parser(
        "hq",
        help="make and run a headquarters",
        description="Its folder is FIELDAPP_HQ_HOME; FIELDAPP_HQ_DATABASE=postgresql+psycopg://… means PostgreSQL.",
    )
    hq.add_argument("--folder", type=Path, default=None, help="where the headquarters is kept")
    acts = hq.add_subparsers(metavar="ACT", required=True)
    init = acts.add_parser("init", help="make a new one and print the first administrator's ticket")
    init.add_argument("--name", default="Task force", help="what the task force is called")
    init.add_argument("--host", action="append", help="name or address that laptops reach it under; may be repeated")
    init.add_argument("--port", type=int, default=8443)
    init.set_defaults(run=run_init)
    serve = acts.add_parser("serve", help="run it until stopped; makes one first where there is none")
    serve.add_argument("--bind", default="0.0.0.0", help="address to listen on")  # noqa: S104 - a server's purpose
    serve.set_defaults(run=run_serve, name="Task force", host=None, port=8443)
    enrol = acts.add_parser("enrol", help="add a person, or a laptop for one, and print the ticket (text and QR)")
    enrol.add_argument("handle", help="short name, for ever this person's")
    enrol.add_argument("--name", default="", help="the person's name as shown")
    enrol.add_argument("--role", choices=[role.value for role in Role], default=None)
    enrol.add_argument("--agency", default="LASD", help="short name of a seeded agency, or an agency's record id")
    enrol.add_argument("--qr", type=Path, default=None, metavar="FILE.png", help="write the QR code as a picture too")
    enrol.set_defaults(run=run_enrol)
    acts.add_parser("devices", help="every laptop: version, last contact, unsent").set_defaults(run=run_devices)
    acts.add_parser("accounts", help="every person, role and scopes").set_defaults(run=run_accounts)
    revoke = acts.add_parser("revoke", help="take a laptop's access away; what it has not sent it may still hand in")
    revoke.add_argument("device")
    revoke.set_defaults(run=run_revoke)
    _add_standing(acts)
    release = acts.add_parser("release", help="answer the challenge of a laptop locked by wrong passphrases")
    release.add_argument("challenge", help="what `fieldapp release` shows on the laptop")
    release.set_defaults(run=run_release)
    acts.add_parser("audit", help="who did what here, newest first").set_defaults(run=run_audit)
    for verb, words in (("grant", "let a person read a scope besides"), ("withdraw", "take a scope from a person")):
        scope = acts.add_parser(verb, help=words)
        scope.add_argument("handle")
        scope.add_argument("scope", help="police, shared, shared:AGENCY or services:AGENCY")
        scope.set_defaults(run=run_grant, grant=verb == "grant")
    timeline = acts.add_parser(
        "timeline", help="what was done about a record, by corrected time, the laptops' beside it"
    )
    timeline.add_argument("record", help="the record's id")
    timeline.set_defaults(run=run_timeline)
    quarantine = acts.add_parser("quarantine", help="changes put aside: list them, or dismiss one by its number")
    quarantine.add_argument("--dismiss", type=int, default=None, metavar="SEQ")
    quarantine.set_defaults(run=run_quarantine)
    figure.add_acts(acts)
    publication.add_acts(acts)
    credit.add_acts(acts)
    acts.add_parser("verify", help="prove the whole log").set_defaults(run=run_verify)
    acts.add_parser("restored", help="say that this database was put back from a backup").set_defaults(run=run_restored)


def _add_standing(acts: Any) -> None:
    """Declare what becomes of a person: no account any more, another role."""
    disable = acts.add_parser("disable", help="end a person's account and revoke their laptops")
    disable.add_argument("handle")
    disable.set_defaults(run=run_disable)
    role = acts.add_parser("role", help="give a person another role from now on; what they signed before stands")
    role.add_argument("handle")
    role.add_argument("role", choices=[each.value for each in Role])
    role.set_defaults(run=run_role)


def _folder(arguments: argparse.Namespace) -> Path:
    return hq_folder(arguments.folder)


def _take_packs(folder: Path) -> None:
    """Go by the agency's own tables of law, and say which of them cannot be gone by."""
    from fieldapp.actions.law_pack import take_packs

    for sentence in take_packs(folder):
        print(f"Rules pack not in force: {sentence}", file=sys.stderr)


@contextmanager
def opened_headquarters(arguments: argparse.Namespace) -> Iterator[Headquarters]:
    """Open the headquarters that the words name; it is closed in any case."""
    from fieldapp.actions.guard import GUARDS
    from sync.hq.headquarters import Headquarters

    _take_packs(_folder(arguments))
    hq = Headquarters(_folder(arguments), hq_database(), clock=SystemClock(), random=secrets.token_bytes, guards=GUARDS)
    try:
        yield hq
    finally:
        hq.close()


def run_init(arguments: argparse.Namespace) -> int:
    """``fieldapp hq init``."""
    from fieldapp.actions.guard import GUARDS
    from sync.hq.headquarters import FIRST_ADMINISTRATOR, init_headquarters

    hq = init_headquarters(
        _folder(arguments),
        arguments.name,
        arguments.host or ["127.0.0.1", "localhost"],
        hq_database(),
        clock=SystemClock(),
        random=secrets.token_bytes,
        port=arguments.port,
        guards=GUARDS,
    )
    try:
        print(f"Headquarters “{arguments.name}” is in {_folder(arguments)}. Laptops reach it at {hq.settings.url}.")
        _print_ticket(hq.enrolment.issue_ticket(FIRST_ADMINISTRATOR, _BY))
    finally:
        hq.close()
    return 0


def run_serve(arguments: argparse.Namespace) -> int:
    """``fieldapp hq serve``."""
    from sync.hq.headquarters import SETTINGS_FILE
    from sync.hq.server import build_app, serve

    if not (_folder(arguments) / SETTINGS_FILE).exists():
        run_init(arguments)
    with opened_headquarters(arguments) as hq:
        print(f"Serving {hq.settings.url} (listening on {arguments.bind}). Ctrl+C ends it.", flush=True)
        serve(build_app(hq.door), arguments.bind, hq.settings.port, hq.certificates.server_pem)
    return 0


def run_enrol(arguments: argparse.Namespace) -> int:
    """``fieldapp hq enrol HANDLE``."""
    with opened_headquarters(arguments) as hq:
        if hq.accounts.find(arguments.handle) is None:
            if arguments.role is None:
                print("A new person needs --role.", file=sys.stderr)
                return 2
            agency = _agency(arguments.agency)
            name = arguments.name or arguments.handle
            ticket = hq.enrolment.enrol(arguments.handle, name, Role(arguments.role), agency, _BY)
        else:
            ticket = hq.enrolment.issue_ticket(arguments.handle, _BY)
        _print_ticket(ticket)
        if arguments.qr is not None:
            from sync.hq.qr import qr_png

            arguments.qr.write_bytes(qr_png(ticket))
    return 0


def run_devices(arguments: argparse.Namespace) -> int:
    """``fieldapp hq devices``."""
    from fieldapp.vault.identity import fingerprint
    from sync.hq.timeline import spell_ahead

    with opened_headquarters(arguments) as hq:
        print(
            f"{'laptop':<14}{'person':<16}{'version':<10}{'last contact':<26}{'unsent':>7}  {'fingerprint':<23}  state"
        )
        for device in hq.devices.all():
            state = "revoked" if device.revoked_at else device.quarantined_for or "in use"
            state = ", ".join(filter(None, (state, spell_ahead(device.clock_skew_ms))))
            contact = device.last_contact or "never"
            version = device.app_version
            # The digits are what a court packet that this laptop signed is compared with.
            digits = fingerprint(device.public_key)
            print(f"{device.id:<14}{device.handle:<16}{version:<10}{contact:<26}{device.unsent:>7}  {digits}  {state}")
    return 0


def run_accounts(arguments: argparse.Namespace) -> int:
    """``fieldapp hq accounts``."""
    with opened_headquarters(arguments) as hq:
        for member in hq.accounts.everybody():
            state = " (disabled)" if member.disabled_at else ""
            print(f"{member.handle:<16}{member.role.value:<14}{' '.join(member.scopes)}{state}")
    return 0


def run_revoke(arguments: argparse.Namespace) -> int:
    """``fieldapp hq revoke DEVICE``."""
    with opened_headquarters(arguments) as hq:
        hq.devices.revoke(arguments.device, _BY)
    print("Revoked. At its next contact it may hand in what it has not sent, and reads nothing.")
    return 0


def run_disable(arguments: argparse.Namespace) -> int:
    """``fieldapp hq disable HANDLE``."""
    with opened_headquarters(arguments) as hq:
        hq.accounts.disable(arguments.handle, _BY)
    print(f"{arguments.handle} is out. What their laptops have not sent they may still hand in.")
    return 0


def run_role(arguments: argparse.Namespace) -> int:
    """``fieldapp hq role HANDLE ROLE``."""
    with opened_headquarters(arguments) as hq:
        member = hq.accounts.change_role(arguments.handle, Role(arguments.role), _BY)
    print(f"{member.handle} is {member.role.value} from now on. Their laptop learns of it when it is enrolled again.")
    return 0


def run_release(arguments: argparse.Namespace) -> int:
    """``fieldapp hq release CHALLENGE``. Make sure first, by voice, whose laptop it is."""
    with opened_headquarters(arguments) as hq:
        print(hq.release(arguments.challenge, _BY))
    return 0


def run_audit(arguments: argparse.Namespace) -> int:
    """``fieldapp hq audit``."""
    with opened_headquarters(arguments) as hq:
        for line in hq.accounts.acts():
            print(f"{line.at}  {line.actor:<16}{line.act:<26}{line.target}  {line.detail}")
    return 0


def run_grant(arguments: argparse.Namespace) -> int:
    """``fieldapp hq grant`` and ``fieldapp hq withdraw``."""
    with opened_headquarters(arguments) as hq:
        act = hq.accounts.grant if arguments.grant else hq.accounts.withdraw
        member = act(arguments.handle, arguments.scope, _BY)
        print(f"{member.handle} now reads: {' '.join(member.scopes) or 'nothing'}")
    return 0


def run_quarantine(arguments: argparse.Namespace) -> int:
    """``fieldapp hq quarantine``."""
    with opened_headquarters(arguments) as hq:
        if arguments.dismiss is not None:
            hq.quarantine.dismiss(arguments.dismiss, _BY)
        for change in hq.quarantine.changes():
            what = f"{change.record_type} {change.record_id}"
            print(f"{change.seq:>8}  {change.received_at}  {change.handle:<16}{what}  {change.reason}")
    return 0


def run_timeline(arguments: argparse.Namespace) -> int:
    """``fieldapp hq timeline RECORD``: 1 where no such record is known. Names of fields are printed, never a value."""
    from sync.hq.timeline import load_timeline, spell_ahead

    with opened_headquarters(arguments) as hq:
        events = load_timeline(hq.database, arguments.record)
    for event in events:
        clock = f"  laptop said {event.made_at}, {spell_ahead(event.ahead_ms)}" if event.is_doubtful else ""
        what = f"{event.kind} {event.record_type} {event.record_id}"
        print(f"{event.corrected_at}  {event.handle:<16}{what}  {' '.join(event.fields)}{clock}")
    doubtful = sum(event.is_doubtful for event in events)
    if doubtful:
        print(f"{doubtful} of {len(events)} times are corrected, by how far the laptop's clock was off at the hand-in.")
    return 0 if events else 1


def run_verify(arguments: argparse.Namespace) -> int:
    """``fieldapp hq verify``: 0 when the log holds."""
    with opened_headquarters(arguments) as hq:
        check = hq.verify_log()
    print(check.fault or f"The log holds: {check.length} changes, {check.log_hash.hex()}")
    return 1 if check.fault else 0


def run_restored(arguments: argparse.Namespace) -> int:
    """``fieldapp hq restored``."""
    with opened_headquarters(arguments) as hq:
        hq.begin_anew(_BY)
    print("Noted. Laptops send again what this headquarters lacks, at their next contact.")
    return 0


def _agency(text: str) -> str:
    from fieldapp.domain.ids import is_record_id
    from fieldapp.records.seed import agency_id

    if is_record_id(text):
        return text
    try:
        return agency_id(text)
    except KeyError:
        raise SystemExit(f"There is no agency {text!r}; give the short name of a seeded one, or a record id.") from None


def _print_ticket(ticket: str) -> None:
    print("\nEnrolment ticket, good once and for 15 minutes. Paste it into the laptop:\n")
    print(ticket)
    if sys.stdout is not None and sys.stdout.isatty():
        from sync.hq.qr import qr_text

        print(qr_text(ticket))
