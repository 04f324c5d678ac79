"""What tests share: where the collected test data is, and small tables made on the spot."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from hypothesis import settings

settings.register_profile("untimed", deadline=None)  # a busy machine makes no law false
settings.load_profile("untimed")

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"

needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared: collected tables and templates")


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory) -> Iterator[Path]:
    """Keep the tests' pictures out of the user's cache, and share them among the tests."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DECKGEN_CACHE", str(folder))
        yield folder


@pytest.fixture
def small_csv(tmp_path: Path) -> Path:
    """A table of 400 customers in two clusters that differ on spend, media and one flag."""
    n = 400
    rows = pl.DataFrame(
        {
            "customer_id": [f"C{i:05d}" for i in range(n)],
            "cluster": [str(int(i % 4 == 0)) for i in range(n)],
            "month_avg_spend_amt": [(100.0 + i * 7 % 90) * (20 if i % 4 == 0 else 1) for i in range(n)],
            "avg_monthly_active_days": [float(5 + i % 7 + (12 if i % 4 == 0 else 0)) for i in range(n)],
            "main_media": ["TikTok" if (i % 4 == 0 and i % 3) or i % 11 == 0 else "Meta" for i in range(n)],
            "has_high_risk_flag_fraud": ["是" if i % 5 == 1 else "否" for i in range(n)],
        }
    )
    path = tmp_path / "small.csv"
    rows.write_csv(path)
    return path
