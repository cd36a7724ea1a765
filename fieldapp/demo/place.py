"""Where things happen: real cities, streets that are nowhere."""

from __future__ import annotations

from random import Random
from typing import Final

_CITY_NAMES: Final = (
    "Compton,Long Beach,Pomona,Santa Monica,Lancaster,Palmdale,Inglewood,Torrance,Carson,Norwalk,Whittier,El Monte,"
    "West Hollywood,Downey,Lakewood,Gardena,Bellflower,Rosemead,Azusa,Los Angeles"
)
CITIES: Final = tuple(_CITY_NAMES.split(","))
_STREETS: Final = ("Demo Avenue", "Demo Boulevard", "Demo Street", "North Demo Road", "Demo Court", "Old Demo Way")
_INNS: Final = ("Sample Inn", "Example Lodge", "Placeholder Motel", "Demo Suites", "Fixture Motor Inn")
PLATFORMS: Final = ("DemoChat", "SampleBoard", "ExampleList", "MockMessenger", "TestGram")
PROVIDERS: Final = ("Demo Telecom", "Sample Wireless", "Example Mail", "Mock Cloud")
STATIONS: Final = ("Demo Station", "Sample Station", "Example Station")
HOSPITALS: Final = ("Demo General Hospital", "Sample Medical Hub")


def city(random: Random) -> str:
    """Return a city of the county."""
    return random.choice(CITIES)


def address(random: Random) -> str:
    """Return a street address that is nowhere."""
    return f"{random.randrange(100, 9900)} {random.choice(_STREETS)}"


def inn(random: Random) -> str:
    """Return a motel that is nowhere."""
    return random.choice(_INNS)


def station(random: Random) -> str:
    """Return a station that is nowhere."""
    return random.choice(STATIONS)
