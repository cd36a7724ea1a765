"""Points and levels of concern in words. Indicators, never a finding."""

from __future__ import annotations

from typing import Final

from fieldapp.forms.package import Band, plain_words
from fieldapp.forms.scoring import Score
from ui.style.token import Tone
from ui.text import chosen_language, tr

_TONES: Final = {"danger": Tone.DANGER, "soon": Tone.SOON}


def points_words(score: Score) -> str:
    """Return the points of what is known, and what they would be at most."""
    if score.highest == score.points:
        return tr("screening.points", points=score.points)
    return tr("screening.points_range", points=score.points, highest=score.highest)


def level_words(band: Band | None) -> str:
    """Return the name of a level in the interface's language; "" for none."""
    return plain_words(band.label, chosen_language()) if band is not None else ""


def is_reached(band: Band | None) -> bool:
    """Whether a level says something; the lowest is where everybody begins."""
    return band is not None and band.minimum > 0


def tone_of(band: Band | None) -> Tone:
    """Return the tone that the instrument gives a level."""
    return _TONES.get(band.tone, Tone.MUTED) if band is not None else Tone.MUTED
