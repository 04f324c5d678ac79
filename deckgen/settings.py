"""What may a user choose? Everything in deckgen.toml and on the command line, checked and frozen."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from deckgen.errors import SettingsError

ROLES = ("id", "label", "kpi", "flag", "category", "list", "date", "text", "constant", "empty", "ignore")
POLARITIES = ("higher", "lower", "neutral")
ENGINES = ("polars", "duckdb", "spark")
PROVENANCES = ("input", "derived", "external")
CHOICES = {"role": ROLES, "polarity": POLARITIES, "provenance": PROVENANCES}


@dataclass(frozen=True)
class ColumnSettings:
    """What deckgen.toml says of one column; None where it says nothing.

    zh, en: display names. cuts: inner bin edges of a KPI, ascending. order: the levels of an ordinal category.
    least_ratio, least_gap: a KPI's minimum business difference, between medians, as a ratio and in its own unit.
    missing: spellings of missing beyond the usual, such as 999.
    """

    role: str | None = None
    theme: str | None = None
    topic: str | None = None
    polarity: str | None = None
    provenance: str | None = None
    money: bool | None = None
    zh: str | None = None
    en: str | None = None
    cuts: tuple[float, ...] | None = None
    order: tuple[str, ...] | None = None
    least_ratio: float | None = None
    least_gap: float | None = None
    missing: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Settings:
    """All choices with their defaults.

    names: label in the table -> agreed name. distributions: KPIs of step 1.2, chosen by effect if empty.
    layouts: role (cover, section, content, comparison) -> layout name in the template. depth: of the tree, 1 to 5.
    least_ratio: the minimum business difference of all KPIs that have none of their own.
    sheet, query, encoding, engine: of the table's source (see source.Source).
    tiers: column -> the edges of its tiers as an earlier deck froze them, where no cuts are set.
    """

    label: str | None = None
    language: str | None = None
    title: str | None = None
    template: str | None = None
    sheet: str | None = None
    query: str | None = None
    encoding: str | None = None
    engine: str = "polars"
    depth: int = 3
    least_ratio: float = 1.2
    distributions: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    layouts: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, ColumnSettings] = field(default_factory=dict)
    tiers: Mapping[str, tuple[float, ...]] = field(default_factory=dict)

    def column(self, name: str) -> ColumnSettings:
        """Return what is set for a column, on top of what is set for all."""
        own = self.columns.get(name, ColumnSettings())
        return own if own.least_ratio is not None else replace(own, least_ratio=self.least_ratio)


def read_settings(path: Path) -> Settings:
    """Read deckgen.toml.

    Raises SettingsError naming the file and the key where the file is missing, no TOML, or asks for what is not there.
    """
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as why:
        raise SettingsError(f"{path}: the settings file cannot be read ({why.strerror}).") from why
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as why:
        raise SettingsError(f"{path}: this is not valid TOML: {why}.") from why
    return settings_from(path, written)


def settings_from(path: Path, written: Mapping[str, Any]) -> Settings:
    """Return checked settings from what is written in a file, be it deckgen.toml or a deck that remembers them."""
    columns = {name: column_settings(path, name, given) for name, given in table(path, written, "columns").items()}
    found = known_keys(path, "", Settings, written)
    names = {str(key): str(name) for key, name in table(path, written, "names").items()}
    tiers = {name: tuple(map(float, edges)) for name, edges in table(path, written, "tiers").items()}
    tables = {"columns": columns, "names": names, "layouts": table(path, written, "layouts"), "tiers": tiers}
    settings = Settings(**{**found, **tables})
    check(path, settings)
    return settings


def table(path: Path, written: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """Return a TOML table by its key, empty if it is not there."""
    found = written.get(key, {})
    if not isinstance(found, dict):
        raise SettingsError(f"{path}: {key} must be a table: write [{key}] on a line of its own.")
    return found


def column_settings(path: Path, name: str, given: object) -> ColumnSettings:
    """Check one [columns.NAME] table."""
    if not isinstance(given, dict):
        raise SettingsError(f"{path}: columns.{name} must be a table: write [columns.{name}] on a line of its own.")
    settings = ColumnSettings(**known_keys(path, f"columns.{name}.", ColumnSettings, given))
    if settings.missing is not None:
        settings = replace(settings, missing=tuple(map(str, settings.missing)))
    for key, allowed in CHOICES.items():
        value = getattr(settings, key)
        if value is not None and value not in allowed:
            raise SettingsError(f"{path}: columns.{name}.{key} is {value!r}; it can be {', '.join(allowed)}.")
    if settings.cuts and list(settings.cuts) != sorted(set(settings.cuts)):
        raise SettingsError(f"{path}: columns.{name}.cuts must ascend, found {list(settings.cuts)}.")
    return settings


def known_keys(path: Path, prefix: str, kind: type, written: Mapping[str, Any]) -> dict[str, Any]:
    """Return the written values as `kind` wants them, lists as tuples; an unknown key is an error that suggests one."""
    known = [f.name for f in fields(kind)]
    for key in written:
        if key not in known:
            near = difflib.get_close_matches(key, known, 1)
            hint = f" Did you mean {near[0]}?" if near else ""
            raise SettingsError(f"{path}: unknown key {prefix}{key}.{hint} Known keys: {', '.join(known)}.")
    return {key: tuple(value) if isinstance(value, list) else value for key, value in written.items()}


def check(path: Path, settings: Settings) -> None:
    """Check the values that have a range."""
    if settings.language not in (None, "zh", "en"):
        raise SettingsError(f"{path}: language is {settings.language!r}; it can be zh or en.")
    if settings.engine not in ENGINES:
        raise SettingsError(f"{path}: engine is {settings.engine!r}; it can be {', '.join(ENGINES)}.")
    if settings.depth not in range(1, 6):
        raise SettingsError(f"{path}: depth is {settings.depth!r}; it can be 1 to 5.")
    ratios = {"least_ratio": settings.least_ratio} | {
        f"columns.{name}.least_ratio": chosen.least_ratio for name, chosen in settings.columns.items()
    }
    for key, ratio in ratios.items():
        if ratio is not None and not (isinstance(ratio, int | float) and ratio >= 1):
            raise SettingsError(
                f"{path}: {key} is {ratio!r}; it is how many times a median must be another: 1 or more."
            )


def with_options(settings: Settings, names: Mapping[str, str], **given: object) -> Settings:
    """Lay the command line's options over the file's settings; an option that was not given is None."""
    chosen = {key: value for key, value in given.items() if value is not None}
    return replace(settings, **chosen, names={**settings.names, **names})
