"""What can be written beside a deck: claims as JSON, and its method as a document with the thresholds in force."""

from __future__ import annotations

import json
import re

import pytest
from test_sections import slide

from deckgen import rules
from deckgen.asking import answered
from deckgen.beside import Beside, write_beside
from deckgen.deckfile import was_edited
from deckgen.demo import sample_table
from deckgen.errors import OutputError
from deckgen.record import record_of
from deckgen.settings import ColumnSettings, Settings
from deckgen.statistics import verdicts
from deckgen.telling import tell


@pytest.fixture(scope="module", params=["zh", "en"])
def made(request, tmp_path_factory):
    """A deck with its customers and record."""
    path = tmp_path_factory.mktemp("method") / "demo.csv"
    sample_table(1500, request.param).write_csv(path)
    spend = ColumnSettings(least_ratio=1.7, least_gap=250.0, cuts=(812.5, 5000.0))
    settings = Settings(language=request.param, columns={"month_avg_spend_amt": spend})
    customers, answers = answered(path, settings)
    deck, _ = tell(customers, answers, settings)
    return deck, customers, record_of(customers, answers, settings, "0" * 64, deck)


@pytest.fixture
def written(made, tmp_path):
    """The by-products' paths."""
    beside = Beside(claims=tmp_path / "claims.json", method=tmp_path / "method.md")
    write_beside(beside, *made, force=False)
    return beside


def test_the_method_states_thresholds_and_settings_in_force(made, written):
    said = written.method.read_text(encoding="utf-8")
    for threshold in (
        verdicts.SMALL,
        verdicts.MEDIUM,
        verdicts.LARGE,
        verdicts.LEAST_H,
        verdicts.ALIKE_RATIO,
        verdicts.LITTLE_W,
    ):
        assert str(threshold) in said
    assert all(f"{100 * share:g}%" in said for share in (rules.FULL, rules.IN_PART))
    assert f"{rules.ON_TREE} 以上" in said or f"more than {rules.ON_TREE};" in said
    assert "99.9%" in said and "1.7" in said and "250" in said and "812.5" in said
    assert "Newcombe" in said and "Bergsma" in said
    assert made[2]["source"]["fingerprint"][:16] in said
    assert not re.search(r"\b(nan|None)\b", said)


def test_the_method_speaks_one_language(made, written):
    said = written.method.read_text(encoding="utf-8")
    assert bool(re.search("[\u4e00-\u9fff]", said)) == (made[0].language == "zh")


def test_claims_are_the_decks_own(made, written):
    exported = json.loads(written.claims.read_text(encoding="utf-8"))
    assert len(exported["claims"]) == len(made[0].claims)
    assert exported["claims"] == json.loads(json.dumps(made[2]["claims"]))
    assert exported["tiers"]["month_avg_spend_amt"] == [812.5, 5000.0]


def test_by_products_are_replaced_until_somebody_edits_them(made, written):
    for path in written.wanted.values():
        assert was_edited(path) is False
    write_beside(written, *made, force=False)
    written.method.write_text(written.method.read_text(encoding="utf-8") + "mine", encoding="utf-8")
    assert was_edited(written.method) is True
    with pytest.raises(OutputError, match="was edited"):
        write_beside(Beside(method=written.method), *made, force=False)


def test_the_overviews_notes_say_how_to_read_the_deck(made):
    notes = slide(made[0], "0").notes
    assert notes.startswith(("如何阅读", "How to read this"))
    assert "deckgen verify" in notes
