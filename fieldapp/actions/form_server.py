"""The form server of an agency (OpenRosa, such as ODK Central): may this laptop use one, and what leaves for it?

Off until a supervisor or an administrator turns it on, on this laptop. Only final screenings leave, never one made with
an instrument that is licensed to one agency, and the journal says of each that it was sent, where to, and what.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Final

from fieldapp.actions.attachment import AttachedFile, load_attachment
from fieldapp.actions.disclosure import REGISTER, disclose
from fieldapp.actions.laptop import require_writable
from fieldapp.actions.screening import open_screening
from fieldapp.actions.screening_attachment import list_attachments
from fieldapp.actions.screening_export import submission_of
from fieldapp.actions.session import Session
from fieldapp.domain.access import Role
from fieldapp.domain.clock import to_wire
from fieldapp.domain.problems import Problem, Refused
from fieldapp.domain.record import FINAL
from fieldapp.forms.package import Licence, Package
from fieldapp.forms.trial import LONGEST_S, TOO_SLOW, try_form
from fieldapp.forms.xform_reader import FormError, read_form
from fieldapp.forms.xml_tree import XmlError, read_tree

_SETTING: Final = "form_server"
_SENT: Final = "form_server.sent."
_MAY_ENABLE: Final = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})
_CONVERTER: Final = "openrosa"
_ANY_DAY: Final = datetime(2026, 1, 2, 12, tzinfo=UTC)


@dataclass(frozen=True)
class FormServer:
    """The server that this laptop may speak to. ``url`` may hold a key, ``secret`` is a passphrase: show neither."""

    url: str
    name: str = ""
    secret: str = ""
    enabled_by: str = ""
    enabled_at: str = ""

    def __repr__(self) -> str:
        return f"<FormServer since {self.enabled_at}>"


@dataclass(frozen=True)
class Outgoing:
    """A screening as it leaves. ``sha256`` is over the XML; ``sent_before`` the one sent earlier, "" for none."""

    screening_id: str
    xml: bytes
    sha256: str
    files: tuple[tuple[AttachedFile, bytes], ...]
    sent_before: str = ""

    @property
    def is_sent(self) -> bool:
        """Whether this very submission went out before."""
        return self.sent_before == self.sha256

    def __repr__(self) -> str:
        return f"<Outgoing {self.screening_id}>"


def enable_form_server(session: Session, url: str, name: str = "", secret: str = "") -> None:
    """Let this laptop use a form server. Raises Refused FORM_SERVER_NOT_YOURS for other roles."""
    require_writable(session)
    if session.role not in _MAY_ENABLE:
        raise Refused([Problem("FORM_SERVER_NOT_YOURS")])
    server = FormServer(url.rstrip("/"), name, secret, session.profile.handle, to_wire(session.clock.now()))
    with session.store.transaction():
        session.store.set_meta(_SETTING, json.dumps(asdict(server)))


def disable_form_server(session: Session) -> None:
    """Let this laptop use no form server; whoever is at it may do that."""
    with session.store.transaction():
        session.store.set_meta(_SETTING, "")


def find_form_server(session: Session) -> FormServer | None:
    """Return the form server that this laptop may use, None while that is off."""
    text = session.store.meta(_SETTING)
    return FormServer(**json.loads(text)) if text else None


def require_form_server(session: Session) -> FormServer:
    """Return the form server. Raises Refused FORM_SERVER_OFF."""
    server = find_form_server(session)
    if server is None:
        raise Refused([Problem("FORM_SERVER_OFF")])
    return server


def final_screenings(session: Session) -> tuple[str, ...]:
    """Return the screenings on this laptop that are final and were made with a checklist, oldest first."""
    rows = session.store.connection.exec_driver_sql(
        "SELECT id FROM screening WHERE voided = 0 AND state = ? AND checklist_sha256 IS NOT NULL ORDER BY id", (FINAL,)
    )
    return tuple(str(row[0]) for row in rows)


def prepare_submission(session: Session, screening_id: str) -> Outgoing:
    """Return what would leave of a screening, having checked that it may.

    Raises Refused SCREENING_MISSING, SCREENING_NOT_FINAL, CHECKLIST_STAYS_HERE and those of its checklist.
    """
    screening = open_screening(session, screening_id)
    if screening.values.get("state") != FINAL:
        raise Refused([Problem("SCREENING_NOT_FINAL", "state")])
    if screening.package.licence.agency:
        raise Refused([Problem("CHECKLIST_STAYS_HERE")])
    xml = submission_of(screening).encode()
    named = _texts_of(xml)
    files = tuple(
        (file, load_attachment(session, file.attachment_id))
        for file in list_attachments(session, screening_id)
        if file.name in named
    )
    before = session.store.meta(_SENT + screening_id) or ""
    return Outgoing(screening_id, xml, hashlib.sha256(xml).hexdigest(), files, before)


def register_submission(session: Session, outgoing: Outgoing, host: str) -> None:
    """Write down that a screening leaves, before it does: one line however often it is tried.

    The line stays where the sending failed: what was on its way may have been read.
    """
    line = session.store.linked(REGISTER, "record_id", outgoing.screening_id)
    if any(each.get("sha256") == outgoing.sha256 and each.get("recipient") == host for each in line):
        return
    disclose(
        session,
        "screening",
        outgoing.screening_id,
        "Submission of a screening to a form server",
        recipient=host,
        sha256=outgoing.sha256,
        noted=f"For the form server {host[:120]} as a submission, SHA-256 {outgoing.sha256}",
    )


def note_submission(session: Session, sent: Outgoing) -> None:
    """Write down that a screening arrived, so that it is not sent twice."""
    require_writable(session)
    session.store.set_meta(_SENT + sent.screening_id, sent.sha256)


def package_of_form(xml: bytes, media: Mapping[str, bytes], licence: Licence, longest_s: float = LONGEST_S) -> Package:
    """Return a package for a form that came without a workbook: it has neither points nor duties.

    Raises Refused FORM_UNREADABLE, FORM_UNVERSIONED, FORM_TOO_SLOW, LICENCE_MISSING.
    """
    if not licence.holder.strip() or not licence.terms.strip():
        raise Refused([Problem("LICENCE_MISSING")])
    try:
        text = xml.decode("utf-8-sig")
        form = read_form(text)
    except (UnicodeDecodeError, FormError) as error:
        raise Refused([Problem("FORM_UNREADABLE")]) from error
    if not form.form_id or not form.version:
        raise Refused([Problem("FORM_UNVERSIONED")])
    title = {"": form.title or form.form_id}
    package = Package(form.form_id, form.version, title, text, licence, media=dict(media), converter=_CONVERTER)
    if why := try_form(package, _ANY_DAY, UTC, form=form, longest_s=longest_s):
        raise Refused([Problem("FORM_TOO_SLOW" if why == TOO_SLOW else "FORM_UNREADABLE")])
    return package


def _texts_of(xml: bytes) -> frozenset[str]:
    try:
        root = read_tree(xml)
    except XmlError:
        return frozenset()
    return frozenset(node.text for node in root.descendants())
