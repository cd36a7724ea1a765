"""Steps from one version of a laptop's store to the next, each written once and never changed afterwards.

``python -m fieldapp.store.migrations "what changed"`` writes the next step from the difference between the last step
and the declarations. The version of a file is its ``PRAGMA user_version``; a step and its number are one transaction.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import Final, Protocol

from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection

from fieldapp.domain.faults import StoreError

STEPS: Final[tuple[str, ...]] = ("v0001_first", "v0002_checklists", "v0003_enforcement")


class Step(Protocol):
    """A module with one step up and the same step down."""

    def upgrade(self, op: Operations) -> None:
        """Make the tables of the version before into those of this one."""

    def downgrade(self, op: Operations) -> None:
        """The way back."""


def load_steps() -> Sequence[Step]:
    """Return the steps in order; the first makes version 1 of an empty file."""
    return [importlib.import_module(f"{__name__}.{name}") for name in STEPS]


def version_of(connection: Connection) -> int:
    """Return the version of an open store."""
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def migrate(connection: Connection, target: int) -> None:
    """Bring an open store to a version, step by step, up or down; a step that fails has not happened.

    Raises StoreError MIGRATION_FAILED; the store is then of the version it had before that step.
    """
    steps = load_steps()
    while (here := version_of(connection)) != target:
        step = steps[here] if here < target else steps[here - 1]
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            operations = Operations(MigrationContext.configure(connection, opts={"render_as_batch": True}))
            (step.upgrade if here < target else step.downgrade)(operations)
            there = here + 1 if here < target else here - 1
            connection.exec_driver_sql(f"PRAGMA user_version = {there}")
            connection.exec_driver_sql("COMMIT")
        except Exception as error:
            connection.exec_driver_sql("ROLLBACK")
            raise StoreError(
                "MIGRATION_FAILED",
                f"The store could not be brought to version {target}. It is as it was; nothing was lost. "
                "Go on with the version of the program that wrote it, and call headquarters.",
            ) from error
