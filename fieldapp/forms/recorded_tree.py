"""The documents of recorded cases as a browser has them: with white space, comments and instructions.

A form needs none of these, so its own tree (``xml_tree``) leaves them out.
"""

from __future__ import annotations

import re
from typing import Final
from xml.etree.ElementTree import Comment, Element, ParseError, ProcessingInstruction, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from fieldapp.forms.tree import Node
from fieldapp.forms.xml_tree import MAX_BYTES, MAX_DEPTH, XmlError

_OTHER: Final = re.compile(r"(.*)/#\d+\[(\d+)\]\Z")
_STEP: Final = re.compile(r"([^\[]+)(?:\[(\d+)\])?\Z")
_TEXT: Final = "#text"


class RecordedNode(Node):
    """A node that knows its namespace, and whose text leaves comments and instructions out."""

    __slots__ = ("namespace",)

    def __init__(self, name: str, text: str = "", parent: Node | None = None, prefix: str = "") -> None:
        super().__init__(name, text, parent, prefix)
        self.namespace = ""

    def string_value(self) -> str:
        """Return the text of this node and of the elements and texts below it."""
        inside = (child.string_value() for child in self.children if _is_content(child))
        return self.text + "".join(inside)


def read_recorded(xml: str | None) -> Node:
    """Return the document of a text of XML, an empty one for None. Raises XmlError."""
    document = RecordedNode("")
    if not xml:
        return document
    if len(xml) > MAX_BYTES:
        raise XmlError(f"The XML is larger than {MAX_BYTES >> 20} MB.")
    builder = TreeBuilder(insert_comments=True, insert_pis=True)
    parser = DefusedXMLParser(target=builder, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    try:
        parser.feed(xml)
        document.add(_node(parser.close(), 0))
    except DefusedXmlException as error:
        raise XmlError("The XML brings entities; it was not read.") from error
    except (ParseError, UnicodeError, ValueError) as error:
        raise XmlError(f"This is not XML that can be read: {error}.") from error
    return document


def find_context(document: Node, path: str) -> Node:
    """Return the node at a path such as ``/div[1]/p[2]``, ``…/@class`` or ``…/#8[0]``; else the document.

    ``#8[0]`` is the first child of all kinds, where that is no element: 8 is what the DOM calls a comment.
    """
    found = _OTHER.match(path)
    node = document
    for step in (found[1] if found else path).strip("/").split("/"):
        if step.startswith("@"):
            below = [each for each in node.attributes if each.name == "@" + step[1:].rpartition(":")[2]]
            place = 0
        else:
            name, place = _parts(step)
            below = [each for each in node.children if each.name == name]
            # A document type counts as the first child of its document there.
            place = 0 if node is document else place
        if place >= len(below):
            return node if not step else document
        node = below[place]
    place = int(found[2]) if found else -1
    return node.children[place] if 0 <= place < len(node.children) else node


def _parts(step: str) -> tuple[str, int]:
    found = _STEP.match(step)
    return (found[1].rpartition(":")[2], int(found[2] or 1) - 1) if found else ("", 0)


def _is_content(node: Node) -> bool:
    return node.name == _TEXT or not node.name.startswith("#")


def _node(element: Element, depth: int) -> RecordedNode:
    if depth > MAX_DEPTH:
        raise XmlError(f"The XML is nested more than {MAX_DEPTH} levels deep.")
    kind: object = element.tag  # of what is no element, the function that makes one
    if kind is Comment:
        return RecordedNode("#comment", element.text or "")
    if kind is ProcessingInstruction:
        return RecordedNode("#processing-instruction", (element.text or "").partition(" ")[2])
    namespace, _, name = element.tag.rpartition("}")
    node = RecordedNode(name)
    node.namespace = namespace.lstrip("{")
    for key, value in element.attrib.items():
        node.attributes.append(RecordedNode("@" + key.rpartition("}")[2], value, node))
    if element.text:
        node.add(RecordedNode(_TEXT, element.text))
    for child in element:
        node.add(_node(child, depth + 1))
        if child.tail:
            node.add(RecordedNode(_TEXT, child.tail))
    return node
