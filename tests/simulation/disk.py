"""A disk whose plug can be pulled: what had reached it is there afterwards, what had not is gone.

Everything that a program wrote before its last flush survives. A commit that was under way is cut at any byte of what
it was writing: the write-ahead log then holds a beginning of it.
"""

from __future__ import annotations

import random
from pathlib import Path

AFTER_COMMIT = "after commit"
BEFORE_COMMIT = "before commit"
TORN = "torn commit"
LAPTOP_STEPS = ("between journal and row", BEFORE_COMMIT, AFTER_COMMIT, TORN, "inside a page")
HQ_STEPS = (BEFORE_COMMIT, AFTER_COMMIT, TORN)

Image = dict[str, bytes]


class PlugPulledError(BaseException):
    """The power is gone. No handler of the program may stop it, so it is no Exception."""


class Disk:
    """The files of one store, and the plug. It is handed to the store as its ``fault`` hook."""

    def __init__(self, path: Path, rng: random.Random) -> None:
        self.path = path
        self._rng = rng
        self._step: str | None = None
        self._count = 0
        self._before: Image | None = None
        self._left: Image | None = None

    def arm(self, step: str, count: int = 1) -> None:
        """Pull the plug when this step is reached for the ``count``-th time."""
        self._step, self._count, self._before = step, count, None

    def disarm(self) -> None:
        """Leave the plug where it is."""
        self._step = self._before = None

    def __call__(self, step: str) -> None:
        """Be told by the program where it is."""
        if self._step is None:
            return
        if self._before is not None:
            if step == AFTER_COMMIT:
                self._pull(step, self._tear(self._before, self.image()))
        elif step == self._step or (self._step == TORN and step == BEFORE_COMMIT):
            self._count -= 1
            if self._count > 0:
                return
            if self._step == TORN:
                self._before = self.image()
            else:
                self._pull(step, self.image())

    def image(self) -> Image:
        """Return what is on the disk now."""
        files = (self.path, self.path.with_name(self.path.name + "-wal"))
        return {file.name: file.read_bytes() for file in files if file.exists()}

    def restore(self, image: Image | None = None) -> None:
        """Put the disk back to where the plug was pulled, or to an image taken before. Nobody may have it open."""
        image = image if image is not None else self._left
        assert image is not None
        for suffix in ("", "-wal", "-shm"):
            file = self.path.with_name(self.path.name + suffix)
            content = image.get(file.name)
            if content is not None:
                file.write_bytes(content)
            else:
                file.unlink(missing_ok=True)
        self._left = None

    def _pull(self, step: str, image: Image) -> None:
        self._left = image
        self.disarm()
        raise PlugPulledError(step)

    def _tear(self, before: Image, after: Image) -> Image:
        name, wal = self.path.name, self.path.name + "-wal"
        if before.get(name) != after.get(name) or wal not in after:
            return after  # the log was written back into the file meanwhile, so all of it was flushed
        old, new = before.get(wal, b""), after[wal]
        cut = self._rng.randint(_first_difference(old, new), len(new))
        return {name: after[name], wal: new[:cut] + old[cut:]}


def _first_difference(old: bytes, new: bytes) -> int:
    same, differs = 0, min(len(old), len(new)) + 1
    while differs - same > 1:
        middle = (same + differs) // 2
        if old[:middle] == new[:middle]:
            same = middle
        else:
            differs = middle
    return same
