"""How do a template's sample slides go, with all that hangs on them?"""

from __future__ import annotations

from lxml import etree
from pptx.opc.constants import RELATIONSHIP_TYPE as KIND
from pptx.opc.packuri import PackURI
from pptx.oxml.ns import qn
from pptx.presentation import Presentation

VIEW = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/viewProps"
SECTIONS = "{http://schemas.microsoft.com/office/powerpoint/2010/main}sectionLst"
PRESENTATION_LISTS = ("p:custShowLst",)
COUNTED = (
    "HeadingPairs",
    "TitlesOfParts",
    "TotalTime",
    "Words",
    "Paragraphs",
    "Slides",
    "Notes",
    "HiddenSlides",
    "MMClips",
)
"""Properties that list and count what was in the file; PowerPoint writes them anew."""


def remove_samples(presentation: Presentation) -> None:
    """Remove all slides, and the sections, custom shows, view settings and preview picture that speak of them."""
    part = presentation.part
    listed = part._element.find(qn("p:sldIdLst"))
    for slide in list(listed) if listed is not None else ():
        listed.remove(slide)
        part.drop_rel(slide.rId)
    forget_lists(part._element)
    for source in (part, *(rel.target_part for rel in part.rels.values() if rel.reltype == VIEW)):
        forget_slides(source)
    forget_views(part)
    forget_titles(part.package)
    for key in [key for key, rel in part.package._rels.items() if rel.reltype == KIND.THUMBNAIL]:
        part.package._rels.pop(key)
    set_aside(presentation)


def forget_lists(root: object) -> None:
    """Remove sections and custom shows."""
    for tag in PRESENTATION_LISTS:
        for found in root.findall(qn(tag)):
            root.remove(found)
    for sections in list(root.iter(SECTIONS)):
        extension = sections.getparent()
        extension.getparent().remove(extension)
    extensions = root.find(qn("p:extLst"))
    if extensions is not None and not len(extensions):
        root.remove(extensions)


def forget_slides(part: object) -> None:
    """Drop what relationships to slides are left, of custom shows."""
    for key in [key for key, rel in part.rels.items() if rel.reltype == KIND.SLIDE]:
        part.rels.pop(key)


def forget_views(part: object) -> None:
    """Drop the view settings where they named slides: PowerPoint makes new ones."""
    for key in [key for key, rel in part.rels.items() if rel.reltype == VIEW]:
        if b"sldLst" in part.rels[key].target_part.blob:
            part.rels.pop(key)


def forget_titles(package: object) -> None:
    """Drop the titles and counts of slides from the file's properties; who made the template stays."""
    found = next((rel for rel in package._rels.values() if rel.reltype == KIND.EXTENDED_PROPERTIES), None)
    if found is None or found.is_external:
        return
    root = etree.fromstring(found.target_part.blob)
    for element in [child for child in root if etree.QName(child).localname in COUNTED]:
        root.remove(element)
    found.target_part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def set_aside(presentation: Presentation) -> None:
    """Rename slides that a layout still links to, so that no new slide takes the same name."""
    holders = [m.part for m in presentation.slide_masters]
    holders += [layout.part for master in presentation.slide_masters for layout in master.slide_layouts]
    linked = [rel.target_part for part in holders for rel in part.rels.values() if rel.reltype == KIND.SLIDE]
    for number, slide in enumerate(dict.fromkeys(linked), 1):
        slide.partname = PackURI(f"/ppt/slides/linked{number}.xml")
