"""What the tests of acts share: laptops, and a headquarters for them."""

from tests.fakes.bureau import dana, eli, session, town

__all__ = ["dana", "eli", "session", "town"]
