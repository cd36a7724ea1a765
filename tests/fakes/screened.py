"""A screening under way on a test laptop, answered as the window does: through a running form."""

from __future__ import annotations

from collections.abc import Mapping

from fieldapp.actions.checklist import find_checklist, install_draft
from fieldapp.actions.screening import keep_answers, open_screening, start_screening
from fieldapp.actions.session import Session
from fieldapp.domain.wire import Json
from fieldapp.forms.package import Package
from fieldapp.forms.summary import summarise
from tests.fakes.checklist import a_package
from tests.fakes.sample import a_person

HEADER: dict[str, Json] = {
    "reason": "new_information",
    "location": "roadside",
    "others_present": "Nobody",
    "language": "en",
}


def a_checklist(session: Session, package: Package | None = None) -> str:
    """Install a checklist once; return the name of its package."""
    package = package or a_package()
    if find_checklist(session, package.sha256) is None:
        install_draft(session, package)
    return package.sha256


def a_screening(session: Session, package: Package | None = None, *, age: int = 15, **values: Json) -> str:
    """Begin a screening with a youth of 15, or as told; an advocate's is about a client code."""
    about: dict[str, Json]
    if session.role.value == "advocate":
        about = {"client_code": "Doe-2026-0131"}
    else:
        about = {"person": a_person(session, "Doe-2026-0131", estimated_age=age, age_basis="apparent")}
    return start_screening(session, a_checklist(session, package), {**HEADER, **about, **values})


def answer(session: Session, screening_id: str, answers: Mapping[str, str], known: str = "observed") -> None:
    """Answer questions by path, each as one act."""
    screening = open_screening(session, screening_id)
    running = screening.run()
    for path, value in answers.items():
        item = running.find(path)
        assert item is not None, path
        changes = running.answer(item, value, known)
        keep_answers(session, screening_id, changes.stored, summarise(running, screening.package).values)
