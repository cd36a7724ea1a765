"""What the way in is given: four functions, nothing of the vault or the wire."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ui.jobs import Progress


@dataclass(frozen=True)
class Gate:
    """``is_enrolled`` must be quick (it is asked on the GUI thread); the others run on the store's thread.

    ``unlock(passphrase)`` and ``enrol(ticket, passphrase, progress)`` return the session; they raise
    VaultError, StoreError, SyncError or Refused. ``lock(session)`` closes it.
    """

    is_enrolled: Callable[[], bool]
    unlock: Callable[[str], object]
    enrol: Callable[[str, str, Progress], object]
    lock: Callable[[object], None]
