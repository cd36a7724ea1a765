"""A recovery on one page: sections in the order of the first hours, the protocol beside them."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QWidget

from fieldapp.rules.supervisor_guard import UNSCREENED
from ui.forms.local_time import show_instant
from ui.forms.part import Part
from ui.forms.reading import Reading
from ui.forms.record_form import RecordForm
from ui.screens.arrest.victim_screening_card import VictimScreeningCard
from ui.screens.person.age_card import AgeCard
from ui.screens.record.record_page import RecordPage
from ui.screens.record.side_pane import is_alive
from ui.screens.recovery.protocol_pane import ProtocolPane
from ui.screens.recovery.run_reading import RunReading, blank_run
from ui.style.token import Tone
from ui.text import tr
from ui.widgets.banner import Banner
from ui.widgets.button import Kind, button

PARTS: Final = (
    Part(
        "First contact",
        (
            "person",
            "first_contact_at",
            "place",
            "city",
            "agency",
            "recovered_by",
            "operation",
            "origin",
            "report_number",
        ),
    ),
    Part("Age", ("estimated_age", "age_basis", "foreign_national_minor")),
    Part(
        "Needs",
        ("needs", "medical_decision", "assaulted_at", "comfort_given", "restraints_used", "restraints_reason"),
    ),
    Part("Exam", ("exam_facility", "exam_consent", "exam_kit", "hub_visited_at")),
    Part(
        "Child-protection hotline",
        ("hotline_called_at", "hotline_worker", "hotline_disposition", "hotline_referral_number"),
    ),
    Part(
        "Advocate",
        (
            *("advocate_notice_at", "advocate_answer", "advocate_agency", "advocate_called_at", "advocate_arrived_at"),
            *("support_person_answer", "waiver_reference", "waiver_revoked_at"),
        ),
    ),
    Part("Confidentiality", ("name_advice_given", "name_advice_by", "name_advice_at", "name_confidentiality")),
    Part("Exploitation", ("exploitation_type", "victim_status", "age_first_exploited")),
    Part(
        "Missing person",
        (
            *("was_missing", "missing_reported_at", "missing_entered_at"),
            *("foster_care", "ncmec_notified_at", "located_notice_at"),
        ),
    ),
    Part("Placement", ("taken_into", "placement_type")),
    Part("Reports", ("informed_at", "written_report_at", "cross_reported_at", "hhs_notified_at")),
    Part("Follow-up", ("review_72h_at", "mdt_at")),
    Part(
        "Certification",
        (
            *("endorsement_given_at", "endorsement_refused_at", "new_evidence_at", "reconsidered_at"),
            *("certification_requested_at", "in_removal", "certification_answered_at"),
        ),
    ),
    Part("Narrative", ("narrative",)),
)


class RecoveryPage(RecordPage):
    """The page of one recovery."""

    _protocol: ProtocolPane | None = None

    def fill_body(self) -> None:
        self.before = Banner(name="repeat_banner", action=self._make_before_button())
        self._before_id = ""
        self.screening = VictimScreeningCard(self.desk, "recovery")
        self.screening.decided.connect(self.note_change)
        self.body.addWidget(self.before)
        self.body.addWidget(self.screening)
        super().fill_body()
        self.age_card = AgeCard(self.desk)
        self.age_card.changed.connect(self.note_change)
        self.age_card.opened.connect(self._on_age_opened)
        self.body.addWidget(self.age_card)

    def make_form(self, record_id: str | None) -> RecordForm:
        return RecordForm(self.desk, self.record, record_id, preset=self.preset, parts=PARTS, in_turns=True)

    def make_first_tab(self) -> QWidget:
        self._protocol = ProtocolPane(self.desk)
        self._protocol.jumped.connect(self.jump)
        self._protocol.changed.connect(self.note_change)
        self._protocol.shown_run.connect(self._on_run)
        if self.reading is not None:
            self._show_protocol(self._protocol, self.reading)
        elif self.record_id is None:
            self._protocol.show_run(blank_run(self.preset))
        return self._protocol

    def show_reading(self, reading: Reading) -> None:
        super().show_reading(reading)
        self.age_card.show_record("recovery", reading.view.record_id, editable=not reading.view.is_void)
        if is_alive(self._protocol) and self._protocol is not None:
            self._show_protocol(self._protocol, reading)
        view = reading.view
        if view.record_id is not None:
            self.screening.show_arrest(view.record_id, editable=not view.is_void and not view.is_final)

    def jump(self, name: str) -> None:
        if name not in UNSCREENED or not self.screening.focus_act():
            super().jump(name)
        else:
            self.area.ensureWidgetVisible(self.screening)

    def wipe(self) -> None:
        super().wipe()
        self.age_card.wipe()
        self.screening.wipe()

    def _on_age_opened(self, record_type: str, record_id: str) -> None:
        self.save_typing()
        self.desk.open("record", record_type=record_type, record_id=record_id)

    def _make_before_button(self) -> QWidget:
        made = button(tr("protocol.open_before"), Kind.QUIET, name="open_before")
        made.clicked.connect(self._on_before)
        return made

    def _on_before(self) -> None:
        self.save_typing()
        self.desk.open("record", record_type="recovery", record_id=self._before_id)

    def _on_run(self, reading: RunReading) -> None:
        """Say that the same person was recovered before, or since."""
        if not reading.repeats:
            self.before.hush()
            return
        latest = reading.repeats[0]
        self._before_id = latest.recovery_id
        when = show_instant(latest.first_contact_at) if latest.first_contact_at else tr("protocol.no_time")
        self.before.say(
            tr("protocol.repeat", count=len(reading.repeats)),
            tr("protocol.repeat_latest", when=when, place=latest.place or tr("protocol.no_place")),
            Tone.ACCENT,
        )

    @staticmethod
    def _show_protocol(pane: ProtocolPane, reading: Reading) -> None:
        view = reading.view
        pane.show_record(view.record_id, reading.missing, editable=not view.is_void)
