"""Running a module of ours as a process of its own, which prints one line of JSON."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any


def process_environment() -> dict[str, str]:
    """Return what a process of ours is started with: no screen, and compiled modules kept, as where it is installed."""
    environment = os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPYCACHEPREFIX": str(Path(tempfile.gettempdir()) / "fieldbook-bench-compiled"),
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return environment


def run_program(module: str, *arguments: str) -> dict[str, Any]:
    """Run ``python -m module arguments`` without a screen and return what it printed."""
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, env=process_environment(), check=True, stdout=subprocess.PIPE)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def finish(**found: object) -> None:
    """Print what was measured and leave at once, as nothing is left to be saved."""
    print(json.dumps(found), flush=True)
    os._exit(0)
