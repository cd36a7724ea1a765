"""Who did what to a record, newest first: when, on which laptop, from what to what, why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtWidgets import QWidget

from fieldapp.actions.history import Act, FieldEdit, load_history
from fieldapp.domain.fields import Sensitivity
from fieldapp.domain.record import Record
from fieldapp.records import require_type
from ui.forms.local_time import show_instant
from ui.forms.question.markup import breakable
from ui.forms.reading import words_for
from ui.style.token import Space, Tone
from ui.text import declared_text, tr
from ui.widgets.label import Role, label, rule, set_hint, set_state
from ui.widgets.layout import clear, column

_SHOWN: Final = 60
_DEVICE_LETTERS: Final = 4


@dataclass(frozen=True)
class HistoryLine:
    """One act in words. ``edits`` are sentences; ``device`` is empty for this laptop."""

    when: str
    who: str
    what: str
    device: str
    reason: str
    refused: str
    edits: tuple[str, ...]


def read_history(session: Any, record_type: str, record_id: str, *, revealed: bool) -> list[HistoryLine]:
    """Return the history in words, on the store's thread. What is sensitive is named, not shown, until revealed."""
    record = require_type(record_type)
    acts = load_history(session, record_type, record_id)[:_SHOWN]
    return [_line(session, record, act, revealed=revealed) for act in acts]


class HistoryPane(QWidget):
    """The lines one below the other."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("history_pane")
        self._inside = column(self, gap=Space.S)

    def show_lines(self, lines: Sequence[HistoryLine]) -> None:
        """Show a history."""
        clear(self._inside)
        for number, line in enumerate(lines):
            if number:
                self._inside.addWidget(rule())
            self._inside.addWidget(_card(line))
        self._inside.addStretch()


def _card(line: HistoryLine) -> QWidget:
    made = QWidget()
    inside = column(made, gap=Space.XS)
    inside.addWidget(label(tr("record.act", who=line.who, what=line.what), Role.STRONG, wrap=True))
    where = tr("record.on_laptop", device=line.device) if line.device else tr("record.on_this_laptop")
    stamp = label(f"{line.when} · {where}", Role.CAPTION, wrap=True)
    set_hint(stamp, line.device or where)
    inside.addWidget(stamp)
    for edit in line.edits:
        inside.addWidget(label(breakable(edit), wrap=True))
    if line.reason:
        inside.addWidget(label(breakable(tr("record.because", reason=line.reason)), Role.MUTED, wrap=True))
    if line.refused:
        refused = label(tr("record.place_refused", reason=line.refused), wrap=True)
        set_state(refused, "tone", Tone.DANGER.value)
        inside.addWidget(refused)
    return made


def _line(session: Any, record: type[Record], act: Act, *, revealed: bool) -> HistoryLine:
    device = act.device.removesuffix(".local")
    edits = tuple(_edit(session, record, edit, revealed=revealed) for edit in act.edits if _tells(edit))
    return HistoryLine(
        show_instant(act.made_at) if act.made_at else "",
        act.author,
        tr(f"record.kind_{act.kind}"),
        "" if device == session.store.device else device[:_DEVICE_LETTERS],
        act.reason or "",
        act.refused or "",
        edits,
    )


def _edit(session: Any, record: type[Record], edit: FieldEdit, *, revealed: bool) -> str:
    declared = record.fields.get(edit.name)
    if declared is None:
        return edit.name
    name = declared_text(declared.label)
    if declared.sensitivity.value >= Sensitivity.PERSONAL.value and not revealed:
        return tr("record.edit_hidden", field=name)
    before, after = (words_for(session, record, edit.name, value) for value in (edit.before, edit.after))
    after = after or tr("form.blank")
    if not before:
        return tr("record.edit_first", field=name, after=after)
    return tr("record.edit", field=name, before=before, after=after)


def _tells(edit: FieldEdit) -> bool:
    # That a new record is a draft goes without saying.
    return edit.before != edit.after and not (edit.name == "state" and edit.before is None)
