"""The records around a record: each as a line, of very many the newest and a way to all."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from fieldapp.actions.capture import save_record, void_record
from fieldapp.actions.session import Session
from tests.fakes.office import Office
from tests.fakes.sample import a_person
from ui.screens.record.links_pane import MOST, LinksPane, read_links
from ui.widgets.jump_line import JumpLine

MORE = 3


def a_person_of_many(session: Session) -> tuple[str, list[str]]:
    person = a_person(session, "Doe-2026-0001")
    with session.store.transaction():
        notes = [
            session.store.save(session.author, "note", {"person": person, "text": f"Note {number}"}).state.record_id
            for number in range(MOST + MORE)
        ]
    return person, notes


def test_of_many_records_the_newest_have_lines_and_one_line_opens_the_list_of_all(office: Office, qtbot: QtBot):
    person, notes = office.do(a_person_of_many)
    lines = office.do(lambda session: read_links(session, "person", person))
    assert [line.record_id for line in lines] == [*notes[MORE:], ""]
    assert all(line.title for line in lines)
    pane = LinksPane(office.desk)
    qtbot.addWidget(pane)
    pane.show_lines(lines)
    with qtbot.waitSignal(office.desk.open_requested) as asked:
        pane.findChild(JumpLine, "link_all").press()
    place, params = asked.args
    assert (place, params["record_type"], params["ids"]) == ("leads", "note", notes)


def test_few_records_all_have_lines_oldest_first_and_none_that_was_struck_out(office: Office):
    def some(session: Session) -> tuple[str, list[str]]:
        person = a_person(session, "Doe-2026-0001")
        notes = [save_record(session, "note", {"person": person}) for _ in range(3)]
        void_record(session, "note", notes[1], "Twice")
        return person, notes

    person, notes = office.do(some)
    lines = office.do(lambda session: read_links(session, "person", person))
    assert [line.record_id for line in lines] == [notes[0], notes[2]]
