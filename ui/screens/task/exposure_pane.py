"""How often each person looked at covered pictures, week by week: who is over the agency's budget stands first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from fieldapp.actions.exposure import Exposed, load_exposure, own_looks
from fieldapp.rules.exposure import AMBER, OK, RED, Budget
from ui.screens.board.board_row import BoardRow
from ui.screens.task.team_pane import TeamPane
from ui.style.token import Tone
from ui.text import tr
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.empty_state import EmptyState
from ui.widgets.label import Role, label

_STATES: Final = {
    RED: ("warning-octagon", Tone.DANGER),
    AMBER: ("warning", Tone.SOON),
    OK: ("check-circle", Tone.MUTED),
}


@dataclass(frozen=True, repr=False)
class Weeks:
    """The looks of everybody, and the budget where the agency set one."""

    people: tuple[Exposed, ...]
    budget: Budget | None


class ExposurePane(TeamPane[Weeks]):
    """The looks of four weeks."""

    name = "exposure"

    def read(self, session: Any) -> Weeks:
        return Weeks(load_exposure(session), own_looks(session)[1])

    def show_found(self, found: Weeks) -> None:
        if not found.people:
            self.inside.addWidget(EmptyState("eye-slash", tr("exposure.none_title"), tr("exposure.none")))
            return
        card = Card(tr("exposure.title"), name="exposure_card")
        self.add_rows(card, tr("exposure.hint"), [(_chip(each), partial(_row, each)) for each in found.people])
        if found.budget is not None:
            words = tr("exposure.budget", amber=found.budget.amber, red=found.budget.red)
            card.body.addWidget(label(words, Role.CAPTION, wrap=True))


def _chip(each: Exposed) -> Chip:
    return Chip(tr(f"exposure.{each.state}"), *_STATES[each.state], name="exposure_chip")


def _row(each: Exposed, chip: Chip) -> BoardRow:
    now, last, third, fourth = each.looks
    words = tr("exposure.weeks", now=now, last=last, third=third, fourth=fourth)
    return BoardRow(each.who, words, lead=chip, name="exposure_row")
