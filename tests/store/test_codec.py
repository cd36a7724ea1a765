"""The quick reader of JSON and the strict one: the same answer to everything."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain import wire
from fieldapp.store import codec

_SCALARS = st.none() | st.booleans() | st.integers() | st.text() | st.floats()
_JSON = st.recursive(
    _SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4)
)


def _answer(read: object, data: bytes) -> object:
    try:
        return read(data)
    except ValueError:
        return ValueError


@given(_JSON)
def test_quick_reader_agrees_on_whatever_is_json(value: object) -> None:
    for text in (json.dumps(value), json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)):
        data = text.encode("utf-8", "surrogatepass")
        assert repr(_answer(codec.decode, data)) == repr(_answer(wire.decode, data))


@given(st.dictionaries(st.text(), st.dictionaries(st.text(), _SCALARS | st.lists(st.text()), max_size=5), max_size=3))
def test_quick_reader_agrees_on_what_looks_like_a_payload(value: object) -> None:
    data = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode("utf-8", "surrogatepass")
    assert repr(_answer(codec.decode, data)) == repr(_answer(wire.decode, data))


@pytest.mark.parametrize(
    "text",
    [
        '{"fields":{"a":1,"a":2},"seen":{}}',
        '{"fields":{},"fields":{}}',
        '{"fields":{"a":1.0},"seen":{}}',
        '{"fields":{"a":1e3},"seen":{}}',
        '{"fields":{"a":-0},"seen":{}}',
        '{"fields":{"a":NaN},"seen":{}}',
        '{"fields":{"a":123456789012345678901234567890},"seen":{}}',
        '{"seen":{},"fields":{}}',
        '{"fields":{"a":"\\u0041\\ud800"},"seen":{}}',
        '{"fields": {"a": [1, [2]]}}',
        '{"fields":{"a":["x",null]}}',
        "[" * 5000,
        "",
        "nul",
        '{"a":"\x7f\u2028"}',
    ],
)
def test_quick_reader_agrees_on_traps(text: str) -> None:
    data = text.encode()
    assert repr(_answer(codec.decode, data)) == repr(_answer(wire.decode, data))


def test_what_is_not_utf_8_is_refused() -> None:
    assert _answer(codec.decode, b'{"a":{"b":"\xff"}}') is ValueError
