"""Fills the style sheet in ``resources/sheet.qss`` with the tokens of one theme at one text scale."""

from __future__ import annotations

from string import Template
from typing import Final

import resources
from ui.style import token
from ui.style.token import Radius, Size, Space, Theme, Tone, Type, mix

_TONED: Final = (Tone.ACCENT, Tone.OK, Tone.SOON, Tone.DANGER)


def build_sheet(theme: Theme, scale: int) -> str:
    """The whole style sheet; ``scale`` in per cent."""
    template = Template(resources.path("sheet.qss").read_text("utf-8"))
    return template.substitute(_colours(theme) | _sizes(scale) | {"tones": _tone_rules(theme)})


def _colours(theme: Theme) -> dict[str, str]:
    inks = ("base", "surface", "raised", "line", "edge", "text", "muted", "accent", "on_accent", "danger")
    blends = ("selection", "hover", "press", "accent_hover", "faint")
    values: dict[str, str] = {name: getattr(theme, name) for name in inks + blends}
    return values | {
        "danger_tint": theme.tint(Tone.DANGER),
        "field": mix(theme.surface, theme.base, 0.5),
        "popup": theme.raised,
        "alternate": mix(theme.surface, theme.base, 0.35),
        "thumb": mix(theme.surface, theme.edge, 0.6),
        "chip": mix(theme.surface, theme.text, 0.08),
        "track": theme.line,
        "marks": resources.path(f"icons/{theme.name}").as_posix(),
        "sheet_paper": token.SHEET_PAPER,
        "sheet_ink": token.SHEET_INK,
        "sheet_header": token.SHEET_HEADER,
        "sheet_rule": token.SHEET_RULE,
    }


def _sizes(scale: int) -> dict[str, str]:
    line = Size.LINE
    grow = Size.FOCUS - Size.LINE
    sizes = {
        **{f"space_{space.name.lower()}": space.value for space in Space},
        **{f"type_{step.name.lower()}": step.value for step in Type},
        "type_badge": Type.CAPTION - line,
        "type_rail": Type.CAPTION - line,
        "space_hair": Space.XS / 2,
        "radius": Radius.CONTROL,
        "radius_mark": Radius.MARK,
        "radius_card": Radius.CARD,
        "radius_panel": Radius.PANEL,
        "inner_target": Size.TARGET - 2 * line,
        "focus_target": Size.TARGET - 2 * Size.FOCUS,
        "inner_target_large": Size.TARGET_LARGE - 2 * line,
        "focus_target_large": Size.TARGET_LARGE - 2 * Size.FOCUS,
        "inner_pad_l": Space.L - grow,
        "inner_pad_s": Space.S - grow,
        "inner_pad_xs": Space.XS - grow,
        "tool_inner": Size.TARGET - 2 * (Space.XS + Size.FOCUS),
        "rail_button": Size.TARGET_LARGE - 2 * (Space.XS + Size.FOCUS),
        "row": Size.TARGET - Space.XS,
        "mark": Size.ICON,
        "mark_focus": Size.ICON - 2 * grow,
        "mark_half": Size.ICON / 2 + line,
        "mark_row": Size.TARGET - Space.S,
        "icon": Size.ICON,
        "icon_small": Size.ICON_SMALL,
        "icon_tiny": Size.ICON_SMALL - Space.XS,
        "badge": Size.ICON_SMALL + 2 * line,
        "badge_radius": Size.ICON_SMALL / 2 + line,
        "scrollbar": Size.SCROLLBAR,
        "thumb_margin": Space.XS - line,
        "thumb_radius": (Size.SCROLLBAR - 2 * (Space.XS - line)) / 2,
        "track_height": Space.XS + Size.FOCUS,
        "track_radius": (Space.XS + Size.FOCUS) / 2,
    }
    scaled = {name: f"{max(0, int(value * scale / 100))}px" for name, value in sizes.items()}
    # Hairlines and rings stay crisp at every text scale.
    return scaled | {"line_px": f"{int(Size.LINE)}px", "focus_px": f"{int(Size.FOCUS)}px"}


def _tone_rules(theme: Theme) -> str:
    rules = []
    for tone in _TONED:
        chip = f'QFrame[kind="chip"][tone="{tone}"]'
        rules.append(f"{chip} {{ background: {theme.tint(tone)}; }}")
        rules.append(f"{chip} QLabel {{ color: {theme.colour(tone)}; }}")
        edge = mix(theme.surface, theme.colour(tone), 0.45)
        rules.append(
            f'QFrame[kind="banner"][tone="{tone}"] {{ background: {theme.tint(tone)}; border-color: {edge}; }}'
        )
        rules.append(_alert_rule(theme, tone))
        rules.append(f'QLabel[tone="{tone}"] {{ color: {theme.colour(tone)}; }}')
    return "\n".join(rules)


def _alert_rule(theme: Theme, tone: Tone) -> str:
    """A time that has run out is solid, so that it is seen from the corner of an eye; one that presses is a tint."""
    ink = theme.colour(tone)
    ground, text = (ink, theme.on_accent) if tone is Tone.DANGER else (theme.tint(tone), ink)
    edge = theme.text if tone is Tone.DANGER else theme.accent
    button = f'QPushButton[kind="alert"][tone="{tone}"]'
    return (
        f"{button} {{ background: {ground}; color: {text}; border-color: {ink}; }}\n"
        f"{button}:focus {{ border-color: {edge}; }}"
    )
