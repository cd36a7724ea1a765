"""The records of a case round one arrest, search warrant or recovery: those that are told, those that only count."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from fieldapp.actions.packet_layer import NAME_FIELDS, Withheld, withheld_whole
from fieldapp.actions.query import query_rows
from fieldapp.actions.session import Session
from fieldapp.domain.change import VOID_FIELD
from fieldapp.rules.charge_guard import is_minor_at_offence
from fieldapp.rules.offence import load_offences
from fieldapp.store.projection import Row

ROOTS: Final = ("arrest", "search_warrant", "recovery")
_AROUND: Final = {
    "arrest": (("note", "arrest"), ("task", "arrest"), ("clock_change", "arrest")),
    "search_warrant": (*(("note", "search_warrant"), ("task", "search_warrant"), ("clock_change", "search_warrant")),),
    "recovery": (
        *(("interview", "recovery"), ("note", "recovery"), ("task", "recovery"), ("clock_change", "recovery")),
        *(("referral", "recovery"), ("consent", "recovery"), ("responder", "recovery"), ("protocol_step", "recovery")),
        *(("screening", "recovery"),),
    ),
    "person": (
        *(("note", "person"), ("screening", "person"), ("age_evidence", "person"), ("lead", "person")),
        *(("task", "person"),),
    ),
    "evidence_item": (("custody_transfer", "evidence_item"),),
    "referral": (("service", "referral"), ("contact_attempt", "referral")),
    "screening": (("answer", "screening"), ("note", "screening"), ("task", "screening")),
    "operation": (("roster_member", "operation"), ("site", "operation")),
}
_OF_AN_ARRESTEE: Final = (("alias", "person"), ("identifier", "person"))
_SHORTEST_NAME: Final = 2
_SHORTEST_PLACE: Final = 6

Key = tuple[str, str]


@dataclass(repr=False)
class Case:
    """``told``: the records by type and id, in the order to read them. ``withheld``: reason, type, id of the others.

    ``victims``: the people who are victims here; ``protected``: those whose name stays, minors among them.
    """

    told: dict[Key, Row] = field(default_factory=dict)
    withheld: set[tuple[Withheld, str, str]] = field(default_factory=set)
    victims: set[str] = field(default_factory=set)
    protected: set[str] = field(default_factory=set)


def gather_case(session: Session, record_type: str, record_id: str, *, with_screenings: bool = False) -> Case:
    """Walk from the record to all that belongs to it. Empty where it is not here."""
    walk = _Walk(session, Case(), with_screenings)
    walk.start(record_type, record_id)
    return walk.case


class Redactor:
    """Puts the code name in the place of a protected person's true name, wherever somebody typed it."""

    def __init__(self, session: Session, people: Iterable[str]) -> None:
        self.count = 0
        self._code: dict[str, str] = {}
        for person_id in people:
            values = session.store.kept("person", person_id) or {}
            code = f"[{values.get('code_name') or 'name withheld'}]"
            words = {str(values[name]).strip(): _SHORTEST_NAME for name in NAME_FIELDS if values.get(name)}
            words |= {str(values[n]).strip(): _SHORTEST_PLACE for n in ("address", "safe_contact") if values.get(n)}
            self._code |= {word.casefold(): code for word, least in words.items() if len(word) >= least}
        longest_first = sorted(self._code, key=len, reverse=True)
        pattern = "|".join(re.escape(word) for word in longest_first)
        self._pattern = re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE) if pattern else None

    def __call__(self, text: str) -> str:
        """Return the text without these names, counting what was replaced."""
        if self._pattern is None:
            return text
        told, found = self._pattern.subn(lambda hit: self._code.get(hit[0].casefold(), "[name withheld]"), text)
        self.count += found
        return told


@dataclass(repr=False)
class _Walk:
    session: Session
    case: Case
    with_screenings: bool

    def start(self, record_type: str, record_id: str) -> None:
        walks = {"arrest": self._arrest, "search_warrant": self._warrant, "recovery": self._recovery}
        walks[record_type](record_id)
        for key in list(self.case.told):
            self._around(*key)
        for key in [*self.case.told]:
            self._files(*key)

    def _arrest(self, record_id: str) -> None:
        row = self._add("arrest", record_id)
        if row is None:
            return
        values = row.state.values
        person_id = str(values.get("person") or "")
        self._add("person", person_id)
        charges = self._linked("charge", "arrest", record_id)
        person, table = self.session.store.kept("person", person_id) or {}, load_offences()
        if any(is_minor_at_offence(values, person, charge.state.values, table) for charge in [*charges, row]):
            self.case.protected.add(person_id)
        for charge in charges:
            self._take(charge)
            self._victim(str(charge.state.values.get("victim") or ""))
        for item in self._linked("evidence_item", "arrest", record_id):
            self._take(item)
            self._add("search_warrant", str(item.state.values.get("search_warrant") or ""))
        self._add("operation", str(values.get("operation") or ""))
        for kind, link in _OF_AN_ARRESTEE:
            for found in self._linked(kind, link, person_id):
                self._take(found)

    def _warrant(self, record_id: str) -> None:
        row = self._add("search_warrant", record_id)
        if row is None:
            return
        person_id = str(row.state.values.get("person") or "")
        self._add("person", person_id)
        if person_id and self._linked("recovery", "person", person_id):
            self.case.protected.add(person_id)  # a victim's own telephone, say
        for item in self._linked("evidence_item", "search_warrant", record_id):
            self._take(item)
            self._recovery(str(item.state.values.get("recovery") or ""))
        self._add("operation", str(row.state.values.get("operation") or ""))

    def _recovery(self, record_id: str) -> None:
        row = self._add("recovery", record_id)
        if row is None:
            return
        person_id = str(row.state.values.get("person") or "")
        self._add("person", person_id)
        self.case.victims.add(person_id)
        self.case.protected.add(person_id)
        for item in self._linked("evidence_item", "recovery", record_id):
            self._take(item)
        self._add("operation", str(row.state.values.get("operation") or ""))

    def _victim(self, person_id: str) -> None:
        if self._add("person", person_id) is None:
            return
        self.case.victims.add(person_id)
        self.case.protected.add(person_id)
        for row in self._linked("recovery", "person", person_id):
            self._recovery(row.state.record_id)

    def _around(self, record_type: str, record_id: str) -> None:
        for kind, link in _AROUND.get(record_type, ()):
            for row in self._linked(kind, link, record_id):
                self._take(row)

    def _files(self, record_type: str, record_id: str) -> None:
        sql = "SELECT id FROM attachment WHERE record_id = ? AND record_type = ? ORDER BY id"
        for row in self._rows("attachment", sql, record_id, record_type):
            self._take(row)
        sql = "SELECT id FROM review WHERE record_id = ? AND record_type = ? ORDER BY id"
        for row in self._rows("review", sql, record_id, record_type):
            self._take(row)

    def _add(self, record_type: str, record_id: str) -> Row | None:
        if not record_id or (record_type, record_id) in self.case.told:
            return None
        row = self.session.store.load(record_type, record_id)
        return row if row is not None and self._take(row) else None

    def _take(self, row: Row) -> bool:
        """Put a record where it belongs; say whether it is told."""
        key = (row.state.record_type, row.state.record_id)
        values = {name: value for name, value in row.state.values.items() if name != VOID_FIELD}
        why = withheld_whole(key[0], row.state.zone, values, with_screenings=self.with_screenings)
        if key in self.case.told:
            return False
        if why is None:
            self.case.told[key] = row
            if key[0] == "screening":
                self._around(*key)
            return True
        if (why, *key) not in self.case.withheld:
            self.case.withheld.add((why, *key))
            self._around(*key)
        return False

    def _linked(self, record_type: str, link: str, record_id: str) -> list[Row]:
        return self._rows(record_type, f'SELECT id FROM "{record_type}" WHERE "{link}" = ? ORDER BY id', record_id)

    def _rows(self, record_type: str, sql: str, *values: str) -> list[Row]:
        ids = [str(row["id"]) for row in query_rows(self.session, sql, *values)]
        found = self.session.store.projection.load(self.session.store.connection, record_type, ids)
        return [found[key] for key in ids if key in found]
