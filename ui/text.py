"""Every sentence of the interface, by key, in the language chosen. The catalogue is ``resources/texts``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

import resources
from fieldapp.domain.faults import WorldError
from fieldapp.domain.problems import Problem, Refused

LANGUAGES: Final = ("en", "es")

_chosen = {"language": "en"}


def set_language(language: str) -> None:
    """Choose the language of every sentence made from now on. Raises KeyError for one we do not bundle."""
    if language not in LANGUAGES:
        raise KeyError(language)
    _chosen["language"] = language


def chosen_language() -> str:
    """The language of the sentences made now."""
    return _chosen["language"]


def declared_text(text: str) -> str:
    """A title, label, section or help of a record's declaration in the language chosen."""
    from fieldapp.records.translation import translate  # all record types: not before the way in is shown

    return translate(text, _chosen["language"])


def tr(key: str, **values: object) -> str:
    """The sentence of ``key`` with its {gaps} filled.

    Falls back to English, then to the key itself: a missing sentence must not stop anybody's work.
    """
    sentence = catalogue(_chosen["language"]).get(key) or catalogue("en").get(key) or key
    return sentence.format_map(values) if values else sentence


def problem_text(problem: Problem) -> str:
    """The sentence of one broken rule."""
    key = f"problem.{problem.code}"
    if key not in catalogue("en"):
        return tr("problem.UNKNOWN", code=problem.code)
    # A rule names a field as it was declared, in English.
    label = {"label": declared_text(str(problem.values["label"]))} if "label" in problem.values else {}
    return tr(key, **{**problem.values, **label})


def error_text(error: WorldError | Refused) -> str:
    """What a person reads about an error, in the language chosen where we have it."""
    if isinstance(error, Refused):
        return "\n".join(problem_text(problem) for problem in error.problems)
    key = f"fault.{error.kind}"
    return tr(key) if key in catalogue(_chosen["language"]) else str(error)


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """All sentences of one language, by dotted key."""
    return dict(_flatten(resources.load_toml(f"texts/{language}.toml"), ""))


def _flatten(table: Mapping[str, object], prefix: str) -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, Mapping):
            yield from _flatten(value, f"{prefix}{name}.")
        else:
            yield prefix + name, str(value)
