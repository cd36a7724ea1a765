"""The parts of an .xlsx workbook, taken out of its zip archive with care: bombs, passwords and entities are refused."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from xml.parsers import expat

from fieldapp.forms.finding import WorkbookError
from fieldapp.forms.sentence import sentence

MAX_PARTS: Final = 2_000
MAX_PART_BYTES: Final = 32 << 20
MAX_TOTAL_BYTES: Final = 64 << 20
MAX_RATIO: Final = 300
"""Of unpacked to packed bytes, of a part larger than a megabyte. Sheets that repeat themselves reach 100."""
MAX_DEPTH: Final = 60

_MEGABYTE: Final = 1 << 20
_UNREADABLE: Final = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    EOFError,
    IndexError,
    KeyError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    UnicodeError,
    ValueError,
)
_BROKEN: Final = sentence("The workbook is broken: its archive cannot be read to the end.")
_SAVE_AGAIN: Final = sentence("Open it in Excel or LibreOffice, save it under a new name, and import that.")


@dataclass(frozen=True)
class Parts:
    """A workbook's archive: names are in lower case."""

    archive: zipfile.ZipFile
    infos: Mapping[str, zipfile.ZipInfo]

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return name.lower() in self.infos

    def load(self, name: str) -> bytes:
        """Return the content of a part, never more than its limit. Raises WorkbookError."""
        info = self.infos[name.lower()]
        found = bytearray()
        try:
            with self.archive.open(info) as stream:
                while chunk := stream.read(1 << 16):
                    found += chunk
                    _require_sane(len(found), info.compress_size)
        except _UNREADABLE as error:
            raise WorkbookError("FILE_BROKEN", _BROKEN, fix=_SAVE_AGAIN) from error
        return bytes(found)


def open_parts(data: bytes) -> Parts:
    """Open the archive and refuse what is no workbook, or one that is made to exhaust a machine."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        infos = archive.infolist()
    except _UNREADABLE as error:
        raise WorkbookError("FILE_BROKEN", _BROKEN, fix=_SAVE_AGAIN) from error
    if len(infos) > MAX_PARTS:
        raise _bomb()
    named = {info.filename.lower().lstrip("/").replace("\\", "/"): info for info in infos}
    _require_spreadsheet(named)
    total = 0
    for info in infos:
        if info.flag_bits & 0x1:
            message = sentence("Parts of the file are encrypted, so it cannot be read.")
            raise WorkbookError("FILE_PASSWORD", message, fix=sentence("Save it without a password."))
        total += info.file_size
        _require_sane(info.file_size, info.compress_size)
    if total > MAX_TOTAL_BYTES:
        raise _bomb()
    return Parts(archive, named)


def _require_sane(unpacked: int, packed: int) -> None:
    if unpacked > MAX_PART_BYTES or (unpacked > _MEGABYTE and unpacked > MAX_RATIO * max(packed, 1)):
        raise _bomb()


def _bomb() -> WorkbookError:
    message = sentence(
        "The workbook unpacks to far more than a checklist can hold (a million rows, say), so it was not opened."
    )
    return WorkbookError(
        "FILE_UNPACKS_TOO_LARGE", message, fix=sentence("Copy the checklist's rows into a new workbook.")
    )


def _require_spreadsheet(named: Mapping[str, zipfile.ZipInfo]) -> None:
    as_xlsx = sentence("Open it and save it as “Excel Workbook (.xlsx)”.")
    if "xl/workbook.bin" in named:
        raise WorkbookError(
            "FILE_OLD_EXCEL", sentence("This is a binary Excel workbook (.xlsb), not an .xlsx."), fix=as_xlsx
        )
    if "mimetype" in named or "content.xml" in named:
        message = sentence("This is an OpenDocument file (.ods or .odt), not an .xlsx workbook.")
        raise WorkbookError("FILE_OPENDOCUMENT", message, fix=as_xlsx)
    for folder, kind in (("word/", sentence("a Word document")), ("ppt/", sentence("a presentation"))):
        if any(name.startswith(folder) for name in named):
            message = sentence("This is {0}, not a workbook.", kind)
            raise WorkbookError("FILE_NOT_WORKBOOK", message, fix=sentence("Choose the checklist's .xlsx file."))
    if "[content_types].xml" not in named and "xl/workbook.xml" not in named:
        message = sentence("This is a zip archive without a workbook in it.")
        raise WorkbookError(
            "FILE_NOT_WORKBOOK", message, fix=sentence("Choose the .xlsx file itself, not a folder around it.")
        )


Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]


def read_xml(content: bytes, start: Start, end: End | None = None, text: Callable[[str], None] | None = None) -> None:
    """Walk through a part. Names come without namespaces. Raises WorkbookError on declarations of any entity."""
    depth = 0

    def on_start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise WorkbookError(
                "FILE_UNSAFE", sentence("A part of the workbook is nested too deeply."), fix=_SAVE_AGAIN
            )
        start(_local(name), {_local(key): value for key, value in attributes.items()})

    def on_end(name: str) -> None:
        nonlocal depth
        depth -= 1
        if end:
            end(_local(name))

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_declaration
    parser.EntityDeclHandler = _refuse_declaration
    parser.StartElementHandler = on_start
    parser.EndElementHandler = on_end
    if text:
        parser.CharacterDataHandler = text
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise WorkbookError(
            "FILE_BROKEN", sentence("A part of the workbook is no readable XML."), fix=_SAVE_AGAIN
        ) from error


def _refuse_declaration(*_: object) -> None:
    message = sentence(
        "The workbook declares entities of its own, which no spreadsheet program writes; it was not opened."
    )
    raise WorkbookError("FILE_UNSAFE", message, fix=_SAVE_AGAIN)


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
