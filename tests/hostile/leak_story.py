"""A day of one laptop with a unique word in every text that anybody may type, run in a process of its own.

``python -m tests.hostile.leak_story FOLDER``: everything is made below the folder; all the words begin with a mark
that the searching test knows. Prints nothing but what the program itself would say, and every error it could provoke.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import secrets
import socket
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

from fieldapp.actions.board import load_board
from fieldapp.actions.capture import save_record, void_record
from fieldapp.actions.find import find_records, find_similar
from fieldapp.actions.guard import GUARDS
from fieldapp.actions.history import load_history
from fieldapp.actions.laptop import Laptop
from fieldapp.actions.listing import list_page, open_list
from fieldapp.actions.lookup import load_record
from fieldapp.actions.session import Session
from fieldapp.domain.access import Role
from fieldapp.domain.change import unseal
from fieldapp.domain.clock import SystemClock, to_wire
from fieldapp.domain.fields import Kind
from fieldapp.records import RECORD_TYPES, require_type
from fieldapp.records.seed import agency_id
from fieldapp.records.vocabulary import codes
from fieldapp.store.outbox import next_batch
from fieldapp.vault.kdf import KdfParameters
from sync import protocol
from sync.client.enrol import enrol
from sync.client.run import open_link
from sync.hq.headquarters import Headquarters, init_headquarters
from sync.hq.server import Server, build_app
from sync.protocol import ChangeItem, Request, StateItem, WireChange

MARK = "Zqk"
PASSPHRASE = "granite lantern orbit meadow"
OURS = ("fieldapp", "sync", "ui", "resources")
OF_OTHERS = {
    "signature",
    "refusal",
    "giver_reason",
    "receiver_reason",
    "receipt_reference",
}  # nobody else writes these
ELSEWHERE = (
    {"agency", "service"}
    | {"keeper", "sealed_name", "name_opening"}
    | {
        "published_report",
        "published_report_part",
    }
)  # others write these, or they are sealed or signed
NAMING = {"name", "handle"}  # stand beside no alias number
SIGNED = {"approved_by", "given_by", "reviewed_by", "unscreened_by", "reviewer"}  # everybody signs in their own name
DERIVATION = KdfParameters(m_kib=65_536, t=3, p=4)


def canary(number: int) -> str:
    """Short enough for a plate, found as one word, and nobody's."""
    return f"{MARK}{number:04}x"


def fill(session: Session) -> list[tuple[str, str]]:
    """One record of every type that this person may write, a word of its own in each of its texts."""
    number = 0
    made: list[tuple[str, str]] = []
    for record in RECORD_TYPES:
        if record.type_name in ELSEWHERE:
            continue
        values = {}
        for name, field in record.fields.items():
            is_text = field.kind in {Kind.TEXT, Kind.NARRATIVE} and not field.vocabulary
            if is_text and name in SIGNED:
                values[name] = session.profile.name
            elif is_text and name not in OF_OTHERS and not ("alias_number" in record.fields and name in NAMING):
                number += 1
                values[name] = canary(number)
        values |= beside(session, record.type_name, values, dict(made))
        made.append((record.type_name, save_record(session, record.type_name, values)))
    return made


def beside(session: Session, record_type: str, values: dict[str, object], made: dict[str, str]) -> dict[str, object]:
    """Return what some records cannot be without, beside their texts."""
    now = to_wire(session.clock.now())
    if "unscreened_reason" in values:  # goes together with who and when
        return {"unscreened_at": now}
    if record_type == "image_view":  # everybody looks as themselves, at a picture that is there
        return {"viewer": session.profile.handle, "viewed_at": now, "attachment": made["attachment"]}
    if record_type == "age_evidence":
        return {"person": made["person"], "basis": "claimed", "stated_on": now[:10], "age": 30}
    if record_type == "disclosure":
        return {"basis": min(codes("disclosure_basis")), "at": now}
    # One with a licence stays with its agency, and so do its parts.
    found: dict[str, object] = {"agency": session.profile.agency} if "checklist" in record_type else {}
    if "checklist" in made:
        links = [name for name, field in require_type(record_type).fields.items() if field.link == "checklist"]
        found |= dict.fromkeys(links, made["checklist"])
    return found


def use(session: Session, made: list[tuple[str, str]]) -> None:
    """Do what a person does with records."""
    link = open_link(session)
    link.run()
    load_board(session)
    for number in range(1, 60, 7):
        find_records(session, canary(number))
        find_records(session, canary(number)[:-1] + "y")
    find_similar(session, "person", {"family_name": canary(2)})
    for record_type, record_id in made:
        list_page(session, record_type, open_list(session, record_type), 0, 20)
        load_record(session, record_type, record_id)
        load_history(session, record_type, record_id)
        save_record(session, record_type, {}, record_id=record_id)
    void_record(session, "lead", dict(made)["lead"], canary(900))
    link.run()
    link.close()


def provoke(session: Session) -> Iterator[object]:
    """Yield acts that fail, each with a word in it."""
    word = canary(800)
    store = session.store
    driver = store.connection.connection.dbapi_connection
    sealed = next_batch(store, 1, 1 << 20, after=0)[0].sealed
    yield lambda: save_record(session, "person", {"family_name": word * 1_000})
    yield lambda: save_record(session, "person", {"family_name": word + "\0"})
    yield lambda: save_record(session, "person", {"family_name": word + "\ud800"})
    yield lambda: save_record(session, "person", {"born_on": word, "estimated_age": word, "gender": word})
    yield lambda: save_record(session, "lead", {"summary": "x"}, reason=word + "\ud800")
    yield lambda: save_record(session, "lead", {"summary": word}, record_id=word)
    yield lambda: store.connection.exec_driver_sql("INSERT INTO nowhere VALUES (?)", (word,))
    yield lambda: store.connection.exec_driver_sql("INSERT INTO meta (key) VALUES (?)", (word,))
    yield lambda: driver.execute("SELECT json_extract(?, '$')", (word,)).fetchall()
    yield lambda: unseal(sealed._replace(payload=sealed.payload + word.encode()))
    yield lambda: protocol.unpack(word.encode(), Request)
    yield lambda: find_records(session, word * 1_000)
    yield lambda: Laptop(session.folder, session.clock, os.urandom).unlock(word)


def errors_of(session: Session) -> None:
    """Run what fails and print all that could be printed of it."""
    for act in provoke(session):
        try:
            act()
        except Exception:  # noqa: BLE001 - whatever it is, it is printed
            traceback.print_exc()


def wire_words(session: Session) -> list[object]:
    """Messages with a word in each, as a debugger or a log might show them."""
    sealed = next_batch(session.store, 1, 1 << 20, after=0)[0].sealed
    change = WireChange(*sealed)
    word = canary(801)
    at = "2026-01-02T03:04:05.678Z"
    state = StateItem(1, "lead", "id", "police", word.encode(), word, at, "a", at, "a")
    item = ChangeItem(1, *sealed)
    return [
        change,
        item,
        state,
        Request(1, b"", 0, 0, b"", changes=[change]),
        protocol.Reply(1, b"", 0, 1, 1, items=[item, state]),
    ]


def shown_in_memory(session: Session, made: list[tuple[str, str]]) -> None:
    """Print how every object of ours that is alive shows itself."""
    kept: list[object] = [session, session.store, *wire_words(session)]
    for record_type, record_id in made:
        row = session.store.load(record_type, record_id)
        if row is None:
            continue  # headquarters put it aside
        kept += [load_record(session, record_type, record_id), row, row.state]
        kept += load_history(session, record_type, record_id)
        page = list_page(session, record_type, open_list(session, record_type), 0, 5)
        kept += [page, *page.rows]
        kept += session.store.journal.of_record(session.store.connection, record_id)
    kept += [unseal(entry.sealed) for entry in next_batch(session.store, 5, 1 << 20, after=0)]
    kept.append(find_records(session, canary(2)))
    kept.append(load_board(session))
    kept += [thing for thing in gc.get_objects() if str(type(thing).__module__).startswith(OURS)]
    for thing in kept:
        text = repr(thing)
        if MARK in text:
            print("REPR", type(thing).__module__, type(thing).__qualname__, text[:300])


def through_the_window(folder: Path) -> None:
    """Unlock in the real window, look at every place, lock; print the titles."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

    from fieldapp.command.window import build_window

    window, jobs = build_window(SystemClock(), folder)

    def settle(done=jobs.is_idle) -> None:
        for _ in range(2_000):
            QTest.qWait(10)
            if done() and jobs.is_idle():
                return
        print("THE WINDOW HANGS")

    window.show()
    settle()
    window.findChild(QPushButton, "acknowledge").click()
    settle()
    fields = [field for field in window.findChildren(QLineEdit) if field.isVisible()]
    QTest.keyClicks(fields[0], PASSPHRASE)
    QTest.keyClick(fields[0], Qt.Key.Key_Return)
    settle(lambda: window.desk.session is not None)
    for number in range(1, 10):
        QTest.keyClick(window, Qt.Key(ord(str(number))), Qt.KeyboardModifier.ControlModifier)
        settle()
        print("TITLE", *{widget.windowTitle() for widget in QApplication.topLevelWidgets()})
    QApplication.clipboard().setText("")
    window.close()
    settle()
    jobs.close()


def serve(folder: Path) -> tuple[Headquarters, Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    hq = init_headquarters(
        folder,
        "Synthetic task force",
        ["127.0.0.1"],
        clock=SystemClock(),
        random=secrets.token_bytes,
        port=port,
        guards=GUARDS,
    )
    return hq, Server(build_app(hq.door), hq.certificates.server_pem, "127.0.0.1", port)


def main(folder: Path) -> None:
    """Tell the whole story."""
    logging.basicConfig(level=logging.DEBUG, filename=folder / "log.txt")
    hq, server = serve(folder / "hq")
    laptop = Laptop(folder / "laptop", SystemClock(), secrets.token_bytes)
    with contextlib.closing(hq), server:
        ticket = hq.enrolment.enrol("alvarez", "Dana Alvarez", Role.SUPERVISOR, agency_id("LASD"), "test")
        session = enrol(laptop, ticket, PASSPHRASE, kdf=DERIVATION)
        made = fill(session)
        use(session, made)
        errors_of(session)
        shown_in_memory(session, made)
        session.close()
        through_the_window(folder / "laptop")
    print("TOLD", len(made))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
