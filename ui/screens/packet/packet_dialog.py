"""Asks for whom a court packet is, on what basis and why, and shows what would be in it and what is withheld."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from fieldapp.actions.packet import Order, Packet, load_packet, require_order
from fieldapp.domain.access import Role as Part
from fieldapp.domain.problems import Refused
from fieldapp.records.disclosure import Disclosure
from ui.desk import Desk
from ui.forms.editor import Editor, refusal_text
from ui.forms.form_section import FormSection
from ui.forms.registry import make_editor
from ui.forms.segment_row import SegmentRow
from ui.jobs import Fault
from ui.screens.packet.packet_words import warning_words, withheld_words
from ui.style.look import px
from ui.style.token import Size, Space, Tone
from ui.text import error_text, problem_text, tr
from ui.widgets.button import Kind, button
from ui.widgets.dialog import Dialog
from ui.widgets.glyph import Glyph
from ui.widgets.label import Role, label
from ui.widgets.layout import clear, column, row

_ASKED: Final = ("recipient", "basis", "reason")


class PacketDialog(Dialog):
    """Emits ``agreed`` with the order once it says enough. It stays until the packet is written or somebody leaves."""

    agreed = Signal(object)

    def __init__(self, parent: QWidget, desk: Desk, record_type: str, record_id: str) -> None:
        super().__init__(parent, tr("packet.title"), tr("packet.sentence"), name="packet_dialog")
        self.setMinimumWidth(min(px(Size.COLUMN_MIN), parent.window().width() - px(Space.XXL)))
        self._desk, self._order = desk, Order(record_type, record_id)
        fields = FormSection("", 0, framed=False)
        self._asked: list[QWidget] = [fields]
        self._editors: dict[str, Editor] = {}
        for name in _ASKED:
            self._editors[name] = make_editor(replace(Disclosure.fields[name], required=True), desk)
            fields.add(self._editors[name])
        self.body.addWidget(fields)
        fields.show()
        self.screenings = self._choice("packet.screenings", [("without", "packet.without"), ("with", "packet.with")])
        self.names = self._choice("packet.names", [("code", "packet.names_code"), ("true", "packet.names_true")])
        self._preview = QWidget()
        self._preview.setObjectName("packet_preview")
        self._lines = column(self._preview, gap=Space.S)
        self._lines.addWidget(label(tr("packet.looking"), Role.MUTED))
        self.body.addWidget(self._preview)
        self._problem = label("", Role.ERROR, wrap=True, name="packet_problem")
        self._problem.hide()
        self.body.addWidget(self._problem)
        self._leave = button(tr("form.cancel"), name="packet_cancel")
        self._go = button(tr("packet.go"), Kind.PRIMARY, glyph="export", name="packet_go")
        self._leave.clicked.connect(self.reject)
        self._go.clicked.connect(self._on_go)
        self.foot.addStretch()
        self.foot.addWidget(self._leave)
        self.foot.addWidget(self._go)
        self._editors["recipient"].focus_widget().setFocus()
        self._look()

    def order(self) -> Order:
        """Return what is asked for as it stands. Raises Refused for what cannot be a value."""
        recipient, basis, reason = (str(self._editors[name].value() or "") for name in _ASKED)
        return replace(self._chosen(), recipient=recipient, basis=basis, reason=reason)

    def say_progress(self, words: str) -> None:
        """Say what is being done; nothing can be pressed meanwhile."""
        self._problem.hide()
        self._go.setEnabled(False)
        clear(self._lines)
        self._lines.addWidget(label(words, Role.STRONG, wrap=True, name="packet_progress"))

    def say_done(self, path: Path, sha256: str) -> None:
        """Say what was written and what is kept of it."""
        self.say_progress(tr("packet.saved", file=path.name))
        for words in (tr("packet.kept"), tr("packet.sum", sha256=sha256), tr("packet.pass_on")):
            self._lines.addWidget(label(words, wrap=True))
        for widget in (*self._asked, self._go):
            widget.hide()
        self._leave.setText(tr("packet.close"))
        self._leave.setFocus()

    def say_fault(self, fault: Fault) -> None:
        """Say what failed; nothing left."""
        self._go.setEnabled(True)
        problems = fault.problems if isinstance(fault, Refused) else ()
        for problem in problems:
            if problem.field in self._editors:
                self._editors[problem.field].show_problem(problem_text(problem))
        first = next((self._editors[p.field] for p in problems if p.field in self._editors), None)
        if first is not None:
            first.focus_widget().setFocus()
        rest = [problem_text(problem) for problem in problems if problem.field not in self._editors]
        self._problem.setText("\n".join(rest) if isinstance(fault, Refused) else error_text(fault))
        self._problem.setVisible(bool(self._problem.text()))
        self._look()

    def done(self, result: int) -> None:
        for editor in self._editors.values():
            editor.wipe()
        clear(self._lines)
        super().done(result)

    def _choice(self, key: str, options: list[tuple[str, str]]) -> SegmentRow:
        made = SegmentRow([(code, tr(words)) for code, words in options])
        made.setObjectName(key.replace(".", "_"))
        made.setAccessibleName(tr(key))
        made.set_code(options[0][0])
        made.picked.connect(self._look)
        session = self._desk.session
        if key == "packet.names" and (session is None or session.role is not Part.SUPERVISOR):
            made.hide()
            return made
        heading = label(tr(key), Role.STRONG)
        self._asked += [heading, made]
        self.body.addWidget(heading)
        self.body.addWidget(made, alignment=Qt.AlignmentFlag.AlignLeft)
        return made

    def _chosen(self) -> Order:
        return replace(
            self._order, is_named=self.names.code() == "true", with_screenings=self.screenings.code() == "with"
        )

    def _look(self) -> None:
        session, order = self._desk.session, self._chosen()
        if session is not None:
            self._desk.jobs.store(lambda: load_packet(session, order), self._show, self._on_fault, self)

    def _show(self, packet: Packet) -> None:
        clear(self._lines)
        inside = tr("packet.inside", records=len(packet.records), acts=len(packet.history), clocks=len(packet.clocks))
        self._lines.addWidget(label(inside, Role.STRONG, wrap=True, name="packet_inside"))
        is_off = bool(packet.warnings or packet.has_earlier)
        for words in warning_words(packet):
            self._line("warning" if is_off else "check-circle", Tone.SOON if is_off else Tone.OK, words)
        self._lines.addWidget(label(tr("packet.withheld"), Role.STRONG))
        if not packet.withheld:
            self._lines.addWidget(label(tr("packet.nothing_withheld"), wrap=True))
        for words, count in withheld_words(packet):
            self._line("eye-slash", Tone.MUTED, f"{words}: {count}")

    def _line(self, glyph: str, tone: Tone, words: str) -> None:
        across = row(gap=Space.S)
        across.addWidget(Glyph(glyph, tone))
        across.addWidget(label(words, wrap=True), stretch=1)
        self._lines.addLayout(across)

    def _on_fault(self, fault: Fault) -> None:
        clear(self._lines)
        self._problem.setText(error_text(fault))
        self._problem.show()

    def _on_go(self) -> None:
        self._problem.hide()
        for editor in self._editors.values():
            try:
                editor.value()
            except Refused as refusal:
                editor.show_problem(refusal_text(refusal))
                editor.focus_widget().setFocus()
                return
        order = self.order()
        try:
            require_order(order)
        except Refused as refusal:
            self.say_fault(refusal)
            return
        self.agreed.emit(order)
