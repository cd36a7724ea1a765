"""Writes the next migration: ``python -m fieldapp.store.migrations "what changed"``."""

from __future__ import annotations

import re
import sys
import warnings
from pathlib import Path

import sqlcipher3
from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine, event

from fieldapp.records import RECORD_TYPES
from fieldapp.store.migrations import STEPS, migrate
from fieldapp.store.tables import laptop_tables

_FTS = re.compile(r"search(_.+)?")


def difference(connection: Connection) -> tuple[str, str]:
    """Return the bodies of upgrade and downgrade that lead from the steps there are to the declarations."""
    context = MigrationContext.configure(
        connection,
        opts={
            "compare_type": True,
            "render_as_batch": True,
            "include_object": _is_declared,
        },
    )
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*expression-based index.*")  # see _is_declared
        script = produce_migrations(context, laptop_tables(RECORD_TYPES).records.metadata)
    if script.upgrade_ops is None or script.downgrade_ops is None:
        return "pass", "pass"
    return _body(render_python_code(script.upgrade_ops, render_as_batch=True)), _body(
        render_python_code(script.downgrade_ops, render_as_batch=True)
    )


def _is_declared(_item: object, name: str | None, kind: str, reflected: bool, _other: object) -> bool:
    """Leave aside the full-text table and its shadows, which are no tables that the declarations know, and titles.

    An index by title goes by a collation, which is not read back from a file: write those by hand.
    """
    if kind == "index" and str(name).endswith("_title"):
        return False
    shadow = kind == "table" and reflected and _FTS.fullmatch(str(name)) is not None
    return not shadow or name in {"search_doc", "search_queue"}


def _body(code: str) -> str:
    return "\n".join(line for line in code.splitlines() if not line.lstrip().startswith("# ###")).strip()


def main(title: str) -> int:
    """Write the module; its name still has to be added to ``STEPS``, and full-text tables are written by hand."""
    # The bundled library, in memory: what this machine has of SQLite may be too old for the full-text table.
    engine = create_engine("sqlite+pysqlite://", module=sqlcipher3, isolation_level="AUTOCOMMIT")
    event.listen(engine, "connect", lambda raw, _: setattr(raw, "isolation_level", None))
    with engine.connect() as connection:
        migrate(connection, len(STEPS))
        up, down = difference(connection)
    number = len(STEPS) + 1
    name = f"v{number:04d}_{re.sub(r'[^a-z0-9]+', '_', title.lower()).strip('_')}"
    path = Path(__file__).parent / f"{name}.py"
    path.write_text(
        f'"""Version {number}: {title}."""\n\nfrom __future__ import annotations\n\nimport sqlalchemy as sa\n'
        "from alembic.operations import Operations\n\n\n"
        f'def upgrade(op: Operations) -> None:\n    """To version {number}."""\n    {up}\n\n\n'
        f'def downgrade(op: Operations) -> None:\n    """Back to version {number - 1}."""\n    {down}\n',
        encoding="utf-8",
    )
    sys.stdout.write(f"wrote {path.name}: read it, add {name!r} to STEPS, raise SCHEMA_VERSION, run `make format`\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "change"))
