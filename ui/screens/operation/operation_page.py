"""An operation on one page: its life, what is under way and who is where above its fields, the time line beside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from fieldapp.actions import operation as act
from fieldapp.actions.operation_check_in import mark, take_mark_back
from fieldapp.actions.operation_notice import Notice, note_given, provider_notice
from fieldapp.actions.operation_scene import Scene, load_scene
from fieldapp.actions.stamp import take_stamp_back
from fieldapp.records.vocabulary import label as choice_label
from fieldapp.rules.operation_guard import LIFE
from ui.forms.reading import Reading
from ui.forms.reason_dialog import ask_reason
from ui.jobs import Fault
from ui.screens.operation.help_card import HelpCard
from ui.screens.operation.life_card import ACTIVE, ENDED, LifeCard
from ui.screens.operation.notice_card import NoticeCard, notice_text
from ui.screens.operation.now_card import NowCard
from ui.screens.operation.roster_card import RosterCard
from ui.screens.operation.time_line import TimeLine
from ui.screens.record.record_page import RecordPage
from ui.screens.record.side_pane import is_alive
from ui.style.token import Tone
from ui.text import chosen_language, error_text, tr

_TICK_MS = 20_000


class OperationPage(RecordPage):
    """The page of one operation. Each press writes through one act and says how it is taken back."""

    _time_line: TimeLine | None = None
    _scene: Scene | None = None

    def fill_body(self) -> None:
        self.life, self.now, self.roster = LifeCard(), NowCard(self.desk), RosterCard(self.desk)
        self.help = HelpCard(self.desk)
        self.help.changed.connect(self.note_change)
        self._cards: tuple[QWidget, ...] = (self.life, self.now, self.help, self.roster)
        for card in self._cards:
            self.body.addWidget(card)
            card.hide()
        self.life.jumped.connect(self.jump)
        self.life.step_wanted.connect(self._on_step)
        self.life.reopen_wanted.connect(self._reopen)
        self.life.accept_wanted.connect(self._accept)
        self.now.phase_wanted.connect(self._change_phase)
        self.roster.sign_in_wanted.connect(self._sign_in)
        self.roster.mark_wanted.connect(self._mark)
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._show_scene)
        self._tick.start()
        super().fill_body()
        self.notice = NoticeCard()
        self.notice.hide()
        self.body.addWidget(self.notice)
        self.notice.release_wanted.connect(self._release)
        self.notice.give_wanted.connect(self._ask_to_give)

    def make_first_tab(self) -> QWidget:
        self._time_line = TimeLine(self.desk)
        self._time_line.show_scene(self._scene)
        return self._time_line

    def show_reading(self, reading: Reading) -> None:
        super().show_reading(reading)
        self._say_state()
        self._load_scene()

    def note_change(self) -> None:
        super().note_change()
        self._load_scene()

    def wipe(self) -> None:
        self._tick.stop()
        self._scene = None
        super().wipe()

    def _load_scene(self) -> None:
        session, record_id = self.desk.session, self.record_id
        if session is not None and record_id is not None:
            self.desk.jobs.store(lambda: _read(session, record_id), self._on_read_scene, self.say_fault, self)

    def _on_read_scene(self, read: tuple[Scene, Notice] | None) -> None:
        if read is None:
            return
        self._on_scene(read[0])
        notice = read[1]
        self.notice.show()
        self.notice.show_notice(notice, editable=self._is_editable())

    def _is_editable(self) -> bool:
        return self.reading is not None and not self.reading.view.is_final and not self.reading.view.is_void

    def _on_scene(self, scene: Scene) -> None:
        if scene != self._scene:
            self._scene = scene
            self._show_scene()
            if self._time_line is not None and is_alive(self._time_line):
                self._time_line.show_scene(scene)

    def _show_scene(self) -> None:
        scene, record_id = self._scene, self.record_id
        if scene is None or record_id is None:
            return
        editable, held = self._is_editable(), self._held()
        self.life.show()
        self.roster.show()
        self.life.show_scene(scene, editable=editable)
        self.now.show_scene(record_id, scene)
        self.help.show_scene(record_id, scene, editable=editable)
        self.roster.show_scene(scene, editable=editable)
        self._order(str(scene.values.get("status") or ""), is_called=bool(scene.help))
        if held:
            # Made anew under whoever is among them by keyboard: the place is kept.
            place = self.findChild(QWidget, held)
            if place is not None:
                place.setFocus()

    def _order(self, status: str, *, is_called: bool) -> None:
        """What is done now comes first: a call for help, capture and who is where while it is under way, else the next
        step.
        """
        now: tuple[QWidget, ...] = (self.help, self.now) if is_called else (self.now, self.help)
        cards = (*now, self.roster, self.life) if status == ACTIVE else (self.life, *now, self.roster)
        if cards != self._cards:
            self._cards = cards
            for number, card in enumerate(cards):
                self.body.insertWidget(number, card)
        self.follow_eye()

    def _held(self) -> str:
        """The name of what has the keyboard among the cards."""
        held = QApplication.focusWidget()
        is_here = held is not None and any(card.isAncestorOf(held) for card in self._cards)
        return held.objectName() if held is not None and is_here else ""

    def _say_state(self) -> None:
        """Beside the title stands how the operation is, not that its record is a draft; nobody ends it by accident."""
        reading = self.reading
        if reading is None or reading.view.is_final or reading.view.is_void:
            return
        status = str(reading.view.values.get("status") or LIFE[0])
        words = choice_label("operation_status", status, chosen_language())
        self.header.say_state(words, "target", Tone.ACCENT if status not in ENDED else Tone.MUTED)
        self.header.lead(leads=status in ENDED)

    def _on_step(self, status: str) -> None:
        if status == "cancelled":
            dialog = ask_reason(
                self, tr("operation.cancel_title"), tr("operation.cancel_sentence"), tr("operation.take_cancelled")
            )
            dialog.given.connect(lambda reason: self._take(status, reason=reason))
        else:
            self._take(status)

    def _take(self, status: str, *, reason: str = "") -> None:
        self._do(lambda s, i: act.take_step(s, i, status, reason=reason), take_stamp_back, "step_taken")

    def _reopen(self) -> None:
        self._do(act.reopen_operation, take_stamp_back, "step_taken")

    def _change_phase(self, phase: str) -> None:
        self._do(lambda s, i: act.change_phase(s, i, phase), take_stamp_back, "phase_changed")

    def _sign_in(self, member_id: str) -> None:
        self._do(
            lambda s, i: [act.sign_in(s, member_id)] if member_id else act.sign_in_all(s, i),
            _take_all_back,
            "signed_in",
        )

    def _mark(self, member_id: str, kind: str) -> None:
        self._do(lambda s, _i: mark(s, member_id, kind), take_mark_back, "marked")

    def _accept(self) -> None:
        late = dict(self._scene.late) if self._scene is not None else {}
        self._do(lambda s, i: act.accept_after_closing(s, i, late), None, "accepted")

    def _do(self, act_on: Callable[[Any, str], Any], back: Callable[[Any, Any], None] | None, words: str) -> None:
        self.save_typing()
        desk, session, record_id = self.desk, self.desk.session, self.record_id
        if session is None or record_id is None:
            return

        def done(made: Any) -> None:
            self.life.trouble.hush()

            def take_back() -> None:
                if back is not None:
                    desk.jobs.store(lambda: back(session, made), lambda _none: self.note_change(), None, desk)

            desk.toast(tr(f"operation.{words}"), take_back if back is not None else None)
            self.note_change()

        desk.jobs.store(lambda: act_on(session, record_id), done, self._on_refused_step, self)

    def _release(self) -> None:
        self._do(act.release_notice, take_stamp_back, "notice_released")

    def _ask_to_give(self) -> None:
        title, why, verb = (tr(f"operation.notice_give{part}") for part in ("_title", "_sentence", ""))
        ask_reason(self, title, why, verb, wanted=tr("operation.notice_to")).given.connect(self._give)

    def _give(self, to_whom: str) -> None:
        # Not the system's own dialog: locking has to close it.
        dialog = QFileDialog(self, tr("operation.notice_give"))
        dialog.setObjectName("notice_where")
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(tr("operation.notice_file"))
        dialog.fileSelected.connect(lambda chosen: self._give_at(Path(chosen), to_whom))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _give_at(self, path: Path, to_whom: str) -> None:
        session, record_id = self.desk.session, self.record_id
        if session is None or record_id is None:
            return
        self.desk.jobs.store(
            lambda: note_given(session, record_id, to_whom),
            lambda notice: self._write(path, notice),
            self._on_refused_step,
            self,
        )

    def _write(self, path: Path, notice: Notice) -> None:
        try:
            path.write_text(notice_text(notice), encoding="utf-8")
        except OSError:
            self.life.trouble.say(tr("operation.notice_unsaved"))
            return
        self.desk.toast(tr("operation.notice_saved"))
        self.note_change()

    def _on_refused_step(self, fault: Fault) -> None:
        self.life.trouble.say(error_text(fault), tr("record.kept"))


def _read(session: Any, record_id: str) -> tuple[Scene, Notice] | None:
    scene = load_scene(session, record_id)
    return (scene, provider_notice(session, record_id)) if scene is not None else None


def _take_all_back(session: Any, made: list[Any]) -> None:
    for each in made:
        take_stamp_back(session, each)
