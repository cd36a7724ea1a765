"""The result of a screening, its duties, and its end, one below the other."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldapp.actions.screening import is_hidden
from fieldapp.actions.screening_duty import Duty
from fieldapp.domain.access import Role as Person
from fieldapp.domain.clock import from_wire
from fieldapp.domain.problems import Problem
from fieldapp.forms.package import plain_words
from fieldapp.records import require_type, vocabulary
from ui.desk import Desk
from ui.forms.part import Part
from ui.forms.question.file_shelf import FileShelf
from ui.forms.record_form import RecordForm
from ui.screens.screening.addendum_card import AddendumCard
from ui.screens.screening.closing_card import ClosingCard
from ui.screens.screening.duty_row import DutyRow
from ui.screens.screening.files_card import FilesCard
from ui.screens.screening.result_card import AnswersCard, ResultCard
from ui.screens.screening.screening_reading import ResultReading, path_of
from ui.style.look import px
from ui.style.token import Size, Space
from ui.text import chosen_language, tr
from ui.widgets.card import Card
from ui.widgets.label import Role, label, rule
from ui.widgets.layout import clear, column, scrolled

_TICK_MS: Final = 20_000
_JUDGES: Final = frozenset({Person.SUPERVISOR, Person.DETECTIVE, Person.ADVOCATE})
_ADDENDUM: Final = "addendum"
_DUTY_OPEN: Final = "DUTY_OPEN"


class ResultPart(QWidget):
    """Shows one reading at a time; what the person wants done goes out as signals.

    ``done_wanted(task, note)``, ``not_done_wanted(task, reason, supervisor, note)``, ``reopen_wanted(task)`` and
    ``confirm_wanted(task)`` are of a duty, ``question_wanted(ref)`` and ``problem_wanted(Problem)`` lead elsewhere.
    """

    done_wanted = Signal(str, str)
    not_done_wanted = Signal(str, str, str, str)
    reopen_wanted = Signal(str)
    confirm_wanted = Signal(str)
    finalise_wanted = Signal()
    addendum_wanted = Signal(str)
    question_wanted = Signal(str)
    problem_wanted = Signal(object)

    def __init__(self, desk: Desk, files: FileShelf) -> None:
        super().__init__()
        self._desk = desk
        self._files = files
        self.rows: list[DutyRow] = []
        self.closing: ClosingCard | None = None
        self.addenda: AddendumCard | None = None
        self.determination: RecordForm | None = None
        ground = QWidget()
        across = column(ground)
        across.setContentsMargins(px(Space.XL), px(Space.L), px(Space.XL), px(Space.XL))
        host = QWidget()
        host.setMaximumWidth(px(Size.COLUMN_MAX))
        self._body: QVBoxLayout = column(host, gap=Space.L)
        across.addWidget(host)
        across.addStretch()
        self._area = scrolled(ground)
        outside = column(self, gap=Space.NONE)
        outside.addWidget(self._area)
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.refresh)
        self._timer.start()

    def show_result(self, result: ResultReading, hidden: Collection[str] = ()) -> None:
        """Show what a screening comes to now; of what is hidden nothing but that it counts."""
        stood = self._area.verticalScrollBar().value()
        holder: QWidget | None = self.focusWidget()
        held = holder is not None and any(each.isAncestorOf(holder) for each in self.rows)
        typed = self.typed()
        self.empty()
        self._body.addWidget(ResultCard(result))
        self._body.addWidget(self._make_duties(result))
        answers = AnswersCard(result, hidden)
        answers.jump_wanted.connect(self.question_wanted)
        self._body.addWidget(answers)
        kept = [each for each in result.files if not is_hidden(path_of(each.file.question), hidden)]
        if kept:
            self._body.addWidget(FilesCard(kept, self._files))
        if result.opened.is_final:
            self.addenda = AddendumCard(result.addenda)
            self.addenda.add_wanted.connect(self._on_addendum)
            self._body.addWidget(self.addenda)
        else:
            self.closing = ClosingCard(result.problems, result.questions)
            self.closing.finalise_wanted.connect(self.finalise_wanted)
            self.closing.jump_wanted.connect(self._on_problem)
            self._body.addWidget(self.closing)
        self._add_determination(result)
        self.retype(typed)
        self._area.verticalScrollBar().setValue(stood)
        if held:
            self._go_on()

    def typed(self) -> dict[str, str]:
        """Return what was typed and not written down yet: of duties, and of an addendum."""
        found = {f"{each.duty.duty} {name}": text for each in self.rows for name, text in each.typed().items()}
        text = self.addenda.text.toPlainText() if self.addenda is not None else ""
        return found | ({_ADDENDUM: text} if text else {})

    def retype(self, texts: Mapping[str, str]) -> None:
        """Put back what ``typed`` gave."""
        for each in self.rows:
            start = f"{each.duty.duty} "
            own = {key.removeprefix(start): text for key, text in texts.items() if key.startswith(start)}
            if own:
                each.retype(own)
        if self.addenda is not None and _ADDENDUM in texts:
            self.addenda.text.setPlainText(texts[_ADDENDUM])

    def refresh(self) -> None:
        """Let every clock say what it says now."""
        for each in self.rows:
            each.refresh()

    def row(self, duty: str) -> DutyRow | None:
        """Return the row of a duty by its code."""
        return next((each for each in self.rows if each.duty.duty == duty), None)

    def row_of_task(self, task_id: str) -> DutyRow | None:
        """Return the row of a duty by the id of its task."""
        return next((each for each in self.rows if each.duty.task_id == task_id), None)

    def focus_first(self) -> None:
        """Put the keyboard on the first thing to do."""
        self._go_on()

    def empty(self) -> None:
        """Take everything away, as before locking."""
        self.rows = []
        self.closing = self.determination = self.addenda = None
        clear(self._body)

    def _make_duties(self, result: ResultReading) -> Card:
        card = Card(tr("screening.duties"), name="duty_card")
        if not result.duties:
            card.body.addWidget(label(tr("screening.no_duties"), wrap=True, name="no_duties"))
        started = result.record.view.values.get("started_at")
        # The task has them in one language only.
        words = {each.duty: plain_words(each.label, chosen_language()) for each in result.opened.package.duties}
        for duty in result.duties:
            if self.rows:
                card.body.addWidget(rule())
            made = DutyRow(
                self._desk,
                duty,
                from_wire(str(started)) if started else None,
                editable=not result.opened.is_final,
                closed=result.closed.get(duty.task_id, ""),
                words=words.get(duty.duty, ""),
                numbers=result.numbers,
            )
            self._connect(made, duty)
            self.rows.append(made)
            card.body.addWidget(made)
        return card

    def _connect(self, made: DutyRow, duty: Duty) -> None:
        made.done_wanted.connect(lambda note: self.done_wanted.emit(duty.task_id, note))
        made.not_done_wanted.connect(
            lambda reason, supervisor, note: self.not_done_wanted.emit(duty.task_id, reason, supervisor, note)
        )
        made.reopen_wanted.connect(lambda: self.reopen_wanted.emit(duty.task_id))
        made.confirm_wanted.connect(lambda: self.confirm_wanted.emit(duty.task_id))

    def _add_determination(self, result: ResultReading) -> None:
        """What a supervisor or clinician concludes stands beside the result, and may be said after it is locked."""
        values = result.record.view.values
        session = self._desk.session
        may_judge = session is not None and session.role in _JUDGES
        if not may_judge and not values.get("determination"):
            return
        part = Part("Result", ("determination", "determined_by"))
        form = RecordForm(self._desk, require_type("screening"), result.opened.screening_id, parts=[part], framed=False)
        form.show_reading(result.record)
        form.set_editable(editable=may_judge)
        if result.opened.is_final:
            form.set_reason(tr("screening.determination"))
        card = Card(tr("screening.determination"), name="determination_card")
        card.body.addWidget(label(tr("screening.determination_note"), Role.MUTED, wrap=True))
        card.body.addWidget(form)
        self.determination = form
        self._body.addWidget(card)

    def _on_addendum(self, text: str) -> None:
        if self.addenda is not None:
            self.addenda.text.clear()
        self.addendum_wanted.emit(text)

    def _on_problem(self, problem: Problem) -> None:
        if problem.code != _DUTY_OPEN:
            self.problem_wanted.emit(problem)
            return
        wanted = problem.values.get("label")
        found = next((each for each in self.rows if vocabulary.label("duty", each.duty.duty) == wanted), None)
        if found is not None:
            self._show_row(found)

    def _go_on(self) -> None:
        """To the next duty that is open; when there is none, to the end."""
        following = next((each for each in self.rows if not each.duty.is_closed), None)
        if following is not None:
            self._show_row(following)
        elif self.closing is not None:
            self.closing.finish.setFocus()

    def _show_row(self, found: DutyRow) -> None:
        found.focus_act()
        # Once the cards have their places.
        QTimer.singleShot(0, found, lambda: self._area.ensureWidgetVisible(found, 0, px(Size.TARGET_LARGE)))
