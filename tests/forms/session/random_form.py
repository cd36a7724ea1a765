"""Forms at random, without circles: each question may ask about those before it, in its row or in all rows."""

from __future__ import annotations

from random import Random
from typing import Final

from fieldapp.forms.model import Form
from tests.forms.session.filled import a_form, asked, bind, repeat

INSTANCE: Final = (
    "<a0/><a1/><g><a2/><a3/></g><n/><rep jr:template=''><b0/><b1/><inner jr:template=''><d0/><d1/></inner></rep>"
    "<rep><b0/><b1/></rep><rep2 jr:template=''><e0/><e1/></rep2><pick/><z0/><z1/><z2/>"
)
LEAVES: Final = (
    *("a0", "a1", "g/a2", "g/a3", "n", "rep/b0", "rep/b1", "rep/inner/d0", "rep/inner/d1"),
    *("rep2/e0", "rep2/e1", "z0", "z1", "z2"),
)
GROUPS: Final = {"g": 2, "rep": 5, "rep/inner": 7, "rep2": 9}
"""Groups and repeats with the number of leaves that come before them."""

BODY: Final = (
    asked("a0", "a1")
    + f'<group ref="/data/g">{asked("g/a2", "g/a3")}</group>'
    + asked("n")
    + repeat("rep", asked("rep/b0", "rep/b1") + repeat("rep/inner", asked("rep/inner/d0", "rep/inner/d1")))
    + repeat("rep2", asked("rep2/e0", "rep2/e1"), count="/data/n")
    + '<select1 ref="/data/pick"><itemset nodeset="instance(\'l\')/root/item[k = /data/a1 or k = /data/g/a3]">'
    + '<value ref="name"/><label ref="name"/></itemset></select1>'
    + asked("z0", "z1", "z2")
)
LIST: Final = (
    '<instance id="l"><root><item><name>x</name><k>1</k></item><item><name>y</name><k>2</k></item>'
    "<item><name>w</name><k>2</k></item></root></instance>"
)


def random_form(draw: Random) -> Form:
    """A form with conditions and calculations at random; the same for the same draws."""
    binds = []
    for before, path in enumerate(LEAVES):
        said: dict[str, str] = {}
        for name in ("relevant", "required"):
            if draw.random() < 0.35:
                said[name] = _condition(draw, path, before)
        if draw.random() < 0.25:
            said["constraint"] = f". != 2 or {_condition(draw, path, before)}"
        if path != "n" and draw.random() < 0.35:
            said["calculate"] = _calculation(draw, path, before)
        if said:
            binds.append(bind(path, **said))
    for path, before in GROUPS.items():
        if draw.random() < 0.35:
            binds.append(bind(path, relevant=_condition(draw, path, before)))
    return a_form(INSTANCE, "".join(binds), BODY, LIST)


def _operand(draw: Random, here: str, before: int) -> str:
    """Something to ask about at a node: numbers, earlier answers, rows."""
    found = ["1", "2", "''"]
    for path in LEAVES[:before]:
        found += [f"/data/{path}"] * 3
        if path.startswith("rep/"):
            name = path.removeprefix("rep/")
            found += [f"sum(/data/{path})", f"count(/data/{path})", f"join('-', /data/{path})"]
            found += [f"/data/rep[b0 = 1]/{name}", f"/data/rep[position() = 2]/{name}"]
            if "inner" not in name:
                found += [f"indexed-repeat(/data/{path}, /data/rep, 1)", f"count(/data/rep[{name} != ''])"]
        if path.rpartition("/")[0] == here.rpartition("/")[0] and "/" in here:
            found += [f"../{path.rpartition('/')[2]}", f"current()/../{path.rpartition('/')[2]}"]
    if here.startswith("rep/inner/"):
        found += ["../../b0", "position(..)", "position(../..)", "sum(../../inner/d0)" if before > 7 else "1"]
    elif here.startswith("rep/"):
        found += ["position(..)", "sum(../../rep/b0)" if before > 5 else "2"]
    if before >= 11:
        found += ["count(/data/rep)", "count(/data/g/*)", "sum(//a2)", "string(/data/g)", "string(/data/rep)"]
    return draw.choice(found)


def _condition(draw: Random, here: str, before: int) -> str:
    found = f"{_operand(draw, here, before)} {draw.choice(['=', '!=', '<', '>='])} {_operand(draw, here, before)}"
    if draw.random() < 0.7:
        return found
    return f"({found}) {draw.choice(['and', 'or'])} ({_condition(draw, here, before)})"


def _calculation(draw: Random, here: str, before: int) -> str:
    first, second = _operand(draw, here, before), _operand(draw, here, before)
    shapes = [first, f"{first} + {second}", f"concat({first}, {second})"]
    return draw.choice([*shapes, f"if({_condition(draw, here, before)}, {first}, {second})"])
