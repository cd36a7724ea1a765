"""One question: its words, the answer, how it is known, and what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from fieldapp.forms.item import WITHOUT_ANSWER
from fieldapp.forms.model import Control
from ui.forms.question.entry import Offer, Prompt
from ui.forms.question.known_strip import KnownStrip
from ui.forms.question.markup import plain_text, set_words, words_label
from ui.forms.question.registry import make_entry
from ui.style.look import px
from ui.style.token import Size, Space, Tone
from ui.text import tr
from ui.widgets.button import Kind, button
from ui.widgets.glyph import Glyph
from ui.widgets.label import Role, label, set_state
from ui.widgets.layout import column, row
from ui.widgets.sides import Sides

if TYPE_CHECKING:
    from fieldapp.forms.form_session import FormSession, Item

_CHOOSING: Final = frozenset({"select1", "select", "rank"})


class QuestionRow(QFrame):
    """``answered(ref, value, known)``, ``attached(ref, name, bytes)``, ``went_on(ref)`` when it is done with.

    ``way`` is how answers are known here unless the person says otherwise.
    """

    answered = Signal(str, str, str)
    went_on = Signal(str)
    attached = Signal(str, str, object)

    def __init__(self, session: FormSession, prompt: Prompt, item: Item, *, way: str) -> None:
        super().__init__()
        self.setObjectName(item.name)
        self.setProperty("kind", "question")
        self.item = item
        self.control: Control = prompt.control
        self._session = session
        self._usual = way
        self._chosen_way = ""
        self._complaint = ""
        self._is_editable = True
        self._is_off = False
        self.entry = make_entry(prompt)
        self._make_words()
        self._make_strip()
        self._make_problem()
        self._arrange()
        self.entry.answered.connect(self._on_answered)
        self.entry.complained.connect(self._on_complained)
        self.entry.went_on.connect(lambda: self.went_on.emit(self.ref))
        self.entry.attached.connect(lambda name, content: self.attached.emit(self.ref, name, content))
        self.refresh()

    @property
    def ref(self) -> str:
        """The question's ref, which stays with its row."""
        return self.item.ref

    @property
    def takes_answer(self) -> bool:
        """Whether somebody is asked something here."""
        return self.entry.takes_answer and not self.item.is_readonly

    def refresh(self) -> None:
        """Show everything as the form has it now."""
        self.show_words()
        self.show_options()
        self.show_value()
        self.show_state()

    def show_words(self) -> None:
        """Show label, hint and guidance in the form's language."""
        session, control = self._session, self.control
        words = session.words(control.label, self.item)
        set_words(self._label, words or (plain_text(self.item.name) if self.entry.takes_answer else ""))
        self._label.setVisible(bool(self._label.text()))
        hint = session.words(control.hint, self.item)
        set_words(self._hint, hint)
        self._hint.setVisible(bool(hint.strip()))
        guidance = session.words(control.guidance, self.item)
        set_words(self._guidance, guidance)
        self._unfold.setVisible(bool(guidance.strip()))
        self._describe()

    def show_options(self) -> None:
        """Offer the choices there are now."""
        if self.control.kind in _CHOOSING:
            offers = [Offer(option.value, option.label) for option in self._session.choices(self.item)]
            self.entry.set_options(offers)
            self._describe()

    def show_value(self) -> None:
        """Show the answer, how it is known, and whether anything is wrong with it."""
        self.entry.set_value(self.item.value)
        if self.item.value or self.item.known:
            self._chosen_way = ""
        self._strip.show_way(self._said_way())
        self.show_problem()

    def show_state(self) -> None:
        """Show whether it is needed and whether it may be changed."""
        readonly = self.item.is_readonly or not self._is_editable
        self._needed.setVisible(self.item.is_required and self.entry.takes_answer)
        if self._is_off != readonly:
            self._is_off = readonly
            self.entry.set_editable(editable=not readonly)
        self._strip.setVisible(self.entry.says_how_known and not self.item.is_readonly)
        self.show_problem()

    def show_problem(self) -> None:
        """Say in words what is wrong; that an answer is still needed is said by its mark, not as a mistake."""
        found = self._session.problem(self.item)
        sentence = self._complaint or (plain_text(found.message) if found and found.kind != "required" else "")
        if found and not sentence and found.kind != "required":
            sentence = tr("question.not_allowed")
        if sentence != self._sentence.text():
            set_words(self._sentence, sentence)
            self._problem.setVisible(bool(sentence))
            set_state(self, "wrong", bool(sentence))
            if sentence and QAccessible.isActive():
                QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))
        self._describe()

    def problem(self) -> str:
        """Return the sentence shown below the answer."""
        return self._sentence.accessibleName()

    @property
    def complains(self) -> bool:
        """Whether something is typed that is no answer."""
        return bool(self._complaint)

    def label_text(self) -> str:
        """Return the question in plain words."""
        return self._label.accessibleName()

    def way(self) -> str:
        """Return how the answer is known, or why there is none."""
        return self.item.known or self._chosen_way or self._usual

    def _said_way(self) -> str:
        """Return the way to mark: none while nothing is answered, for a blank was seen by nobody."""
        return self.way() if self.item.value or self.item.known or self._chosen_way else ""

    def choose_way(self, way: str) -> None:
        """Say how the answer is known. Declined and not asked blank it; said again, they are taken back."""
        if not self.entry.says_how_known or self.item.is_readonly or not self._is_editable:
            return
        self.entry.flush()
        known = self.item.known
        if way in WITHOUT_ANSWER:
            if known != way:
                # Also what is typed but was no answer.
                self.entry.wipe()
                self._complaint = ""
            self.answered.emit(self.ref, "", "" if known == way else way)
        elif self.item.value:
            self.answered.emit(self.ref, self.item.value, way)
        else:
            self._chosen_way = way
            if known in WITHOUT_ANSWER:
                self.answered.emit(self.ref, "", "")
        self._strip.show_way(self._said_way())
        self._describe()

    def focus_answer(self) -> None:
        """Put the keyboard into the answer."""
        self.entry.focus_widget().setFocus(Qt.FocusReason.OtherFocusReason)

    def set_editable(self, *, editable: bool) -> None:
        """Switch the whole question off, yet to be read."""
        self._is_editable = editable
        self._strip.setEnabled(editable)
        self.show_state()

    def _make_words(self) -> None:
        self._label = words_label("", Role.LEAD, name="question_label")
        self._needed = label(tr("question.needed"), Role.OVERLINE, name="question_needed")
        self._hint = words_label("", Role.MUTED, name="question_hint")
        self._unfold = button(tr("question.guidance"), Kind.QUIET, glyph="info", name="question_unfold")
        self._unfold.setProperty("question", "unfold")
        self._guidance = words_label("", Role.MUTED, name="question_guidance")
        self._guidance.hide()
        self._unfold.clicked.connect(self._on_unfold)
        self._head = QWidget()
        words = column(self._head, gap=Space.XS)
        words.addWidget(self._label)
        below = row(gap=Space.S)
        below.addWidget(self._needed, alignment=Qt.AlignmentFlag.AlignTop)
        below.addWidget(self._hint, stretch=1)
        words.addLayout(below)
        words.addWidget(self._unfold, alignment=Qt.AlignmentFlag.AlignLeft)
        words.addWidget(self._guidance)

    def _make_strip(self) -> None:
        self._strip = KnownStrip(folded=self.entry.is_beside)
        self._strip.picked.connect(self.choose_way)

    def _make_problem(self) -> None:
        self._problem = QWidget()
        self._sentence = label("", Role.ERROR, wrap=True, name="question_problem")
        across = row(self._problem, gap=Space.S)
        across.addWidget(Glyph("warning-circle", Tone.DANGER), alignment=Qt.AlignmentFlag.AlignTop)
        across.addWidget(self._sentence, stretch=1)
        self._problem.hide()

    def _arrange(self) -> None:
        outside: QVBoxLayout = column(self, gap=Space.S)
        if self.entry.is_beside:
            self._arrange_beside(outside)
        else:
            outside.addWidget(Sides(self._head, self._strip, px(Size.PANE)))
            outside.addWidget(self.entry)
        outside.addWidget(self._problem)

    def _arrange_beside(self, outside: QVBoxLayout) -> None:
        left = QWidget()
        words = column(left, gap=Space.NONE)
        words.addWidget(self._head)
        words.addWidget(self._strip)
        across = row(gap=Space.M)
        across.addWidget(left, stretch=2)
        across.addWidget(self.entry, stretch=3)
        outside.addLayout(across)

    def _describe(self) -> None:
        needed = tr("question.needed") if not self._needed.isHidden() else ""
        way = self._said_way()
        known = tr(f"question.known_{way}") if way and not self._strip.isHidden() else ""
        parts = (self.problem(), needed, self._hint.accessibleName(), known)
        self.entry.describe(self.label_text(), ". ".join(part for part in parts if part))

    def _on_unfold(self) -> None:
        self._guidance.setVisible(self._guidance.isHidden())

    def _on_answered(self, value: str) -> None:
        way = self.way()
        if way in WITHOUT_ANSWER:
            way = self._usual
        known = way if value and self.entry.says_how_known else ""
        self.answered.emit(self.ref, value, known)

    def _on_complained(self, sentence: str) -> None:
        self._complaint = f"{sentence} {tr('form.kept')}" if sentence else ""
        self.show_problem()
