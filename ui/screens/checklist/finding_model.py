"""What was found in a workbook as the rows of a table, the gravest first; and all of it as text to hand on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from fieldapp.forms.finding import ERROR, NOTE, WARNING, Finding
from ui.screens.checklist.finding_words import finding_words
from ui.style.icon import icon
from ui.style.token import Tone
from ui.text import tr

MOST_SHOWN: Final = 300
SEVERITIES: Final = (ERROR, WARNING, NOTE)
_MARKS: Final = {
    ERROR: ("warning-octagon", Tone.DANGER),
    WARNING: ("warning", Tone.SOON),
    NOTE: ("info", Tone.MUTED),
}
_COLUMNS: Final = ("severity", "cell", "heading", "message", "fix")

_Index = QModelIndex | QPersistentModelIndex


class FindingModel(QAbstractTableModel):
    """The first findings of a file, in the order given. ``all`` keeps every one; in a narrow table (``is_narrow``) what
    to do stands behind what was found.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.all: tuple[Finding, ...] = ()
        self.is_narrow = False

    def set_findings(self, findings: Sequence[Finding]) -> None:
        """Show others."""
        self.beginResetModel()
        self.all = tuple(findings)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else min(len(self.all), MOST_SHOWN)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(_COLUMNS)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        finding, column = self.all[index.row()], _COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            words = cell_text(finding, column)
            return f"{words} {finding_words(finding.fix)}".strip() if self.is_narrow and column == "message" else words
        if role == Qt.ItemDataRole.DecorationRole and column == "severity":
            return icon(*_MARKS[finding.severity])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(finding) if column == "severity" else cell_text(finding, column)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return tr(f"checklist.finding_{_COLUMNS[section]}")
        return super().headerData(section, orientation, role)


def cell_text(finding: Finding, column: str) -> str:
    """Return what stands in one column."""
    if column == "severity":
        return severity_words(finding.severity)
    if column == "cell":
        return finding.cell_name or tr("checklist.whole_file")
    if column == "heading":
        return finding.cell.column if finding.cell is not None else ""
    return finding_words(finding.message if column == "message" else finding.fix)


def severity_words(severity: str) -> str:
    """Return how grave it is, in a word."""
    return tr(f"checklist.severity_{severity}")


def spoken(finding: Finding) -> str:
    """Return a finding as one sentence, for a screen reader."""
    place = cell_text(finding, "cell")
    return f"{severity_words(finding.severity)}, {place}: {_said(finding)}"


def _said(finding: Finding) -> str:
    return f"{finding_words(finding.message)} {finding_words(finding.fix)}".strip()


def tally(findings: Sequence[Finding]) -> dict[str, int]:
    """Return how many there are of each severity."""
    return {severity: sum(each.severity == severity for each in findings) for severity in SEVERITIES}


def tally_words(findings: Sequence[Finding]) -> str:
    """Return how many there are of each severity, in words: ``2 errors, 1 warning``; "" for none."""
    said = []
    for severity, count in tally(findings).items():
        if count:
            said.append(tr(f"checklist.{severity}_one") if count == 1 else tr(f"checklist.{severity}s", count=count))
    return ", ".join(said)


def as_text(name: str, findings: Sequence[Finding]) -> str:
    """Return every finding as lines of text that an author can be sent; under a heading for each severity."""
    lines = [name]
    for severity in SEVERITIES:
        those = [finding for finding in findings if finding.severity == severity]
        if those:
            lines += ["", severity_words(severity)]
        for finding in those:
            heading = f" ({finding.cell.column})" if finding.cell is not None and finding.cell.column else ""
            lines.append(f"{cell_text(finding, 'cell')}{heading}: {_said(finding)}")
    return "\n".join([*lines, ""])
