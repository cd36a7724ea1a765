"""What a screening comes to, with and without what nobody knows. It tells of indicators; it is no finding."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fieldapp.actions.screening import is_hidden
from fieldapp.forms.package import plain_words
from fieldapp.records import vocabulary
from fieldapp.records.screening import INDICATORS, Screening
from ui.forms.question.markup import plain_text
from ui.screens.screening.score_words import is_reached, level_words, points_words, tone_of
from ui.screens.screening.screening_reading import Given, ResultReading, path_of
from ui.style.token import Space, Tone
from ui.text import chosen_language, declared_text, tr
from ui.widgets.button import Kind, button
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.glyph import Glyph
from ui.widgets.jump_line import JumpLine
from ui.widgets.label import Role, label, rule
from ui.widgets.layout import column, row

_MOST_OPEN: Final = 6


class ResultCard(Card):
    """The level, the points, how complete, the licensor's caution."""

    def __init__(self, result: ResultReading) -> None:
        super().__init__(tr("screening.result_title"), name="result_card")
        self._result = result
        self._add_level()
        self._say_complete()
        self._add_caution()

    def _add_level(self) -> None:
        score = self._result.summary.score
        if score is None:
            self._add_indicators()
            return
        level, highest = level_words(score.band), level_words(score.highest_band)
        if score.unanswered and not is_reached(score.band):
            # The lowest level is no level while what counts has no answer.
            self._say_level("circle-dashed", Tone.MUTED, tr("screening.level_unclear", count=len(score.unanswered)))
        elif level:
            tone = tone_of(score.band)
            self._say_level("warning-octagon" if tone is Tone.DANGER else "gauge", tone, level)
        self._say(points_words(score), Role.BODY if level else Role.TITLE, "result_points")
        if highest and highest != level:
            self._say(tr("screening.level_at_most", level=highest), Role.BODY, "result_level_highest")

    def _say_level(self, glyph: str, tone: Tone, words: str) -> None:
        head = row(gap=Space.M)
        head.addWidget(Glyph(glyph, tone))
        head.addWidget(label(words, Role.TITLE, wrap=True, name="result_level"), stretch=1)
        self.body.addLayout(head)

    def _say_complete(self) -> None:
        values = self._result.summary.values
        answered, asked = values.get("answered") or 0, values.get("asked") or 0
        self._say(tr("screening.complete", answered=answered, asked=asked), Role.BODY, "result_complete")

    def _add_indicators(self) -> None:
        """The statutory indicators, where the checklist asks for them; else that it counts nothing."""
        values = self._result.record.view.values
        if not any(values.get(name) for name in INDICATORS):
            self._say(tr("screening.no_score"), Role.LEAD, "result_level")
            return
        present = [name for name in INDICATORS if values.get(name) == "present"]
        key = "screening.result_some" if present else "screening.result_none"
        self._say(tr(key, count=len(present), total=len(INDICATORS)), Role.LEAD, "result_level")
        for name in present:
            self.body.addWidget(_line("warning", Tone.SOON, declared_text(Screening.fields[name].label), ""))

    def _add_caution(self) -> None:
        self.body.addWidget(rule())
        caution = plain_text(plain_words(self._result.opened.package.scale.caution, chosen_language()))
        if caution:
            self._say(caution, Role.BODY, "result_caution")
        self.body.addWidget(Chip(tr("screening.no_finding"), "info", Tone.ACCENT, name="no_finding"))

    def _say(self, words: str, role: Role, name: str) -> None:
        self.body.addWidget(label(words, role, wrap=True, name=name))


class AnswersCard(Card):
    """What counted, what has no answer though it counts (``jump_wanted(ref)``), and every answer, folded."""

    jump_wanted = Signal(str)

    def __init__(self, result: ResultReading, hidden: Collection[str] = ()) -> None:
        super().__init__(tr("screening.answers"), name="answers_card")
        given = [each for each in result.given if not is_hidden(path_of(each.ref), hidden)]
        self._add_open([(ref, words) for ref, words in result.open_questions if not is_hidden(path_of(ref), hidden)])
        counted = [each for each in given if each.points]
        if counted:
            self.body.addWidget(label(tr("screening.counted"), Role.OVERLINE, name="counted"))
            for each in counted:
                self.body.addWidget(_answer_line(each))
        self._add_all(given)

    def _add_open(self, questions: Sequence[tuple[str, str]]) -> None:
        if not questions:
            return
        self.body.addWidget(label(tr("screening.without_answer"), Role.OVERLINE, wrap=True, name="result_open"))
        for ref, question in questions[:_MOST_OPEN]:
            line = JumpLine(question, "circle-dashed", name=f"open_{ref}")
            line.pressed.connect(lambda ref=ref: self.jump_wanted.emit(ref))
            self.body.addWidget(line)
        if len(questions) > _MOST_OPEN:
            self.body.addWidget(label(tr("question.review_more", count=len(questions) - _MOST_OPEN), Role.MUTED))

    def _add_all(self, given: Sequence[Given]) -> None:
        host = QWidget()
        inside = column(host, gap=Space.XS)
        for each in given:
            inside.addWidget(_answer_line(each))
        host.hide()
        words = tr("screening.all_answers", count=len(given))
        unfold = button(words, Kind.SECONDARY, glyph="caret-down", name="all_answers")
        unfold.clicked.connect(lambda: host.setVisible(host.isHidden()))
        across = row(gap=Space.NONE)
        across.addWidget(unfold)
        across.addStretch()
        self.body.addLayout(across)
        self.body.addWidget(host)


def _answer_line(given: Given) -> QWidget:
    known = vocabulary.label("answer_known", given.known, chosen_language()) if given.known else ""
    facts = [part for part in (given.answer, known if given.known != "observed" else "") if part]
    if given.points:
        facts.append(tr("screening.points", points=given.points))
    return _line("check", Tone.MUTED, given.question, " \N{MIDDLE DOT} ".join(facts))


def _line(glyph: str, tone: Tone, words: str, note: str) -> QWidget:
    made = QWidget()
    across = row(made, gap=Space.S)
    across.addWidget(Glyph(glyph, tone))
    across.addWidget(label(words, wrap=True), stretch=3)
    if note:
        across.addWidget(label(note, Role.STRONG, wrap=True), stretch=2)
    return made
