"""What was kept through a crash or a power cut, said once above every screen until somebody looked at it."""

from __future__ import annotations

from fieldapp.actions.kept_work import KeptWork
from fieldapp.records import require_type
from ui.desk import Desk
from ui.style.token import Tone
from ui.text import declared_text, tr
from ui.widgets.banner import Banner
from ui.widgets.button import Kind, button
from ui.widgets.flow import flow
from ui.widgets.label import set_hint

_KEY = "F8"


class KeptStrip(Banner):
    """Hidden unless there is something to go on with; its button and one key open the draft written last."""

    def __init__(self, desk: Desk) -> None:
        self._open = button(tr("shell.kept_open"), Kind.SECONDARY, name="kept_open")
        self._close = button(tr("shell.close"), Kind.QUIET, name="kept_close")
        super().__init__(name="kept", action=flow(self._open, self._close))
        self._desk = desk
        self._kept: KeptWork | None = None
        set_hint(self._open, tr("shell.kept_open"), _KEY)
        self._open.clicked.connect(self.go_on)
        self._close.clicked.connect(self.hush)

    def tell(self, kept: KeptWork) -> None:
        """Say how much was kept, and which was written last."""
        self._kept = kept
        kind = declared_text(require_type(kept.record_type).title)
        key = "shell.kept_one" if kept.count == 1 else "shell.kept_many"
        self.say(
            tr(key, count=kept.count),
            tr("shell.kept_last", kind=kind, title=kept.title, press=_KEY),
            Tone.ACCENT,
        )

    def go_on(self) -> None:
        """Open the draft where it was left; without one, nothing."""
        kept = self._kept
        if kept is not None:
            self._desk.open("record", record_type=kept.record_type, record_id=kept.record_id, focus=kept.field)

    def note(self, record_id: object) -> None:
        """A record is looked at: when it is the one, all is said."""
        if self._kept is not None and record_id == self._kept.record_id:
            self.hush()

    def hush(self) -> None:
        self._kept = None
        super().hush()
