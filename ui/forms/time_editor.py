"""Editors of days and moments: typed as people say them, shown local, stored in UTC."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from fieldapp.domain.fields import Field
from fieldapp.domain.wire import Json
from ui.desk import Desk
from ui.forms.editor import Editor
from ui.forms.local_time import UnreadableError, instant_to_wire, read_date, read_instant, show_instant, show_zone
from ui.forms.text_editor import make_line
from ui.style.token import Space
from ui.text import tr
from ui.widgets.button import Kind, button
from ui.widgets.label import set_hint
from ui.widgets.layout import row

_AHEAD: Final = ("due_at", "until", "scheduled_for", "starts_at", "ends_at", "next_check_in_at")


class _TypedTimeEditor(Editor):
    """A line that is read when it is left, and a button for this very moment."""

    def __init__(self, field: Field, desk: Desk, placeholder: str, instantly: str) -> None:
        super().__init__(field, desk)
        self._line: QLineEdit = make_line(is_sensitive=self.is_sensitive)
        self._line.setPlaceholderText(placeholder)
        self._adopt(self._line)
        self._now: QPushButton = button(instantly, Kind.QUIET, name=f"{field.name}_now")
        # The word can be typed as well, so the button is no stop on the way through the fields.
        self._now.setFocusPolicy(self._now.focusPolicy().NoFocus)
        line = row(gap=Space.XS)
        line.addWidget(self._line, stretch=1)
        line.addWidget(self._now)
        self.body.addLayout(line)
        self._line.textEdited.connect(self._touch)
        self._line.returnPressed.connect(self._on_left)
        self._now.clicked.connect(self._on_now)

    def focus_widget(self) -> QWidget:
        return self._line

    def inputs(self) -> tuple[QWidget, ...]:
        return (self._line, self._now)

    def set_editable(self, *, editable: bool) -> None:
        super().set_editable(editable=editable)
        self._now.setVisible(editable and not self.is_covered)

    def _set_body_visible(self, *, visible: bool) -> None:
        self._line.setVisible(visible)
        self._now.setVisible(visible)

    def _on_left(self) -> None:
        super()._on_left()
        self._spell_out()

    def _spell_out(self) -> None:
        """Show what was understood, once it was."""

    def _on_now(self) -> None:
        raise NotImplementedError


class DateEditor(_TypedTimeEditor):
    """A day."""

    def __init__(self, field: Field, desk: Desk) -> None:
        super().__init__(field, desk, tr("form.date_hint"), tr("form.today"))

    def _show(self, value: Json) -> None:
        self._line.setText("" if value is None else str(value))

    def _read(self) -> Json:
        typed = self._line.text().strip()
        if not typed:
            return None
        if typed == self.known:
            return self.known
        today = self.desk.clock.now().astimezone().date()
        try:
            return read_date(typed, today).isoformat()
        except UnreadableError as error:
            raise self._refuse("DATE_UNREADABLE") from error

    def _spell_out(self) -> None:
        try:
            day = read_date(self._line.text(), self.desk.clock.now().astimezone().date())
        except UnreadableError:
            return
        self._line.setText(day.isoformat())

    def _on_now(self) -> None:
        self._line.setText(self.desk.clock.now().astimezone().date().isoformat())
        self._touch()
        self._on_left()


class InstantEditor(_TypedTimeEditor):
    """A moment, local on the screen, with its zone on hover."""

    def __init__(self, field: Field, desk: Desk) -> None:
        hint = "form.instant_hint_ahead" if field.name.endswith(_AHEAD) else "form.instant_hint"
        super().__init__(field, desk, tr(hint), tr("form.now"))
        self._understood: tuple[str, str] | None = None

    def _show(self, value: Json) -> None:
        if value is None:
            self._understood = None
            self._line.setText("")
            self._line.setToolTip("")
            return
        self._take(str(value))

    def _read(self) -> Json:
        typed = self._line.text().strip()
        if not typed:
            return None
        if self._understood is not None and typed == self._understood[0]:
            # What is shown has no seconds; what is stored keeps them.
            return self._understood[1]
        try:
            return instant_to_wire(read_instant(typed, self.desk.clock.now()))
        except UnreadableError as error:
            raise self._refuse("INSTANT_UNREADABLE") from error

    def _spell_out(self) -> None:
        typed = self._line.text().strip()
        if not typed or (self._understood is not None and typed == self._understood[0]):
            return
        try:
            self._take(instant_to_wire(read_instant(typed, self.desk.clock.now())))
        except UnreadableError:
            return

    def _take(self, wire: str) -> None:
        shown = show_instant(wire)
        self._understood = (shown, wire)
        self._line.setText(shown)
        set_hint(self._line, show_zone(wire))

    def _on_now(self) -> None:
        self._take(instant_to_wire(self.desk.clock.now()))
        self._touch()
        self._on_left()
