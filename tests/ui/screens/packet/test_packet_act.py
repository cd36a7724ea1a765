"""A court packet through the window: asked with all it needs, looked over, written whole or not at all, and noted."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from fieldapp.actions.capture import save_record
from fieldapp.actions.disclosure import load_register
from fieldapp.actions.packet import Order, load_packet
from fieldapp.domain.access import Role
from fieldapp.domain.faults import StoreError
from resources.verify_packet import verify
from tests.fakes.arrest import ShownArrest
from tests.fakes.case import PRIVILEGED_MARK, SERVICE_MARK, MixedCase, a_mixed_case
from tests.fakes.office import Office
from ui.screens.packet.packet_dialog import PacketDialog
from ui.screens.packet.packet_pdf import packet_html, packet_pdf


@pytest.fixture
def supervisor(open_desk: Callable[..., Office]) -> Office:
    return open_desk(Role.SUPERVISOR)


def asked(office: Office, qtbot: QtBot) -> tuple[ShownArrest, MixedCase, PacketDialog]:
    case = office.do(a_mixed_case)
    shown = ShownArrest(office, qtbot, case.arrest)
    shown.page.findChild(QPushButton, "packet").click()
    office.settle()
    return shown, case, shown.page.findChild(PacketDialog, "packet_dialog")


def words_in(widget) -> str:
    return "\n".join(made.text() for made in widget.findChildren(QLabel) if not made.isHidden())


def fill(dialog: PacketDialog, **values: object) -> None:
    told = {"recipient": "District attorney", "basis": "discovery", "reason": "Filing of 26-104", **values}
    for name, value in told.items():
        dialog._editors[name].answer(value)


def test_dialog_shows_what_is_in_it_what_is_withheld_and_the_clocks(supervisor: Office, qtbot: QtBot):
    _shown, _case, dialog = asked(supervisor, qtbot)
    said = words_in(dialog)
    assert "In the packet: " in said
    assert "Privileged: Communications with a caseworker (Evid. Code 1038): 3" in said
    assert "is not known: this laptop has not been told by headquarters" in said
    assert PRIVILEGED_MARK not in said
    assert SERVICE_MARK not in said


def test_dialog_that_lacks_something_says_so_at_the_field_and_nothing_is_noted(supervisor: Office, qtbot: QtBot):
    shown, case, dialog = asked(supervisor, qtbot)
    fill(dialog, basis=None, reason=None)
    dialog.findChild(QPushButton, "packet_go").click()
    assert dialog._editors["basis"].problem()
    assert dialog._editors["reason"].problem()
    assert not dialog._editors["recipient"].problem()
    assert dialog.findChild(QFileDialog, "sheet_where") is None
    assert supervisor.do(lambda s: load_register(s, "arrest", case.arrest)) == []
    assert shown.page is not None


def test_packet_is_noted_once_and_written_whole_and_the_dialog_says_what_was_kept(
    supervisor: Office, qtbot: QtBot, tmp_path: Path
):
    shown, case, dialog = asked(supervisor, qtbot)
    fill(dialog)
    go = dialog.findChild(QPushButton, "packet_go")
    go.setFocus()
    qtbot.keyClick(go, Qt.Key.Key_Return)
    assert dialog.findChild(QFileDialog, "sheet_where") is not None
    path = tmp_path / "packet.zip"
    shown.page.acts.packet.make(dialog.order(), path)
    for _ in range(4):
        supervisor.settle()
    data = path.read_bytes()
    assert not verify(data).faults
    with zipfile.ZipFile(BytesIO(data)) as opened:
        assert opened.read("packet.pdf").startswith(b"%PDF")
    (line,) = supervisor.do(lambda s: load_register(s, "arrest", case.arrest))
    assert not line.is_struck
    said = words_in(dialog)
    assert str(line.values["sha256"]) in said.replace("\u200b", "")
    assert "Saved as packet.zip." in said
    assert list(tmp_path.glob("packet*")) == [path]


def test_place_that_cannot_be_written_to_strikes_the_line_out_and_leaves_nothing(
    supervisor: Office, qtbot: QtBot, tmp_path: Path
):
    shown, case, dialog = asked(supervisor, qtbot)
    fill(dialog)
    shown.page.acts.packet.make(dialog.order(), tmp_path / "gone" / "packet.zip")
    for _ in range(5):
        supervisor.settle()
    (line,) = supervisor.do(lambda s: load_register(s, "arrest", case.arrest))
    assert line.is_struck
    assert words_in(dialog)
    assert dialog.findChild(QPushButton, "packet_go").isEnabled()
    assert not (tmp_path / "gone").exists()


def test_file_that_cannot_take_its_place_leaves_what_was_there_and_no_half_of_it(
    supervisor: Office, qtbot: QtBot, tmp_path: Path
):
    shown, case, dialog = asked(supervisor, qtbot)
    fill(dialog)
    taken = tmp_path / "packet.zip"
    (taken / "inside").mkdir(parents=True)
    shown.page.acts.packet.make(dialog.order(), taken)
    for _ in range(5):
        supervisor.settle()
    assert (taken / "inside").is_dir()
    assert list(tmp_path.glob("packet*")) == [taken]
    (line,) = supervisor.do(lambda s: load_register(s, "arrest", case.arrest))
    assert line.is_struck


def test_plug_pulled_between_the_line_and_the_file_leaves_the_line_and_no_file(
    supervisor: Office, qtbot: QtBot, tmp_path: Path
):
    shown, case, dialog = asked(supervisor, qtbot)
    fill(dialog)

    def pull(step: str) -> None:
        if step == "after commit":
            raise StoreError("STORE_UNUSABLE", "The plug was pulled.")

    supervisor.do(lambda s: setattr(s.store, "fault", pull))
    shown.page.acts.packet.make(dialog.order(), tmp_path / "packet.zip")
    for _ in range(5):
        supervisor.settle()
    supervisor.do(lambda s: setattr(s.store, "fault", lambda _step: None))
    assert list(tmp_path.glob("packet*")) == []
    (line,) = supervisor.do(lambda s: load_register(s, "arrest", case.arrest))
    assert not line.is_struck
    assert "The plug was pulled." in words_in(dialog)


def test_detective_is_not_offered_true_names(open_desk: Callable[..., Office], qtbot: QtBot):
    detective = open_desk()
    _shown, _case, dialog = asked(detective, qtbot)
    assert dialog.names.isHidden()
    assert not dialog.order().is_named


def test_hostile_text_stands_in_the_document_as_what_it_is(supervisor: Office):
    hostile = "gpj.\u202efdp \x07\x1b[31m <script>alert(1)</script> \u2066&lt;"

    def act(session):
        case = a_mixed_case(session)
        save_record(session, "arrest", {"narrative": hostile}, record_id=case.arrest)
        for _ in range(11):  # of a million characters in all
            note = {"arrest": case.arrest, "kind": "observation", "written_at": None, "text": hostile + "x" * 90_000}
            save_record(session, "note", note)
        return load_packet(session, Order("arrest", case.arrest, hostile, "discovery", hostile))

    packet = supervisor.do(act)
    html = packet_html(packet)
    assert "<script" not in html
    assert not {"\u202e", "\u2066", "\x07", "\x1b"} & set(html)
    assert "[U+202E]" in html
    assert packet_pdf(packet).startswith(b"%PDF")
