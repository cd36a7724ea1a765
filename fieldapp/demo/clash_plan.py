"""Two laptops edit one record while neither knows of the other: some write the same field, most do not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from fieldapp.demo.act import Verb
from fieldapp.demo.scenario import DEPUTY, DETECTIVE
from fieldapp.demo.script import Script, Written
from fieldapp.domain.wire import Json

_REASON: Final = "Corrected after the debriefing"
# Per type: a field that both write with two values, and one that each writes alone. No figure rests on any of them.
_FIELDS: Final[dict[str, tuple[str, tuple[str, str], tuple[str, str], tuple[str, str]]]] = {
    "operation": (
        "rally_point",
        ("Demo Park, north gate", "Demo Library, rear lot"),
        ("threat_assessment", "Two ways in, one of them from the alley"),
        ("contingency", "Fall back to the command post"),
    ),
    "lead": (
        "web_address",
        ("https://list.example/ad/1", "https://board.example/ad/2"),
        ("caller", "Called back once, no name given"),
        ("suspicion_basis", "Same number in two advertisements"),
    ),
    "search_warrant": (
        "provider",
        ("Demo Telecom, legal desk", "Sample Wireless, records office"),
        ("remarks", "Night desk was told"),
        ("served_by", "Both deputies of the team"),
    ),
    "arrest": (
        "facility",
        ("Demo Station, holding room 2", "Example Station, front desk"),
        ("warrant_number", "DEMO-AW-0001"),
        ("booking_number", "DEMO0000001"),
    ),
    "person": (
        "marks",
        ("Tattoo on the left hand", "Tattoo on the right hand"),
        ("eyes", "brown, seen in daylight"),
        ("hair", "dark, cut short"),
    ),
}


def plan_clashes(script: Script) -> None:
    """Write down the overlapping edits of the year, first those that clash, then those that merge in silence."""
    scenario, places = script.scenario, _overlaps(script)
    for number in range(scenario.clashes):
        _clash(script, *next(places), settled=number < scenario.settled)
    for _ in range(scenario.merges):
        what, first_at, second_at = next(places)
        ours, theirs = _lone_edits(what)
        script.edit(DETECTIVE, first_at, what, ours, _REASON)
        script.edit(DEPUTY, second_at, what, theirs, _REASON)


def _clash(script: Script, what: Written, first_at: datetime, second_at: datetime, *, settled: bool) -> None:
    name, (one, other), *_ = _FIELDS[what.record_type]
    ours, theirs = _lone_edits(what)
    script.edit(DETECTIVE, first_at, what, {**ours, name: one}, _REASON)
    script.edit(DEPUTY, second_at, what, {**theirs, name: other}, _REASON)
    if settled:
        both_known = script.schedule.known_from(DEPUTY, DETECTIVE, second_at)
        script.do(Verb.SETTLE, DETECTIVE, script.after(both_known, 30, 300), what, {name: one}, "Asked the team")


def _lone_edits(what: Written) -> tuple[dict[str, Json], dict[str, Json]]:
    _, _, (ours, our_value), (theirs, their_value) = _FIELDS[what.record_type]
    return {ours: our_value}, {theirs: their_value}


def _overlaps(script: Script) -> Iterator[tuple[Written, datetime, datetime]]:
    """Yield records that both laptops hold in their last version, with two moments between the deputy's meetings."""
    schedule = script.schedule
    candidates = [what for what in script.records if what.record_type in _FIELDS and what.author == DETECTIVE]
    script.random.shuffle(candidates)
    spans = schedule.offline_spans(DEPUTY)
    for what in candidates:
        known = schedule.known_from(DETECTIVE, DEPUTY, script.last_touched[what.record_id])
        later = [span for span in spans[:-2] if span[0] >= known]
        if later:
            start, _ = script.random.choice(later)
            first_at = script.after(start + timedelta(hours=1), 0, 20_000)
            yield what, first_at, script.after(start + timedelta(hours=2), 0, 20_000)
