"""The header of a new screening: with whom, how old they look, why, where, who else is there, which language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QBoxLayout, QComboBox, QLineEdit, QVBoxLayout, QWidget

from fieldapp.domain.access import Role as Person
from fieldapp.domain.problems import Refused
from fieldapp.domain.wire import Json
from fieldapp.records import require_type, vocabulary
from ui.desk import Desk
from ui.forms.editor import Editor, refusal_text
from ui.forms.question.choice_group import ChoiceGroup
from ui.forms.question.entry import Offer
from ui.forms.question.target import needs_large
from ui.forms.registry import make_editor
from ui.forms.segment_row import SegmentRow
from ui.forms.text_editor import make_line
from ui.style.look import px
from ui.style.token import Size, Space
from ui.text import chosen_language, declared_text, tr
from ui.widgets.button import Kind, button
from ui.widgets.label import Role, label
from ui.widgets.layout import column, row

_NEW, _KNOWN = "new", "known"
_WHERE: Final = {Person.DEPUTY: "roadside", Person.DETECTIVE: "scene", Person.ADVOCATE: "shelter"}
_OLDEST: Final = 120
_LONGEST: Final = 300


@dataclass(frozen=True)
class Begun:
    """What a new screening begins with. ``person`` are values of a person who is made with it, where it is."""

    values: Mapping[str, Json]
    makes_person: bool = False
    person: Mapping[str, Json] = field(default_factory=dict)
    override: str = ""
    apparent_age: int | None = None


class StartHeader(QWidget):
    """An advocate's is about a client's code name, everybody else's about a person, new by default."""

    def __init__(self, desk: Desk, preset: Mapping[str, Json]) -> None:
        super().__init__()
        self._desk = desk
        session = desk.session
        self._role = Person(session.role) if session is not None else Person.DEPUTY
        self._is_advocate = self._role is Person.ADVOCATE
        self._record = require_type("screening")
        self._editors: dict[str, Editor] = {}
        self._inside = column(self, gap=Space.M)
        self._whom = SegmentRow([(code, tr(f"screening.whom_{code}")) for code in (_NEW, _KNOWN)], large=True)
        self._whom.setAccessibleName(tr("screening.whom"))
        self._age = self._line("apparent_age", tr("screening.age_hint"))
        self._age.setValidator(QIntValidator(0, _OLDEST, self._age))
        self._age.setMaximumWidth(px(Size.SHEET_CELL * 2))
        self._reason = ChoiceGroup(only=True, columns=2)
        self._others = self._line("others_present", tr("screening.others_hint"))
        self._override = self._line("gate_override", tr("screening.override_hint"))
        self._gate = QWidget()
        self._lay_out()
        self._fill(preset)

    def focus_first(self) -> None:
        """Put the keyboard into the first thing to say."""
        if self._is_advocate and self._editors["client_code"].known is None:
            self._editors["client_code"].focus_widget().setFocus()
        else:
            self._reason.current().setFocus()

    def show_titles(self, titles: Mapping[str, str]) -> None:
        """Name the person that was handed in."""
        if "person" in titles and "person" in self._editors:
            editor = self._editors["person"]
            editor.set_value(editor.known, titles["person"])

    def begun(self) -> Begun | None:
        """Return what was said; None when a field takes no such value, which then says so."""
        values: dict[str, Json] = {"others_present": self._others.text().strip() or None}
        values["reason"] = next(iter(self._reason.chosen()), None)
        for name, editor in self._editors.items():
            if name == "person" and self._whom.code() == _NEW:
                continue
            try:
                values[name] = editor.value()
            except Refused as refusal:
                editor.show_problem(refusal_text(refusal))
                editor.focus_widget().setFocus()
                return None
        age = int(self._age.text()) if self._age.text().isdecimal() else None
        makes = not self._is_advocate and self._whom.code() == _NEW
        person: dict[str, Json] = {"estimated_age": age, "age_basis": "apparent"} if makes and age is not None else {}
        return Begun(values, makes, person, self._override.text().strip(), age)

    def offer_override(self, *, offered: bool, training: bool) -> None:
        """Ask why the checklist is used outside its terms all the same, and for the day of training where it asks."""
        self._gate.setVisible(offered)
        self._editors["screener_trained_on"].setVisible(training)
        if offered:
            first = self._editors["screener_trained_on"].focus_widget() if training else self._override
            first.setFocus()

    def typed(self) -> dict[str, str]:
        """Return what was typed or chosen, to be put back after a lock; nothing where there is nothing."""
        found = {
            "others_present": self._others.text(),
            "apparent_age": self._age.text(),
            "reason": next(iter(self._reason.chosen()), ""),
        }
        if self._is_advocate:
            found["client_code"] = self._editors["client_code"].typed()
        return {name: text for name, text in found.items() if text}

    def retype(self, texts: Mapping[str, str]) -> None:
        """Put back what was kept."""
        self._others.setText(texts.get("others_present", self._others.text()))
        self._age.setText(texts.get("apparent_age", self._age.text()))
        if texts.get("reason"):
            self._reason.set_chosen([texts["reason"]])
        if texts.get("client_code") and "client_code" in self._editors:
            self._editors["client_code"].retype(texts["client_code"])

    def wipe(self) -> None:
        """Empty every field."""
        for line in (self._age, self._others, self._override):
            line.clear()
        self._reason.set_chosen([])
        for editor in self._editors.values():
            editor.wipe()

    def _lay_out(self) -> None:
        if self._is_advocate:
            self._add_editor("client_code", self._inside)
        else:
            across = row(gap=Space.M)
            across.addLayout(_titled(tr("screening.whom"), self._whom), stretch=1)
            across.addLayout(_titled(tr("screening.age_title"), self._age))
            self._inside.addLayout(across)
            self._add_editor("person", self._inside)
        language = chosen_language()
        reason = declared_text(self._record.fields["reason"].label)
        self._inside.addWidget(label(reason, Role.OVERLINE))
        reasons = [Offer(each.code, each.label(language)) for each in vocabulary.choices("screening_reason")]
        self._reason.set_options(reasons)
        self._reason.describe(reason, "")
        self._reason.went_on.connect(self._others.setFocus)
        self._inside.addWidget(self._reason)
        self._inside.addWidget(label(declared_text(self._record.fields["others_present"].label), Role.OVERLINE))
        nobody = button(tr("screening.nobody"), Kind.SECONDARY, name="nobody", large=True)
        nobody.clicked.connect(lambda: self._others.setText(tr("screening.nobody")))
        others = row(gap=Space.S)
        others.addWidget(self._others, stretch=1)
        others.addWidget(nobody)
        self._inside.addLayout(others)
        pair = row(gap=Space.M)
        for name in ("location", "language"):
            self._add_editor(name, pair)
        self._inside.addLayout(pair)
        self._lay_out_gate()

    def _lay_out_gate(self) -> None:
        gate = column(self._gate, gap=Space.S)
        self._add_editor("screener_trained_on", gate)
        gate.addWidget(label(declared_text(self._record.fields["gate_override"].label), Role.OVERLINE))
        gate.addWidget(self._override)
        self._inside.addWidget(self._gate)
        self._gate.hide()

    def _fill(self, preset: Mapping[str, Json]) -> None:
        known: dict[str, Json] = {"location": _WHERE.get(self._role), "language": chosen_language(), **preset}
        for name, editor in self._editors.items():
            if known.get(name) is not None:
                editor.set_value(known[name])
        if isinstance(known.get("reason"), str):
            self._reason.set_chosen([str(known["reason"])])
        if not self._is_advocate:
            self._whom.set_code(_KNOWN if preset.get("person") else _NEW)
            self._whom.picked.connect(self._on_whom)
            self._on_whom()

    def _on_whom(self) -> None:
        if self._whom.code() is None:
            self._whom.set_code(_NEW)
        is_new = self._whom.code() == _NEW
        self._editors["person"].setVisible(not is_new)
        if not is_new:
            self._editors["person"].focus_widget().setFocus()

    def _add_editor(self, name: str, layout: QBoxLayout) -> None:
        made = make_editor(self._record.fields[name], self._desk)
        self._editors[name] = made
        for box in made.findChildren(QComboBox):
            box.setProperty("large", needs_large())
        layout.addWidget(made)

    def _line(self, name: str, hint: str) -> QLineEdit:
        made = make_line(is_sensitive=True)
        made.setObjectName(name)
        made.setPlaceholderText(hint)
        made.setAccessibleName(hint)
        made.setProperty("large", True)
        made.setMaxLength(_LONGEST)
        return made


def _titled(words: str, widget: QWidget) -> QVBoxLayout:
    made = column(gap=Space.XS)
    made.addWidget(label(words, Role.OVERLINE))
    made.addWidget(widget)
    return made
