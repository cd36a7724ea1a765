"""What a form's author wrote, as a label: bold and italics are shown, everything else is text and is never fetched."""

from __future__ import annotations

import html
import re
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from ui.widgets.label import Role, label

# Characters that turn the reading direction round or are not seen: a label must read as it is stored.
_UNSEEN: Final = re.compile("[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]")
# Words that people write are shorter than twenty letters; twelve fit into the narrowest pane at the largest text.
_RUN: Final = re.compile(r"[^\s\u200b]{12}(?=[^\s\u200b]{8})")
_SPAN: Final = r"(?=\S)([^\n]{1,400}?)(?<=\S)"
_STRONG: Final = re.compile(rf"\*\*{_SPAN}\*\*|(?<!\w)__{_SPAN}__(?!\w)")
_SOFT: Final = re.compile(rf"\*{_SPAN}\*|(?<!\w)_{_SPAN}_(?!\w)")
_TITLE: Final = re.compile(r"^#{1,6}[ \t]+(.+)$", re.MULTILINE)
_ESCAPED: Final = re.compile(r"\\([*_#\\])")
_RTL: Final = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "ps", "sd", "ug", "ur", "yi"})
_TAG: Final = re.compile(r"\(([a-zA-Z]{2,3})(?:[-_][^)]*)?\)\s*\Z")


def plain_text(text: str) -> str:
    """Return the words alone, for a screen reader, a button or a list."""
    marked = _ESCAPED.sub(lambda found: chr(0xE000 + ord(found[1])), _UNSEEN.sub("", text))
    bare = _SOFT.sub(_inner, _STRONG.sub(_inner, _TITLE.sub(r"\1", marked)))
    return re.sub("[\ue000-\ue0ff]", lambda found: chr(ord(found[0]) - 0xE000), bare).strip()


def breakable(text: str) -> str:
    """Return text in which no run of letters is too long for a line."""
    return _RUN.sub("\\g<0>\u200b", text)


def safe_html(text: str) -> str:
    """Return text as HTML of bold, italics and line ends only."""
    clean = html.escape(breakable(_UNSEEN.sub("", text).strip()))
    clean = _ESCAPED.sub(lambda found: f"&#{ord(found[1])};", clean)
    clean = _TITLE.sub(r"<b>\1</b>", clean)
    clean = _STRONG.sub(lambda found: f"<b>{_inner(found)}</b>", clean)
    clean = _SOFT.sub(lambda found: f"<i>{_inner(found)}</i>", clean)
    return clean.replace("\n", "<br>")


def words_label(text: str, role: Role = Role.BODY, *, name: str = "") -> QLabel:
    """Make a label that wraps and shows ``text`` as its author marked it."""
    made = label("", role, wrap=True, name=name)
    set_words(made, text)
    return made


def set_words(shown: QLabel, text: str) -> None:
    """Show other words; rich text is only used where there is a mark, since it is slow to lay out."""
    if shown.property("words") == text:
        return
    shown.setProperty("words", text)
    marked = safe_html(text)
    plain = breakable(plain_text(text))
    is_marked = "<b>" in marked or "<i>" in marked
    shown.setTextFormat(Qt.TextFormat.RichText if is_marked else Qt.TextFormat.PlainText)
    shown.setText(marked if is_marked else plain)
    shown.setAccessibleName(plain_text(text))


def reading_direction(language: str) -> Qt.LayoutDirection:
    """Return the direction a language is written in, by the tag in its name: ``العربية (ar)``."""
    found = _TAG.search(language)
    tag = (found[1] if found else language).lower()
    return Qt.LayoutDirection.RightToLeft if tag in _RTL else Qt.LayoutDirection.LeftToRight


def _inner(found: re.Match[str]) -> str:
    return next(part for part in found.groups() if part is not None)
