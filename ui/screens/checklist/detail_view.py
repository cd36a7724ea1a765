"""One checklist: what it is, whose words it holds, what it brings about, its versions, and what may be done with it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QGridLayout, QPushButton, QWidget

from fieldapp.actions.checklist import DRAFT, REFUSED, SUBMITTED, ChecklistHead
from fieldapp.actions.checklist_detail import (
    COPY,
    HAND_IN,
    PREVIEW,
    START,
    TAKE_BACK,
    WITHDRAW,
    ChecklistDetail,
)
from fieldapp.domain.problems import Problem
from ui.forms.question.markup import breakable, plain_text
from ui.screens.board.board_row import BoardRow
from ui.screens.checklist.fact import Fact, package_facts, record_facts, title_words
from ui.screens.checklist.scale_card import ScaleCard
from ui.screens.checklist.shelf import ShelfForm, status_glyph, status_words
from ui.style.look import px
from ui.style.token import Size, Space, Tone
from ui.text import problem_text, tr
from ui.widgets.banner import Banner
from ui.widgets.button import Kind, button
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.flow import flow
from ui.widgets.label import Role, label, set_hint
from ui.widgets.layout import clear, column, row

_BUTTONS: Final = (
    (HAND_IN, "paper-plane-tilt", "Ctrl+Shift+H"),
    (START, "clipboard-text", ""),
    (PREVIEW, "eye", "Ctrl+P"),
    (TAKE_BACK, "arrow-u-up-left", ""),
    (COPY, "download-simple", ""),
    (WITHDRAW, "prohibit", ""),
)


class DetailView(QWidget):
    """``act_wanted(act)`` with one of the acts of ``checklist_detail``; ``version_wanted(sha256)``."""

    act_wanted = Signal(str)
    version_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("ground")
        across = row(self, gap=Space.NONE, margin=Space.L)
        host = QWidget()
        host.setMaximumWidth(px(Size.COLUMN_MAX))
        across.addWidget(host, stretch=1)
        self._body = column(host, gap=Space.L)
        self.detail: ChecklistDetail | None = None
        self.form: ShelfForm | None = None

    def empty(self) -> None:
        """Show nothing."""
        self.detail = self.form = None
        clear(self._body)

    def show_detail(self, detail: ChecklistDetail, form: ShelfForm) -> None:
        """Show a version of a form. What is the same stays as it is: the keyboard may be in it."""
        if (detail, form) == (self.detail, self.form):
            return
        holder = QApplication.focusWidget()
        held = holder is not None and self.isAncestorOf(holder)
        self.empty()
        self.detail, self.form = detail, form
        self._body.addLayout(self._title(detail))
        banner = Banner(name="checklist_standing")
        self._body.addWidget(banner)
        _say_standing(banner, detail)
        buttons = self._buttons(detail.acts)
        if buttons:
            self._body.addWidget(flow(*buttons, name="checklist_acts"))
        package = detail.package
        facts: list[Fact] = []
        if package is not None:
            facts += package_facts(package, detail.head.questions, detail.head.languages)
        about = Card(tr("checklist.about"), name="checklist_about")
        about.body.addLayout(_grid([*facts, *record_facts(detail)]))
        self._body.addWidget(about)
        if package is not None and (package.scale.items or package.duties):
            self._body.addWidget(ScaleCard(package))
        self._body.addWidget(self._versions(detail.head, form))
        self._body.addStretch()
        if held and buttons:
            buttons[0].setFocus()

    def _title(self, detail: ChecklistDetail) -> QGridLayout:
        head = detail.head
        made = QGridLayout()
        made.setHorizontalSpacing(px(Space.M))
        made.setVerticalSpacing(px(Space.XS))
        words = title_words(detail.package) if detail.package is not None else head.title
        title = label(plain_text(words), Role.TITLE, wrap=True, name="checklist_title")
        made.addWidget(title, 0, 0)
        made.addWidget(_chip(head), 0, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        line = tr("checklist.version_line", version=head.version)
        made.addWidget(label(line, Role.MUTED, name="checklist_version"), 1, 0, 1, 2)
        made.setColumnStretch(0, 1)
        return made

    def _buttons(self, acts: frozenset[str]) -> list[QPushButton]:
        made = []
        first = next((act for act in (HAND_IN, START) if act in acts), "")
        for act, glyph, keys in _BUTTONS:
            if act not in acts:
                continue
            kind = Kind.PRIMARY if act == first else Kind.DANGER if act == WITHDRAW else Kind.SECONDARY
            one = button(tr(f"checklist.act_{act}"), kind, glyph=glyph, name=f"checklist_{act}")
            set_hint(one, tr(f"checklist.act_{act}_hint"), keys)
            one.clicked.connect(partial(self.act_wanted.emit, act))
            made.append(one)
        return made

    def _versions(self, shown: ChecklistHead, form: ShelfForm) -> Card:
        card = Card(tr("checklist.versions"), name="checklist_versions")
        card.body.setSpacing(Space.NONE)
        for head in form.versions:
            note = tr("checklist.shown_here") if head.sha256 == shown.sha256 else _why(head)
            made = BoardRow(
                tr("checklist.version_line", version=head.version), note, action=_chip(head), name="version"
            )
            made.setProperty("chosen", head.sha256 == shown.sha256)
            made.setAccessibleName(f"{made.accessibleName()}, {status_words(head.status)}")
            made.opened.connect(partial(self.version_wanted.emit, head.sha256))
            card.body.addWidget(made)
        return card


def _chip(head: ChecklistHead) -> Chip:
    glyph, tone = status_glyph(head.status)
    return Chip(status_words(head.status), glyph, tone, name="checklist_status")


def _why(head: ChecklistHead) -> str:
    if head.is_newest:
        return tr("checklist.is_newest")
    if head.status == REFUSED:
        return head.refusal
    return problem_text(Problem(head.why_not)) if head.why_not else ""


def _say_standing(banner: Banner, detail: ChecklistDetail) -> None:
    """Say where it stands: refused and why, waiting, a draft, damaged; of one that is simply in use, nothing."""
    head = detail.head
    if detail.problem is not None:
        banner.say(tr("checklist.not_shown"), problem_text(detail.problem), Tone.DANGER)
    elif head.status == REFUSED:
        banner.say(tr("checklist.refused_title"), f"{head.refusal}\n{tr('checklist.refused_todo')}", Tone.SOON)
    elif head.status == SUBMITTED:
        banner.say(tr("checklist.submitted_title"), tr("checklist.submitted_todo"), Tone.SOON)
    elif head.status == DRAFT and head.is_usable:
        key = "checklist.draft_hand_in" if HAND_IN in detail.acts else "checklist.draft_ask"
        banner.say(tr("checklist.draft_title"), tr(key), Tone.ACCENT)
    elif head.why_not:
        banner.say(tr("checklist.not_usable"), problem_text(Problem(head.why_not)), Tone.MUTED)


def _grid(facts: Iterable[Fact]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(px(Space.L))
    grid.setVerticalSpacing(px(Space.S))
    grid.setColumnMinimumWidth(0, px(Size.SHEET_CELL + Space.XXL))
    grid.setColumnStretch(1, 1)
    for number, (name, words) in enumerate(facts):
        grid.addWidget(label(name, Role.MUTED, wrap=True), number, 0, Qt.AlignmentFlag.AlignTop)
        value = label(breakable(words), wrap=True, name="fact")
        value.setAccessibleName(f"{name}: {words}")
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(value, number, 1)
    return grid
