"""A recovery on one page: sections in the order of the first hours, the protocol beside them."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QWidget

from ui.forms.part import Part
from ui.forms.reading import Reading
from ui.forms.record_form import RecordForm
from ui.screens.record.record_page import RecordPage
from ui.screens.record.side_pane import is_alive
from ui.screens.recovery.protocol_pane import ProtocolPane

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
    Part("Missing person", ("was_missing", "missing_reported_at", "missing_entered_at", "located_notice_at")),
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

    def make_form(self, record_id: str | None) -> RecordForm:
        return RecordForm(self.desk, self.record, record_id, preset=self.preset, parts=PARTS, in_turns=True)

    def make_first_tab(self) -> QWidget:
        self._protocol = ProtocolPane(self.desk.clock)
        self._protocol.jumped.connect(self.jump)
        if self.reading is not None:
            self._show_protocol(self._protocol, self.reading)
        elif self.record_id is None:
            self._protocol.show_values(self.preset, None)
        return self._protocol

    def show_reading(self, reading: Reading) -> None:
        super().show_reading(reading)
        if is_alive(self._protocol) and self._protocol is not None:
            self._show_protocol(self._protocol, reading)

    @staticmethod
    def _show_protocol(pane: ProtocolPane, reading: Reading) -> None:
        pane.show_values(reading.view.values, reading.missing, is_minor=reading.is_minor)
