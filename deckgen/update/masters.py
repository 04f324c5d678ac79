"""How does a presentation take another one's masters, with the layouts, themes and pictures that hang on them?"""

from __future__ import annotations

from copy import deepcopy

from lxml import etree
from lxml.etree import _Element
from pptx.opc.package import Part
from pptx.oxml.ns import qn
from pptx.presentation import Presentation

from deckgen.template import table_styles
from deckgen.update.grafting import RELATIONSHIPS, bring_along

LAST = ("p:modifyVerifier", "p:extLst")
TAKEN = {
    "p:sldMasterIdLst": (),
    "p:sldSz": (),
    "p:embeddedFontLst": ("p:custShowLst", "p:photoAlbum", "p:custDataLst", "p:kinsoku", "p:defaultTextStyle", *LAST),
    "p:defaultTextStyle": LAST,
}
"""What a presentation takes into its own part, each with what may stand behind it (ECMA-376, 19.2.1.26)."""


def take_masters(presentation: Presentation, other: Presentation) -> None:
    """Put another presentation's masters, slide size, embedded fonts and table styles in the place of its own.

    Slides are still on the old layouts, which go with the last slide that leaves them.
    """
    for tag, behind in TAKEN.items():
        take(presentation.part, other.part, tag, behind)
    take_table_styles(presentation, other)


def take(part: Part, other: Part, tag: str, behind: tuple[str, ...]) -> None:
    """Fill an element of a presentation's part as another presentation has it, with the parts that it refers to."""
    own, fresh = (each._element.find(qn(tag)) for each in (part, other))
    if own is not None:
        empty(own, part)
    if fresh is None:
        return
    copy = deepcopy(fresh)
    bring_along(copy, other, part)
    if own is None:
        part._element.insert_element_before(copy, *behind)
        return
    own.extend(list(copy))  # in place: python-pptx holds on to the list of masters
    own.attrib.update(copy.attrib)


def empty(element: _Element, part: Part) -> None:
    """Take all out of an element, and drop the relationships that only it names."""
    keys = [value for node in element.iter() for name, value in node.attrib.items() if name.startswith(RELATIONSHIPS)]
    for child in list(element):
        element.remove(child)
    element.attrib.clear()
    for key in keys:
        part.drop_rel(key)


def take_table_styles(presentation: Presentation, other: Presentation) -> None:
    """Add another presentation's table styles, so that its tables and those kept as they were both find theirs."""
    own, fresh = table_styles(presentation), table_styles(other)
    if fresh is None:
        return
    if own is None:
        key = next(key for key, rel in other.part.rels.items() if not rel.is_external and rel.target_part is fresh)
        pointer = etree.Element("pointer", {f"{RELATIONSHIPS}id": key})
        bring_along(pointer, other.part, presentation.part)
        return
    styles, added = etree.fromstring(own.blob), etree.fromstring(fresh.blob)
    known = {style.get("styleId") for style in styles}
    styles.extend(deepcopy(style) for style in added if style.get("styleId") not in known)
    styles.set("def", added.get("def"))
    own._blob = etree.tostring(styles, xml_declaration=True, encoding="UTF-8", standalone=True)
