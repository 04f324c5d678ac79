"""What a deck remembers of its making: complete, private, the same whatever the order of rows."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace

import polars as pl
import pytest
from pptx import Presentation
from test_sections import told

from deckgen.asking import answered
from deckgen.claims import Claim
from deckgen.deckfile import packed, remembered, seal, sealed_item, unpacked, was_edited
from deckgen.demo import sample_table
from deckgen.features import Feature
from deckgen.record import claim_data, record_of, settings_data
from deckgen.settings import ColumnSettings, Settings
from deckgen.statistics.estimate import Estimate
from deckgen.trial import Condition


def remembering(path, settings=Settings()):  # noqa: B008  (frozen)
    """Return the record of a table's deck."""
    return record_of(*answered(path, settings), settings, "0" * 64, told(path))


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    path = tmp_path_factory.mktemp("record") / "customers.csv"
    sample_table(1500, "zh").write_csv(path)
    return path


@pytest.fixture(scope="module")
def record(table):
    return remembering(table)


def test_it_is_plain_json_with_every_claim_and_column(table, record):
    assert json.loads(json.dumps(record, allow_nan=False)) == record
    assert len(record["claims"]) == len(told(table).claims)
    assert [column["name"] for column in record["source"]["columns"]] == pl.read_csv(table).columns


def test_a_rule_is_remembered_in_one_order_however_its_tree_asks():
    asked = tuple(Condition(Feature(name, "flag"), 1, 1) for name in ("vip", "app", "card"))
    one = Claim("rule", "", "A", "*", "clear", 1, "precision", Estimate(0.9, 0.9, 0.9), (150, 600), conditions=asked)
    other = replace(one, conditions=asked[::-1])
    assert claim_data(one) == claim_data(other)
    assert [condition["column"] for condition in claim_data(one)["conditions"]] == ["app", "card", "vip"]


def test_only_changed_settings_are_remembered(table):
    chosen = Settings(label="cluster", depth=4, columns={"main_media": ColumnSettings(zh="媒体")})
    assert settings_data(chosen) == {"label": "cluster", "depth": 4, "columns": {"main_media": {"zh": "媒体"}}}


def test_no_figure_stands_on_one_to_ten_customers(record):
    for claim in record["claims"]:
        assert all(not 1 <= (n or 0) <= 10 for n in claim["bases"])
        assert all(not 1 <= claim["numbers"].get(name, 0) <= 10 for name in ("yes", "rest_yes"))


def test_the_fingerprint_follows_the_content_not_the_order(table, record, tmp_path):
    rows = pl.read_csv(table, infer_schema=False)
    shuffled, changed = tmp_path / "shuffled.csv", tmp_path / "changed.csv"
    rows.sample(fraction=1, shuffle=True, seed=3).select(reversed(rows.columns)).write_csv(shuffled)
    rows.with_columns(month_avg_spend_amt=pl.lit("7")).write_csv(changed)
    assert remembering(shuffled)["source"]["fingerprint"] == record["source"]["fingerprint"]
    assert remembering(changed)["source"]["fingerprint"] != record["source"]["fingerprint"]


def test_a_deck_remembers_after_others_have_saved_it(tmp_path, record):
    stream = io.BytesIO()
    Presentation().save(stream)
    path = tmp_path / "deck.pptx"
    path.write_bytes(seal(stream.getvalue(), record))
    assert was_edited(path) is False
    presentation = Presentation(path)
    presentation.core_properties.title = "theirs"
    presentation.save(path)
    assert was_edited(path) is True
    assert remembered(path.read_bytes()) == record


def test_a_changed_record_is_an_edit(tmp_path):
    stream = io.BytesIO()
    Presentation().save(stream)
    parts = unpacked(seal(stream.getvalue(), {"claims": 10}))
    item = sealed_item(parts)
    path = tmp_path / "deck.pptx"
    path.write_bytes(packed({**parts, item: parts[item].replace(b"10", b"11")}))
    assert was_edited(path) is True


def test_a_file_without_a_record_remembers_nothing(tmp_path):
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    assert remembered(empty.getvalue()) is None
    assert remembered(b"no zip") is None
