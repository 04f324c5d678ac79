"""How does a page become up to date while everything that people made of it stays?

Shape by shape, three versions are laid side by side: as it was written, as it is now, as the new deck has it. What
nobody has changed becomes the new one. What somebody changed stays, and takes up the news as far as it has a place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass

from lxml.etree import _Element
from pptx.oxml.ns import qn
from pptx.slide import Slide

from deckgen.update.entries import Entry
from deckgen.update.grafting import bring_along, grafted, identity, take_frame, take_placeholder
from deckgen.update.likeness import Likeness, changes
from deckgen.update.pairing import Theirs
from deckgen.update.pouring import Left, pour_lines, pour_table
from deckgen.update.seeing import Seen, frame_of, properties_of
from deckgen.update.written import WrittenPage

UNSTRETCHED = 0.02
"""A picture whose sides are in proportion up to this was not stretched on purpose."""
GEOMETRY = (qn("a:xfrm"), qn("a:prstGeom"), qn("a:custGeom"))


@dataclass(frozen=True, eq=False)
class New:
    """A page as the new deck has it: what is written on it, its slide, and its shapes by name.

    rebranded: whether it is on another template, so that nothing is as it was although it may say the same.
    """

    page: WrittenPage
    slide: Slide
    shapes: Mapping[str, Seen]
    rebranded: bool = False

    def same(self, before: object, after: object) -> bool:
        """Tell whether what was written is what the new page has."""
        return before == after and not self.rebranded


def merge(theirs: Theirs, new: New) -> tuple[Entry, ...]:
    """Bring a slide up to date with the new deck's page; return what became of its parts."""
    before, after = theirs.page.shapes, new.page.shapes
    units = dict.fromkeys((*tops(before), *tops(after)))
    return tuple(entry for unit in units for entry in merge_unit(unit, theirs, new))


def tops(shapes: Mapping[str, Likeness]) -> list[str]:
    """Return the names of the shapes that stand in no group of deckgen's."""
    return [name for name, shape in shapes.items() if shape.group not in shapes]


def family(shapes: Mapping[str, Likeness], unit: str) -> dict[str, Likeness]:
    """Return a shape and all that stands in it."""
    found = {unit: shapes[unit]} if unit in shapes else {}
    for name, shape in shapes.items():
        if shape.group in found:
            found[name] = shape
    return found


def merge_unit(unit: str, theirs: Theirs, new: New) -> Iterator[Entry]:
    """Bring a shape, with all that stands in it, up to date."""
    before, after = family(theirs.page.shapes, unit), family(new.page.shapes, unit)
    now = {name: theirs.known[name] for name in before if name in theirs.known}
    edits = {name: found for name in now if (found := changes(before[name], now[name].likeness))}
    gone = [name for name in before if name not in now]
    if not before:
        yield from add(unit, theirs, new)
    elif not now:
        yield entry("deleted", theirs, unit)
    elif not edits and not gone:
        if not new.same(before, after):
            yield from renew(unit, now, theirs, new)
    elif new.same(before, after) or unit not in after or spoken(before) != spoken(after):
        yield from (entry("kept", theirs, name, edits[name], now[name].likeness.text) for name in edits)
        yield from (entry("deleted", theirs, name) for name in gone)
        if new.same(before, after):
            return
        told = "\n".join(shape.text for shape in after.values() if shape.text)
        kept = "\n".join(seen.likeness.text for seen in now.values() if seen.likeness.text)
        yield entry("conflict", theirs, unit, frozenset().union(*edits.values()), kept, told)
    else:
        for name in dict.fromkeys((*before, *after)):
            yield from merge_leaf(name, edits.get(name, frozenset()), theirs, new)


def spoken(shapes: Mapping[str, Likeness]) -> set[str]:
    """Return the names of the shapes that say something: bars that only show how much may come and go."""
    return {name for name, shape in shapes.items() if shape.kind != "text" or shape.text}


def entry(
    what: str, theirs: Theirs, name: str, changed: frozenset[str] = frozenset(), kept: str = "", now: str = ""
) -> Entry:
    """Make an entry on a shape of a page."""
    role = name.partition(f"{theirs.page.key}:")[2]
    return Entry(what, theirs.page.key, theirs.page.title, role, tuple(sorted(changed)), kept, now)


def add(unit: str, theirs: Theirs, new: New) -> Iterator[Entry]:
    """Put a shape on the slide that the page did not have."""
    tree = theirs.slide.shapes._spTree
    seen = new.shapes[unit]
    tree.append(grafted(seen.element, new.slide.part, theirs.slide.part, {}))
    yield entry("added", theirs, unit, now=seen.likeness.text)


def renew(unit: str, now: Mapping[str, Seen], theirs: Theirs, new: New) -> Iterator[Entry]:
    """Replace a shape that nobody has changed, or remove it where the new page has none."""
    element = now[unit].element
    if unit not in new.shapes:
        element.getparent().remove(element)
        yield entry("removed", theirs, unit)
        return
    put(unit, now[unit], theirs, new)
    yield entry("refreshed", theirs, unit)


def put(name: str, seen: Seen, theirs: Theirs, new: New) -> None:
    """Put the new page's shape in a shape's place: at its depth, with its id."""
    ids = {other.name: identity(other.element) for other in theirs.known.values()}
    ids |= {identity(s.element): ids[n] for n, s in new.shapes.items() if n in ids}  # of shapes that links end at
    fresh = grafted(new.shapes[name].element, new.slide.part, theirs.slide.part, ids)
    seen.element.getparent().replace(seen.element, fresh)


def merge_leaf(name: str, changed: frozenset[str], theirs: Theirs, new: New) -> Iterator[Entry]:
    """Bring one shape up to date, beside others of its group that somebody has changed, or itself changed."""
    before, after, seen = theirs.page.shapes.get(name), new.page.shapes.get(name), theirs.known.get(name)
    if before is None:
        join(name, theirs, new)
    elif seen is None:
        yield entry("deleted", theirs, name)
    elif after is None:
        if not changed:
            seen.element.getparent().remove(seen.element)
    elif new.same(before, after):
        if changed:
            yield entry("kept", theirs, name, changed, seen.likeness.text)
    elif before.kind == "group" and not changed:
        take_frame(seen.element, new.shapes[name].element)
    elif not changed:
        put(name, seen, theirs, new)
        yield entry("refreshed", theirs, name)
    else:
        left = pour(name, changed, seen, before, theirs, new)
        yield entry("kept", theirs, name, changed, seen.likeness.text)
        for words in left:
            yield entry("conflict" if words.lost else "stale", theirs, name, changed, words.kept, words.now)


def join(name: str, theirs: Theirs, new: New) -> None:
    """Put a shape that the page did not have into its group, or where its group was taken apart, on the slide."""
    group = theirs.known.get(new.shapes[name].likeness.group)
    holder = group.element if group is not None else theirs.slide.shapes._spTree
    holder.append(grafted(new.shapes[name].element, new.slide.part, theirs.slide.part, {}))


def pour(
    name: str, changed: frozenset[str], seen: Seen, before: Likeness, theirs: Theirs, new: New
) -> tuple[Left, ...]:
    """Bring up to date what nobody has changed of a changed shape; return what stays although the news differ."""
    fresh = new.shapes[name]
    element = seen.element
    copy = deepcopy(fresh.element)
    bring_along(copy, new.slide.part, theirs.slide.part)
    if not {"place", "turn"} & changed and before.kind not in ("group", "link"):
        take_frame(element, copy)
    if new.rebranded:
        take_placeholder(element, copy)
    if "alt" not in changed:
        properties_of(element).set("descr", fresh.likeness.alt)
    return POURERS[before.kind](element, copy, changed, before, seen.likeness, fresh.likeness)


def pour_text(
    element: _Element, copy: _Element, changed: frozenset[str], before: Likeness, now: Likeness, after: Likeness
) -> tuple[Left, ...]:
    """Bring a text's paragraphs up to date, and its fill and outline where they are as they were written."""
    if "look" not in changed and (before.fill, before.outline) != (after.fill, after.outline):
        take_paint(element, copy)
    bodies = element.find(qn("p:txBody")), copy.find(qn("p:txBody"))
    if not {"text", "look"} & changed:
        element.replace(*bodies)
        return ()
    return pour_lines(bodies[0], before.lines, now.lines, bodies[1], after.lines)


def take_paint(element: _Element, copy: _Element) -> None:
    """Give a shape the fill and outline of another."""
    own, fresh = element.find(qn("p:spPr")), copy.find(qn("p:spPr"))
    for child in [child for child in own if child.tag not in GEOMETRY]:
        own.remove(child)
    own.extend(deepcopy(child) for child in fresh if child.tag not in GEOMETRY)


def pour_grid(
    element: _Element, copy: _Element, changed: frozenset[str], before: Likeness, now: Likeness, after: Likeness
) -> tuple[Left, ...]:
    """Bring a table's cells up to date."""
    if {"text", "look"} & changed:
        return pour_table(element, before, now, copy, after)
    table, fresh = (holder.find(f".//{qn('a:tbl')}") for holder in (element, copy))
    if "place" in changed and len(now.widths) == len(after.widths):
        fresh.replace(fresh.find(qn("a:tblGrid")), deepcopy(table.find(qn("a:tblGrid"))))
    table.getparent().replace(table, fresh)
    return ()


def pour_picture(
    element: _Element, copy: _Element, changed: frozenset[str], before: Likeness, now: Likeness, after: Likeness
) -> tuple[Left, ...]:
    """Show the new picture in the old one's frame, unless somebody put another picture there."""
    if "picture" in changed:
        return (Left("", after.alt),) if before.picture != after.picture else ()
    fill, fresh = element.find(qn("p:blipFill")), copy.find(qn("p:blipFill"))
    fill.replace(fill.find(qn("a:blip")), fresh.find(qn("a:blip")))
    if "place" in changed and abs(ratio(now) / ratio(before) - 1) < UNSTRETCHED:
        extent = frame_of(element).find(qn("a:ext"))
        extent.set("cy", str(round(int(extent.get("cx")) / ratio(after))))
    return ()


def ratio(likeness: Likeness) -> float:
    """Return how many times as wide as high a shape is."""
    _, _, width, height = likeness.place
    return width / max(1, height) or 1.0


def pour_chart(
    element: _Element, copy: _Element, changed: frozenset[str], before: Likeness, now: Likeness, after: Likeness
) -> tuple[Left, ...]:
    """Show the new chart in the old one's frame, unless somebody changed its data."""
    if "picture" in changed:
        return (Left("", after.alt),) if before.picture != after.picture else ()
    element.replace(element.find(qn("a:graphic")), copy.find(qn("a:graphic")))
    return ()


def pour_frame(
    element: _Element, copy: _Element, changed: frozenset[str], before: Likeness, now: Likeness, after: Likeness
) -> tuple[Left, ...]:
    """Leave a group or a connector as somebody made it: it holds no words of its own."""
    return ()


POURERS = {
    "text": pour_text,
    "furniture": pour_text,
    "table": pour_grid,
    "picture": pour_picture,
    "chart": pour_chart,
    "link": pour_frame,
    "group": pour_frame,
    "other": pour_frame,
}
