"""What a partner may be told beforehand, as it would be given out; giving it out is an act of its own."""

from __future__ import annotations

from PySide6.QtCore import Signal

from fieldapp.actions.operation_notice import Line, Notice
from fieldapp.records.operation import Operation
from ui.forms.local_time import show_instant
from ui.style.token import Space
from ui.text import declared_text, tr
from ui.widgets.button import Kind, button
from ui.widgets.card import Card
from ui.widgets.flow import flow
from ui.widgets.label import Role, label
from ui.widgets.layout import clear, column


class NoticeCard(Card):
    """Emits ``release_wanted`` and ``give_wanted``."""

    release_wanted = Signal()
    give_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(tr("operation.notice"), name="operation_notice")
        self.body.addWidget(label(tr("operation.notice_hint"), Role.CAPTION, wrap=True))
        self._lines = column(gap=Space.XS)
        self.body.addLayout(self._lines)
        self._release = button(tr("operation.notice_release"), name="notice_release")
        give = button(tr("operation.notice_give"), Kind.SECONDARY, glyph="export", name="notice_give")
        self._release.clicked.connect(self.release_wanted)
        give.clicked.connect(self.give_wanted)
        self.body.addWidget(flow(give, self._release, name="notice_acts"))

    def show_notice(self, notice: Notice, *, editable: bool) -> None:
        """Show it line by line."""
        clear(self._lines)
        for line in notice_text(notice).splitlines()[1:]:
            self._lines.addWidget(label(line, wrap=True))
        self._release.setVisible(editable and not notice.is_released)


def notice_text(notice: Notice) -> str:
    """Return the notice as text, a line a fact."""
    when = tr(f"operation.notice_{notice.part}", day=notice.day) if notice.part else ""
    lines = [tr("operation.notice"), *([f"{tr('operation.notice_day')}: {when}"] if when else [])]
    lines += [f"{declared_text(Operation.fields[line.name].label)}: {_words(line)}" for line in notice.lines]
    return "\n".join([*lines, tr("operation.notice_exact" if notice.is_released else "operation.notice_coarse")]) + "\n"


def _words(line: Line) -> str:
    if isinstance(line.value, bool):
        return tr("form.yes") if line.value else tr("form.no")
    return show_instant(str(line.value)) if line.name.endswith("_at") else line.words
