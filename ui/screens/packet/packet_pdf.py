"""A court packet for people: what is in it, the warnings about time first, and what is withheld by count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any, Final

from fieldapp.actions.packet import Packet
from fieldapp.domain.plain_text import seen
from fieldapp.records.vocabulary import label as choice_label
from ui.forms.local_time import show_instant
from ui.forms.question.markup import breakable
from ui.forms.sheet_pdf import sheet_bytes, table_html
from ui.screens.packet.packet_words import clock_word, warning_words, withheld_words
from ui.text import chosen_language, declared_text, tr

_LONGEST: Final = 1_000


def packet_pdf(packet: Packet) -> bytes:
    """Return the document."""
    return sheet_bytes(packet_html(packet), tr("packet.title"))


def packet_html(packet: Packet) -> str:
    """Return the document as HTML. Nothing in it is invisible, and nothing that somebody typed is markup."""
    return "".join(
        [
            f"<h2>{_safe(tr('packet.title'))}: {_safe(packet.title)}</h2>",
            _rows(_order(packet)),
            _section("packet.time", _list(warning_words(packet))),
            _section("packet.withheld", f"<p>{_safe(tr('packet.withheld_why'))}</p>" + _rows(_withheld(packet))),
            *(_record(record) for record in packet.records),
            _section("packet.clocks", _rows(_clocks(packet))),
            _section("packet.custody", _rows(_custody(packet))),
            _section("packet.history", _rows(_history(packet))),
            _section("packet.acts", _rows(_acts(packet))),
            f"<p><small>{_safe(tr('packet.foot'))}</small></p>",
        ]
    )


def _order(packet: Packet) -> Iterable[tuple[str, list[str]]]:
    order = packet.order
    yield tr("packet.recipient"), [order.recipient]
    yield tr("packet.basis"), [choice_label("disclosure_basis", order.basis, chosen_language())]
    yield tr("packet.reason"), [order.reason]
    yield tr("packet.names"), [tr("packet.names_true" if order.is_named else "packet.names_code")]
    yield tr("packet.made"), [f"{show_instant(packet.made_at)} · {packet.made_by}", packet.laptop]


def _withheld(packet: Packet) -> Iterable[tuple[str, list[str]]]:
    yield from ((words, [str(count)]) for words, count in withheld_words(packet))


def _record(record: Mapping[str, Any]) -> str:
    head = f"{declared_text(record['kind'])}: {record['title']}"
    if record["part"]:
        head += f" ({tr('packet.victim')})"
    if record["is_struck"]:
        head += f" ({tr('record.struck_out')})"
    rows = [(declared_text(field["label"]), [field["words"]]) for field in record["fields"]]
    return f"<h3>{_safe(head)}</h3>" + _rows(rows)


def _clocks(packet: Packet) -> Iterable[tuple[str, list[str]]]:
    for clock in packet.clocks:
        times = [("packet.starts", "starts_at"), ("packet.due", "due_at"), ("packet.done", "done_at")]
        told = [tr(key, when=show_instant(clock[name])) for key, name in times if clock[name]]
        yield f"{clock['says']} ({clock['law']})", [tr(clock_word(clock["state"])), *told]


def _custody(packet: Packet) -> Iterable[tuple[str, list[str]]]:
    titles = {record["id"]: record["title"] for record in packet.records}
    for chain in packet.custody:
        lines = [tr("packet.seized", who=chain["seized_by"]), tr("packet.held", who=chain["held_by"])]
        if chain["is_disputed"]:
            lines.append(tr("packet.disputed"))
        yield titles.get(chain["item"], ""), lines


def _history(packet: Packet) -> Iterable[tuple[str, list[str]]]:
    titles = {record["id"]: record["title"] for record in packet.records}
    for act in packet.history:
        kind = act["kind"]
        said = [f"{titles.get(act['id'], '')}: {tr(f'record.kind_{kind}')}"]
        for edit in act["edits"]:
            label, blank = declared_text(edit["label"]), tr("form.blank")
            if edit["before"]:
                before, after = _cut(edit["before"]), _cut(edit["after"]) or blank
                said.append(tr("record.edit", field=label, before=before, after=after))
            else:
                said.append(tr("record.edit_first", field=label, after=_cut(edit["after"]) or blank))
        if act["edits_withheld"]:
            said.append(tr("packet.edits_withheld", count=act["edits_withheld"]))
        if act["reason"]:
            said.append(tr("record.because", reason=act["reason"]))
        if act["not_accepted"]:
            said.append(tr("record.place_refused", reason=act["not_accepted"]))
        yield f"{show_instant(act['said_at'])} · {act['author']} · {act['laptop']}", said


def _acts(packet: Packet) -> Iterable[tuple[str, list[str]]]:
    for act in packet.acts:
        is_known = act.ahead_ms is not None
        note = tr("packet.corrected", when=act.corrected_at) if is_known else tr("packet.clock_unknown")
        yield f"{act.change_id}", [tr("packet.said", when=act.said_at), note]


def _section(key: str, inside: str) -> str:
    return f"<h3>{_safe(tr(key))}</h3>{inside}" if inside else ""


def _rows(rows: Iterable[tuple[str, list[str]]]) -> str:
    return table_html(
        (_plain(left), [line for part in right for line in _plain(part).split("\n")]) for left, right in rows
    )


def _list(lines: Iterable[str]) -> str:
    return "<ul>" + "".join(f"<li>{_safe(line)}</li>" for line in lines) + "</ul>"


def _cut(text: str) -> str:
    """Shorten what a field once held: the whole of it stands in the part for machines."""
    return text if len(text) <= _LONGEST else text[:_LONGEST] + tr("packet.cut")


def _plain(text: str) -> str:
    return breakable(seen(text))


def _safe(text: str) -> str:
    return escape(_plain(text))
