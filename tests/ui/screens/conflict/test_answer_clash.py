"""A clash on an answer of a screening is told in the question's and the choices' own words."""

from __future__ import annotations

from fieldapp.actions.screening import answer_id
from fieldapp.forms.bundle import load_bundled
from tests.fakes.office import Office
from tests.fakes.sample import clash
from tests.fakes.screened import a_screening, answer
from ui.screens.conflict.clash_view import read_clashes

QUESTION = "/data/contact/missing"


def test_clash_on_an_answer_is_told_in_the_words_of_its_question_and_choices(office: Office):
    package = next(each for each in load_bundled().values() if each.form_id == "demo_concern")

    def make(session: object) -> None:
        screening = a_screening(session, package)
        answer(session, screening, {QUESTION: "no"})
        clash(session, "answer", answer_id(screening, QUESTION), "value", ours="yes", theirs="not_known")

    office.do(make)
    [view] = office.do(read_clashes)
    assert view.clash.title == "Has the youth been reported missing before?"
    assert set(view.words) == {"Yes", "Not known"}
