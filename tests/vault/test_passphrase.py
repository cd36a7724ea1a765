from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.vault.passphrase import PassphrasePolicy, problems


def codes(passphrase: str, policy: PassphrasePolicy | None = None, user: str = "") -> set[str]:
    return {problem.code for problem in problems(passphrase, policy, user)}


@pytest.mark.parametrize(
    "good",
    [
        "granite lantern orbit",
        "Tr0ub4dor&3-maple",
        "ox be cat elm fig gym",  # six short words
        "наша дорога длинная",
        "el río baja crecido",
        "password granite lantern orbit",
        "2026 granite abcd lantern",
    ],
)
def test_good_passphrase_has_no_problem(good: str) -> None:
    assert codes(good) == set()


@pytest.mark.parametrize(
    ("weak", "code"),
    [
        ("", "PASSPHRASE_SHORT"),
        ("maple-lantern", "PASSPHRASE_SHORT"),
        ("ox ox ox ox ox", "PASSPHRASE_SHORT"),
        ("aaaaaaaaaaaaaaaaaaaa", "PASSPHRASE_REPEATED"),
        ("lantern lantern lantern", "PASSPHRASE_REPEATED"),
        ("abababababababababab", "PASSPHRASE_REPEATED"),
        ("maple7maple7maple7map", "PASSPHRASE_REPEATED"),
        ("abcdefghijklmnopqrst", "PASSPHRASE_SEQUENCE"),
        ("zyxwvutsrqponmlkjihg", "PASSPHRASE_SEQUENCE"),
        ("qwertyuiop1234567890", "PASSPHRASE_SEQUENCE"),
        ("password password12", "PASSPHRASE_COMMON"),
        ("Correct Horse Battery Staple", "PASSPHRASE_COMMON"),
        ("TaskForce-Detective!", "PASSPHRASE_COMMON"),
        ("alvarezalvarez2026", "PASSPHRASE_COMMON"),
        ("granite\tlantern\torbit", "PASSPHRASE_UNUSABLE"),
        ("granite\ud800lantern orbit", "PASSPHRASE_UNUSABLE"),
        ("granite lantern " * 100, "PASSPHRASE_UNUSABLE"),
    ],
)
def test_weak_passphrase_is_named(weak: str, code: str) -> None:
    assert code in codes(weak, user="alvarez")


def test_short_passphrase_is_only_short() -> None:
    assert codes("maple7", user="alvarez") == {"PASSPHRASE_SHORT"}


def test_agency_may_ask_for_more() -> None:
    cjis = PassphrasePolicy(min_characters=20, min_kinds=4)
    assert codes("granite lantern", cjis) == {"PASSPHRASE_SHORT", "PASSPHRASE_KINDS"}
    assert codes("Granite lantern orbit 7", cjis) == set()


@given(st.text(max_size=60))
def test_problem_never_repeats_what_was_typed(passphrase: str) -> None:
    for problem in problems(passphrase):
        assert problem.field == "passphrase"
        assert all(isinstance(value, int) for value in problem.values.values())


@given(st.text(max_size=14))
def test_short_text_of_few_words_is_never_accepted(passphrase: str) -> None:
    if len(re.findall(r"[^\W\d_]{2,}", unicodedata.normalize("NFKC", passphrase))) < 6:
        assert codes(passphrase)
