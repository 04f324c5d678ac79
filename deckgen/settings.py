"""What may a user choose? Everything in deckgen.toml and on the command line, checked and frozen."""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from deckgen.errors import SettingsError

ROLES = ("id", "label", "kpi", "flag", "category", "list", "date", "text", "constant", "empty", "ignore")
POLARITIES = ("higher", "lower", "neutral")
CHARTS = ("pictures", "native")
ENGINES = ("polars", "duckdb", "spark")
PROVENANCES = ("input", "derived", "external")
TOPICS = ("product", "channel", "region", "size", "background", "risk", "other")
CHOICES = {"role": ROLES, "polarity": POLARITIES, "provenance": PROVENANCES, "topic": TOPICS}
SECTIONS: dict[str, tuple[str, ...]] = {
    "kpis": ("kpi",),
    "distributions": ("kpi",),
    "labels": (),
    "categories": ("flag", "category"),
    "channels": ("category",),
    "attributes": ("category",),
    "risk": ("flag",),
    "others": ("flag", "category"),
    "tree": ("kpi", "flag", "category"),
    "rules": (),
    "changes": (),
    "personas": (),
}
"""The sections that can be left out, each with the roles of the columns that can be chosen for it."""


@dataclass(frozen=True)
class ColumnSettings:
    """What deckgen.toml says of one column; None where it says nothing.

    zh, en: display names. unit: of a KPI, behind its name. cuts: inner bin edges of a KPI, ascending. order: the
    levels of an ordinal category.
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
    unit: str | None = None
    cuts: tuple[float, ...] | None = None
    order: tuple[str, ...] | None = None
    least_ratio: float | None = None
    least_gap: float | None = None
    missing: tuple[str | float, ...] | None = None


@dataclass(frozen=True)
class RowSettings:
    """What [row] says that a row of the table is; None where it says nothing.

    zh, en: the word. measure: the Chinese word between a number and it. plural: of the English word.
    """

    zh: str | None = None
    measure: str | None = None
    en: str | None = None
    plural: str | None = None


@dataclass(frozen=True)
class Settings:
    """All choices with their defaults.

    names: label in the table -> agreed name. inputs: the columns that the clustering was fitted on; where empty, all
    KPIs count as inputs. sections: name -> the columns that it shows, in order; False where it is left out.
    layouts: role (cover, section, content, comparison) -> layout name in the template. depth: of the tree, 1 to 5.
    least_ratio: the minimum business difference of all KPIs that have none of their own.
    remember_ids: whether hashed ids of the customers go into the deck itself, not into a file beside it.
    sheet, query, encoding, engine: of the table's source (see source.Source).
    plugins: files with sections of your own; only a file of settings names them, never a deck that remembers.
    charts: "pictures", or "native" where bars are to be real charts with their figures inside.
    tiers: column -> the edges of its tiers as an earlier deck froze them, where no cuts are set.
    row: what a row of the table is called, where it is no customer.
    """

    label: str | None = None
    language: str | None = None
    title: str | None = None
    template: str | None = None
    sheet: str | None = None
    query: str | None = None
    encoding: str | None = None
    engine: str = "polars"
    charts: str = CHARTS[0]
    depth: int = 3
    least_ratio: float = 1.2
    inputs: tuple[str, ...] = ()
    plugins: tuple[str, ...] = ()
    sections: Mapping[str, tuple[str, ...] | bool] = field(default_factory=dict)
    remember_ids: bool = False
    names: Mapping[str, str] = field(default_factory=dict)
    layouts: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, ColumnSettings] = field(default_factory=dict)
    tiers: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    row: RowSettings = RowSettings()

    def column(self, name: str) -> ColumnSettings:
        """Return what is set for a column, on top of what is set for all."""
        own = self.columns.get(name, ColumnSettings())
        if own.least_ratio is None:
            own = replace(own, least_ratio=self.least_ratio)
        if own.provenance is None and self.inputs:
            own = replace(own, provenance="input" if name in self.inputs else "external")
        if own.topic is None and name in (self.shown("risk") or ()):
            own = replace(own, topic="risk")
        return own

    def shown(self, section: str) -> tuple[str, ...] | None:
        """Return the columns that a section is to show, None where it chooses itself."""
        chosen = self.sections.get(section)
        return chosen if isinstance(chosen, tuple) else None


def read_settings(path: Path) -> Settings:
    """Read deckgen.toml.

    Raises SettingsError naming the file and the key where the file is missing, no TOML, or asks for what is not there.
    """
    import tomllib

    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as why:
        raise SettingsError(f"{path}: the settings file cannot be read ({why.strerror}).") from why
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as why:
        raise SettingsError(f"{path}: this is not valid TOML: {why}.") from why
    settings = settings_from(path, written)
    return replace(settings, plugins=tuple(str(path.parent / plugin) for plugin in settings.plugins))


def settings_from(path: Path, written: Mapping[str, Any]) -> Settings:
    """Return checked settings from what is written in a file, be it deckgen.toml or a deck that remembers them."""
    written = moved(written)
    columns = {name: column_settings(path, name, given) for name, given in table(path, written, "columns").items()}
    found = known_keys(path, "", Settings, written)
    tables = {
        "columns": columns,
        "names": {str(key): str(name) for key, name in table(path, written, "names").items()},
        "layouts": table(path, written, "layouts"),
        "sections": {name: section(path, name, chosen) for name, chosen in table(path, written, "sections").items()},
        "row": RowSettings(**known_keys(path, "row.", RowSettings, table(path, written, "row"))),
        "tiers": {name: tuple(map(float, edges)) for name, edges in table(path, written, "tiers").items()},
    }
    settings = Settings(**{**found, **tables})
    check(path, settings)
    return settings


def moved(written: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what is written as it is written now: KPIs to draw once stood at the top, as older decks remember."""
    if "distributions" not in written:
        return written
    sections = {"distributions": written["distributions"], **written.get("sections", {})}
    return {key: value for key, value in written.items() if key != "distributions"} | {"sections": sections}


def section(path: Path, name: str, chosen: object) -> tuple[str, ...] | bool:
    """Check what is chosen for a section: its columns, or false."""
    if isinstance(chosen, bool):
        return chosen
    if not (texts(chosen) and chosen):
        raise SettingsError(
            f'{path}: sections.{name} is {chosen!r}; it can be a list of columns, ["a", "b"], or false.'
        )
    return tuple(chosen)


def texts(value: object) -> bool:
    """Whether a value is a list of texts."""
    return isinstance(value, list | tuple) and all(isinstance(item, str) for item in value)


def number(value: object) -> bool:
    """Whether a value is a finite number."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def numbers(value: object) -> bool:
    """Whether a value is a list of finite numbers."""
    return isinstance(value, list | tuple) and all(map(number, value))


def cells(value: object) -> bool:
    """Whether a value is a list of texts and numbers."""
    return isinstance(value, list | tuple) and all(isinstance(item, str) or number(item) for item in value)


KINDS: dict[str, tuple[Callable[[object], bool], str]] = {
    "str": (lambda value: isinstance(value, str), 'a text in quotation marks, "like this"'),
    "bool": (lambda value: isinstance(value, bool), "true or false"),
    "int": (lambda value: isinstance(value, int) and not isinstance(value, bool), "a whole number"),
    "float": (number, "a number"),
    "tuple[str, ...]": (texts, 'a list of texts, ["like", "this"]'),
    "tuple[float, ...]": (numbers, "a list of numbers, [10, 20.5]"),
    "tuple[str | float, ...]": (cells, 'a list of texts and numbers, ["none", 999]'),
}
"""Which values a key takes, by the annotation of its field, and what the message calls them."""


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
        check_kind(path, prefix + key, kind.__annotations__[key], written[key])
    return {key: tuple(value) if isinstance(value, list) else value for key, value in written.items()}


def check_kind(path: Path, key: str, annotation: str, value: object) -> None:
    """Refuse a value of another kind than a key wants."""
    fits, words = KINDS.get(annotation.removesuffix(" | None"), (lambda value: True, ""))
    if not fits(value):
        raise SettingsError(f"{path}: {key} is {value!r}; it must be {words}.")


def check(path: Path, settings: Settings) -> None:
    """Check the values that have a range."""
    if settings.language not in (None, "zh", "en"):
        raise SettingsError(f"{path}: language is {settings.language!r}; it can be zh or en.")
    if settings.charts not in CHARTS:
        raise SettingsError(f"{path}: charts is {settings.charts!r}; it can be {' or '.join(CHARTS)}.")
    if settings.engine not in ENGINES:
        raise SettingsError(f"{path}: engine is {settings.engine!r}; it can be {', '.join(ENGINES)}.")
    if settings.depth not in range(1, 6):
        raise SettingsError(f"{path}: depth is {settings.depth!r}; it can be 1 to 5.")
    if not isinstance(settings.remember_ids, bool):
        raise SettingsError(f"{path}: remember_ids is {settings.remember_ids!r}; it can be true or false.")
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
