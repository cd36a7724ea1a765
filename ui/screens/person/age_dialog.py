"""Asks how old somebody is and what that rests on: the kind by a key, years or a date of birth, the day, the source."""

from __future__ import annotations

from datetime import date
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from fieldapp.domain.people import AgeBasis
from fieldapp.domain.wire import Json
from fieldapp.records import vocabulary
from fieldapp.records.age_evidence import AgeEvidence
from ui.forms.local_time import UnreadableError, read_date
from ui.forms.segment_row import SegmentRow
from ui.forms.text_editor import make_line
from ui.text import chosen_language, declared_text, tr
from ui.widgets.button import Kind, button
from ui.widgets.dialog import Dialog
from ui.widgets.label import Role, label

_LONGEST_AGE: Final = 3


class AgeDialog(Dialog):
    """Emits ``given`` with the wire values of the statement; ``today`` is the day that its dates are read from.

    1 to 4 choose the kind, Tab goes on, Enter in the last line presses the button. Open it with ``open()``; locking
    closes it.
    """

    given = Signal(dict)

    def __init__(self, parent: QWidget, today: date) -> None:
        super().__init__(parent, tr("age.state"), tr("age.state_sentence"), name="age_dialog")
        self._today = today
        language = chosen_language()
        offers = [(basis.value, vocabulary.label("age_basis", basis.value, language)) for basis in AgeBasis]
        self._basis = SegmentRow(offers, numbered=True)
        self._basis.setObjectName("age_basis")
        self._basis.setAccessibleName(declared_text(AgeEvidence.fields["basis"].label))
        self.body.addWidget(self._basis)
        self._value = self._line("age_value", tr("age.value"), tr("age.value_hint"))
        self._day = self._line("age_day", declared_text(AgeEvidence.fields["stated_on"].label), tr("form.today"))
        source = AgeEvidence.fields["source"]
        self._source = self._line("age_source", declared_text(source.label), declared_text(source.help))
        self._source.setMaxLength(source.max_length)
        self._wrong = label("", Role.ERROR, wrap=True, name="age_wrong")
        self._wrong.hide()
        self._go = button(tr("age.state_go"), Kind.PRIMARY, name="age_go")
        self._go.setEnabled(False)
        cancel = button(tr("form.cancel"), name="age_cancel")
        self.body.addWidget(self._wrong)
        self.foot.addStretch()
        self.foot.addWidget(cancel)
        self.foot.addWidget(self._go)
        self._basis.picked.connect(self._on_changed)
        self._value.textChanged.connect(self._on_changed)
        self._source.returnPressed.connect(self._go.click)
        cancel.clicked.connect(self.reject)
        self._go.clicked.connect(self._on_go)
        self._basis.setFocus()

    def _line(self, name: str, words: str, hint: str) -> QLineEdit:
        made = make_line(is_sensitive=True)
        made.setObjectName(name)
        made.setAccessibleName(words)
        made.setPlaceholderText(hint)
        self.body.addWidget(label(words, Role.CAPTION))
        self.body.addWidget(made)
        return made

    def _on_changed(self) -> None:
        self._wrong.hide()
        self._go.setEnabled(self._basis.code() is not None and bool(self._value.text().strip()))

    def _on_go(self) -> None:
        values: dict[str, Json] = {"basis": self._basis.code(), **self._read_value()}
        day = self._day.text().strip()
        stated_on = self._read_day(day) if day else None
        if len(values) == 1 or (day and stated_on is None):
            self._wrong.setText(tr("age.unreadable"))
            self._wrong.show()
            (self._value if len(values) == 1 else self._day).setFocus()
            return
        if stated_on is not None:
            values["stated_on"] = stated_on
        if self._source.text().strip():
            values["source"] = self._source.text().strip()
        for line in (self._value, self._day, self._source):
            line.clear()
        self.accept()
        self.given.emit(values)

    def _read_value(self) -> dict[str, Json]:
        typed = self._value.text().strip()
        if typed.isascii() and typed.isdigit() and len(typed) <= _LONGEST_AGE:
            return {"age": int(typed)}
        born_on = self._read_day(typed)
        return {} if born_on is None else {"born_on": born_on}

    def _read_day(self, typed: str) -> str | None:
        try:
            return read_date(typed, self._today).isoformat()
        except UnreadableError:
            return None


def ask_age(parent: QWidget, today: date) -> AgeDialog:
    """Open the dialog over ``parent`` and return it, to connect to ``given``."""
    made = AgeDialog(parent, today)
    made.finished.connect(made.deleteLater)
    made.open()
    return made
