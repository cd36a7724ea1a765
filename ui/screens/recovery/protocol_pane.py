"""The protocol run beside a recovery: each step with its clock, its owner and what ends it; what is still missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, Final

import shiboken6
from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from fieldapp.actions.interview import plan_interview
from fieldapp.actions.protocol import answer_step, take_step_back
from fieldapp.actions.responder import call_responder, stamp_arrival, stamp_decline
from fieldapp.domain.problems import Problem
from fieldapp.rules.protocol_run import RunStep
from ui.desk import Desk
from ui.forms.reason_dialog import ask_reason
from ui.jobs import Fault
from ui.screens.person.age_words import sentence as age_sentence
from ui.screens.record.missing_list import MissingList
from ui.screens.recovery.call_part import ExamPart, HotlinePart, OwnNumbersPart
from ui.screens.recovery.handoff_act import HandoffAct
from ui.screens.recovery.responder_part import ResponderPart
from ui.screens.recovery.run_reading import RunReading, read_run
from ui.screens.recovery.step_dialog import StepDialog
from ui.screens.recovery.step_row import StepRow
from ui.style.token import Space, Tone
from ui.text import chosen_language, error_text, problem_text, tr
from ui.turn import Turns
from ui.widgets.banner import Banner
from ui.widgets.label import Role, label, rule
from ui.widgets.layout import column
from ui.widgets.tab_order import chain, tabs_above

_TICK_MS: Final = 20_000
_WITH_TOOLS: Final = frozenset({"hotline_call", "acute_exam", "responders"})


class ProtocolPane(QWidget):
    """Reads itself anew when told. Emits ``jumped`` with a field, ``changed`` when it wrote something."""

    jumped = Signal(str)
    changed = Signal()
    shown_run = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("protocol_pane")
        self._desk = desk
        self._recovery_id: str | None = None
        self._asked = 0
        self._shown: dict[str, object] = {}
        self._turns = Turns(iter(()), self)
        self._is_editable = True
        self._script_open = False
        self.rows: dict[str, StepRow] = {}
        self.banner = Banner(name="protocol_banner")
        self.sheet = HandoffAct(self, desk, self._on_acted, self._on_error)
        inside = column(self, gap=Space.M)
        self._head = label("", Role.CAPTION, wrap=True, name="protocol_head")
        inside.addWidget(self._head)
        inside.addWidget(self.banner)
        self._steps = column(gap=Space.M)
        inside.addLayout(self._steps)
        inside.addWidget(rule())
        self.missing = MissingList(name="protocol_missing")
        self.missing.jumped.connect(self.jumped)
        inside.addWidget(self.missing)
        inside.addStretch()
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.reload)
        self._timer.start()

    def show_record(self, recovery_id: str | None, missing: Sequence[Problem] | None, *, editable: bool = True) -> None:
        """Show the run of a recovery, and what is missing where that is known."""
        self._recovery_id, self._is_editable = recovery_id, editable
        if missing is not None:
            self.missing.show_problems(missing)
        self.reload()

    def reload(self) -> None:
        """Read the run anew."""
        session, recovery_id = self._desk.session, self._recovery_id
        if session is None or recovery_id is None:
            return
        self._asked += 1
        asked = self._asked

        def show(reading: RunReading | None) -> None:
            if asked == self._asked and reading is not None:
                self.show_run(reading)

        self._desk.jobs.store(lambda: read_run(session, recovery_id), show, self._on_error, self)

    def show_run(self, reading: RunReading) -> None:
        """Show a run; whoever is among its buttons by keyboard keeps the place."""
        run = reading.run
        title = run.protocol.es if chosen_language() == "es" else run.protocol.en
        counted = tr("protocol.answered", count=run.answered, total=len(run.steps))
        self._head.setText(f"{title}, {run.protocol.version} \N{MIDDLE DOT} {counted}")
        self._say_doubts(reading)
        self.shown_run.emit(reading)
        self._turns.drop()
        self._turns.deleteLater()
        self._turns = Turns(self._fill(reading), self)
        self._turns.start()

    def _fill(self, reading: RunReading) -> Iterator[None]:
        """Make anew what stands differently, a step at a time: all of them together would hold the window up."""
        held = QApplication.focusWidget()
        name = held.objectName() if held is not None and self.isAncestorOf(held) else ""
        steps = {step.code: step for step in reading.run.steps}
        for code in self.rows.keys() - steps.keys():
            self._take_away(code)
        for number, (code, step) in enumerate(steps.items()):
            shows = self._shows(step, reading)
            if code in self.rows and self._shown[code] == shows:
                self.rows[code].refresh(self._desk.clock.now())
                continue
            self._take_away(code)
            self.rows[code], self._shown[code] = self._make_row(step, reading), shows
            self._steps.insertWidget(number, self.rows[code])
            yield
        chain(tabs_above(self), [self])
        is_kept = held is not None and shiboken6.isValid(held) and self.isAncestorOf(held)
        place = self.findChild(QWidget, name) if name and not is_kept else None
        if place is not None:
            place.setFocus()

    def _shows(self, step: RunStep, reading: RunReading) -> object:
        own = (step.state, step.done_at, step.reason, step.deadline, reading.evidence.get(step.code, ()))
        tools = (reading.responders, reading.exam, reading.numbers) if step.code in _WITH_TOOLS else ()
        return (*own, *tools, self._recovery_id, self._is_editable)

    def _make_row(self, step: RunStep, reading: RunReading) -> StepRow:
        editable = self._is_editable and self._recovery_id is not None
        evidence = reading.evidence.get(step.code, ())
        tools = self._tools(step, reading, editable=editable)
        made = StepRow(step, evidence, self._desk.clock.now(), editable=editable, tools=tools)
        made.jumped.connect(self.jumped)
        made.acted.connect(partial(self._on_acted_on, step))
        return made

    def _take_away(self, code: str) -> None:
        old = self.rows.pop(code, None)
        if old is not None:
            old.hide()
            old.setParent(None)
            old.deleteLater()

    def _tools(self, step: RunStep, reading: RunReading, *, editable: bool) -> list[QWidget]:
        if step.code == "hotline_call":
            return [HotlinePart(self._desk, reading.numbers)]
        if step.code == "acute_exam" and reading.exam is not None:
            return [ExamPart(self._desk, reading.exam, reading.numbers)]
        if step.code == "responders":
            part = ResponderPart(reading.responders, self._desk.clock.now(), editable=editable)
            part.call_wanted.connect(self._on_call)
            part.arrived.connect(lambda which: self._act(lambda s, _r: stamp_arrival(s, which)))
            part.decline_wanted.connect(self._ask_decline)
            return [OwnNumbersPart(self._desk, reading.numbers, "hotline"), part]
        return []

    def _say_doubts(self, reading: RunReading) -> None:
        said: list[tuple[str, str]] = []
        if reading.age is not None:
            said.append((tr("age.corrected"), age_sentence(reading.age)))
        if reading.run.unable:
            names = ", ".join(step.step.label(chosen_language()) for step in reading.run.unable)
            said.append((tr("protocol.flagged"), names))
        if reading.doubts:
            said.append((tr("protocol.odd_times"), "\n".join(map(problem_text, reading.doubts))))
        if not said:
            self.banner.hush()
            return
        headline, *details = [words for pair in said for words in pair]
        self.banner.say(headline, "\n".join(details), Tone.SOON)

    def _on_acted_on(self, step: RunStep, act: str) -> None:
        code = step.code
        if act == "done":
            self._act(lambda s, r: answer_step(s, r, code, "done"))
        elif act == "take_back":
            self._act(lambda s, r: take_step_back(s, r, code))
        elif act == "call":
            kind = next(child.kind for child in step.step.children if child.record_type == "responder")
            self._on_call(kind)
        elif act == "interview":
            kind = next(child.kind for child in step.step.children if child.record_type == "interview")
            self._act(lambda s, r: plan_interview(s, r, kind), self._open_interview)
        elif act == "sheet" and self._recovery_id is not None:
            self.sheet.ask(self._recovery_id)
        elif act == "not_done":
            self._ask_not_done(step)

    def _ask_not_done(self, step: RunStep) -> None:
        dialog = StepDialog(self, step.step.label(chosen_language()), mandated=step.step.mandated)
        dialog.given.connect(
            lambda status, reason: self._act(lambda s, r: answer_step(s, r, step.code, status, reason=reason))
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_decline(self, responder_id: str) -> None:
        title, why = tr("protocol.not_coming"), tr("protocol.not_coming_why")
        dialog = ask_reason(self, title, why, tr("protocol.not_done_go"))
        dialog.given.connect(lambda reason: self._act(lambda s, _r: stamp_decline(s, responder_id, reason)))

    def _on_call(self, kind: str) -> None:
        self._act(lambda s, r: call_responder(s, r, kind))

    def _open_interview(self, interview_id: str) -> None:
        self._on_acted()
        self._desk.open("record", record_type="interview", record_id=interview_id)

    def _act(self, act: Callable[[Any, str], Any], done: Callable[[Any], object] | None = None) -> None:
        session, recovery_id = self._desk.session, self._recovery_id
        if session is None or recovery_id is None:
            return
        self._desk.jobs.store(
            lambda: act(session, recovery_id), done or (lambda _: self._on_acted()), self._on_error, self
        )

    def _on_acted(self) -> None:
        self.changed.emit()
        self.reload()

    def _on_error(self, fault: Fault) -> None:
        self.banner.say(error_text(fault), tr("record.kept"), Tone.SOON)
