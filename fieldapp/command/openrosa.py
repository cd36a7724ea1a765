"""Verbs towards a form server (OpenRosa, such as ODK Central): allow it, bring its forms in, send screenings out."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from fieldapp.command import submission
from fieldapp.command.laptop import unlocked
from fieldapp.command.say import ask_passphrase, sentence_of
from fieldapp.domain.faults import SyncError
from fieldapp.domain.problems import Refused

if TYPE_CHECKING:
    from fieldapp.actions.session import Session
    from sync.client.openrosa import ListedForm, OpenRosaServer


def add_acts(acts: Any) -> None:
    """Declare ``openrosa``, ``pull``, ``push`` and ``export`` below ``fieldapp forms``."""
    submission.add_acts(acts)
    openrosa = acts.add_parser("openrosa", help="allow this laptop a form server, or end that; off unless allowed")
    verbs = openrosa.add_subparsers(metavar="ACT", required=True)
    enable = verbs.add_parser("enable", help="allow one; for supervisors and administrators")
    enable.add_argument("url", help="its address; with ODK Central that of the project, with an App User's key in it")
    enable.add_argument("--user", default="", help="name for a server that asks for name and passphrase instead")
    enable.set_defaults(run=run_enable)
    verbs.add_parser("disable", help="allow none").set_defaults(run=run_disable)
    verbs.add_parser("show", help="which one is allowed, since when, by whom").set_defaults(run=run_show)
    pull = acts.add_parser("pull", help="list the forms of the form server, or bring some in as drafts")
    pull.add_argument("url", nargs="?", default="", help="another server than the one that is allowed")
    pull.add_argument(
        "--form", action="append", default=[], metavar="FORM_ID", help="bring this one in; may be repeated"
    )
    pull.add_argument("--all", action="store_true", help="bring all of them in")
    pull.add_argument("--holder", default="", help="who holds the rights in the questions")
    pull.add_argument("--terms", default="", help="on what terms they may be used")
    pull.set_defaults(run=run_pull)
    push = acts.add_parser("push", help="send final screenings to the form server")
    push.add_argument("screening", nargs="*", metavar="SCREENING_ID")
    push.add_argument("--all-final", action="store_true", help="all that are final and were not sent yet")
    push.set_defaults(run=run_push)


@contextmanager
def open_server(session: Session, url: str = "") -> Iterator[OpenRosaServer]:
    """Open a line to the form server that is allowed, or to another one. Raises Refused while it is off."""
    from fieldapp.actions.form_server import require_form_server
    from sync.client.openrosa import OpenRosaServer
    from sync.client.public_line import Credentials, PublicLine

    allowed = require_form_server(session)
    is_other = bool(url) and url.rstrip("/") != allowed.url
    credentials = Credentials(allowed.name, allowed.secret) if allowed.name and not is_other else None
    line = PublicLine(url or allowed.url, session.clock, credentials)
    try:
        yield OpenRosaServer(line)
    finally:
        line.close()


def run_enable(arguments: argparse.Namespace) -> int:
    """``fieldapp forms openrosa enable URL``."""
    from fieldapp.actions.form_server import enable_form_server
    from sync.client.public_line import require_address

    require_address(arguments.url)
    with unlocked() as session:
        secret = ask_passphrase(f"Passphrase of {arguments.user} there: ") if arguments.user else ""
        enable_form_server(session, arguments.url, arguments.user, secret)
    print(
        "Allowed on this laptop. Only final screenings leave, none of an agency's own instruments, and each is noted."
    )
    return 0


def run_disable(_: argparse.Namespace) -> int:
    """``fieldapp forms openrosa disable``."""
    from fieldapp.actions.form_server import disable_form_server

    with unlocked() as session:
        disable_form_server(session)
    print("Off. What was sent before stays where it went.")
    return 0


def run_show(_: argparse.Namespace) -> int:
    """``fieldapp forms openrosa show``: the host, never the address, which may hold a key."""
    from fieldapp.actions.form_server import find_form_server
    from sync.client.public_line import require_address

    with unlocked() as session:
        server = find_form_server(session)
    if server is None:
        print("Off: this laptop uses no form server.")
    else:
        print(f"{require_address(server.url).netloc}, allowed by {server.enabled_by} at {server.enabled_at}")
    return 0


def run_pull(arguments: argparse.Namespace) -> int:
    """``fieldapp forms pull``: 0 when all that was asked for came."""
    with unlocked() as session, open_server(session, arguments.url) as server:
        listed = server.list_forms()
        wanted = [form for form in listed if arguments.all or form.form_id in arguments.form]
        if not arguments.all and not arguments.form:
            for form in listed:
                print(f"{form.form_id:<32}{form.version:<20}{form.name}")
            return 0
        missing = sorted(set(arguments.form) - {form.form_id for form in listed})
        for form_id in missing:
            print(f"{form_id}: the form server does not list it.", file=sys.stderr)
        brought = [_bring_in(session, server, form, arguments.holder, arguments.terms) for form in wanted]
    return 0 if all(brought) and not missing else 1


def run_push(arguments: argparse.Namespace) -> int:
    """``fieldapp forms push``: 0 when nothing was refused."""
    from fieldapp.actions.form_server import final_screenings

    with unlocked() as session, open_server(session) as server:
        wanted = [*arguments.screening, *(final_screenings(session) if arguments.all_final else ())]
        if not wanted:
            print("Name a screening, or --all-final.", file=sys.stderr)
            return 2
        sent = [send_screening(session, server, screening) for screening in dict.fromkeys(wanted)]
    return 0 if all(sent) else 1


def send_screening(session: Session, server: OpenRosaServer, screening_id: str) -> bool:
    """Send one screening and say how it went; False when it did not go. Raises nothing that the next one might not."""
    from fieldapp.actions.form_server import note_submission, prepare_submission, register_submission
    from sync.client.openrosa import SubmittedFile

    try:
        outgoing = prepare_submission(session, screening_id)
        if outgoing.is_sent:
            print(f"{screening_id}: sent before.")
            return True
        files = [SubmittedFile(file.name, file.media_type, data) for file, data in outgoing.files]
        register_submission(session, outgoing, server.host)
        server.submit(outgoing.xml, files, session.store.device)
        note_submission(session, outgoing)
    except Refused as error:
        print(f"{screening_id}: {' '.join(map(sentence_of, error.problems))}", file=sys.stderr)
        return False
    except SyncError as error:
        print(f"{screening_id}: {error}", file=sys.stderr)
        return False
    print(f"{screening_id}: sent.")
    return True


def _bring_in(session: Session, server: OpenRosaServer, form: ListedForm, holder: str, terms: str) -> bool:
    from fieldapp.actions.checklist import install_draft
    from fieldapp.actions.form_server import package_of_form
    from fieldapp.forms.package import Licence

    try:
        package = package_of_form(
            server.download_form(form), server.download_media(form), Licence(holder.strip(), terms.strip())
        )
        install_draft(session, package)
    except Refused as error:
        print(f"{form.form_id}: {' '.join(map(sentence_of, error.problems))}", file=sys.stderr)
        return False
    except SyncError as error:
        print(f"{form.form_id}: {error}", file=sys.stderr)
        return False
    print(f"{package.form_id} {package.version}: installed as a draft, {package.sha256}")
    return True
