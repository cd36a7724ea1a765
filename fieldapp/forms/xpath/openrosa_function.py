"""The functions that ODK adds to XPath for questionnaires. Source: ODK XForms specification, "XPath functions"."""

from __future__ import annotations

import base64
import binascii
import hashlib
import math
import random
import uuid
from collections.abc import Callable
from typing import Final

from fieldapp.forms.sentence import sentence
from fieldapp.forms.xpath.context import Context
from fieldapp.forms.xpath.error import ExpressionError
from fieldapp.forms.xpath.pattern import matches
from fieldapp.forms.xpath.signature import ANY, Function, declare, flatten
from fieldapp.forms.xpath.value import NAN, Value, join_texts, to_boolean, to_number, to_text

OPENROSA: Final[dict[str, Function]] = {}

OPENROSA["count-selected"] = Function(1, 1, lambda _context, chosen: float(len(to_text(chosen).split())))
OPENROSA["string-join"] = Function(2, ANY, lambda _c, *values: join_texts(to_text(values[-1]), _texts(values[:-1])))
OPENROSA["join"] = Function(1, ANY, lambda _c, glue, *values: join_texts(to_text(glue), _texts(values)))
OPENROSA["random"] = Function(0, 0, lambda context: context.environment.random.random())
OPENROSA["regex"] = Function(2, 2, lambda _context, text, pattern: matches(to_text(text), to_text(pattern)))
OPENROSA["jr:itext"] = Function(1, 1, lambda context, key: join_texts("", [context.environment.text(to_text(key))]))
OPENROSA["max"] = Function(0, ANY, lambda context, *values: _extreme(max, context, values))
OPENROSA["min"] = Function(0, ANY, lambda context, *values: _extreme(min, context, values))


@declare(OPENROSA, "selected", 2)
def _selected(_context: Context, chosen: Value, code: Value) -> Value:
    """Say whether a code is among the chosen ones; the blank code is where nothing is chosen, as in JavaRosa.

    Nor is a code with a space in it ever two codes: JavaRosa looks for it in the text as it stands.
    """
    codes, wanted = " ".join(to_text(chosen).split()), " ".join(to_text(code).split())
    return f" {wanted} " in f" {codes} " if wanted else not codes


@declare(OPENROSA, "selected-at", 2)
def _selected_at(context: Context, chosen: Value, index: Value) -> Value:
    """Return the code at a place counted from 0; a place that is no number is the first, as in JavaRosa."""
    codes, place = to_text(chosen).split(), to_number(index, context.environment.zone)
    at = int(place) if math.isfinite(place) else 0
    return codes[at] if 0 <= at < len(codes) else ""


@declare(OPENROSA, "int", 1)
def _int(context: Context, value: Value) -> Value:
    number = to_number(value, context.environment.zone)
    return float(math.trunc(number)) if math.isfinite(number) else number


@declare(OPENROSA, "count-non-empty", 1)
def _count_non_empty(_context: Context, nodes: Value) -> Value:
    if not isinstance(nodes, list):
        raise ExpressionError(sentence("count-non-empty() needs questions, not a value."))
    return float(sum(node.string_value() != "" for node in nodes))


@declare(OPENROSA, "substr", 2, 3)
def _substr(context: Context, text: Value, start: Value, end: Value | None = None) -> Value:
    """Return the characters from ``start`` (counted from 0; negative: from the end) up to, not including, ``end``."""
    zone, words = context.environment.zone, to_text(text)
    length = len(words)

    def place(value: Value) -> int:
        number = to_number(value, zone)
        at = int(number) if math.isfinite(number) else 0
        return max(0, min(length, at + length if at < 0 else at))

    return words[place(start) : length if end is None else place(end)]


@declare(OPENROSA, "boolean-from-string", 1)
def _boolean_from_string(_context: Context, value: Value) -> Value:
    text = to_text(value)
    return text == "1" or text.lower() == "true"


@declare(OPENROSA, "uuid", 0, 1)
def _uuid(context: Context, length: Value | None = None) -> Value:
    """Return a random UUID, or with a length that many random letters and digits."""
    draw = context.environment.random
    if length is None:
        return str(uuid.UUID(bytes=draw.randbytes(16), version=4))
    count = to_number(length, context.environment.zone)
    count = max(0, min(1_000, int(count))) if math.isfinite(count) else 0
    return "".join(draw.choice("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") for _ in range(count))


@declare(OPENROSA, "checklist", 2, ANY)
def _checklist(context: Context, least: Value, most: Value, *marks: Value) -> Value:
    """Say whether at least and at most that many hold; a negative bound is none."""
    return _between(context, least, most, float(sum(to_boolean(mark) for mark in flatten(marks))))


@declare(OPENROSA, "weighted-checklist", 2, ANY)
def _weighted_checklist(context: Context, least: Value, most: Value, *pairs: Value) -> Value:
    """Say whether the weights of what holds lie between bounds: mark, weight, … or all marks, then all weights."""
    if len(pairs) == 2 and all(isinstance(each, list) for each in pairs):
        marks, weights = flatten(pairs[:1]), flatten(pairs[1:])
    else:
        values = flatten(pairs)
        marks, weights = values[::2], values[1::2]
    if len(marks) != len(weights):
        raise ExpressionError(sentence("weighted-checklist() needs a weight for each mark."))
    zone = context.environment.zone
    found = [to_number(weight, zone) for mark, weight in zip(marks, weights, strict=True) if to_boolean(mark)]
    return _between(context, least, most, sum(found))


@declare(OPENROSA, "jr:choice-name", 2)
def _choice_name(context: Context, value: Value, path: Value) -> Value:
    return context.environment.choice_name(to_text(value), to_text(path), context.node)


@declare(OPENROSA, "pulldata", 4)
def _pulldata(context: Context, table: Value, column: Value, key_column: Value, key: Value) -> Value:
    rows = context.environment.table(to_text(table))
    if rows is None:
        raise ExpressionError(sentence("There is no table {0} beside this form.", to_text(table)))
    wanted, heading, result = to_text(key), to_text(key_column), to_text(column)
    return next((row.get(result, "") for row in rows if row.get(heading) == wanted), "")


@declare(OPENROSA, "randomize", 1, 2)
def _randomize(context: Context, nodes: Value, seed: Value | None = None) -> Value:
    """Return the nodes in another order: the same for the same seed (Park-Miller, as ODK prescribes)."""
    if not isinstance(nodes, list):
        raise ExpressionError(sentence("randomize() needs a list of choices."))
    shuffled = list(nodes)
    if seed is None:
        random.Random(context.environment.random.random()).shuffle(shuffled)  # noqa: S311 - an order, not a secret
        return shuffled
    number = to_number(seed, context.environment.zone)
    state = _park_miller(int(number) if math.isfinite(number) else _hash_seed(to_text(seed)))
    for last in range(len(shuffled) - 1, 0, -1):
        state = state * 48271 % 2147483647
        other = math.floor((state - 1) / 2147483646 * (last + 1))
        shuffled[last], shuffled[other] = shuffled[other], shuffled[last]
    return shuffled


_DIGESTS: Final = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}


@declare(OPENROSA, "digest", 2, 3)
def _digest(_context: Context, text: Value, algorithm: Value, encoding: Value = "base64") -> Value:
    name, how = _DIGESTS.get(to_text(algorithm).upper()), to_text(encoding).lower()
    if name is None or how not in {"base64", "hex"}:
        raise ExpressionError(sentence("digest() knows MD5, SHA-1, SHA-256, SHA-384 and SHA-512, as base64 or hex."))
    made = hashlib.new(name, to_text(text).encode("utf-8", "replace"), usedforsecurity=False)
    return made.hexdigest() if how == "hex" else base64.b64encode(made.digest()).decode()


@declare(OPENROSA, "base64-decode", 1)
def _base64_decode(_context: Context, text: Value) -> Value:
    try:
        return base64.b64decode(to_text(text), validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""


def _park_miller(seed: int) -> int:
    state = seed % 2147483647
    return state if state > 0 else state + 2147483646


def _hash_seed(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "replace")).digest()[:8], "big", signed=True)


def _texts(values: tuple[Value, ...]) -> list[str]:
    return [to_text(value) for value in flatten(values)]


def _between(context: Context, least: Value, most: Value, found: float) -> bool:
    zone = context.environment.zone
    low, high = to_number(least, zone), to_number(most, zone)
    return (low < 0 or found >= low) and (high < 0 or found <= high)


def _extreme(choose: Callable[..., float], context: Context, values: tuple[Value, ...]) -> float:
    """Choose among what is not blank, as in JavaRosa; NaN where there is none, or text that is no number."""
    zone = context.environment.zone
    numbers = [to_number(value, zone) for value in flatten(values) if value != "" and not _is_nan(value)]
    return NAN if any(map(math.isnan, numbers)) else choose(numbers, default=NAN)


def _is_nan(value: Value) -> bool:
    return isinstance(value, float) and math.isnan(value)
