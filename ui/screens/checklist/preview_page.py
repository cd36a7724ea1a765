"""A checklist tried out: its questions are answered and what they come to is shown, and nothing of it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from fieldapp.actions.screening import make_setting
from fieldapp.domain.problems import Problem, Refused
from ui.desk import Desk
from ui.forms.question.form_view import FormView
from ui.forms.question.markup import plain_text
from ui.jobs import Fault
from ui.screens.checklist.fact import title_words
from ui.screens.checklist.outcome_pane import OutcomePane
from ui.style.look import px
from ui.style.token import Size, Space, Tone
from ui.text import error_text, tr
from ui.widgets.banner import Banner
from ui.widgets.button import Kind, button
from ui.widgets.label import set_hint
from ui.widgets.layout import clear, column, row, scrolled
from ui.widgets.sides import Sides

if TYPE_CHECKING:
    from fieldapp.forms.form_session import FormSession, Setting
    from fieldapp.forms.package import Package

_SCREENING: Final = "preview"


@dataclass(frozen=True)
class Trial:
    """A checklist under way that nobody keeps."""

    package: Package
    form_session: FormSession


def begin_trial(package: Package, setting: Setting, language: str = "", longest_s: float | None = None) -> Trial:
    """Read a checklist's form and begin it, on a thread that holds nobody up, within a limit of seconds.

    Raises Refused CHECKLIST_UNREADABLE, CHECKLIST_TOO_SLOW.
    """
    from fieldapp.forms.deadline import DeadlineError, run_within
    from fieldapp.forms.form_session import FormSession
    from fieldapp.forms.trial import LONGEST_S
    from fieldapp.forms.xform_reader import FormError, read_form

    def begin() -> Trial:
        form = read_form(package.xform)
        known = language if language in form.languages else ""
        return Trial(package, FormSession(form, setting, language=known))

    try:
        return run_within(LONGEST_S if longest_s is None else longest_s, begin)
    except FormError as error:
        raise Refused([Problem("CHECKLIST_UNREADABLE")]) from error
    except (DeadlineError, RecursionError, MemoryError) as error:
        raise Refused([Problem("CHECKLIST_TOO_SLOW")]) from error


class PreviewPage(QWidget):
    """``closed()`` when the person is done with it."""

    closed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._trial: Trial | None = None
        self._is_disclosed = False
        self._opened = 0
        self.view: FormView | None = None
        self.outcome = OutcomePane()
        self.outcome.disclosure_changed.connect(self._on_disclosure_changed)
        again = button(
            tr("checklist.start_over"), Kind.SECONDARY, glyph="arrow-counter-clockwise", name="preview_again"
        )
        again.clicked.connect(self.start_over)
        close = button(tr("checklist.close_preview"), Kind.SECONDARY, glyph="x", name="preview_close")
        set_hint(close, tr("checklist.close_preview"), "Esc")
        close.clicked.connect(self.closed)
        ends = QWidget()
        buttons = row(ends, gap=Space.S)
        buttons.addWidget(again)
        buttons.addWidget(close)
        self.banner = Banner(name="preview_banner")
        self._place = column(gap=Space.NONE)
        self._side = scrolled(self.outcome)
        self._side.setFixedWidth(px(Size.PANE))
        outside = column(self, gap=Space.NONE)
        head = column(gap=Space.S)
        head.setContentsMargins(px(Space.L), px(Space.M), px(Space.L), px(Space.M))
        head.addWidget(Sides(self.banner, ends, px(Size.COLUMN_MIN)))
        outside.addLayout(head)
        across = row(gap=Space.NONE)
        across.addLayout(self._place, stretch=1)
        across.addWidget(self._side)
        outside.addLayout(across, stretch=1)

    def open(self, package: Package, language: str = "") -> None:
        """Begin a trial of a package."""
        session, jobs = self._desk.session, self._desk.jobs
        self.empty()
        self._opened += 1
        opened = self._opened
        if session is None:
            return
        self.banner.say(tr("checklist.opening"), "", Tone.MUTED)

        def begin(setting: Setting) -> None:
            # Not on the store's thread: how long a form takes is up to whoever wrote it.
            jobs.network(
                lambda: begin_trial(package, setting, language),
                lambda trial: self._on_begun(opened, trial),
                self._on_error,
                self,
            )

        jobs.store(lambda: make_setting(session, _SCREENING, package), begin, self._on_error, self)

    def start_over(self) -> None:
        """Begin the same checklist again, in the language it is shown in."""
        if self._trial is not None:
            self.open(self._trial.package, self._trial.form_session.language)

    def empty(self) -> None:
        """Forget the trial and every answer given in it."""
        if self.view is not None:
            self.view.wipe()
            self.view = None
        clear(self._place)
        self._opened += 1
        self._trial, self._is_disclosed = None, False
        self.outcome.empty()
        self.banner.hush()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # In a narrow window, or with large text, the questions need the room: what they come to is one line.
        self._side.setVisible(self.width() >= px(Size.COLUMN_MAX))
        self._say()

    def _on_begun(self, opened: int, trial: Trial) -> None:
        if opened != self._opened:
            return
        self._trial = trial
        package = trial.package
        self.view = FormView(trial.form_session, self._desk, administration=package.use.administration)
        self.view.changed.connect(lambda _changes: self._show_outcome())
        self.view.finished.connect(self.outcome.setFocus)
        self._place.addWidget(self.view)
        self._show_outcome()

    def _show_outcome(self) -> None:
        if self._trial is not None:
            self.outcome.show_trial(self._trial.form_session, self._trial.package, is_disclosed=self._is_disclosed)
            self._say()

    def _say(self) -> None:
        if self._trial is not None:
            package = self._trial.package
            title = tr("checklist.preview_of", title=plain_text(title_words(package)), version=package.version)
            is_wide = self.width() >= px(Size.COLUMN_MAX)
            self.banner.say(title, tr("checklist.preview_note") if is_wide else self.outcome.text(), Tone.ACCENT)

    def _on_disclosure_changed(self, made: bool) -> None:
        self._is_disclosed = made
        self._show_outcome()

    def _on_error(self, error: Fault) -> None:
        self.banner.say(tr("checklist.not_shown"), error_text(error), Tone.DANGER)
