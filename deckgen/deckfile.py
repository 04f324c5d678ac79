"""Is a file still as deckgen wrote it, and may it be written over?

A sealed deck or workbook carries a custom XML part with the generator's version, what the deck remembers of its making
(JSON), and a SHA-256 over that and the names and bytes of all its other parts. Office programs keep such a part when
they save, so that a changed file no longer matches it but still remembers.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from lxml import etree

from deckgen import __version__, renditions
from deckgen.errors import OutputError

NAMESPACE = "urn:deckgen:deck:1"
STORE_ID = "{6B1F4D8E-3C52-5E0B-9A77-D1C0DE0DECC5}"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
COMPRESSED = (".png", ".jpg", ".jpeg", ".gif", ".xlsx")
"""Endings of parts that are compressed already."""
EARLIEST = (1980, 1, 1, 0, 0, 0)

SEAL_HERE = f"deckgen sha256 {'0' * 64}"
"""What stands in a text, as a comment or a value, where its seal will be."""
TEXT_SEAL = rb"deckgen sha256 ([0-9a-f]{64})"

Parts = dict[str, bytes]


def seal(deck: bytes, record: Mapping[str, object] | None = None, edited: bool = False) -> bytes:
    """Return a deck's or workbook's file with its seal: see `sealed`."""
    return sealed(unpacked(deck), record, edited)


def sealed(parts: Parts, record: Mapping[str, object] | None = None, edited: bool = False) -> bytes:
    """Return a package's file with its seal: the parts in a fixed order and with fixed times.

    record: what the deck is to remember, as JSON can hold it. edited: whether people's work is in the deck, so that it
    may never be taken for deckgen's own.
    """
    parts = dict(parts)
    item = sealed_item(parts) or add_item(parts)
    text = json.dumps(record, separators=(",", ":"), allow_nan=False) if record is not None else ""
    parts[item] = seal_xml("" if edited else digest(parts, item, text), text)
    return packed(parts)


def sealed_text(text: str) -> bytes:
    """Return a text, in which SEAL_HERE stands once, with the seal over all of it in that place."""
    content = text.encode()
    return content.replace(SEAL_HERE.encode(), f"deckgen sha256 {hashlib.sha256(content).hexdigest()}".encode(), 1)


def text_edited(content: bytes) -> bool | None:
    """Tell whether a sealed text was changed; None for a text without a seal."""
    found = re.search(TEXT_SEAL, content)
    if found is None:
        return None
    blank = content[: found.start()] + SEAL_HERE.encode() + content[found.end() :]
    return hashlib.sha256(blank).hexdigest().encode() != found.group(1)


def remembered(deck: bytes) -> dict[str, Any] | None:
    """Return what a deck remembers of its making, whoever saved it since; None for a deck that remembers nothing."""
    try:
        parts = unpacked(deck)
    except (zipfile.BadZipFile, OutputError):
        return None
    item = sealed_item(parts)
    text = record_text(parts[item]) if item is not None else ""
    return json.loads(text) if text else None


def record_of_file(path: Path) -> dict[str, Any]:
    """Return what a deck's file remembers. Raises OutputError where it cannot be read or remembers nothing."""
    try:
        record = remembered(path.read_bytes())
    except OSError as why:
        raise OutputError(f"{path}: the deck cannot be read ({why.strerror}).") from why
    if record is None:
        raise OutputError(
            f"{path} does not remember how it was made: deckgen did not write it, or a program dropped that part.\n"
            "Build a new deck with `deckgen build`."
        )
    return record


def record_text(item: bytes) -> str:
    """Return the record in the seal's own words."""
    return etree.fromstring(item).findtext(f"{{{NAMESPACE}}}record", "")


def was_edited(path: Path) -> bool | None:
    """Tell whether a file was changed since deckgen wrote it; None for a file that deckgen did not write."""
    try:
        content = path.read_bytes()
        parts = unpacked(content)
    except zipfile.BadZipFile:
        edited = renditions.was_edited(content)
        return text_edited(content) if edited is None else edited
    except (OSError, OutputError):
        return None
    item = sealed_item(parts)
    if item is None:
        return None
    return etree.fromstring(parts[item]).get("sha256") != digest(parts, item, record_text(parts[item]))


def check_writable(path: Path, force: bool = False) -> None:
    """Raise OutputError where a file stands that may not be replaced, or a folder."""
    if path.is_dir():
        raise OutputError(f"{path} is a folder; name a file in it with -o.")
    if path.exists() and not force:
        refuse_to_overwrite(path)


def write_safely(content: bytes, path: Path, force: bool = False) -> None:
    """Put a file's bytes where they should go, whole or not at all.

    Raises OutputError where another's or an edited file stands there and force is not given, or where the folder
    cannot be written to.
    """
    if not (path.is_file() and path.read_bytes() == content):
        check_writable(path, force)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(content, path)
    except OSError as why:
        raise OutputError(
            f"{path} cannot be written: {why.strerror}.\nClose it elsewhere or choose another with -o."
        ) from why


def refuse_to_overwrite(path: Path) -> None:
    """Raise OutputError unless the file is just as deckgen wrote it."""
    edited = was_edited(path)
    if edited is False:
        return
    what = "was edited since deckgen wrote it" if edited else "was not written by deckgen"
    raise OutputError(f"{path} {what}; it stays as it is.\nWrite elsewhere with -o, or over it with --force.")


def replace_file(content: bytes, path: Path) -> None:
    """Write to a temporary file beside the target, then put it in the target's place."""
    number, name = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(content)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def unpacked(deck: bytes) -> Parts:
    """Return a package's parts by name. Raises OutputError where two share a name: readers would lose one of them."""
    with zipfile.ZipFile(io.BytesIO(deck)) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        names = [entry.filename for entry in entries]
        if twin := next((name for name in names if names.count(name) > 1), None):
            raise OutputError(f"The deck's package holds {twin} twice.")
        return {entry.filename: archive.read(entry) for entry in entries}


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Zip parts so that the same parts always give the same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda name: (name != "[Content_Types].xml", name != "_rels/.rels", name)):
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(COMPRESSED) else zipfile.ZIP_DEFLATED
            archive.writestr(entry, parts[name])
    return stream.getvalue()


def digest(parts: Mapping[str, bytes], without: str, record: str) -> str:
    """Hash a record, and the names and bytes of all parts but the one that holds it."""
    whole = hashlib.sha256(record.encode())
    for name in sorted(set(parts) - {without}):
        whole.update(f"{name}\0{len(parts[name])}\0".encode())
        whole.update(parts[name])
    return whole.hexdigest()


def sealed_item(parts: Mapping[str, bytes]) -> str | None:
    """Return the name of the part that holds the seal."""
    items = (name for name in sorted(parts) if name.startswith("customXml/item") and name.endswith(".xml"))
    return next((name for name in items if etree.fromstring(parts[name]).tag == f"{{{NAMESPACE}}}deck"), None)


def add_item(parts: Parts) -> str:
    """Make room for the seal: an item with its properties, related to the presentation. Return the item's name."""
    number = next(
        n for n in range(1, 1000) if not {f"customXml/item{n}.xml", f"customXml/itemProps{n}.xml"} & set(parts)
    )
    item, properties = f"customXml/item{number}.xml", f"customXml/itemProps{number}.xml"
    parts[properties] = properties_xml()
    parts[item] = b""
    relate(parts, item, "customXmlProps", PurePosixPath(properties).name)
    relate(parts, main_part(parts), "customXml", f"../{item}")
    types = etree.fromstring(parts["[Content_Types].xml"])
    etree.SubElement(types, f"{{{CONTENT_TYPES}}}Override", PartName=f"/{properties}", ContentType=PROPERTIES_TYPE)
    parts["[Content_Types].xml"] = serialized(types)
    return item


def main_part(parts: Parts) -> str:
    """Return the name of the presentation's or workbook's own part."""
    relations = etree.fromstring(parts["_rels/.rels"])
    return next(
        r.get("Target").lstrip("/") for r in relations if r.get("Type") == f"{OFFICE}/relationships/officeDocument"
    )


def relate(parts: Parts, source: str, kind: str, target: str) -> None:
    """Add a relationship from one part to another."""
    path = PurePosixPath(source)
    name = f"{path.parent}/_rels/{path.name}.rels"
    empty = etree.Element(f"{{{RELATIONSHIPS}}}Relationships", nsmap={None: RELATIONSHIPS})
    root = etree.fromstring(parts[name]) if name in parts else empty
    taken = {relationship.get("Id") for relationship in root}
    identity = next(f"rId{n}" for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
    attributes = {"Id": identity, "Type": f"{OFFICE}/relationships/{kind}", "Target": target}
    etree.SubElement(root, f"{{{RELATIONSHIPS}}}Relationship", attributes)
    parts[name] = serialized(root)


def seal_xml(sha256: str, record: str) -> bytes:
    """Write the seal."""
    root = etree.Element(
        f"{{{NAMESPACE}}}deck", nsmap={None: NAMESPACE}, generator=f"deckgen {__version__}", sha256=sha256
    )
    if record:
        etree.SubElement(root, f"{{{NAMESPACE}}}record").text = record
    return serialized(root)


def properties_xml() -> bytes:
    """Write the properties by which presentation programs know a custom XML item."""
    space = f"{OFFICE}/customXml"
    root = etree.Element(f"{{{space}}}datastoreItem", {f"{{{space}}}itemID": STORE_ID}, nsmap={"ds": space})
    references = etree.SubElement(root, f"{{{space}}}schemaRefs")
    etree.SubElement(references, f"{{{space}}}schemaRef", {f"{{{space}}}uri": NAMESPACE})
    return serialized(root)


def serialized(root: etree._Element) -> bytes:
    """Return a part's bytes."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
