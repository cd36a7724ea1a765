"""Every function of the dialect, by name."""

from typing import Final

from fieldapp.forms.xpath.core_function import CORE
from fieldapp.forms.xpath.date_function import DATES
from fieldapp.forms.xpath.geo_function import GEO
from fieldapp.forms.xpath.math_function import MATH
from fieldapp.forms.xpath.openrosa_function import OPENROSA
from fieldapp.forms.xpath.signature import Function, Special
from fieldapp.forms.xpath.special_function import SPECIAL

FUNCTIONS: Final[dict[str, Function]] = CORE | OPENROSA | DATES | MATH | GEO
VOLATILE: Final = frozenset({"now", "today", "random", "uuid", "randomize"})
NOT_ODK: Final = frozenset({"last", "local-name", "name", "namespace-uri", "string-join"})
"""Understood here and by web forms, but not by ODK Collect: a form that uses them is less portable."""

__all__ = ["FUNCTIONS", "NOT_ODK", "SPECIAL", "VOLATILE", "Function", "Special"]
