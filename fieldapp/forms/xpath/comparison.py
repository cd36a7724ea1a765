"""Comparing: most conditions of forms hold one question against one word, and go the short way."""

from __future__ import annotations

from collections.abc import Callable

from fieldapp.forms.xpath.ast import Binary, Literal, Path, Tree
from fieldapp.forms.xpath.context import Context
from fieldapp.forms.xpath.signature import Run
from fieldapp.forms.xpath.value import Value, compare


def compile_comparison(tree: Binary, compile_tree: Callable[[Tree], Run]) -> Run:
    """Return what compares two operands."""
    operator, left, right = tree.operator, compile_tree(tree.left), compile_tree(tree.right)
    if operator in {"=", "!="} and _is_question(tree.left) and isinstance(tree.right, Literal):
        return _compile_word(operator, left, tree.right.value)
    left, right = _blank_if_absent(tree.left, left), _blank_if_absent(tree.right, right)
    return lambda context: compare(operator, left(context), right(context), context.environment.zone)


def _compile_word(operator: str, question: Run, word: str) -> Run:
    is_equality = operator == "="

    def run(context: Context) -> Value:
        nodes = question(context) or ""
        if isinstance(nodes, list) and len(nodes) == 1:
            text = nodes[0].typed()
            if isinstance(text, str):
                return (text == word) is is_equality
        return compare(operator, nodes, word, context.environment.zone)

    return run


def _blank_if_absent(tree: Tree, run: Run) -> Run:
    """Let a question that is not there compare as blank (JavaRosa): when it is hidden, it is not "yes" either."""
    return (lambda context: run(context) or "") if _is_question(tree) else run


def _is_question(tree: Tree) -> bool:
    return isinstance(tree, Path) and not any(step.test.endswith("*") for step in tree.steps)
