"""The last page: what is wrong, needed, unanswered, declined or not asked, each with a way back to it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QElapsedTimer, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.forms.question.markup import breakable, plain_text
from ui.forms.question.row_title import entry_words
from ui.forms.question.stage import Stage
from ui.forms.question.tally import Tally, asked_items, count_questions
from ui.style.look import px
from ui.style.token import Size, Space, Tone
from ui.text import tr
from ui.widgets.glyph import Glyph
from ui.widgets.jump_line import JumpLine
from ui.widgets.label import Role, label
from ui.widgets.layout import clear, column, row

if TYPE_CHECKING:
    from fieldapp.forms.form_session import FormSession

_SLICE_MS: Final = 4
_LONGEST: Final = 160
_MOST_LINES: Final = 40
_SORTS: Final = (
    ("wrong", "warning-octagon", Tone.DANGER),
    ("needed", "warning", Tone.SOON),
    ("blank", "circle-dashed", Tone.MUTED),
    ("declined", "hand-palm", Tone.MUTED),
    ("not_asked", "minus-circle", Tone.MUTED),
)


@dataclass(frozen=True)
class Finding:
    """A question to look at again. ``sort``: wrong, needed, blank, declined or not_asked."""

    sort: str
    ref: str
    question: str
    detail: str = ""


def review(session: FormSession, untaken: dict[str, str], hidden: Collection[str] = ()) -> list[Finding]:
    """Return everything to look at again, each question once. ``untaken``: what is typed but is no answer, by ref."""
    wrong = {each.ref: plain_text(each.message) for each in session.violations() if each.kind != "required"} | untaken
    found = []
    for item in asked_items(session, hidden):
        control = item.control
        words = plain_text(session.words(control.label, item)) if control is not None else ""
        inside = entry_words(session, item)
        question = f"{inside}: {words or item.name}" if inside else words or item.name
        if item.ref in wrong:
            found.append(Finding("wrong", item.ref, question, wrong[item.ref] or tr("question.not_allowed")))
        elif item.known in {"declined", "not_asked"} and not item.value:
            found.append(Finding(item.known, item.ref, question, tr("question.needed") if item.is_required else ""))
        elif not item.value:
            found.append(Finding("needed" if item.is_required else "blank", item.ref, question))
    return found


class ReviewPage(QWidget):
    """``jump_wanted(ref)``; the lines are made in slices, and of hundreds only the first are."""

    jump_wanted = Signal(str)

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._stage = stage
        self.setObjectName("ground")
        outside = column(self)
        outside.setContentsMargins(px(Space.XL), px(Space.L), px(Space.XL), px(Space.XL))
        host = QWidget()
        host.setMaximumWidth(px(Size.COLUMN_MAX))
        self._body: QVBoxLayout = column(host, gap=Space.S)
        outside.addWidget(host)
        outside.addStretch(1)
        self._steps: Iterator[None] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._on_slice)

    def load(self, untaken: dict[str, str]) -> None:
        """Show what there is to look at again now."""
        clear(self._body)
        self._steps = self._build(untaken)
        self._timer.start()

    def finish(self) -> None:
        """Make the rest of the lines at once."""
        for _step in self._steps or ():
            pass
        self._steps = None
        self._timer.stop()

    def lines(self) -> list[JumpLine]:
        """Return the lines made so far; each is named after its question's ref."""
        return self.findChildren(JumpLine)

    def _build(self, untaken: dict[str, str]) -> Iterator[None]:
        # The page is there first: looking through hundreds of questions is a turn of its own.
        session, hidden = self._stage.session, self._stage.hidden
        found = review(session, untaken, hidden)
        yield
        self._body.addWidget(label(tally_words(count_questions(session, hidden)), Role.LEAD, wrap=True))
        sentence = tr("question.blank_is_not_no") if found else tr("question.all_answered")
        self._body.addWidget(label(sentence, Role.MUTED, wrap=True))
        yield
        yield from self._lines(found)

    def _lines(self, found: list[Finding]) -> Iterator[None]:
        for sort, glyph, tone in _SORTS:
            those = [finding for finding in found if finding.sort == sort]
            if not those:
                continue
            head = row(gap=Space.S)
            head.setContentsMargins(0, px(Space.M), 0, 0)
            head.addWidget(Glyph(glyph, tone))
            head.addWidget(label(tr(f"question.review_{sort}", count=len(those)), Role.STRONG), stretch=1)
            self._body.addLayout(head)
            for finding in those[:_MOST_LINES]:
                self._body.addWidget(self._line(finding, "arrow-right"))
                yield
            if len(those) > _MOST_LINES:
                self._body.addWidget(label(tr("question.review_more", count=len(those) - _MOST_LINES), Role.MUTED))

    def _line(self, finding: Finding, glyph: str) -> JumpLine:
        words = " ".join(finding.question.split())
        shown = words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
        made = JumpLine(breakable(f"{shown}\n{finding.detail}" if finding.detail else shown), glyph, name=finding.ref)
        made.pressed.connect(lambda: self.jump_wanted.emit(finding.ref))
        return made

    def _on_slice(self) -> None:
        clock = QElapsedTimer()
        clock.start()
        while self._steps is not None and clock.elapsed() < _SLICE_MS:
            if next(self._steps, self) is self:
                self._steps = None
                self._timer.stop()


def tally_words(tally: Tally) -> str:
    """Return how far the questions are, in one sentence."""
    said = tr("question.answered_of", answered=tally.answered, asked=tally.asked)
    without = tally.declined + tally.not_asked
    return f"{said} {tr('question.without_answer', count=without)}" if without else said
