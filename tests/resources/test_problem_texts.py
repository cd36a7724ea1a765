"""Every rule that can be broken has its sentence, in both languages, with the same gaps."""

import ast
import string
from pathlib import Path

import pytest

import resources

ROOT = Path(__file__).resolve().parents[2]
SENTENCES = {language: resources.load_toml(f"texts/{language}.toml")["problem"] for language in ("en", "es")}


def codes_in(folder: str) -> set[str]:
    """Collect the UPPER_SNAKE codes that a package hands to Problem, literally or through a table of checks."""
    found = set()
    for path in (ROOT / folder).rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "Problem" and node.args:
                found |= {part.value for part in ast.walk(node.args[0]) if isinstance(part, ast.Constant)}
            if isinstance(node, ast.Return) and path.name == "fields.py" and node.value:
                found |= {part.value for part in ast.walk(node.value) if isinstance(part, ast.Constant)}
    return {code for code in found if isinstance(code, str) and code.replace("_", "").isupper()} - {"NFC"}


CODES = sorted(set().union(*(codes_in(f"fieldapp/{part}") for part in ("domain", "records", "rules", "actions"))))


def gaps(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_codes_were_found_in_the_sources():
    assert {"REQUIRED", "TEXT_TOO_LONG", "ARREST_MINOR_PROSTITUTION", "REFERRAL_NUMBER_DIGITS"} <= set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_broken_rule_has_a_sentence_in_both_languages(code):
    assert SENTENCES["en"][code] != SENTENCES["es"][code]
    assert gaps(SENTENCES["en"][code]) == gaps(SENTENCES["es"][code])
    assert SENTENCES["en"][code].endswith((".", "?"))
