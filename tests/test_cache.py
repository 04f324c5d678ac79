"""What was made before is not made again, is never taken for something else, and never stands in the way."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from threading import Event

import polars as pl
import pytest
from click.testing import CliRunner

from deckgen import cache as caching
from deckgen.again import inputs_of, name_of
from deckgen.brand import Brand
from deckgen.cache import Cache, cache_folder
from deckgen.cli import main
from deckgen.finding import Finder, content, from_json, to_json
from deckgen.marks import Drawn
from deckgen.rules import find
from deckgen.settings import Settings
from deckgen.sketch import Look, sketch
from deckgen.slides import Bar, BarPanel, Bars, Group
from deckgen.studio import Studio


@pytest.fixture
def cache(tmp_path) -> Cache:
    return Cache(tmp_path / "kept")


def test_what_was_kept_is_found(cache):
    assert cache.get("a") is None and not cache.has("a")
    cache.put("a", b"picture")
    assert cache.get("a") == b"picture" and cache.has("a")
    assert [path.name for path in cache.folder.iterdir()] == ["a.entry"]


@pytest.mark.parametrize("damage", [b"", b"short", b"x" * 40, None])
def test_a_damaged_entry_is_none(cache, damage):
    cache.put("a", b"picture")
    whole = cache.path("a").read_bytes()
    cache.path("a").write_bytes(whole[:-1] if damage is None else damage)
    assert cache.get("a") is None
    cache.put("a", b"again")
    assert cache.get("a") == b"again"


def test_without_a_folder_nothing_is_kept():
    cache = Cache(None)
    cache.put("a", b"picture")
    assert cache.get("a") is None
    cache.trim()


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path):
    (tmp_path / "file").write_text("in the way")
    cache = Cache(tmp_path / "file")
    cache.put("a", b"picture")
    assert cache.get("a") is None


def test_what_was_not_used_for_longest_goes_first(cache, monkeypatch):
    monkeypatch.setattr(caching, "MOST_BYTES", 1000)
    for number, name in enumerate("abcd"):
        cache.put(name, b"x" * 200)
        os.utime(cache.path(name), (number, number))
    cache.get("a")
    cache.put("e", b"x" * 200)
    cache.trim()
    assert [name for name in "abcde" if cache.has(name)] == ["a", "d", "e"]


def test_another_part_gives_another_key(cache, monkeypatch):
    keys = {cache.key(*parts) for parts in (("a", "b"), ("ab",), ("a", b"b"), (("a", "b"),), ("a", 1), ("a", 1.0))}
    assert len(keys) == 6
    monkeypatch.setattr(caching, "software", lambda: b"newer")
    assert Cache(cache.folder).key("ab") not in keys


def test_the_folder_is_the_users_own_unless_named(monkeypatch, tmp_path):
    monkeypatch.setenv("DECKGEN_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path
    monkeypatch.delenv("DECKGEN_CACHE")
    assert cache_folder().name.casefold() in ("deckgen", "cache") and cache_folder().is_relative_to(Path.home())


def bars(label: str, alt: str = "") -> Bars:
    return Bars("bars", (BarPanel("0", "title", (Bar(label, 0.5, "50%"),)),), alt)


def drawn(cache: Cache, chart: Bars, name: str = "zero", width: float = 4.0) -> Drawn:
    with Studio(workers=0, cache=cache) as studio:
        marks, _ = sketch(chart, width, 2.0, Look(Brand(), (Group("0", name),)))
        studio.begin("key", (marks, width, 2.0), Brand())
        return studio.pictures()["key"]


def test_a_picture_is_drawn_again_only_where_something_of_it_changed(cache, monkeypatch):
    first = drawn(cache, bars("a"))
    again = Drawn(b"drawn", b"again")
    monkeypatch.setattr("deckgen.studio.draw_one", lambda *job: again)
    assert drawn(cache, bars("a")) == first
    assert drawn(cache, bars("a", "another finding"), "a name that it does not show") == first
    assert drawn(cache, bars("b")) == again
    assert drawn(cache, bars("a"), width=4.5) == again
    assert drawn(Cache(None), bars("a")) == again


@pytest.mark.parametrize(("charts", "pools"), [(0, 0), (1, 0), (2, 1)])
def test_workers_start_for_more_than_one_picture(cache, charts, pools):
    with Studio(workers=1, cache=cache, at_once=False) as studio:
        for number in range(charts):
            marks, _ = sketch(bars(str(number)), 2.0, 1.0, Look(Brand(), (Group("0", "zero"),)))
            studio.begin(number, (marks, 2.0, 1.0), Brand())
        assert len(studio.pictures()) == charts
        assert ("drawers" in vars(studio)) == bool(pools)


def test_findings_are_read_back_as_they_were(found):
    rows, findings = found
    assert findings.tree is not None and findings.rules
    assert from_json(to_json(findings)) == findings
    assert content(rows) == content(rows.reverse()) != content(rows.head(300))


@pytest.fixture
def found(small_csv):
    from deckgen.customers import read_customers
    from deckgen.features import features
    from deckgen.questions import answer
    from deckgen.sections import ORDER
    from deckgen.sections.tree import feature_columns

    customers = read_customers(small_csv, Settings())
    answers = answer(customers, [question for section in ORDER for question in section.asks(customers)])
    rows: pl.DataFrame = answers.rows(feature_columns(customers))
    return rows, find(rows, features(customers, answers), answers.clusters, 3)


AGAIN = """
import sys
from deckgen.cli import main
main(sys.argv[1:], standalone_mode=False)
print("imported", *(n for n in ("plotnine", "pandas", "matplotlib", "sklearn", "scipy", "polars") if n in sys.modules))
"""


def built(arguments: list[str]) -> list[str]:
    """Run deckgen in a process of its own; return which heavy libraries it imported."""
    done = subprocess.run([sys.executable, "-c", AGAIN, *arguments], capture_output=True, text=True, check=True)
    return done.stdout.rpartition("imported")[2].split()


@pytest.fixture
def first(small_csv, tmp_path, monkeypatch) -> tuple[list[str], Path]:
    """A deck built once with an empty cache: the arguments, and the deck."""
    monkeypatch.setenv("DECKGEN_CACHE", str(tmp_path / "kept"))
    monkeypatch.setenv("DECKGEN_WORKERS", "0")
    deck = tmp_path / "deck.pptx"
    arguments = ["build", str(small_csv), "-o", str(deck)]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0, done.output
    return arguments, deck


def test_a_rebuild_gives_the_same_deck_and_reads_nothing(first):
    arguments, deck = first
    whole = deck.read_bytes()
    deck.unlink()
    assert built(arguments) == []
    assert deck.read_bytes() == whole


def test_after_a_change_that_no_picture_shows_nothing_is_drawn_nor_found_again(first, tmp_path):
    arguments, deck = first
    whole = deck.read_bytes()
    settings = tmp_path / "deckgen.toml"
    settings.write_text('[columns.customer_id]\nrole = "id"\n')
    assert built([*arguments, "--config", str(settings)]) == ["polars"]
    assert deck.read_bytes() != whole


def test_after_a_change_of_names_alone_nothing_is_drawn_nor_found_again(first):
    arguments, deck = first
    whole = deck.read_bytes()
    assert built([*arguments, "--name", "1=High-value exporters", "--name", "0=A name that takes two lines"]) == [
        "polars"
    ]
    assert deck.read_bytes() != whole


def test_a_rebuild_with_a_name_given_reads_nothing_though_the_first_wrote_it_down(first):
    arguments, deck = first
    named = [*arguments, "--name", "1=High-value exporters"]
    assert CliRunner().invoke(main, named).exit_code == 0
    whole = deck.read_bytes()
    assert CliRunner().invoke(main, [*named, "--no-cache"]).exit_code == 0
    assert deck.read_bytes() == whole  # the same with what the first wrote down
    assert built(named) == []
    assert deck.read_bytes() == whole


def test_a_changed_input_gives_another_deck(cache, small_csv, tmp_path, monkeypatch):
    template = tmp_path / "brand.pptx"
    template.write_bytes(b"one")

    def name(brand: Path | None = template, **chosen: object) -> str | None:
        return name_of(cache, inputs_of(cache, small_csv, brand), Settings(**chosen))

    names = [name(), name(None), name(names={"1": "Core"})]
    template.write_bytes(b"two")
    names.append(name())
    os.utime(small_csv, (0, 0))
    names.append(name())
    small_csv.write_text(small_csv.read_text() + "\n")
    os.utime(small_csv, (0, 0))
    names.append(name())
    monkeypatch.setattr("deckgen.again.font_paths", lambda: [template])
    names.append(name())
    assert None not in names and len(set(names)) == len(names)


def test_a_deck_is_known_by_files_alone(cache, small_csv, tmp_path):
    assert inputs_of(cache, tmp_path, None) is None
    assert inputs_of(Cache(None), small_csv, None) is None
    assert name_of(cache, None, Settings()) is None


def test_no_cache_keeps_nothing(small_csv, tmp_path, monkeypatch):
    monkeypatch.setenv("DECKGEN_CACHE", str(tmp_path / "kept"))
    monkeypatch.setenv("DECKGEN_WORKERS", "0")
    done = CliRunner().invoke(main, ["build", str(small_csv), "-o", str(tmp_path / "deck.pptx"), "--no-cache"])
    assert done.exit_code == 0 and not (tmp_path / "kept").exists()


def test_what_else_there_is_to_do_is_done_before_somebody_waits(monkeypatch):
    begun, let = Event(), Event()

    def slow(*sought):
        begun.set()
        let.wait(10)
        return "found"

    with Studio(workers=0) as studio:
        finder = Finder(studio, let.set)  # a finder that waited first would wait for ever
        monkeypatch.setattr(finder, "found", slow)
        sought = (pl.DataFrame(), (), ("0", "1"), 3)
        finder.begin(*sought)
        assert begun.wait(10) and finder(*sought) == "found" and let.is_set()
