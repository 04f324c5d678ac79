"""How is a shape of one file put into another, with the pictures and charts that it shows?"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from copy import deepcopy

from lxml.etree import _Element
from pptx.opc.constants import RELATIONSHIP_TYPE as KIND
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml.ns import qn
from pptx.parts.image import ImagePart
from pptx.parts.slide import SlidePart

from deckgen.update.seeing import frame_of, properties_of

RELATIONSHIPS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
SHOWN = (KIND.IMAGE, KIND.CHART, KIND.MEDIA)
"""What a slide is related to only because a shape shows it."""


def grafted(element: _Element, source: SlidePart, target: SlidePart, ids: Mapping[str, str]) -> _Element:
    """Return a copy of a shape for another slide: its pictures brought along, its ids free there.

    ids: by names, of the shapes that it takes the place of, so that animations go on with the new ones; by ids on the
    other slide, of the shapes that its links end at.
    """
    copy = deepcopy(element)
    bring_along(copy, source, target)
    renumber(copy, target, ids)
    return copy


def bring_along(element: _Element, source: SlidePart, target: SlidePart) -> None:
    """Relate a slide to all that an element of another slide refers to."""
    for node in element.iter():
        for name, key in node.attrib.items():
            if name.startswith(RELATIONSHIPS) and key in source.rels:
                node.set(name, related(source.rels[key], target))


def related(relationship: object, target: SlidePart) -> str:
    """Relate a slide to the target of another slide's relationship; return the new key."""
    if relationship.is_external:
        return target.relate_to(relationship.target_ref, relationship.reltype, is_external=True)
    part = relationship.target_part
    if isinstance(part, ImagePart):
        return target.relate_to(target.package.get_or_add_image_part(io.BytesIO(part.blob)), relationship.reltype)
    key = target.relate_to(part, relationship.reltype)
    move_in(part, target)
    return key


def move_in(part: Part, target: SlidePart) -> None:
    """Give a part of another package, and the parts that hang on it, names that are free in this one."""
    package = target.package
    if part._package is package:
        return
    part._package = package
    taken = {str(other.partname) for other in package.iter_parts() if other is not part}
    part.partname = free_name(str(part.partname), taken)
    for relationship in part.rels.values():
        if not relationship.is_external:
            move_in(relationship.target_part, target)
            lead_to(relationship, relationship.target_part)


def lead_to(relationship: object, part: Part) -> None:
    """Let a relationship lead to another part, or to its own under the part's new name: python-pptx remembers both."""
    relationship._target = part
    for remembered in ("target_part", "target_partname", "target_ref"):
        vars(relationship).pop(remembered, None)


def free_name(name: str, taken: set[str]) -> PackURI:
    """Return a part's name with a number that is free."""
    stem, suffix = re.match(r"(.*?)\d*(\.\w+)$", name).groups()
    names = (f"{stem}{number}{suffix}" for number in range(1, len(taken) + 2))
    return PackURI(next(each for each in names if each not in taken))


def renumber(element: _Element, target: SlidePart, ids: Mapping[str, str]) -> None:
    """Give an element's shapes their ids: those of their namesakes, else free ones; connectors follow."""
    highest = max(int(found) for found in target._element.xpath("//p:cNvPr/@id"))
    fresh: dict[str, str] = {}
    for properties in element.iter(qn("p:cNvPr")):
        old = properties.get("id")
        highest += 1
        fresh[old] = ids.get(properties.get("name"), str(highest))
        properties.set("id", fresh[old])
    for end in list(element.iter(qn("a:stCxn"), qn("a:endCxn"))):
        found = fresh.get(end.get("id")) or ids.get(end.get("id"))
        if found is None:  # what it ended at was deleted
            end.getparent().remove(end)
        else:
            end.set("id", found)


def take_frame(element: _Element, other: _Element) -> None:
    """Give a shape the place of another."""
    own, wanted = frame_of(element), frame_of(other)
    if own is not None and wanted is not None:
        own.getparent().replace(own, deepcopy(wanted))
    elif own is not None:  # the other one stands where its layout says
        own.getparent().remove(own)
    elif wanted is not None:
        element.find(qn("p:spPr")).insert(0, deepcopy(wanted))


def take_placeholder(element: _Element, other: _Element) -> None:
    """Let a shape be the placeholder that another one is, or none."""
    own, wanted = (each.find(f"{qn('p:nvSpPr')}/{qn('p:nvPr')}") for each in (element, other))
    if own is None or wanted is None:
        return
    for mark in own.findall(qn("p:ph")):
        own.remove(mark)
    for mark in wanted.findall(qn("p:ph")):
        own.insert(0, deepcopy(mark))


def let_go(part: SlidePart) -> None:
    """Drop a slide's relationships to pictures and charts that no shape of it shows any more."""
    attributes = [pair for node in part._element.iter() for pair in node.attrib.items()]
    used = {value for name, value in attributes if name.startswith(RELATIONSHIPS)}
    for key in [key for key, rel in part.rels.items() if rel.reltype in SHOWN and key not in used]:
        part.rels.pop(key)


def identity(element: _Element) -> str:
    """Return a shape's id."""
    return properties_of(element).get("id")
