"""Sentences on the terminal, and the one secret that is asked there."""

from __future__ import annotations

import getpass
import sys

import resources
from fieldapp.domain.problems import Problem


def sentence_of(problem: Problem, language: str = "en") -> str:
    """Return the sentence for a broken rule, from the catalogue."""
    texts = resources.load_toml(f"texts/{language}.toml")
    template = texts.get("problem", {}).get(problem.code, problem.code)
    try:
        return str(template).format(**{"label": problem.field or "", **problem.values})
    except KeyError:
        return str(template)


def ask_passphrase(prompt: str = "Passphrase: ") -> str:
    """Ask without echo; where there is no terminal, read one line of standard input."""
    if sys.stdin is not None and sys.stdin.isatty():
        return getpass.getpass(prompt)
    return sys.stdin.readline().rstrip("\n")
