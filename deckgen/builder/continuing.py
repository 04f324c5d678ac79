"""What does each page of a slide that continues say in its title?"""

from __future__ import annotations

from collections.abc import Iterator

from deckgen.builder.drawing import Grid, Item, Items, Parts, Picture, TextBox
from deckgen.builder.setting import Setting
from deckgen.slides import Bars, Distributions, Slide, StackedBars, Stretch


def page_titles(slide: Slide, bodies: Parts, setting: Setting) -> list[str]:
    """Return a title a page: each says what is found on it; where nothing is told of its own, the slide's, numbered.

    The first page has the slide's title unless it shows only one of several blocks.
    """
    if len(bodies) == 1:
        return [slide.title]
    if all(own := [stretch_of(slide, items) for items in bodies]):
        titles = [stretch.title for stretch in own]
        alike = len(set(titles)) < len(titles)
        return [numbered(t, n, len(titles), setting) for n, t in enumerate(titles, 1)] if alike else titles
    blocks = list(block_headlines(bodies[0]))
    titles = [blocks[0] if len(blocks) == 1 else slide.title]
    for items in bodies[1:]:
        found = (*block_headlines(items), *piece_headlines(items))
        titles.append(next((text for text in found if text not in (*titles, slide.title)), ""))
    titles[0] = "" if "" in titles else titles[0]
    return [text or numbered(slide.title, part, len(bodies), setting) for part, text in enumerate(titles, 1)]


def stretch_of(slide: Slide, items: Items) -> Stretch | None:
    """Return what a slide says of exactly the rows or panels on a page; None where nothing of its own."""
    shown = tuple(key for item in items for key in keys_of(item))
    return next((stretch for stretch in slide.stretches if stretch.keys == shown), None)


def keys_of(item: Item) -> Iterator[str]:
    """Yield what a stretch knows the rows of a table, the cards, the panels or the stacks of a page by."""
    if isinstance(item, TextBox) and item.key:
        yield item.key
    elif isinstance(item, Grid):
        yield from (row.key for row in item.rows if row.key)
    elif isinstance(item, Picture) and isinstance(item.chart, Distributions | Bars):
        yield from (panel.title for panel in item.chart.panels)
    elif isinstance(item, Picture) and isinstance(item.chart, StackedBars):
        yield item.chart.name


def numbered(text: str, part: int, parts: int, setting: Setting) -> str:
    """Number what stands on every page of a slide that continues."""
    return text if parts == 1 else text + setting.say(f"（{part}/{parts}）", f" ({part}/{parts})")


def block_headlines(items: Items) -> Iterator[str]:
    """Yield what the stacks, distributions and cards of a page say of themselves."""
    for item in items:
        if isinstance(item, TextBox) and item.headline:
            yield item.headline
        elif isinstance(item, Picture) and isinstance(item.chart, StackedBars) and item.chart.headline:
            yield item.chart.headline
        elif isinstance(item, Picture) and isinstance(item.chart, Distributions):
            yield from (panel.headline for panel in item.chart.panels if panel.headline)


def piece_headlines(items: Items) -> Iterator[str]:
    """Yield what the rows and the bars of a page say of themselves."""
    for item in items:
        if isinstance(item, Grid):
            yield from (row.headline for row in item.rows if row.headline)
        elif isinstance(item, Picture) and isinstance(item.chart, Bars):
            yield from (panel.headline for panel in item.chart.panels if panel.headline)
