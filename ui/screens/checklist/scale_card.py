"""What the answers of a checklist come to: its levels of concern and the duties that they bring."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QHBoxLayout

from fieldapp.forms.package import Band, DutyRule, Package, plain_words
from fieldapp.records.vocabulary import label as choice_label
from ui.forms.question.markup import plain_text
from ui.screens.checklist.fact import due_words
from ui.style.token import Space, Tone
from ui.text import chosen_language, tr
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.glyph import Glyph
from ui.widgets.label import Role, label
from ui.widgets.layout import column, row

_TONES: Final = {
    "muted": ("minus-circle", Tone.MUTED),
    "soon": ("warning", Tone.SOON),
    "danger": ("warning-octagon", Tone.DANGER),
}


class ScaleCard(Card):
    """Levels from the lowest to the highest, then duties, then the licensor's caution."""

    def __init__(self, package: Package) -> None:
        super().__init__(tr("checklist.scale"), name="checklist_scale")
        scale = package.scale
        for band in sorted(scale.bands, key=lambda each: each.minimum):
            self.body.addLayout(_band_line(band))
        if scale.items and not scale.bands:
            self.body.addWidget(label(tr("checklist.no_bands"), Role.MUTED, wrap=True))
        if package.duties:
            self.body.addWidget(label(tr("checklist.duties"), Role.OVERLINE))
        for rule in package.duties:
            self.body.addLayout(duty_line(rule, when_words(rule, package)))
        caution = plain_words(scale.caution, chosen_language())
        self.body.addWidget(label(plain_text(caution) or tr("checklist.indicators_only"), Role.CAPTION, wrap=True))


def band_chip(band: Band, name: str = "band") -> Chip:
    """Return a level of concern as icon and word."""
    glyph, tone = _TONES.get(band.tone, _TONES["muted"])
    return Chip(band_words(band), glyph, tone, name=name)


def band_words(band: Band) -> str:
    """Return a level's name in the language of the window."""
    return plain_text(plain_words(band.label, chosen_language())) or band.code


def duty_words(rule: DutyRule) -> str:
    """Return what has to be done, in the language of the window."""
    own = plain_text(plain_words(rule.label, chosen_language()))
    return own or choice_label("duty", rule.duty, chosen_language())


def when_words(rule: DutyRule, package: Package) -> str:
    """Return when a duty comes about."""
    names = {band.code: band_words(band) for band in package.scale.bands}
    said = []
    if rule.bands:
        said.append(tr("checklist.when_bands", bands=", ".join(names.get(code, code) for code in rule.bands)))
    if rule.condition:
        said.append(tr("checklist.when_condition"))
    if rule.on_disclosure:
        said.append(tr("checklist.when_disclosed"))
    return "; ".join(said) or tr("checklist.when_always")


def duty_line(rule: DutyRule, note: str = "") -> QHBoxLayout:
    """Return a duty with how soon it is due, and when it comes about."""
    line = row(gap=Space.S)
    line.addWidget(Glyph("check-square", Tone.MUTED))
    words = column(gap=Space.NONE)
    said = tr("checklist.duty_due", duty=duty_words(rule), due=due_words(rule.due_minutes))
    words.addWidget(label(said, wrap=True, name="duty"))
    if note:
        words.addWidget(label(note, Role.CAPTION, wrap=True))
    line.addLayout(words, stretch=1)
    return line


def _band_line(band: Band) -> QHBoxLayout:
    line = row(gap=Space.M)
    line.addWidget(band_chip(band))
    line.addWidget(label(tr("checklist.from_points", points=band.minimum), Role.MUTED))
    line.addStretch()
    return line
