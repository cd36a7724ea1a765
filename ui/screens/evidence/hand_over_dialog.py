"""Asks to whom an item goes or from whom it comes, what for and under which seal; with its button the person signs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from fieldapp.domain.clock import to_wire
from fieldapp.domain.problems import Refused
from fieldapp.domain.wire import Json
from fieldapp.records.custody_transfer import CustodyTransfer
from ui.desk import Desk
from ui.forms.editor import Editor, refusal_text
from ui.forms.form_section import FormSection
from ui.forms.registry import make_editor
from ui.jobs import Fault
from ui.style.look import px
from ui.style.token import Size, Space
from ui.text import error_text, problem_text, tr
from ui.widgets.button import Kind, button
from ui.widgets.dialog import Dialog
from ui.widgets.label import Role, label

_ASKED: Final = ("purpose", "handed_at", "place", "seal_number", "seal_intact")
_RECEIPT: Final = "receipt_reference"


class HandOverDialog(Dialog):
    """Emits ``given`` with wire values by field. It stays until it is accepted: what is refused is said in it.

    ``other`` is the field of the other side: who receives it or, when ``is_taking``, who handed it over and signed on
    paper. Open it with ``open()``; Tab goes through its fields to its button, Escape leaves it.
    """

    given = Signal(dict)

    def __init__(self, parent: QWidget, desk: Desk, people: Sequence[str], *, is_taking: bool = False) -> None:
        act = "take_over" if is_taking else "hand_over"
        super().__init__(parent, tr(f"custody.{act}"), tr(f"custody.{act}_sentence"), name=f"{act}_dialog")
        self.is_taking = is_taking
        self.other = "handed_by" if is_taking else "received_by"
        # Two tracks where there is room: one needs more height than a patrol laptop has.
        self.setMinimumWidth(min(px(Size.COLUMN_MIN), parent.window().width() - px(Space.XXL)))
        fields = FormSection("", 0, framed=False)
        self._editors: dict[str, Editor] = {}
        for name in (self.other, _RECEIPT, *_ASKED) if is_taking else (self.other, *_ASKED, _RECEIPT):
            editor = make_editor(CustodyTransfer.fields[name], desk)
            self._editors[name] = editor
            fields.add(editor)
        self._editors[self.other].say(tr(f"custody.{act}_who"))
        self.body.addWidget(fields)
        fields.show()
        self._editors["handed_at"].set_value(to_wire(desk.clock.now()))
        self._offer(people)
        self._problem = label("", Role.ERROR, wrap=True, name="hand_over_problem")
        self._problem.hide()
        self.body.addWidget(self._problem)
        cancel = button(tr("form.cancel"), name="hand_over_cancel")
        self._go = button(tr(f"custody.sign_and_{act}"), Kind.PRIMARY, glyph="pencil-line", name="hand_over_go")
        cancel.clicked.connect(self.reject)
        self._go.clicked.connect(self._on_go)
        self.foot.addStretch()
        self.foot.addWidget(cancel)
        self.foot.addWidget(self._go)
        self._editors[self.other].focus_widget().setFocus()

    def say_fault(self, fault: Fault) -> None:
        """Show why it was refused; nothing was handed over."""
        self._go.setEnabled(True)
        problems = fault.problems if isinstance(fault, Refused) else ()
        rest = [problem_text(problem) for problem in problems if problem.field not in self._editors]
        said = {problem.field: problem_text(problem) for problem in problems if problem.field in self._editors}
        for name, sentence in said.items():
            self._editors[name].show_problem(sentence)
        first = next((editor for name, editor in self._editors.items() if name in said), None)
        if first is not None:
            first.focus_widget().setFocus()
        if not isinstance(fault, Refused):
            rest.append(error_text(fault))
        self._problem.setText("\n".join(rest))
        self._problem.setVisible(bool(rest))

    def wipe(self) -> None:
        """Empty every field."""
        for editor in self._editors.values():
            editor.wipe()

    def done(self, result: int) -> None:
        self.wipe()
        super().done(result)

    def _offer(self, people: Sequence[str]) -> None:
        line = self._editors[self.other].focus_widget()
        if isinstance(line, QLineEdit) and people:
            known = QCompleter(list(people), line)
            known.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            line.setCompleter(known)

    def _on_go(self) -> None:
        values: dict[str, Json] = {}
        for name, editor in self._editors.items():
            try:
                values[name] = editor.value()
            except Refused as refusal:
                editor.show_problem(refusal_text(refusal))
                editor.focus_widget().setFocus()
                return
        self._problem.hide()
        self._go.setEnabled(False)
        self.given.emit(values)
