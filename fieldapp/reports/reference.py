"""The reference page of every record type, field and vocabulary, written from the declarations.

``docs/records.md`` is this module's output; `make check` fails when it is not. Run the module to write it again.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from fieldapp.domain.fields import Field, Search, Sensitivity
from fieldapp.domain.record import Record
from fieldapp.records import RECORD_TYPES, vocabulary

PAGE: Final = Path(__file__).resolve().parents[2] / "docs" / "records.md"

_HEADING: Final = """# Records

Every type of record and every field, as `fieldapp/records` declares them. `make format` writes this page.

- **Kind** is how a value is stored and edited; a link names the type it points at, a choice its vocabulary.
- **Required** blocks finalising a record, never saving it.
- **Sensitivity**: *personal* and *identity* values stay hidden until somebody reveals them; revealing is logged.
- **Found by**: how search reads the field (its words, as a name, or exactly).
"""


def render() -> str:
    """Return the page as Markdown."""
    parts = [_HEADING, *_contents(), *(line for record in RECORD_TYPES for line in _section(record))]
    parts += ["## Vocabularies", "", *(line for name in vocabulary.names() for line in _vocabulary(name))]
    return "\n".join(parts).rstrip() + "\n"


def is_current(page: Path = PAGE) -> bool:
    """Say whether the page on disk is what the declarations say today."""
    return page.is_file() and page.read_text(encoding="utf-8") == render()


def write(page: Path = PAGE) -> None:
    """Write the page."""
    page.write_text(render(), encoding="utf-8", newline="\n")


def _contents() -> Iterator[str]:
    yield "| record | zone | belongs to |"
    yield "|---|---|---|"
    for record in RECORD_TYPES:
        parent = record.fields[record.parent].link if record.parent else None
        belongs_to = f"[{parent}](#{parent})" if parent else ""
        yield f"| [{record.title}](#{record.type_name}) | `{record.zone}` | {belongs_to} |"
    yield ""


def _section(record: type[Record]) -> Iterator[str]:
    yield f'<a id="{record.type_name}"></a>'
    yield ""
    yield f"## {record.title}"
    yield ""
    yield f"`{record.type_name}` in zone `{record.zone}`." + (
        f" Coded `{record.code}-…`." if record.code is not None else ""
    )
    yield ""
    yield from (inspect.getdoc(record) or "").splitlines()
    yield ""
    yield "| field | label | kind | required | sensitivity | found by | help |"
    yield "|---|---|---|---|---|---|---|"
    yield from (_row(declared) for declared in record.fields.values())
    yield ""


def _row(declared: Field) -> str:
    required = "yes" if declared.required else ""
    sensitivity = "" if declared.sensitivity is Sensitivity.NORMAL else declared.sensitivity.name.lower()
    search = "" if declared.search is Search.NONE else declared.search.value
    cells = (
        f"`{declared.name}`",
        declared.label,
        _kind(declared),
        required,
        sensitivity,
        search,
        declared.help,
    )
    return f"| {' | '.join(_cell(text) for text in cells)} |"


def _kind(declared: Field) -> str:
    if declared.link:
        return f"link to [{declared.link}](#{declared.link})"
    if declared.vocabulary:
        return f"{declared.kind.value} of [{declared.vocabulary}](#vocabulary-{declared.vocabulary})"
    if declared.minimum is not None or declared.maximum is not None:
        return f"{declared.kind.value}, {_bound(declared.minimum)} to {_bound(declared.maximum)}"
    return declared.kind.value


def _bound(limit: int | None) -> str:
    return "any" if limit is None else str(limit)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _vocabulary(name: str) -> Iterator[str]:
    yield f'<a id="vocabulary-{name}"></a>'
    yield ""
    yield f"### {name}"
    yield ""
    yield "| code | English | Spanish |"
    yield "|---|---|---|"
    for choice in vocabulary.choices(name, retired=True):
        retired = " (retired)" if choice.retired else ""
        yield f"| `{choice.code}`{retired} | {_cell(choice.en)} | {_cell(choice.es)} |"
    yield ""


if __name__ == "__main__":
    write()
    sys.exit(0)
