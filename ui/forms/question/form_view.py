"""A form being filled in: its sections as pages, what is answered, what is left; it holds no store.

Whoever embeds it saves ``Changes.stored`` of every ``changed``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from fieldapp.forms.item import WITHOUT_ANSWER
from ui.desk import Desk
from ui.forms.question.file_shelf import FileShelf
from ui.forms.question.form_foot import FormFoot
from ui.forms.question.form_head import FormHead
from ui.forms.question.form_page import FormPage
from ui.forms.question.known_strip import WAYS, usual_way
from ui.forms.question.markup import plain_text, reading_direction
from ui.forms.question.page_plan import PagePlan, plan_pages
from ui.forms.question.page_stack import PageStack
from ui.forms.question.question_row import QuestionRow
from ui.forms.question.stage import Stage
from ui.forms.question.tally import Tally, asked_items, count_questions
from ui.style.token import Space
from ui.text import tr
from ui.widgets.layout import column

if TYPE_CHECKING:
    from fieldapp.forms.form_session import Changes, FormSession


class FormView(QWidget):
    """``administration`` (observed, read_aloud, self, chart) says how answers are known unless somebody says otherwise.
    With ``numbers_go_on`` a choice by its number goes to the next question: eight questions, eight keys.
    Questions at the paths ``hidden`` are not shown, nor counted. ``files`` are those that are kept with the answers.

    ``answered(ref, value, known)`` tells of each answer, ``changed(Changes)`` of all that came of it,
    ``attached(ref, name, bytes)`` of a file that was chosen, ``finished()`` that the person is done with the questions,
    ``page_changed(number, count)`` of another page in front, counted from 0 among those that matter now.
    """

    answered = Signal(str, str, str)
    changed = Signal(object)
    attached = Signal(str, str, object)
    page_changed = Signal(int, int)
    language_changed = Signal(str)
    finished = Signal()

    def __init__(
        self,
        form_session: FormSession,
        desk: Desk,
        *,
        administration: str = "observed",
        editable: bool = True,
        numbers_go_on: bool = False,
        hidden: Collection[str] = (),
        files: FileShelf | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("form_view")
        self.session = form_session
        self._desk = desk
        self._was_shown = False
        way = usual_way(administration)
        self._stage = Stage(form_session, desk, way, self, numbers_go_on=numbers_go_on, hidden=hidden, files=files)
        self._stage.is_editable = editable
        direction = reading_direction(form_session.language)
        self._stack = PageStack(self._stage, plan_pages(form_session.form, hidden), direction)
        self._last = len(self._stack.plans)
        self._head = FormHead(form_session.form.languages, form_session.language)
        self._foot = FormFoot()
        outside = column(self, gap=Space.NONE)
        outside.addWidget(self._head)
        outside.addWidget(self._stack, stretch=1)
        outside.addWidget(self._foot)
        self._connect()
        self._add_shortcuts()
        self._head.show_progress(self.tally())
        self._open(next(iter(self._stack.relevant()), self._last))

    def tally(self) -> Tally:
        """Count the questions as they stand."""
        return count_questions(self.session, self._stage.hidden)

    def place(self) -> str:
        """Return the ref of the question with the keyboard, for resuming there; blank when there is none."""
        held = self._held_row()
        return held.ref if held is not None else ""

    def row(self, ref: str) -> QuestionRow | None:
        """Return the row of a question (by ref or path) whose page was built."""
        item = self.session.find(ref)
        return self._stage.row(item.ref) if item is not None else None

    def page(self) -> FormPage | None:
        """Return the page in front; None for the review."""
        return self._stack.page()

    def jump(self, ref: str) -> bool:
        """Bring a question into view and put the keyboard there; False when the form has no such question now."""
        item = self.session.find(ref)
        number = self._stack.number_of(item) if item is not None and item.is_relevant else None
        if item is None or number is None:
            return False
        self._open(number)
        shown = self._stack.reach(item)
        if shown is not None:
            self._stack.focus(shown)
        return shown is not None

    def resume(self) -> None:
        """Go to the first question that nobody has dealt with; to the review when there is none."""
        blank = (
            item
            for item in asked_items(self.session, self._stage.hidden)
            if not item.value and item.known not in WITHOUT_ANSWER
        )
        first = next(blank, None)
        if first is None or not self.jump(first.ref):
            self.show_review()

    def show_page(self, number: int) -> None:
        """Show a page by its number among those that matter now, from 0; the one after the last is the review."""
        those = self._stack.relevant()
        self._open(those[number] if 0 <= number < len(those) else self._last)

    def next_page(self) -> None:
        """Go on, over pages on which nothing is to be asked; from the review the form is finished."""
        if self._stack.is_reviewing:
            self.flush()
            self.finished.emit()
            return
        # What is being typed may decide what comes next.
        self.flush()
        self._open(next((number for number in self._stack.relevant() if number > self._stack.at), self._last))
        self._focus_first()

    def previous_page(self) -> None:
        """Go back."""
        self.flush()
        before = [number for number in self._stack.relevant() if number < self._stack.at]
        if before:
            self._open(before[-1])
            self._focus_first()

    def show_review(self) -> None:
        """List what is unanswered, declined and wrong."""
        self._open(self._last)

    def set_language(self, language: str) -> None:
        """Show the questions in another of the form's languages; the keyboard stays where it is."""
        self.flush()
        self.session.set_language(language)
        self._stack.set_direction(reading_direction(language))
        for page in self._stack.pages():
            page.show_words()
        for shown in self._stage.rows():
            shown.show_words()
            shown.show_options()
            shown.show_problem()
        self._head.show_language(language)
        self._show_place()
        if self._stack.is_reviewing:
            self._stack.review.load(self._untaken())
        self.language_changed.emit(language)

    def set_editable(self, *, editable: bool) -> None:
        """A final screening is read, not answered."""
        self._stage.is_editable = editable
        for shown in self._stage.rows():
            shown.set_editable(editable=editable)
        for page in self._stack.pages():
            for repeat in page.repeats():
                repeat.set_editable(editable=editable)

    def apply(self, changes: Changes) -> None:
        """Show what changed in the session other than by this view, and tell of it."""
        self._show_changes(changes)
        self.changed.emit(changes)

    def undo(self) -> None:
        """Take the newest answer back."""
        changes = self.session.undo()
        if changes is not None:
            self.apply(changes)

    def typed(self) -> dict[str, str]:
        """Return what is typed but is no answer, by ref: half a date is somebody's work too."""
        shown = (row for row in self._stage.rows() if row.complains)
        return {row.ref: text for row in shown if (text := row.entry.typed())}

    def retype(self, texts: Mapping[str, str]) -> None:
        """Put back what ``typed`` gave, where its question is still asked."""
        for ref, text in texts.items():
            if self.jump(ref) and (row := self._stage.row(ref)) is not None:
                row.entry.type_text(text)

    def flush(self) -> None:
        """Hand over at once what is being typed."""
        for shown in self._stage.rows():
            shown.entry.flush()

    def wipe(self) -> None:
        """Empty every field, saying nothing: the app locks."""
        for shown in self._stage.rows():
            shown.entry.wipe()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._was_shown and self._held_row() is None:
            self._focus_first()
        self._was_shown = True

    def _connect(self) -> None:
        self._head.language_chosen.connect(self.set_language)
        self._foot.back_wanted.connect(self.previous_page)
        self._foot.review_wanted.connect(self.show_review)
        self._foot.next_wanted.connect(self.next_page)
        self._stack.review.jump_wanted.connect(self.jump)
        self._stage.changed.connect(self._on_changed)
        self._stage.answered.connect(self.answered)
        self._stage.attached.connect(self.attached)
        self._stage.went_on.connect(self._on_went_on)

    def _add_shortcuts(self) -> None:
        add, group = self._desk.shortcuts.add, tr("question.shortcuts")
        for keys in ("Ctrl+Return", "PgDown"):
            add(keys, tr("question.next_hint"), self.next_page, self, group=group)
        for keys in ("Ctrl+Backspace", "PgUp"):
            add(keys, tr("question.back_hint"), self.previous_page, self, group=group)
        add("Ctrl+Shift+R", tr("question.review_hint"), self.show_review, self, group=group)
        for number, way in enumerate(WAYS, start=1):
            hint = tr(f"question.known_{way}_hint")
            add(f"Alt+{number}", hint, lambda way=way: self._choose_way(way), self, group=group)  # type: ignore[misc]

    def _open(self, number: int) -> None:
        self.flush()
        self._stack.open(number, self._untaken())
        self._show_place()
        those = self._stack.relevant()
        at = those.index(self._stack.at) if self._stack.at in those else len(those)
        self.page_changed.emit(at, len(those))

    def _show_place(self) -> None:
        those, at = self._stack.relevant(), self._stack.at
        if self._stack.is_reviewing:
            self._head.show_place(tr("question.review_title"), "")
        else:
            number = sum(1 for each in those if each <= at)
            place = tr("question.section_of", number=number, count=len(those))
            self._head.show_place(self._title(self._stack.plans[at]), place)
        may_go_back = any(number < at for number in those)
        self._foot.show_place(may_go_back=may_go_back, is_reviewing=self._stack.is_reviewing)

    def _title(self, plan: PagePlan) -> str:
        root = self.session.root
        words = [plain_text(self.session.words(text, root)) for text in plan.titles]
        title = ": ".join(part for part in words if part)
        return tr("question.part_of", title=title, part=plan.part, parts=plan.parts) if plan.parts > 1 else title

    def _on_changed(self, changes: Changes, words: str) -> None:
        if words:
            self._desk.toast(words, self._take_back)
        else:
            self._desk.remember(self._take_back)
        self.apply(changes)

    def _show_changes(self, changes: Changes) -> None:
        """Show what changed, and only that."""
        if changes.added or changes.removed:
            for page in self._stack.pages():
                page.refresh_rows()
        for items, show in (
            (changes.values, QuestionRow.show_value),
            (changes.states, QuestionRow.show_state),
            (changes.choices, QuestionRow.show_options),
            (changes.texts, QuestionRow.show_words),
        ):
            for item in items:
                shown = self._stage.row(item.ref)
                if shown is not None:
                    show(shown)
        if changes.relevance or changes.added or changes.removed:
            for page in self._stack.pages():
                page.refresh_shown()
        if changes.relevance or changes.texts:
            self._show_place()
        for page in self._stack.pages():
            page.show_titles()
        self._head.show_progress(self.tally())

    def _take_back(self) -> None:
        # The window's own undo outlives this view.
        if shiboken6.isValid(self):
            self.undo()

    def _choose_way(self, way: str) -> None:
        held = self._held_row()
        if held is not None:
            held.choose_way(way)

    def _held_row(self) -> QuestionRow | None:
        part: QWidget | None = self.focusWidget()
        while part is not None and part is not self:
            if isinstance(part, QuestionRow):
                return part
            part = part.parentWidget()
        return None

    def _on_went_on(self, ref: str) -> None:
        """Put the keyboard into the question after this one; on the last, on the button that goes on."""
        page = self._stack.page()
        if page is None:
            return
        page.finish()
        those = [shown for shown in page.rows() if shown.takes_answer]
        refs = [shown.ref for shown in those]
        following = those[refs.index(ref) + 1 :] if ref in refs else []
        if following:
            self._stack.focus(following[0])
        else:
            self._foot.focus_next()

    def _focus_first(self) -> None:
        """Put the keyboard into the first question of the page that nobody has dealt with."""
        page = self._stack.page()
        if page is None:
            self._foot.focus_next()
            return
        page.build_first()
        those = [shown for shown in page.rows() if shown.takes_answer]
        blank = (shown for shown in those if not shown.item.value and shown.item.known not in WITHOUT_ANSWER)
        first = next(blank, None)
        if first is None and not page.is_built:
            # Unless somebody is on another page by then.
            once = Qt.ConnectionType.SingleShotConnection
            page.built.connect(lambda: self._focus_first() if self._stack.page() is page else None, once)
            return
        first = first or next(iter(those), None)
        if first is not None:
            self._stack.focus(first)
        else:
            self._foot.focus_next()

    def _untaken(self) -> dict[str, str]:
        return {shown.ref: shown.problem() for shown in self._stage.rows() if shown.complains}
