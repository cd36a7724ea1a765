"""What the answers of a trial come to, as they are given: points, level, duties, and how much nobody answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from ui.forms.question.markup import plain_text
from ui.screens.checklist.scale_card import band_chip, duty_line
from ui.style.token import Space
from ui.text import chosen_language, tr
from ui.widgets.big_number import BigNumber
from ui.widgets.flow import flow
from ui.widgets.label import Role, label, rule
from ui.widgets.layout import clear, column, row

if TYPE_CHECKING:
    from fieldapp.forms.form_session import FormSession
    from fieldapp.forms.package import Package
    from fieldapp.forms.scoring import Score


class OutcomePane(QWidget):
    """``disclosure_changed(made)`` when the author tries what a disclosure brings."""

    disclosure_changed = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("ground")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        inside = column(self, gap=Space.M, margin=Space.L)
        inside.addWidget(label(tr("checklist.outcome"), Role.LEAD))
        self._body = column(gap=Space.S)
        inside.addLayout(self._body)
        self._disclosed = QCheckBox(tr("checklist.try_disclosure"))
        self._disclosed.setObjectName("try_disclosure")
        self._disclosed.toggled.connect(self.disclosure_changed)
        inside.addWidget(self._disclosed)
        self._caution = label("", Role.CAPTION, wrap=True, name="outcome_caution")
        inside.addWidget(self._caution)
        inside.addStretch()
        self._said = ""

    def text(self) -> str:
        """Return the points, the level and the duties shown, in one sentence."""
        return self._said

    def empty(self) -> None:
        """Show nothing."""
        clear(self._body)
        self._said = ""
        self._caution.clear()
        self._disclosed.blockSignals(True)
        self._disclosed.setChecked(False)
        self._disclosed.blockSignals(False)

    def show_trial(self, session: FormSession, package: Package, *, is_disclosed: bool) -> None:
        """Reckon and show what the answers come to now."""
        from fieldapp.forms.package import plain_words
        from fieldapp.forms.summary import summarise

        found = summarise(session, package, is_disclosed=is_disclosed)
        clear(self._body)
        said = []
        if found.score is not None:
            said += self._show_score(found.score)
        else:
            words = tr("checklist.answered", answered=found.values["answered"], asked=found.values["asked"])
            self._body.addWidget(label(tr("checklist.unscored"), Role.MUTED, wrap=True))
            self._body.addWidget(label(words, name="outcome_answered"))
        self._body.addWidget(rule())
        self._body.addWidget(label(tr("checklist.duties_now", count=len(found.duties)), Role.OVERLINE))
        for duty in found.duties:
            self._body.addLayout(duty_line(duty))
        said.append(tr("checklist.duties_now", count=len(found.duties)))
        if not found.duties:
            self._body.addWidget(label(tr("checklist.no_duties"), Role.MUTED, wrap=True))
        self._disclosed.setVisible(any(each.on_disclosure for each in package.duties))
        caution = plain_text(plain_words(package.scale.caution, chosen_language()))
        self._caution.setText("\n".join(part for part in (caution, tr("checklist.indicators_only")) if part))
        self._said = ", ".join(said)
        self.setAccessibleName(self._said)

    def _show_score(self, score: Score) -> list[str]:
        numbers = row(gap=Space.L)
        numbers.addWidget(BigNumber(tr("checklist.points"), score.points, name="outcome_points"))
        if score.highest != score.points:
            numbers.addWidget(BigNumber(tr("checklist.points_highest"), score.highest, name="outcome_highest"))
        numbers.addStretch()
        self._body.addLayout(numbers)
        said = [tr("checklist.points_said", points=score.points)]
        if score.band is not None:
            chip = band_chip(score.band, "outcome_band")
            self._body.addWidget(chip)
            said.append(chip.text())
        if score.highest_band is not None and score.highest_band != score.band:
            chip = band_chip(score.highest_band, "outcome_band_highest")
            note = label(tr("checklist.up_to"), Role.CAPTION)
            self._body.addWidget(flow(note, chip, name="outcome_up_to"))
        words = tr("checklist.answered", answered=score.answered, asked=score.asked)
        self._body.addWidget(label(words, name="outcome_answered"))
        return [*said, words]
