"""What came of checking a workbook: the verdict, what would be installed, every finding, and what to do next."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget

from fieldapp.actions.checklist import count_questions
from fieldapp.actions.checklist_detail import Outlook
from fieldapp.forms.package import Package
from ui.forms.question.markup import plain_text
from ui.screens.checklist.fact import licence_words, title_words
from ui.screens.checklist.finding_model import MOST_SHOWN, FindingModel, as_text, tally, tally_words
from ui.screens.checklist.finding_table import FindingTable
from ui.screens.checklist.shelf import status_words
from ui.style.look import px
from ui.style.token import Space, Tone
from ui.text import problem_text, tr
from ui.widgets.banner import Banner
from ui.widgets.button import Kind, button
from ui.widgets.flow import flow
from ui.widgets.label import Role, label, set_hint
from ui.widgets.layout import column

if TYPE_CHECKING:
    from fieldapp.forms.xlsform_import import Import


class ImportResult(QWidget):
    """``again_wanted``, ``file_wanted``, ``install_wanted(package, replacing)``, ``preview_wanted(package)``."""

    again_wanted = Signal()
    file_wanted = Signal()
    install_wanted = Signal(object, bool)
    preview_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.is_filled = False
        self._name = ""
        self._package: Package | None = None
        self._replacing = False
        self.model = FindingModel(self)
        self.table = FindingTable(self.model)
        self.verdict = Banner(name="import_verdict")
        self._about = label("", Role.STRONG, wrap=True, name="import_about")
        self._licence = label("", Role.MUTED, wrap=True, name="import_licence")
        self._outlook = label("", wrap=True, name="import_outlook")
        self._more = label("", Role.CAPTION, wrap=True, name="import_more")
        self._install = _button("install", Kind.PRIMARY, "check", self._emit_install)
        self._preview = _button("preview", Kind.SECONDARY, "eye", lambda: self.preview_wanted.emit(self._package))
        self._again = _button("again", Kind.SECONDARY, "arrow-counter-clockwise", self.again_wanted.emit)
        self._copy = _button("copy_findings", Kind.QUIET, "copy", self.copy)
        self._other = _button("other_file", Kind.QUIET, "upload-simple", self.file_wanted.emit)
        set_hint(self._again, tr("checklist.again_hint"), "Ctrl+R")
        set_hint(self._other, tr("checklist.import_hint"), "Ctrl+O")
        inside = column(self, gap=Space.M)
        inside.setContentsMargins(px(Space.L), px(Space.L), px(Space.L), px(Space.S))
        for part in (self.verdict, self._about, self._licence, self._outlook):
            inside.addWidget(part)
        buttons = (self._install, self._again, self._preview, self._copy, self._other)
        inside.addWidget(flow(*buttons, name="import_acts"))
        inside.addWidget(self.table, stretch=1)
        inside.addWidget(self._more)
        inside.addStretch()

    def show_import(self, imported: Import, outlook: Outlook, name: str) -> None:
        """Show what came of a file of this name."""
        self.is_filled, self._name, self._package = True, name, imported.package
        self.model.set_findings(imported.findings)
        self.table.setVisible(bool(imported.findings))
        self._copy.setVisible(bool(imported.findings))
        rest = len(imported.findings) - MOST_SHOWN
        self._more.setText(tr("checklist.more_findings", count=f"{rest:,}") if rest > 0 else "")
        self._more.setVisible(rest > 0)
        self._show_verdict(imported, outlook)
        self._show_package(imported.package, outlook)

    def empty(self) -> None:
        """Forget what was found."""
        self.is_filled, self._name, self._package = False, "", None
        self.model.set_findings(())
        self.verdict.hush()
        for words in (self._about, self._licence, self._outlook, self._more):
            words.clear()

    def focus(self) -> None:
        """Put the keyboard on what comes next: installing, else the first finding."""
        (self._install if self._install.isVisible() and self._install.isEnabled() else self.table).setFocus()

    def copy(self) -> None:
        """Put every finding on the clipboard as text; it holds nothing of a case."""
        QGuiApplication.clipboard().setText(as_text(self._name, self.model.all))
        self._more.setText(tr("checklist.copied", count=f"{len(self.model.all):,}"))
        self._more.show()

    def _emit_install(self) -> None:
        if self._package is not None:
            self.install_wanted.emit(self._package, self._replacing)

    def _show_verdict(self, imported: Import, outlook: Outlook) -> None:
        said = tally_words(imported.findings)
        if imported.package is None:
            self.verdict.say(tr("checklist.verdict_errors", tally=said), tr("checklist.verdict_errors_todo"))
        elif outlook.problem is not None and not outlook.replaces:
            self.verdict.say(tr("checklist.verdict_kept_out"), problem_text(outlook.problem), Tone.SOON)
        elif tally(imported.findings)["warning"]:
            self.verdict.say(
                tr("checklist.verdict_warnings", tally=said), tr("checklist.verdict_warnings_todo"), Tone.SOON
            )
        else:
            self.verdict.say(tr("checklist.verdict_clean"), tr("checklist.verdict_clean_todo"), Tone.OK)

    def _show_package(self, package: Package | None, outlook: Outlook) -> None:
        for part in (self._about, self._licence, self._install, self._preview):
            part.setVisible(package is not None)
        words = ""
        if package is not None:
            self._about.setText(_about(package))
            self._licence.setText(licence_words(package.licence))
            self._replacing = outlook.replaces
            self._install.setText(tr("checklist.replace" if outlook.replaces else "checklist.install"))
            self._install.setEnabled(outlook.problem is None or outlook.replaces)
            words = _outlook_words(package, outlook)
        self._outlook.setText(words)
        self._outlook.setVisible(bool(words))


def _about(package: Package) -> str:
    return tr(
        "checklist.import_about",
        title=plain_text(title_words(package)),
        form=package.form_id,
        version=package.version,
        questions=count_questions(package),
        bands=len(package.scale.bands),
        duties=len(package.duties),
    )


def _outlook_words(package: Package, outlook: Outlook) -> str:
    if outlook.installed:
        return tr("checklist.already_here", status=status_words(outlook.installed))
    if outlook.replaces:
        return tr("checklist.will_replace", version=package.version)
    if outlook.newest and outlook.problem is None:
        return tr("checklist.not_newer", version=package.version, newest=outlook.newest)
    return ""


def _button(key: str, kind: Kind, glyph: str, act: Callable[[], object]) -> QPushButton:
    made = button(tr(f"checklist.{key}"), kind, glyph=glyph, name=f"import_{key}")
    made.clicked.connect(lambda _checked: act())
    return made
