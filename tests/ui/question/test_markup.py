"""What a form's author may mark, and what stays text."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import Qt

from ui.forms.question.markup import plain_text, reading_direction, safe_html


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("plain", "plain"),
        ("**bold** and _soft_", "<b>bold</b> and <i>soft</i>"),
        ("__bold__ *soft*", "<b>bold</b> <i>soft</i>"),
        ("## Heading\nmore", "<b>Heading</b><br>more"),
        ("a < b & c", "a &lt; b &amp; c"),
        ("<b>no</b>", "&lt;b&gt;no&lt;/b&gt;"),
        ("my_long_name", "my_long_name"),
        (r"\*kept\*", "&#42;kept&#42;"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("safe\u202etxt", "safetxt"),
    ],
)
def test_only_bold_and_italics_are_shown(words, shown):
    assert safe_html(words) == shown


@pytest.mark.parametrize(
    "words", ["[go](http://203.0.113.9)", "![x](http://203.0.113.9/y.png)", "<img src=x onerror=y>"]
)
def test_links_pictures_and_html_stay_text(words):
    html = safe_html(words)
    assert not any(tag in html for tag in ("<a", "<img", "src=x onerror=y>"))
    assert plain_text(words) == words


def test_screen_reader_hears_the_words_alone():
    assert plain_text(r"**Very** _soft_ \*star\*") == "Very soft *star*"


@pytest.mark.parametrize("words", ["**a " * 3_000, "*" * 10_000, "_x" * 5_000, "\\" * 10_000, "#" * 10_000])
def test_hostile_marks_take_no_time(words):
    started = time.perf_counter()
    safe_html(words)
    plain_text(words)
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize("language", ["العربية (ar)", "فارسی (fa)", "ur", "עברית (he-IL)"])
def test_languages_from_right_to_left_are_known(language):
    assert reading_direction(language) == Qt.LayoutDirection.RightToLeft


@pytest.mark.parametrize("language", ["English (en)", "", "Arabian nights", "Español (es)"])
def test_other_languages_run_from_left_to_right(language):
    assert reading_direction(language) == Qt.LayoutDirection.LeftToRight
