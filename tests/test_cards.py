"""Cards stand side by side at one size, as large as their place leaves them, on as few pages as possible."""

from __future__ import annotations

import pytest

from deckgen.builder.areas import Crowded
from deckgen.builder.cards import arrange_cards
from deckgen.builder.drawing import INCH, Bar, TextBox
from deckgen.builder.setting import Setting
from deckgen.slides import Card, Cards, Gauge, Point
from deckgen.template import Place
from deckgen.typefaces import Face

SETTING = Setting("3.2", "en", Face("Liberation Sans"), (("0", "Cluster A"),), 0.75)


def cards(count: int, points: int) -> Cards:
    """Return cards with as many points each."""
    told = tuple(Point(f"Meat Products ≥ {n}0 (mid or above)", tone="muted") for n in range(1, points + 1))
    card = Card("0", "Rule: Cluster A", "88%", "Churn; others 27%", told, Gauge(0.88, 0.2))
    return Cards("rules", (card,) * count)


def place(width: float, height: float) -> Place:
    """Return a place of so many inches."""
    return Place(0, 0, round(width * INCH), round(height * INCH))


@pytest.mark.parametrize(("points", "width"), [(1, 8.9), (2, 8.9), (2, 12.1)])
def test_four_short_cards_stand_in_one_line_where_that_leaves_them_larger_text(points, width):
    (page,) = arrange_cards(cards(4, points), place(width, 3.3), SETTING)
    assert len({item.place.top for item in page if isinstance(item, Bar) and item.name.endswith("-ground")}) == 1
    assert min(item.size for item in page if isinstance(item, TextBox)) >= 12


def test_points_stand_closer_before_a_card_goes_to_another_page():
    def space(height: float) -> float:
        (page,) = arrange_cards(cards(3, 6), place(9.2, height), SETTING)
        return next(i for i in page if isinstance(i, TextBox) and len(i.paragraphs) == 6).paragraphs[1].before

    lowest = next(height / 10 for height in range(10, 40) if fits(height / 10))
    assert space(lowest) < space(4.0)


def fits(height: float) -> bool:
    """Tell whether three cards of six points have room in a height of so many inches."""
    try:
        return len(arrange_cards(cards(3, 6), place(9.2, height), SETTING)) == 1
    except Crowded:
        return False
