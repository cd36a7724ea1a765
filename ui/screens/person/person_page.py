"""The page of a person: who may be the same, what a corrected age changed; the way on where an arrest forbids it."""

from __future__ import annotations

from collections.abc import Mapping

from fieldapp.actions.age_change import age_changes, correct_age
from fieldapp.domain.problems import Refused
from fieldapp.domain.wire import Json
from fieldapp.rules.stated_age import PERSON_AGE
from ui.forms.reading import Reading
from ui.screens.person.age_card import AgeCard
from ui.screens.person.age_part import AgePart
from ui.screens.record.record_page import RecordPage
from ui.screens.record.similar_row import SimilarRow
from ui.style.token import Tone
from ui.text import tr
from ui.widgets.banner import Banner
from ui.widgets.button import Kind, button

_FORBIDDEN = frozenset({"ARREST_MINOR_PROSTITUTION", "CHARGE_UNKNOWN_FOR_MINOR"})


class PersonPage(RecordPage):
    """The page of one person."""

    def fill_body(self) -> None:
        self.turn_arrests = button(tr("age.turn"), Kind.PRIMARY, glyph="lifebuoy", name="turn_arrests")
        self.turn_arrests.clicked.connect(self._on_turn)
        self._against = Banner(name="age_banner", action=self.turn_arrests)
        self.age_part = AgePart()
        self.age_part.opened.connect(self._on_opened)
        self.similar = SimilarRow(self.desk, self.record)
        self.body.addWidget(self._against)
        self.body.addWidget(self.similar)
        self.body.addWidget(self.age_part)
        super().fill_body()
        self.age_card = AgeCard(self.desk)
        self.age_card.changed.connect(self.note_change)
        self.age_card.opened.connect(self._on_opened)
        self.body.addWidget(self.age_card)
        self.form.ruled_out.connect(self._on_age_ruled_out)

    def show_reading(self, reading: Reading) -> None:
        super().show_reading(reading)
        # Two laptops may have entered the same person without a network: both stay, and each says so of the other.
        self.similar.look(self.record_id, reading.view.values)
        session, person_id = self.desk.session, reading.view.record_id
        self.age_card.show_record("person", person_id, editable=not reading.view.is_void)
        if session is not None:
            self.desk.jobs.store(
                lambda: age_changes(session, person_id), self.age_part.show_changes, self.say_fault, self
            )

    def wipe(self) -> None:
        super().wipe()
        self.age_part.wipe()
        self.age_card.wipe()
        self.similar.forget()

    def _on_age_ruled_out(self, refusal: Refused) -> None:
        if any(problem.code in _FORBIDDEN for problem in refusal.problems):
            self._against.say(tr("age.against"), tr("age.against_detail"), Tone.SOON)
            self.area.ensureWidgetVisible(self._against)
            self.turn_arrests.setFocus()

    def _on_turn(self) -> None:
        session, person_id, values = self.desk.session, self.record_id, self._typed_age()
        if session is not None and person_id is not None:
            self.desk.jobs.store(lambda: correct_age(session, person_id, values), self._on_turned, self.say_fault, self)

    def _on_turned(self, made: tuple[str, ...]) -> None:
        self._against.hush()
        self.desk.toast(tr("age.turned", count=len(made)))
        self.note_change()

    def _on_opened(self, record_type: str, record_id: str) -> None:
        self.save_typing()
        self.desk.open("record", record_type=record_type, record_id=record_id)

    def _typed_age(self) -> Mapping[str, Json]:
        """The age as it stands on the page, also where it could not be saved yet."""
        found: dict[str, Json] = {}
        for name in PERSON_AGE:
            try:
                found[name] = self.form.editor(name).value()
            except Refused:  # half a date is no value: what is stored stays
                continue
        return found
