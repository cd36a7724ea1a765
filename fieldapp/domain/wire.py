"""JSON as we hash it: one text for one value (RFC 8785, over the values we allow: no floating point)."""

from __future__ import annotations

import json
import unicodedata
from typing import Final, TypeAlias

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"

MAX_SAFE_INTEGER: Final = 2**53 - 1


_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def encode(value: object) -> bytes:
    """Return the canonical UTF-8 text: keys sorted, no white space, nothing escaped that need not be.

    RFC 8785 sorts keys by UTF-16 code unit; our keys are ASCII names, for which every order agrees.
    """
    return _ENCODER.encode(value).encode()


def _no_float(text: str) -> Json:
    msg = f"a number with a fraction or an exponent: {text[:20]}"
    raise ValueError(msg)


def _no_twins(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    table = dict(pairs)
    if len(table) != len(pairs):
        msg = "the same key twice in one object"
        raise ValueError(msg)
    return table


_DECODER: Final = json.JSONDecoder(object_pairs_hook=_no_twins, parse_float=_no_float, parse_constant=_no_float)


def decode(data: bytes) -> Json:
    """Read JSON strictly: twin keys, NaN, fractions and lone surrogates are refused. Raises ValueError."""
    try:
        value: Json = _DECODER.decode(data.decode())
        if b"\\u" in data:
            _ENCODER.encode(value).encode()  # a lone surrogate written as an escape can be stored nowhere
    except RecursionError as error:
        msg = "nested too deeply"
        raise ValueError(msg) from error
    return value


def clean_text(text: str) -> str:
    """Return the text in NFC. Raises ValueError on NUL and on lone surrogates: neither can be stored."""
    if "\0" in text:
        msg = "NUL"
        raise ValueError(msg)
    text.encode()  # a lone surrogate raises UnicodeEncodeError, which is a ValueError
    return unicodedata.normalize("NFC", text)
