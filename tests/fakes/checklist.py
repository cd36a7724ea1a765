"""A small checklist made by hand: four scored questions, a repeat, skip logic, two languages, duties."""

from __future__ import annotations

from typing import Any

import msgspec

from fieldapp.forms.package import Band, DutyRule, Licence, Package, Scale, Scored, Use

FORM_ID = "demo_small"
_POINTS = {"no": 0, "unsure": 0, "yes": 2}

_XFORM = """<h:html xmlns:h="http://www.w3.org/1999/xhtml" xmlns="http://www.w3.org/2002/xforms"
    xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms">
  <h:head>
    <h:title>Small demonstration</h:title>
    <model>
      <itext>
        <translation lang="English (en)" default="true()">
          <text id="/data/moves:label"><value>Moves freely</value></text>
          <text id="/data/papers:label"><value>Papers with somebody else</value></text>
          <text id="/data/debt:label"><value>Owes a debt</value></text>
          <text id="/data/debt_to:label"><value>To whom</value></text>
          <text id="/data/contacts:label"><value>Contacts</value></text>
          <text id="/data/contacts/name:label"><value>Name</value></text>
          <text id="/data/remarks:label"><value>Remarks</value></text>
          <text id="yes"><value>Yes</value></text>
          <text id="no"><value>No</value></text>
          <text id="unsure"><value>Unsure</value></text>
        </translation>
        <translation lang="Español (es)">
          <text id="/data/moves:label"><value>Se mueve con libertad</value></text>
          <text id="/data/papers:label"><value>Papeles en manos de otro</value></text>
          <text id="/data/debt:label"><value>Tiene una deuda</value></text>
          <text id="/data/debt_to:label"><value>Con quién</value></text>
          <text id="/data/contacts:label"><value>Contactos</value></text>
          <text id="/data/contacts/name:label"><value>Nombre</value></text>
          <text id="/data/remarks:label"><value>Observaciones</value></text>
          <text id="yes"><value>Sí</value></text>
          <text id="no"><value>No</value></text>
          <text id="unsure"><value>No se sabe</value></text>
        </translation>
      </itext>
      <instance>
        <data id="demo_small" version="VERSION">
          <moves/><papers/><debt/><debt_to/>
          <contacts jr:template=""><name/></contacts>
          <remarks/>
          <meta><instanceID/></meta>
        </data>
      </instance>
      <bind nodeset="/data/moves" type="string" required="true()"/>
      <bind nodeset="/data/papers" type="string" required="true()"/>
      <bind nodeset="/data/debt" type="string"/>
      <bind nodeset="/data/debt_to" type="string" relevant="/data/debt = 'yes'"/>
      <bind nodeset="/data/contacts/name" type="string"/>
      <bind nodeset="/data/remarks" type="string" constraint="string-length(.) &lt; 200" jr:constraintMsg="Too long"/>
      <bind nodeset="/data/meta/instanceID" type="string" jr:preload="uid"/>
    </model>
  </h:head>
  <h:body>
    SELECTS
    <input ref="/data/debt_to"><label ref="jr:itext('/data/debt_to:label')"/></input>
    <group ref="/data/contacts">
      <label ref="jr:itext('/data/contacts:label')"/>
      <repeat nodeset="/data/contacts">
        <input ref="/data/contacts/name"><label ref="jr:itext('/data/contacts/name:label')"/></input>
      </repeat>
    </group>
    <input ref="/data/remarks"><label ref="jr:itext('/data/remarks:label')"/></input>
  </h:body>
</h:html>"""

_SELECT = """<select1 ref="/data/NAME"><label ref="jr:itext('/data/NAME:label')"/>
      <item><label ref="jr:itext('yes')"/><value>yes</value></item>
      <item><label ref="jr:itext('no')"/><value>no</value></item>
      UNSURE
    </select1>"""
_UNSURE = "<item><label ref=\"jr:itext('unsure')\"/><value>unsure</value></item>"


def an_xform(version: str = "1", *, has_unsure: bool = True, has_remarks: bool = True) -> str:
    """The form as XML. Without ``has_unsure`` the choices lack one, without ``has_remarks`` a question is gone."""
    selects = "\n    ".join(
        _SELECT.replace("NAME", name).replace("UNSURE", _UNSURE if has_unsure else "")
        for name in ("moves", "papers", "debt")
    )
    xml = _XFORM.replace("SELECTS", selects).replace("VERSION", version)
    if not has_remarks:
        lines = [line for line in xml.splitlines() if "remarks" not in line]
        xml = "\n".join(lines)
    return xml


def a_package(version: str = "1", **changes: Any) -> Package:
    """The checklist. ``changes`` are fields of the package."""
    scale = Scale(
        items=tuple(
            Scored(
                f"/data/{name}", {"no": 2, "unsure": 0, "yes": 0} if name == "moves" else _POINTS, unknown=("unsure",)
            )
            for name in ("moves", "papers", "debt")
        ),
        bands=(
            Band("low", 0, {"English (en)": "Few indicators", "Español (es)": "Pocos indicadores"}),
            Band("clear", 4, {"English (en)": "Clear indicators", "Español (es)": "Indicadores claros"}, "danger"),
        ),
        caution={"English (en)": "Indicators, not a finding", "Español (es)": "Indicadores, no una conclusión"},
    )
    package = Package(
        form_id=FORM_ID,
        version=version,
        title={"English (en)": "Small demonstration", "Español (es)": "Demostración breve"},
        xform=an_xform(version),
        licence=Licence("Fieldbook", "Synthetic, for demonstration"),
        use=Use(administration="read_aloud"),
        scale=scale,
        duties=(
            DutyRule("report_phone", {"English (en)": "Report by phone now"}, bands=("clear",)),
            DutyRule("report_written", {"English (en)": "Written report"}, bands=("clear",), due_minutes=2_160),
            DutyRule("advocate_call", {"English (en)": "Call an advocate"}, due_minutes=90, on_disclosure=True),
            DutyRule("safety_plan", {"English (en)": "Safety plan"}, condition="/data/debt = 'yes'", due_minutes=240),
        ),
        save_to={"/data/remarks": "observations"},
    )
    return msgspec.structs.replace(package, **changes)
