"""The generated reference page says what the declarations say."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldapp.domain.record import Record
from fieldapp.records import RECORD_TYPES, vocabulary
from fieldapp.reports import reference


def test_page_in_the_documents_is_current() -> None:
    assert reference.is_current(), "the declarations changed: make format"


@pytest.mark.parametrize("record", RECORD_TYPES, ids=lambda record: record.type_name)
def test_every_field_has_its_row(record: type[Record]) -> None:
    section = reference.render().split(f'<a id="{record.type_name}"></a>')[1].split("<a id=")[0]
    for name in record.fields:
        assert section.count(f"| `{name}` |") == 1


def test_every_link_in_the_page_leads_to_an_anchor() -> None:
    page = reference.render()
    for record in RECORD_TYPES:
        for declared in record.fields.values():
            if declared.link:
                assert f'<a id="{declared.link}"></a>' in page
            if declared.vocabulary:
                assert declared.vocabulary in vocabulary.names()


def test_a_page_that_lags_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "records.md"
    assert not reference.is_current(page)
    reference.write(page)
    assert reference.is_current(page)
    page.write_text(page.read_text(encoding="utf-8").replace("Code name", "Name"), encoding="utf-8")
    assert not reference.is_current(page)
