"""The words of the field: what must not be written of a person, in the sources or in anything people read."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
READ_BY_PEOPLE = {".py", ".toml", ".md", ".txt", ".json", ".qss", ".typ"}

# Each with what to write instead.
FORBIDDEN = {
    r"prostitut(?:e|es|as?)": "person, victim, or the statute by its number",
    r"(?:child|teen|juvenile|underage|minor) prostitution": "a minor is a victim of exploitation",
    r"suspect[- ]victims?|victims?[- ]suspects?": "victim, or arrestee, in the record of that event",
    r"rescue[ds]?|rescuing": "recovered",
    r"johns|hookers?|pimps?|call girls?": "purchaser, seller, trafficker",
    r"sex (?:slaves?|workers?)": "victim or person",
    r"(?:un|non-?)cooperative (?:victim|witness|person)": "say what happened",
    r"recant(?:ed|s|ing)?": "quote what was said, and when",
    r"illegal (?:aliens?|immigrants?)|inmigrantes? ilegal(?:es)?": "foreign national, and only where it is needed",
    r"(?:the|this|a) subject (?:was|is|has|said|stated|fled)": "person, arrestee or victim",
}
# Statutes, group codes and the published label of a figure.
ALLOWED = re.compile(r"victims rescued|\"rescued\"|not rescued", re.IGNORECASE)


def offending_lines(text: str, pattern: str) -> list[tuple[int, str]]:
    words = re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)
    return [
        (number, line.strip())
        for number, line in enumerate(text.splitlines(), start=1)
        if words.search(ALLOWED.sub("", line))
    ]


def sources() -> list[Path]:
    return [
        path
        for folder in ("resources", "ui", "fieldapp")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in READ_BY_PEOPLE and "fonts" not in path.parts and "__pycache__" not in path.parts
    ]


@pytest.mark.parametrize("pattern", FORBIDDEN)
def test_word_is_not_written_of_anybody(pattern):
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line}"
        for path in sources()
        for number, line in offending_lines(path.read_text(encoding="utf-8"), pattern)
    ]
    assert not found, f"write instead: {FORBIDDEN[pattern]}"


@pytest.mark.parametrize(
    "sentence",
    [
        "the suspect victim was",
        "A Prostitute",
        "two prostitutes",
        "una prostituta",
        "victims were rescued",
        "the johns",
    ],
)
def test_forbidden_words_are_recognised(sentence):
    assert any(offending_lines(sentence, pattern) for pattern in FORBIDDEN)


@pytest.mark.parametrize(
    "sentence",
    ["prostitution_seller", "ARREST_MINOR_PROSTITUTION", "pimping", "Victims rescued, as published", "recovered"],
)
def test_statutes_codes_and_published_labels_are_allowed(sentence):
    assert not any(offending_lines(sentence, pattern) for pattern in FORBIDDEN)
