"""Every rule sentence reads back as a filter that gives its n, precision and coverage on the rows of the table."""

from __future__ import annotations

import re
from types import SimpleNamespace

import polars as pl
import pytest
from conftest import SHARED, needs_shared
from reading_rules import read_sentence
from test_sections import slide
from test_simulations import QUICK

from deckgen.asking import answered
from deckgen.conditions import ordinal_words
from deckgen.demo import sample_table
from deckgen.features import Feature
from deckgen.settings import ColumnSettings, Settings
from deckgen.statistics.disclosure import FEW, tens
from deckgen.telling import tell
from deckgen.trial import hashed
from deckgen.wording import Words

MISSING = ["", "NA", "N/A", "null", "nan", "未知", "-", "unknown", " "]


def held_out(path, label: str, key: str) -> pl.DataFrame:
    """Return the rows that no rule was fitted on, straight from the file."""
    rows = pl.read_csv(path, infer_schema=False)
    cells = pl.all().str.strip_chars()
    rows = rows.with_columns(pl.when(cells.is_in(MISSING).not_()).then(cells).name.keep())
    return rows.filter(pl.Series(hashed(rows[key])) >= 0.7).rename({label: "label"})


def check_sentences(path, language: str, label: str, key: str, **chosen) -> int:
    """Check all rule sentences in the notes of step 3.2; return how many there were."""
    settings = Settings(label=label, language=language, **chosen)
    customers, answers = answered(path, settings)
    titles = {column.text(language): column.name for column in customers.columns}
    orders = {column.name: column.order for column in customers.columns}
    deck, _ = tell(customers, answers, settings, find=QUICK)
    rows, keys = held_out(path, label, key), {group.name: group.key for group in deck.clusters}
    sentences = re.findall(r"If .+?lift (?:≥\s)?[\d.]+x\)|若.+?倍）", slide(deck, "3.2").notes)
    rules = [claim for claim in deck.claims if claim.kind == "rule" and claim.verdict == "clear"]
    for sentence in sentences:
        read = read_sentence(sentence, titles, orders)
        met, own = rows.filter(read.met), pl.col("label") == keys[read.name]
        hits, size = met.filter(own).height, rows.filter(own).height
        matching = [
            rule
            for rule in rules
            if rule.cluster == keys[read.name]
            and rule.bases[0] == tens(met.height)
            and rule.numbers["coverage"] == pytest.approx(hits / size, abs=FEW / size)
            and rule.effect.value == pytest.approx(hits / met.height, abs=FEW / met.height)
        ]
        assert matching, sentence
        shown = re.fullmatch(r"([\d.]+)%", read.precision)
        assert shown is None or float(shown[1]) == pytest.approx(100 * hits / met.height, abs=0.51)
        if 0 < met.height - hits < FEW:
            assert shown is None
        else:
            assert matching[0].effect.value == pytest.approx(hits / met.height, abs=1e-12)
    return len(sentences)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("cuts", [None, (812.5, 12345, 67890.1)])
def test_sentences_of_a_made_up_table(tmp_path, language, cuts):
    path = tmp_path / "demo.csv"
    sample_table(6000, language).write_csv(path)
    chosen = {"columns": {"month_avg_spend_amt": ColumnSettings(cuts=cuts)}} if cuts else {}
    assert check_sentences(path, language, "cluster", "customer_id", **chosen)


@needs_shared
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("name", "label", "key", "depth"),
    [
        ("seed_20k", "cluster_agg_k2", "customer_id", 3),
        ("seed_20k_v2", "cluster_km_k3", "customer_id", 5),
        ("telco_churn", "cluster", "customerID", 4),
        ("marketing_campaign", "segment", "ID", 3),
    ],
)
def test_sentences_of_collected_tables(name, label, key, depth, language):
    assert check_sentences(SHARED / "data" / f"{name}.csv", language, label, key, depth=depth)


@pytest.mark.parametrize(
    ("language", "ends", "said"),
    [
        ("en", (1, 2), "Contract is one year or two years"),
        ("en", (0, 1), "Contract is monthly or one year"),
        ("zh", (1, 2), "Contract为one year或two years"),
        ("en", (2, 2), "Contract is two years"),
        ("en", (0, 2), "Contract known"),
    ],
)
def test_two_ordered_levels_are_both_named(language, ends, said):
    feature = Feature("contract", "ordinal", levels=("monthly", "one year", "two years"))
    assert ordinal_words(SimpleNamespace(say=Words(language)), feature, "Contract", *ends) == said


def test_more_ordered_levels_are_named_by_their_end():
    feature, brief = Feature("size", "ordinal", levels=("S", "M", "L", "XL")), SimpleNamespace(say=Words("en"))
    ends = [ordinal_words(brief, feature, "Size", *ends) for ends in ((1, 3), (0, 2))]
    assert ends == ["Size is M or above", "Size is L or below"]
