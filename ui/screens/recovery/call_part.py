"""What stands in a step itself: the hotline's number and what it will ask, and where an exam is made."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QWidget

from fieldapp.domain.clock import to_wire
from fieldapp.records.seed import load_directory
from fieldapp.rules.exam import Decides, ExamAdvice, ExamKind
from ui.desk import Desk
from ui.forms.local_time import show_instant
from ui.screens.screening.phone_button import phone_button
from ui.style.token import Space
from ui.text import chosen_language, tr
from ui.widgets.button import Kind, button
from ui.widgets.label import Role, label
from ui.widgets.layout import column

_ASKED: Final = ("who", "where", "parents", "language", "what", "harm", "danger", "heritage", "number")


class HotlinePart(QWidget):
    """The number, which works without a network, and the script one press away."""

    def __init__(self, desk: Desk, *, is_open: bool = False) -> None:
        super().__init__()
        self.setObjectName("hotline_part")
        inside = column(self, gap=Space.XS)
        entry = next(entry for entry in load_directory() if entry.kind == "child_protection")
        inside.addWidget(phone_button(desk, entry))
        inside.addWidget(label(entry.hours(chosen_language()), Role.CAPTION, wrap=True))
        self._toggle = button(tr("protocol.script"), Kind.QUIET, glyph="list", name="hotline_script")
        self._toggle.setCheckable(True)
        self._toggle.toggled.connect(self._on_toggled)
        inside.addWidget(self._toggle)
        self.script = QWidget()
        self.script.setObjectName("hotline_questions")
        lines = column(self.script, gap=Space.XS)
        lines.addWidget(label(tr("protocol.script_note"), Role.CAPTION, wrap=True))
        for number, code in enumerate(_ASKED, start=1):
            lines.addWidget(label(f"{number}.  {tr(f'protocol.script_{code}')}", wrap=True))
        for other in load_directory():
            if other.kind == "child_protection" and other is not entry:
                lines.addWidget(label(f"{other.label(chosen_language())}: {other.phone}", Role.CAPTION, wrap=True))
        inside.addWidget(self.script)
        self.script.setVisible(is_open)
        self._toggle.setChecked(is_open)

    def _on_toggled(self, is_open: bool) -> None:
        self.script.setVisible(is_open)


class ExamPart(QWidget):
    """Acute or not, until when, who decides, and where."""

    def __init__(self, desk: Desk, advice: ExamAdvice) -> None:
        super().__init__()
        self.setObjectName("exam_part")
        inside = column(self, gap=Space.XS)
        until = show_instant(to_wire(advice.until))
        inside.addWidget(label(tr(f"protocol.exam_{advice.kind}", until=until), wrap=True, name="exam_words"))
        if advice.decides is not Decides.UNKNOWN:
            inside.addWidget(label(tr(f"protocol.exam_decides_{advice.decides}"), Role.CAPTION, wrap=True))
        wanted = "hospital" if advice.kind is ExamKind.ACUTE else "medical"
        found = [entry for entry in load_directory() if entry.kind == wanted]
        for entry in found:
            inside.addWidget(phone_button(desk, entry))
            where = f"{entry.label(chosen_language())}. {entry.address}. {entry.hours(chosen_language())}"
            inside.addWidget(label(where, Role.CAPTION, wrap=True))
        if not found:
            inside.addWidget(label(tr("protocol.exam_no_list"), Role.CAPTION, wrap=True))
