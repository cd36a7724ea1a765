"""What happened in an operation, newest first; a line that is a record opens it."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtWidgets import QWidget

from fieldapp.actions.operation_scene import Event, Scene
from fieldapp.records import require_type
from fieldapp.records.vocabulary import label as choice_label
from ui.desk import Desk
from ui.forms.emblem import glyph_of
from ui.style.look import px
from ui.style.token import Size, Space, Tone
from ui.text import chosen_language, declared_text, tr
from ui.widgets.glyph import Glyph
from ui.widgets.jump_line import JumpLine
from ui.widgets.label import Role, label
from ui.widgets.layout import clear, column, row
from ui.widgets.tab_order import chain, tabs_above

_ALARMS: Final = {
    "check_in_missed": ("warning-octagon", Tone.DANGER),
    "check_in_help": ("warning-octagon", Tone.DANGER),
}


class TimeLine(QWidget):
    """Stands in the right pane; titles are code names and numbers."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("time_line")
        self.setWindowTitle(tr("operation.timeline"))
        self._desk = desk
        self._list = column(self, gap=Space.XS)

    def show_scene(self, scene: Scene | None) -> None:
        """Show what happened; None empties it."""
        clear(self._list)
        if scene is None or not scene.events:
            self._list.addWidget(label(tr("operation.timeline_none"), wrap=True))
            self._list.addWidget(label(tr("operation.timeline_none_hint"), Role.CAPTION, wrap=True))
            return
        day = self._desk.clock.now().astimezone().date()
        for event in reversed(scene.events):
            moment = event.at.astimezone()
            if moment.date() != day:
                # Once for all that follows: beside each line stands its time alone.
                day = moment.date()
                self._list.addWidget(label(day.isoformat(), Role.OVERLINE, name="event_day"))
            self._list.addWidget(self._line(event))
        chain(tabs_above(self), [self])

    def _line(self, event: Event) -> QWidget:
        words = f"{event.at.astimezone():%H:%M}  {event_words(event)}"
        if not event.record_id:
            made = QWidget()
            inside = row(made, gap=Space.S)
            # As far in as a line that can be pressed, whose ring takes its room.
            around = px(Space.XS) + Size.FOCUS
            inside.setContentsMargins(around, px(Space.XS), around, px(Space.XS))
            inside.addWidget(Glyph("clock", Tone.MUTED, Size.ICON))
            inside.addWidget(label(words, Role.MUTED, wrap=True, name=f"event_{event.kind}"), stretch=1)
            return made
        glyph, tone = _ALARMS.get(event.kind, (glyph_of(event.record_type), Tone.ACCENT))
        line = JumpLine(words, glyph, name=f"event_{event.kind}", note=event.title, tone=tone)
        line.pressed.connect(
            partial(self._desk.open, "record", record_type=event.record_type, record_id=event.record_id)
        )
        return line


def event_words(event: Event) -> str:
    """Return what happened; of what record, its title says."""
    if event.record_id and event.kind == event.record_type:
        return declared_text(require_type(event.record_type).title)
    title = choice_label("operation_phase", event.title, chosen_language()) if event.kind == "phase" else ""
    return tr(f"operation.event_{event.kind}", title=title)
