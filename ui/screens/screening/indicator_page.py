"""A screening from before there were checklists: the statutory indicators as fields, one large answer a row.

It tells of concern. It never says what somebody is, and never that somebody is no victim.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldapp.domain.problems import Refused
from fieldapp.domain.wire import Json
from fieldapp.records.screening import INDICATORS
from ui.forms.choice_editor import LargeSegmentEditor
from ui.forms.local_time import instant_to_wire
from ui.forms.part import Part
from ui.forms.reading import Reading
from ui.forms.record_form import RecordForm
from ui.screens.record.record_page import RecordPage
from ui.screens.screening.immediate_card import ImmediateCard
from ui.style.look import current_look, px
from ui.style.token import LARGE_TEXT, Size, Space, Tone
from ui.text import tr
from ui.widgets.button import Kind, button
from ui.widgets.chip import Chip
from ui.widgets.label import Role, label, set_hint
from ui.widgets.layout import column, row
from ui.widgets.sides import Sides

_ABOUT: Final = (
    "person",
    "reason",
    "location",
    "mode",
    "others_present",
    "language",
    "interpreter",
    "started_at",
    "screener",
    "screener_role",
    "screener_trained_on",
    "operation",
    "recovery",
)
_DISCLOSURE: Final = ("own_words", "immediate_danger", "disclosure_at", "disclosure_made")
_PARTS: Final = (
    Part("Disclosure", _DISCLOSURE),
    Part("Indicators", INDICATORS),
    Part("About", _ABOUT),
    Part("Close", ("stopped_at", "observations")),
)
_DISCLOSURE_PART: Final = 0
# Where an interrupted screening goes on, once its answers have been read.
_NEXT_QUESTION: Final = "next question"
_GLYPHS: Final = {
    "present": "warning",
    "not_present": "minus-circle",
    "not_observed": "eye-slash",
    "blank": "circle-dashed",
}


class IndicatorPage(RecordPage):
    """The page of one screening without a checklist."""

    def make_form(self, record_id: str | None) -> RecordForm:
        makers = dict.fromkeys(INDICATORS, LargeSegmentEditor)
        form = RecordForm(
            self.desk, self.record, record_id, preset=self.preset, parts=_PARTS, makers=makers, may_split=False
        )
        form.setMaximumWidth(px(Size.COLUMN_MAX))
        for name in INDICATORS:
            form.editor(name).edited.connect(self._on_answered)
        form.editor("own_words").say(tr("screening.own_words"))
        form.section(_DISCLOSURE_PART).hide()
        return form

    def fill_body(self) -> None:
        self._immediate = ImmediateCard(self.desk)
        self._immediate.setMaximumWidth(px(Size.COLUMN_MAX))
        self._immediate.hide()
        self.body.addWidget(self._immediate)
        self.body.addWidget(self.form)
        layout = self.layout()
        if layout is not None:
            layout.insertWidget(1, self._make_bar())  # type: ignore[attr-defined]  # the page's own column

    def show_reading(self, reading: Reading) -> None:
        super().show_reading(reading)
        view = reading.view
        self._offer_stop(offered=not view.is_void and (not view.is_final or self.has_reason))
        self._show_disclosure(made=view.values.get("disclosure_made") is True)
        self._count()

    def start(self, focus: str = "") -> None:
        super().start(focus or _NEXT_QUESTION)

    def jump(self, name: str) -> None:
        if name == _NEXT_QUESTION:
            name = next((each for each in INDICATORS if self._value(each) is None), INDICATORS[0])
        super().jump(name)

    def counts(self) -> dict[str, int]:
        """How many indicators have each answer; ``blank`` those without one."""
        found = dict.fromkeys(_GLYPHS, 0)
        for name in INDICATORS:
            found[str(self._value(name) or "blank")] += 1
        return found

    def result(self) -> str:
        """The sentence of the result as it stands."""
        return self._result.text()

    def stop(self) -> None:
        """A disclosure was made: note it with its time, end the questions, show what comes first now."""
        if not self._stop.isEnabled():
            return
        if self._value("disclosure_made") is not True:
            if self._value("disclosure_at") is None:
                self.form.editor("disclosure_at").answer(instant_to_wire(self.desk.clock.now()))
            self.form.editor("disclosure_made").answer(True)
        self._show_disclosure(made=True)
        self.area.verticalScrollBar().setValue(0)
        self.form.editor("own_words").focus_widget().setFocus()

    def _make_bar(self) -> QWidget:
        bar, left = QWidget(), QWidget()
        bar.setObjectName("screening_bar")
        words = column(left, gap=Space.XS)
        self._chips = {answer: Chip("", glyph, name=f"count_{answer}") for answer, glyph in _GLYPHS.items()}
        self._result = label("", Role.MUTED, wrap=True, name="screening_result")
        words.addLayout(self._line_up())
        words.addWidget(self._result)
        self._stop = button(tr("screening.stop"), Kind.DANGER, glyph="hand-palm", name="disclosure_stop", large=True)
        self._stop.clicked.connect(self.stop)
        set_hint(self._stop, tr("screening.stop_hint"), "Ctrl+D")
        self._closed = label(tr("screening.closed"), Role.MUTED, wrap=True, name="screening_closed")
        self._closed.hide()
        right = QWidget()
        ends = column(right, gap=Space.XS)
        ends.addWidget(self._stop)
        ends.addWidget(self._closed)
        self.desk.shortcuts.add("Ctrl+D", tr("screening.stop_hint"), self.stop, self)
        inside = column(bar)
        inside.setContentsMargins(px(Space.XL), px(Space.XS), px(Space.XL), px(Space.S))
        inside.addWidget(Sides(left, right, px(Size.PANE)))
        self._count()
        return bar

    def _line_up(self) -> QVBoxLayout:
        """The four counts in a row; two by two in large text."""
        chips = list(self._chips.values())
        lines = [chips] if current_look().scale < LARGE_TEXT else [chips[:2], chips[2:]]
        found = column(gap=Space.XS)
        for line in lines:
            across = row(gap=Space.S)
            for chip in line:
                across.addWidget(chip)
            across.addStretch()
            found.addLayout(across)
        return found

    def _on_answered(self, name: str) -> None:
        self._count()
        following = INDICATORS[INDICATORS.index(name) + 1 :]
        if following and self._value(name) is not None:
            self.form.focus_field(following[0])

    def _count(self) -> None:
        counts = self.counts()
        for answer, chip in self._chips.items():
            tone = Tone.SOON if answer == "present" and counts[answer] else Tone.MUTED
            chip.set_words(tr(f"screening.{answer}", count=counts[answer]), _GLYPHS[answer], tone)
        key = "screening.result_some" if counts["present"] else "screening.result_none"
        self._result.setText(tr(key, count=counts["present"], total=len(INDICATORS)))

    def _offer_stop(self, *, offered: bool) -> None:
        """A screening that is final, or struck out, has no questions to stop: say so in the button's place."""
        self._stop.setEnabled(offered)
        self._stop.setVisible(offered)
        self._closed.setVisible(not offered)

    def _show_disclosure(self, *, made: bool) -> None:
        self._immediate.setVisible(made)
        self.form.section(_DISCLOSURE_PART).setVisible(made)

    def _value(self, name: str) -> Json:
        try:
            return self.form.editor(name).value()
        except Refused:
            return None
