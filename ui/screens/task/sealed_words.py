"""How seals, questions about them and keepers are put into words and chips."""

from __future__ import annotations

from typing import Final

from fieldapp.actions.keeper import Keeper
from fieldapp.actions.name_opening import Opening
from fieldapp.actions.sealed_name import SealedName
from ui.style.token import Tone
from ui.text import tr
from ui.widgets.chip import Chip

_OPENINGS: Final = {
    "asked": ("chat-circle", Tone.SOON),
    "agreed": ("check-circle", Tone.OK),
    "mine": ("hourglass", Tone.MUTED),
    "refused": ("x-circle", Tone.MUTED),
    "lapsed": ("hourglass", Tone.MUTED),
    "opened": ("eye", Tone.MUTED),
    "other": ("dots-three-circle", Tone.MUTED),
}


def credit_words(each: SealedName) -> str:
    """What was done under an alias, in words."""
    credit = each.credit
    counts = {"operations": credit.operations, "recoveries": credit.recoveries, "arrests": credit.arrests}
    return tr("sealed.credit", **counts)


def opening_chip(each: Opening) -> Chip:
    """How a question stands."""
    return Chip(tr(f"sealed.state_{each.state}"), *_OPENINGS[each.state], name="opening_chip")


def name_chip(each: SealedName) -> Chip:
    """Whether a seal wants anything, and for whom it is."""
    if each.is_twice:
        return Chip(tr("sealed.twice"), "warning", Tone.SOON, name="sealed_chip")
    if each.left:
        return Chip(tr("sealed.to_anew"), "warning", Tone.SOON, name="sealed_chip")
    return Chip(tr("sealed.yours" if each.is_mine else "sealed.theirs"), "lock-key", Tone.MUTED, name="sealed_chip")


def keeper_chip(each: Keeper) -> Chip:
    """Whether a keeper is this laptop's, or was compared on it."""
    if each.is_own:
        return Chip(tr("sealed.own"), "key", Tone.ACCENT, name="keeper_chip")
    if each.is_compared:
        return Chip(tr("sealed.is_compared"), "check-circle", Tone.OK, name="keeper_chip")
    return Chip(tr("sealed.not_compared"), "warning", Tone.SOON, name="keeper_chip")
