"""How do parts become a PowerPoint file whose bytes never change?

The zip is stored rather than deflated, so that the bytes depend on no version of zlib.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from deckgen.templates.drawing import LINKS
from lxml import etree

PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "application/vnd.openxmlformats-officedocument"
VENDOR = "application/vnd.openxmlformats-package"
CORE = "docProps/core.xml"
DATE = "2025-01-01T00:00:00Z"
EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Part:
    """A part of the package. links: path of the target, kind of link; they become rId1, rId2 ... in their order."""

    path: str
    kind: str
    xml: str
    links: tuple[tuple[str, str], ...] = ()


def properties(title: str) -> str:
    """Return the file's properties."""
    stamps = "".join(
        f'<dcterms:{event} xsi:type="dcterms:W3CDTF">{DATE}</dcterms:{event}>' for event in ("created", "modified")
    )
    return (
        f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{title}</dc:title><dc:creator>deckgen</dc:creator>{stamps}</cp:coreProperties>"
    )


def relationships(links: Iterable[tuple[str, str]]) -> str:
    """Return a .rels file; targets are named from the root of the package, kinds by their full address."""
    inside = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="/{target}"/>'
        for number, (target, kind) in enumerate(links, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inside}</Relationships>'


def content_types(parts: Iterable[Part]) -> str:
    """Return the list of content types."""
    overrides = "".join(f'<Override PartName="/{part.path}" ContentType="{OFFICE}.{part.kind}+xml"/>' for part in parts)
    return (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="{VENDOR}.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{CORE}" ContentType="{VENDOR}.core-properties+xml"/>{overrides}</Types>'
    )


def files(title: str, parts: tuple[Part, ...]) -> dict[str, str]:
    """Return every file of the package by its path; the first part is the main one."""
    entry = ((parts[0].path, f"{LINKS}/officeDocument"), (CORE, f"{PACKAGE}/relationships/metadata/core-properties"))
    found = {
        "[Content_Types].xml": content_types(parts),
        "_rels/.rels": relationships(entry),
        CORE: properties(title),
    }
    for part in parts:
        found[part.path] = part.xml
        folder, _, name = part.path.rpartition("/")
        if part.links:
            links = ((target, f"{LINKS}/{kind}") for target, kind in part.links)
            found[f"{folder}/_rels/{name}.rels"] = relationships(links)
    return found


def write(target: Path, title: str, parts: tuple[Part, ...]) -> None:
    """Write the parts to target; the same bytes for the same parts."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for path, xml in files(title, parts).items():
            blob = etree.tostring(etree.fromstring(xml), xml_declaration=True, encoding="UTF-8", standalone=True)
            archive.writestr(zipfile.ZipInfo(path, EPOCH), blob)
