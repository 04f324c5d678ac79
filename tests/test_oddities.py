from __future__ import annotations

import polars as pl
import pytest

from deckgen.asking import answered
from deckgen.errors import TableError
from deckgen.oddities import oddities
from deckgen.settings import ColumnSettings, Settings

N = 400


def rows(**columns) -> pl.DataFrame:
    """Return a table of 400 customers in two clusters with a KPI and further columns."""
    base = {
        "customer_id": [f"C{i:05d}" for i in range(N)],
        "cluster": [str(i % 2) for i in range(N)],
        "spend": [str(100 + i * 7 % 90 + i % 2) for i in range(N)],
    }
    return pl.DataFrame({**base, **columns})


def told(path, table: pl.DataFrame | str, settings: Settings = Settings()):  # noqa: B008  (frozen)
    """Write a table, ask all questions, and return the answers and what is odd, for the terminal and for the deck."""
    if isinstance(table, str):
        path.write_text(table, encoding="utf-8")
    else:
        table.write_csv(path)
    customers, answers = answered(path, settings)
    found = oddities(customers, answers)
    return customers, answers, [n.detail.en for n in found], [n.text.en for n in found] + [n.text.zh for n in found]


def test_a_clean_table_has_nothing_odd(tmp_path):
    assert told(tmp_path / "t.csv", rows())[2] == []


def test_unreadable_cells_beyond_the_sample_are_counted(tmp_path, monkeypatch):
    monkeypatch.setattr("deckgen.customers.SAMPLE_ROWS", 100)
    spend = [str(i % 90) for i in range(N - 30)] + ["n.v."] * 30
    _, _, details, deck = told(tmp_path / "t.csv", rows(spend=spend))
    assert details == ["30 cells of spend are no numbers; taken as missing: 'n.v.'"]
    assert not any("n.v." in text for text in deck)


def test_a_few_customers_are_not_counted_in_the_deck(tmp_path):
    spend = ["x"] * 3 + [str(i % 90) for i in range(N - 3)]
    _, _, details, deck = told(tmp_path / "t.csv", rows(spend=spend))
    assert details[0].startswith("3 cells of spend")
    assert any(text.startswith("a few cells") for text in deck) and not any("3" in text for text in deck)


def test_a_sentinel_far_out_is_told_although_every_value_is_as_frequent(tmp_path):
    days = ["999" if i % 20 == 0 else str(i % 12) for i in range(N)]
    lines = [f"C{i:04d},{'ab'[i % 3 == 0]},{day}" for i, day in enumerate(days)]
    details = told(tmp_path / "t.csv", "id,cluster,days\n" + "\n".join(lines) + "\n")[2]
    assert details == ["20 cells of days are 999, far from all others: if that means missing, set missing = [999]"]


def test_a_sentinel_is_told_and_can_be_declared_missing(tmp_path):
    spend = ["9999" if i % 10 == 0 else str(i % 90) for i in range(N)]
    customers, answers, details, _ = told(tmp_path / "t.csv", rows(spend=spend))
    assert details == ["40 cells of spend are 9999, far from all others: if that means missing, set missing = [9999]"]
    declared = Settings(columns={"spend": ColumnSettings(missing=("9999",))})
    customers, answers, details, _ = told(tmp_path / "t.csv", rows(spend=spend), declared)
    assert details == [] and answers.values(customers["spend"]).missing.sum() == 40


def test_ids_in_several_rows_and_clusters_are_counted(tmp_path):
    ids = [f"C{i:05d}" for i in range(N)]
    ids[10], ids[21] = ids[12], ids[12]
    _, _, details, _ = told(tmp_path / "t.csv", rows(customer_id=ids))
    assert details == [
        "1 value of customer_id stands in several rows",
        "1 value of customer_id is in more than one cluster",
    ]


def test_totals_headers_and_blank_rows_are_no_customers(tmp_path):
    text = rows().write_csv()
    header = text.splitlines()[0]
    _, answers, details, _ = told(tmp_path / "t.csv", text + header + "\n合计,,99999\n,,\n")
    assert answers.sizes == (200, 200) and answers.unlabelled == 0
    assert details == ["1 row repeats the header; left out", "1 row is a total; left out"]


def test_few_rows_with_too_many_cells_are_left_out_many_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("deckgen.reading.text.PEEK", 2000)
    text = rows().write_csv()
    _, answers, details, _ = told(tmp_path / "t.csv", text + "C9,1,5,6\n")
    assert answers.sizes == (200, 200)
    assert details == ["1 row has another number of cells than the header; left out"]
    with pytest.raises(TableError, match=r"row 401 below the header: 30 of 430 rows"):
        told(tmp_path / "t.csv", text + "C9,1,5,6\n" * 30)


def test_answers_beside_yes_and_no_are_told_and_in_no_base(tmp_path):
    service = [("Yes", "No", "No phone service", "No")[i % 4] for i in range(N)]
    customers, answers, details, _ = told(tmp_path / "t.csv", rows(lines=service))
    assert customers["lines"].role == "flag" and answers.flag(customers["lines"]).sizes.sum() == 300
    assert details == ["lines: 'no phone service' is neither yes nor no and not in the base"]


def test_where_only_the_yes_is_written_an_empty_cell_is_a_no(tmp_path):
    marked = ["Y" if i % 3 == 0 else None for i in range(N)]
    customers, answers, _, _ = told(tmp_path / "t.csv", rows(member=marked))
    counts = answers.flag(customers["member"])
    assert (counts.yes.sum(), counts.no.sum(), counts.missing.sum()) == (134, 266, 0)


def test_a_label_in_other_words_is_no_finding(tmp_path):
    names = [("gold", "silver")[i % 2] for i in range(N)]
    customers, *_ = told(tmp_path / "t.csv", rows(grade=names))
    assert customers["grade"].role == "ignore" and "one to one" in customers["grade"].reason.en


def test_a_label_written_with_a_decimal_is_the_same_cluster(tmp_path):
    _, answers, _, _ = told(tmp_path / "t.csv", rows(cluster=["1.0", "0"] * (N // 2)))
    assert answers.clusters == ("0", "1")


@pytest.mark.parametrize(
    ("name", "scale", "doubted"), [("price ratio", 40, True), ("usage rate", 1, False), ("open items (EUR)", 40, False)]
)
def test_a_zero_is_doubted_of_no_amount_and_no_part_of_a_whole(tmp_path, name, scale, doubted):
    cells = [str(0 if i % 3 else scale * (0.5 + i % 50 / 101)) for i in range(N)]
    details = told(tmp_path / "t.csv", rows(**{name: cells}))[2]
    assert any("may stand for" in detail for detail in details) == doubted
