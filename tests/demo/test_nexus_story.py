"""The few youths arrested in the year: never for selling, and each reviewed by the supervisor before it is final."""

from __future__ import annotations

from fieldapp.demo.act import Verb
from fieldapp.demo.scenario import SUPERVISOR, name_of
from fieldapp.rules.charge_guard import is_minor_at_offence
from fieldapp.rules.offence import load_offences


def youths(shown) -> dict[str, dict]:
    table, people = load_offences(), shown["person"]
    return {
        key: arrest
        for key, arrest in shown["arrest"].items()
        if is_minor_at_offence(arrest, people.get(arrest["person"], {}), {}, table)
    }


def test_youths_of_the_year_are_arrested_for_something_else_only(shown):
    found = youths(shown)
    assert 2 <= len(found) <= 8
    charged = {charge["offence"] for charge in shown["charge"].values() if charge["arrest"] in found}
    assert charged == {"pc_148_a_1"}


def test_each_is_reviewed_by_the_supervisor_who_says_what_was_found_before_it_is_final(shown, year):
    notes = {note["arrest"]: note for note in shown["note"].values() if note.get("arrest")}
    finals = {act.record_id: act.at for act in year if act.verb is Verb.FINALISE}
    reviewed = {act.record_id: act for act in year if act.values.get("nexus_reviewed")}
    done = [key for key in youths(shown) if key in finals]
    assert done
    for key in done:
        assert reviewed[key].who == SUPERVISOR
        assert reviewed[key].at < finals[key]
        assert reviewed[key].values["approved_by"] == name_of(SUPERVISOR)
        assert notes[key]["written_at"] == shown["arrest"][key]["approved_at"]
        assert notes[key]["text"]
