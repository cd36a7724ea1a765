"""Tokens, the sheet made of them, the font, the marks, the icons."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QFontInfo, QFontMetrics, QIcon
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

import resources
import ui
from ui.style.font import load_fonts, tabular
from ui.style.icon import icon, icon_names, icon_pixmap
from ui.style.look import Look, apply_look, current_look, px
from ui.style.mark import marks
from ui.style.sheet import build_sheet
from ui.style.token import TEXT_SCALES, THEMES, Size, Theme, Tone, contrast, mix

AA = 4.5
INKS = [tone for tone in Tone if tone is not Tone.ON_ACCENT]
every_theme = pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)


@every_theme
@pytest.mark.parametrize("tone", INKS)
def test_every_ink_is_legible_on_every_ground(theme: Theme, tone: Tone) -> None:
    grounds = (theme.base, theme.surface, theme.raised)
    assert min(contrast(theme.colour(tone), ground) for ground in grounds) >= AA


@every_theme
@pytest.mark.parametrize("tone", INKS)
def test_chips_and_banners_are_legible_on_their_tint(theme: Theme, tone: Tone) -> None:
    chip = mix(theme.surface, theme.text, 0.08) if tone in {Tone.MUTED, Tone.TEXT} else theme.tint(tone)
    assert contrast(theme.colour(tone), chip) >= AA
    assert contrast(theme.text, theme.tint(tone)) >= AA


@every_theme
def test_text_is_legible_where_something_is_selected_hovered_or_pressed(theme: Theme) -> None:
    for ground in (theme.selection, theme.hover, theme.press):
        assert contrast(theme.text, ground) >= AA
    assert contrast(theme.accent, theme.selection) >= AA
    assert contrast(theme.on_accent, theme.accent) >= AA
    assert contrast(theme.on_accent, theme.accent_hover) >= AA
    assert contrast(theme.danger, theme.tint(Tone.DANGER)) >= AA
    assert contrast(theme.on_accent, theme.danger) >= AA


@every_theme
def test_edges_of_fields_and_focus_rings_can_be_made_out(theme: Theme) -> None:
    for ground in (theme.base, theme.surface):
        assert contrast(theme.edge, ground) >= 3.0
        assert contrast(theme.accent, ground) >= 3.0


@every_theme
@pytest.mark.parametrize("scale", TEXT_SCALES)
def test_sheet_has_no_gap_left_and_sizes_grow(theme: Theme, scale: int) -> None:
    sheet = build_sheet(theme, scale)
    assert "$" not in sheet
    assert f"min-height: {int((Size.TARGET - 2) * scale / 100)}px" in sheet


@every_theme
def test_mark_files_are_drawn_in_the_inks_of_the_theme(theme: Theme) -> None:
    for name, text in marks(theme):
        assert resources.path(f"icons/{theme.name}/{name}").read_text("utf-8") == text


@every_theme
def test_every_file_the_sheet_names_exists(theme: Theme) -> None:
    named = re.findall(r'url\("([^"]+)"\)', build_sheet(theme, 100))
    assert named
    assert all(Path(name).is_file() for name in named)


def test_colours_and_pixel_sizes_stand_in_the_tokens_alone() -> None:
    literal = re.compile(r"""["']#[0-9A-Fa-f]{3,8}["']|\d+px|QColor\(\d|setPixelSize\(\d|setFixed\w+\(\d""")
    folder = Path(ui.__file__).parent
    files = [file for file in folder.rglob("*.py") if file != folder / "style" / "token.py"]
    offenders = [str(file.relative_to(folder)) for file in files if literal.search(file.read_text("utf-8"))]
    assert offenders == []
    sheet = resources.path("sheet.qss").read_text("utf-8")
    assert not re.search(r"#[0-9A-Fa-f]{6}\b|[1-9]\d*px", sheet)


def test_bundled_font_is_the_one_shown(qapp: QApplication) -> None:
    assert -1 not in load_fonts()
    assert QFontInfo(qapp.font()).family() == "Inter"
    assert resources.path("fonts/Inter-OFL.txt").is_file()


def test_tabular_figures_have_one_width(qapp: QApplication) -> None:
    metrics = QFontMetrics(tabular(qapp.font()))
    assert metrics.horizontalAdvance("1111") == metrics.horizontalAdvance("0000")
    plain = QFontMetrics(qapp.font())
    assert plain.horizontalAdvance("1111") != plain.horizontalAdvance("0000")


def test_look_can_be_changed_at_any_time(qapp: QApplication, qtbot: QtBot) -> None:
    button = QPushButton("Record")
    qtbot.addWidget(button)
    button.ensurePolished()
    before = button.sizeHint().height()
    apply_look(qapp, Look(THEMES["light"], 200))
    assert current_look().theme.name == "light"
    assert px(Size.TARGET) == 2 * Size.TARGET
    button.ensurePolished()
    assert button.sizeHint().height() >= 2 * before - 4


def test_icons_take_the_ink_of_the_theme_in_force(qapp: QApplication) -> None:
    assert "lock" in icon_names()
    dark = icon_pixmap("lock", Tone.TEXT, 32).toImage()
    apply_look(qapp, Look(THEMES["light"]))
    light = icon_pixmap("lock", Tone.TEXT, 32).toImage()
    assert dark != light
    assert icon("lock").pixmap(32, 32).toImage() == light
    off = icon("lock").pixmap(32, 32, QIcon.Mode.Disabled).toImage()
    assert off != light


@pytest.mark.qt_log_ignore("no icon of this family")
def test_unknown_icon_is_a_warning_and_not_the_end(qapp: QApplication) -> None:
    assert not icon("no-such-icon").pixmap(16, 16).isNull()


def test_labels_follow_the_sheet(qtbot: QtBot) -> None:
    plain = QLabel("text")
    qtbot.addWidget(plain)
    plain.ensurePolished()
    assert plain.font().pixelSize() == 14
