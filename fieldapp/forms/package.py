"""The form package: one immutable, versioned document with all that a laptop needs to run a checklist.

It holds the XForm (the normative form of the questions), the workbook it was made from, and what XForms has no words
for: licence, age band, who may use it, scoring, bands and the duties that a result brings. Its name is the SHA-256 of
its bytes; headquarters signs that name when the package is published.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Mapping
from functools import cached_property
from typing import Final

import msgspec

FORMAT: Final = 1
MAX_PACKAGE_BYTES: Final = 24 << 20
"""Of a package unpacked; beyond it is no checklist but an attack."""

_LONGEST_VERSION: Final = 60

Words = dict[str, str]
"""What is said, by language as the form names it (``English (en)``); ``""`` where a form has one language."""


def plain_words(words: Mapping[str, str], language: str = "en") -> str:
    """Return words in the language of this code, else in a form's only language, else in the first; "" if none."""
    tag = f"({language})"
    named = next((text for name, text in words.items() if name == language or name.endswith(tag)), None)
    return named or words.get("") or next(iter(words.values()), "")


class PackageError(ValueError):
    """Bytes that are no package, or not the one they claim to be."""


class Cell(msgspec.Struct, frozen=True):
    """Where in the workbook something stands; ``row`` counts from 1, ``column`` is its heading."""

    sheet: str
    row: int
    column: str = ""


class Licence(msgspec.Struct, frozen=True):
    """Whose words the questions are. ``agency``: code of the agency the instrument stays with, blank for everybody."""

    holder: str
    terms: str
    permission_ref: str = ""
    citation: str = ""
    agency: str = ""


class Use(msgspec.Struct, frozen=True):
    """For whom and by whom: ``roles`` are access roles, and empty means all.

    ``administration``: observed, read_aloud, self or chart. Ages are in whole years, both
    inclusive; None leaves that side open.
    """

    administration: str = "observed"
    roles: tuple[str, ...] = ()
    age_min: int | None = None
    age_max: int | None = None
    training_required: bool = False
    validated: str = ""


class Scored(msgspec.Struct, frozen=True):
    """What the choices of one question count. ``unknown`` and ``declined`` are the codes that are no answer."""

    path: str
    points: dict[str, int] = {}
    weight: int = 1
    unknown: tuple[str, ...] = ()
    declined: tuple[str, ...] = ()


class Band(msgspec.Struct, frozen=True):
    """A level of concern from ``minimum`` points on. ``tone``: muted, soon or danger."""

    code: str
    minimum: int
    label: Words
    tone: str = "muted"


class Scale(msgspec.Struct, frozen=True):
    """How answers become a level of concern. No items: unscored. No bands: points without a name."""

    items: tuple[Scored, ...] = ()
    bands: tuple[Band, ...] = ()
    caution: Words = {}


DISCLOSURE: Final = "disclosure"
"""Stands among the bands of a duty that comes when a disclosure was made and its condition holds as well."""


class DutyRule(msgspec.Struct, frozen=True):
    """A duty that the result brings: in one of ``bands`` (empty: any) and when ``condition`` (XPath) holds.

    ``on_disclosure``: a disclosure brings it whatever bands and condition say. ``due_minutes`` counts from the
    screening's start; ``duty`` is a code of the vocabulary "duty".
    """

    duty: str
    label: Words
    bands: tuple[str, ...] = ()
    condition: str = ""
    due_minutes: int = 0
    on_disclosure: bool = False


class Package(msgspec.Struct, frozen=True, dict=True):
    """A checklist, whole. ``save_to``: path -> field of the screening record; ``private``: paths that sworn roles do
    not see unless asked; ``sources``: path -> where in the workbook it stands; ``workbook``: the .xlsx itself.
    """

    form_id: str
    version: str
    title: Words
    xform: str
    licence: Licence
    use: Use = Use()
    scale: Scale = Scale()
    duties: tuple[DutyRule, ...] = ()
    save_to: dict[str, str] = {}
    private: tuple[str, ...] = ()
    sources: dict[str, Cell] = {}
    media: dict[str, bytes] = {}
    workbook: bytes = b""
    converter: str = ""
    format: int = FORMAT

    @cached_property
    def content(self) -> bytes:
        """The canonical bytes: JSON with sorted keys. The same package gives the same bytes on every machine."""
        return msgspec.json.encode(self, order="sorted")

    @cached_property
    def sha256(self) -> str:
        """The name of the package, 64 hexadecimal digits."""
        return hashlib.sha256(self.content).hexdigest()

    def __repr__(self) -> str:
        """Name the package, without its content."""
        return f"<Package {self.form_id} {self.version}>"


def pack_package(package: Package) -> bytes:
    """Return the compressed bytes that travel and are stored."""
    return zlib.compress(package.content, 9)


def unpack_package(data: bytes, sha256: str | None = None) -> Package:
    """Read a package back and hold it against its name. Raises PackageError on anything else, bombs included."""
    try:
        unpacker = zlib.decompressobj()
        content = unpacker.decompress(data, MAX_PACKAGE_BYTES)
        if unpacker.unconsumed_tail or not unpacker.eof or unpacker.unused_data:
            raise PackageError("The package is cut short, too large, or has something behind it.")
        package = msgspec.json.decode(content, type=Package)
    except (zlib.error, msgspec.DecodeError, RecursionError) as error:
        raise PackageError("This is not a checklist package.") from error
    if package.format > FORMAT:
        raise PackageError("This package was made by a newer version of Fieldbook. Update this laptop first.")
    actual = hashlib.sha256(content).hexdigest()
    if package.content != content or (sha256 is not None and actual != sha256):
        raise PackageError("The package is not the one it claims to be: its content does not match its name.")
    return package


def version_order(version: str) -> tuple[tuple[int, int, str], ...]:
    """Return what versions are ordered by: numbers as numbers, so that ``1.10`` follows ``1.9``."""
    parts = re.findall(r"[0-9]+|[^0-9.]+", version[:_LONGEST_VERSION])
    return tuple((1, int(part), "") if part.isdecimal() else (0, 0, part.lower()) for part in parts)


def publication_statement(form_id: str, version: str, sha256: str, agency: str) -> bytes:
    """Return what headquarters signs to publish a package."""
    return f"fieldapp checklist v1\n{form_id}\n{version}\n{sha256}\n{agency}\n".encode()
