"""A workbook whose archive is sound and whose parts are not: nothing but findings comes out, in bounded time."""

from __future__ import annotations

import io
import time
import zipfile

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldapp.forms.finding import ERROR
from fieldapp.forms.xlsform_import import import_workbook
from tests.forms.workbook import a_workbook

with zipfile.ZipFile(io.BytesIO(a_workbook())) as _good:
    PARTS = {name: _good.read(name) for name in _good.namelist()}

TOKENS = [
    *(b"<", b">", b'"', b"&#0;", b"&#55296;", b"&#x1F600;", b"&e;", b"\xff", b"\x00", b"<!-- -->", b"<![CDATA[]]>"),
    *(b' t="s"', b' t="e"', b' t="b"', b' t="d"', b' t="inlineStr"', b"<is><t>x</t></is>", b"<f>A1</f>", b"<f/>"),
    *(b"<v>1e400</v>", b"<v>-1</v>", b"<v>NaN</v>", b"<v>18446744073709551616</v>", b' s="999"', b' r="A99999999"'),
    *(b'<row r="-1">', b'<row r="99999999">', b'<c r="XFD1"><v>1</v></c>', b'<mergeCell ref="A1:ZZZ999"/>'),
    *(b"_x0000_", b"_xD800_", b' state="veryHidden"', b' date1904="1"', b'r:id="rId99"', b'TargetMode="External"'),
    *(b'Target="../../../etc/passwd"', "\u202e\u0661\U0001f600".encode(), b"x" * 40_000),
]
ACTS = st.sampled_from(["byte", "cut", "insert", "double", "end", "number", "drop"])
NUMBERS = st.sampled_from([b"9999999", b"-1", b"", b"x", b"0", b"18446744073709551616"])


def spoil(content: bytes, draw: st.DataObject, act: str) -> bytes:
    """Return a part with one thing about it changed."""
    start = draw.draw(st.integers(0, max(len(content) - 1, 0)))
    stop = start + draw.draw(st.integers(1, 60))
    if act == "byte":
        return content[:start] + bytes([draw.draw(st.integers(0, 255))]) + content[start + 1 :]
    if act == "cut":
        return content[:start] + content[stop:]
    if act == "insert":
        return content[:start] + draw.draw(st.sampled_from(TOKENS)) + content[start:]
    if act == "double":
        return content[:start] + content[start:stop] * draw.draw(st.integers(2, 30)) + content[stop:]
    if act == "number":
        places = [place for place, letter in enumerate(content) if 48 <= letter <= 57]
        place = draw.draw(st.sampled_from(places)) if places else 0
        return content[:place] + draw.draw(NUMBERS) + content[place + 1 :]
    return content[:start]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_parts_spoilt_within_a_sound_archive_give_findings(data: st.DataObject) -> None:
    parts = dict(PARTS)
    for _ in range(data.draw(st.integers(1, 3))):
        name = data.draw(st.sampled_from(sorted(parts)))
        act = data.draw(ACTS)
        if act == "drop" and len(parts) > 1:
            del parts[name]
        else:
            parts[name] = spoil(parts[name], data, act)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    began = time.monotonic()
    imported = import_workbook(stream.getvalue(), "spoilt.xlsx")
    assert time.monotonic() - began < 10
    assert imported.package is not None or any(finding.severity == ERROR for finding in imported.findings)
    assert "FILE_DEFEATED_US" not in {finding.code for finding in imported.findings}
    assert all(finding.message.strip() for finding in imported.findings)
