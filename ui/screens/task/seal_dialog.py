"""Asks for an alias number and who stands behind it. What is typed is sealed or gone; nothing is kept."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from fieldapp.actions.keeper import Keeper
from fieldapp.actions.sealed_name import LONGEST, TrueName
from fieldapp.domain.problems import Refused
from ui.forms.text_editor import make_line
from ui.jobs import Fault
from ui.style.token import Space
from ui.text import error_text, problem_text, tr
from ui.widgets.button import Kind, button
from ui.widgets.dialog import Dialog
from ui.widgets.label import Role, label
from ui.widgets.layout import column

_LONGEST_ALIAS = 40


class SealDialog(Dialog):
    """Emits ``given`` with alias number and true name; close it once that was sealed. Open it with ``open()``.

    With an ``alias`` that one is sealed anew, and cannot be changed.
    """

    given = Signal(str, object)

    def __init__(self, parent: QWidget, keepers: Sequence[Keeper], alias: str = "") -> None:
        title = tr("sealed.seal_anew", alias=alias) if alias else tr("sealed.seal")
        super().__init__(parent, title, tr("sealed.seal_sentence"), name="seal_dialog")
        self._alias = self._add("seal_alias", tr("sealed.alias"), _LONGEST_ALIAS)
        self._alias.setText(alias)
        self._alias.setReadOnly(bool(alias))
        self._lines = {name: self._add(f"seal_{name}", tr(f"sealed.true_{name}"), LONGEST[name]) for name in LONGEST}
        names = ", ".join(keeper.name for keeper in keepers if keeper.is_compared)
        self.body.addWidget(label(tr("sealed.for_whom", names=names), Role.CAPTION, wrap=True))
        self._problem = label("", Role.ERROR, wrap=True, name="seal_problem")
        self._problem.hide()
        self.body.addWidget(self._problem)
        cancel = button(tr("form.cancel"), name="seal_cancel")
        self._go = button(tr("sealed.seal_go"), Kind.PRIMARY, glyph="lock-key", name="seal_go")
        self._go.setEnabled(False)
        self.foot.addStretch()
        self.foot.addWidget(cancel)
        self.foot.addWidget(self._go)
        for line in (self._alias, *self._lines.values()):
            line.textChanged.connect(self._on_changed)
        self._lines["agency"].returnPressed.connect(self._go.click)
        cancel.clicked.connect(self.reject)
        self._go.clicked.connect(self._on_go)
        (self._lines["name"] if alias else self._alias).setFocus()

    def say_fault(self, fault: Fault) -> None:
        """Say why it was not sealed; what was typed stays to be mended."""
        problems = fault.problems if isinstance(fault, Refused) else ()
        self._problem.setText("\n".join(map(problem_text, problems)) or error_text(fault))
        self._problem.show()
        self._on_changed("")

    def done(self, result: int) -> None:
        for line in (self._alias, *self._lines.values()):
            line.clear()
        super().done(result)

    def _add(self, name: str, title: str, longest: int) -> QLineEdit:
        made = make_line(is_sensitive=True)
        made.setObjectName(name)
        made.setAccessibleName(title)
        made.setMaxLength(longest)
        group = column(gap=Space.XS)
        words = label(title, Role.CAPTION)
        words.setBuddy(made)
        group.addWidget(words)
        group.addWidget(made)
        self.body.addLayout(group)
        return made

    def _on_changed(self, _text: str) -> None:
        self._go.setEnabled(bool(self._alias.text().strip()) and bool(self._lines["name"].text().strip()))

    def _on_go(self) -> None:
        self._go.setEnabled(False)
        true_name = TrueName(**{name: line.text().strip() for name, line in self._lines.items()})
        self.given.emit(self._alias.text().strip(), true_name)
