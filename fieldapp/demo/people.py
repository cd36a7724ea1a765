"""People who do not exist. Family names say so; numbers come from the block kept for fiction (555-0100 to 555-0199)."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Final

from fieldapp.domain.wire import Json

_TREES_AND_STONES: Final = (
    "Alder Amber Ash Aspen Azure Basil Birch Bramble Briar Cedar Cerise Clover Coral Cypress Fern Flint Garnet Hazel "
    "Heather Indigo Iris Jade Jasper Juniper Larch Laurel Linden Maple Marigold Moss Myrtle Olive Opal Pearl Poppy "
    "Reed Robin Rowan Ruby Saffron Sage Sorrel Tansy Teal Thorn Umber Violet Willow Wren Yarrow"
)
GIVEN_NAMES: Final = tuple(_TREES_AND_STONES.split())
_STEMS: Final = (
    "Demo Sample Example Testing Mock Fiction Invent Pretend Dummy Specimen Trial Proto Model Placehold Imagin"
)
_ENDINGS: Final = "son wood ton field ridge ley worth ham ford stone bury man"
FAMILY_NAMES: Final = tuple(stem + ending for stem in _STEMS.split() for ending in _ENDINGS.split())
OFFICER_NAMES: Final = tuple(
    f"{title} {name}"
    for title, names in (
        ("Sgt.", "Mockridge Trialford Dummyham"),
        ("Lt.", "Inventon Modelworth"),
        ("Det.", "Protoley Fictionbury Pretendfield Samplestone"),
        ("Dep.", "Demowood Testington Exampleham Placeholdford"),
    )
    for name in names.split()
)
SUPERVISORS: Final = tuple(name for name in OFFICER_NAMES if name.startswith(("Sgt.", "Lt.")))
WORKERS: Final = ("A. Mockworth", "B. Trialham", "C. Inventley", "D. Samplebury")
_NICKNAMES: Final = ("Comet", "Pebble", "Lucky", "Echo", "Frost", "Domino", "Kite", "Button", "Ziggy", "Shadow")
_LANGUAGES: Final = ("en", "en", "en", "en", "es", "es", "zh", "ko", "tl", "hy", "vi", "ru")
_ORIGINS: Final = ("black", "hispanic", "white", "asian", "pacific_islander", "american_indian", "unknown")
_HAIR: Final = ("black", "brown", "fair", "red", "grey", "dyed blue")
_EYES: Final = ("brown", "blue", "green", "hazel")
_MARKS: Final = (
    "Star tattoo on the left wrist",
    "Scar above the right eyebrow",
    "Small cross tattoo on the neck",
    "Birthmark on the left forearm",
    "Letters tattooed on the right hand",
)


def phone(random: Random) -> str:
    """Return a number that no telephone company gives to anybody."""
    return f"{random.choice(('213', '310', '323', '562', '626', '818'))}-555-01{random.randrange(100):02d}"


def plate(random: Random) -> str:
    """Return a plate of a form that California does not issue."""
    return f"DEMO{random.randrange(1000):03d}"


def handle(random: Random) -> str:
    """Return a name as used in some application."""
    return f"{random.choice(GIVEN_NAMES).lower()}_demo{random.randrange(10_000):04d}"


def email(random: Random) -> str:
    """Return an address in a domain that can never exist (RFC 2606)."""
    return f"{random.choice(GIVEN_NAMES).lower()}.{random.randrange(10_000):04d}@mail.example"


def nickname(random: Random) -> str:
    """Return what somebody is called on the street or in an advertisement."""
    return f"{random.choice(_NICKNAMES)} {random.randrange(100)}"


def born_for_age(random: Random, age: int, day: date) -> date:
    """Return a date of birth that makes somebody this many years old on a day, birthdays near it left out."""
    birthday = day - timedelta(days=random.randrange(20, 340))
    leap_safe = birthday.replace(day=min(birthday.day, 28))
    return leap_safe.replace(year=leap_safe.year - age)


def description(random: Random, *, female_share: float) -> dict[str, Json]:
    """Return what a form says of how somebody looks and speaks."""
    gender = "female" if random.random() < female_share else "male"
    if random.random() < 0.04:
        gender = random.choice(("trans_female", "trans_male", "nonbinary", "unknown"))
    language = random.choice(_LANGUAGES)
    values: dict[str, Json] = {
        "given_name": random.choice(GIVEN_NAMES),
        "family_name": random.choice(FAMILY_NAMES),
        "gender": gender,
        "race_ethnicity": [random.choice(_ORIGINS)],
        "height_cm": random.randrange(150, 192),
        "hair": random.choice(_HAIR),
        "eyes": random.choice(_EYES),
        "primary_language": language,
    }
    if language != "en":
        values["interpreter_needed"] = random.random() < 0.6
    if random.random() < 0.4:
        values["marks"] = random.choice(_MARKS)
    return values
