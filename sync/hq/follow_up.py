"""What headquarters does of itself once a batch is in: publish what was handed in, reckon what turned final.

Both keep what they have to do in the database, so that whatever a crash left over is done behind anybody's next
exchange. While there is nothing to do, it costs one read.
"""

from __future__ import annotations

from sync.hq.database import Database
from sync.hq.publisher import Publisher, has_submitted
from sync.hq.rescorer import Rescorer
from sync.hq.rescoring import load_queue


class FollowUp:
    """The work behind an exchange."""

    def __init__(self, database: Database, publisher: Publisher, rescorer: Rescorer) -> None:
        self._database = database
        self._publisher = publisher
        self._rescorer = rescorer
        self._is_at_work = {"checklist", "screening"} <= database.records.types.keys()

    def run(self) -> None:
        """Do what is to be done."""
        if not self._is_at_work:
            return
        with self._database.read() as work:
            publishes, rescores = has_submitted(work), bool(load_queue(work, 1))
        if publishes:
            self._publisher.publish_submitted()
        if rescores:
            self._rescorer.rescore_waiting()
