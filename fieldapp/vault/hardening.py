"""Done first at start: no core dumps, no debugger of the same user, no environment that redirects secrets."""

from __future__ import annotations

import contextlib
import ctypes
import sys
from collections.abc import MutableMapping
from typing import Final

# SSLKEYLOGFILE would write the secrets of every TLS session; the others make us load code or trust
# certificates that are not ours. What this process has loaded it has loaded: it is the processes it starts
# (and the libraries read from now on) that are kept clean.
_NAMES: Final = frozenset(
    {
        "CURL_CA_BUNDLE",
        "DYLD_INSERT_LIBRARIES",
        "LD_AUDIT",
        "LD_PRELOAD",
        "OPENSSL_CONF",
        "OPENSSL_MODULES",
        "QML2_IMPORT_PATH",
        "QML_IMPORT_PATH",
        "QT_PLUGIN_PATH",
        "QT_QPA_PLATFORM_PLUGIN_PATH",
        "REQUESTS_CA_BUNDLE",
        "SSLKEYLOGFILE",
        "SSL_CERT_DIR",
        "SSL_CERT_FILE",
    }
)
_PREFIXES: Final = ("PYTHON",)
_PR_SET_DUMPABLE: Final = 4


def harden_process(environment: MutableMapping[str, str]) -> frozenset[str]:
    """Do all of it; return the names of the variables removed (never their values). Hand in ``os.environ``."""
    removed = strip_environment(environment)
    forbid_core_dumps()
    forbid_tracing()
    return removed


def strip_environment(environment: MutableMapping[str, str]) -> frozenset[str]:
    """Remove the dangerous variables and return their names."""
    # Windows folds names to upper case by itself; elsewhere only the exact spelling has an effect.
    removed = frozenset(name for name in environment if name in _NAMES or name.startswith(_PREFIXES))
    for name in removed:
        del environment[name]
    return removed


def forbid_core_dumps() -> None:
    """A dump of this process would hold the keys. Windows writes none unless an administrator asks for it."""
    if sys.platform != "win32":
        import resource

        with contextlib.suppress(OSError, ValueError):  # a sandbox may forbid even lowering a limit
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def forbid_tracing() -> None:
    """On Linux, keep other programs of the same user from attaching to this process and reading its memory."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):  # a C library without prctl
            ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
