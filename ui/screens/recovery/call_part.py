"""What stands in a step itself: the hotline's number and what it will ask, and where an exam is made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QWidget

from fieldapp.actions.directory import AGENCY, exam_places
from fieldapp.domain.access import Role as Person
from fieldapp.domain.clock import to_wire
from fieldapp.records.seed import DirectoryEntry, load_directory
from fieldapp.rules.exam import Decides, ExamAdvice, ExamKind
from ui.desk import Desk
from ui.forms.local_time import show_instant
from ui.screens.screening.phone_button import phone_button
from ui.style.look import current_look, px
from ui.style.token import LARGE_TEXT, Size, Space
from ui.text import chosen_language, tr
from ui.widgets.button import Kind, button
from ui.widgets.label import Role, label
from ui.widgets.layout import column

_KEEPERS: Final = frozenset({Person.SUPERVISOR, Person.ADMINISTRATOR})
_ASKED: Final = ("who", "where", "parents", "language", "what", "harm", "danger", "heritage", "number")


def _number(desk: Desk, entry: DirectoryEntry) -> QWidget:
    """A number to call, as wide as the pane allows: it is never cut."""
    made = phone_button(desk, entry)
    made.setProperty("tight", True)
    if current_look().scale >= LARGE_TEXT:
        made.setIcon(QIcon())
    return made


class HotlinePart(QWidget):
    """The numbers, the agency's own first; they work without a network. The script is one press away."""

    def __init__(self, desk: Desk, numbers: Sequence[DirectoryEntry] = (), *, is_open: bool = False) -> None:
        super().__init__()
        self.setObjectName("hotline_part")
        inside = column(self, gap=Space.XS)
        known = [entry for entry in numbers or load_directory() if entry.kind == "child_protection"]
        bundled = next(entry for entry in known if entry.source != AGENCY)
        first = [entry for entry in known if entry.source == AGENCY or entry is bundled]
        for entry in first:
            inside.addWidget(_number(desk, entry))
            inside.addWidget(label(_whose(entry), Role.CAPTION, wrap=True))
        self._toggle = button(tr("protocol.script"), Kind.QUIET, glyph="list", name="hotline_script", elided=True)
        self._toggle.setProperty("tight", True)
        self._toggle.setMinimumWidth(px(Size.SHEET_CELL))
        self._toggle.setCheckable(True)
        self._toggle.toggled.connect(self._on_toggled)
        inside.addWidget(self._toggle)
        self.script = QWidget()
        self.script.setObjectName("hotline_questions")
        lines = column(self.script, gap=Space.XS)
        lines.addWidget(label(tr("protocol.script_note"), Role.CAPTION, wrap=True))
        for number, code in enumerate(_ASKED, start=1):
            lines.addWidget(label(f"{number}.  {tr(f'protocol.script_{code}')}", wrap=True))
        for other in known:
            if other not in first:
                lines.addWidget(label(f"{other.label(chosen_language())}: {other.phone}", Role.CAPTION, wrap=True))
        inside.addWidget(self.script)
        self.script.setVisible(is_open)
        self._toggle.setChecked(is_open)

    def _on_toggled(self, is_open: bool) -> None:
        self.script.setVisible(is_open)


class ExamPart(QWidget):
    """Acute or not, until when, who decides, and where: the agencies marked for it, else how one is added."""

    def __init__(self, desk: Desk, advice: ExamAdvice, numbers: Sequence[DirectoryEntry] = ()) -> None:
        super().__init__()
        self.setObjectName("exam_part")
        inside = column(self, gap=Space.XS)
        until = show_instant(to_wire(advice.until))
        inside.addWidget(label(tr(f"protocol.exam_{advice.kind}", until=until), wrap=True, name="exam_words"))
        if advice.decides is not Decides.UNKNOWN:
            inside.addWidget(label(tr(f"protocol.exam_decides_{advice.decides}"), Role.CAPTION, wrap=True))
        found = exam_places(numbers or load_directory(), is_acute=advice.kind is ExamKind.ACUTE)
        for entry in found:
            if entry.phone:
                inside.addWidget(_number(desk, entry))
            inside.addWidget(label(_whose(entry), Role.CAPTION, wrap=True, name=f"exam_{entry.code}"))
        if not found:
            inside.addWidget(label(tr("protocol.exam_no_list"), Role.CAPTION, wrap=True, name="exam_no_list"))
            if desk.session is not None and desk.session.role in _KEEPERS:
                add = button(tr("protocol.exam_add"), Kind.QUIET, glyph="plus", name="exam_add")
                add.clicked.connect(lambda: desk.open("capture", record_type="agency", acute_exam=True))
                inside.addWidget(add)


class OwnNumbersPart(QWidget):
    """The agency's own lines of these kinds; empty when it keeps none."""

    def __init__(self, desk: Desk, numbers: Sequence[DirectoryEntry], *kinds: str) -> None:
        super().__init__()
        self.setObjectName("own_numbers")
        inside = column(self, gap=Space.XS)
        for entry in numbers:
            if entry.source == AGENCY and entry.kind in kinds and entry.phone:
                inside.addWidget(_number(desk, entry))
                inside.addWidget(label(_whose(entry), Role.CAPTION, wrap=True))


def _whose(entry: DirectoryEntry) -> str:
    """Return whose number it is, where, and when it answers."""
    language = chosen_language()
    number = "" if entry.phone else tr("protocol.exam_no_number")
    hours = entry.hours(language) if entry.phone else ""
    return ". ".join(part for part in (entry.label(language), entry.address, number, hours) if part)
