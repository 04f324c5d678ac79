"""Every bad input of the collected folder ends as its index says: a deck, a deck and a warning, or a message."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import SHARED, needs_shared
from test_sections import texts

from deckgen.asking import answered
from deckgen.errors import TableError
from deckgen.oddities import oddities
from deckgen.settings import Settings
from deckgen.telling import tell

pytestmark = needs_shared
BAD = SHARED / "data" / "bad"

ERRORS = {
    "01_empty.csv": r"the file is empty \(0 bytes\)",
    "02_header_only.csv": "0 data rows, only a header",
    "04_label_missing.csv": "no column looks like a cluster label.*cluster.*It could be .*channel_count.*--label",
    "05_label_all_null.csv": "'cluster_agg_k2' is empty in all 240 rows",
    "07_duplicate_headers.csv": "line 1: 'cluster_agg_k2', 'month_avg_spend_amt' stands more than once",
    "08_ragged_rows.csv": "line 5: 31 cells, but the header has 34; 24 of 240 rows",
    "14_truncated_mid_character.csv": "line 241: the file looks cut off",
    "44_label_is_an_id.csv": "'cluster_agg_k2' has 240 different values in 240 rows: this looks like an id",
    "47_label_all_noise.csv": "noise.*the clustering found no group",
    "52_no_header.csv": "line 1: the header looks like data",
    "55_label_only.csv": "beside the label 'cluster_agg_k2' there is no column to profile",
    "56_xlsx_renamed.csv": "a zip or Excel file, not CSV",
    "58_json_lines.csv": "does not look like CSV.*JSON",
    "59_binary.csv": "this is not text",
}
WARNINGS = {
    "19_cluster_of_one.csv": "cluster 1 has 1 customer",
    "20_repeated_header_rows.csv": "3 rows repeat the header",
    "22_total_row_at_end.csv": "1 row is a total",
    "23_currency_thousands.csv": r"month_avg_spend_amt mixes currencies \(CNY 120, USD 60\)",
    "25_mixed_types.csv": "cells of total_ad_count are no numbers.*待补充",
    "26_inf_nan_strings.csv": "cells of month_avg_topup_amt are no numbers.*inf",
    "28_constant_and_one_sided_null_kpi.csv": "channel_count has no value in cluster 1",
    "29_all_kpis_text_only_categories.csv": "Quantitative profile: no numeric column that varies",
    "32_category_5000_levels.csv": "Attributes",
    "35_control_characters.csv": "unprintable characters",
    "50_header_spaces_case.csv": "17 column names had spaces",
    "53_duplicate_ids.csv": "40 values of customer_id stand in several rows.*10 values .* in more than one",
    "62_only_zeros_kpis.csv": "month_avg_spend_amt: the same value in every row",
}
FILES = sorted(BAD.glob("*.csv")) if BAD.exists() else []


def made(path: Path, **chosen):
    """Read and tell a table: the deck, and all that the user is warned of."""
    settings = Settings(language="en", **chosen)
    customers, answers = answered(path, settings)
    deck, left_out = tell(customers, answers, settings)
    warnings = [notice.detail.en for notice in oddities(customers, answers)]
    return deck, "\n".join(warnings + [f"{item.what}: {item.why}" for item in left_out])


@pytest.mark.parametrize("name", ERRORS)
def test_what_cannot_be_told_is_refused_with_the_file_and_the_reason(name):
    with pytest.raises(TableError, match=ERRORS[name]) as caught:
        made(BAD / name)
    message = str(caught.value)
    assert name in message and len(message.splitlines()) <= 3
    assert not re.search(r"[\x00-\x08\x0e-\x1f]", message)


@pytest.mark.parametrize("path", [path for path in FILES if path.name not in ERRORS], ids=lambda path: path.name)
def test_everything_else_gives_a_deck_and_says_what_is_odd(path):
    deck, warned = made(path)
    assert deck.slides[-1].step == "4" and len(deck.slides) <= 16
    said = texts(deck)
    assert not [text for text in said if re.search(r"\b(nan|inf|None|NULL)\b|&amp;", text)]
    assert re.search(WARNINGS.get(path.name, ""), warned, re.DOTALL)


def test_every_file_of_the_folder_is_expected():
    assert {path.name for path in FILES} >= {*ERRORS, *WARNINGS}
    index = (BAD / "INDEX.md").read_text(encoding="utf-8")
    for name, outcome in re.findall(r"^\| `(.+?)` \|.*?\| ([^|]+) \|", index, re.MULTILINE):
        if name in ERRORS:
            assert "error" in outcome, name
        elif outcome == "works + warning":
            assert name in WARNINGS, name


def test_the_total_is_no_customer_and_repeated_headers_make_no_cluster():
    for name in ("22_total_row_at_end.csv", "20_repeated_header_rows.csv"):
        deck, _ = made(BAD / name)
        assert [group.key for group in deck.clusters] == ["0", "1"]
        assert any("240 customers" in text for text in texts(deck))


def test_dirty_money_is_read_not_dropped():
    deck, _ = made(BAD / "23_currency_thousands.csv")
    assert [claim for claim in deck.claims if claim.kind == "kpi" and claim.column == "month_avg_spend_amt"]


def test_262_columns_of_noise_make_no_headline():
    deck, _ = made(BAD / "31_300_columns.csv")
    assert not [s.title for s in deck.slides if re.search(r"noise", s.title, re.IGNORECASE)]


def test_no_difference_gives_no_rule_and_no_name():
    deck, _ = made(BAD / "64_no_difference_at_all.csv")
    assert not [claim for claim in deck.claims if claim.kind == "rule" and claim.is_told]
    assert not any("High-value" in text for text in texts(deck.slides[-1]))


def test_a_header_is_found_whatever_its_case():
    deck, _ = made(BAD / "50_header_spaces_case.csv", label=" cluster_agg_k2")
    assert len(deck.clusters) == 2
