"""A court packet: what the investigation has on one arrest, search warrant or recovery, and what is withheld, by count.

Making one is an act of its own: a line of the register is written first, with the sum of the file that is about to be
written; if that fails, the line is struck out. Nothing of a packet is kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from fieldapp.actions.clock import has_clocks, record_clocks
from fieldapp.actions.custody import load_chain
from fieldapp.actions.disclosure import NOT_SAID, disclose
from fieldapp.actions.history import Act, load_history
from fieldapp.actions.lookup import title_of, words_of
from fieldapp.actions.packet_case import ROOTS, Case, Key, Redactor, gather_case
from fieldapp.actions.packet_layer import LAYER_OF, Withheld, reason_of, told_fields
from fieldapp.actions.packet_time import ClockWarning, TimedAct, clock_warnings, time_acts
from fieldapp.actions.session import Session
from fieldapp.domain.access import SWORN, Role
from fieldapp.domain.change import LOCAL_SUFFIX, VOID_FIELD
from fieldapp.domain.clock import to_wire
from fieldapp.domain.problems import Problem, Refused
from fieldapp.domain.wire import Json
from fieldapp.records import require_type
from fieldapp.records.disclosure import Disclosure
from fieldapp.rules.deadline import Deadline
from fieldapp.store.projection import Row

_ASKED: Final = ("recipient", "basis", "reason")
_LEFT_OUT: Final = frozenset({"state", VOID_FIELD})


@dataclass(frozen=True, repr=False)
class Order:
    """What somebody asks for. ``is_named``: with true names, where that is allowed; a supervisor's to choose.

    ``with_screenings``: with the result of screenings, never the answers: for a defendant who may be a victim.
    """

    record_type: str
    record_id: str
    recipient: str = ""
    basis: str = ""
    reason: str = ""
    is_named: bool = False
    with_screenings: bool = False


@dataclass(frozen=True, repr=False)
class Packet:
    """What would leave. All but ``acts`` and ``warnings`` are tables as they stand in the machine-readable parts.

    ``withheld``: how many, by reason; reasons of which there is nothing are not in it.
    """

    order: Order
    title: str
    made_at: str
    made_by: str
    laptop: str
    records: tuple[Mapping[str, Any], ...]
    history: tuple[Mapping[str, Any], ...]
    clocks: tuple[Mapping[str, Any], ...]
    custody: tuple[Mapping[str, Any], ...]
    acts: tuple[TimedAct, ...]
    warnings: tuple[ClockWarning, ...]
    withheld: Mapping[Withheld, int]
    has_earlier: bool

    @property
    def withheld_words(self) -> str:
        """What the register says of it: kinds and counts only."""
        return "; ".join(f"{why.value}: {count}" for why, count in self.withheld.items())


def may_make(session: Session) -> bool:
    """Say whether whoever is at this laptop may make a packet."""
    return session.role in SWORN


def load_packet(session: Session, order: Order) -> Packet:
    """Return what a packet would say, without anything leaving.

    Raises Refused PACKET_SWORN, PACKET_OF_WHAT, PACKET_NAMED_BY_SUPERVISOR.
    """
    if not may_make(session):
        raise Refused([Problem("PACKET_SWORN")])
    if order.is_named and session.role is not Role.SUPERVISOR:
        raise Refused([Problem("PACKET_NAMED_BY_SUPERVISOR")])
    root = session.store.load(order.record_type, order.record_id) if order.record_type in ROOTS else None
    if root is None:
        raise Refused([Problem("PACKET_OF_WHAT")])
    case = gather_case(session, order.record_type, order.record_id, with_screenings=order.with_screenings)
    return _Telling(session, order, case).packet(root.state.values)


def require_order(order: Order) -> None:
    """Refuse an order that does not say to whom, on what basis and why. Raises Refused."""
    blank = [name for name in _ASKED if not str(getattr(order, name)).strip()]
    if order.basis == NOT_SAID:
        blank.append("basis")
    if blank:
        raise Refused([Problem("REQUIRED", name, {"label": Disclosure.fields[name].label}) for name in blank])


def note_packet(session: Session, packet: Packet, sha256: str) -> str:
    """Write the one line of the register, before the file of this sum is written; return its id. Raises Refused."""
    order = packet.order
    require_order(order)
    how = "with true names" if order.is_named else "with code names"
    return disclose(
        session,
        order.record_type,
        order.record_id,
        f"Court packet, {how}",
        recipient=order.recipient,
        basis=order.basis,
        reason=order.reason,
        withheld=packet.withheld_words,
        sha256=sha256,
        noted=f"Court packet, {how}, for {order.recipient.strip()}: {order.reason.strip()}",
    )


class _Telling:
    """Puts a case into words and tables, counting what it leaves out."""

    def __init__(self, session: Session, order: Order, case: Case) -> None:
        self._session, self._order, self._case = session, order, case
        people = {record_id for kind, record_id in case.told if kind == "person"}
        self._redact = Redactor(session, case.protected if order.is_named else case.protected | people)
        self._withheld = set(case.withheld)
        self._told: dict[Key, frozenset[str]] = {key: self._fields(key, row) for key, row in case.told.items()}

    def packet(self, root: Mapping[str, Json]) -> Packet:
        session, order = self._session, self._order
        records = tuple(self._record(key, row) for key, row in self._case.told.items())
        known = {key: load_history(session, *key)[::-1] for key in self._case.told}
        dated = [act for acts in known.values() for act in acts if act.change_id and act.made_at]
        timed = time_acts(session, ((act.change_id, act.made_at) for act in dated))
        history = [self._act(key, act) for key, acts in known.items() for act in acts if act.change_id]
        clocks = tuple(self._clocks())
        custody = tuple(self._custody())
        counts = Counter(why for why, _, _ in self._withheld)
        if self._redact.count:
            counts[Withheld.REDACTED] = self._redact.count
        return Packet(
            order,
            self._redact(title_of(session, order.record_type, root)),
            to_wire(session.clock.now()),
            session.profile.name or session.profile.handle,
            session.store.device,
            records,
            tuple(history),
            clocks,
            custody,
            tuple(timed),
            tuple(clock_warnings(timed)),
            {why: counts[why] for why in Withheld if counts[why]},
            has_earlier=any(not act.change_id for acts in known.values() for act in acts),
        )

    def _fields(self, key: Key, row: Row) -> frozenset[str]:
        is_person = key[0] == "person"
        return told_fields(
            key[0],
            row.state.values,
            is_victim=is_person and key[1] in self._case.victims,
            is_named=is_person and self._order.is_named and key[1] not in self._case.protected,
        )

    def _record(self, key: Key, row: Row) -> dict[str, Any]:
        record, values = require_type(key[0]), row.state.values
        for name, value in values.items():
            if name not in _LEFT_OUT and value is not None and name not in self._told[key]:
                self._withheld.add((reason_of(key[0], name), *key))
        told = [name for name in record.fields if name in self._told[key] - _LEFT_OUT and values.get(name) is not None]
        return {
            "type": key[0],
            "id": key[1],
            "kind": record.title,
            "title": self._redact(title_of(self._session, key[0], values)),
            "part": "victim" if key[1] in self._case.victims else "",
            "is_struck": row.state.voided,
            "state": values.get("state"),
            "created_at": row.created_at,
            "created_by": row.created_by,
            "fields": [
                {
                    "name": name,
                    "label": record.fields[name].label,
                    "value": self._clean(values[name]),
                    "words": self._words(key[0], name, values[name]),
                }
                for name in told
            ],
        }

    def _act(self, key: Key, act: Act) -> dict[str, Any]:
        told = [edit for edit in act.edits if edit.name in self._told[key] and edit.name not in _LEFT_OUT]
        labels = require_type(key[0]).fields
        return {
            "type": key[0],
            "id": key[1],
            "change": act.change_id,
            "kind": act.kind,
            "author": act.author,
            "laptop": act.device.removesuffix(LOCAL_SUFFIX),
            "said_at": act.made_at,
            "reason": self._redact(act.reason or ""),
            "not_accepted": act.refused or "",
            "edits": [
                {
                    "name": edit.name,
                    "label": labels[edit.name].label,
                    "before": self._words(key[0], edit.name, edit.before),
                    "after": self._words(key[0], edit.name, edit.after),
                }
                for edit in told
            ],
            "edits_withheld": len([edit for edit in act.edits if edit.name not in _LEFT_OUT]) - len(told),
        }

    def _clocks(self) -> Iterable[dict[str, Any]]:
        for kind, record_id in self._case.told:
            if not has_clocks(kind):
                continue
            for clock in record_clocks(self._session, kind, record_id):
                if set(clock.rule.done) <= self._told[kind, record_id]:
                    yield {"type": kind, "id": record_id, **_clock(clock)}
                else:
                    self._withheld.add((reason_of(kind, clock.rule.done[0]), f"clock {clock.code}", record_id))

    def _custody(self) -> Iterable[dict[str, Any]]:
        for kind, record_id in self._case.told:
            chain = load_chain(self._session, record_id) if kind == "evidence_item" else None
            if chain is not None:
                yield {
                    "item": record_id,
                    "seized_by": self._redact(chain.first),
                    "held_by": self._redact(chain.custodian),
                    "is_disputed": chain.is_disputed,
                    "transfers": [
                        {"id": link.id, "state": link.state, "doubts": list(link.doubts), "on_paper": link.paper}
                        for link in chain.links
                    ],
                }

    def _words(self, record_type: str, name: str, value: Json) -> str:
        return self._redact(words_of(self._session, require_type(record_type), name, value))

    def _clean(self, value: Json) -> Json:
        return self._redact(value) if isinstance(value, str) else value


def _clock(clock: Deadline) -> dict[str, Any]:
    ends = (clock.starts_at, clock.due_at, clock.done_at)
    starts_at, due_at, done_at = (to_wire(moment) if moment is not None else None for moment in ends)
    return {
        "clock": clock.code,
        "says": clock.rule.en,
        "law": clock.citation.law,
        "state": clock.state.value,
        "starts_at": starts_at,
        "due_at": due_at,
        "done_at": done_at,
    }


def withheld_table(packet: Packet) -> list[dict[str, Any]]:
    """Return what is withheld: layer, kind and count, nothing else."""
    return [{"layer": LAYER_OF[why], "kind": why.value, "count": count} for why, count in packet.withheld.items()]
