"""What a record is made of: fields, each declared once with all that the rest of the program derives from it."""

from __future__ import annotations

import enum
import functools
import re
import types
import typing
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Final, TypeAlias

from fieldapp.domain.clock import from_wire, to_wire
from fieldapp.domain.ids import is_record_id
from fieldapp.domain.problems import Problem
from fieldapp.domain.wire import MAX_SAFE_INTEGER, Json

Instant: TypeAlias = Annotated[datetime, "aware, UTC, milliseconds"]

SHORT_TEXT: Final = 500
LONG_TEXT: Final = 100_000
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)


class Kind(enum.Enum):
    """How a field is stored, edited and compared."""

    TEXT = "text"
    NARRATIVE = "narrative"
    CHOICE = "choice"
    CHOICES = "choices"
    FLAG = "flag"
    COUNT = "count"
    DATE = "date"
    INSTANT = "instant"
    LINK = "link"


class Search(enum.Enum):
    """How a field is found: not at all, by its words, as a person's name, or as an exact identifier."""

    NONE = "none"
    TEXT = "text"
    NAME = "name"
    EXACT = "exact"


class Sensitivity(enum.Enum):
    """What a field could do to somebody if it leaked: it is hidden until revealed from PERSONAL upwards."""

    NORMAL = 0
    PERSONAL = 1
    IDENTITY = 2


@dataclass(frozen=True, kw_only=True)
class Field:
    """One declared field. ``minimum`` and ``maximum`` bound a COUNT, ``max_length`` a text, in characters."""

    name: str = ""
    label: str
    kind: Kind = Kind.TEXT
    required: bool = False
    default: Json = None
    help: str = ""
    vocabulary: str | None = None
    link: str | None = None
    max_length: int = SHORT_TEXT
    minimum: int | None = None
    maximum: int | None = None
    sensitivity: Sensitivity = Sensitivity.NORMAL
    search: Search = Search.NONE
    group: str = ""
    multiline: bool = False

    def problem(self, value: Json, choices: typing.Container[str] | None = None) -> Problem | None:
        """Return what is wrong with this wire value, or None. Blank is never wrong here.

        ``choices`` are the codes allowed for a CHOICE or CHOICES field; None accepts any code, as headquarters
        and a pull must, since a newer peer may know more codes than we do.
        """
        if value is None:
            return None
        code = self.check(self, value, choices)
        if code is None:
            return None
        limits: dict[str, str | int] = {"label": self.label, "max_length": self.max_length}
        if self.minimum is not None:
            limits["minimum"] = self.minimum
        if self.maximum is not None:
            limits["maximum"] = self.maximum
        return Problem(code, self.name, limits)

    @functools.cached_property
    def check(self) -> typing.Callable[[Field, Json, typing.Container[str] | None], str | None]:
        """What gives the code of the problem with this field and a value that is not blank, None when there is none."""
        return _CHECKS[self.kind]

    def to_python(self, value: Json) -> Any:
        """Turn a valid wire value into what a record's attribute holds."""
        if value is not None and self.kind is Kind.DATE:
            return date.fromisoformat(str(value))
        if value is not None and self.kind is Kind.INSTANT:
            return from_wire(str(value))
        return value

    def to_json(self, value: Any) -> Json:
        """Turn a record's attribute into its wire value; text becomes NFC and blank text becomes None."""
        if isinstance(value, datetime):
            return to_wire(value)
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, str):
            return unicodedata.normalize("NFC", value) or None
        if isinstance(value, (list, tuple, set, frozenset)):
            return typing.cast("Json", sorted(str(code) for code in value) or None)
        return typing.cast("Json", value)


def _text_problem(field: Field, value: Json, _choices: object) -> str | None:
    if not isinstance(value, str):
        return "TEXT_EXPECTED"
    if "\0" in value:
        return "TEXT_UNSTORABLE"
    if value.isascii():
        return "TEXT_TOO_LONG" if len(value) > field.max_length else None
    try:
        value.encode()
    except UnicodeEncodeError:
        return "TEXT_UNSTORABLE"
    if len(value) > field.max_length:
        return "TEXT_TOO_LONG"
    return None if unicodedata.is_normalized("NFC", value) else "TEXT_NOT_NORMALISED"


def _choice_problem(field: Field, value: Json, choices: typing.Container[str] | None) -> str | None:
    wrong = _text_problem(field, value, None)
    if wrong is None and choices is not None and value not in choices:
        return "CHOICE_UNKNOWN"
    return wrong


def _choices_problem(field: Field, value: Json, choices: typing.Container[str] | None) -> str | None:
    if not isinstance(value, list) or not value or len(value) > 200:
        return "CHOICES_EXPECTED"
    return next((wrong for code in value if (wrong := _choice_problem(field, code, choices))), None)


def _flag_problem(_field: Field, value: Json, _choices: object) -> str | None:
    return None if isinstance(value, bool) else "FLAG_EXPECTED"


def _count_problem(field: Field, value: Json, _choices: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > MAX_SAFE_INTEGER:
        return "COUNT_EXPECTED"
    if field.minimum is not None and value < field.minimum:
        return "COUNT_TOO_SMALL"
    return "COUNT_TOO_LARGE" if field.maximum is not None and value > field.maximum else None


def _date_problem(_field: Field, value: Json, _choices: object) -> str | None:
    if not isinstance(value, str) or not _DATE.match(value):
        return "DATE_EXPECTED"
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return "DATE_IMPOSSIBLE"
    return None if 1900 <= day.year <= 2100 else "DATE_IMPOSSIBLE"


def _instant_problem(_field: Field, value: Json, _choices: object) -> str | None:
    if not isinstance(value, str):
        return "INSTANT_EXPECTED"
    try:
        moment = from_wire(value)
    except ValueError:
        return "INSTANT_EXPECTED"
    return None if 1900 <= moment.year <= 2100 else "INSTANT_IMPOSSIBLE"


def _link_problem(_field: Field, value: Json, _choices: object) -> str | None:
    return None if is_record_id(value) else "LINK_EXPECTED"


_CHECKS: Final[dict[Kind, typing.Callable[[Field, Json, typing.Container[str] | None], str | None]]] = {
    Kind.TEXT: _text_problem,
    Kind.NARRATIVE: _text_problem,
    Kind.CHOICE: _choice_problem,
    Kind.CHOICES: _choices_problem,
    Kind.FLAG: _flag_problem,
    Kind.COUNT: _count_problem,
    Kind.DATE: _date_problem,
    Kind.INSTANT: _instant_problem,
    Kind.LINK: _link_problem,
}


def field(
    label: str,
    *,
    required: bool = False,
    default: Json = None,
    help: str = "",  # noqa: A002 - the field's own word, and only ever a keyword
    vocabulary: str | None = None,
    link: str | None = None,
    max_length: int | None = None,
    minimum: int | None = None,
    maximum: int | None = None,
    sensitivity: Sensitivity = Sensitivity.NORMAL,
    search: Search = Search.NONE,
    group: str = "",
    multiline: bool = False,
) -> Any:
    """Declare a field; its kind comes from the annotation, ``vocabulary``, ``link`` and ``multiline``.

    ``required`` blocks finalising, never saving. ``group`` names the section of the generated form.
    """
    return Field(
        label=label,
        required=required,
        default=default,
        help=help,
        vocabulary=vocabulary,
        link=link,
        max_length=max_length or (LONG_TEXT if multiline else SHORT_TEXT),
        minimum=minimum,
        maximum=maximum,
        sensitivity=sensitivity,
        search=search,
        group=group,
        multiline=multiline,
    )


def kind_of(hint: Any, declared: Field) -> Kind:
    """Return the kind that an annotation and its declaration mean. Raises TypeError on any other annotation."""
    inner = [part for part in typing.get_args(hint) if part is not types.NoneType] or [hint]
    plain = inner[0]
    if declared.link:
        return Kind.LINK
    if typing.get_origin(plain) is list:
        return Kind.CHOICES
    if plain is str:
        if declared.vocabulary:
            return Kind.CHOICE
        return Kind.NARRATIVE if declared.multiline else Kind.TEXT
    kinds = {bool: Kind.FLAG, int: Kind.COUNT, date: Kind.DATE, datetime: Kind.INSTANT}
    if plain not in kinds:
        msg = f"no field kind for {hint!r}"
        raise TypeError(msg)
    return kinds[plain]
