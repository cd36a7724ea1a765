"""From tokens to a tree: XPath 1.0 by operator precedence, and back to text."""

from __future__ import annotations

from typing import Final

from fieldapp.forms.sentence import sentence
from fieldapp.forms.xpath.ast import Binary, Call, Filter, Literal, Negative, Number, Path, Step, Tree
from fieldapp.forms.xpath.error import ExpressionError
from fieldapp.forms.xpath.lexer import END, LITERAL, NAME, NUMBER, OPERATOR, Token, cut

MAX_DEPTH: Final = 60
"""Parentheses, predicates and arguments inside one another; forms in the field stay under twenty."""

_POWER: Final = {
    "or": 1,
    "and": 2,
    "=": 3,
    "!=": 3,
    "<": 4,
    "<=": 4,
    ">": 4,
    ">=": 4,
    "+": 5,
    "-": 5,
    "*": 6,
    "div": 6,
    "mod": 6,
    "|": 8,
}
_NEGATION: Final = 7
_NODE_TYPES: Final = frozenset({"node", "text", "comment", "processing-instruction"})
AXES: Final = frozenset(
    {
        "ancestor",
        "ancestor-or-self",
        "attribute",
        "child",
        "descendant",
        "descendant-or-self",
        "following",
        "following-sibling",
        "namespace",
        "parent",
        "preceding",
        "preceding-sibling",
        "self",
    }
)
_ANYWHERE: Final = Step("descendant-or-self", "node()")
_MAX_CHAIN: Final = 2_000


def parse(text: str) -> Tree:
    """Return the tree of an expression. Raises ExpressionError for whatever is none."""
    parser = _Parser(cut(text))
    tree = parser.expression(0)
    rest = parser.next()
    if rest.kind != END:
        raise ExpressionError(sentence('Nothing more was expected, but "{0}" follows.', rest.text), rest.offset)
    return tree


class _Parser:
    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    def next(self) -> Token:
        token = self._tokens[self._at]
        if token.kind != END:
            self._at += 1
        return token

    def expression(self, power: int) -> Tree:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ExpressionError(
                sentence("More than {0} levels are nested in one another.", MAX_DEPTH), self._peek().offset
            )
        left = self._negated()
        chain = 0
        while (token := self._peek()).kind == OPERATOR and (binding := _POWER[token.text]) > power:
            chain += 1
            if chain > _MAX_CHAIN:
                raise ExpressionError(sentence("More than {0:,} operators stand in a row.", _MAX_CHAIN), token.offset)
            self.next()
            left = Binary(token.text, left, self.expression(binding), token.offset)
        self._depth -= 1
        return left

    def _negated(self) -> Tree:
        if self._take(OPERATOR, "-"):
            return Negative(self.expression(_NEGATION - 1))
        return self._path()

    def _path(self) -> Tree:
        token = self._peek()
        if self._starts_filter(token):
            base = self._filter()
            if self._peek().text not in {"/", "//"} or self._peek().kind == LITERAL:
                return base
            return Path(self._steps([_ANYWHERE] if self.next().text == "//" else []), base=base, offset=token.offset)
        if self._take("mark", "//"):
            return Path(self._steps([_ANYWHERE]), absolute=True, offset=token.offset)
        if self._take("mark", "/"):
            steps = self._steps([]) if self._starts_step() else ()
            return Path(steps, absolute=True, offset=token.offset)
        if not self._starts_step():
            what = sentence('before "{0}"', token.text) if token.kind != END else sentence("at the end")
            raise ExpressionError(sentence("A value, a question or a function is missing {0}.", what), token.offset)
        return Path(self._steps([]), offset=token.offset)

    def _starts_filter(self, token: Token) -> bool:
        if token.kind in {NUMBER, LITERAL} or (token.kind == "mark" and token.text == "("):
            return True
        after = self._tokens[self._at + 1] if token.kind != END else token
        return token.kind == NAME and after.text == "(" and after.kind == "mark" and token.text not in _NODE_TYPES

    def _filter(self) -> Tree:
        token = self.next()
        base: Tree
        if token.kind == NUMBER:
            base = Number(float(token.text))
        elif token.kind == LITERAL:
            base = Literal(token.text[1:-1])
        elif token.kind == NAME:
            base = Call(token.text, self._arguments(token), token.offset)
        else:
            base = self.expression(0)
            self._expect(")", token)
        predicates = self._predicates()
        return Filter(base, predicates) if predicates else base

    def _arguments(self, name: Token) -> tuple[Tree, ...]:
        opening = self.next()
        found: list[Tree] = []
        if not self._take("mark", ")"):
            found.append(self.expression(0))
            while self._take("mark", ","):
                found.append(self.expression(0))
            self._expect(")", opening, sentence(" of {0}()", name.text))
        return tuple(found)

    def _steps(self, found: list[Step]) -> tuple[Step, ...]:
        found.append(self._step())
        while self._peek().kind == "mark" and self._peek().text in {"/", "//"}:
            if self.next().text == "//":
                found.append(_ANYWHERE)
            found.append(self._step())
        return tuple(found)

    def _starts_step(self) -> bool:
        token = self._peek()
        return token.kind == NAME or (token.kind == "mark" and token.text in {".", "..", "@"})

    def _step(self) -> Step:
        token = self.next()
        if token.kind == "mark" and token.text == ".":
            return Step("self", "node()", self._predicates())
        if token.kind == "mark" and token.text == "..":
            return Step("parent", "node()", self._predicates())
        axis = "child"
        if token.kind == "mark" and token.text == "@":
            axis, token = "attribute", self.next()
        elif token.kind == NAME and self._take("mark", "::"):
            if token.text not in AXES:
                raise ExpressionError(sentence('There is no direction "{0}::".', token.text), token.offset)
            axis, token = token.text, self.next()
        if token.kind != NAME:
            raise ExpressionError(sentence("The name of a question is missing after the slash."), token.offset)
        test = token.text
        if test in _NODE_TYPES and self._take("mark", "("):
            argument = self.next().text if self._peek().kind == LITERAL else ""
            self._expect(")", token)
            test = f"{test}({argument})"
        return Step(axis, test, self._predicates())

    def _predicates(self) -> tuple[Tree, ...]:
        found = []
        while (opening := self._peek()).kind == "mark" and opening.text == "[":
            self.next()
            found.append(self.expression(0))
            self._expect("]", opening)
        return tuple(found)

    def _peek(self) -> Token:
        return self._tokens[self._at]

    def _take(self, kind: str, text: str) -> bool:
        token = self._tokens[self._at]
        if token.kind == kind and token.text == text:
            self._at += 1
            return True
        return False

    def _expect(self, text: str, opening: Token, of: str = "") -> None:
        token = self.next()
        if token.kind != "mark" or token.text != text:
            found = sentence('not "{0}"', token.text) if token.kind != END else sentence("but the expression ends")
            raise ExpressionError(
                sentence(
                    'Expected "{0}"{1} for the "{2}" at character {3}, {4}.',
                    text,
                    of,
                    opening.text,
                    opening.offset + 1,
                    found,
                ),
                token.offset,
            )


def print_tree(tree: Tree) -> str:  # noqa: PLR0911 - one line for each kind of part
    """Return an expression that parses to this tree, with every operator in parentheses."""
    if isinstance(tree, Number):
        return f"{tree.value:f}".rstrip("0").rstrip(".") if tree.value < 1e300 else "1" + "0" * 300
    if isinstance(tree, Literal):
        return f"'{tree.value}'" if "'" not in tree.value else f'"{tree.value}"'
    if isinstance(tree, Call):
        return f"{tree.name}({', '.join(print_tree(each) for each in tree.arguments)})"
    if isinstance(tree, Binary):
        return f"({print_tree(tree.left)} {tree.operator} {print_tree(tree.right)})"
    if isinstance(tree, Negative):
        return f"(- {print_tree(tree.operand)})"
    if isinstance(tree, Filter):
        return f"({print_tree(tree.base)}){_print_predicates(tree.predicates)}"
    return _print_path(tree)


def _print_path(path: Path) -> str:
    steps = "/".join(f"{step.axis}::{step.test}{_print_predicates(step.predicates)}" for step in path.steps)
    if path.base is not None:
        return f"({print_tree(path.base)})/{steps}"
    return f"/{steps}" if path.absolute else steps


def _print_predicates(predicates: tuple[Tree, ...]) -> str:
    return "".join(f"[{print_tree(each)}]" for each in predicates)
