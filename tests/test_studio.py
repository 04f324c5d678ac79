"""Tests of workers: that none is left, and that none is missed."""

from __future__ import annotations

import threading

import pytest

from deckgen.studio import Studio


@pytest.mark.parametrize("answered", [False, True], ids=["still importing", "at work"])
def test_a_studio_that_is_left_leaves_no_thread_behind(answered):
    """A pool's own thread that outlives it can fail while Python exits."""
    before = set(threading.enumerate())
    with Studio(workers=1) as studio:
        waiting = studio.later(sum, (1, 2))
        if answered:
            assert waiting() == 3
        assert set(threading.enumerate()) > before
    assert set(threading.enumerate()) <= before
