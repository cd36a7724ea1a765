"""Settings. Each choice applies at once and is kept; there is nothing to confirm."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QComboBox, QHBoxLayout, QSpinBox, QWidget

from fieldapp.actions.about import About, load_about
from ui.desk import Desk
from ui.jobs import Fault
from ui.screen import Screen
from ui.settings import LONGEST_LOCK, WindowChoices
from ui.style.look import px
from ui.style.token import TEXT_SCALES, THEMES, Size, Space
from ui.text import LANGUAGES, error_text, tr
from ui.widgets.banner import Banner
from ui.widgets.button import button
from ui.widgets.label import Role, label
from ui.widgets.layout import clear, column, row, scrolled
from ui.widgets.section import Section

_GLYPHS = {"dark": "moon", "light": "sun", "night": "moon-stars"}
_LANGUAGE_NAMES = {"en": "English", "es": "Español"}


class SettingsScreen(Screen):
    """``choices`` are those in force; ``keep`` is told of every change and applies it."""

    changed = Signal(object)

    def __init__(
        self, desk: Desk, choices: Callable[[], WindowChoices], keep: Callable[[WindowChoices], object]
    ) -> None:
        super().__init__(desk)
        self._choices = choices
        self._keep = keep
        self.banner = Banner(name="settings_banner")
        self._laptop = Section(tr("options.laptop"), name="settings_laptop")
        ground = QWidget()
        ground.setObjectName("ground")
        across = row(ground, gap=Space.NONE, margin=Space.XL)
        middle = QWidget()
        middle.setMaximumWidth(px(Size.COLUMN_MIN))
        across.addWidget(middle, stretch=1)
        across.addStretch()
        inside = column(middle, gap=Space.XXL)
        inside.addWidget(self.banner)
        for section in (self._appearance(), self._locking(), self._undercover(), self._laptop):
            inside.addWidget(section)
        inside.addWidget(label(tr("options.place_note"), Role.CAPTION, wrap=True))
        inside.addStretch()
        outside = column(self, gap=Space.NONE)
        outside.addWidget(scrolled(ground))

    def shown(self, **params: object) -> None:
        del params
        session = self.desk.session
        if session is not None:
            self.desk.jobs.store(lambda: load_about(session), self._on_about, self._on_error, self)

    def locked(self) -> None:
        clear(self._laptop.body)

    def _appearance(self) -> Section:
        made = Section(tr("options.appearance"))
        chosen = self._choices()
        themes = row(gap=Space.S)
        group = QButtonGroup(self)
        for name in THEMES:
            choice = button(tr(f"options.{name}"), glyph=_GLYPHS[name], name=f"theme_{name}")
            choice.setCheckable(True)
            choice.setProperty("choice", True)
            choice.setChecked(name == chosen.theme)
            choice.clicked.connect(partial(self._change, theme=name))
            group.addButton(choice)
            themes.addWidget(choice, stretch=1)
        made.body.addWidget(label(tr("options.theme"), Role.OVERLINE))
        made.body.addLayout(themes)
        made.body.addWidget(label(tr("options.theme_note"), Role.CAPTION, wrap=True))
        made.body.addLayout(_line(tr("options.text_size"), self._scale_field(chosen)))
        made.body.addLayout(_line(tr("options.language"), self._language_field(chosen)))
        return made

    def _scale_field(self, chosen: WindowChoices) -> QComboBox:
        made = QComboBox()
        made.setObjectName("text_size")
        for scale in TEXT_SCALES:
            made.addItem(f"{scale} %", scale)
        made.setCurrentIndex(TEXT_SCALES.index(chosen.scale))
        made.activated.connect(lambda number: self._change(scale=TEXT_SCALES[number]))
        return made

    def _language_field(self, chosen: WindowChoices) -> QComboBox:
        made = QComboBox()
        made.setObjectName("language")
        for language in LANGUAGES:
            made.addItem(_LANGUAGE_NAMES[language], language)
        made.setCurrentIndex(LANGUAGES.index(chosen.language))
        made.activated.connect(lambda number: self._change(language=LANGUAGES[number]))
        return made

    def _locking(self) -> Section:
        made = Section(tr("options.lock"), tr("options.lock_note"))
        minutes = QSpinBox()
        minutes.setObjectName("lock_minutes")
        minutes.setRange(1, LONGEST_LOCK)
        minutes.setValue(self._choices().lock_minutes)
        minutes.setKeyboardTracking(False)
        minutes.setFixedHeight(px(Size.TARGET))
        # The style sheet's padding does not reach the line inside a spin box.
        minutes.lineEdit().setTextMargins(px(Space.S), 0, 0, 0)
        minutes.valueChanged.connect(lambda value: self._change(lock_minutes=value))
        made.body.addLayout(_line(tr("options.lock_minutes"), minutes, tr("options.lock_unit")))
        return made

    def _undercover(self) -> Section:
        made = Section(tr("options.undercover"), tr("options.undercover_note"))
        tick = QCheckBox(tr("options.undercover_on"))
        tick.setObjectName("undercover")
        tick.setChecked(self._choices().undercover)
        tick.toggled.connect(lambda on: self._change(undercover=on))
        made.body.addWidget(tick)
        return made

    def _on_about(self, about: About) -> None:
        clear(self._laptop.body)
        lines = (
            ("user", f"{about.name} ({about.handle})" if about.name else about.handle),
            ("role", tr(f"role.{about.role}")),
            ("agency", about.agency),
            ("workspace", about.workspace),
            ("device", about.device),
            ("fingerprint", about.fingerprint),
        )
        for name, value in lines:
            words = label(value, wrap=True, name=f"about_{name}")
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            line = _line(tr(f"options.{name}"), words, stretch=True)
            self._laptop.body.addLayout(line)

    def _change(self, _checked: bool = False, **changes: object) -> None:
        made = replace(self._choices(), **changes)  # type: ignore[arg-type]  # each slot names a field of its own type
        self._keep(made)
        self.changed.emit(made)

    def _on_error(self, error: Fault) -> None:
        self.banner.say(error_text(error))


def _line(words: str, field: QWidget, unit: str = "", *, stretch: bool = False) -> QHBoxLayout:
    inside = row(gap=Space.M)
    title = label(words, Role.MUTED)
    title.setBuddy(field)
    title.setMinimumWidth(px(Size.SHEET_CELL + Space.XXL))
    inside.addWidget(title)
    inside.addWidget(field, stretch=1 if stretch else 0)
    if unit:
        inside.addWidget(label(unit, Role.MUTED))
    if not stretch:
        inside.addStretch()
    return inside
