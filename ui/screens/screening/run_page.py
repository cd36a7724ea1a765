"""A screening under way: its questions, a disclosure, its result and duties, and what it is about.

What is locked is shown as it was filled in.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QSizePolicy, QStackedWidget, QWidget

from fieldapp.actions.screening import OpenScreening, answer_id
from fieldapp.actions.typed import Typed, keep_typed
from fieldapp.domain.problems import Problem
from fieldapp.domain.record import FINAL, Record
from fieldapp.forms.form_session import FormSession
from fieldapp.forms.package import plain_words
from ui.desk import Desk
from ui.forms.question.markup import plain_text
from ui.forms.reading import Reading, read_record
from ui.forms.save_queue import SaveState
from ui.jobs import Fault
from ui.screens.record.file_act import FileActs
from ui.screens.record.page import Page
from ui.screens.record.side_pane import SidePane, is_alive
from ui.screens.screening.about_part import AboutPart
from ui.screens.screening.banner_room import BannerRoom
from ui.screens.screening.disclosure_part import DisclosurePart
from ui.screens.screening.questions_part import QuestionsPart
from ui.screens.screening.result_part import ResultPart
from ui.screens.screening.run_act import RunActs
from ui.screens.screening.run_head import Part, RunHead
from ui.screens.screening.screening_reading import ResultReading, ScreeningReading, answers_of, read_result
from ui.style.token import Space, Tone
from ui.text import chosen_language, error_text, tr
from ui.widgets.banner import Banner
from ui.widgets.button import Kind, button
from ui.widgets.layout import column

_CONFLICT: Final = "CONFLICT_OPEN"
_WIDE: Final = frozenset({Part.QUESTIONS, Part.DISCLOSURE})
"""Parts that want the whole width; history and links stand beside the others."""


class RunPage(Page):
    """Made for one reading of one screening; ``outdated`` when the store holds something else by now.

    ``revealed`` when somebody asked for its private questions and said why.
    ``is_trusted``: it was just made anew for that, and does not doubt itself at once.
    """

    outdated = Signal()
    revealed = Signal()

    def __init__(
        self,
        desk: Desk,
        record: type[Record],
        reading: ScreeningReading,
        opened: OpenScreening,
        running: FormSession,
        *,
        is_trusted: bool = False,
        is_revealed: bool = False,
    ) -> None:
        super().__init__(desk, record)
        self.setObjectName("run_page")
        self.screening_id = opened.screening_id
        self.part = Part.QUESTIONS
        self._opened = opened
        self._reading = reading
        self._values = dict(opened.values)
        self._is_void = False
        self._wants_focus = False
        self._is_saving_troubled = False
        self._is_trusted = is_trusted
        self._texts = dict(reading.typed.texts)
        self._pane: SidePane | None = None
        self.acts = RunActs(self)
        self.head = RunHead(desk)
        self.trouble = Banner(name="trouble_banner")
        self._look = button(tr("screening.newer_look"), Kind.SECONDARY, name="newer_look", large=True)
        self.refused = Banner(name="refused_banner")
        self.newer = Banner(name="newer_banner", action=self._look)
        self.hidden = frozenset() if is_revealed else opened.hidden
        self.files = FileActs(self, desk, "screening", self.screening_id, self.say_fault)
        self.questions = QuestionsPart(
            desk, opened, running, editable=not self.is_final, files=self.files.shelf, hidden=self.hidden
        )
        self.disclosure = DisclosurePart(desk, self.screening_id)
        self.result = ResultPart(desk, self.files.shelf)
        self.about = AboutPart(desk, self.screening_id)
        self._stack = QStackedWidget()
        self._places: dict[Part, QWidget] = {
            Part.QUESTIONS: self.questions,
            Part.DISCLOSURE: self.disclosure,
            Part.RESULT: self.result,
            Part.ABOUT: self.about,
        }
        self._lay_out()
        self._connect()
        self.acts.fill_menu()
        self.acts.add_shortcuts()
        if reading.record is not None:
            self._show_record(reading.record)
        self.head.show_score(self.questions.score())
        if reading.newer is not None and not self.is_final:
            detail = tr("screening.newer_detail", version=reading.newer.version)
            self.newer.say(tr("screening.newer"), detail, Tone.ACCENT)

    @property
    def record_id(self) -> str:
        return self.screening_id

    @property
    def is_final(self) -> bool:
        """Whether it is locked."""
        return self._values.get("state") == FINAL

    @property
    def is_disclosed(self) -> bool:
        """Whether a disclosure ended the questions."""
        return self._values.get("disclosure_made") is True

    def start(self, focus: str = "") -> None:
        wanted = focus or ("" if self.is_final else self._reading.typed.focus)
        if wanted.startswith("/"):
            wanted = f"{Part.QUESTIONS} {wanted}"
        part, _, ref = wanted.partition(" ")
        self.files.load()
        self.questions.view.retype(self._reading.typed.texts)
        if part in set(Part):
            self.open_part(Part(part))
        elif part in self.record.fields:
            self.open_part(Part.QUESTIONS)
            self.jump(part)
            return
        else:
            first = Part.RESULT if self.is_final else Part.DISCLOSURE if self.is_disclosed else Part.QUESTIONS
            self.open_part(first)
        if self.part is Part.QUESTIONS:
            self.questions.resume(ref)

    def show_pane(self) -> None:
        if self.part in _WIDE:
            self.desk.show_pane(None)
            return
        self._pane = SidePane(self.desk, "screening", lambda: False)
        self.desk.show_pane(self._pane)
        self._pane.show_record(self.screening_id)

    def jump(self, name: str) -> None:
        if name in set(Part):
            self.open_part(Part(name))
        elif name.startswith("/"):
            self.open_part(Part.QUESTIONS)
            self.questions.view.jump(name)
        elif self.disclosure.form.has_editor(name):
            self.open_part(Part.DISCLOSURE)
            self.disclosure.form.focus_field(name)
        elif self.about.form.has_editor(name):
            self.open_part(Part.ABOUT)
            self.about.form.focus_field(name)

    def open_part(self, part: Part) -> None:
        """Bring a part to the front."""
        self.save_typing()
        self.part = part
        self.head.show_part(part)
        for each, widget in self._places.items():
            # Parts that are not seen take no room: in large text each of them wants the whole height.
            policy = QSizePolicy.Policy.Preferred if each is part else QSizePolicy.Policy.Ignored
            widget.setSizePolicy(policy, policy)
        self._stack.setCurrentWidget(self._places[part])
        self.show_pane()
        if part is Part.RESULT:
            self._wants_focus = True
            self.load_result()
        elif part is Part.DISCLOSURE:
            self.disclosure.focus_words()

    def stop(self) -> None:
        """A disclosure was made: the questions end, and what comes first now is shown at once."""
        if self.is_final or self.is_disclosed or self._is_void:
            return
        self._values["disclosure_made"] = True
        self._show_disclosure()
        self.open_part(Part.DISCLOSURE)
        self.acts.stop()

    def load_result(self) -> None:
        """Read what the stored answers come to."""
        session, screening_id = self.desk.session, self.screening_id
        self.questions.queue.flush()
        if session is not None:
            self.desk.jobs.store(lambda: read_result(session, screening_id), self._on_result, self.say_fault, self)

    def reload(self) -> None:
        """Read the screening's own record anew, and the result if that is what is shown."""
        session, screening_id = self.desk.session, self.screening_id
        if session is None:
            return
        if self.part is Part.RESULT:
            self.load_result()
        else:
            self.desk.jobs.store(
                lambda: read_record(session, "screening", screening_id), self._on_record, self.say_fault, self
            )

    def show_open(self, problems: Sequence[Problem]) -> None:
        """Show everything that still stops the screening from being final."""
        if self.part is not Part.RESULT:
            self.open_part(Part.RESULT)
        elif self.result.closing is not None:
            self.result.closing.show_problems(problems)
            self.result.closing.focus_first()

    def say_fault(self, fault: Fault) -> None:
        """Say what failed, and that what was typed is kept."""
        self.say_trouble(error_text(fault))

    def say_trouble(self, sentence: str, *, of_saving: bool = False) -> None:
        """Say what was not taken; of saving, until it works again, and that it is kept on the screen."""
        self._is_saving_troubled = of_saving
        self.trouble.say(sentence, tr("record.kept") if of_saving else "")

    def save_typing(self) -> None:
        self.questions.flush()
        for form in (self.disclosure.form, self.about.form, self.result.determination):
            if form is not None:
                form.flush()

    def keep_place(self) -> None:
        session, screening_id = self.desk.session, self.screening_id
        texts = self.questions.view.typed() | self.result.typed()
        typed = Typed(texts, "" if self.is_final else f"{self.part} {self.questions.place()}".strip())
        if session is not None and (typed.texts or typed.focus):
            self.desk.jobs.store(lambda: keep_typed(session, "screening", screening_id, typed), None, None, self.desk)

    def wipe(self) -> None:
        self.files.wipe()
        self.questions.wipe()
        self.disclosure.form.wipe()
        self.about.form.wipe()
        self.result.empty()
        self.head.hide()

    def _lay_out(self) -> None:
        outside = column(self, gap=Space.NONE)
        outside.addWidget(self.head)
        outside.addWidget(BannerRoom(self.trouble, self.refused, self.newer))
        for part in self._places.values():
            self._stack.addWidget(part)
        outside.addWidget(self._stack, stretch=1)

    def _connect(self) -> None:
        self.questions.state_changed.connect(self._on_state_changed)
        self.questions.scored.connect(self.head.show_score)
        self.questions.troubled.connect(self.say_trouble)
        self.questions.refused.connect(lambda sentence: self.say_trouble(sentence, of_saving=True))
        self.questions.file_kept.connect(self.files.load)
        self.questions.finished.connect(lambda: self.open_part(Part.RESULT))
        self.head.part_chosen.connect(lambda name: self.open_part(Part(name)))
        self.head.stop_wanted.connect(self.stop)
        self.disclosure.duties_wanted.connect(lambda: self.open_part(Part.RESULT))
        self.disclosure.mistake_wanted.connect(self._on_mistake)
        for form in (self.disclosure.form, self.about.form):
            form.state_changed.connect(self._on_state_changed)
            form.saved.connect(lambda _values: self.reload())
        self._look.clicked.connect(self._on_look)
        self.acts.serve(self.result)
        self.result.question_wanted.connect(self.jump)
        self.result.problem_wanted.connect(self._on_problem)

    def step(self, by: int) -> None:
        """Go to the part after this one, or before it."""
        offered = self.head.offered_parts()
        at = offered.index(self.part) + by
        if 0 <= at < len(offered):
            self.open_part(offered[at])

    def _show_record(self, record: Reading) -> None:
        view = record.view
        self._values = dict(view.values)
        self._is_void = view.is_void
        title = plain_text(plain_words(self._opened.package.title, chosen_language()))
        self.head.show_view(view, title, record.titles.get("person") or str(view.values.get("client_code") or ""))
        if view.whereabouts.place == "refused":
            self.refused.say(tr("record.place_refused", reason=record.refusal), tr("record.refused_detail"))
        else:
            self.refused.hush()
        self._show_disclosure()
        is_open = not self.is_final and not view.is_void
        self.disclosure.show_reading(record, editable=is_open)
        self.about.show_reading(record, editable=is_open)

    def _show_disclosure(self) -> None:
        made = self.is_disclosed
        self.head.offer_disclosure(offered=made)
        self.head.offer_stop(offered=not made and not self.is_final and not self._is_void)
        self.questions.show_state(is_final=self.is_final, is_disclosed=made, is_void=self._is_void)

    def _on_state_changed(self, state: str, sentence: str) -> None:
        self.head.show_saving(SaveState(state))
        if sentence:
            self.say_trouble(sentence, of_saving=True)
        elif state == SaveState.SAVED and self._is_saving_troubled:
            self.trouble.hush()

    def _on_record(self, record: Reading | None) -> None:
        if record is None:
            self.outdated.emit()
            return
        self._show_record(record)
        if self._pane is not None and is_alive(self._pane):
            self._pane.show_record(self.screening_id)

    def _on_result(self, result: ResultReading) -> None:
        self._on_record(result.record)
        trusted, self._is_trusted = self._is_trusted, False
        if not trusted and self.questions.queue.is_idle and result.answers != answers_of(self.questions.view.session):
            # Another laptop answered too, and its answers came meanwhile.
            self.outdated.emit()
            return
        self.result.show_result(result, self.hidden)
        texts, self._texts = self._texts, {}
        self.result.retype(texts)
        if self._wants_focus and self.part is Part.RESULT:
            self._wants_focus = False
            self.result.focus_first()
        if not self.isAncestorOf(QApplication.focusWidget() or self.window()) and self.isVisible():
            # What had the keyboard is gone with what was shown before.
            self.head.focus_part()

    def _on_problem(self, problem: Problem) -> None:
        field = problem.field or ""
        if problem.code == _CONFLICT:
            is_answer = field.startswith("/")
            record_id = answer_id(self.screening_id, field) if is_answer else self.screening_id
            kind = "answer" if is_answer else "screening"
            self.desk.open("conflicts", record_type=kind, record_id=record_id)
        else:
            self.jump(field)

    def _on_mistake(self) -> None:
        self._values["disclosure_made"] = None
        self._show_disclosure()
        self.open_part(Part.QUESTIONS)
        self.questions.resume("")
        self.acts.take_disclosure_back()

    def _on_look(self) -> None:
        if self._reading.newer is not None:
            self.save_typing()
            self.acts.ask_to_move(self._reading.newer.sha256)
