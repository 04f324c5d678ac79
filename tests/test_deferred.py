"""A module that is only named by what imports it."""

import subprocess
import sys

import numpy as np
import pytest

from deckgen.ceiling import boosted
from deckgen.deferred import deferred

BOOSTS = """
import sys
import numpy as np
from deckgen.ceiling import boosted, load
load()
assert "scipy.stats" not in sys.modules
codes = np.arange(900, dtype=np.int16).reshape(300, 3) % 7
print(*boosted(codes, np.arange(300) % {clusters}, codes[:50]))
print("scipy.stats" in sys.modules)
"""


@pytest.mark.parametrize(("clusters", "needs_it"), [(2, "False"), (3, "True")])
def test_boosting_says_the_same_and_has_what_it_calls(clusters, needs_it):
    run = subprocess.run(
        [sys.executable, "-c", BOOSTS.format(clusters=clusters)], capture_output=True, text=True, check=True
    )
    named, imported = run.stdout.splitlines()
    codes = np.arange(900, dtype=np.int16).reshape(300, 3) % 7
    assert list(map(int, named.split())) == list(boosted(codes, np.arange(300) % clusters, codes[:50]))
    assert imported == needs_it


def test_a_function_is_looked_up_when_it_is_called(monkeypatch):
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    with deferred("colorsys"):
        from colorsys import rgb_to_hls
    assert "colorsys" not in sys.modules
    assert rgb_to_hls(1.0, 0.0, 0.0) == (0.0, 0.5, 1.0)
    assert "colorsys" in sys.modules


def test_a_module_that_is_loaded_stays(monkeypatch):
    import colorsys

    with deferred("colorsys"):
        assert sys.modules["colorsys"] is colorsys
    assert sys.modules["colorsys"] is colorsys
