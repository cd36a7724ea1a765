"""A newcomer copies a bundled workbook, changes a row and brings it in; a deputy uses it without a network; HQ has it.

All of it through the windows that ship, with a headquarters behind real TLS.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QListWidget, QPlainTextEdit, QPushButton, QTableView

from fieldapp.actions.checklist import list_checklists
from fieldapp.actions.exchange_status import load_status
from fieldapp.actions.guard import GUARDS
from fieldapp.domain.access import Role
from fieldapp.domain.wire import Json
from sync.hq.headquarters import Headquarters, init_headquarters
from sync.hq.server import Server, build_app
from tests.journeys.conftest import CLOCK, Desk
from ui.forms.question.form_view import FormView

FORM = "demo_concern"
OLD, NEW = "2026.1", "2026.2"
QUESTION = "phone_taken"
_MOST_KEYS = 200


class Line:
    """The line to a headquarters: the door's server, which can be cut off and comes back on the same port."""

    def __init__(self, hq: Headquarters) -> None:
        self.hq = hq
        self._server = self._serve(0)
        address = hq.enrolment._address
        hq.enrolment._address = replace(address, url=f"https://127.0.0.1:{self._server.port}")

    def cut(self) -> None:
        """From now on nobody reaches headquarters."""
        self._server.stop()

    def mend(self) -> None:
        """Headquarters can be reached again."""
        self._server = self._serve(self._server.port)

    def _serve(self, port: int) -> Server:
        made = Server(build_app(self.hq.door), self.hq.certificates.server_pem, port=port)
        made.start()
        return made


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    """A headquarters on loopback over TLS, and its line."""
    made = Line(
        init_headquarters(
            tmp_path / "hq", "Journey", ["127.0.0.1"], clock=CLOCK, random=os.urandom, guards=GUARDS, port=0
        )
    )
    yield made
    made.cut()
    made.hq.close()


@pytest.fixture
def hq(line: Line) -> Headquarters:
    """The headquarters at the end of the line."""
    return line.hq


def key(desk: Desk, pressed: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the keyboard is, and wait until nothing is under way."""
    held = QApplication.focusWidget()
    desk.qtbot.keyClick(held if held is not None else desk.window, pressed, modifier)
    desk.settle()


def choose_checklist(desk: Desk, form_id: str) -> None:
    """Go to the place of checklists with its key, and down the list to a form."""
    desk.come_to_front()
    desk.qtbot.keyClick(desk.window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    rows = desk.find(QListWidget, "checklists")
    forms = list(dict.fromkeys(head.form_id for head in desk.ask(list_checklists)))
    rows.setFocus()
    key(desk, Qt.Key.Key_Home)
    for _ in range(forms.index(form_id)):
        key(desk, Qt.Key.Key_Down)


def name_file(desk: Desk, path: Path) -> None:
    """Type a path into the dialog that asks for a file."""
    dialog = next(each for each in desk.window.findChildren(QFileDialog, "checklist_file") if each.isVisible())
    field = dialog.findChild(QLineEdit, "fileNameEdit")
    field.setText(str(path))
    desk.qtbot.keyClick(field, Qt.Key.Key_Return)
    desk.settle()
    desk.come_to_front()


def write_question(path: Path, kind: str, version: str = NEW) -> None:
    """What the author does in the spreadsheet: one more question below the last of its page, and a higher version."""
    book = load_workbook(path)
    survey = book["survey"]
    headings = [cell.value for cell in survey[1]]
    names = [row[headings.index("name")].value for row in survey.iter_rows()]
    values = {
        "type": kind,
        "name": QUESTION,
        "label::English (en)": "Has somebody taken the youth's phone?",
        "label::Español (es)": "¿Le ha quitado alguien el teléfono a la persona joven?",
        "required": "yes",
        "required_message::English (en)": "Choose one.",
        "required_message::Español (es)": "Elija una opción.",
        "score_weight": 2,
    }
    if QUESTION not in names:
        survey.insert_rows(names.index("earning") + 1)
        names.insert(names.index("earning"), QUESTION)
    for heading, value in values.items():
        survey.cell(names.index(QUESTION) + 1, headings.index(heading) + 1, value)
    settings = book["settings"]
    settings.cell(2, [cell.value for cell in settings[1]].index("version") + 1, version)
    book.save(path)


def found(desk: Desk) -> list[str]:
    """The cells of what was found in the workbook."""
    model = desk.find(QTableView, "findings").model()
    return [model.index(row, 1).data() for row in range(model.rowCount()) if model.index(row, 0).data() == "Error"]


def status(desk: Desk, version: str = NEW) -> str:
    heads = desk.ask(list_checklists)
    return next((head.status for head in heads if (head.form_id, head.version) == (FORM, version)), "")


def answer_all(desk: Desk) -> None:
    """Answer by the first choice, but that nobody is with the youth; own words in quotes; on to the result."""
    view = desk.find(FormView, "form_view")
    for _ in range(_MOST_KEYS):
        if not view.isVisible():
            return
        if isinstance(QApplication.focusWidget(), QPlainTextEdit):
            desk.qtbot.keyClicks(QApplication.focusWidget(), '"He keeps it for me"')
            key(desk, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
            continue
        if view.place():
            key(desk, Qt.Key.Key_2 if view.place().endswith("/accompanied") else Qt.Key.Key_1)
        key(desk, Qt.Key.Key_Return)
    raise AssertionError(f"the questions did not end: {view.place()}")


def close_duties(desk: Desk) -> None:
    """Mark every duty done, as the keyboard goes from one to the next, and finish."""
    desk.find(QPushButton, "duty_done").setFocus()
    for _ in range(_MOST_KEYS):
        held = QApplication.focusWidget()
        is_last = held is None or held.objectName() == "screening_finish"
        key(desk, Qt.Key.Key_Return)
        if is_last:
            return
    raise AssertionError("the duties did not end")


def at_headquarters(hq: Headquarters, *columns: str) -> list[tuple[Json, ...]]:
    with hq.database.read() as work:
        rows = work.rows(f"SELECT {', '.join(columns)} FROM screening WHERE workspace = ?", work.workspace)
        return [tuple(row) for row in rows]


def test_author_changes_a_checklist_and_headquarters_has_the_result_of_the_deputy_who_used_it(
    sit_down, line: Line, tmp_path: Path
) -> None:
    lena, deputy = sit_down("lena", Role.SUPERVISOR), sit_down("deputy", Role.DEPUTY)
    file = tmp_path / "concern.xlsx"

    # The author takes what came with the program and changes it in a spreadsheet, at first with a mistake.
    lena.unlock()
    choose_checklist(lena, FORM)
    lena.press("checklist_copy")
    name_file(lena, file)
    write_question(file, "select_one answers")
    key(lena, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    name_file(lena, file)
    lena.qtbot.waitUntil(lambda: bool(found(lena)), timeout=20_000)
    [cell] = found(lena)
    assert cell.startswith("survey!A")
    assert not [made for made in lena.window.findChildren(QPushButton, "import_install") if made.isVisible()]

    # Corrected and checked again, it is installed and handed in; after the exchange it is published.
    write_question(file, "select_one answer")
    lena.press("import_again")
    lena.press("import_install")
    assert status(lena) == "draft"
    lena.press("checklist_hand_in")
    assert "Headquarters looks at it with the next exchange" in lena.words()
    lena.sync()
    lena.sync()
    assert status(lena) == "published"

    # A deputy's laptop has it after one exchange. Then there is no network.
    deputy.unlock()
    deputy.sync()
    assert status(deputy) == "published"
    line.cut()
    choose_checklist(deputy, FORM)
    assert f"Version {NEW}" in deputy.words()
    deputy.press("checklist_start")
    key(deputy, Qt.Key.Key_1)  # the reason, where the keyboard is
    deputy.type("apparent_age", "15")
    deputy.type("others_present", "Nobody")
    deputy.press("screening_begin")
    answer_all(deputy)
    close_duties(deputy)
    assert deputy.ask(load_status).waiting > 0

    # With the network back, headquarters has the result, scored and with the very version that was used.
    line.mend()
    deputy.sync()
    assert deputy.ask(load_status).waiting == 0
    package = next(head for head in deputy.ask(list_checklists) if (head.form_id, head.version) == (FORM, NEW))
    columns = ("state", "checklist", "checklist_version", "checklist_sha256", "band", "score")
    [(state, form_id, version, sha256, band, score)] = at_headquarters(line.hq, *columns)
    assert (state, form_id, version, sha256, band) == ("final", FORM, NEW, package.sha256, "clear_concern")
    assert isinstance(score, int)
    assert score > 12
    assert line.hq.rescorer.findings() == []


def test_version_that_is_not_higher_is_foreseen_refused_with_a_sentence_and_put_right(
    sit_down, line: Line, tmp_path: Path
) -> None:
    lena, file = sit_down("lena", Role.SUPERVISOR), tmp_path / "concern.xlsx"
    lena.unlock()
    choose_checklist(lena, FORM)
    lena.press("checklist_copy")
    name_file(lena, file)
    write_question(file, "select_one answer", version="2025.9")
    key(lena, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    name_file(lena, file)
    lena.qtbot.waitUntil(lambda: f"is not higher than {OLD}" in lena.words(), timeout=20_000)
    lena.press("import_install")
    lena.press("checklist_hand_in")
    lena.sync()
    lena.sync()
    assert status(lena, "2025.9") == "refused"

    lena.go("checklists")
    assert f"Version {OLD} is published already. Give this one a higher version." in lena.words()
    write_question(file, "select_one answer")
    key(lena, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    name_file(lena, file)
    lena.qtbot.waitUntil(lambda: "can be installed" in lena.words(), timeout=20_000)
    lena.press("import_install")
    lena.press("checklist_hand_in")
    lena.sync()
    lena.sync()
    assert status(lena) == "published"


def test_locking_puts_the_dialog_for_a_file_away_and_unlocking_leads_back(sit_down, tmp_path: Path) -> None:
    lena = sit_down("lena", Role.SUPERVISOR)
    lena.unlock()
    choose_checklist(lena, FORM)
    lena.press("checklist_copy")
    assert [each for each in lena.window.findChildren(QFileDialog) if each.isVisible()]
    lena.window.lock()
    lena.settle()
    assert not [each for each in QApplication.topLevelWidgets() if isinstance(each, QFileDialog) and each.isVisible()]
    lena.unlock()
    assert lena.find(QListWidget, "checklists").count() > 0
