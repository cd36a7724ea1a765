"""What was found in a workbook, said in the language of the window."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import resources
from fieldapp.forms.sentence import Sentence
from ui.text import chosen_language

_SOURCE = "en"
"""The language the sentences are written in."""


def finding_words(words: str) -> str:
    """Return a sentence in the language chosen; what the converter says itself, and names, stay as they are."""
    language = chosen_language()
    if language == _SOURCE or not isinstance(words, Sentence):
        return words
    template = sentences_in(language).get(words.template, words.template)
    return template.format(*(finding_words(value) if isinstance(value, str) else value for value in words.values))


@cache
def sentences_in(language: str) -> Mapping[str, str]:
    """Return the sentences of a language by the English ones."""
    return {str(key): str(said) for key, said in resources.load_toml(f"findings/{language}.toml")["sentences"].items()}
