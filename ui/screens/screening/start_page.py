"""The beginning of a screening: with which checklist, with whom, why. As little as can be, and most of it is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from fieldapp.actions.capture import save_record
from fieldapp.actions.checklist import ChecklistHead, list_checklists
from fieldapp.actions.checklist_head import bundled_packages
from fieldapp.actions.screening import start_screening
from fieldapp.actions.typed import Typed, keep_typed, take_typed
from fieldapp.domain.problems import Refused
from fieldapp.domain.record import Record
from fieldapp.domain.wire import Json
from fieldapp.forms.package import plain_words
from ui.desk import Desk
from ui.forms.reading import link_titles
from ui.jobs import Fault
from ui.screens.record.page import Page
from ui.screens.screening.checklist_row import ChecklistList, offered
from ui.screens.screening.start_header import Begun, StartHeader
from ui.style.look import px
from ui.style.token import Size, Space
from ui.text import chosen_language, error_text, tr
from ui.widgets.banner import Banner
from ui.widgets.button import Kind, button
from ui.widgets.empty_state import EmptyState
from ui.widgets.label import Role, label, set_hint
from ui.widgets.layout import column, row, scrolled

_OVERRIDABLE: Final = frozenset({"SCREENING_AGE_UNKNOWN", "SCREENING_AGE_OUTSIDE", "SCREENING_TRAINING"})


class StartPage(Page):
    """``created(screening_id)`` once the screening has begun. ``preset``: values of its header that are known."""

    def __init__(self, desk: Desk, record: type[Record], preset: Mapping[str, Json]) -> None:
        super().__init__(desk, record)
        self.setObjectName("start_page")
        self._preset = dict(preset)
        self._wanted = str(self._preset.pop("checklist_sha256", None) or "")
        self.checklists = ChecklistList()
        self.header = StartHeader(desk, preset)
        self.trouble = Banner(name="start_banner")
        self.go = button(tr("screening.begin"), Kind.PRIMARY, glyph="arrow-right", name="screening_begin", large=True)
        set_hint(self.go, tr("screening.begin"), "Ctrl+Return")
        self.none = EmptyState(
            "clipboard-text", tr("screening.none_title"), tr("screening.none"), tr("screening.none_act"), name="none"
        )
        self.none.started.connect(lambda: desk.open("checklists"))
        self._ground = QWidget()
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lay_out()
        self.go.clicked.connect(self.begin)
        self.checklists.went_on.connect(self.header.focus_first)
        desk.shortcuts.add("Ctrl+Return", tr("screening.begin"), self.begin, self)

    def start(self, focus: str = "") -> None:
        del focus
        session, record, preset = self.desk.session, self.record, self._preset

        def read() -> tuple[tuple[ChecklistHead, ...], dict[str, str], Typed]:
            typed = take_typed(session, "screening", None)
            heads = tuple(_in_language(head) for head in list_checklists(session))
            return heads, link_titles(session, record, preset), typed

        if session is not None:
            self.desk.jobs.store(read, self._on_read, self._on_fault, self)

    def begin(self) -> None:
        """Begin the screening, or say what speaks against it."""
        head, begun, session = self.checklists.head(), self.header.begun(), self.desk.session
        if session is None or head is None or begun is None or not self.go.isEnabled():
            return
        self.go.setEnabled(False)
        values = self._preset | {name: value for name, value in begun.values.items() if value is not None}
        shown = next((name for name in head.languages if name.endswith(f"({begun.values.get('language')})")), "")
        if shown:
            values["shown_language"] = shown
        self.desk.jobs.store(
            lambda: _begin(session, head.sha256, values, begun),
            self._on_begun,
            self._on_fault,
            self,
            on_end=lambda: self.go.setEnabled(True),
        )

    def keep_place(self) -> None:
        session, texts = self.desk.session, self.header.typed()
        head = self.checklists.head()
        if session is not None and texts:
            typed = Typed(texts, head.sha256 if head is not None else "")
            self.desk.jobs.store(lambda: keep_typed(session, "screening", None, typed), None, None, self.desk)

    def wipe(self) -> None:
        self.header.wipe()
        self.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= px(Size.COLUMN_MAX)
        self._sides.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)

    def _lay_out(self) -> None:
        across = column(self._ground, margin=Space.XL)
        middle = QWidget()
        middle.setMaximumWidth(px(Size.COLUMN_MAX + Size.PANE))
        inside = column(middle, gap=Space.M)
        inside.addWidget(label(tr("screening.start_title"), Role.TITLE, wrap=True))
        inside.addWidget(self.trouble)
        self._sides.setSpacing(px(Space.XL))
        left, right = QWidget(), QWidget()
        left_side, right_side = column(left, gap=Space.S), column(right, gap=Space.M)
        left_side.addWidget(label(tr("screening.which"), Role.OVERLINE))
        left_side.addWidget(self.checklists)
        left_side.addStretch()
        right_side.addWidget(self.header)
        right_side.addStretch()
        self._sides.addWidget(left, 5)
        self._sides.addWidget(right, 6)
        inside.addLayout(self._sides)
        inside.addStretch()
        across.addWidget(middle, stretch=1)
        self._area = scrolled(self._ground)
        self._foot = QWidget()
        self._foot.setObjectName("form_foot")
        ends = row(self._foot, gap=Space.NONE)
        ends.setContentsMargins(px(Space.XL), px(Space.S), px(Space.XL), px(Space.S))
        host = QWidget()
        host.setMaximumWidth(px(Size.COLUMN_MAX + Size.PANE))
        foot = row(host, gap=Space.M)
        ends.addWidget(host, stretch=1)
        foot.addWidget(label(tr("screening.begin_note"), Role.MUTED, wrap=True), stretch=1)
        foot.addWidget(self.go)
        outside = column(self, gap=Space.NONE)
        outside.addWidget(self._area, stretch=1)
        outside.addWidget(self.none, stretch=1)
        outside.addWidget(self._foot)
        self.none.hide()

    def _on_read(self, read: tuple[tuple[ChecklistHead, ...], dict[str, str], Typed]) -> None:
        heads, titles, typed = read
        session = self.desk.session
        if session is None:
            return
        self.checklists.show_heads(offered(heads, session.role), self._wanted or typed.focus)
        has_any = self.checklists.head() is not None
        self.none.setVisible(not has_any)
        self._area.setVisible(has_any)
        self._foot.setVisible(has_any)
        self.header.show_titles(titles)
        self.header.retype(typed.texts)
        if has_any:
            self.header.focus_first()

    def _on_begun(self, screening_id: str) -> None:
        self.header.wipe()
        self.created.emit(screening_id)

    def _on_fault(self, fault: Fault) -> None:
        self.trouble.say(tr("screening.not_begun"), error_text(fault))
        if isinstance(fault, Refused):
            codes = {problem.code for problem in fault.problems}
            self.header.offer_override(offered=bool(codes & _OVERRIDABLE), training="SCREENING_TRAINING" in codes)
        self._area.verticalScrollBar().setValue(0)


def _in_language(head: ChecklistHead) -> ChecklistHead:
    """Name a bundled checklist in the interface's language; a list knows the others in one only."""
    package = bundled_packages().get(head.sha256)
    return replace(head, title=plain_words(package.title, chosen_language())) if package is not None else head


def _begin(session: Any, sha256: str, values: dict[str, Json], begun: Begun) -> str:
    """Begin the screening, with a person of a new code name where asked; both or neither."""
    done = len(session.undone)
    try:
        with session.store.transaction():
            if begun.makes_person:
                values["person"] = save_record(session, "person", dict(begun.person))
            return start_screening(session, sha256, values, override=begun.override, apparent_age=begun.apparent_age)
    except Refused:
        # What was rolled back is nothing to take back.
        while len(session.undone) > done:
            session.undone.pop()
        raise
