"""The first-responder protocol as data: one versioned template of steps, checked as a whole before it is used.

The template is ``resources/protocols/csec_first_responder.toml``. A template with a fault is refused with the row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

import resources
from fieldapp.domain.record import Record
from fieldapp.domain.wire import Json
from fieldapp.records import find_type, require_type, vocabulary
from fieldapp.rules.clock_table import ClockTable
from fieldapp.rules.law import load_law
from fieldapp.rules.pack import (
    RulesPackError,
    require_header,
    require_known,
    require_rows,
    require_texts,
    row_name,
)

PACK: Final = "protocol"
STEP: Final = "protocol_step"
WHO: Final = ("anybody", "minor")
FIRST_RESPONDER: Final = "protocols/csec_first_responder.toml"
_TEXTS: Final = ("code", "who", "en", "es", "owner_en", "owner_es", "citation")
_LISTS: Final = ("done", "evidence", "needs", "child")
_KNOWN: Final = frozenset({*_TEXTS, *_LISTS, "clock", "not_done", "mandated", "confirmed"})
_STATUSES: Final = frozenset({"declined", "not_applicable"})


@dataclass(frozen=True)
class ChildEvidence:
    """A record beside the recovery that answers a step: its type, its ``kind``, and the field that has to be set."""

    record_type: str
    kind: str
    field: str


@dataclass(frozen=True, kw_only=True)
class TemplateStep:
    """One row. ``done``: the recovery's fields that answer it, all of them; ``needs``: those it hangs on at all.

    ``not_done`` names by field and answer what the step then is: declined or not applicable. ``mandated``: the law
    asks it, so that it is never either of the two.
    """

    code: str
    minors_only: bool
    en: str
    es: str
    owner_en: str
    owner_es: str
    clock: str = ""
    done: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    children: tuple[ChildEvidence, ...] = ()
    not_done: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    mandated: bool = False
    citation: str
    confirmed: bool

    def label(self, language: str = "en") -> str:
        """Return what is to be done."""
        return self.es if language == "es" else self.en

    def owner(self, language: str = "en") -> str:
        """Return whose step it is."""
        return self.owner_es if language == "es" else self.owner_en

    def applies(self, values: Mapping[str, Json], *, is_minor: bool | None) -> bool:
        """Say whether it is asked for. Where the age is not known the steps for a minor are."""
        if self.minors_only and is_minor is False:
            return False
        return all(values.get(name) not in (None, False) for name in self.needs)

    def answered_otherwise(self, values: Mapping[str, Json]) -> str:
        """Return ``declined`` or ``not_applicable`` where an answer of the recovery says so, else nothing."""
        found = (outcomes.get(str(values.get(name))) for name, outcomes in self.not_done.items())
        return next((outcome for outcome in found if outcome), "")

    def is_bound(self) -> bool:
        """Say whether a field of the recovery answers it, so that a person need not say it again."""
        return bool(self.done)


@dataclass(frozen=True, kw_only=True)
class Protocol:
    """A template. ``name`` is what a step's record says it was answered under: ``csec_first_responder 2026.1``."""

    code: str
    version: str
    en: str
    es: str
    steps: tuple[TemplateStep, ...]

    @property
    def name(self) -> str:
        """The template with its version."""
        return f"{self.code} {self.version}"

    def find(self, code: str) -> TemplateStep | None:
        """Return a step; None for one that only a newer template has."""
        return next((step for step in self.steps if step.code == code), None)


@cache
def load_protocol() -> Protocol:
    """Return the first-responder protocol that travels with the program. Raises RulesPackError."""
    return read_protocol(resources.load_toml(FIRST_RESPONDER), load_law().clocks)


def read_protocol(pack: Mapping[str, Any], clocks: ClockTable) -> Protocol:
    """Check a parsed template against the records and the clock table. Raises RulesPackError on the first fault."""
    require_header(PACK, pack, {"code", "version", "en", "es", "step"})
    require_texts(PACK, pack, ("code", "version", "en", "es"))
    steps: dict[str, TemplateStep] = {}
    for number, row in require_rows(PACK, pack, "step"):
        step = _read_step(row_name(PACK, number, row), row, clocks)
        if step.code in steps:
            raise RulesPackError(f"{row_name(PACK, number, row)}: {step.code} is given twice")
        steps[step.code] = step
    names = {name: pack[name] for name in ("code", "version", "en", "es")}
    return Protocol(**names, steps=tuple(steps.values()))


def _read_step(where: str, row: Mapping[str, Any], clocks: ClockTable) -> TemplateStep:
    require_known(where, row, _KNOWN)
    require_texts(where, row, _TEXTS)
    if row["code"] not in {choice.code for choice in vocabulary.choices(STEP, retired=True)}:
        raise RulesPackError(f"{where}: unknown step {row['code']}")
    if row["who"] not in WHO:
        raise RulesPackError(f"{where}: who is one of {', '.join(WHO)}")
    if not isinstance(row.get("confirmed"), bool):
        raise RulesPackError(f"{where}: confirmed is true or false")
    clock = row.get("clock", "")
    rule = clocks.newest(clock) if clock else None
    if clock and (rule is None or rule.record != "recovery"):
        raise RulesPackError(f"{where}: unknown clock {clock}")
    if not isinstance(row.get("mandated", False), bool) or (row.get("mandated") and row.get("not_done")):
        raise RulesPackError(f"{where}: mandated is true or false, and never declined by an answer")
    lists = {name: _read_list(where, name, row.get(name, [])) for name in _LISTS}
    for name in ("done", "evidence", "needs"):
        _require_fields(where, name, require_type("recovery"), lists[name])
    return TemplateStep(
        **{name: row[name] for name in _TEXTS if name != "who"},
        minors_only=row["who"] == "minor",
        clock=clock,
        done=lists["done"],
        evidence=lists["evidence"],
        needs=lists["needs"],
        children=tuple(_read_child(where, text) for text in lists["child"]),
        not_done=_read_not_done(where, row.get("not_done", {})),
        mandated=row.get("mandated", False),
        confirmed=row["confirmed"],
    )


def _read_list(where: str, name: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise RulesPackError(f"{where}: {name} is a list of names")
    return tuple(value)


def _require_fields(where: str, name: str, record: type[Record], fields: Iterable[str]) -> None:
    if unknown := [field for field in fields if field not in record.fields]:
        raise RulesPackError(f"{where}: {name}: {record.type_name} has no {', '.join(unknown)}")


def _read_child(where: str, text: str) -> ChildEvidence:
    parts = text.split(".")
    record = find_type(parts[0])
    if record is None or record.parent != "recovery" or len(parts) != 3:
        raise RulesPackError(f"{where}: child is one such as interview.forensic.started_at")
    _require_fields(where, "child", record, ("kind", parts[2]))
    if parts[1] not in {choice.code for choice in vocabulary.choices(f"{parts[0]}_kind", retired=True)}:
        raise RulesPackError(f"{where}: child: {parts[0]} is of no kind {parts[1]}")
    return ChildEvidence(*parts)


def _read_not_done(where: str, value: object) -> dict[str, dict[str, str]]:
    if not isinstance(value, dict) or not all(isinstance(outcomes, dict) for outcomes in value.values()):
        raise RulesPackError(f"{where}: not_done names fields with answers")
    _require_fields(where, "not_done", require_type("recovery"), value)
    for name, outcomes in value.items():
        known = {choice.code for choice in vocabulary.choices(require_type("recovery").fields[name].vocabulary or "")}
        if unknown := sorted(set(outcomes) - known):
            raise RulesPackError(f"{where}: not_done: {name} has no answer {', '.join(unknown)}")
        if not set(outcomes.values()) <= _STATUSES:
            raise RulesPackError(f"{where}: not_done is declined or not_applicable")
    return {name: dict(outcomes) for name, outcomes in value.items()}
