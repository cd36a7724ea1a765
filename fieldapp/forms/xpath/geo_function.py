"""Places: distances and areas on the earth. A place is "latitude longitude altitude accuracy"; several join by ";".

Source: ODK XForms specification, "area" and "distance"; JavaRosa's GeoUtils (a sphere of 6,378,100 m).
"""

from __future__ import annotations

import itertools
import math
from typing import Final

from fieldapp.forms.xpath.context import Context
from fieldapp.forms.xpath.signature import ANY, Function, declare, flatten
from fieldapp.forms.xpath.value import NAN, Value, to_number, to_text

GEO: Final[dict[str, Function]] = {}
EARTH_RADIUS_M: Final = 6_378_100.0

Place = tuple[float, float]


@declare(GEO, "area", 1)
def _area(_context: Context, value: Value) -> Value:
    """Return the square metres that places in a row enclose; NaN where one is no place."""
    places = _places((value,))
    if places is None:
        return NAN
    if len(places) < 3:
        return 0.0
    around = zip(places, [*places[1:], places[0]], strict=True)
    total = sum(
        math.radians(b[1] - a[1]) * (2 + math.sin(math.radians(a[0])) + math.sin(math.radians(b[0]))) for a, b in around
    )
    return abs(total * EARTH_RADIUS_M**2 / 2)


@declare(GEO, "distance", 1, ANY)
def _distance(_context: Context, *values: Value) -> Value:
    """Return the metres from the first place over all others to the last; NaN where one is no place."""
    places = _places(values)
    if places is None:
        return NAN
    return float(sum(_metres(a, b) for a, b in itertools.pairwise(places)))


@declare(GEO, "geofence", 2)
def _geofence(_context: Context, place: Value, fence: Value) -> Value:
    """Say whether a place lies inside a closed shape."""
    point, corners = _places((place,)), _places((fence,))
    if not point or not corners or len(corners) < 3:
        return False
    (latitude, longitude), inside = point[0], False
    for (a_lat, a_lon), (b_lat, b_lon) in zip(corners, [*corners[1:], corners[0]], strict=True):
        if (a_lat > latitude) != (b_lat > latitude):
            crossing = a_lon + (latitude - a_lat) / (b_lat - a_lat) * (b_lon - a_lon)
            inside = inside != (longitude < crossing)
    return inside


def _metres(a: Place, b: Place) -> float:
    lat_a, lat_b = math.radians(a[0]), math.radians(b[0])
    chord = (
        math.sin((lat_b - lat_a) / 2) ** 2
        + math.cos(lat_a) * math.cos(lat_b) * math.sin(math.radians(b[1] - a[1]) / 2) ** 2
    )
    return EARTH_RADIUS_M * 2 * math.asin(min(1.0, math.sqrt(chord)))


def _places(values: tuple[Value, ...]) -> list[Place] | None:
    found = []
    texts = [part for value in flatten(values) for part in to_text(value).split(";")]
    for text in texts:
        if not text.strip():
            continue
        parts = text.split()
        numbers = [to_number(part) for part in parts]
        if not 2 <= len(parts) <= 4 or any(number != number for number in numbers):  # noqa: PLR0124 - NaN
            return None
        if abs(numbers[0]) > 90 or abs(numbers[1]) > 180:
            return None
        found.append((numbers[0], numbers[1]))
    return found or None
