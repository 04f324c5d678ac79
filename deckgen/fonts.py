"""Which font files set the text of charts? The brand's where they are installed, else what comes closest.

Chinese needs a font that has its characters. Where none is installed, Noto Sans SC from the package zhplot (SIL Open
Font License 1.1) is taken from its file; the package itself is not imported.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

from deckgen.brand import Brand
from deckgen.typefaces import METRIC_TWINS, installed

CHINESE = (
    "Microsoft YaHei",
    "PingFang SC",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Hiragino Sans GB",
    "SimHei",
    "SimSun",
)
LATIN = ("Arial", "Liberation Sans", "Helvetica", "DejaVu Sans")
CARRIED = ("zhplot", "fonts/NotoSansSC-Regular.ttf")


def chart_fonts(brand: Brand) -> tuple[str, ...]:
    """Return the font files for Latin and for Chinese text, in the order in which characters are looked up."""
    latin = (brand.latin, *METRIC_TWINS.get(brand.latin.casefold(), ()), *LATIN)
    found = [first_installed(latin), first_installed((brand.han, *CHINESE)) or carried()]
    return tuple(path for path in found if path)


def fonts_used(brand: Brand) -> tuple[tuple[str, int, int], ...]:
    """Return the font files that a chart may use, each with its size and time of change: what its look depends on."""
    regular = set(chart_fonts(brand))
    families = {family for (family, _), (path, _) in installed().items() if path in regular}
    bold = {path for (family, _), (path, _) in installed().items() if family in families}
    states = ((path, Path(path).stat()) for path in sorted(regular | bold))
    return tuple((path, state.st_size, state.st_mtime_ns) for path, state in states)


def first_installed(families: tuple[str, ...]) -> str:
    """Return the file of the first family that is installed; empty if none is."""
    index = installed()
    return next((index[f.casefold(), False][0] for f in families if (f.casefold(), False) in index), "")


def carried() -> str:
    """Return the Chinese font file that came with the installation; empty if there is none."""
    package, file = CARRIED
    found = importlib.util.find_spec(package)
    if found is None or not found.submodule_search_locations:
        return ""
    path = Path(next(iter(found.submodule_search_locations)), file)
    return str(path) if path.exists() else ""
