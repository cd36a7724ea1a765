"""What the importer says is said in both languages of the window, with the same things in it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import fieldapp.forms
from fieldapp.forms.sentence import sentence
from fieldapp.forms.xlsform_saying import ERRORS, WARNINGS
from ui.screens.checklist.finding_words import finding_words, sentences_in
from ui.text import set_language

SOURCES = sorted(Path(fieldapp.forms.__file__).parent.rglob("*.py"))
TABLED = {"saying.message", "saying.fix"}


def templates() -> Iterator[str]:
    """Every sentence of the code, and of the table of pyxform's sayings."""
    for source in SOURCES:
        for node in ast.walk(ast.parse(source.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "sentence":
                said = node.args[0]
                if ast.unparse(said) not in TABLED:
                    assert isinstance(said, ast.Constant), f"{source.name}:{node.lineno}"
                    yield str(said.value)
    for saying in (*ERRORS, *WARNINGS):
        yield from filter(None, (saying.message, saying.fix))


def places(template: str) -> list[tuple[str, str, str]]:
    """The placeholders of a template with how they are written, in any order."""
    found = Formatter().parse(template)
    return sorted((name, spec or "", conversion or "") for _, name, spec, conversion in found if name is not None)


def test_every_sentence_is_said_in_both_languages_with_the_same_placeholders():
    spanish = sentences_in("es")
    own = set(templates())
    assert len(own) > 400
    assert own == spanish.keys(), "what lacks Spanish, or is not said any more"
    for english, said in spanish.items():
        assert places(said) == places(english), english
        assert said[-1:] == english[-1:] or said.endswith(("?", "”")) or not english.endswith("."), english


@pytest.fixture
def _spanish() -> Iterator[None]:
    set_language("es")
    yield
    set_language("en")


@pytest.mark.usefixtures("_spanish")
def test_sentence_inside_a_sentence_is_said_in_the_same_language():
    inner = sentence("The quotation mark {0} is never closed.", "'")
    assert finding_words(sentence("At “{0}”: {1}", "'yes", inner)) == "En “'yes”: La comilla ' nunca se cierra."


@pytest.mark.usefixtures("_spanish")
def test_names_and_what_the_converter_says_itself_stay_as_they_are():
    assert finding_words(sentence("There is no list “{0}”.", "The value")) == "No hay ninguna lista “The value”."
    assert finding_words("Something pyxform says.") == "Something pyxform says."


def test_english_is_the_sentence_itself():
    made = sentence("Write ${{{0}}}.", "q1")
    assert made == "Write ${q1}."
    assert finding_words(made) == made
