"""May this checklist be published? What headquarters looks at before it signs, in the order in which it looks.

A refusal is one sentence for the person who handed the checklist in.
"""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from fieldapp.domain.access import Role
from fieldapp.domain.wire import Json
from fieldapp.forms.package import Package, PackageError, unpack_package, version_order
from fieldapp.forms.xml_tree import XmlError, read_tree
from fieldapp.rules.checklist_guard import CONTENT
from sync.hq.account import HEADQUARTERS, Member
from sync.hq.judge import PUBLISHERS

MAX_PARTS: Final = 400
_FORM_ID: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.:-]{0,119}\Z", re.ASCII)
_VERSION: Final = re.compile(r"(?=.*[0-9])[A-Za-z0-9][A-Za-z0-9._-]{0,59}\Z", re.ASCII)


class UnfitError(Exception):
    """A checklist that is not published; the message is the sentence that says why."""


@dataclass(frozen=True)
class Published:
    """A checklist that headquarters has signed. ``owner``: the agency of the person who brought the form in.

    One that was brought in at headquarters itself belongs to the whole task force.
    """

    form_id: str
    version: str
    licence_agency: str
    owner: str


@dataclass(frozen=True)
class Submission:
    """A checklist handed in. ``pieces`` are (number, content); ``submitter`` is None when the account is not in use.

    ``disputed`` names the fields on which people disagree.
    """

    values: Mapping[str, Json]
    pieces: Sequence[tuple[int, str]]
    submitter: Member | None
    disputed: frozenset[str] = frozenset()

    @property
    def is_whole(self) -> bool:
        """Whether every part that its record speaks of is there."""
        return len({number for number, _ in self.pieces}) >= _count(self.values.get("parts"))


def require_content(submission: Submission) -> Package:
    """Return the package, held against its record. Raises UnfitError."""
    values = submission.values
    if contested := sorted(submission.disputed & {*CONTENT, "agency"}):
        raise UnfitError(f"Two people changed it at once ({', '.join(contested)}). Settle that, then hand it in again.")
    numbers = sorted(number for number, _ in submission.pieces)
    if numbers != list(range(_count(values.get("parts")))):
        raise UnfitError("Its parts are not those that it says it has. Import it again.")
    text = "".join(content for _, content in sorted(submission.pieces))
    try:
        package = unpack_package(base64.b64decode(text, validate=True), str(values.get("sha256") or ""))
    except (PackageError, binascii.Error, ValueError):
        raise UnfitError("Its content is not the one that its SHA-256 names. Import it again.") from None
    for name, said in _said_of(package).items():
        if _plain(values.get(name)) != _plain(said):
            raise UnfitError(f"Its record says something else than its content ({name}). Import it again.")
    return package


def require_form(package: Package, published: Sequence[Published], others: Sequence[str] = ()) -> None:
    """Raise UnfitError unless questions, name, version and licence are such as can be published.

    ``others`` are versions of this form that came with the program.
    """
    try:
        read_tree(package.xform)
    except XmlError:
        raise UnfitError("Its questions are no form that can be read. Import its workbook again.") from None
    licence = package.licence
    if not licence.holder.strip() or not licence.terms.strip():
        raise UnfitError("Its licence is missing: settings need licence_holder and licence_terms.")
    if _FORM_ID.match(package.form_id) is None:
        raise UnfitError("Its form_id is not one: a letter, then letters, digits, dots, hyphens or underscores.")
    if _VERSION.match(package.version) is None:
        raise UnfitError("Its version is not one: digits, and letters, dots, hyphens or underscores between them.")
    versions = [p.version for p in published if p.form_id == package.form_id] + [*others]
    newest = max(versions, key=version_order, default=None)
    if newest is not None and version_order(package.version) <= version_order(newest):
        raise UnfitError(f"Version {newest} is published already. Give this one a higher version.")


def require_right(
    package: Package, published: Sequence[Published], submitter: Member | None, licensed: str | None
) -> None:
    """Raise UnfitError unless this person may publish this form. ``licensed``: id of the agency that it stays with."""
    if submitter is None or submitter.role not in PUBLISHERS:
        raise UnfitError("Only a supervisor or an administrator hands a checklist in. Ask one to do it.")
    code = package.licence.agency
    if code and licensed is None:
        raise UnfitError(f"The directory has no agency with the short name {code[:60]}.")
    if submitter.role is not Role.ADMINISTRATOR and code and submitter.agency != licensed:
        raise UnfitError(f"It is licensed to {code[:60]} and stays there. Somebody of that agency hands it in.")
    first = next((p for p in published if p.form_id == package.form_id), None)
    if first is None:
        return
    if first.licence_agency != code:
        raise UnfitError("This form_id belongs to whoever published it first, under another licence. Take a new one.")
    if submitter.role is not Role.ADMINISTRATOR and first.owner not in {submitter.agency, HEADQUARTERS}:
        raise UnfitError("This form_id belongs to another agency, which published it first. Take a new one.")


def _said_of(package: Package) -> dict[str, Json]:
    """Return what a record must say of a package: all that laptops go by before they open it."""
    use, licence = package.use, package.licence
    return {
        "form_id": package.form_id,
        "version": package.version,
        "licence_holder": licence.holder,
        "licence_terms": licence.terms,
        "licence_agency": licence.agency,
        "administration": use.administration,
        "roles": " ".join(use.roles),
        "age_min": use.age_min,
        "age_max": use.age_max,
    }


def _plain(value: Json) -> Json:
    return (unicodedata.normalize("NFC", value).strip() or None) if isinstance(value, str) else value


def _count(value: Json) -> int:
    """Return how many parts there are to be; 0 for a number that cannot be, which no parts then fit."""
    return value if isinstance(value, int) and 0 < value <= MAX_PARTS else 0
