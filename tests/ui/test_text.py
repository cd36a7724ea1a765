"""The catalogue: the same keys and gaps in both languages, and none missing that the window uses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import ui
from fieldapp.domain.faults import StoreError
from fieldapp.domain.problems import Problem, Refused
from ui.text import LANGUAGES, catalogue, error_text, problem_text, set_language, tr

GAP = re.compile(r"\{(\w+)\}")
KEY = re.compile(r"""\btr\(\s*["']([\w.]+)["']|title_key\s*=\s*["']([\w.]+)["']""")


def test_both_languages_have_the_same_keys() -> None:
    assert set(catalogue("en")) == set(catalogue("es"))


def test_both_languages_have_the_same_gaps() -> None:
    for key, sentence in catalogue("en").items():
        assert set(GAP.findall(sentence)) == set(GAP.findall(catalogue("es")[key])), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_empty(language: str) -> None:
    assert [key for key, sentence in catalogue(language).items() if not sentence.strip()] == []


def test_no_key_used_by_the_window_is_missing() -> None:
    used = {
        found
        for file in Path(ui.__file__).parent.rglob("*.py")
        for pair in KEY.findall(file.read_text("utf-8"))
        for found in pair
        if found
    }
    assert len(used) > 30
    assert sorted(used - set(catalogue("en"))) == []


def test_language_can_be_chosen() -> None:
    set_language("es")
    assert tr("shell.lock") == "Bloquear"
    with pytest.raises(KeyError):
        set_language("tlh")


def test_missing_sentence_shows_its_key_and_stops_nothing() -> None:
    assert tr("no.such.key") == "no.such.key"


def test_problem_without_a_sentence_still_says_something() -> None:
    assert "NEW_RULE" in problem_text(Problem("NEW_RULE"))


def test_errors_speak_in_sentences() -> None:
    assert error_text(StoreError("DISK_FULL", "The disk is full.")) == "The disk is full."
    assert error_text(Refused([Problem("A"), Problem("B")])).count("\n") == 1


def test_broken_rule_names_its_field_in_the_language_chosen() -> None:
    set_language("es")
    try:
        assert problem_text(Problem("REQUIRED", "received_by", {"label": "Received by"})) == "Falta: Recibida por."
    finally:
        set_language("en")
