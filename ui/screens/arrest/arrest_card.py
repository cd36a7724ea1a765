"""What an arrest comes to: its line of the report, its codes, and how far the prosecution has got."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import Signal

from fieldapp.actions.arrest import ArrestReading
from fieldapp.domain.problems import Problem
from fieldapp.domain.wire import Json
from fieldapp.records.vocabulary import label as choice_label
from ui.style.token import Size, Space, Tone
from ui.text import chosen_language, problem_text, tr
from ui.widgets.button import Kind, button
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.flow import FlowLayout
from ui.widgets.glyph import Glyph
from ui.widgets.label import Role, label, set_hint
from ui.widgets.layout import clear, column, row

_STEPS = frozenset(
    {"arrested", "presented", "decided", "filed", "declined", "diverted", "further_investigation"}
    | {"outcome", "convicted"}
)
_ENDS: Final = "charge_disposition"


class ArrestCard(Card):
    """Shown anew whenever the arrest or one of its charges was written. ``mend_wanted`` carries values to save."""

    mend_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__(tr("arrest.summary"), name="arrest_card")
        self._lines = column(gap=Space.S)
        self.body.addLayout(self._lines)
        self.hide()

    def show_arrest(self, reading: ArrestReading | None, *, editable: bool = True) -> None:
        """Show the strip, the suggested line and the advice; ``editable``: with a button that follows it."""
        clear(self._lines)
        self.setVisible(reading is not None)
        if reading is None:
            return
        strip = FlowLayout()
        for number, (step, day) in enumerate(reading.steps):
            strip.addWidget(_chip(number, step, day))
        self._lines.addLayout(strip)
        self._lines.addWidget(label(_bucket_words(reading), Role.STRONG, wrap=True, name="arrest_bucket"))
        codes = ", ".join(dict.fromkeys(code for code in reading.codes.values() if code))
        if codes:
            self._lines.addWidget(label(tr("arrest.codes", codes=codes), Role.MUTED, name="arrest_codes"))
        for problem in reading.advice:
            self._add_advice(problem, reading.mends.get(problem.code) if editable else None)

    def wipe(self) -> None:
        """Empty it at once."""
        clear(self._lines)

    def _add_advice(self, problem: Problem, values: Mapping[str, Json] | None) -> None:
        line = row(gap=Space.S)
        line.addWidget(Glyph("warning", Tone.SOON, Size.ICON_SMALL))
        line.addWidget(label(problem_text(problem), wrap=True, name=f"advice_{problem.code}"), stretch=1)
        if values is not None:
            made = button(_mend_words(values), Kind.SECONDARY, glyph="check", name=f"mend_{problem.code}")
            set_hint(made, tr("arrest.mend_hint"), "Return")
            made.clicked.connect(partial(self._on_mend, values))
            line.addWidget(made)
        self._lines.addLayout(line)

    def _on_mend(self, values: Mapping[str, Json], _checked: bool = False) -> None:
        self.mend_wanted.emit(values)


def _mend_words(values: Mapping[str, Json]) -> str:
    name, value = next(iter(values.items()))
    vocabulary = "arrest_role" if name == "role" else name
    return tr(f"arrest.mend_{name}", value=choice_label(vocabulary, str(value), chosen_language()))


def _chip(number: int, step: str, day: str) -> Chip:
    # A court has more ways to end a case than there are steps.
    name = tr(f"arrest.step_{step}") if step in _STEPS else choice_label(_ENDS, step, chosen_language())
    words = tr("arrest.done_on", step=name, day=day) if day else tr("arrest.not_yet", step=name)
    return Chip(words, "check-circle" if day else "circle", Tone.ACCENT if day else Tone.MUTED, name=f"step_{number}")


def _bucket_words(reading: ArrestReading) -> str:
    if reading.suggested is None:
        return tr("arrest.counts_none")
    words = tr("arrest.counts_as", line=choice_label("report_bucket", reading.suggested, chosen_language()))
    if reading.stated and reading.stated != reading.suggested:
        line = choice_label("report_bucket", reading.stated, chosen_language())
        words += ". " + tr("arrest.differs", line=line)
    return words
