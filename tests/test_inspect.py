"""`deckgen inspect` tells what is seen of a table, on the terminal and as JSON."""

from __future__ import annotations

import json

import polars as pl
import pytest
from click.testing import CliRunner

from deckgen.cli import main

N = 300


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    """A table with a gap, a third answer, noise, an unlabelled row, an amount in two currencies, and a wild name."""
    rows = pl.DataFrame(
        {
            "customer_id": [f"C{i:05d}" for i in range(N)],
            "cluster": [None if i == 0 else "-1" if i < 31 else str(i % 3 // 2) for i in range(N)],
            "spend": [f"{'$' if i % 2 else '¥'}{100 + i * 37 % 1009}.5" for i in range(N)],
            "backup": ["Yes" if i % 3 else "No" if i % 2 else "No internet service" for i in range(N)],
            "活跃\x1b[31m天数": [None if i % 4 == 0 else float(i % 29) for i in range(N)],
            "size": [("1-9", "10-49", "50+")[i % 3 if i % 7 else 0] for i in range(N)],
        }
    )
    path = tmp_path_factory.mktemp("inspect") / "table.csv"
    rows.write_csv(path)
    return path


def run(*arguments: object, code: int = 0) -> str:
    done = CliRunner().invoke(main, ["inspect", *map(str, arguments)])
    assert done.exit_code == code, done.output
    return done.output


def test_as_json_it_has_rows_label_sizes_roles_reasons_missing_and_warnings(table):
    seen = json.loads(run(table, "--json"))
    assert (seen["rows"], seen["label"], seen["id"]) == (N, "cluster", "customer_id")
    assert sum(cluster["customers"] for cluster in seen["clusters"]) == N - 31
    assert seen["noise"] == 30
    columns = {column["name"]: column for column in seen["columns"]}
    assert [column["role"] for column in seen["columns"]] == ["id", "label", "kpi", "flag", "kpi", "category"]
    assert "'no internet service' is not in its base" in columns["backup"]["reason"]
    assert columns["backup"]["missing"] == 0
    assert next(c["missing"] for c in seen["columns"] if c["name"].startswith("活跃")) == pytest.approx(0.25)
    assert (columns["size"]["levels"], columns["size"]["about"]) == (3, "size, ordered")
    assert any("spend mixes currencies" in warning for warning in seen["warnings"])


def test_a_count_of_a_few_customers_is_not_told(table):
    assert json.loads(run(table, "--json"))["unlabelled"] is None
    assert "no label: 1-10" in run(table)


def test_on_the_terminal_the_roles_stand_in_a_table_and_nothing_steers_the_terminal(table):
    lines = run(table).splitlines()
    assert lines[0].endswith("table.csv: 300 rows, 6 columns")
    head = next(line for line in lines if line.startswith("column"))
    body = lines[lines.index(head) + 1 :][:6]
    assert [line.split()[0] for line in body][:4] == ["customer_id", "cluster", "spend", "backup"]
    assert not any("\x1b" in line for line in lines)


def test_in_chinese_it_says_the_same(table):
    said = run(table, "--lang", "zh")
    assert "标签 cluster：" in said and "spend 混有多种货币" in said


def test_what_cannot_be_told_is_one_message(tmp_path):
    path = tmp_path / "no_label.csv"
    path.write_text("a,b\n1,2\n3,4\n")
    said = run(path, code=1)
    assert said.startswith("Error: ") and "--label" in said


def test_settings_and_options_are_heeded(table, tmp_path):
    config = tmp_path / "deckgen.toml"
    config.write_text('[columns.size]\nrole = "ignore"\n')
    columns = {c["name"]: c for c in json.loads(run(table, "--config", config, "--json"))["columns"]}
    assert columns["size"]["reason"] == "set in the settings"
    assert json.loads(run(table, "--label", "size", "--json"))["label"] == "size"
