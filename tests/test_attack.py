"""An attacker with this deck, its by-products and the previous deck learns no count of 1 to 10 and nobody's value."""

from __future__ import annotations

import io
import json
import math
import re
import zipfile
from itertools import product
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_simulations import QUICK
from test_verify import Blind

from deckgen.asking import answered
from deckgen.beside import Beside
from deckgen.demo import sample_table
from deckgen.pipeline import build, update
from deckgen.record import record_of
from deckgen.settings import Settings
from deckgen.statistics.disclosure import FEW, STAND_IN, TOLD, rounded, steps
from deckgen.telling import tell

ROWS = 1200
FEW_COUNTS = range(1, FEW)
SECRETS = ("秘密客户", "ZX-SECRET-77", "绝密品类", "98765.4321", "98765")


def planted(language: str = "zh") -> pl.DataFrame:
    """Return a table with a customer whom everybody would know, and flags and levels of 1 to 10 in one cluster."""
    rows = sample_table(ROWS, language).with_row_index()
    clusters = rows["cluster"].cast(pl.String)
    place = pl.int_range(pl.len()).over("cluster")
    smallest = clusters.value_counts().sort("count")["cluster"][0]
    own = pl.col("cluster").cast(pl.String) == smallest
    flags = [
        pl.when(own).then(place < few).otherwise(place % 7 == few % 7).cast(pl.Int8).alias(f"has_high_risk_flag_{few}")
        for few in FEW_COUNTS
    ]
    shares = [
        pl.when(own & (place < few)).then(pl.lit(f"罕见{few}")).otherwise(pl.lit("甲")).alias(f"level_{few}")
        for few in FEW_COUNTS
    ]
    known = pl.col("index") == 7
    secret = [
        pl.when(known).then(pl.lit("ZX-SECRET-77")).otherwise(pl.col("customer_id")).alias("customer_id"),
        pl.when(known).then(pl.lit("绝密品类")).otherwise(pl.col("top_l2_category")).alias("top_l2_category"),
        pl.when(known)
        .then(98765.4321)
        .otherwise(pl.col("month_avg_spend_amt").cast(pl.Float64, strict=False))
        .alias("month_avg_spend_amt"),
        pl.when(known)
        .then(pl.lit("秘密客户"))
        .otherwise(pl.lit("客户") + pl.col("index").cast(pl.String))
        .alias("note"),
    ]
    return rows.with_columns(*flags, *shares, *secret).drop("index")


def later(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the table after the next clustering: three customers left, and seven went to another cluster."""
    keys = sorted(rows["cluster"].unique().to_list())
    rows = rows.with_row_index().filter(~pl.col("index").is_in([20, 21, 22]))
    moved = pl.col("index").is_in(list(range(100, 107))) & (pl.col("cluster") != keys[0])
    return rows.with_columns(pl.when(moved).then(pl.lit(keys[0])).otherwise("cluster").alias("cluster")).drop("index")


@pytest.fixture(scope="module")
def loot(tmp_path_factory) -> dict[str, str]:
    """All that is written in both languages, as text: a deck, its by-products, and the deck of the next clustering."""
    folder = tmp_path_factory.mktemp("loot")
    planted().write_csv(folder / "table.csv")
    later(planted()).write_csv(folder / "later.csv")
    found = {}
    for language in ("zh", "en"):
        paths = {kind: folder / f"{language}.{kind}" for kind in ("tables", "claims", "method")}
        with Blind(0) as studio:
            build(
                folder / "table.csv",
                folder / f"{language}.pptx",
                Settings(language=language),
                beside=Beside(**paths),
                studio=studio,
            )
        updated = folder / f"{language}-updated.pptx"
        with Blind(0) as studio:
            update(folder / f"{language}.pptx", folder / "later.csv", updated, lambda known: known, studio=studio)
        reports = (updated.with_suffix(f".update{kind}") for kind in (".md", ".json"))
        for path in (folder / f"{language}.pptx", *paths.values(), updated, *reports):
            found |= {f"{path.name}/{name}": text for name, text in parts(path).items()}
    return found


def parts(path: Path) -> dict[str, str]:
    """Return a file's parts as text; a text file is its only part."""
    content = path.read_bytes()
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return {"": content.decode("utf-8")}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {
            name: archive.read(name).decode("utf-8")
            for name in archive.namelist()
            if name.endswith((".xml", ".rels", ".svg"))
        }


def test_no_id_no_rare_level_and_no_single_value_stands_anywhere(loot):
    assert len(loot) > 60
    assert not [(name, secret) for name, text in loot.items() for secret in SECRETS if secret in text]
    assert not [name for name, text in loot.items() if re.search(r"罕见\d", text)]


def test_no_text_counts_1_to_10_customers(loot):
    counted = r"(?<![\d.,~])(?<!1 至 )(?<!1 to )(?:[1-9]|10) ?(?:位|customers?\b|cases?\b)"
    told = {name: re.findall(counted, re.sub(r"<[^>]+>", " ", text)) for name, text in loot.items()}
    assert not {name: found for name, found in told.items() if found}


def record(rows: pl.DataFrame, path: Path) -> dict:
    """Return what a deck of some rows remembers: the most precise that leaves the house."""
    rows.write_csv(path)
    settings = Settings(language="zh")
    customers, answers = answered(path, settings)
    deck, _ = tell(customers, answers, settings, find=QUICK)
    return json.loads(json.dumps(record_of(customers, answers, settings, "0" * 64, deck)))


@pytest.fixture(scope="module")
def remembered(tmp_path_factory):
    """What a deck remembers, and the true counts of its flags: column, cluster -> yes."""
    rows = planted()
    truth = {
        (name, key): rows.filter(pl.col("cluster").cast(pl.String) == key)[name].sum()
        for name, key in product(
            [f"has_high_risk_flag_{few}" for few in FEW_COUNTS], rows["cluster"].cast(pl.String).unique()
        )
    }
    return record(rows, tmp_path_factory.mktemp("record") / "table.csv"), truth


def numbers_of(data: object, name: str = ""):
    """Yield all numbers of nested data with the names they stand under."""
    if isinstance(data, dict):
        for key, inner in data.items():
            yield from numbers_of(inner, key)
    elif isinstance(data, list):
        for inner in data:
            yield from numbers_of(inner, name)
    elif isinstance(data, int | float) and not isinstance(data, bool):
        yield name, data


def test_the_record_counts_no_1_to_10_customers(remembered):
    counts = [n for name, n in numbers_of(remembered[0]) if name in ("bases", "customers", "own", "yes", "rest_yes")]
    assert counts
    assert not [n for n in counts if 0 < n < FEW]


def possible(share: float, n: int, decimals: int = 6) -> set[int]:
    """Return the counts of n customers that a printed share may stand for."""
    half = 0.5 * 10.0 ** -max(2, len(f"{share:.{decimals}f}".rstrip("0").partition(".")[2])) + 1e-9
    return set(range(max(0, math.ceil((share - half) * n)), min(n, math.floor((share + half) * n)) + 1))


def test_hidden_counts_do_not_follow_from_what_is_said_of_the_other_clusters(remembered):
    told, truth = remembered
    sizes = {cluster["key"]: cluster["customers"] for cluster in told["clusters"]}
    claims = {(c["column"], c["cluster"]): c for c in told["claims"] if c["kind"] == "flag"}
    recovered = []
    for (column, key), few in truth.items():
        if not 0 < few < FEW:
            continue
        assert claims[column, key]["numbers"] == {} and claims[column, key]["effect"] is None
        for other in sizes.keys() - {key}:
            third = (sizes.keys() - {key, other}).pop()
            numbers = [claims[column, cluster]["numbers"] for cluster in (other, third)]
            if all(numbers):
                rest = possible(numbers[0]["rest_share"], sizes[key] + sizes[third])
                left = {n - m for n in rest for m in possible(numbers[1]["share"], sizes[third])}
                if left == {few} and few != STAND_IN:
                    recovered.append((column, few))
    assert not recovered


positive = st.lists(st.floats(1, 1e6), min_size=FEW, max_size=80)


@given(positive)
def test_totals_of_two_decks_leave_the_largest_value_open(values):
    values = np.sort(np.round(values, 2))
    n, most = len(values), float(values[-1])
    mean_step, sd_step = steps(n, float(values.std(ddof=1)), most)
    if not mean_step:
        return
    half = abs(rounded(float(values.mean()), n, mean_step) - values.mean())
    assert half <= max(mean_step * 2.5, values.mean() / 2 + 1e-9)
    least_unit = min(mean_step, 10.0 ** math.floor(math.log10(values.mean())))
    assert n * least_unit >= min(2 * TOLD * most, n * values.mean() / 10) * 0.999
    assert sd_step * n * values.std(ddof=1) == pytest.approx(2 * TOLD * most**2)


def estimates(told: list[dict], column: str, key: str) -> list[float]:
    """Estimate the value of the customer who is in the first deck only: from totals, and from sums of squares."""
    n = [next(c["customers"] for c in deck["clusters"] if c["key"] == key) for deck in told]
    figures = [
        next(
            c["numbers"]
            for c in deck["claims"]
            if (c["kind"], c["column"], c["cluster"], c["against"]) == ("kpi", column, key, "*")
        )
        for deck in told
    ]
    totals = [k * f["mean"] for k, f in zip(n, figures, strict=True)]
    squares = [(k - 1) * f["sd"] ** 2 + k * f["mean"] ** 2 for k, f in zip(n, figures, strict=True)]
    return [totals[0] - totals[1], math.sqrt(max(0.0, squares[0] - squares[1]))]


def test_a_customer_who_left_is_not_told_by_the_previous_deck(tmp_path):
    rows = planted()
    spend, key = rows["month_avg_spend_amt"], rows["cluster"].cast(pl.String)
    kpis = ["month_avg_spend_amt", "total_ad_count", "month_avg_topup_amt", "month_avg_ad_count"]
    leavers = [7, int(spend.arg_max()), *np.random.default_rng(3).choice(ROWS, 6, replace=False).tolist()]
    before, close, tried = record(rows, tmp_path / "before.csv"), 0, 0
    for leaver in leavers:
        after = record(rows.with_row_index().filter(pl.col("index") != leaver).drop("index"), tmp_path / "after.csv")
        for column in kpis:
            value = float(rows[column].cast(pl.Float64, strict=False)[leaver] or 0)
            if value:
                guesses = estimates([before, after], column, key[leaver])
                tried += len(guesses)
                close += sum(abs(guess / value - 1) < 0.01 for guess in guesses)
    assert tried >= 40
    assert close <= 0.05 * tried
