"""The ages that somebody was ever said to have: claimed, apparent, from a document, verified, each beside the others.

They stand in evidence of its own and in the fields of the person, their recoveries and arrests. What stands in fields
is read from their heads, so that two laptops that wrote without knowing of each other show both, wherever they meet.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import Final, TypeAlias

from fieldapp.domain.clock import from_wire
from fieldapp.domain.merge import Head, RecordState
from fieldapp.domain.people import AgeBasis, age_rank
from fieldapp.domain.wire import Json

Wire: TypeAlias = Mapping[str, Json]

PERSON_AGE: Final = ("born_on", "age_basis", "estimated_age", "estimated_on")
AGE_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "person": PERSON_AGE,
    "recovery": ("estimated_age", "age_basis"),
    "arrest": ("estimated_age", "age_basis"),
}
"""Where an age is written down, by the type of record."""
_CLAIMED: Final = AgeBasis.CLAIMED.value
_EVENT: Final = {"recovery": "first_contact_at", "arrest": "arrested_at"}


@dataclass(frozen=True, repr=False)
class StatedAge:
    """One age and what it rests on. ``born_on`` or ``age`` (years on the day ``stated_on``) is there; both may be.

    ``author`` wrote it at ``at`` (wire instant). ``evidence_id`` is the record that holds it, "" while it only stands
    in the fields of ``found_on`` (record type) ``found_id``. ``written`` are the heads of its value and of its basis.
    """

    basis: str
    born_on: str | None
    age: int | None
    stated_on: str
    author: str
    at: str
    source: str = ""
    evidence_id: str = ""
    found_on: str = ""
    found_id: str = ""
    written: tuple[Head, ...] = ()

    @property
    def content(self) -> tuple[str, str | None, int | None]:
        """What is said, whoever says it: equal for two that say the same."""
        return self.basis, self.born_on, None if self.born_on else self.age

    @property
    def rank(self) -> int:
        """How far it is trusted; see ``age_rank``."""
        return age_rank(self.basis)

    @property
    def change_ids(self) -> tuple[str, ...]:
        """The changes that wrote it into the fields of a record."""
        return tuple(sorted({head.change_id for head in self.written}))


def age_content(values: Wire) -> tuple[str, str | None, int | None]:
    """Return what the fields of a record say of an age, as ``StatedAge.content``; the basis is "" where none is said.

    The date of birth goes before the years.
    """
    born_on, age = values.get("born_on"), values.get("estimated_age")
    shown = age if isinstance(age, int) else None
    return str(values.get("age_basis") or ""), str(born_on) if born_on else None, None if born_on else shown


def evidence_age(row: Wire, author: str, at: str) -> StatedAge:
    """Return what a record of evidence says; ``author`` and ``at`` are the record's, its own words go before them."""
    age = row.get("age")
    return StatedAge(
        basis=str(row.get("basis") or ""),
        born_on=str(row["born_on"]) if row.get("born_on") else None,
        age=age if isinstance(age, int) else None,
        stated_on=str(row.get("stated_on") or ""),
        author=str(row.get("noted_by") or author),
        at=str(row.get("noted_at") or at),
        source=str(row.get("source") or ""),
        evidence_id=str(row["id"]),
        found_on=str(row.get("kept_from") or ""),
    )


def standing_ages(state: RecordState, zone: tzinfo, kept: Collection[int] = ()) -> tuple[StatedAge, ...]:
    """Return the ages that stand in the fields of a person, a recovery or an arrest, each once.

    Where several wrote without knowing of each other, each hand's. ``zone`` is the one of the days; ``kept`` are the
    years that evidence of the person holds: an estimate that a date of birth was written over is not said again.
    """
    names = [name for name in AGE_FIELDS[state.record_type] if name in state.values]
    heads = {name: state.candidates(name) for name in names}
    shown = {name: found[0] for name, found in heads.items()}
    hands = sorted({_hand(head) for found in heads.values() if len(found) > 1 for head in found})
    if not hands:
        return tuple(_ages_of(state, shown, zone, kept))
    ages: dict[tuple[object, ...], StatedAge] = {}
    for hand in hands:
        own = {name: head for name, found in heads.items() for head in found if _hand(head) == hand}
        valued = any(name in own and own[name].value is not None for name in ("born_on", "estimated_age"))
        rest = {name: head for name, head in shown.items() if name == "age_basis" or not valued}
        rivals = {name for name in own if len(heads[name]) > 1}
        for age in _ages_of(state, {**rest, **own}, zone, kept, rivals):
            ages.setdefault((*age.content, age.stated_on), age)
    return tuple(ages.values())


def _ages_of(
    state: RecordState,
    parts: Mapping[str, Head],
    zone: tzinfo,
    kept: Collection[int],
    rivals: Collection[str] = (),
) -> Iterator[StatedAge]:
    basis, born_on, years = (parts.get(name) for name in ("age_basis", "born_on", "estimated_age"))
    if basis is None or not basis.value:
        return
    birth = born_on if born_on is not None and born_on.value is not None else None
    if birth is not None:
        # Papers that came without knowing of it bear another date out, not this one.
        is_other = "born_on" in rivals and _is_of_another(basis, birth)
        yield _age(state, zone, basis, birth, born_on=str(birth.value), basis=_CLAIMED if is_other else "")
    if years is None or not isinstance(years.value, int):
        return
    is_other = "estimated_age" in rivals and _is_of_another(basis, years)
    if birth is not None:
        is_kept = years.value in kept and years.change_id != basis.change_id
        if years.change_id == birth.change_id or is_kept:
            return
        is_other = _hand(basis) != _hand(years) or basis.origin.hlc < years.origin.hlc
    is_other = is_other and age_rank(basis.value) > 0
    yield _age(state, zone, basis, years, parts.get("estimated_on"), basis=_CLAIMED if is_other else "")


def _age(
    state: RecordState,
    zone: tzinfo,
    basis_head: Head,
    value: Head,
    since: Head | None = None,
    *,
    born_on: str | None = None,
    basis: str = "",
) -> StatedAge:
    newest = max(value, basis_head, key=lambda head: head.origin.hlc)
    event = state.values.get(_EVENT.get(state.record_type, ""))
    day = since.value if since is not None else None
    stated_on = str(day) if day else from_wire(str(event or newest.origin.made_at)).astimezone(zone).date().isoformat()
    return StatedAge(
        basis=basis or str(basis_head.value),
        born_on=born_on,
        age=None if born_on else int(str(value.value)),
        stated_on=stated_on,
        author=newest.origin.author,
        at=newest.origin.made_at,
        found_on=state.record_type,
        found_id=state.record_id,
        written=(value, basis_head),
    )


def _is_of_another(basis: Head, value: Head) -> bool:
    """Say whether a strong basis was written by another hand, after this value."""
    is_later = _hand(basis) != _hand(value) and basis.origin.hlc > value.origin.hlc
    return is_later and age_rank(basis.value) > 0


def _hand(head: Head) -> str:
    return head.change_id.rpartition("-")[0]
