"""The network between laptops and headquarters: bytes that arrive, twice, late, cut, or never."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sync.hq.door import Response
from sync.protocol import PATH

METHOD = "POST"
PORTAL = Response(200, {"content-type": "text/html"}, b"<html><body>Please sign in to this network</body></html>")


@dataclass(slots=True)
class Letter:
    """A signed request, and the reply when there is one."""

    headers: Mapping[str, str]
    body: bytes
    reply: Response | None = None
    path: str = PATH
