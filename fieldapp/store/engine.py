"""Opening a SQLCipher file as it must be opened: key first, every setting stated, every assumption asserted.

Parameters and their measurements: ``docs/decisions/004-sqlcipher-parameters.md``.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import sqlcipher3
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.pool import QueuePool, StaticPool

from fieldapp.domain.faults import StoreError

APPLICATION_ID: Final = 0x46424B31  # "FBK1"
HQ_APPLICATION_ID: Final = 0x46424851  # "FBHQ"
_OLDEST_SQLITE: Final = (3, 51, 3)  # sqlite.org/wal.html#walresetbug: earlier versions can corrupt a WAL file
_ATTACH: Final = 24  # SQLITE_ATTACH: a database attached with an empty key would be plain text
_OK, _DENY = 0, 1
_DAMAGED: Final = ("malformed", "corrupt", "not a database", "hmac")
_CIPHER_SETTINGS: Final = (
    "PRAGMA cipher_log_level = NONE",
    "PRAGMA cipher_memory_security = {memory_security}",
)
_SETTINGS: Final = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA wal_autocheckpoint = {checkpoint_pages}",
    "PRAGMA cache_size = -65536",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA secure_delete = ON",
    "PRAGMA mmap_size = 0",
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA busy_timeout = 5000",
)
_ASSERTIONS: Final = {
    "PRAGMA cipher_status": "1",
    "PRAGMA cipher_use_hmac": "1",
    "PRAGMA synchronous": "2",
    "PRAGMA journal_mode": "wal",
    "PRAGMA secure_delete": "1",
    "PRAGMA temp_store": "2",
    "PRAGMA trusted_schema": "0",
}


def open_engine(
    path: Path,
    key: Callable[[], str],
    *,
    create: bool = False,
    application_id: int = APPLICATION_ID,
    version: int,
    threads: bool = False,
    memory_security: bool = False,
    checkpoint_pages: int = 200,
) -> Engine:
    """Open the file at ``path`` with the 96-hex key that ``key()`` gives, and return an engine in autocommit.

    ``create`` makes a new file and refuses to touch one that is there; otherwise a missing or empty file is an error,
    never a new store. ``version`` is the newest schema version that this program understands. Raises StoreError:
    LIBRARY_TOO_OLD, STORE_EXISTS, STORE_MISSING, STORE_EMPTY, STORE_UNREADABLE, STORE_FOREIGN, STORE_NEWER.
    """
    if sqlcipher3.sqlite_version_info < _OLDEST_SQLITE:
        raise StoreError("LIBRARY_TOO_OLD", "This installation's database library is too old to be trusted. Reinstall.")
    _require_file(path, create)

    def connect() -> Any:
        connection = sqlcipher3.connect(str(path), isolation_level=None, check_same_thread=False, cached_statements=512)
        _prepare(connection, key, memory_security, checkpoint_pages)
        if not create:
            _require_ours(connection, application_id, version)
        connection.set_authorizer(_authorize)
        return connection

    # Threads each take a connection of their own; the pool that a nameless file would get closes those in use.
    options: dict[str, Any] = (
        {"poolclass": QueuePool, "pool_size": 8, "max_overflow": 32} if threads else {"poolclass": StaticPool}
    )
    engine = create_engine(
        "sqlite+pysqlite://",
        module=sqlcipher3,
        creator=connect,
        hide_parameters=True,
        isolation_level="AUTOCOMMIT",
        **options,
    )
    if create:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"PRAGMA application_id = {application_id}")
            connection.exec_driver_sql(f"PRAGMA user_version = {version}")
        path.chmod(0o600)
    return engine


def stored_version(path: Path, key: Callable[[], str]) -> int:
    """Return the schema version of a store, having checked only that the key opens it."""
    _require_file(path, create=False)
    connection = sqlcipher3.connect(str(path), isolation_level=None)
    try:
        _prepare(connection, key, memory_security=False, checkpoint_pages=200)
        return int(connection.execute("PRAGMA user_version").fetchone()[0])
    finally:
        connection.close()


def _require_file(path: Path, create: bool) -> None:
    if create:
        if path.exists():
            raise StoreError("STORE_EXISTS", "There is a store here already. It was left as it is.")
        return
    if not path.exists():
        raise StoreError("STORE_MISSING", "The store is not where it should be. Nothing was created in its place.")
    if path.stat().st_size == 0:
        raise StoreError(
            "STORE_EMPTY",
            "The store's file is empty: its content is gone, or was never written. It was left as it is; "
            "restore it from a backup or from headquarters.",
        )


def _prepare(connection: Any, key: Callable[[], str], memory_security: bool, checkpoint_pages: int) -> None:
    values = {"memory_security": "ON" if memory_security else "OFF", "checkpoint_pages": checkpoint_pages}
    try:
        connection.execute(f"PRAGMA key = \"x'{key()}'\"")
        for setting in _CIPHER_SETTINGS:
            connection.execute(setting.format(**values))
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        for setting in _SETTINGS:
            connection.execute(setting.format(**values)).fetchall()
        if not connection.execute("PRAGMA cipher_version").fetchone()[0]:
            raise StoreError("STORE_PLAIN", "This installation's database library cannot encrypt. Reinstall.")
        for question, answer in _ASSERTIONS.items():
            got = connection.execute(question).fetchone()
            if got is None or str(got[0]) != answer:
                raise StoreError("STORE_SETTING", f"The store refused a setting it must have ({question[7:]}).")
        connection.enable_load_extension(False)
    except (sqlcipher3.DatabaseError, sqlcipher3.OperationalError) as error:
        connection.close()
        raise _fault(error) from error
    except StoreError:
        connection.close()
        raise


def _fault(error: Exception) -> StoreError:
    text = str(error)
    if any(word in text.lower() for word in _DAMAGED):
        return _unreadable()
    return StoreError("STORE_UNAVAILABLE", f"The store cannot be opened ({text}). Nothing in it was changed.")


def _unreadable() -> StoreError:
    return StoreError(
        "STORE_UNREADABLE",
        "The store cannot be read: it is damaged, cut short, or belongs to another key. It was left as it is; "
        "do not delete it. What headquarters has is safe there.",
    )


def _require_ours(connection: Any, application_id: int, version: int) -> None:
    try:
        found_id = connection.execute("PRAGMA application_id").fetchone()[0]
        found_version = connection.execute("PRAGMA user_version").fetchone()[0]
    except sqlcipher3.DatabaseError as error:
        connection.close()
        raise _fault(error) from error
    if found_id != application_id:
        connection.close()
        raise StoreError("STORE_FOREIGN", "This file is not a store of this program. It was left as it is.")
    if found_version > version:
        connection.close()
        raise StoreError(
            "STORE_NEWER",
            "This store was written by a newer version of the program. It was not touched; install the newer version.",
        )


def _authorize(action: int, *_: object) -> int:
    return _DENY if action == _ATTACH else _OK


def world_fault(error: Exception) -> StoreError:
    """Say in a sentence what the disk or the file did, for an error raised while reading or writing."""
    return find_world_fault(error) or _fault(error)


def find_world_fault(error: BaseException) -> StoreError | None:
    """Return what the disk or the file did, in a sentence; None when the error is a mistake of ours."""
    text = str(getattr(error, "orig", error))
    if any(word in text.lower() for word in _DAMAGED):
        return _unreadable()
    if "full" in text:
        return StoreError("DISK_FULL", "The disk is full. What was saved before is safe; free some space and go on.")
    if "readonly" in text or "read-only" in text:
        return StoreError("FOLDER_READ_ONLY", "The data folder cannot be written to. What was saved before is safe.")
    if "I/O" in text or "disk" in text:
        return StoreError(
            "DISK_FAULT", "The disk did not take the last entry. What was saved before is safe; try again."
        )
    if "locked" in text or "busy" in text:
        return StoreError("STORE_BUSY", "Another program holds the store. Nothing was lost; try again.")
    return None


def speak_of_faults(engine: Engine) -> None:
    """Let every read and write on this engine raise StoreError for what the disk or the file did."""

    def translate(context: ExceptionContext) -> None:
        fault = find_world_fault(context.original_exception)
        if fault is not None:
            raise fault from context.original_exception

    event.listen(engine, "handle_error", translate)


@contextmanager
def spoken_faults() -> Iterator[None]:
    """Do the same for what runs on the bare driver."""
    try:
        yield
    except sqlcipher3.DatabaseError as error:
        fault = find_world_fault(error)
        if fault is None:
            raise
        raise fault from error


def remove_temporary(folder: Path) -> None:
    """Remove half-written files that a crash left beside the store."""
    for leftover in folder.glob("*.tmp-*"):
        os.unlink(leftover)  # noqa: PTH108 - unlink of a name that may vanish is clearer with os
