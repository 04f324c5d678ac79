"""How are marks drawn? With plotnine, on a page measured in inches; the one door to plotnine, matplotlib and pandas."""

from __future__ import annotations

import io
import math
import zlib
from collections.abc import Callable, Sequence
from functools import lru_cache

import pandas as pd
from matplotlib import font_manager, pyplot, rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from plotnine import (
    aes,
    coord_cartesian,
    element_blank,
    geom_polygon,
    geom_rect,
    geom_segment,
    geom_text,
    ggplot,
    scale_color_identity,
    scale_fill_identity,
    scale_size_identity,
    scale_x_continuous,
    scale_y_continuous,
    theme,
    theme_void,
)

from deckgen.brand import Brand
from deckgen.fonts import chart_fonts
from deckgen.marks import Drawn, Label, Line, Mark, Marks, Rect, Shape
from deckgen.sketch import Look, sketch
from deckgen.slides import Chart, Group

RESOLUTION = 200
"""Pixels an inch."""
POINT_OF_SIZE = math.sqrt(math.pi)
"""A line's size 1 in points, as plotnine draws it."""
OUTLINED = {"svg.fonttype": "path", "svg.hashsalt": "deckgen"}
"""Letters as outlines: programs differ in how they read an SVG's text, and a font may be missing where it is shown."""
BASELINES = {"top": 0.88, "center": 0.36, "bottom": -0.25}
"""How far below its place a label's baseline is, in ems: a capital is about as high as twice that of the center."""
CANVASES = {"png": FigureCanvasAgg, "svg": FigureCanvasSVG}
UNSIGNED = {"png": {"Software": None}, "svg": dict.fromkeys(("Creator", "Date", "Format", "Type"))}
"""Nothing of time or program in a picture."""
FLAT = {"pil_kwargs": {"compress_level": 1, "compress_type": zlib.Z_RLE}}
"""Runs of equal pixels are all that there is to compress in flat colours: half the time for 2 % more bytes."""
PRINTED = {"png": {"metadata": UNSIGNED["png"], **FLAT}, "svg": {"metadata": UNSIGNED["svg"]}}


def draw(chart: Chart, width: float, height: float, groups: tuple[Group, ...], brand: Brand) -> Drawn:
    """Draw what is drawn of a chart, see `draw_marks`."""
    drawn, _ = sketch(chart, width, height, Look(brand, groups))
    return draw_marks(drawn, width, height, brand)


def draw_marks(marks: Marks, width: float, height: float, brand: Brand) -> Drawn:
    """Draw marks on nothing, width x height inches, as vectors and at 200 pixels an inch; same marks, same bytes."""
    size = {"width": width, "height": height, "units": "in", "dpi": RESOLUTION, "limitsize": False}
    page = figure(marks, width, height, brand).save_helper(io.BytesIO(), format="png", verbose=False, **size).figure
    page.patch.set_visible(False)
    with rc_context(OUTLINED):
        drawn = Drawn(written(page, "png"), written(page, "svg"))
    pyplot.close(page)
    return drawn


def written(page: Figure, form: str) -> bytes:
    """Return a drawn page in a form; by its canvas, since `savefig` goes through the whole page twice."""
    stream, canvas = io.BytesIO(), CANVASES[form](page)
    getattr(canvas, f"print_{form}")(stream, **PRINTED[form])
    return stream.getvalue()


@lru_cache
def families(fonts: tuple[str, ...]) -> list[str]:
    """Register font files and return the names under which they are found; once: each empties matplotlib's index."""
    for path in fonts:
        font_manager.fontManager.addfont(path)
    return [*(font_manager.FontProperties(fname=path).get_name() for path in fonts), "DejaVu Sans"]


def figure(marks: Sequence[Mark], width: float, height: float, brand: Brand) -> ggplot:
    """Lay marks on a page without axes, margins or legends, in their order."""
    plot = ggplot()
    plot += [  # in place: every `plot + layer` would copy the whole plot
        coord_cartesian(xlim=(0, width), ylim=(0, height), expand=False),
        scale_x_continuous(breaks=[]),
        scale_y_continuous(breaks=[]),
        scale_size_identity(),
        scale_fill_identity(),
        scale_color_identity(),
        theme_void(base_family=families(chart_fonts(brand)))
        + theme(plot_background=element_blank(), panel_background=element_blank(), plot_margin=0),
        *(LAYERS[kind[0]](same) for kind, same in layered(marks).items()),
    ]
    return plot


def layered(marks: Sequence[Mark]) -> dict[tuple[object, ...], list[Mark]]:
    """Put like marks into one layer, since every layer costs time: in the order of the first of each, words on top."""
    layers: dict[tuple[object, ...], list[Mark]] = {}
    for mark in sorted(marks, key=lambda mark: isinstance(mark, Label)):
        layers.setdefault((type(mark), getattr(mark, "weight", 0)), []).append(mark)
    return layers


def rectangles(marks: Sequence[Rect]) -> geom_rect:
    """Draw rectangles."""
    rows = [(m.left, m.left + m.width, m.bottom, m.bottom + m.height, f"#{m.fill}") for m in marks]
    frame = pd.DataFrame(rows, columns=["xmin", "xmax", "ymin", "ymax", "fill"])
    sides = aes(xmin="xmin", xmax="xmax", ymin="ymin", ymax="ymax", fill="fill")
    return geom_rect(sides, frame, size=0)


def shapes(marks: Sequence[Shape]) -> geom_polygon:
    """Draw filled outlines."""
    rows = [(x, y, n, f"#{m.fill}", f"#{m.line}") for n, m in enumerate(marks) for x, y in m.points]
    frame = pd.DataFrame(rows, columns=["x", "y", "group", "fill", "line"])
    return geom_polygon(aes("x", "y", group="group", fill="fill", color="line"), frame, size=0.8 / POINT_OF_SIZE)


def lines(marks: Sequence[Line]) -> geom_segment:
    """Draw lines of one weight."""
    rows = [(m.x, m.y, m.to_x, m.to_y, f"#{m.colour}") for m in marks]
    frame = pd.DataFrame(rows, columns=["x", "y", "xend", "yend", "colour"])
    ends = aes(x="x", y="y", xend="xend", yend="yend", color="colour")
    return geom_segment(ends, frame, size=marks[0].weight / POINT_OF_SIZE, lineend="butt")


def labels(marks: Sequence[Label]) -> geom_text:
    """Write labels, by their baselines: where else a text stands depends on the letters in it."""
    rows = [
        (
            m.x,
            m.y - BASELINES[m.up] * m.size / 72,
            m.text,
            f"#{m.colour}",
            m.size,
            "bold" if m.bold else "normal",
            m.across,
        )
        for m in marks
    ]
    frame = pd.DataFrame(rows, columns=["x", "y", "text", "colour", "size", "weight", "across"])
    look = aes("x", "y", label="text", color="colour", size="size", fontweight="weight", ha="across")
    return geom_text(look, frame, va="baseline")


LAYERS: dict[object, Callable[[list], object]] = {Rect: rectangles, Shape: shapes, Line: lines, Label: labels}
