"""A town of real laptops round a real headquarters, and one laptop on its own."""

from tests.fakes.bureau import session, town

__all__ = ["session", "town"]
