"""Asking whether a sheet or a file may leave the encrypted store, and where to: two deliberate acts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from ui.forms.question_dialog import QuestionDialog
from ui.text import tr


def ask_for_sheet(
    parent: QWidget, title: str, question: str, warning: str, file_name: str, chosen: Callable[[Path], object]
) -> None:
    """Ask; ``chosen`` hears of the place when the person said yes twice. The file's name says what kind it is."""
    yes, no = tr("figures.export_go"), tr("figures.export_cancel")
    asked = QuestionDialog(parent, question, warning, yes, no, name="sheet_question")
    asked.agreed.connect(lambda: ask_where(parent, title, file_name, chosen))
    asked.finished.connect(asked.deleteLater)
    asked.open()


def ask_where(parent: QWidget, title: str, file_name: str, chosen: Callable[[Path], object]) -> None:
    """Ask where a file goes to; ``chosen`` hears of the place."""
    dialog = QFileDialog(parent, title)
    dialog.setObjectName("sheet_where")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    suffix = Path(file_name).suffix.removeprefix(".")
    dialog.setNameFilter(f"{suffix.upper()} (*.{suffix})" if suffix else "(*)")
    dialog.setDefaultSuffix(suffix)
    dialog.selectFile(file_name)
    dialog.fileSelected.connect(lambda name: chosen(Path(name)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
