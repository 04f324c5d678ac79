"""Steps are numbered as they stand in the deck, part by part, whatever is left out; shapes keep the plan's step."""

from __future__ import annotations

import re

import pytest
from test_sections import slide, told

from deckgen.demo import sample_table
from deckgen.numbering import number_of, numbered
from deckgen.slides import Slide


def test_numbers_follow_on_where_a_step_is_missing_and_pages_of_a_step_share_theirs_with_letters():
    steps, told_slides = (("1.1",), ("1.3",), ("2.1a", "2.1b"), ("2.3",), ("2.5b",), ("3.1", "3.1b")), []
    for step in steps:
        own = [Slide(part, "content", "t", f"{part[:3]} Name") for part in step]
        told_slides += [numbered(page, told_slides, own) for page in own]
    assert [number_of(s) for s in told_slides] == ["1.1", "1.2", "2.1a", "2.1b", "2.2", "2.3", "3.1a", "3.1b"]
    assert tuple(s.step for s in told_slides) == tuple(part for step in steps for part in step)


def test_slides_of_other_steps_told_together_have_no_letter_and_more_than_the_alphabet_are_told_apart():
    own = [Slide(f"5.{n}", "content", "t", f"5.{n} Name") for n in (1, 2, 10)]
    assert [number_of(numbered(page, own[:n], own)) for n, page in enumerate(own)] == ["5.1", "5.2", "5.3"]
    many = [Slide(f"5.1-{n}", "content", "t", "5.1 Name") for n in range(30)]
    assert len({number_of(numbered(page, (), many)) for page in many}) == 30


@pytest.mark.parametrize(("step", "kicker"), [("4", "4 Personas"), ("changes", "0 Since then"), ("2.3", "My own name")])
def test_what_has_no_number_of_a_part_stays(step, kicker):
    assert numbered(Slide(step, "content", "t", kicker), ()).kicker == kicker


def test_pages_and_the_overview_have_the_same_numbers(tmp_path):
    path = tmp_path / "no_channels.csv"
    sample_table(2000, "en").drop("main_media", "top_custom_region_all").write_csv(path)
    deck = told(path, language="en")
    own = {number_of(page): page.title for page in deck.slides if re.match(r"[1-9]", page.step)}
    assert number_of(slide(deck, "2.3")) == "2.2" and "2.2" in own
    points = [p for block in slide(deck, "0").body.blocks for p in getattr(block, "points", ())]
    heads = [p.head.split()[0] for p in points if re.match(r"\d", p.head)]
    assert heads and set(heads) <= set(own)
