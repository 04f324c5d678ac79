"""How does the brand that ships with deckgen look? Run this file; it writes brand.pptx beside itself."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from deckgen.templates.drawing import (
    DRAWING,
    EMPTY,
    NAMESPACES,
    QUARTER_DISC,
    RECTANGLE,
    SLIDE_NUMBER,
    Colour,
    Place,
    Type,
    background,
    colour,
    drawn,
    emu,
    fill,
    frame,
    levels,
    line,
    page,
    placeholder,
    text,
    words,
)
from deckgen.templates.package import Part, write

NAME = "deckgen"
BRAND = Path(__file__).with_name("brand.pptx")

COLOURS = {
    "dk1": "212529",
    "lt1": "FFFFFF",
    "dk2": "0B3350",
    "lt2": "F1F4F6",
    "accent1": "0B5C84",
    "accent2": "B8441C",
    "accent3": "5E38A6",
    "accent4": "C58607",
    "accent5": "2BA769",
    "accent6": "71283D",
    "hlink": "0A66A8",
    "folHlink": "6B4E86",
}
LATIN, HAN = "Arial", "Microsoft YaHei"
SCRIPTS = {"Hans": HAN, "Hant": "Microsoft JhengHei", "Jpan": "Yu Gothic", "Hang": "Malgun Gothic"}
TABLE_STYLE = "{7C0E5B1A-3D42-4F6B-9A58-1E64C2D08B93}"
COLOUR_MAP = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"} | {slot: slot for slot in list(COLOURS)[4:]}

INK, TITLE, PAPER, TINT = "tx1", "tx2", "bg1", "bg2"
MUTED = (INK, "lumMod", 75, "lumOff", 25)
RULE = (PAPER, "lumMod", 85)
LIGHT = (TITLE, "lumMod", 85, "lumOff", 15)
DEEP = (TITLE, "lumMod", 75)

WIDTH, HEIGHT = 40 / 3, 7.5
MARGIN, GAP = 0.6, 0.3
INNER = WIDTH - 2 * MARGIN
TITLE_PLACE = Place(MARGIN, 0.34, INNER, 1.0)
BODY_PLACE = Place(MARGIN, 1.58, INNER, 5.14)
# LibreOffice lets a slide's footer inherit its look only where the layout's holds text: hence the space.
FOOTERS = (
    ("dt", "Date", EMPTY, Place(8.6, 6.98, 3.2, 0.26), "r"),
    ("ftr", "Footer", words(" "), Place(MARGIN, 6.98, 7.6, 0.26), "l"),
    ("sldNum", "Slide Number", SLIDE_NUMBER, Place(11.93, 6.98, WIDTH - MARGIN - 11.93, 0.26), "r"),
)

BODY = tuple(
    Type(size, bullet=bullet, before=6, spacing=110)
    for size, bullet in zip((18, 16, 14, 14, 14, 14, 14, 14, 14), "•–•–•–•–•", strict=True)
)
PLAIN = (Type(14),) * 9
NOTES = (Type(12, before=3, spacing=110),) * 9

TILE = 1.5
COVER_TILES = (
    (0, 0, DEEP, 2), (1, 0, LIGHT, 0), (2, 0, "accent1", 3),
    (1, 1, "accent1", 1), (2, 1, DEEP, 2),
    (0, 2, "accent1", 2), (1, 2, "accent2", 0), (2, 2, LIGHT, 1),
    (1, 3, LIGHT, 3), (2, 3, "accent1", 0),
    (0, 4, LIGHT, 1), (1, 4, DEEP, 2), (2, 4, DEEP, 3),
)  # fmt: skip
SECTION_TILES = ((0, 0, "accent1", 2), (0, 1, TITLE, 0), (0, 2, "accent2", 1), (0, 3, TITLE, 3), (0, 4, "accent1", 0))


def theme() -> str:
    """Return the theme: twelve colours, two fonts, flat formats."""
    colours = "".join(f'<a:{slot}><a:srgbClr val="{rgb}"/></a:{slot}>' for slot, rgb in COLOURS.items())
    scripts = "".join(f'<a:font script="{script}" typeface="{face}"/>' for script, face in SCRIPTS.items())
    fonts = f'<a:latin typeface="{LATIN}"/><a:ea typeface="{HAN}"/><a:cs typeface="{LATIN}"/>{scripts}'
    lines = "".join(line("phClr", points) for points in (0.75, 1, 1.5))
    return (
        f'<a:theme xmlns:a="{DRAWING}" name="{NAME}"><a:themeElements>'
        f'<a:clrScheme name="{NAME}">{colours}</a:clrScheme>'
        f'<a:fontScheme name="{NAME}"><a:majorFont>{fonts}</a:majorFont><a:minorFont>{fonts}</a:minorFont>'
        f'</a:fontScheme><a:fmtScheme name="{NAME}"><a:fillStyleLst>{fill("phClr") * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{lines}</a:lnStyleLst>"
        f"<a:effectStyleLst>{'<a:effectStyle><a:effectLst/></a:effectStyle>' * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill('phClr') * 3}</a:bgFillStyleLst></a:fmtScheme>"
        "</a:themeElements><a:objectDefaults/><a:extraClrSchemeLst/></a:theme>"
    )


def colour_map() -> str:
    """Return which theme colour plays which part."""
    return "<p:clrMap " + " ".join(f'{part}="{slot}"' for part, slot in COLOUR_MAP.items()) + "/>"


def motif(tiles: Iterable[tuple[int, int, Colour, int]], left: float) -> str:
    """Return tiles (column, row, colour, turns) as quarter discs, from this left edge to the slide's right."""
    return "".join(
        drawn(
            number + 19, f"Tile {number}", Place(left + column * TILE, row * TILE, TILE, TILE), ink, QUARTER_DISC, turns
        )
        for number, (column, row, ink, turns) in enumerate(tiles, 1)
    )


def footers(on_master: bool = False) -> str:
    """Return date, footer and slide number; the master alone says where they stand and how they look."""
    return "".join(footer(identity, *piece, on_master) for identity, piece in enumerate(FOOTERS, 10))


def footer(identity: int, mark: str, name: str, paragraph: str, place: Place, align: str, on_master: bool) -> str:
    """Return one piece of the footer line."""
    attributes = f'type="{mark}" sz="quarter" idx="{identity}"'
    if not on_master:
        return placeholder(identity, name, attributes, text(paragraph))
    content = text(paragraph, "ctr", levels([Type(10, MUTED, align=align)]))
    return placeholder(identity, name, attributes, content, place)


def footer_rule() -> str:
    """Return the rule above the footer line."""
    return drawn(9, "Footer Rule", Place(MARGIN, 6.9, INNER, 0.01), RULE)


def guides() -> str:
    """Return drawing guides on the margins and around the content, in 1/576 inch."""
    horizontal = [('orient="horz" ', inches) for inches in (BODY_PLACE.top, BODY_PLACE.top + BODY_PLACE.height)]
    vertical = [("", inches) for inches in (MARGIN, WIDTH / 2, WIDTH - MARGIN)]
    marks = "".join(
        f'<p15:guide id="{number}" {direction}pos="{round(inches * 576)}" userDrawn="1">'
        '<p15:clr><a:srgbClr val="A4A3A4"/></p15:clr></p15:guide>'
        for number, (direction, inches) in enumerate(horizontal + vertical, 1)
    )
    return (
        '<p:extLst><p:ext uri="{27BBF7A9-308A-43DC-89C8-2F10F3537804}">'
        '<p15:sldGuideLst xmlns:p15="http://schemas.microsoft.com/office/powerpoint/2012/main">'
        f"{marks}</p15:sldGuideLst></p:ext></p:extLst>"
    )


def master(layouts: int) -> str:
    """Return the slide master: an accent mark above the title, a rule above the footer line."""
    shapes = (
        drawn(8, "Accent Mark", Place(MARGIN, 0, 0.9, 0.09), "accent1")
        + footer_rule()
        + placeholder(2, "Title", 'type="title"', text(words("Click to add a title"), "ctr"), TITLE_PLACE)
        + placeholder(3, "Text", 'type="body" idx="1"', text(words("Click to add text"), "t"), BODY_PLACE)
        + footers(on_master=True)
    )
    listed = "".join(f'<p:sldLayoutId id="{2147483649 + k}" r:id="rId{k + 1}"/>' for k in range(layouts))
    return (
        f"<p:sldMaster {NAMESPACES}>{page(shapes, background(PAPER))}{colour_map()}"
        f"<p:sldLayoutIdLst>{listed}</p:sldLayoutIdLst><p:txStyles>"
        f"<p:titleStyle>{levels([Type(26, TITLE, bold=True, spacing=95)])}</p:titleStyle>"
        f"<p:bodyStyle>{levels(BODY)}</p:bodyStyle><p:otherStyle>{levels(PLAIN)}</p:otherStyle>"
        f"</p:txStyles>{guides()}</p:sldMaster>"
    )


def layout(name: str, kind: str, shapes: str, ground: str = "", bare: bool = False) -> str:
    """Return a slide layout; a bare one leaves out the master's mark and rule."""
    shows = ' showMasterSp="0"' if bare else ""
    return (
        f'<p:sldLayout {NAMESPACES}{shows} type="{kind}" preserve="1" userDrawn="1">{page(shapes, ground, name)}'
        "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
    )


def opening(title: tuple[str, str, Type, Place], lead: tuple[str, str, Type, Place]) -> str:
    """Return a large title that grows upwards and the lines below it: mark, prompt, type and place of each."""
    (title_mark, title_prompt, title_type, title_place), (lead_mark, lead_prompt, lead_type, lead_place) = title, lead
    return placeholder(
        2, "Title", title_mark, text(words(title_prompt), "b", levels([title_type])), title_place
    ) + placeholder(3, "Subtitle", lead_mark, text(words(lead_prompt), "t", levels([lead_type])), lead_place)


def cover() -> str:
    """Return the cover: dark, title on the left, tiles on the right."""
    shapes = (
        motif(COVER_TILES, WIDTH - 3 * TILE)
        + drawn(8, "Accent Mark", Place(MARGIN, 4.42, 0.9, 0.07), "accent2")
        + opening(
            ('type="ctrTitle"', "Click to add a title", Type(36, PAPER, bold=True), Place(MARGIN, 1.5, 7.9, 2.62)),
            (
                'type="subTitle" idx="1"',
                "Click to add a subtitle",
                Type(18, TINT, spacing=115),
                Place(MARGIN, 4.8, 7.9, 1.6),
            ),
        )
    )
    return layout("Cover", "title", shapes, background(TITLE), bare=True)


def section() -> str:
    """Return the section page: tinted, title on the left, one column of tiles."""
    shapes = (
        motif(SECTION_TILES, WIDTH - TILE)
        + drawn(8, "Accent Mark", Place(MARGIN, 4.05, 0.9, 0.07), "accent2")
        + opening(
            (
                'type="title"',
                "Click to add a section title",
                Type(34, TITLE, bold=True),
                Place(MARGIN, 1.5, 10.2, 2.25),
            ),
            (
                'type="body" idx="1"',
                "Click to add its question",
                Type(18, MUTED, spacing=115),
                Place(MARGIN, 4.43, 10.2, 1.6),
            ),
        )
    )
    return layout("Section", "secHead", shapes, background(TINT), bare=True)


def content_title() -> str:
    """Return the title in the master's place."""
    return placeholder(2, "Title", 'type="title"', text(words("Click to add a title")))


def title_only() -> str:
    """Return the content page: a title and all the room below it."""
    return layout("Title Only", "titleOnly", content_title() + footers())


def two_content() -> str:
    """Return the page with two contents side by side."""
    width = (INNER - GAP) / 2
    contents = "".join(
        placeholder(
            2 + number,
            f"Content {number}",
            f'sz="half" idx="{number}"',
            text(words("Click to add content")),
            Place(left, BODY_PLACE.top, width, BODY_PLACE.height),
        )
        for number, left in enumerate((MARGIN, MARGIN + width + GAP), 1)
    )
    return layout("Two Content", "twoObj", content_title() + contents + footers())


def closing_comparison() -> str:
    """Return the last page: the title on a tinted band under the marks of the first two clusters."""
    shapes = (
        drawn(6, "Title Band", Place(0, 0, WIDTH, 1.5), TINT)
        + drawn(7, "Accent Mark 1", Place(MARGIN, 0, 0.9, 0.09), "accent1")
        + drawn(8, "Accent Mark 2", Place(MARGIN + 0.9, 0, 0.9, 0.09), "accent2")
        + footer_rule()
    )
    return layout("Closing Comparison", "titleOnly", shapes + content_title() + footers(), bare=True)


def notes_master() -> str:
    """Return the notes page, so that notes are in the brand's fonts too."""
    picture = (
        '<p:sp><p:nvSpPr><p:cNvPr id="2" name="Slide Image"/>'
        '<p:cNvSpPr><a:spLocks noGrp="1" noRot="1" noChangeAspect="1"/></p:cNvSpPr>'
        '<p:nvPr><p:ph type="sldImg" idx="2"/></p:nvPr></p:nvSpPr>'
        f"<p:spPr>{frame(Place(0.75, 0.8, 6, 3.375))}{RECTANGLE}<a:noFill/>{line(RULE, 0.75)}</p:spPr></p:sp>"
    )
    notes = placeholder(
        3, "Notes", 'type="body" sz="quarter" idx="3"', text(words("Notes"), "t"), Place(0.75, 4.5, 6, 4.7)
    )
    return (
        f"<p:notesMaster {NAMESPACES}>{page(picture + notes, background(PAPER))}{colour_map()}"
        f"<p:notesStyle>{levels(NOTES)}</p:notesStyle></p:notesMaster>"
    )


def table_part(name: str, ink: Colour, bold: bool = False, edges: str = "", font: str = "minor") -> str:
    """Return the type and the lines of one part of a table style."""
    weight = "on" if bold else "off"
    return (
        f'<a:{name}><a:tcTxStyle b="{weight}"><a:fontRef idx="{font}"/>{colour(ink)}</a:tcTxStyle>'
        f"<a:tcStyle><a:tcBdr>{edges}</a:tcBdr></a:tcStyle></a:{name}>"
    )


def table_styles() -> str:
    """Return the brand's table style: thin rules, quiet bands, no boxes."""
    hairs = f"<a:bottom>{line(RULE, 0.75)}</a:bottom><a:insideH>{line(RULE, 0.5)}</a:insideH>"
    band = f"<a:tcStyle><a:tcBdr/><a:fill>{fill(TINT)}</a:fill></a:tcStyle>"
    styled = (
        table_part("wholeTbl", INK, edges=hairs)
        + f"<a:band1H>{band}</a:band1H><a:band1V>{band}</a:band1V>"
        + table_part("lastCol", INK, bold=True)
        + table_part("firstCol", TITLE, bold=True)
        + table_part("lastRow", INK, bold=True, edges=f"<a:top>{line(TITLE, 1.25)}</a:top>")
        + table_part("firstRow", TITLE, bold=True, edges=f"<a:bottom>{line(TITLE, 1.25)}</a:bottom>", font="major")
    )
    return (
        f'<a:tblStyleLst xmlns:a="{DRAWING}" def="{TABLE_STYLE}">'
        f'<a:tblStyle styleId="{TABLE_STYLE}" styleName="{NAME}">{styled}</a:tblStyle></a:tblStyleLst>'
    )


def presentation() -> str:
    """Return the presentation: 16:9, one slide master, no slides."""
    return (
        f'<p:presentation {NAMESPACES} saveSubsetFonts="1" autoCompressPictures="0">'
        '<p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/></p:sldMasterIdLst>'
        '<p:notesMasterIdLst><p:notesMasterId r:id="rId2"/></p:notesMasterIdLst>'
        f'<p:sldSz cx="{emu(WIDTH)}" cy="{emu(HEIGHT)}"/><p:notesSz cx="{emu(7.5)}" cy="{emu(10)}"/>'
        f"<p:defaultTextStyle>{levels(PLAIN)}</p:defaultTextStyle></p:presentation>"
    )


def parts() -> tuple[Part, ...]:
    """Return all parts of the brand, the presentation first."""
    layouts = (cover(), section(), title_only(), two_content(), closing_comparison())
    pages = [f"ppt/slideLayouts/slideLayout{number}.xml" for number in range(1, len(layouts) + 1)]
    to_pages = tuple((path, "slideLayout") for path in pages)
    to_master = ("ppt/slideMasters/slideMaster1.xml", "slideMaster")
    to_notes = ("ppt/notesMasters/notesMaster1.xml", "notesMaster")
    to_theme, to_notes_theme = ("ppt/theme/theme1.xml", "theme"), ("ppt/theme/theme2.xml", "theme")
    to_settings = tuple((f"ppt/{kind}.xml", kind) for kind in ("tableStyles", "presProps", "viewProps"))
    top_links = (to_master, to_notes, to_theme, *to_settings)
    return (
        Part("ppt/presentation.xml", "presentationml.presentation.main", presentation(), top_links),
        Part(to_master[0], "presentationml.slideMaster", master(len(layouts)), (*to_pages, to_theme)),
        *(
            Part(path, "presentationml.slideLayout", xml, (to_master,))
            for path, xml in zip(pages, layouts, strict=True)
        ),
        Part(to_notes[0], "presentationml.notesMaster", notes_master(), (to_notes_theme,)),
        Part(to_theme[0], "theme", theme()),
        Part(to_notes_theme[0], "theme", theme()),
        Part("ppt/tableStyles.xml", "presentationml.tableStyles", table_styles()),
        Part("ppt/presProps.xml", "presentationml.presProps", f"<p:presentationPr {NAMESPACES}/>"),
        Part("ppt/viewProps.xml", "presentationml.viewProps", f"<p:viewPr {NAMESPACES}/>"),
    )


def make(target: Path = BRAND) -> None:
    """Write the brand to target; the same bytes on every run."""
    write(target, f"{NAME} brand", parts())


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else BRAND)
