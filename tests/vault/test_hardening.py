from __future__ import annotations

import subprocess
import sys

import pytest

from fieldapp.vault.hardening import strip_environment


def test_dangerous_variables_are_removed_and_named() -> None:
    environment = {
        "SSLKEYLOGFILE": "x",
        "REQUESTS_CA_BUNDLE": "x",
        "SSL_CERT_FILE": "x",
        "QT_PLUGIN_PATH": "x",
        "LD_PRELOAD": "x",
        "PYTHONPATH": "x",
        "PYTHONINSPECT": "1",
        "PATH": "/usr/bin",
        "HOME": "/home/officer",
        "QT_QPA_PLATFORM": "offscreen",
    }
    removed = strip_environment(environment)
    assert set(environment) == {"PATH", "HOME", "QT_QPA_PLATFORM"}
    assert removed == {
        "SSLKEYLOGFILE",
        "REQUESTS_CA_BUNDLE",
        "SSL_CERT_FILE",
        "QT_PLUGIN_PATH",
        "LD_PRELOAD",
        "PYTHONPATH",
        "PYTHONINSPECT",
    }
    assert strip_environment(environment) == frozenset()


@pytest.mark.skipif(sys.platform != "linux", reason="asks the Linux kernel")
def test_hardened_process_leaves_no_core_and_cannot_be_traced() -> None:
    script = (
        "import ctypes, os, resource\n"
        "from fieldapp.vault.hardening import harden_process\n"
        "harden_process(os.environ)\n"
        "print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[0] == "(0, 0) 0"
