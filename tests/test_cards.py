"""Cards stand side by side at one size, as large as their place leaves them, on as few pages as possible."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deckgen.breaks import parts
from deckgen.builder.areas import Crowded, points
from deckgen.builder.cards import arrange_cards
from deckgen.builder.drawing import INCH, POINT, Bar, TextBox
from deckgen.builder.setting import Setting
from deckgen.fit import measure
from deckgen.slides import Card, Cards, Gauge, Point
from deckgen.template import Place
from deckgen.typefaces import Face

SETTING = Setting("3.2", "en", Face("Liberation Sans"), (("0", "Cluster A"),), 0.75)


def cards(count: int, conditions: int) -> Cards:
    """Return cards with as many conditions each."""
    told = tuple(Point(f"Meat Products ≥ {n}0 (mid or above)", tone="muted") for n in range(1, conditions + 1))
    card = Card("0", "Rule: Cluster A", "88%", "Churn; others 27%", told, Gauge(0.88, 0.2))
    return Cards("rules", (card,) * count)


def place(width: float, height: float) -> Place:
    """Return a place of so many inches."""
    return Place(0, 0, round(width * INCH), round(height * INCH))


@pytest.mark.parametrize(("conditions", "width"), [(1, 8.9), (2, 8.9), (2, 12.1)])
def test_four_short_cards_stand_in_one_line_where_that_leaves_them_larger_text(conditions, width):
    (page,) = arrange_cards(cards(4, conditions), place(width, 3.3), SETTING)
    assert len({item.place.top for item in page if isinstance(item, Bar) and item.name.endswith("-ground")}) == 1
    assert min(item.size for item in page if isinstance(item, TextBox)) >= 12


def test_points_stand_closer_before_a_card_goes_to_another_page():
    def space(height: float) -> float:
        (page,) = arrange_cards(cards(3, 6), place(9.2, height), SETTING)
        return next(i for i in page if isinstance(i, TextBox) and len(i.paragraphs) == 5).paragraphs[1].before

    lowest = next(height / 10 for height in range(10, 40) if fits(height / 10))
    assert space(lowest) < space(4.0)


def fits(height: float) -> bool:
    """Tell whether three cards of six points have room in a height of so many inches."""
    try:
        return len(arrange_cards(cards(3, 6), place(9.2, height), SETTING)) == 1
    except Crowded:
        return False


def test_points_that_only_tell_how_begin_at_one_height_in_all_cards():
    plain, quiet = Point("Kidhome = 0"), Point("finds 66% of the cluster", tone="muted")
    full = Card("0", "Rule 1", "88%", "are in Cluster A", (plain,) * 4 + (quiet,) * 2)
    long = Point("with 1 more condition and what else there is to be told of a cluster 94%", tone="muted")
    short = Card("0", "Rule 2", "93%", "are in Cluster A", (plain, quiet, long))
    (page,) = arrange_cards(Cards("rules", (full, short)), place(9, 4), SETTING)
    told = [i for i in page if isinstance(i, TextBox) and not i.name.endswith(("-head", "-detail"))]
    how = [i for i in page if isinstance(i, TextBox) and i.name.endswith("-detail")]
    assert [len(box.paragraphs) for box in told] == [4, 1] and len({box.place.top for box in how}) == 1
    assert {box.anchor for box in how} == {"top"}
    assert {box.place.top + box.place.height for box in told} == {box.place.top + box.place.height for box in how}
    above = measure(told[0].paragraphs, points(told[0].place.width), SETTING.face, told[0].size).height
    assert told[0].place.top + above * POINT < how[0].place.top


def test_no_line_of_a_card_parts_a_figure_from_its_unit():
    """Where a program by itself would, every line is a paragraph of its own."""
    chinese, caption = replace(SETTING, language="zh"), "属于群体B（基准29.8%的2.5倍）"
    card = Card("0", "规则1：群体B", "75%", caption, (Point("若年龄<50（低）"),), Gauge(0.75, 0.3))
    parted = 0
    for tenths in range(45, 90):
        page, *_ = arrange_cards(Cards("rules", (card,) * 4), place(tenths / 10, 3.3), chinese)
        head = next(item for item in page if isinstance(item, TextBox) and item.name.endswith("-head"))
        lines = ["".join(run.text for run in paragraph.runs) for paragraph in head.paragraphs]
        lines = lines[lines.index("75%") + 1 :]
        assert "".join(lines) == caption and not any(map(parts, lines, lines[1:]))
        parted += len(lines) > 1
    assert parted


def test_on_a_low_page_points_stand_beside_a_cards_figure():
    """Three conditions and a figure over one another need more height than two inches; side by side they do not."""
    pages = arrange_cards(cards(2, 4), place(9.2, 1.5), SETTING)
    boxes = {item.name: item for page in pages for item in page if isinstance(item, TextBox)}
    head = next(item for name, item in boxes.items() if name.endswith("-head"))
    detail = next(item for name, item in boxes.items() if name.endswith("-detail"))
    assert detail.place.left >= head.place.left + head.place.width
    assert all(item.place.top + item.place.height <= 1.5 * INCH for page in pages for item in page)
    roomy = arrange_cards(cards(2, 4), place(9.2, 4.0), SETTING)
    lefts = {item.place.left for item in roomy[0] if isinstance(item, TextBox)}
    assert len(lefts) == 2


def test_a_remark_that_is_longer_than_a_line_is_parted_where_it_falls_into_two():
    """A condition is not: its brackets belong to its name; its level stays whole."""
    told = (
        Point("Income (k$) is Month-to-month", "and"),
        Point("with 1 more condition 94%, but only 66% found", tone="muted"),
        Point("about 1,270 of 2,400 customers that were held out", tone="muted"),
    )
    card = Card("0", "Rule 1", "90%", "are in Cluster A (base 24.7%, lift 4.1x)", told, Gauge(0.9, 0.2))
    (page,) = arrange_cards(Cards("rules", (card,) * 3), place(8.0, 3.6), SETTING)
    texts = {
        item.name.rsplit(":", 1)[1]: [p.text for p in item.paragraphs] for item in page if isinstance(item, TextBox)
    }
    assert texts["rules-1-head"][2:] == ["are in Cluster A", "(base 24.7%, lift 4.1x)"]
    assert texts["rules-1-detail"][:2] == ["with 1 more condition 94%,", "but only 66% found"]
    assert not any(line.endswith((" 1,", " 2,")) for line in texts["rules-1-detail"])
    assert texts["rules-1"][-1].endswith("Month-to-month")


def test_the_figure_is_what_the_eye_goes_to_first():
    """Text is set smaller, down to what is comfortable to read, before the figure is less than 2.6 times as large."""
    (page,) = arrange_cards(cards(3, 3), place(8.9, 3.0), replace(SETTING, scale=1.0))
    heads = [item for item in page if isinstance(item, TextBox) and item.name.endswith("-head")]
    assert all(head.paragraphs[1].scale >= 2.6 and head.size >= 12 for head in heads)


def test_the_track_of_a_share_that_may_be_more_is_hollow():
    (card, *_) = cards(1, 1).cards
    for least, looks in ((False, ("rule", "")), (True, ("paper", "faint"))):
        shown = Cards("rules", (replace(card, gauge=Gauge(0.93, 0.2, least)),))
        (page,) = arrange_cards(shown, place(8.9, 3.3), SETTING)
        track = next(item for item in page if item.name.endswith("-track"))
        assert (track.paint, track.edge) == looks
