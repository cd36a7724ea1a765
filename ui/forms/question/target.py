"""How large a thing to press is made during a screening: for a thumb in a glove, whatever the size of the text."""

from __future__ import annotations

from ui.style.look import px
from ui.style.token import Size


def needs_large() -> bool:
    """Whether what is pressed needs the large size; in large text the usual one is as large as a thumb already."""
    return px(Size.TARGET) < Size.TARGET_LARGE
