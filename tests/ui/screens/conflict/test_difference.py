"""Where two texts differ."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ui.screens.conflict.difference import mark_differences, runs


def test_words_that_differ_are_marked_on_both_sides():
    left, right = mark_differences("led into room 110 at night", "led into room 112 at night")
    assert [piece.text for piece in left if piece.differs] == ["110"]
    assert [piece.text for piece in right if piece.differs] == ["112"]


def test_equal_texts_have_no_mark():
    assert not list(runs(mark_differences("the same", "the same")[0]))


@given(st.text(max_size=200), st.text(max_size=200))
def test_pieces_give_both_texts_again(ours: str, theirs: str):
    left, right = mark_differences(ours, theirs)
    assert "".join(piece.text for piece in left) == ours
    assert "".join(piece.text for piece in right) == theirs
    for pieces, text in ((left, ours), (right, theirs)):
        assert all(0 <= start < start + length <= len(text) for start, length in runs(pieces))
