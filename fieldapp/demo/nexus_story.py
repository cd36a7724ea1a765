"""A youth is arrested for something else: the supervisor asks first whether it hangs together with exploitation."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from fieldapp.demo.scenario import SUPERVISOR, name_of
from fieldapp.demo.script import Script, Written, wire
from fieldapp.domain.wire import Json

AGE: Final = 16
EVERY: Final = 9
"""Of the arrests in the last line of the report, each ninth is a youth's."""
_FOUND: Final = (
    "Alone when taken, own phone and papers, no older friend. Child services do not know the youth. The arrest stands.",
    "Ran from a placement twice this year. Said nobody sent them; child services were told the same night.",
    "Spoke for themselves once alone. Nothing ties what happened to anybody else; the advocate stays in touch.",
)


def review(script: Script, arrest: Written) -> datetime:
    """Write down the supervisor's review; return when whoever made the arrest holds it."""
    at = script.supervised(arrest.author, arrest.at + timedelta(hours=1))
    so_far = sum(act.record_type == "note" and "arrest" in act.values for act in script.acts)
    found: dict[str, Json] = {
        "kind": "supervision",
        "written_at": wire(at),
        "text": _FOUND[so_far % len(_FOUND)],
        "arrest": arrest.record_id,
    }
    script.create(SUPERVISOR, at, "note", found)
    signed: dict[str, Json] = {
        "nexus_reviewed": True,
        "approved_by": name_of(SUPERVISOR),
        "approved_at": wire(at),
    }
    script.edit(SUPERVISOR, at, arrest, signed, "Exploitation nexus reviewed")
    return script.schedule.known_from(SUPERVISOR, arrest.author, at)
