"""Lint of circles: calculations, conditions and counts that each wait for the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from fieldapp.forms.examined import Examined, Site
from fieldapp.forms.finding import ERROR, Finding
from fieldapp.forms.sentence import sentence

_VALUE: Final = "value"
_ROLES: Final = ("calculation", "relevant", "repeat_count")
_LONGEST: Final = 8

Point = tuple[str, str]
"""A path and what of it: its value, or the role of an expression that decides on it."""


def lint_cycles(examined: Examined) -> Iterator[Finding]:
    """Yield one finding for each circle, at the first cell of it."""
    sites = {(site.path, site.role): site for site in examined.sites if site.role in _ROLES}
    needs = _needs(examined, sites)
    for circle in find_circles(needs):
        points = [point for point in circle if point in sites]
        points.sort(key=lambda point: cell.row if (cell := sites[point].cell) else 0)
        names = list(dict.fromkeys(examined.name(path) for path, _ in points))
        if len(names) == 1:
            message = sentence("What {0} depends on depends on {1} itself.", names[0], names[0])
        else:
            more = sentence(" and others") if len(names) > _LONGEST else ""
            message = sentence("These wait for one another in a circle: {0}{1}.", ", ".join(names[:_LONGEST]), more)
        fix = sentence("Let one of them depend on something else.")
        yield Finding(ERROR, "CYCLE", message, sites[points[0]].cell, fix)


def _needs(examined: Examined, sites: Mapping[Point, Site]) -> dict[Point, set[Point]]:
    """Return what each point waits for."""
    found: dict[Point, set[Point]] = {}
    for point, site in sites.items():
        is_across_rows = "indexed-repeat" in site.expression.functions
        for read in site.expression.reads:
            path = site.resolve(read)
            if path is None or read.rows_only or read.is_filtered or (is_across_rows and _is_in_repeat(examined, path)):
                continue
            if path == site.path and site.role == "calculation":
                continue  # what it was before, as in once()
            found.setdefault(point, set()).add((path, _VALUE))
    for path in examined.paths:
        own = {(path, "calculation")} & sites.keys()
        above = {
            (upper, role)
            for upper in (path, *_ancestors(path))
            for role in ("relevant", "repeat_count")
            if (upper, role) in sites and not (upper == path and role == "repeat_count")
        }
        found.setdefault((path, _VALUE), set()).update(own | above)
    return found


def find_circles(needs: Mapping[Point, set[Point]]) -> Iterator[list[Point]]:
    """Yield the sets of points that all wait for one another (Tarjan's strongly connected components, unrolled)."""
    index: dict[Point, int] = {}
    low: dict[Point, int] = {}
    stack: list[Point] = []
    held: set[Point] = set()
    for start in needs:
        if start in index:
            continue
        work: list[tuple[Point, Iterator[Point]]] = [(start, iter(sorted(needs.get(start, ()))))]
        index[start] = low[start] = len(index)
        stack.append(start)
        held.add(start)
        while work:
            point, rest = work[-1]
            for following in rest:
                if following not in index:
                    index[following] = low[following] = len(index)
                    stack.append(following)
                    held.add(following)
                    work.append((following, iter(sorted(needs.get(following, ())))))
                    break
                if following in held:
                    low[point] = min(low[point], index[following])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[point])
                if low[point] == index[point]:
                    circle = _take(stack, held, point)
                    if len(circle) > 1:
                        yield circle


def _take(stack: list[Point], held: set[Point], last: Point) -> list[Point]:
    circle: list[Point] = []
    while not circle or circle[-1] != last:
        point = stack.pop()
        held.discard(point)
        circle.append(point)
    return circle


def _ancestors(path: str) -> Iterator[str]:
    while path.count("/") > 1:
        path = path.rpartition("/")[0]
        yield path


def _is_in_repeat(examined: Examined, path: str) -> bool:
    return any(path.startswith(f"{repeat}/") for repeat in examined.repeats)
