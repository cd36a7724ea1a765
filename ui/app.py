"""The application object: neutral name, bundled font, our look, nothing remembered by the session manager."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication

from ui.collector import collect_on_this_thread
from ui.style.look import Look, apply_look
from ui.text import tr


def build_application(argv: Sequence[str], look: Look | None = None) -> QApplication:
    """Make the one application object, dressed in ``look`` (dark at 100 % when not given)."""
    # Logging out of the desktop must not make it remember this program, nor start it again unasked.
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_DisableSessionManager)
    application = QApplication(list(argv))
    dress_application(application, look)
    return application


def dress_application(application: QApplication, look: Look | None = None) -> None:
    """Set up an application object that exists already."""
    collect_on_this_thread(application)
    application.setApplicationName(tr("app.name"))
    application.setApplicationDisplayName("")
    application.setDesktopFileName("")
    application.setStyle("Fusion")
    apply_look(application, look or Look())


def require_application(argv: Sequence[str], look: Look | None = None) -> QApplication:
    """Return the application object there is, else make it."""
    running = QApplication.instance()
    return running if isinstance(running, QApplication) else build_application(argv, look)


def run_application() -> int:
    """Live until the last window is closed."""
    return QApplication.exec()
