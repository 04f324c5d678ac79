"""Eight clusters, sixty categories, names of 40 and levels of 200 characters: no text leaves its place."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from test_sections import told

from deckgen.builder import Arrangement
from deckgen.builder.areas import points
from deckgen.builder.cells import cell_paragraphs, placed
from deckgen.builder.drawing import Grid, Group, Picture, TextBox
from deckgen.builder.setting import setting_of
from deckgen.fit import Run, measure, width_of
from deckgen.marks import Label
from deckgen.sketch import Look
from deckgen.slides import CHARTS, Above, Beside, StackedBars
from deckgen.template import open_template, with_chinese_font

ROWS, CLUSTERS = 2400, 8
WORDS = {"zh": "非常长的取值名称用于检验排版是否越界", "en": "a rather long level to see where its words go "}
NAMES = {
    "zh": "高价值核心客群与长期活跃的多渠道品牌出海商家及其关联账户群体示例名称",
    "en": "Core customers of many channels abroad",
}


def crowded_table(language: str) -> pl.DataFrame:
    """Return a table in which everything is long and much."""
    draw = np.random.default_rng(7)
    cluster = draw.integers(0, CLUSTERS, ROWS)
    word = WORDS[language]
    levels = [f"{n:02} {(word * 20)[:197]}" for n in range(6)]
    industries = [f"{(word * 3)[:37]} {n:02}" for n in range(60)]
    amount = ("monthly_spend_" + "x" * 40)[:40]
    return pl.DataFrame(
        {
            "customer_id": np.arange(ROWS),
            "cluster": cluster,
            amount: np.round(draw.lognormal(4 + cluster / 3, 0.7), 2),
            "active_days": draw.poisson(2 + 2 * cluster),
            "industry": [
                industries[(7 * c + int(n)) % 60] for c, n in zip(cluster, draw.geometric(0.08, ROWS), strict=True)
            ],
            "company_size": [levels[(c + int(n)) % 6] for c, n in zip(cluster, draw.geometric(0.5, ROWS), strict=True)],
            "is_overdue_on_an_invoice_of_any_kind_": draw.random(ROWS) < 0.05 + cluster / 20,
            "has_category_of_a_long_name_and_more_": draw.random(ROWS) < 0.5 - cluster / 20,
        }
    )


@pytest.fixture(scope="module", params=["zh", "en"])
def crowded(request, tmp_path_factory):
    """A crowded deck with the template and the pages that hold it."""
    path = tmp_path_factory.mktemp("crowded") / "customers.csv"
    crowded_table(request.param).write_csv(path)
    names = {str(k): f"{NAMES[request.param][:38]}{k}" for k in range(CLUSTERS)}
    deck = told(path, language=request.param, names=names)
    company = with_chinese_font(open_template(None))
    return deck, company, Arrangement(company).pages(deck)


def flat(items):
    """Yield items, those in groups too."""
    for item in items:
        if isinstance(item, Group):
            yield from flat(item.items)
        else:
            yield item


def test_every_text_fits_its_box_and_every_box_its_page(crowded):
    deck, company, pages = crowded
    face = setting_of(deck.clusters, deck.language, company, "").face
    for page in pages:
        for box in (item for item in flat(page.items) if isinstance(item, TextBox)):
            left, top, right, bottom = box.insets
            width, height = points(box.place.width) - left - right, points(box.place.height) - top - bottom
            assert measure(box.paragraphs, width, face, box.size).height <= height + 0.6, (page.key, box.name)
            assert box.place.left >= 0 and box.place.left + box.place.width <= company.width + 2, (page.key, box.name)
            assert box.place.top >= 0 and box.place.top + box.place.height <= company.height + 2, (page.key, box.name)


def test_every_cell_fits_its_row_and_every_table_stays_above_the_takeaway(crowded):
    deck, company, pages = crowded
    face = setting_of(deck.clusters, deck.language, company, "").face
    for page in pages:
        band = next((item.place.top for item in page.items if item.name.endswith(":takeaway")), company.height)
        for grid in (item for item in flat(page.items) if isinstance(item, Grid)):
            assert grid.place.top + grid.place.height <= band + 2, page.key
            for row, height in zip(grid.rows, grid.heights, strict=True):
                for column, cell in placed(row):
                    beside = grid.room if column in grid.meters and row.kind == "body" and cell.span == 1 else 0
                    width = points(sum(grid.widths[column : column + cell.span])) - 2 * grid.margin - beside
                    needed = measure(cell_paragraphs(cell, row, grid.size), width, face, grid.size).height
                    assert needed + 2 * grid.padding <= points(height) + 0.6, (page.key, cell.text)


def test_no_takeaway_reaches_into_the_foot(crowded):
    _, _, pages = crowded
    for page in pages:
        places = {item.name.rpartition(":")[2]: item.place for item in page.items if isinstance(item, TextBox)}
        if {"takeaway", "foot"} <= places.keys():
            assert places["takeaway"].top + places["takeaway"].height <= places["foot"].top, page.key


def test_every_label_of_a_chart_stays_on_its_picture_and_can_be_read(crowded):
    deck, company, pages = crowded
    look = Look(company.brand, deck.clusters)
    charts = [(p, item) for p in pages for item in flat(p.items) if isinstance(item, Picture)]
    assert charts
    for page, item in charts:
        width, height = item.place.width / 914400, item.place.height / 914400
        for label in (mark for mark in item.marks if isinstance(mark, Label)):
            wide = width_of((Run(label.text, label.bold),), look.face, label.size) / 72
            start = label.x - {"left": 0, "center": wide / 2, "right": wide}[label.across]
            assert start >= -0.06 and start + wide <= width + 0.06, (page.key, label.text)
            assert label.size >= 8.5 and -0.06 <= label.y <= height + 0.06, (page.key, label.text)


def blocks(block):
    """Yield a slide's blocks."""
    if isinstance(block, (Above, Beside)):
        for part in block.blocks:
            yield from blocks(part)
    elif block is not None:
        yield block


def test_sixty_categories_become_a_few_and_the_others(crowded):
    deck, _, _ = crowded
    shown = [b for slide in deck.slides for b in blocks(slide.body) if isinstance(b, CHARTS)]
    for chart in (chart for chart in shown if isinstance(chart, StackedBars)):
        assert len(chart.levels) <= 8


def test_clusters_are_named_in_words_and_not_by_colour_alone(crowded):
    deck, company, pages = crowded
    look = Look(company.brand, deck.clusters)
    for page in pages:
        for item in (item for item in flat(page.items) if isinstance(item, Picture)):
            texts = [box for box in flat(page.items) if isinstance(box, TextBox) and box.name.startswith(item.name)]
            words = "".join(run.text for box in texts for p in box.paragraphs for run in p.runs).replace(" ", "")
            own = {c for c in getattr(item.chart, "clusters", ())} or {
                p.cluster for p in getattr(item.chart, "panels", ()) if hasattr(p, "cluster")
            }
            for cluster in own:
                assert look.name(cluster)[:4].replace(" ", "") in words, (page.key, cluster)


def test_every_page_of_bars_has_a_takeaway_of_its_own(crowded):
    _, _, pages = crowded
    continued = [page for page in pages if page.parts > 1 and page.slide.step in ("2.1b", "2.2", "2.3")]
    for page in continued:
        assert [item for item in page.items if item.name.endswith(":takeaway")], page.key
    titles = [page.heading for page in continued]
    assert len(set(titles)) == len(titles)
