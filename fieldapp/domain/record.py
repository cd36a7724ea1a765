"""The base of every record type: one class, one file, one declaration from which the rest is derived."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Callable, Container, Iterator, Mapping
from typing import Any, ClassVar, Final

from fieldapp.domain.access import EVERY_AGENCY
from fieldapp.domain.fields import SHORT_TEXT, Field, Kind, Search, Sensitivity, field, kind_of
from fieldapp.domain.problems import Problem
from fieldapp.domain.wire import Json, clean_text, encode

Choices = Callable[[str], Container[str]]

MAX_FIELDS_BYTES: Final = 500_000  # of one change; what it has seen and why stand beside them in its payload
_MOST_BYTES: Final = 6  # a character as JSON in UTF-8
DRAFT: Final = "draft"
FINAL: Final = "final"


@typing.dataclass_transform(kw_only_default=True, field_specifiers=(field,))
class Record:
    """One thing the task force writes down.

    Class keywords: ``type_name`` is the table, the wire name and the help anchor; ``zone`` is ``police``,
    ``shared``, ``services`` (each agency its own) or ``local``; ``label`` names the fields shown as the record's
    title; ``parent`` the link field to the record it belongs to; ``audience`` the link field naming the agency
    that may read it in the ``shared`` zone (``"*"``: every agency), and ``blank_is_everybody`` says that a blank one
    means every agency; ``code`` the prefix of its human-readable codes; ``columns`` the fields of its list; ``sort``
    the field a list is sorted by at first (``-``: greatest first); ``area`` its place in the rail; ``part`` says that
    it is only ever shown by the record it belongs to: no page, no list, no section of its own; ``sought_by`` the
    fields, besides its links, that records are looked up by (several together: the rest is what is asked of them);
    ``open_while`` the codes of ``status`` under which somebody still has to do something about a record;
    ``keeps_drafts`` says that its drafts are shown to whoever has to finish them.
    """

    type_name: ClassVar[str]
    title: ClassVar[str]
    plural: ClassVar[str]
    zone: ClassVar[str]
    icon: ClassVar[str]
    label: ClassVar[tuple[str, ...]]
    parent: ClassVar[str | None]
    audience: ClassVar[str | None]
    blank_is_everybody: ClassVar[bool]
    is_part: ClassVar[bool]
    code: ClassVar[str | None]
    columns: ClassVar[tuple[str, ...]]
    sort: ClassVar[str]
    area: ClassVar[str]
    sought_by: ClassVar[tuple[str | tuple[str, ...], ...]]
    open_while: ClassVar[tuple[str, ...]]
    keeps_drafts: ClassVar[bool]
    fields: ClassVar[Mapping[str, Field]]

    state: str | None = field("State", vocabulary="record_state", default=DRAFT)

    def __init_subclass__(
        cls,
        *,
        type_name: str,
        title: str,
        zone: str,
        label: tuple[str, ...],
        plural: str | None = None,
        icon: str = "mdi6.file-document-outline",
        parent: str | None = None,
        audience: str | None = None,
        blank_is_everybody: bool = False,
        part: bool = False,
        code: str | None = None,
        columns: tuple[str, ...] | None = None,
        sort: str = "-created_at",
        area: str = "",
        sought_by: tuple[str | tuple[str, ...], ...] = (),
        open_while: tuple[str, ...] = (),
        keeps_drafts: bool = False,
        **keywords: Any,
    ) -> None:
        super().__init_subclass__(**keywords)
        cls.type_name, cls.title, cls.plural, cls.zone = type_name, title, plural or title + "s", zone
        cls.icon, cls.label, cls.parent, cls.audience, cls.code = icon, label, parent, audience, code
        cls.columns, cls.sort, cls.area = columns or label, sort, area
        cls.blank_is_everybody, cls.is_part = blank_is_everybody, part
        cls.sought_by, cls.open_while, cls.keeps_drafts = sought_by, open_while, keeps_drafts
        cls.fields = _declared(cls)

    def __init__(self, **values: Any) -> None:
        for name, declared in type(self).fields.items():
            setattr(self, name, values.pop(name, declared.to_python(declared.default)))
        if values:
            msg = f"{type(self).type_name} has no field {', '.join(sorted(values))}"
            raise TypeError(msg)

    def check(self) -> Iterator[Problem]:
        """Yield the problems of rules that are this type's own, beyond what its fields declare."""
        yield from ()

    def to_wire(self) -> dict[str, Json]:
        """Return the wire values of the fields that hold something."""
        wire = {name: declared.to_json(getattr(self, name)) for name, declared in self.fields.items()}
        return {name: value for name, value in wire.items() if value is not None}

    @classmethod
    def from_wire(cls, values: Mapping[str, Json]) -> typing.Self:
        """Make a record of valid wire values; fields that this version does not know are left aside."""
        known = {name: f.to_python(values[name]) for name, f in cls.fields.items() if name in values}
        return cls(**(dict.fromkeys(cls.fields) | known))

    @classmethod
    def audience_of(cls, values: Mapping[str, Json]) -> str | None:
        """Return which agency may read a record with these values in the ``shared`` zone; EVERY_AGENCY for all."""
        if cls.audience is None or cls.audience == EVERY_AGENCY:
            return cls.audience
        value = values.get(cls.audience)
        if isinstance(value, str):
            return value
        return EVERY_AGENCY if cls.blank_is_everybody else None

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"  # never a value: tracebacks and logs must stay empty of people


def value_problems(record: type[Record], values: Mapping[str, Json], choices: Choices | None = None) -> list[Problem]:
    """Return what makes these wire values unfit to be stored at all; unknown fields pass unread."""
    found = []
    fields = record.fields
    for name, value in values.items():
        if value is None or name not in fields:
            continue
        declared = fields[name]
        allowed = choices(declared.vocabulary) if choices and declared.vocabulary else None
        if declared.check(declared, value, allowed) is not None and (problem := declared.problem(value, allowed)):
            found.append(problem)
    return found


def change_problems(values: Mapping[str, Json], reason: str | None) -> list[Problem]:
    """Return what stops these fit values from being one change: a reason that is no text, or more than it can carry."""
    label: dict[str, str | int] = {"label": "Reason", "max_length": SHORT_TEXT}
    if reason is not None:
        try:
            clean_text(reason)
        except ValueError:
            return [Problem("TEXT_UNSTORABLE", None, label)]
        if len(reason) > SHORT_TEXT:
            return [Problem("TEXT_TOO_LONG", None, label)]
    texts = {name: value for name, value in values.items() if isinstance(value, str)}
    if sum(map(len, texts.values())) * _MOST_BYTES > MAX_FIELDS_BYTES and len(encode(values)) > MAX_FIELDS_BYTES:
        return [Problem("CHANGE_TOO_LARGE", max(texts, key=lambda name: len(texts[name])))]
    return []


def final_problems(record: type[Record], values: Mapping[str, Json]) -> list[Problem]:
    """Return what stops a record from being final: required fields left blank and the type's own rules."""
    blank = [
        Problem("REQUIRED", name, {"label": declared.label})
        for name, declared in record.fields.items()
        if declared.required and values.get(name) is None
    ]
    return blank + list(record.from_wire(values).check())


def _declared(cls: type[Record]) -> Mapping[str, Field]:
    """Collect the declarations of a class and its bases, own fields first, ``state`` last."""
    hints = typing.get_type_hints(cls, include_extras=False)
    found: dict[str, Field] = {}
    for owner in (cls, *cls.__mro__[1:]):
        for name, declared in list(vars(owner).items()):
            if isinstance(declared, Field) and name not in found:
                found[name] = dataclasses.replace(declared, name=name, kind=kind_of(hints[name], declared))
    return found


__all__ = ["DRAFT", "FINAL", "Choices", "Field", "Kind", "Record", "Search", "Sensitivity", "field"]
