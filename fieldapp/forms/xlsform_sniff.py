"""What a file is, told by its bytes; its name is not believed."""

from __future__ import annotations

from typing import Final

from fieldapp.forms.finding import WorkbookError
from fieldapp.forms.sentence import sentence

MAX_WORKBOOK_BYTES: Final = 8 << 20
"""Larger than any checklist met in practice (WHO's verbal autopsy is 0.2 MB); base64 inside a package adds a third."""

_AS_XLSX: Final = sentence("Open it in Excel or LibreOffice and save it as “Excel Workbook (.xlsx)”.")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")

_PICTURE: Final = sentence("This is a picture, not a workbook.")
_ARCHIVE: Final = sentence("This is an archive, not a workbook.")
_SIGNATURES: Final = (
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"BM", _PICTURE),
    (b"II*\x00", _PICTURE),
    (b"MM\x00*", _PICTURE),
    (b"RIFF", sentence("This is a picture or a recording, not a workbook.")),
    (b"%PDF", sentence("This is a PDF document, not a workbook.")),
    (b"{\\rtf", sentence("This is a text document, not a workbook.")),
    (b"7z\xbc\xaf", _ARCHIVE),
    (b"Rar!", _ARCHIVE),
    (b"\x1f\x8b", _ARCHIVE),
    (b"MZ", sentence("This is a program, not a workbook.")),
    (b"\x7fELF", sentence("This is a program, not a workbook.")),
)


def require_size(size: int) -> None:
    """Refuse a file by its size, before it is read."""
    if size == 0:
        raise WorkbookError(
            "FILE_EMPTY", sentence("The file is empty: it holds no bytes at all."), fix=sentence("Save it again.")
        )
    if size > MAX_WORKBOOK_BYTES:
        raise WorkbookError(
            "FILE_TOO_LARGE",
            sentence(
                "The file is {0:.1f} MB large; a checklist may have {1} MB.", size / (1 << 20), MAX_WORKBOOK_BYTES >> 20
            ),
            fix=sentence("Remove pictures and sheets that are no part of the checklist."),
        )


def require_workbook(data: bytes) -> None:
    """Raise WorkbookError unless the bytes begin as an .xlsx workbook does."""
    require_size(len(data))
    if data.startswith(_ZIP):
        return
    if data.startswith(_OLE):
        raise _ole_refusal(data)
    for signature, refusal in _SIGNATURES:
        if data.startswith(signature):
            raise WorkbookError("FILE_NOT_WORKBOOK", refusal, fix=sentence("Choose the checklist's .xlsx file."))
    raise _text_refusal(data[:4096])


def _ole_refusal(data: bytes) -> WorkbookError:
    if _wide("EncryptedPackage") in data:
        return WorkbookError(
            "FILE_PASSWORD",
            sentence("The workbook is protected with a password, so it cannot be read."),
            fix=sentence("In Excel: File, Info, Protect Workbook, Encrypt with Password, empty the box, and save."),
        )
    if _wide("WordDocument") in data:
        return WorkbookError("FILE_NOT_WORKBOOK", sentence("This is a Word document, not a workbook."), fix=_AS_XLSX)
    if _wide("Workbook") in data or _wide("Book") in data:
        message = sentence("This is a workbook of the old Excel format (.xls), whatever its name says.")
        return WorkbookError("FILE_OLD_EXCEL", message, fix=_AS_XLSX)
    message = sentence("This is a file of an old Office format, not an .xlsx workbook.")
    return WorkbookError("FILE_OLD_EXCEL", message, fix=_AS_XLSX)


def _text_refusal(start: bytes) -> WorkbookError:
    text = _as_text(start)
    if text is None:
        message = sentence("This is no workbook: its first bytes are those of no file that is known here.")
        return WorkbookError("FILE_NOT_WORKBOOK", message, fix=sentence("Choose the checklist's .xlsx file."))
    if text.lstrip().startswith("<"):
        kind = (
            sentence("an XForm, which is what a checklist is turned into,")
            if "xforms" in text
            else sentence("a web page or XML file,")
        )
        return WorkbookError(
            "FILE_NOT_WORKBOOK", sentence("This is {0} not a workbook.", kind), fix=sentence("Choose the .xlsx file.")
        )
    if any(mark in text for mark in (",", ";", "\t")):
        message = sentence("This is a text file with separators (CSV), not a workbook with sheets.")
        return WorkbookError("FILE_CSV", message, fix=_AS_XLSX)
    return WorkbookError(
        "FILE_NOT_WORKBOOK", sentence("This is a text file, not a workbook."), fix=sentence("Choose the .xlsx file.")
    )


def _as_text(start: bytes) -> str | None:
    for encoding in ("utf-16",) if start[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig", "latin-1"):
        try:
            text = start[: len(start) // 2 * 2].decode(encoding)
        except UnicodeDecodeError:
            continue
        if all(letter.isprintable() or letter.isspace() for letter in text):
            return text
    return None


def _wide(word: str) -> bytes:
    return word.encode("utf-16-le")
