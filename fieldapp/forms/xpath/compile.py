"""From a tree to closures: each part of an expression becomes a function of the context."""

from __future__ import annotations

from collections.abc import Callable

from fieldapp.forms.sentence import sentence
from fieldapp.forms.tree import Node
from fieldapp.forms.xpath.arithmetic import ARITHMETIC, chain, compile_arithmetic
from fieldapp.forms.xpath.ast import Binary, Call, Filter, Literal, Negative, Number, Path, Step, Tree
from fieldapp.forms.xpath.axis import AXES, BACKWARD, in_document_order, make_test
from fieldapp.forms.xpath.comparison import compile_comparison
from fieldapp.forms.xpath.context import Context
from fieldapp.forms.xpath.error import ExpressionError
from fieldapp.forms.xpath.function import FUNCTIONS, SPECIAL, Special
from fieldapp.forms.xpath.lookup import compile_lookup
from fieldapp.forms.xpath.value import Value, to_boolean, to_number

Run = Callable[[Context], Value]
_Step = Callable[[list[Node], Context], list[Node]]


def compile_tree(tree: Tree) -> Run:
    """Return what works a tree out. A call that cannot be made raises its ExpressionError when it is reached."""
    if isinstance(tree, (Number, Literal)):
        constant: Value = tree.value
        return lambda _context: constant
    if isinstance(tree, Path):
        return _compile_path(tree)
    if isinstance(tree, Binary):
        return _compile_binary(tree)
    if isinstance(tree, Call):
        return _compile_call(tree)
    if isinstance(tree, Negative):
        operand = compile_tree(tree.operand)
        return lambda context: -to_number(operand(context), context.environment.zone)
    return _compile_filter(tree)


def require_nodes(value: Value, what: str) -> list[Node]:
    """Return the nodes that a value is. Raises ExpressionError."""
    if not isinstance(value, list):
        raise ExpressionError(sentence("{0} needs questions, not a value.", what))
    return value


def _compile_binary(tree: Binary) -> Run:
    operator = tree.operator
    if operator in {"and", "or"}:
        return _compile_choice(tree, until=operator == "or")
    if operator == "|":
        parts = [compile_tree(part) for _, part in chain(tree, {"|"})]
        return lambda context: in_document_order([n for part in parts for n in require_nodes(part(context), "|")])
    if operator in ARITHMETIC:
        return compile_arithmetic(tree, compile_tree)
    return compile_comparison(tree, compile_tree)


def _compile_choice(tree: Binary, *, until: bool) -> Run:
    parts = [compile_tree(part) for _, part in chain(tree, {tree.operator})]

    def run(context: Context) -> Value:
        for part in parts:
            if to_boolean(part(context)) is until:
                return until
        return not until

    return run


def _compile_call(tree: Call) -> Run:
    special = SPECIAL.get(tree.name)
    function = FUNCTIONS.get(tree.name)
    fault = call_fault(tree)
    if fault is not None:
        return _refuse(fault)
    if special is not None:
        return _compile_special(special, tree)
    assert function is not None  # noqa: S101 - one of the two, for the type checker
    work, arguments = function.work, [compile_tree(each) for each in tree.arguments]
    if function.is_extra:
        name = tree.name

        def guarded(context: Context) -> Value:
            if name not in context.environment.extras:
                raise ExpressionError(sentence("{0}() is no function of ODK; this form has not asked for it.", name))
            return work(context, *[argument(context) for argument in arguments])

        return guarded
    return _apply(work, arguments)


def _compile_special(special: Special, tree: Call) -> Run:
    try:
        return special.make(tree, compile_tree)
    except ExpressionError as error:
        return _refuse(error)


def _apply(work: Callable[..., Value], arguments: list[Run]) -> Run:
    """Return the call of a function; the frequent numbers of arguments go without a list."""
    if not arguments:
        return work
    if len(arguments) == 1:
        only = arguments[0]
        return lambda context: work(context, only(context))
    if len(arguments) == 2:
        first, second = arguments
        return lambda context: work(context, first(context), second(context))
    return lambda context: work(context, *[argument(context) for argument in arguments])


def call_fault(call: Call) -> ExpressionError | None:
    """Return what is wrong with a call as it is written: no such function, another number of arguments; or None."""
    shape = SPECIAL.get(call.name) or FUNCTIONS.get(call.name)
    if shape is None:
        return ExpressionError(sentence("There is no function {0}().", call.name), call.offset)
    count = len(call.arguments)
    if not shape.least <= count <= shape.most:
        return ExpressionError(sentence("{0}() takes {1}, not {2}.", call.name, shape.arity, count), call.offset)
    return None


def _refuse(fault: ExpressionError) -> Run:
    """Fail only when it is reached, as other engines do: a branch that is never taken harms nobody."""

    def run(_context: Context) -> Value:
        raise fault

    return run


def _compile_filter(tree: Filter) -> Run:
    base = compile_tree(tree.base)
    predicates = [compile_tree(each) for each in tree.predicates]

    def run(context: Context) -> Value:
        nodes = require_nodes(base(context), "[…]")
        for predicate in predicates:
            nodes = _filtered(nodes, predicate, context)
        return nodes

    return run


def _compile_path(tree: Path) -> Run:
    if tree.base is None and not tree.absolute and tree.steps == (Step("self", "node()"),):
        return lambda context: [context.node]
    if tree.absolute and tree.steps and all(_is_plain(step) for step in tree.steps):
        return _compile_plain(tree.steps)
    if tree.base is None and not tree.absolute and _is_sibling(tree.steps):
        return _compile_sibling(tree.steps[1].test)
    steps = [_compile_step(step) for step in _joined(tree.steps)]
    if tree.absolute:
        return lambda context: _walk(steps, [_top(context.node)], context)
    if tree.base is not None:
        return _compile_from(tree, tree.base, steps)
    return lambda context: _walk(steps, [context.node], context)


def _compile_from(tree: Path, start: Tree, steps: list[_Step]) -> Run:
    base, looked_up = compile_tree(start), compile_lookup(tree, compile_tree)
    if looked_up is None:
        return lambda context: _walk(steps, require_nodes(base(context), "/"), context)
    lookup, count = looked_up
    rest = [_compile_step(step) for step in tree.steps[count:]]

    def run(context: Context) -> Value:
        found = lookup(context)
        if found is not None:
            return _walk(rest, found, context)
        return _walk(steps, require_nodes(base(context), "/"), context)

    return run


def _compile_plain(steps: tuple[Step, ...]) -> Run:
    """Return what looks a path up that names every step; it is walked only where there is nothing to look it up in."""
    names = tuple(step.test for step in steps)

    def run(context: Context) -> Value:
        found = context.environment.resolve(names, _standing(context))
        if found is not None:
            return found
        return _walk([_compile_step(step) for step in steps], [_top(context.node)], context)

    return run


def _compile_sibling(name: str) -> Run:
    """Return what finds ``../name``, by far the most frequent path within rows."""

    def run(context: Context) -> Value:
        parent = context.node.parent
        return [node for node in parent.named(name) if node.is_live] if parent is not None else []

    return run


def _is_sibling(steps: tuple[Step, ...]) -> bool:
    return len(steps) == 2 and steps[0] == Step("parent", "node()") and _is_name(steps[1]) and not steps[1].predicates


def _standing(context: Context) -> Node:
    """Return where a path from the top is seen from: in a condition on a list beside the form, the question itself."""
    node, current = context.node, context.current
    return node if node is current or node.root is current.root else current


def _is_plain(step: Step) -> bool:
    return step.axis == "child" and not step.predicates and not step.test.endswith((")", "*"))


def _joined(steps: tuple[Step, ...]) -> list[Step]:
    """Take ``//name`` for one step down any number of levels, where no predicate counts positions."""
    found: list[Step] = []
    for step in steps:
        above = found[-1] if found else None
        if step.axis == "child" and not step.predicates and above == Step("descendant-or-self", "node()"):
            found[-1] = Step("descendant", step.test)
        else:
            found.append(step)
    return found


def _walk(steps: list[_Step], nodes: list[Node], context: Context) -> list[Node]:
    for step in steps:
        if not nodes:
            return nodes
        nodes = step(nodes, context)
    return [node for node in nodes if node.is_live]


def _top(node: Node) -> Node:
    root = node.root
    if not root.name:
        return root
    document = Node("")
    document.children.append(root)  # the root keeps its parent: a document of the moment, to start from
    return document


def _compile_step(step: Step) -> _Step:
    predicates = [compile_tree(each) for each in step.predicates]
    name = step.test if _is_name(step) else None
    if name is not None and not predicates:
        return lambda nodes, _context: _children(nodes, name)
    if step == Step("parent", "node()"):
        return _parents
    walk, test = AXES[step.axis], make_test(step.axis, step.test)
    backward = step.axis in BACKWARD

    def run(nodes: list[Node], context: Context) -> list[Node]:
        found: list[Node] = []
        for node in nodes:
            here = [each for each in walk(node) if test(each)]
            for predicate in predicates:
                here = _filtered(here, predicate, context)
            found += here
        return in_document_order(found) if backward or len(nodes) > 1 else found

    return run


def _children(nodes: list[Node], name: str) -> list[Node]:
    return [child for node in nodes for child in node.named(name)]


def _is_name(step: Step) -> bool:
    return step.axis == "child" and ":" not in step.test and not step.test.endswith((")", "*"))


def _parents(nodes: list[Node], _context: Context) -> list[Node]:
    if len(nodes) == 1:
        parent = nodes[0].parent
        return [parent] if parent is not None else []
    found = {id(node.parent): node.parent for node in nodes if node.parent is not None}
    return list(found.values())


def _filtered(nodes: list[Node], predicate: Run, context: Context) -> list[Node]:
    size, environment, current, effort = len(nodes), context.environment, context.current, context.effort
    effort.spend(size)
    kept = []
    for position, node in enumerate(nodes, 1):
        value = predicate(Context(node, environment, position, size, current, effort))
        if value == position if isinstance(value, float) else to_boolean(value):
            kept.append(node)
    return kept
