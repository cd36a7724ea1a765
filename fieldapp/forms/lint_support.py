"""Lint of what this program shows more plainly than other ones do, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from fieldapp.forms.examined import Examined
from fieldapp.forms.finding import NOTE, WARNING, Finding
from fieldapp.forms.package import Cell
from fieldapp.forms.sentence import sentence
from fieldapp.forms.xlsform_sheet import Row

UNSUPPORTED: Final = {
    "geotrace": sentence("A line on a map cannot be drawn here; the question is shown as plain text."),
    "geoshape": sentence("An area on a map cannot be drawn here; the question is shown as plain text."),
    "background audio": sentence("Recording in the background is not done here, on purpose; the row has no effect."),
    "background geopoint": sentence(
        "Taking places in the background is not done here, on purpose; the row has no effect."
    ),
    "start geopoint": sentence("Taking places in the background is not done here, on purpose; the row has no effect."),
    "select one external": sentence(
        "Lists of the sheet “external_choices” are not read here; the question is plain text."
    ),
    "xml external": sentence("Files beside the form are not read from a workbook, so this one is empty."),
    "csv external": sentence("Files beside the form are not read from a workbook, so this one is empty."),
    "audit": sentence("The record of who answered what is kept anyway; this row has no effect."),
    "subscriberid": sentence("A laptop has no such number; the answer stays empty."),
    "simserial": sentence("A laptop has no such number; the answer stays empty."),
    "phonenumber": sentence("A laptop has no number of its own; the answer stays empty."),
}
IGNORED_APPEARANCES: Final = frozenset(
    {
        *("map", "placement-map", "maps", "image-map", "signature", "draw", "annotate", "new", "new-front", "selfie"),
        *("bearing", "counter", "rating", "picker", "ethiopian", "coptic", "islamic", "bikram-sambat", "persian"),
        *("masked", "printer", "hidden-answer", "thousands-sep", "front", "url"),
    }
)


def lint_support(examined: Examined) -> Iterator[Finding]:
    """Yield what this program shows more plainly than other ones do, or not at all."""
    sheet = examined.outline.sheet
    for entry in examined.outline.entries:
        control = examined.controls.get(entry.path)
        if entry.kind in UNSUPPORTED:
            cell = sheet.cell(entry.row.number, examined.outline.type_heading)
            yield Finding(
                WARNING, "TYPE_UNSUPPORTED", UNSUPPORTED[entry.kind], cell, sentence("Ask for it in another way.")
            )
        for word in sorted(control.appearance) if control else ():
            if word.startswith("ex:") or word in IGNORED_APPEARANCES:
                cell = sheet.cell(entry.row.number, sheet.heading("appearance", "control::appearance") or "appearance")
                message = sentence(
                    "The appearance “{0}” has no effect here; the question is shown in its plain form.", word[:40]
                )
                yield Finding(NOTE, "APPEARANCE_IGNORED", message, cell)
        yield from _file_findings(examined, entry.row)
    for name in ("entities", "osm", "external_choices"):
        if name in examined.workbook.sheets:
            message = sentence("The sheet “{0}” has no effect here.", name)
            yield Finding(WARNING, "SHEET_IGNORED", message, Cell(name, 0))


def _file_findings(examined: Examined, row: Row) -> Iterator[Finding]:
    """Yield lists that come from files: a workbook alone brings none."""
    words = row.text(examined.outline.type_heading).split()
    names = [word for word in words[1:] if word.endswith((".csv", ".xml", ".geojson"))]
    for name in names:
        if name not in examined.package.media:
            message = sentence("The list comes from the file “{0}”, which is not part of the workbook.", name[:60])
            cell = examined.outline.sheet.cell(row.number, examined.outline.type_heading)
            yield Finding(WARNING, "MEDIA_MISSING", message, cell, sentence("Put its rows on the sheet “choices”."))
