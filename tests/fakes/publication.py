"""Small checklists on their way through headquarters: packages, and the records that carry one."""

from __future__ import annotations

import base64

from fieldapp.actions.checklist import describe_package
from fieldapp.domain.wire import Json
from fieldapp.forms.package import Licence, Package, Use, pack_package

_XFORM = """<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
  xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms">
  <h:head><h:title>{title}</h:title><model>
    <instance><data id="{form_id}" version="{version}"><safe/><meta><orx:instanceID/></meta></data></instance>
    <bind nodeset="/data/safe" type="select1"/>
  </model></h:head>
  <h:body><select1 ref="/data/safe"><label>{label}</label>
    <item><label>Yes</label><value>yes</value></item><item><label>No</label><value>no</value></item>
  </select1></h:body>
</h:html>"""

_NODES = "".join(f"<n{number}>1</n{number}>" for number in range(600))
_EVERYTHING = "count(//*[count(//*[count(//*) > 1]) > 1])"


def an_xform(form_id: str, version: str, title: str = "Safety tonight", label: str = "A safe place tonight?") -> str:
    """An XForm with one question."""
    return _XFORM.format(form_id=form_id, version=version, title=title, label=label)


def a_package(form_id: str = "safety_tonight", version: str = "1", *, agency: str = "", **values: object) -> Package:
    """A package with one question; ``agency`` is the short name of the agency that it stays with."""
    words = {
        "title": {"": "Safety tonight"},
        "xform": an_xform(form_id, version),
        "licence": Licence("South Bay task force", "Free within the task force", agency=agency),
        "use": Use(roles=("deputy", "detective", "supervisor", "advocate"), age_max=25),
    }
    return Package(form_id, version, **(words | values))


def checklist_values(package: Package, agency: str | None, parts: int = 1, **values: Json) -> dict[str, Json]:
    """What a checklist's record says, as a laptop that imports the package writes it."""
    described = describe_package(package) | {
        "status": "draft",
        "agency": agency,
        "package_bytes": len(pack_package(package)),
        "parts": parts,
    }
    return {name: value for name, value in (described | values).items() if value is not None}


def part_values(package: Package, checklist: str, agency: str | None, parts: int = 1) -> list[dict[str, Json]]:
    """The parts of a package, as many as are wished for."""
    text = base64.b64encode(pack_package(package)).decode()
    size = -(-len(text) // parts)
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    values = [{"checklist": checklist, "agency": agency, "number": n, "content": p} for n, p in enumerate(pieces)]
    return [{name: value for name, value in part.items() if value is not None} for part in values]


def endless(form_id: str = "endless", version: str = "1", agency: str = "") -> Package:
    """A form whose one calculation looks at everything for everything for everything."""
    xform = an_xform(form_id, version).replace("<safe/>", f"<safe/><all/>{_NODES}")
    bind = f'<bind nodeset="/data/all" type="string" calculate="{_EVERYTHING.replace(">", "&gt;")}"/>'
    return a_package(form_id, version, agency=agency, xform=xform.replace("<bind ", f"{bind}<bind ", 1))
