"""How are presentations taken apart: somebody's file, whatever its extension says, or refused with the remedy; ours?"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pptx
from pptx.opc.packuri import PackURI
from pptx.opc.serialized import PackageWriter
from pptx.presentation import Presentation

from deckgen.errors import OutputError, TemplateError

TYPES = "[Content_Types].xml"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How old binary and password-protected Office files begin."""
PLAIN = b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
OTHERWISE = re.compile(
    rb"application/vnd\.(openxmlformats-officedocument\.presentationml\.(template|slideshow)\.main"
    rb"|ms-powerpoint\.(presentation|template|slideshow|addin)\.macroEnabled\.main)\+xml"
)
STRANGERS = {b"spreadsheetml": "an Excel workbook", b"wordprocessingml": "a Word document"}
STRICT = b"http://purl.oclc.org/ooxml/presentationml/main"
MACROS = re.compile(r"vbaProject|vbaData|/activeX/", re.IGNORECASE)
MOST_BYTES = 2_000_000_000
NO_PRESENTATION = "this is not a PowerPoint file (.pptx or .potx).\nName one with --template."
SAVE_AGAIN = "Open it in PowerPoint and save it as “PowerPoint Presentation (*.pptx)”."


def opened(path: Path) -> tuple[Presentation, tuple[str, ...]]:
    """Open a .pptx, .potx or one with macros (left out); return it with warnings.

    Raises TemplateError where it is missing, no presentation, encrypted, ISO Strict, broken or portrait.
    """
    parts = read_parts(path)
    warnings = drop_macros(parts)
    check_kind(path, parts)
    parts[TYPES] = OTHERWISE.sub(PLAIN, parts[TYPES])
    try:
        presentation = pptx.Presentation(io.BytesIO(packed(parts)))
        layouts = [layout for master in presentation.slide_masters for layout in master.slide_layouts]
    except Exception as why:  # python-pptx raises whatever a broken part leads to
        raise TemplateError(f"{path}: this presentation is damaged ({why}).\n{SAVE_AGAIN}") from why
    if not layouts:
        raise TemplateError(f"{path}: the presentation has no slide layout.\nUse a template with at least one layout.")
    if presentation.slide_width < presentation.slide_height:
        raise TemplateError(f"{path}: its pages are portrait.\nUse a landscape template (Design, Slide Size).")
    return presentation, warnings


def parts_of(presentation: Presentation) -> dict[str, bytes]:
    """Return a presentation's parts by name, as its file would hold them.

    Raises OutputError where two share a name: readers would lose one of them.
    """
    package = presentation.part.package
    parts = tuple(package.iter_parts())
    writer, gathered = PackageWriter("", package._rels, parts), Gathered({})
    writer._write_content_types_stream(gathered)
    writer._write_pkg_rels(gathered)
    writer._write_parts(gathered)
    return gathered.parts


@dataclass(frozen=True)
class Gathered:
    """Takes in parts, by their names, where python-pptx would zip them."""

    parts: dict[str, bytes]

    def write(self, uri: PackURI, blob: bytes) -> None:
        """Take in a part."""
        if uri.membername in self.parts:
            raise OutputError(f"The deck's package holds {uri.membername} twice.")
        self.parts[uri.membername] = blob


def read_parts(path: Path) -> dict[str, bytes]:
    """Read a package's parts by name."""
    try:
        content = path.read_bytes()
    except OSError as why:
        raise TemplateError(f"{path}: the template cannot be read ({why.strerror}).") from why
    if content.startswith(COMPOUND):
        raise TemplateError(f"{path}: the file is password-protected or an old .ppt.\n{SAVE_AGAIN}")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            check_entries(path, entries)
            return {entry.filename: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as why:
        raise TemplateError(f"{path}: {NO_PRESENTATION}") from why


def check_entries(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    """Refuse packages that hold a part twice, or that would not fit into memory."""
    names = [entry.filename.lower() for entry in entries]
    if twin := next((name for name in names if names.count(name) > 1), None):
        raise TemplateError(f"{path}: the package holds {twin} twice, so that part of it would be lost.\n{SAVE_AGAIN}")
    if sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise TemplateError(f"{path}: unpacked the file is larger than 2 GB.\nRemove large media from the template.")


def check_kind(path: Path, parts: dict[str, bytes]) -> None:
    """Refuse what is no presentation."""
    types = parts.get(TYPES, b"")
    for mark, what in STRANGERS.items():
        if mark in types and b"presentationml" not in types:
            raise TemplateError(f"{path}: this is {what}, not a presentation.\nName a .pptx or .potx with --template.")
    main = parts.get("ppt/presentation.xml", b"")
    if STRICT in main[:4000]:
        raise TemplateError(f"{path}: the file is in the ISO Strict format, which cannot be filled.\n{SAVE_AGAIN}")
    if PLAIN not in types and not OTHERWISE.search(types):
        raise TemplateError(f"{path}: {NO_PRESENTATION}")


def drop_macros(parts: dict[str, bytes]) -> tuple[str, ...]:
    """Remove macros, the relationships to them and their content types; say so."""
    macros = [name for name in parts if MACROS.search(name)]
    for name in macros:
        del parts[name]
    for name in parts if macros else ():
        if name.endswith(".rels"):
            parts[name] = re.sub(rb"<Relationship\b[^>]*(vbaProject|activeX)[^>]*/>", b"", parts[name])
    if macros:
        parts[TYPES] = re.sub(rb"<Override\b[^>]*(vbaProject|vbaData|activeX)[^>]*/>", b"", parts[TYPES])
    return ("The template's macros are left out.",) if macros else ()


def packed(parts: dict[str, bytes]) -> bytes:
    """Zip parts, stored: they are read again at once."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()
