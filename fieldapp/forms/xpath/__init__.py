"""XPath 1.0 with the functions of OpenRosa, in the dialect of JavaRosa: text in, closures out."""

from fieldapp.forms.xpath.context import Context, Environment, Table
from fieldapp.forms.xpath.error import ExpressionError
from fieldapp.forms.xpath.expression import Expression, compile_expression, walk_tree
from fieldapp.forms.xpath.read import ANYWHERE, Read
from fieldapp.forms.xpath.value import Value, to_boolean, to_number, to_text

__all__ = [
    "ANYWHERE",
    "Context",
    "Environment",
    "Expression",
    "ExpressionError",
    "Read",
    "Table",
    "Value",
    "compile_expression",
    "to_boolean",
    "to_number",
    "to_text",
    "walk_tree",
]
