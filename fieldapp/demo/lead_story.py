"""A tip comes in, is weighed and is worked or closed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from fieldapp.demo import people, place
from fieldapp.demo.narrative import SUMMARIES, write_report
from fieldapp.demo.scenario import name_of
from fieldapp.demo.script import Script, Written, local_day, wire
from fieldapp.demo.team_story import LEAVER, LEFT_ON
from fieldapp.domain.wire import Json

_SOURCES: Final = (
    "crime_stoppers",
    "p3_app",
    "hotline",
    "cybertip",
    "station",
    "patrol",
    "partner",
    "community",
    "online_search",
    "school",
)
# Nobody is given new work in the weeks before they leave.
_NOTICE: Final = timedelta(days=45)


def receive(script: Script) -> Written:
    """Write down one lead and what becomes of it."""
    lead = note_tip(script, script.police(), script.moment())
    _work(script, lead)
    return lead


def note_tip(script: Script, who: str, received_at: datetime) -> Written:
    """Write down a lead as it comes in."""
    random = script.random
    at = script.entered(received_at)
    source = random.choice(_SOURCES)
    values: dict[str, Json] = {
        "summary": random.choice(SUMMARIES),
        "source": source,
        "received_at": wire(received_at),
        "received_by": name_of(who),
        "urgency": random.choice(("urgent", "routine", "routine", "information")),
        "exploitation_type": random.choice(("sex", "sex", "labour", "unsure")),
        "minor_involved": script.chance(0.5),
        "city": place.city(random),
        "narrative": write_report(random),
    }
    if source in {"crime_stoppers", "p3_app"}:
        values["source_reference"] = f"DEMO-T{random.randrange(100_000):05d}"
    if source in {"cybertip", "online_search"}:
        values["platform"] = random.choice(place.PLATFORMS)
    else:
        values["place"] = f"{place.inn(random)}, {place.address(random)}"
    return script.create(who, at, "lead", values)


def _work(script: Script, lead: Written) -> None:
    random, who = script.random, lead.author
    weighed: dict[str, Json] = {
        "status": "triaged",
        "source_reliability": random.choice(("B", "C", "F")),
        "information_credibility": random.choice(("2", "3", "6")),
    }
    script.edit(who, script.after(lead.at, 30, 400), lead, weighed)
    if script.chance(0.25):
        value = people.phone(random)
        found: dict[str, Json] = {"kind": "phone", "value": value, "lead": lead.record_id, "verified": False}
        script.create(who, script.after(lead.at, 60, 500), "identifier", found)
    if script.chance(0.6):
        here = [name for name in people.OFFICER_NAMES if name != LEAVER or local_day(lead.at) < LEFT_ON - _NOTICE]
        taken_up: dict[str, Json] = {"status": "assigned", "assigned_to": random.choice(here)}
        script.edit(who, script.after(lead.at, 500, 2000), lead, taken_up)
    closed_at = script.after(lead.at, 8_000, 60_000)
    if script.chance(0.85):
        closed: dict[str, Json] = {
            "status": random.choice(("closed", "unfounded")),
            "closed_on": local_day(closed_at).isoformat(),
            "outcome": "Worked to its end",
        }
        script.edit(who, closed_at, lead, closed)
        script.finalise(closed_at + timedelta(minutes=3), lead)
    if script.chance(0.4):
        duty: dict[str, Json] = {
            "what": "Check the advertisement again",
            "assigned_to": name_of(who),
            "due_at": wire(lead.at + timedelta(days=7)),
            "lead": lead.record_id,
        }
        task = script.create(who, script.after(lead.at, 600, 900), "task", duty)
        done_at = script.after(lead.at, 2_000, 9_500)
        done: dict[str, Json] = {"status": "done", "done_at": wire(done_at), "done_by": name_of(who)}
        script.edit(who, done_at, task, done)
