"""A file as an answer: chosen or dropped, read off the window's thread, and never written to the disk as it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QImageReader
from PySide6.QtWidgets import QFileDialog, QWidget

from fieldapp.actions.attachment import MAX_ATTACHMENT_BYTES
from fieldapp.domain.faults import WorldError
from ui.forms.question.entry import Entry, Prompt
from ui.forms.question.file_shelf import FileButtons
from ui.forms.question.target import needs_large
from ui.forms.stop_dialog import StopDialog
from ui.style.token import Size, Space, Tone
from ui.text import error_text, tr
from ui.widgets.button import Kind, button
from ui.widgets.glyph import Glyph
from ui.widgets.label import label
from ui.widgets.layout import row

MOST_BYTES: Final = MAX_ATTACHMENT_BYTES
_MOST_PIXELS: Final = 100_000_000
_JPEG_QUALITY: Final = 88
_LONGEST_NAME: Final = 120
_FILTERS: Final = {
    "image": "(*.jpg *.jpeg *.png *.webp *.bmp *.gif *.heic)",
    "audio": "(*.mp3 *.m4a *.wav *.ogg *.opus *.aac *.amr)",
    "video": "(*.mp4 *.mov *.mkv *.webm *.avi *.3gp)",
}
_GLYPHS: Final = {"image": "image", "audio": "speaker-high", "video": "video-camera", "file": "file"}


class FileRefusedError(WorldError):
    """A file that cannot be taken; ``key`` names the sentence that says why."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__("FILE_REFUSED", tr(key, **values))


@dataclass(frozen=True)
class Taken:
    """A file as it was read."""

    name: str
    content: bytes


class UploadEntry(Entry):
    """``attached(name, bytes)`` hands the file over; the answer is its name. Once it is kept it can be opened here."""

    def __init__(self, prompt: Prompt) -> None:
        super().__init__(prompt)
        self._medium = medium_of(prompt)
        self._sizes: dict[str, int] = {}
        self._glyph = Glyph(_GLYPHS[self._medium], Tone.MUTED, Size.ICON)
        self._words = label("", wrap=True, name="file_words")
        self._choose = button(tr("question.choose_file"), Kind.SECONDARY, glyph="paperclip", name="choose", large=True)
        self._remove = button(tr("question.remove_file"), Kind.QUIET, glyph="x", name="remove", large=True)
        self._choose.clicked.connect(self._on_choose)
        self._remove.clicked.connect(self._on_remove)
        across = row(gap=Space.S)
        across.addWidget(self._choose)
        across.addWidget(self._glyph)
        across.addWidget(self._words, stretch=1)
        across.addWidget(self._remove)
        self.body.addLayout(across)
        self._kept = FileButtons(prompt.files, large=needs_large())
        self.body.addWidget(self._kept, alignment=Qt.AlignmentFlag.AlignLeft)
        if prompt.files is not None:
            prompt.files.changed.connect(lambda: self._show(self.value))
        self.setAcceptDrops(True)
        self.setFocusProxy(self._choose)
        self._show("")

    def focus_widget(self) -> QWidget:
        return self._choose

    def inputs(self) -> Sequence[QWidget]:
        return (self._choose, self._remove)

    def describe(self, name: str, description: str) -> None:
        self._choose.setAccessibleName(f"{name}: {tr('question.choose_file')}")
        self._choose.setAccessibleDescription(f"{self._words.text()} {description}".strip())
        self._remove.setAccessibleName(f"{name}: {tr('question.remove_file')}")

    def take_file(self, path: Path) -> None:
        """Read a file in the background and hand it over."""
        self._words.setText(tr("question.reading_file"))
        self._choose.setEnabled(False)
        most = _max_pixels(self.prompt) if self._medium == "image" else 0
        self.prompt.desk.jobs.network(
            lambda: read_file(path, most), self._on_read, self._on_refused, self, on_end=self._on_end
        )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._choose.isEnabled() and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        found = next((url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()), "")
        if found and self._choose.isEnabled():
            event.acceptProposedAction()
            self._ask_what_it_shows(lambda: self.take_file(Path(found)))

    def _show(self, value: str) -> None:
        shelf = self.prompt.files
        kept = shelf.find(self.prompt.ref, value) if shelf is not None and value else None
        self._kept.show_file(kept)
        size = kept.size_bytes if kept is not None else self._sizes.get(value)
        words = value if size is None else tr("question.file_size", name=value, size=size_words(size))
        self._words.setText(words if value else tr("question.no_file"))
        self._glyph.setVisible(bool(value))
        self._remove.setVisible(bool(value))

    def _ask_what_it_shows(self, go_on: Callable[[], object]) -> None:
        """Before any file is touched, where one would be kept."""
        shelf = self.prompt.files
        if shelf is None:
            go_on()
            return
        dialog = StopDialog(self.window())
        dialog.cleared.connect(go_on)
        dialog.pointed.connect(shelf.stopped)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_choose(self) -> None:
        self._ask_what_it_shows(self._ask_which)

    def _ask_which(self) -> None:
        kinds = _FILTERS.get(self._medium, "(*)")
        # Not the static function: that one holds the window until it is answered, also when the app must lock.
        dialog = QFileDialog(self, tr("question.choose_file"), "", f"{tr(f'question.{self._medium}')} {kinds}")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.take_file(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_read(self, taken: Taken) -> None:
        self.complained.emit("")
        self._sizes[taken.name] = len(taken.content)
        self.attached.emit(taken.name, taken.content)
        self._give(taken.name)
        self._show(self.value)

    def _on_refused(self, fault: object) -> None:
        if isinstance(fault, WorldError):
            self.complained.emit(str(fault) if isinstance(fault, FileRefusedError) else error_text(fault))

    def _on_end(self) -> None:
        self._choose.setEnabled(True)
        self._show(self.value)

    def _on_remove(self) -> None:
        self._choose.setFocus()
        self._give("")
        self._show("")


def medium_of(prompt: Prompt) -> str:
    """Return what kind of file is asked for: image, audio, video or file."""
    wanted = prompt.control.parameters.get("mediatype", "").partition("/")[0]
    return wanted if wanted in _FILTERS else "file"


def read_file(path: Path, most_pixels: int = 0) -> Taken:
    """Read a file, and scale a picture down to ``most_pixels`` on its longer side (0: as it is).

    Raises FileRefusedError. Safe on any thread; nothing is written.
    """
    try:
        if path.stat().st_size > MOST_BYTES and not most_pixels:
            raise FileRefusedError("question.file_too_large", most=size_words(MOST_BYTES))
        content = path.read_bytes() if path.stat().st_size <= 4 * MOST_BYTES else b""
    except OSError as error:
        raise FileRefusedError("question.file_unreadable") from error
    name = path.name[-_LONGEST_NAME:].strip() or "file"
    if most_pixels:
        content, name = _scale_down(content, name, most_pixels)
    if not content:
        raise FileRefusedError("question.file_empty")
    if len(content) > MOST_BYTES:
        raise FileRefusedError("question.file_too_large", most=size_words(MOST_BYTES))
    return Taken(name, content)


def size_words(size: int) -> str:
    """Return a size as people say it."""
    if size < 1 << 20:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / (1 << 20):.1f} MB"


def _scale_down(content: bytes, name: str, most: int) -> tuple[bytes, str]:
    source = QBuffer()
    source.setData(content)
    source.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(source)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and size.width() * size.height() > _MOST_PIXELS:
        raise FileRefusedError("question.picture_too_large")
    picture = reader.read()
    if picture.isNull():
        raise FileRefusedError("question.no_picture")
    if max(picture.width(), picture.height()) <= most and len(content) <= MOST_BYTES:
        return content, name
    smaller = picture.scaled(most, most, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
    return _encode(smaller), f"{Path(name).stem}.jpg"


def _encode(picture: QImage) -> bytes:
    target = QBuffer()
    target.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(target, "JPG", _JPEG_QUALITY)  # type: ignore[call-overload]  # the stubs want bytes, Qt takes text
    return bytes(target.data().data())


def _max_pixels(prompt: Prompt) -> int:
    """Return the longest side a picture may have; the form's own ``max-pixels``, else one that is enough to read."""
    wanted = prompt.control.parameters.get("max-pixels", "")
    return int(wanted) if wanted.isdecimal() and int(wanted) > 0 else 2048
