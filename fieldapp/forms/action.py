"""What a form does by itself when it begins, when a row begins and when an answer changes."""

from __future__ import annotations

from fieldapp.forms.cast import cast
from fieldapp.forms.item import Item, Setting
from fieldapp.forms.model import Bind, SetValue
from fieldapp.forms.plan import Plan
from fieldapp.forms.scope import Scope
from fieldapp.forms.settle import Settlement
from fieldapp.forms.world import World
from fieldapp.forms.xpath import Context, ExpressionError, compile_expression

_LONGEST_CHAIN = 12


class Actions:
    """The actions of one session, in the order of JavaRosa: what is known beforehand, then what is set, then rules."""

    def __init__(self, plan: Plan, settlement: Settlement, world: World, setting: Setting) -> None:
        self._plan = plan
        self._settlement = settlement
        self._world = world
        self._setting = setting

    def begin_form(self, scope: Scope) -> None:
        """Fill in what is known beforehand and what the form sets on first load; each sees what followed before."""
        self._preload(scope, ())
        for action in self._plan.first_load:
            for item in self._targets(action.path, scope, ()):
                self._set(action, item)
                self._settlement.settle()

    def begin_row(self, row: Item) -> None:
        """Fill in what is known beforehand and what the form sets in a new row."""
        route = self._plan.shape.route(row.path)
        self._preload(row.scope, route)
        for action in self._plan.new_row:
            for item in self._targets(action.path, row.scope, route):
                self._set(action, item)

    def fire(self, source: Item, depth: int = 0) -> None:
        """Do what hangs on a change of an answer, after what follows from it; and so on from there."""
        if depth > _LONGEST_CHAIN:
            return
        for action in self._plan.triggered.get(source.path, ()):
            targets = self._world.resolve(tuple(action.path.strip("/").split("/")), source, is_hidden_too=True) or ()
            if len(targets) == 1 and isinstance(targets[0], Item):
                target, had = targets[0], targets[0].value
                self._set(action, target)
                self._settlement.settle()
                if target.value != had:
                    self.fire(target, depth + 1)

    def _set(self, action: SetValue, item: Item) -> None:
        try:
            found = compile_expression(action.value).value(Context(item, self._world))
            value = cast(found, item.bind.type if item.bind is not None else "string", self._setting.zone)
        except ExpressionError:
            value = ""
        self._settlement.set_value(item, value)

    def _targets(self, path: str, scope: Scope, route: tuple[str, ...]) -> list[Item]:
        """Return the items of a path in the row that the route leads to, and in the rows within it."""
        way = self._plan.shape.route(path)
        if way[: len(route)] != route:
            return []
        return [item for found in scope.descend(way[len(route) :]) for item in found.items.get(path, ())]

    def _preload(self, scope: Scope, route: tuple[str, ...]) -> None:
        for path in self._plan.preloaded:
            for item in self._targets(path, scope, route):
                known = self._known_beforehand(item.bind)
                if known is not None:
                    self._settlement.set_value(item, known)

    def _known_beforehand(self, bind: Bind | None) -> str | None:
        kind, parameter = (bind.preload, bind.preload_params or "") if bind is not None else (None, "")
        if kind == "timestamp" and parameter == "start":
            return self._world.local_now()
        if kind == "date":
            return self._world.local_now()[: len("2026-01-01")]
        return self._setting.preloads.get(parameter, "") if kind == "property" else None
