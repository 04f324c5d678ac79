"""What have people agreed on the personas? A YAML file beside the deck, that they edit and deckgen keeps up to date.

Theirs are the names, who agreed when, the colour, and what they take for true; the rest says where a persona is in the
last table and what speaks for its name. Comments, and keys of their own, stay where they are.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from deckgen.deckfile import replace_file
from deckgen.errors import OutputError, SettingsError
from deckgen.personas.cast import Cast, Persona, cast_from

ENDING = ".personas.yaml"
HEAD = """\
Who the groups of {deck} are. Settle names here, or with: deckgen names {deck}
Yours are name, by, on, colour, confirm and holds (such as "month_avg_spend_amt: higher"); the rest deckgen keeps up to
date. The next build or update reads this file.
"""


@dataclass(frozen=True)
class Sheet:
    """A file's personas by number, the fingerprint of the table that its labels are of, and the file's text.

    content: what the text says, with its comments; nobody changes it.
    """

    path: Path
    fingerprint: str
    personas: Mapping[int, Mapping[str, Any]]
    text: str = ""
    content: Any = None

    @property
    def has_names(self) -> bool:
        """Whether any name is agreed."""
        return any(name_in(entry, language) for entry in self.personas.values() for language in ("zh", "en"))

    @property
    def agreed(self) -> tuple[object, ...]:
        """What people have written down; nothing as long as the file is as a first build leaves it."""
        return tuple(
            as_written(Persona(number, "", "", number - 1), entry)
            for number, entry in sorted(self.personas.items())
            if as_written(Persona(number, "", "", number - 1), entry) != Persona(number, "", "", number - 1)
        )


def sheet_beside(deck: Path) -> Path:
    """Return where the personas of a deck are written down."""
    return deck.parent / (deck.stem + ENDING)


def read_sheet(path: Path) -> Sheet | None:
    """Read a file; None where there is none. Raises SettingsError where it is no YAML or no list of personas."""
    if not path.is_file():
        return None
    return sheet_of(path, path.read_text(encoding="utf-8"))


@lru_cache(maxsize=4)  # a build asks for its own twice
def sheet_of(path: Path, text: str) -> Sheet:
    """Return what a file's text says."""
    written = loaded(path, text)
    personas = {}
    for place, entry in enumerate(written.get("personas") or [], 1):
        check_entry(path, place, entry)
        personas[entry["persona"]] = entry
    return Sheet(path, str(written.get("fingerprint") or ""), personas, text, written)


def loaded(path: Path, text: str) -> Any:
    """Return the content of a YAML file that keeps its comments."""
    from ruamel.yaml.error import YAMLError

    try:
        found = editor().load(text)
    except YAMLError as why:
        line = getattr(getattr(why, "problem_mark", None), "line", 0) + 1
        raise SettingsError(f"{path}, line {line}: this is not valid YAML ({getattr(why, 'problem', why)}).") from why
    if not isinstance(found, dict) or not isinstance(found.get("personas"), list):
        raise SettingsError(f"{path}: there is no list `personas`; delete the file and build again to have it written.")
    return found


def editor() -> Any:
    """Return what reads and writes YAML with its comments; it makes nothing but plain values."""
    from ruamel.yaml import YAML

    yaml = YAML(typ="rt")
    yaml.allow_unicode, yaml.width = True, 110
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def check_entry(path: Path, place: int, entry: Any) -> None:
    """Refuse an entry whose number, name, colour or holds are not what they should be."""
    where = f"{path}: entry {place} of personas"
    if not isinstance(entry, dict) or not isinstance(entry.get("persona"), int):
        raise SettingsError(f"{where} needs `persona: NUMBER`.")
    if not isinstance(entry.get("name") or {}, dict):
        raise SettingsError(f"{where}: name is {entry['name']!r}; write name: {{zh: ..., en: ...}}.")
    if not (isinstance(entry.get("colour", 1), int) and entry.get("colour", 1) >= 1):
        raise SettingsError(f"{where}: colour is {entry['colour']!r}; it is a number of the template's, from 1.")
    wrong = [text for text in entry.get("holds") or [] if not is_assertion(str(text))]
    if wrong:
        raise SettingsError(f'{where}: holds has {wrong[0]!r}; write "COLUMN: higher" or "COLUMN: lower".')


def is_assertion(text: str) -> bool:
    """Tell whether a text says that a column is higher or lower."""
    column, colon, way = text.rpartition(":")
    return bool(column.strip() and colon) and way.strip() in ("higher", "lower")


def name_in(entry: Mapping[str, Any], language: str) -> str:
    """Return the name that an entry has in a language."""
    return str((entry.get("name") or {}).get(language) or "").strip()


def with_agreed(cast: Cast, sheet: Sheet | None) -> Cast:
    """Return the personas with what people have written down for them."""
    if sheet is None:
        return cast
    return tuple(as_written(p, sheet.personas[p.number]) if p.number in sheet.personas else p for p in cast)


def as_written(persona: Persona, entry: Mapping[str, Any]) -> Persona:
    """Return a persona with what an entry says."""
    return replace(
        persona,
        zh=name_in(entry, "zh"),
        en=name_in(entry, "en"),
        by=str(entry.get("by") or ""),
        on=str(entry.get("on") or ""),
        slot=entry.get("colour", persona.slot + 1) - 1,
        confirm=bool(entry.get("confirm", False)),
        holds=tuple(map(str, entry.get("holds") or ())),
    )


def written_sheet(record: Mapping[str, Any], deck: str, old: str, path: Path) -> str:
    """Return the file of a deck that remembers `record`. old: the file's text so far, "" for none."""
    from ruamel.yaml.comments import CommentedMap

    content = deepcopy(sheet_of(path, old).content) if old else CommentedMap({"fingerprint": "", "personas": []})
    if not old:
        content.yaml_set_start_comment(HEAD.format(deck=deck))
    content["fingerprint"] = record["source"]["fingerprint"]
    entries = {entry["persona"]: entry for entry in content["personas"]}
    told = {portrait["number"]: portrait for portrait in record.get("portraits", ())}
    sizes = {cluster["key"]: cluster["customers"] for cluster in record["clusters"]}
    for persona in cast_from(record):
        if persona.number not in entries:
            entries[persona.number] = CommentedMap({"persona": persona.number})
            content["personas"].append(entries[persona.number])
        fill(entries[persona.number], persona, sizes.get(persona.key), told.get(persona.number, {}))
    stream = io.StringIO()
    editor().dump(content, stream)
    return stream.getvalue()


def fill(entry: Any, persona: Persona, customers: int | None, told: Mapping[str, Any]) -> None:
    """Bring an entry up to date; what says the same stays as it is written."""
    values = {
        "label": persona.key,
        "state": persona.state if persona.key else "gone",
        "name": {"zh": persona.zh, "en": persona.en},
        "by": persona.by,
        "on": persona.on,
        "confirm": persona.confirm,
        "colour": persona.slot + 1,
        "holds": list(persona.holds),
        "customers": customers,
        "proposal": told.get("proposal", {}),
        "rule": told.get("rule", ""),
        "profile": told.get("profile", []),
    }
    for name, value in values.items():
        if name not in entry or plain(entry[name]) != value:
            entry[name] = value


def plain(value: Any) -> Any:
    """Return a value as plain data, dates as text."""
    if isinstance(value, dict):
        return {str(name): plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value if isinstance(value, int | float | str) or value is None else str(value)


def write_sheet(record: Mapping[str, Any], deck: Path, base: Path | None = None, read: str | None = None) -> Path:
    """Write the file beside a deck, over itself; where there is none yet, from another deck's. Return its path.

    read: the text that the deck's names were read from ("" for none). A file that says something else by now was edited
    while the deck was made: it stays as it is, for the next build.
    """
    path = sheet_beside(deck)
    now = path.read_text(encoding="utf-8") if path.is_file() else ""
    if read is not None and now != read:
        return path
    carried = not now and base is not None and base.is_file()
    source, old = (base, base.read_text(encoding="utf-8")) if carried else (path, now)
    text = written_sheet(record, deck.name, old, source)
    if text != now:
        save(text, path)
    return path


def save(text: str, path: Path) -> None:
    """Write a file whole or not at all."""
    try:
        replace_file(text.encode(), path)
    except OSError as why:
        raise OutputError(f"{path} cannot be written: {why.strerror}.") from why
