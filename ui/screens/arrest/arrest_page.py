"""An arrest on one page: what its charges come to stands above the form and follows every change.

A minor's arrest for anything but selling has a card of its own, where a supervisor reviews the link to exploitation;
so has the arrest of somebody taken for selling, who is screened first.
"""

from __future__ import annotations

from collections.abc import Mapping

import shiboken6

from fieldapp.actions.arrest import ArrestReading, read_arrest
from fieldapp.actions.capture import save_record
from fieldapp.domain.record import Record
from fieldapp.domain.wire import Json
from fieldapp.rules.supervisor_guard import UNSCREENED
from ui.forms.part import Part, declared_parts
from ui.forms.reading import Reading
from ui.forms.record_form import RecordForm
from ui.forms.save_queue import take_back
from ui.screens.arrest.arrest_card import ArrestCard
from ui.screens.arrest.charge_section import ChargeSection
from ui.screens.arrest.nexus_card import NexusCard
from ui.screens.arrest.victim_screening_card import VictimScreeningCard
from ui.screens.record.child_section import ChildSection
from ui.screens.record.record_page import RecordPage
from ui.text import tr

_REVIEWED = "nexus_reviewed"
_ON_A_CARD = frozenset({_REVIEWED, *UNSCREENED})


class ArrestPage(RecordPage):
    """The page of one arrest."""

    def make_form(self, record_id: str | None) -> RecordForm:
        # Whether the nexus was reviewed is not ticked beside other things: who reviewed it says what was found. Nor is
        # it typed field by field why nobody was screened: who signs that signs it whole.
        left = [
            Part(part.title, tuple(name for name in part.fields if name not in _ON_A_CARD))
            for part in declared_parts(self.record)
        ]
        parts = [part for part in left if part.fields]
        return RecordForm(self.desk, self.record, record_id, preset=self.preset, parts=parts, in_turns=True)

    def fill_body(self) -> None:
        self.card = ArrestCard()
        self.card.mend_wanted.connect(self._on_mend)
        self.nexus = NexusCard(self.desk)
        self.nexus.decided.connect(self.note_change)
        self.nexus.recovery_wanted.connect(self._on_recovery_wanted)
        self.screening = VictimScreeningCard(self.desk)
        self.screening.decided.connect(self.note_change)
        self.screening.recovery_wanted.connect(self._on_recovery_wanted)
        self.body.addWidget(self.card)
        self.body.addWidget(self.nexus)
        self.body.addWidget(self.screening)
        super().fill_body()

    def make_section(self, child: type[Record]) -> ChildSection:
        made = ChargeSection if child.type_name == "charge" else ChildSection
        return made(self.desk, child)

    def show_reading(self, reading: Reading) -> None:
        super().show_reading(reading)
        session, record_id = self.desk.session, self.record_id
        if session is not None and record_id is not None:
            self.desk.jobs.store(lambda: read_arrest(session, record_id), self._on_arrest, self.say_fault, self)
            view = reading.view
            self.nexus.show_arrest(record_id, editable=not view.is_void)
            self.screening.show_arrest(record_id, editable=not view.is_void and not view.is_final)

    def jump(self, name: str) -> None:
        card = self.nexus if name == _REVIEWED else self.screening if name in UNSCREENED else None
        if card is None or not card.focus_act():
            super().jump(name)
        else:
            self.area.ensureWidgetVisible(card)

    def wipe(self) -> None:
        super().wipe()
        self.card.wipe()
        self.nexus.wipe()
        self.screening.wipe()

    def _on_arrest(self, reading: ArrestReading | None) -> None:
        view = self.reading.view if self.reading is not None else None
        self.card.show_arrest(reading, editable=view is not None and not view.is_void and not view.is_final)
        for section in self.children_shown:
            if isinstance(section, ChargeSection) and reading is not None:
                section.show_day(reading.day)

    def _on_recovery_wanted(self) -> None:
        self.acts.record_as_recovery()

    def _on_mend(self, values: Mapping[str, Json]) -> None:
        """Follow a piece of advice about the line of the report."""
        self.save_typing()
        session, record_id = self.desk.session, self.record_id
        if session is not None and record_id is not None:
            self.desk.jobs.store(
                lambda: save_record(session, "arrest", values, record_id=record_id),
                lambda _id: self._on_mended(),
                self.say_fault,
                self,
            )

    def _on_mended(self) -> None:
        self.desk.toast(tr("arrest.mended"), lambda: take_back(self.desk, self._note_undone))
        self.note_change()

    def _note_undone(self) -> None:
        # An undo may come when the person has long been elsewhere and the page is gone.
        if shiboken6.isValid(self):
            self.note_change()
