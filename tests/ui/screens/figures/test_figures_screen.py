"""Figures on the screen: the numbers, their rows, the period, the way out."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from fieldapp.actions.capture import save_record
from fieldapp.domain.access import Role
from fieldapp.domain.clock import to_wire
from fieldapp.domain.faults import StoreError
from fieldapp.reports.period import Period, bureau_year
from tests.fakes.clock import FakeClock
from tests.fakes.office import Office
from tests.fakes.sample import ago, fill_night
from ui.forms.question_dialog import QuestionDialog
from ui.screens.figures.figures_screen import FiguresScreen, write_csv
from ui.screens.figures.funnel_card import FunnelCard
from ui.text import set_language
from ui.widgets.big_number import BigNumber


@pytest.fixture
def screen(office: Office, qtbot: QtBot, clock: FakeClock) -> FiguresScreen:
    """The figures of a night's work."""
    office.do(lambda session: fill_night(session, clock))
    made = FiguresScreen(office.desk)
    qtbot.addWidget(made)
    made.resize(1200, 900)
    made.show()
    made.shown()
    office.settle()
    return made


def number(screen: FiguresScreen, name: str) -> str:
    return screen.findChild(BigNumber, f"number_{name}").text()


def test_numbers_come_from_the_records_of_the_bureau_year(screen: FiguresScreen):
    assert screen.picker.period() == bureau_year(2025)
    assert number(screen, "victims_recovered") == "5"
    assert number(screen, "minors_recovered") == "3"
    assert number(screen, "arrests") == "3"
    assert number(screen, "arrests_buyer") == "3"
    assert number(screen, "search_warrants_served") == "2"


def test_lines_of_the_arrests_add_up(screen: FiguresScreen):
    whole = next(result for result in screen.results if result.name == "arrests")
    parts = [result for result in screen.results if result.figure.part_of == "arrests"]
    assert len(parts) == 4
    assert sum(part.value for part in parts) == whole.value
    assert screen.findChild(object, "figure_sum").text() == "3 = " + " + ".join(str(part.value) for part in parts)


def test_what_sets_the_lines_of_the_arrests_apart_is_said_once(screen: FiguresScreen):
    said = [words.text() for words in screen.findChildren(QLabel, "figure_parting")]
    assert len(said) == 1
    assert "supervisor" in said[0]
    assert not any("supervisor" in words.text() for words in screen.findChildren(QLabel, "figure_definition"))


def test_figure_of_records_that_are_not_held_is_no_nought(screen: FiguresScreen, tmp_path: Path):
    assert number(screen, "services_given") == "\N{EN DASH}"
    assert screen.findChild(QLabel, "unheld_services_given").text() == "Not held on this laptop"
    assert screen.findChild(QLabel, "unheld_victims_recovered") is None
    write_csv(tmp_path / "figures.csv", screen.results)
    assert "Services given,not held" in (tmp_path / "figures.csv").read_text()


def test_advocate_sees_that_the_figures_of_the_police_are_not_held(open_desk: Callable[..., Office], qtbot: QtBot):
    office = open_desk(Role.ADVOCATE)
    made = FiguresScreen(office.desk)
    qtbot.addWidget(made)
    made.show()
    made.shown()
    office.settle()
    assert made.findChild(QLabel, "unheld_victims_recovered") is not None
    assert made.findChild(BigNumber, "number_minors_recovered") is None
    assert number(made, "services_given") == "0"


def test_another_period_counts_anew(screen: FiguresScreen, office: Office):
    screen.picker.choose(bureau_year(2020))
    office.settle()
    assert number(screen, "victims_recovered") == "0"
    screen.picker.choose(Period(date(2026, 1, 1), date(2026, 1, 1)))
    office.settle()
    assert screen.picker.period() == Period(date(2026, 1, 1), date(2026, 1, 1))
    assert 0 < int(number(screen, "victims_recovered")) < 5


def test_number_asks_for_exactly_its_rows(screen: FiguresScreen, office: Office, qtbot: QtBot):
    with qtbot.waitSignal(office.desk.open_requested) as asked:
        screen.findChild(BigNumber, "number_minors_recovered").opened.emit()
    place, params = asked.args
    minors = next(result for result in screen.results if result.name == "minors_recovered")
    assert place == "people"
    assert (params["record_type"], params["ids"]) == ("recovery", list(minors.ids))


@pytest.fixture
def prosecuted(office: Office, qtbot: QtBot, clock: FakeClock) -> FiguresScreen:
    """Twelve arrests of the year, each as far as it came."""

    def fill(session) -> None:
        arrests(session, 4, da_decision="filed", convicted=3)
        arrests(session, 3, da_decision="declined", da_decline_reason="Not enough evidence")
        arrests(session, 1, da_decision="diverted")
        arrests(session, 2, presented_at=ago(session, days=1))
        arrests(session, 2)

    office.do(fill)
    made = FiguresScreen(office.desk)
    qtbot.addWidget(made)
    made.resize(1200, 900)
    made.show()
    made.shown()
    office.settle()
    return made


def arrests(session, count: int, convicted: int = 0, **values: object) -> None:
    facts = {"role": "other", "report_bucket": "HT", "place": "Example Motel", "arrested_at": ago(session, days=3)}
    for number in range(count):
        made = save_record(session, "arrest", facts | values)
        if number < convicted:
            charge = {"arrest": made, "offence": "pc_266h", "disposition": "plea", "disposed_on": "2026-01-01"}
            save_record(session, "charge", charge)


def test_way_through_the_prosecution_is_counted_step_by_step(prosecuted: FiguresScreen, look_at: Callable):
    steps = {"presented": 10, "filed": 4, "declined": 3, "diverted": 1, "undecided": 2, "convicted": 3}
    assert {name: number(prosecuted, f"arrests_{name}") for name in steps} == {k: str(v) for k, v in steps.items()}
    assert number(prosecuted, "arrests") == "12"
    assert prosecuted.findChild(QLabel, "funnel_sum").text() == "Presented to the prosecutor: 10 = 4 + 3 + 1 + 2"
    assert "one for each person on each occasion, not charges" in prosecuted.findChild(QLabel, "funnel_unit").text()
    assert "as of 20" in prosecuted.findChild(QLabel, "figures_words").text()
    look_at(prosecuted, "figures-prosecution")


def test_each_step_opens_exactly_its_rows_by_keyboard(prosecuted: FiguresScreen, office: Office, qtbot: QtBot):
    for name, count in (("funnel_number_arrests", 12), ("number_arrests_declined", 3), ("number_arrests_convicted", 3)):
        with qtbot.waitSignal(office.desk.open_requested) as asked:
            qtbot.keyClick(prosecuted.findChild(BigNumber, name), Qt.Key.Key_Return)
        place, params = asked.args
        assert (place, params["record_type"]) == ("enforcement", "arrest")
        wanted = next(r for r in prosecuted.results if r.name == name.removeprefix("funnel_").removeprefix("number_"))
        assert params["ids"] == list(wanted.ids)
        assert len(wanted.ids) == count


def test_way_through_the_prosecution_is_said_in_spanish(prosecuted: FiguresScreen, office: Office):
    set_language("es")
    prosecuted.reload()
    office.settle()
    words = "\n".join(each.text() for each in prosecuted.findChildren(QLabel))
    set_language("en")
    for said in ("Del arresto a la condena", "Presentados a la fiscalía", "Condenados", "Víctimas recuperadas"):
        assert said in words
    assert "Presented to the prosecutor" not in words


def test_advocate_has_no_way_through_the_prosecution(open_desk: Callable[..., Office], qtbot: QtBot):
    office = open_desk(Role.ADVOCATE)
    made = FiguresScreen(office.desk)
    qtbot.addWidget(made)
    made.show()
    made.shown()
    office.settle()
    assert made.findChild(FunnelCard) is None
    assert made.findChild(BigNumber, "number_arrests_filed") is None


def test_export_warns_first_with_the_keyboard_at_the_way_out(screen: FiguresScreen):
    screen.export_button.click()
    question = screen.findChild(QuestionDialog, "sheet_question")
    assert "not be encrypted" in question.text()
    stay = question.findChild(QPushButton, "sheet_question_stay")
    assert question.focusWidget() is stay
    stay.click()
    assert question.isHidden()
    assert screen.findChild(QFileDialog, "sheet_where") is None


def test_export_is_written_and_stands_in_the_journal(
    screen: FiguresScreen, office: Office, qtbot: QtBot, tmp_path: Path
):
    before = office.do(lambda session: session.store.journal.head(session.store.connection).counter)
    with qtbot.waitSignal(office.desk.toasted):
        screen.export_to(tmp_path / "figures.csv")
    after = office.do(lambda session: session.store.journal.head(session.store.connection).counter)
    assert after == before + 1
    with (tmp_path / "figures.csv").open(newline="") as stream:
        rows = {row["figure"]: row for row in csv.DictReader(stream)}
    assert rows["victims_recovered"]["value"] == "5"
    assert rows["victims_recovered"]["as of"] == to_wire(office.clock.now())


def test_export_that_fails_leaves_nothing_half_written(screen: FiguresScreen, tmp_path: Path):
    with pytest.raises(StoreError):
        write_csv(tmp_path / "missing" / "figures.csv", screen.results)
    assert list(tmp_path.glob("missing*")) == []


def test_locking_forgets_the_figures(screen: FiguresScreen):
    screen.locked()
    assert screen.results == []


def test_figures_in_every_theme(screen: FiguresScreen, look_at: Callable):
    look_at(screen, "figures")
