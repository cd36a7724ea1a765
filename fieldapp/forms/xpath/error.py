"""What is wrong with an expression, in words for whoever wrote it."""

from __future__ import annotations


class ExpressionError(ValueError):
    """An expression that cannot be read or worked out. ``offset`` counts characters from its start."""

    def __init__(self, message: str, offset: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset
