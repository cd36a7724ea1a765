"""An order in which everything comes after what it depends on, with circles found (Tarjan, 1972)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def find_order(followers: Mapping[int, Sequence[int]], count: int) -> list[list[int]]:
    """Return the nodes 0 to ``count`` - 1, each before its followers; nodes of one circle stand together, ascending."""
    seen: dict[int, int] = {}
    lowest: dict[int, int] = {}
    held: list[int] = []
    is_held = [False] * count
    found: list[list[int]] = []
    for start in range(count - 1, -1, -1):
        if start in seen:
            continue
        path = [(start, iter(followers.get(start, ())))]
        seen[start] = lowest[start] = len(seen)
        held.append(start)
        is_held[start] = True
        while path:
            node, rest = path[-1]
            for follower in rest:
                if follower not in seen:
                    seen[follower] = lowest[follower] = len(seen)
                    held.append(follower)
                    is_held[follower] = True
                    path.append((follower, iter(followers.get(follower, ()))))
                    break
                if is_held[follower]:
                    lowest[node] = min(lowest[node], seen[follower])
            else:
                path.pop()
                if path:
                    lowest[path[-1][0]] = min(lowest[path[-1][0]], lowest[node])
                if lowest[node] == seen[node]:
                    circle: list[int] = []
                    while not circle or circle[-1] != node:
                        circle.append(held.pop())
                        is_held[circle[-1]] = False
                    found.append(sorted(circle))
    return found[::-1]
