"""Records are told in the language of whoever sits at the laptop."""

from __future__ import annotations

from fieldapp.actions.interview import plan_interview
from fieldapp.actions.lookup import load_record, title_of
from fieldapp.actions.session import Session
from fieldapp.domain.clock import to_wire
from tests.fakes.clock import START
from tests.fakes.sample import a_person, a_recovery


def test_choices_and_titles_are_told_in_the_language_of_the_session(session: Session):
    recovery = a_recovery(session, a_person(session, "Doe-2026-0001"), first_contact_at=to_wire(START))
    interview = plan_interview(session, recovery, "forensic")
    told = []
    for language in ("en", "es"):
        session.language = language
        view = load_record(session, "interview", interview)
        assert view is not None
        told.append(view.title.split(" · ")[0])
    assert told == ["Forensic interview", "Entrevista forense"]
    assert title_of(session, "interview", {}) == "Entrevista"
