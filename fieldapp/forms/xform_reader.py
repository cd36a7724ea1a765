"""Reading an XForm, as pyxform and other converters write it, into a ``Form``.

Source: ODK XForms specification. Unknown elements are passed over; what cannot be run is a FormError with a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

from fieldapp.forms.model import (
    Bind,
    Body,
    Choice,
    Control,
    Form,
    Group,
    Itemset,
    Output,
    Repeat,
    Segments,
    SetValue,
    Text,
)
from fieldapp.forms.sentence import sentence
from fieldapp.forms.tree import Document, Node
from fieldapp.forms.xml_tree import MAX_DEPTH, XmlError, local_name, parse_xml

GUIDANCE: Final = "#guidance"
_ITEXT: Final = re.compile(r"\s*jr:itext\(\s*(['\"])(.*?)\1\s*\)\s*\Z")
_ITEXT_OF: Final = re.compile(r"\s*jr:itext\(\s*([^'\"\s)][^)]*?)\s*\)\s*\Z")
_CONTROLS: Final = frozenset({"input", "select1", "select", "upload", "trigger", "range", "rank"})
_PARTS: Final = frozenset({"label", "hint", "item", "itemset", "value", "setvalue"})
_TEXT_PARTS: Final = frozenset({"image", "audio", "video", "big-image"})


class FormError(ValueError):
    """Text that is no XForm that can be run; the message says why."""


def read_form(xml: str | bytes) -> Form:
    """Read a form. Raises FormError."""
    try:
        root = parse_xml(xml)
    except XmlError as error:
        raise FormError(error.args[0]) from error
    head, body = _child(root, "head"), _child(root, "body")
    model = _child(head, "model") if head is not None else None
    if head is None or model is None:
        raise FormError(sentence("This is not a form: it has no model."))
    return _Reader(head, model, body).form()


class _Reader:
    """One reading. Paths of binds and controls are kept without row positions and without white space."""

    def __init__(self, head: Element, model: Element, body: Element | None) -> None:
        self._head = head
        self._model = model
        self._body = body
        self._texts: dict[str, Text] = {}
        self._languages: list[str] = []
        self._default = ""
        self._actions: list[SetValue] = []

    def form(self) -> Form:
        """Return the form."""
        self._read_itext()
        instances = [each for each in self._model if local_name(each.tag) == "instance"]
        template = next((root for each in instances for root in list(each)[:1]), None)
        if template is None:
            raise FormError(sentence("This is not a form: its model has no primary instance."))
        root = node_of(template)
        secondary = {
            str(each.get("id")): _document(each)
            for each in instances
            if each.get("id") and len(each) and each is not instances[0]
        }
        binds = dict(self._bind(each) for each in self._model if local_name(each.tag) == "bind")
        self._read_actions(self._model, None)
        body = tuple(self._parts(self._body, "")) if self._body is not None else ()
        title = _child(self._head, "title")
        return Form(
            form_id=template.get("id") or local_name(template.tag),
            version=template.get("version") or next((v for k, v in template.items() if local_name(k) == "version"), ""),
            title=(title.text or "").strip() if title is not None else "",
            template=root,
            binds=binds,
            body=body,
            instances=secondary,
            texts=self._texts,
            languages=tuple(self._languages),
            default_language=self._default,
            actions=tuple(self._actions),
            sources={str(each.get("id")): str(each.get("src")) for each in instances if each.get("src")},
        )

    def _read_itext(self) -> None:
        itext = _child(self._model, "itext")
        versions: dict[str, dict[str, Segments]] = {}
        media: dict[str, dict[str, dict[str, str]]] = {}
        for translation in itext if itext is not None else ():
            language = translation.get("lang") or ""
            self._languages.append(language)
            if translation.get("default") is not None and not self._default:
                self._default = language
            for text in translation:
                key = text.get("id") or ""
                versions.setdefault(key, {})
                for value in text:
                    form = value.get("form") or ""
                    if form in _TEXT_PARTS:
                        media.setdefault(key, {}).setdefault(language, {})[form] = "".join(value.itertext()).strip()
                    elif form == "guidance":
                        versions.setdefault(key + GUIDANCE, {})[language] = _segments(value)
                    elif form in {"", "long"}:
                        versions[key].setdefault(language, _segments(value))
        self._texts = {key: Text(found, media.get(key, {})) for key, found in versions.items()}
        if not self._default and self._languages:
            self._default = self._languages[0]

    def _bind(self, element: Element) -> tuple[str, Bind]:
        found = {local_name(name): value for name, value in element.items()}
        path = _path(found.get("nodeset") or found.get("ref") or "")

        def expression(name: str) -> str | None:
            return found.get(name, "").strip() or None

        return path, Bind(
            path=path,
            type=(found.get("type") or "string").rpartition(":")[2],
            relevant=expression("relevant"),
            required=expression("required"),
            constraint=expression("constraint"),
            readonly=expression("readonly"),
            calculate=expression("calculate"),
            required_message=self._message(found.get("requiredMsg")),
            constraint_message=self._message(found.get("constraintMsg")),
            preload=found.get("preload"),
            preload_params=found.get("preloadParams"),
        )

    def _message(self, text: str | None) -> Text | None:
        if not text:
            return None
        key = _ITEXT.match(text)
        return self._texts.get(key[2]) if key else Text({"": (text,)})

    def _parts(self, element: Element, above: str) -> Iterator[Body]:
        for each in element:
            name = local_name(each.tag)
            if name == "group":
                yield self._group(each, above)
            elif name == "repeat":
                yield self._repeat(each, None, frozenset())
            elif name in _CONTROLS:
                yield self._control(each, name, above)
            elif name == "setvalue":
                self._read_action(each, None)

    def _group(self, element: Element, above: str) -> Body:
        ref = element.get("ref") or element.get("nodeset")
        label, looks = self._label(element, "label"), _appearance(element)
        inside = [each for each in element if local_name(each.tag) not in _PARTS]
        if len(inside) == 1 and local_name(inside[0].tag) == "repeat":
            return self._repeat(inside[0], label, looks)
        path = _path(ref, above) if ref else None
        return Group(path, label, looks, tuple(self._parts(element, path or above)))

    def _repeat(self, element: Element, label: Text | None, looks: frozenset[str]) -> Repeat:
        path = _path(element.get("nodeset") or "")
        count = next((value for name, value in element.items() if local_name(name) == "count"), None)
        inside = tuple(self._parts(element, path))
        own = self._label(element, "label")
        return Repeat(path, label or own, looks | _appearance(element), (count or "").strip() or None, inside)

    def _control(self, element: Element, name: str, above: str) -> Control:
        path = _path(element.get("ref") or element.get("bind") or "", above)
        hint = _child(element, "hint")
        key = _ITEXT.match(hint.get("ref") or "") if hint is not None else None
        self._read_actions(element, path)
        parameters = {
            local_name(k): v for k, v in element.items() if local_name(k) not in {"ref", "appearance", "bind", "class"}
        }
        return Control(
            kind=name,
            path=path,
            label=self._label(element, "label"),
            hint=self._label(element, "hint"),
            guidance=self._texts.get(key[2] + GUIDANCE) if key else None,
            appearance=_appearance(element),
            itemset=self._itemset(element),
            parameters=parameters,
        )

    def _itemset(self, element: Element) -> Itemset | None:
        itemset = _child(element, "itemset")
        if itemset is not None:
            value, label = _child(itemset, "value"), _child(itemset, "label")
            shown = (label.get("ref") or "") if label is not None else ""
            of = _ITEXT_OF.match(shown)
            return Itemset(
                nodeset=itemset.get("nodeset"),
                value=(value.get("ref") if value is not None else None) or "name",
                label=f"jr:itext({of[1]})" if of else shown or "label",
            )
        choices = []
        for item in element:
            if local_name(item.tag) == "item":
                value = _child(item, "value")
                code = "".join(value.itertext()).strip() if value is not None else ""
                choices.append(Choice(code, self._label(item, "label") or Text({"": (code,)})))
        return Itemset(choices=tuple(choices)) if choices else None

    def _label(self, element: Element, name: str) -> Text | None:
        label = _child(element, name)
        if label is None:
            return None
        key = _ITEXT.match(label.get("ref") or "")
        if key:
            return self._texts.get(key[2])
        segments = _segments(label)
        return Text({"": segments}) if segments else None

    def _read_actions(self, element: Element, trigger: str | None) -> None:
        for each in element:
            if local_name(each.tag) == "setvalue":
                self._read_action(each, trigger)

    def _read_action(self, element: Element, trigger: str | None) -> None:
        value = element.get("value")
        if value is None:
            text = "".join(element.itertext()).strip()
            value = f'"{text}"' if '"' not in text else f"'{text}'"
        for event in (element.get("event") or "").split():
            path = _path(element.get("ref") or element.get("bind") or "")
            own = trigger if event.rpartition(":")[2] == "xforms-value-changed" else None
            self._actions.append(SetValue(path, event.rpartition(":")[2], value or '""', own))


def _document(instance: Element) -> Node:
    document = Document()
    for root in instance:
        document.add(node_of(root))
    return document


def node_of(element: Element, depth: int = 0) -> Node:
    """Return an element as a tree. Raises FormError when it is nested without end."""
    if depth > MAX_DEPTH:
        raise FormError(sentence("The form is nested more than {0} levels deep.", MAX_DEPTH))
    node = Node(local_name(element.tag), element.text or "")
    node.attributes = [Node("@" + local_name(name), value, node) for name, value in element.items()]
    for child in element:
        node.add(node_of(child, depth + 1))
    return node


def _child(element: Element, name: str) -> Element | None:
    return next((each for each in element if local_name(each.tag) == name), None)


def _segments(element: Element) -> Segments:
    found: list[str | Output] = [element.text] if element.text and element.text.strip() else []
    for each in element:
        if local_name(each.tag) == "output":
            found.append(Output(each.get("value") or each.get("ref") or "''"))
        if each.tail:
            found.append(each.tail)
    return tuple(found)


def _appearance(element: Element) -> frozenset[str]:
    return frozenset((element.get("appearance") or "").lower().split())


def _path(text: str, above: str = "") -> str:
    path = re.sub(r"\s+", "", text)
    if not path.startswith("/") and above:
        path = f"{above}/{path}"
    return re.sub(r"/[A-Za-z_][\w.-]*:", "/", path)
