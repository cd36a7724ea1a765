"""The functions of XPath 1.0, section 4, with what OpenRosa adds to their arguments."""

from __future__ import annotations

import math
import re
from decimal import ROUND_FLOOR, Decimal
from typing import Final

from fieldapp.forms.sentence import sentence
from fieldapp.forms.tree import Node
from fieldapp.forms.xpath.context import Context
from fieldapp.forms.xpath.error import ExpressionError
from fieldapp.forms.xpath.signature import ANY, Function, declare, first_node, flatten
from fieldapp.forms.xpath.value import NAN, Value, join_texts, to_boolean, to_number, to_text

CORE: Final[dict[str, Function]] = {}
_HALF: Final = Decimal("0.5")
_SPACES: Final = re.compile(r"[ \t\r\n]+")  # those of XML and no others: a hard space is no white space there

CORE["true"] = Function(0, 0, lambda _context: True)
CORE["false"] = Function(0, 0, lambda _context: False)
CORE["not"] = Function(1, 1, lambda _context, value: not to_boolean(value))
CORE["boolean"] = Function(1, 1, lambda _context, value: to_boolean(value))
CORE["last"] = Function(0, 0, lambda context: float(context.size))
CORE["contains"] = Function(2, 2, lambda _context, text, part: to_text(part) in to_text(text))
CORE["starts-with"] = Function(2, 2, lambda _context, text, part: to_text(text).startswith(to_text(part)))
CORE["ends-with"] = Function(2, 2, lambda _context, text, part: to_text(text).endswith(to_text(part)))
CORE["substring-before"] = Function(2, 2, lambda _context, text, mark: _around(text, mark)[0])
CORE["substring-after"] = Function(2, 2, lambda _context, text, mark: _around(text, mark)[1])
CORE["concat"] = Function(
    0, ANY, lambda _context, *values: join_texts("", [to_text(value) for value in flatten(values)])
)


@declare(CORE, "position", 0, 1)
def _position(context: Context, of: Value | None = None) -> Value:
    """Return the place among its likes: of the node in hand, or of the row that the node of the argument is."""
    if of is None:
        return float(context.position)
    node = first_node(_nodes("position", of))
    if node is None or node.parent is None:
        return 1.0
    return float([each for each in node.parent.children if each.name == node.name].index(node) + 1)


@declare(CORE, "count", 1)
def _count(_context: Context, nodes: Value) -> Value:
    return float(len(_nodes("count", nodes)))


@declare(CORE, "sum", 1)
def _sum(context: Context, nodes: Value) -> Value:
    """Add up; a question left blank counts for nothing, as in JavaRosa. Text that is no number makes it NaN."""
    zone = context.environment.zone
    texts = (node.string_value() for node in _nodes("sum", nodes))
    return float(sum(to_number(text, zone) for text in texts if text))


@declare(CORE, "string", 0, 1)
def _string(context: Context, value: Value | None = None) -> Value:
    return to_text([context.node] if value is None else value)


@declare(CORE, "number", 0, 1)
def _number(context: Context, value: Value | None = None) -> Value:
    return to_number([context.node] if value is None else value, context.environment.zone)


@declare(CORE, "string-length", 0, 1)
def _string_length(context: Context, value: Value | None = None) -> Value:
    return float(len(to_text([context.node] if value is None else value)))


@declare(CORE, "normalize-space", 0, 1)
def _normalize_space(context: Context, value: Value | None = None) -> Value:
    return _SPACES.sub(" ", to_text([context.node] if value is None else value)).strip(" ")


@declare(CORE, "translate", 3)
def _translate(_context: Context, text: Value, old: Value, new: Value) -> Value:
    replacements = to_text(new)
    table: dict[int, str | None] = {}
    for index, character in enumerate(to_text(old)):
        table.setdefault(ord(character), replacements[index] if index < len(replacements) else None)
    return to_text(text).translate(table)


@declare(CORE, "substring", 2, 3)
def _substring(context: Context, text: Value, start: Value, length: Value | None = None) -> Value:
    zone = context.environment.zone
    words, begin = to_text(text), round_half_up(to_number(start, zone))
    end = math.inf if length is None else begin + round_half_up(to_number(length, zone))
    return "".join(character for at, character in enumerate(words, 1) if begin <= at < end)


@declare(CORE, "floor", 1)
def _floor(context: Context, value: Value) -> Value:
    number = to_number(value, context.environment.zone)
    return float(math.floor(number)) if math.isfinite(number) else number


@declare(CORE, "ceiling", 1)
def _ceiling(context: Context, value: Value) -> Value:
    number = to_number(value, context.environment.zone)
    return float(math.ceil(number)) if math.isfinite(number) else number


@declare(CORE, "round", 1, 2)
def _round(context: Context, value: Value, digits: Value | None = None) -> Value:
    """Round half up; with a second argument to that many places, before the point where it is negative."""
    zone = context.environment.zone
    number = to_number(value, zone)
    places = 0.0 if digits is None else to_number(digits, zone)
    if not math.isfinite(number) or not math.isfinite(places):
        return number if places == places else NAN  # noqa: PLR0124 - NaN
    shift = max(-400, min(400, int(places)))
    exact = Decimal(repr(number)).scaleb(shift)  # 1.005 to two places is 1.01, though its double lies below
    return float((exact + _HALF).to_integral_value(ROUND_FLOOR).scaleb(-shift))


@declare(CORE, "local-name", 0, 1)
def _local_name(context: Context, of: Value | None = None) -> Value:
    node = context.node if of is None else first_node(_nodes("local-name", of))
    return node.name.lstrip("@") if node is not None and not node.name.startswith("#") else ""


@declare(CORE, "name", 0, 1)
def _name(context: Context, of: Value | None = None) -> Value:
    node = context.node if of is None else first_node(_nodes("name", of))
    if node is None or node.name.startswith("#"):
        return ""
    name = node.name.lstrip("@")
    return f"{node.prefix}:{name}" if node.prefix else name


@declare(CORE, "namespace-uri", 0, 1)
def _namespace_uri(context: Context, of: Value | None = None) -> Value:
    """Return the namespace of a node; the nodes of a form keep none."""
    node = context.node if of is None else first_node(_nodes("namespace-uri", of))
    return str(getattr(node, "namespace", ""))


def round_half_up(number: float) -> float:
    """Return the nearest whole number, of two the greater: -1.5 becomes -1."""
    return float(math.floor(number + 0.5)) if math.isfinite(number) else number


def _around(text: Value, mark: Value) -> tuple[str, str]:
    before, found, after = to_text(text).partition(to_text(mark)) if to_text(mark) else ("", "", to_text(text))
    return (before, after) if found or not to_text(mark) else ("", "")


def _nodes(name: str, value: Value) -> list[Node]:
    if not isinstance(value, list):
        raise ExpressionError(sentence("{0}() needs questions, not a value.", name))
    return value
