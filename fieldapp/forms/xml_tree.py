"""Reading XML from anybody into a tree: no document type, no entity, bounded in size and depth."""

from __future__ import annotations

from typing import Final
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from fieldapp.forms.sentence import sentence
from fieldapp.forms.tree import Node

MAX_BYTES: Final = 32 << 20
MAX_DEPTH: Final = 100


class XmlError(ValueError):
    """Text that is no XML, or XML that nobody should read."""


def read_tree(xml: str | bytes, *, may_have_type: bool = False) -> Node:
    """Return the root element as a tree. Raises XmlError: not XML, a document type, too large, too deep."""
    root = parse_xml(xml, may_have_type=may_have_type)
    return _node(root, 0)


def parse_xml(xml: str | bytes, *, may_have_type: bool = False) -> Element:
    """Return the root element; comments and processing instructions are dropped. Raises XmlError."""
    if len(xml) > MAX_BYTES:
        raise XmlError(sentence("The XML is larger than {0} MB.", MAX_BYTES >> 20))
    parser = DefusedXMLParser(
        target=TreeBuilder(), forbid_dtd=not may_have_type, forbid_entities=True, forbid_external=True
    )
    try:
        parser.feed(xml)
        root: Element = parser.close()
    except DefusedXmlException as error:
        raise XmlError(
            sentence("The XML brings a document type or entities, which no form needs; it was not read.")
        ) from error
    except (ParseError, UnicodeError, ValueError) as error:
        raise XmlError(sentence("This is not XML that can be read: {0}.", error)) from error
    return root


def local_name(tag: str) -> str:
    """Return a name without its namespace."""
    return tag.rpartition("}")[2]


def _node(element: Element, depth: int) -> Node:
    if depth > MAX_DEPTH:
        raise XmlError(sentence("The XML is nested more than {0} levels deep.", MAX_DEPTH))
    node = Node(local_name(element.tag), element.text or "")
    for name, value in element.attrib.items():
        attribute = Node("@" + local_name(name), value, node)
        node.attributes.append(attribute)
    for child in element:
        node.add(_node(child, depth + 1))
        if child.tail and child.tail.strip():
            node.add(Node("#text", child.tail))
    return node
