"""An arrest on one page: what its charges come to stands above the form and follows every change."""

from __future__ import annotations

from fieldapp.actions.arrest import ArrestReading, read_arrest
from fieldapp.domain.record import Record
from ui.forms.reading import Reading
from ui.screens.arrest.arrest_card import ArrestCard
from ui.screens.arrest.charge_section import ChargeSection
from ui.screens.record.child_section import ChildSection
from ui.screens.record.record_page import RecordPage


class ArrestPage(RecordPage):
    """The page of one arrest."""

    def fill_body(self) -> None:
        self.card = ArrestCard()
        self.body.addWidget(self.card)
        super().fill_body()

    def make_section(self, child: type[Record]) -> ChildSection:
        made = ChargeSection if child.type_name == "charge" else ChildSection
        return made(self.desk, child)

    def show_reading(self, reading: Reading) -> None:
        super().show_reading(reading)
        session, record_id = self.desk.session, self.record_id
        if session is not None and record_id is not None:
            self.desk.jobs.store(lambda: read_arrest(session, record_id), self._on_arrest, self.say_fault, self)

    def _on_arrest(self, reading: ArrestReading | None) -> None:
        self.card.show_arrest(reading)
        for section in self.children_shown:
            if isinstance(section, ChargeSection) and reading is not None:
                section.show_day(reading.day)
