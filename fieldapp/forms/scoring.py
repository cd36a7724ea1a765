"""Points and levels of concern, with and without what nobody knows. Indicators, never a finding."""

from __future__ import annotations

from dataclasses import dataclass

from fieldapp.forms.form_session import WITHOUT_ANSWER, FormSession, Item
from fieldapp.forms.package import Band, Scale, Scored


@dataclass(frozen=True)
class Score:
    """``points`` leave the unknowns out; ``highest`` is what they would be were every unknown of most concern.

    ``unanswered`` are the refs of scored questions without an answer, ``counted`` (ref, points) of the others.
    """

    points: int
    highest: int
    band: Band | None
    highest_band: Band | None
    asked: int
    answered: int
    unanswered: tuple[str, ...]
    counted: tuple[tuple[str, int], ...]


def score(session: FormSession, scale: Scale) -> Score:
    """Return what the relevant answers come to."""
    by_path = {scored.path: scored for scored in scale.items}
    asked = [item for item in session.root.items() if item.path in by_path and item.is_relevant]
    counted: list[tuple[str, int]] = []
    unanswered: list[str] = []
    open_points = 0
    for item in asked:
        scored = by_path[item.path]
        if is_unknown(item, scored):
            unanswered.append(item.ref)
            open_points += most_points(item, scored)
        else:
            counted.append((item.ref, scored.weight * sum(scored.points.get(code, 0) for code in item.value.split())))
    points = sum(value for _, value in counted)
    highest = points + open_points
    return Score(
        points,
        highest,
        band_of(scale, points),
        band_of(scale, highest),
        len(asked),
        len(counted),
        tuple(unanswered),
        tuple(counted),
    )


def is_unknown(item: Item, scored: Scored) -> bool:
    """Say whether a question has no answer: blank, declined, not asked, or a choice that says nobody knows."""
    codes = item.value.split()
    return not codes or item.known in WITHOUT_ANSWER or set(codes) <= {*scored.unknown, *scored.declined}


def most_points(item: Item, scored: Scored) -> int:
    """Return the most that one question can count."""
    if item.control is not None and item.control.kind == "select":
        return scored.weight * sum(max(points, 0) for points in scored.points.values())
    return scored.weight * max((0, *scored.points.values()))


def band_of(scale: Scale, points: int) -> Band | None:
    """Return the level that so many points reach; None below the lowest, or where there are none."""
    reached = [band for band in scale.bands if band.minimum <= points]
    return max(reached, key=lambda band: band.minimum, default=None)
