"""Which layout takes which part of the deck? Chosen by what layouts have, over all masters, never by their order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pptx.presentation import Presentation
from pptx.slide import SlideLayout, SlideMaster

from deckgen.colours import chroma, distance
from deckgen.errors import TemplateError
from deckgen.template.looks import look_of
from deckgen.template.spaces import (
    CONTENT,
    Piece,
    Place,
    drawings,
    free_area,
    is_vertical,
    paper_of,
    pieces_of,
    placed,
    title_of,
    unrest_of,
)
from deckgen.template.theme import scheme_of

ROLES = ("cover", "section", "content", "comparison")
OFFICE_ACCENTS = (
    ("4F81BD", "C0504D", "9BBB59"),
    ("5B9BD5", "ED7D31", "A5A5A5"),
    ("4472C4", "ED7D31", "A5A5A5"),
    ("156082", "E97132", "196B24"),
)
"""First accents of the Office themes of 2007, 2013, 2016 and 2023: no company's brand."""
LARGE = 1.25
"""A title whose type is this many times the content title's speaks of an opening page."""
SCANT = 0.4
"""Share of the page that content needs: where a title leaves less, and would leave more at the top, it is moved."""
LIKE, APART = 0.9, 2.5
"""Share of the content's room that a closing layout keeps at least; distance of papers that the eye tells apart."""


@dataclass(frozen=True, eq=False)
class Layout:
    """A layout in its role.

    title: the placeholder that takes the title; None where a text box in title_place must do.
    subtitle: likewise, for the lines under the title of covers and sections. body: where content may stand.
    paper, title_paper, subtitle_paper: RRGGBB, what their texts lie on.
    """

    layout: SlideLayout
    title: Piece | None
    title_place: Place
    subtitle: Piece | None
    subtitle_place: Place
    body: Place
    paper: str
    title_paper: str
    subtitle_paper: str


def choose(
    path: Path,
    presentation: Presentation,
    used: Sequence[str],
    pins: Mapping[str, str],
    parts: Mapping[str, str],
) -> dict[str, Layout]:
    """Return the layout of every role; pinned roles first, by the layouts' names or their parts' names.

    used: part names of the layouts that the sample slides used. Raises TemplateError where a pinned name is not there.
    """
    slide = Place(0, 0, presentation.slide_width, presentation.slide_height)
    own = brand_layouts(presentation, used)
    pinned = {role: pinned_layout(path, presentation, role, name) for role, name in pins.items()}
    by_part = {
        str(layout.part.partname): layout for each in presentation.slide_masters for layout in each.slide_layouts
    }
    pinned |= {role: by_part[part] for role, part in parts.items() if part in by_part}
    content = pinned.get("content") or best(own, slide, content_score)
    cover = pinned.get("cover") or best(own, slide, cover_score, content, used)
    section = pinned.get("section") or best(
        [each for each in own if each is not cover] or own, slide, cover_score, content, ()
    )
    comparison = pinned.get("comparison") or closing_layout(own, content, slide)
    return {
        "cover": opening_layout(cover, slide),
        "section": opening_layout(section, slide),
        "content": content_layout(content, slide),
        "comparison": content_layout(comparison, slide),
    }


def pinned_layout(path: Path, presentation: Presentation, role: str, name: str) -> SlideLayout:
    """Return the layout of a name, blanks and line breaks in it taken for one space."""
    layouts = [layout for master in presentation.slide_masters for layout in master.slide_layouts]
    if role not in ROLES:
        raise TemplateError(f"layouts.{role} is no role; it can be {', '.join(ROLES)}.")
    found = next((layout for layout in layouts if plain(layout.name) == plain(name)), None)
    if found is None:
        known = ", ".join(dict.fromkeys(plain(layout.name) for layout in layouts))
        raise TemplateError(f"{path}: there is no layout {name!r} for the role {role}.\nThe layouts are: {known}.")
    return found


def plain(name: str) -> str:
    """Return a name with single spaces."""
    return re.sub(r"\s+", " ", name).strip()


def brand_layouts(presentation: Presentation, used: Sequence[str]) -> list[SlideLayout]:
    """Return the layouts of the master that carries the brand and of those that share its colours.

    Some programs make a master of every look that a template has.
    """
    brand = brand_master(presentation, used)
    layouts = [list(master.slide_layouts) for master in (brand, *presentation.slide_masters)]
    colours = scheme_of(layouts[0][0]) if layouts[0] else None
    alike = [held for held in layouts if held and scheme_of(held[0]) == colours]
    return list({id(layout.part): layout for held in alike for layout in held}.values())


def brand_master(presentation: Presentation, used: Sequence[str]) -> SlideMaster:
    """Return the master that carries the brand: colours of its own, pictures, drawings; ties to the one in use."""

    def weight(master: SlideMaster) -> tuple[float, int]:
        layouts = list(master.slide_layouts)
        if not layouts:
            return -1.0, 0
        art = [drawing for layout in layouts for drawing in drawings(layout) if drawing.shows]
        accents = scheme_of(layouts[0])
        office = tuple(accents.get(f"accent{n}", "") for n in (1, 2, 3)) in OFFICE_ACCENTS
        pictures = any(drawing.picture for drawing in art)
        busy = min(1.0, len(art) / len(layouts) / 2)
        uses = sum(str(layout.part.partname) in used for layout in layouts)
        return (0 if office else 1) + (1 if pictures else 0) + busy + (0.5 if uses else 0), uses

    return max(presentation.slide_masters, key=weight)


def best(layouts: Sequence[SlideLayout], slide: Place, score, *more: object) -> SlideLayout:
    """Return the layout with the highest score; ties go to the one with the fewest placeholders, then by name."""
    return max(layouts, key=lambda layout: (score(layout, slide, *more), -len(pieces_of(layout)), plain(layout.name)))


def content_score(layout: SlideLayout, slide: Place) -> float:
    """Score a layout for content: a horizontal title at the top, and much free room under it."""
    title = title_of(layout)
    place = content_title(layout, slide)
    free = free_area(layout, slide, place)
    score = 3 * free.area / slide.area
    if title is None:
        return score - 2
    score -= 0.5 if place != title.place else 0
    if title.kind == "ctrTitle" or subtitle_of(layout) is not None:
        score -= 1.5
    if is_vertical(title) or place.width < 0.4 * slide.width:
        score -= 1
    if place.top > 0.35 * slide.height:
        score -= 1
    if free.height < 0.4 * slide.height or free.width < 0.5 * slide.width:
        score -= 1
    score -= 0.5 * unrest_of(layout, free)
    pieces = [piece for piece in pieces_of(layout) if piece.kind in CONTENT]
    pictures = sum(piece.kind in ("pic", "media", "clipArt") for piece in pieces)
    hinted = layout._element.get("type", "") in ("titleOnly", "obj", "tx")
    return score - 0.1 * max(0, len(pieces) - 1) - 0.2 * pictures + (0.3 if hinted else 0)


def cover_score(layout: SlideLayout, slide: Place, content: SlideLayout, used: Sequence[str]) -> float:
    """Score a layout for an opening page: a large title, a subtitle, a look unlike the content's."""
    title, kind = title_of(layout), layout._element.get("type", "")
    score = {"title": 2.0, "secHead": 1.0}.get(kind, 0.0)
    if title is not None:
        place = title.place
        score += 2 if title.kind == "ctrTitle" else 0.5
        score += 1 if place.top > 0.2 * slide.height and place.top + place.height < 0.92 * slide.height else 0
        score -= 1 if is_vertical(title) else 0
        score += 1 if title_size(layout, title) >= LARGE * title_size(content, title_of(content)) else 0
    score += 1.5 if subtitle_of(layout) is not None else 0
    whole = Place(slide.width // 10, slide.height // 4, slide.width // 2, slide.height // 3)
    score += 1 if distance(paper_of(layout, whole, slide), paper_of(content, whole, slide)) > 25 else 0
    score += 0.5 if chroma(paper_of(layout, whole, slide)) > 0.25 else 0
    score += 0.5 if any(drawing.picture for drawing in drawings(layout)) else 0
    score -= 0.4 * max(0, sum(piece.kind in CONTENT for piece in pieces_of(layout)) - 2)
    score -= 3 if layout is content else 0
    score -= 2 if title is None and largest_text(layout) is None else 0
    return score + (0.75 if used[:1] == (str(layout.part.partname),) else 0)


def closing_layout(layouts: Sequence[SlideLayout], content: SlideLayout, slide: Place) -> SlideLayout:
    """Return the layout for the last page: one like the content's that sets its title apart, else the content's.

    Like it: a title, no other content, the same paper, hardly less room.
    """
    usual = content_layout(content, slide)
    for layout in sorted(layouts, key=lambda layout: plain(layout.name)):
        if layout is content or any(piece.kind in CONTENT for piece in pieces_of(layout)):
            continue
        found = content_layout(layout, slide)
        alike = found.paper == usual.paper and found.body.area >= LIKE * usual.body.area
        if found.title is not None and alike and distance(found.title_paper, found.paper) > APART:
            return layout
    return content


def title_size(layout: SlideLayout, title: Piece | None) -> float:
    """Return the type size of a title in points, as far as the layout itself or its master says."""
    return look_of(layout, title).size


def subtitle_of(layout: SlideLayout) -> Piece | None:
    """Return the placeholder for the lines under an opening title."""
    return next(iter(placed(layout, "subTitle")), None)


def largest_text(layout: SlideLayout) -> Piece | None:
    """Return the text placeholder with the largest type, for layouts without a title."""
    texts = placed(layout, "body", "subTitle")
    return max(texts, key=lambda piece: look_of(layout, piece).size, default=None)


def content_layout(layout: SlideLayout, slide: Place) -> Layout:
    """Return a layout in a content role."""
    title, place = title_of(layout), content_title(layout, slide)
    body = free_area(layout, slide, place)
    paper, title_paper = paper_of(layout, body, slide), paper_of(layout, place, slide)
    return Layout(layout, title, place, None, body, body, paper, title_paper, title_paper)


def content_title(layout: SlideLayout, slide: Place) -> Place:
    """Return where the title of a content page stands: in its placeholder, unless that leaves too little room."""
    title, least = title_of(layout), SCANT * slide.area
    if title is not None and free_area(layout, slide, title.place).area >= least:
        return title.place
    strip = title_strip(layout, slide)
    return strip if title is None or free_area(layout, slide, strip).area >= least else title.place


def title_strip(layout: SlideLayout, slide: Place) -> Place:
    """Return where a title may stand on a layout that has none: the top of its free room."""
    room = free_area(layout, slide, None)
    return Place(room.left, room.top, room.width, round(0.13 * slide.height))


def opening_layout(layout: SlideLayout, slide: Place) -> Layout:
    """Return a layout as a cover or section: with the title, or the largest text, and the lines under it."""
    title = title_of(layout) or largest_text(layout)
    place = title.place if title is not None else middle_strip(layout, slide)
    others = [piece for piece in placed(layout, "subTitle", "body") if piece is not title]
    nearest = min(others, key=lambda piece: (piece.kind != "subTitle", gap_between(piece.place, place)), default=None)
    under = nearest.place if nearest is not None else strip_under(place, layout, slide)
    body, paper = free_area(layout, slide, place), paper_of(layout, place, slide)
    return Layout(layout, title, place, nearest, under, body, paper, paper, paper_of(layout, under, slide))


def gap_between(one: Place, other: Place) -> int:
    """Return how far two places are apart from top to bottom, and a little from left to right."""
    down = max(one.top - other.bottom, other.top - one.bottom, 0)
    return down + abs(one.left - other.left) // 4


def middle_strip(layout: SlideLayout, slide: Place) -> Place:
    """Return where a title stands on an opening page that has no text at all."""
    room = free_area(layout, slide, None)
    return Place(room.left, room.top + room.height // 4, room.width, room.height // 4)


def strip_under(title: Place, layout: SlideLayout, slide: Place) -> Place:
    """Return room for two lines under a title that stands alone, or above it where there is none below."""
    height = round(0.14 * slide.height)
    if title.bottom + height <= round(0.97 * slide.height):
        return Place(title.left, title.bottom, title.width, height)
    return Place(title.left, max(0, title.top - height), title.width, height)


def used_layouts(presentation: Presentation) -> tuple[str, ...]:
    """Return the part names of the layouts that slides use, in the slides' order."""
    return tuple(str(slide.slide_layout.part.partname) for slide in presentation.slides)
