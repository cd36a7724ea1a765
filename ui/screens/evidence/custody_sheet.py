"""The custody sheet: an item and its chain on one page, made by a deliberate act and written into the journal first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from fieldapp.actions.custody import CustodySheet, make_sheet
from fieldapp.domain.clock import to_wire
from fieldapp.domain.wire import Json
from fieldapp.records.evidence_item import EvidenceItem
from fieldapp.records.vocabulary import label as choice_label
from fieldapp.rules.custody_chain import Link
from ui.desk import Desk
from ui.forms.local_time import show_instant
from ui.forms.sheet_pdf import table_html, write_sheet
from ui.forms.sheet_question import ask_for_sheet
from ui.forms.struck_line import strike_line
from ui.jobs import Fault
from ui.screens.evidence.custody_row import answer_words, doubt_words, holder_words, when_words
from ui.text import chosen_language, declared_text, tr

_ITEM: Final = (
    *("number", "kind", "description", "serial_number", "sha256", "forensic_reference"),
    *("seized_at", "seized_by", "place", "container", "seal_number", "storage_place", "disposition"),
)
_PAPER_LINES: Final = 3


class SheetAct(QObject):
    """Asks whether, then where."""

    def __init__(self, parent: QWidget, desk: Desk, failed: Callable[[Fault], object]) -> None:
        super().__init__(parent)
        self._ground, self._desk, self._failed = parent, desk, failed

    def ask(self, item_id: str) -> None:
        """Ask whether the sheet may leave the store, then where to."""
        ask_for_sheet(
            self._ground,
            tr("custody.sheet"),
            tr("custody.sheet_question"),
            tr("custody.sheet_warning"),
            "custody.pdf",
            lambda path: self.make(item_id, path),
        )

    def make(self, item_id: str, path: Path) -> None:
        """Note in the journal that the sheet is made, then write it."""
        session = self._desk.session
        if session is not None:
            self._desk.jobs.store(
                lambda: make_sheet(session, item_id), lambda sheet: self._write(path, sheet), self._failed, self._ground
            )

    def _write(self, path: Path, sheet: CustodySheet) -> None:
        html = sheet_html(sheet, show_instant(to_wire(self._desk.clock.now())))
        self._desk.jobs.network(
            lambda: write_sheet(path, html, tr("custody.title")),
            lambda _: self._desk.toast(tr("custody.sheet_saved")),
            lambda fault: strike_line(self._desk, sheet.line, lambda: self._failed(fault)),
            self._ground,
        )


def sheet_html(sheet: CustodySheet, made: str) -> str:
    """Return the sheet as a document. ``made`` is when, in words."""
    chain = sheet.chain
    parts = [
        f"<h2>{escape(tr('custody.title'))}: {escape(sheet.title)}</h2>",
        f"<p>{escape(tr('custody.sheet_made', when=made))}. {escape(holder_words(chain))}</p>",
        f"<h3>{escape(tr('custody.sheet_item'))}</h3>",
        table_html(_item_lines(sheet)),
        f"<h3>{escape(tr('custody.sheet_chain'))}</h3>",
        table_html((_head(link), _told(link, chain.first)) for link in chain.links)
        or f"<p>{escape(tr('custody.nobody_yet'))}</p>",
        f"<h3>{escape(tr('custody.sheet_paper'))}</h3>",
        f"<p>{escape(tr('custody.sheet_line'))}</p>" * _PAPER_LINES,
        f"<p><small>{escape(tr('custody.sheet_foot'))}</small></p>",
    ]
    return "".join(parts)


def _item_lines(sheet: CustodySheet) -> Iterable[tuple[str, list[str]]]:
    for name in _ITEM:
        if sheet.values.get(name):
            yield declared_text(EvidenceItem.fields[name].label), [_words(name, sheet.values[name])]


def _words(name: str, value: Json) -> str:
    declared = EvidenceItem.fields[name]
    if declared.vocabulary:
        return choice_label(declared.vocabulary, str(value), chosen_language())
    return show_instant(str(value)) if name.endswith("_at") else str(value)


def _head(link: Link) -> str:
    values = link.values
    return tr("custody.handed", giver=values.get("handed_by") or "", receiver=values.get("received_by") or "")


def _told(link: Link, seizer: str) -> list[str]:
    return [when_words(link), *answer_words(link), *doubt_words(link, seizer)]
